"""One table of all augmentations, and how a recipe names them."""

from collections.abc import Sequence
from dataclasses import replace

from tagger_app.core.errors import TaggerError
from training.augmentation import touched_tags as tags
from training.augmentation.augmentation import Amount, Augmentation, Stage, row_by_row
from training.augmentation.effects import LabelEffect, Policy, Property
from training.augmentation.noise import babble_noise, pink_noise, white_noise
from training.augmentation.tempo_and_pitch import pitch_shift, speed, time_stretch

TEMPO = LabelEffect(
    Property.TEMPO,
    below=0.8,
    above=1.2,
    raised=tags.FASTER,
    lowered=tags.SLOWER,
    uncertain=(*tags.TEMPO_GENRES, *tags.AROUSAL),
)
"""From a fifth slower or faster on (in the rate)."""
REGISTER = LabelEffect(
    Property.REGISTER, below=-2.5, above=2.5, raised=tags.HIGHER, lowered=tags.LOWER
)
FAR_REGISTER = LabelEffect(Property.REGISTER, below=-4.5, above=4.5, uncertain=tags.MIDDLE_REGISTER)
"""In semitones: voices change their sex from a minor third on, instruments their size later."""

_ROWS = (
    Augmentation(
        "pitch_shift",
        "higher or lower at the same tempo",
        Stage.WAVEFORM,
        Amount(-2.0, 2.0, "semitones"),
        row_by_row(pitch_shift),
        label_effects=(REGISTER, FAR_REGISTER),
    ),
    Augmentation(
        "time_stretch",
        "faster or slower at the same pitch",
        Stage.WAVEFORM,
        Amount(0.8, 1.25, "× speed", logarithmic=True),
        row_by_row(time_stretch),
        label_effects=(TEMPO,),
    ),
    Augmentation(
        "speed",
        "faster and higher, or slower and lower",
        Stage.WAVEFORM,
        Amount(0.9, 1.1, "× speed", logarithmic=True),
        row_by_row(speed),
        label_effects=(
            TEMPO,
            # The same registers as above, as ratios of frequency.
            replace(REGISTER, below=2 ** (-2.5 / 12), above=2 ** (2.5 / 12)),
            replace(FAR_REGISTER, below=2 ** (-4.5 / 12), above=2 ** (4.5 / 12)),
        ),
    ),
    Augmentation(
        "white_noise",
        "white noise added",
        Stage.WAVEFORM,
        Amount(10.0, 40.0, "dB SNR"),
        row_by_row(white_noise),
        label_effects=(LabelEffect(Property.PRODUCTION, below=20.0, lowered=tags.NOISY),),
    ),
    Augmentation(
        "pink_noise",
        "pink noise added",
        Stage.WAVEFORM,
        Amount(10.0, 40.0, "dB SNR"),
        row_by_row(pink_noise),
        label_effects=(LabelEffect(Property.PRODUCTION, below=20.0, lowered=tags.NOISY),),
    ),
    Augmentation(
        "babble_noise",
        "people talking",
        Stage.WAVEFORM,
        Amount(5.0, 30.0, "dB SNR"),
        row_by_row(babble_noise),
        label_effects=(
            LabelEffect(Property.VOICE, below=20.0, lowered=tags.VOICES, raised=tags.NO_VOICES),
        ),
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
