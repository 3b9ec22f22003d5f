"""One table of all augmentations, and how a recipe names them."""

from collections.abc import Sequence
from dataclasses import replace

from tagger_app.core.errors import TaggerError
from training.augmentation import label_effects as effects
from training.augmentation.augmentation import (
    Alteration,
    Amount,
    Augmentation,
    Stage,
    row_by_row,
)
from training.augmentation.dynamics import compression, gain, polarity
from training.augmentation.echo import delay, reverb
from training.augmentation.effects import LabelEffect, Policy
from training.augmentation.filters import (
    band_pass,
    equaliser,
    high_pass,
    high_shelf,
    low_pass,
    low_shelf,
)
from training.augmentation.mixup import mixup
from training.augmentation.noise import babble_noise, pink_noise, white_noise
from training.augmentation.spectrogram import mel_equaliser, spec_augment
from training.augmentation.tempo_and_pitch import pitch_shift, speed, time_stretch


def _sound(
    alter: Alteration, title: str, amount: Amount, *label_effects: LabelEffect
) -> Augmentation:
    """One that alters each waveform alone, under its function's name."""
    name = alter.__name__
    change = row_by_row(alter)
    return Augmentation(name, title, Stage.WAVEFORM, amount, change, label_effects=label_effects)


_DB_SNR, _HZ, _DB, _SECONDS, _SPEED = "dB SNR", "Hz", "dB", "s", "× speed"
_ROWS = (
    _sound(
        pitch_shift,
        "higher or lower at the same tempo",
        Amount(-2.0, 2.0, "semitones"),
        *effects.register_effects(per_semitone=True),
    ),
    _sound(
        time_stretch,
        "faster or slower at the same pitch",
        Amount(0.8, 1.25, _SPEED, logarithmic=True),
        effects.TEMPO,
    ),
    _sound(
        speed,
        "faster and higher, or slower and lower",
        Amount(0.9, 1.1, _SPEED, logarithmic=True),
        effects.TEMPO,
        *effects.register_effects(per_semitone=False),
    ),
    _sound(
        low_pass,
        "without treble",
        Amount(1_500.0, 7_000.0, _HZ, logarithmic=True),
        effects.WITHOUT_TREBLE,
    ),
    _sound(
        high_pass,
        "without bass",
        Amount(40.0, 400.0, _HZ, logarithmic=True),
        effects.WITHOUT_BASS,
    ),
    _sound(band_pass, "a band alone", Amount(3.0, 6.0, "octaves"), *effects.NARROW),
    _sound(low_shelf, "bass turned up or down", Amount(-9.0, 9.0, _DB), effects.BASS),
    _sound(high_shelf, "treble turned up or down", Amount(-9.0, 9.0, _DB), effects.TREBLE),
    _sound(equaliser, "a smooth random equaliser", Amount(1.0, 4.0, "dB of spread")),
    _sound(delay, "echoes", Amount(0.03, 0.5, _SECONDS, logarithmic=True), effects.ECHOES),
    _sound(reverb, "in a room", Amount(0.2, 2.5, "s of decay", logarithmic=True), effects.ROOM),
    _sound(white_noise, "white noise", Amount(10.0, 40.0, _DB_SNR), effects.NOISE),
    _sound(pink_noise, "pink noise", Amount(10.0, 40.0, _DB_SNR), effects.NOISE),
    _sound(babble_noise, "people talking", Amount(5.0, 30.0, _DB_SNR), effects.TALK),
    _sound(gain, "louder or fainter", Amount(-18.0, 6.0, _DB)),
    _sound(
        compression,
        "a smaller dynamic range",
        Amount(1.5, 6.0, ": 1", logarithmic=True),
        effects.LEVELLED,
    ),
    _sound(polarity, "upside down", Amount(-1.0, -1.0, "× sign")),
    Augmentation(
        "mixup",
        "another recording mixed in, labels and all",
        Stage.WAVEFORM,
        Amount(0.0, 0.4, "of the other"),
        mixup,
        mixes_rows=True,
    ),
    Augmentation(
        "spec_augment",
        "a band and a stretch of time masked",
        Stage.MEL_POWER,
        Amount(0.05, 0.15, "of bands and frames at most"),
        spec_augment,
    ),
    Augmentation(
        "mel_equaliser",
        "a smooth random equaliser over the mel bands",
        Stage.MEL_POWER,
        Amount(1.0, 4.0, "dB of spread"),
        mel_equaliser,
    ),
)

AUGMENTATIONS: dict[str, Augmentation] = {row.name: row for row in _ROWS}


def augmentation(text: str) -> Augmentation:
    """The augmentation a recipe names: `name`, then any of a policy, a range and odds.

    `pitch_shift`, `pitch_shift:keep`, `time_stretch:0.7..1.4:change`, `white_noise:5..20:30%`.

    Raises:
        TaggerError: there is no such augmentation, or a part is not understood.
    """
    name, *parts = text.split(":")
    if name not in AUGMENTATIONS:
        raise TaggerError(
            f"There is no augmentation {name!r}; there are {', '.join(AUGMENTATIONS)}."
        )
    chosen = AUGMENTATIONS[name]
    for part in parts:
        chosen = _with(chosen, part, text)
    return chosen


def augmentations(texts: Sequence[str]) -> tuple[Augmentation, ...]:
    """See `augmentation`; those of the waveform must come first, in the order of hearing.

    Raises:
        TaggerError: see `augmentation`; or one of the waveform follows one of mel power.
    """
    chosen = tuple(augmentation(text) for text in texts)
    stages = [one.acts_on for one in chosen]
    if stages != sorted(stages, key=list(Stage).index):
        raise TaggerError(
            f"{', '.join(texts)}: what acts on the waveform must stand before what acts on the"
            " mel-spectrogram made of it."
        )
    return chosen


def _with(chosen: Augmentation, part: str, text: str) -> Augmentation:
    if part in list(Policy):
        return replace(chosen, policy=Policy(part))
    try:
        if part.endswith("%"):
            odds = float(part[:-1]) / 100.0
            if 0.0 <= odds <= 1.0:
                return replace(chosen, odds=odds)
        else:
            low, high = map(float, part.split(".."))
            if low <= high and (low > 0.0 or not chosen.amount.logarithmic):
                return replace(chosen, amount=replace(chosen.amount, low=low, high=high))
    except ValueError:
        pass
    raise TaggerError(
        f"{text}: {part!r} is neither keep, drop or change, nor a range like"
        f" {chosen.amount.low:g}..{chosen.amount.high:g} ({chosen.amount.unit}), nor odds like 50%."
    )
