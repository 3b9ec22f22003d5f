"""Augmentations as recipes name them: batches, labels, odds, silence."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.augmentation.augmentation import Stage
from training.augmentation.effects import Policy
from training.augmentation.names import AUGMENTATIONS, augmentation, augmentations
from training.datasets.batch import Batch
from training.datasets.recording import Tag

HERTZ = 16_000
VOCABULARY = Path(__file__).parents[3] / "resources/vocabulary.json"
TAGS: list[Tag] = [
    (Category.MOOD, "Fast"),
    (Category.MOOD, "slow"),
    (Category.GENRE, "House"),
    (Category.INSTRUMENT, "Male Voice"),
    (Category.INSTRUMENT, "Female Voice"),
    (Category.INSTRUMENT, "Violin"),
    (Category.INSTRUMENT, "Piano"),
]
FAST, SLOW, HOUSE, MALE, FEMALE, VIOLIN, PIANO = range(len(TAGS))


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def batch(rows: int = 4, seconds: float = 1.0) -> Batch:
    """Noise at different levels; every second row has all tags, the others none."""
    levels = torch.linspace(0.05, 0.2, rows).unsqueeze(1)
    noise = torch.from_numpy(rng().standard_normal((rows, round(seconds * HERTZ)))).float()
    values = (torch.arange(rows) % 2).float().unsqueeze(1).repeat(1, len(TAGS))
    return Batch(noise.mul(levels).clamp(-1, 1), values, torch.ones(rows, len(TAGS)))


def mel_batch(rows: int = 4) -> Batch:
    return batch(rows)._replace(waveform=torch.rand(rows, 40, 60) + 0.5)


def of_stage(name: str) -> Batch:
    return batch() if AUGMENTATIONS[name].acts_on is Stage.WAVEFORM else mel_batch()


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_every_augmentation_alters_what_it_should_and_nothing_else(name: str) -> None:
    one = replace(AUGMENTATIONS[name], odds=1.0)
    plain = of_stage(name)
    kept = Batch(*(part.clone() for part in plain))
    altered = one.apply(plain, HERTZ, rng(), TAGS)
    for part, before in zip(plain, kept, strict=True):
        assert torch.equal(part, before)
    assert altered.waveform.shape == plain.waveform.shape
    assert altered.waveform.dtype == torch.float32
    assert torch.isfinite(altered.waveform).all()
    assert not torch.equal(altered.waveform, plain.waveform)
    if one.acts_on is Stage.WAVEFORM:
        assert altered.waveform.abs().max() <= 1.0
    again = one.apply(plain, HERTZ, rng(), TAGS)
    for part, before in zip(again, altered, strict=True):
        assert torch.equal(part, before)
    assert not torch.equal(one.apply(plain, HERTZ, rng(4), TAGS).waveform, altered.waveform) or (
        name == "polarity"
    )


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_silence_stays_silence(name: str) -> None:
    plain = of_stage(name)
    silent = plain._replace(waveform=torch.zeros_like(plain.waveform))
    altered = replace(AUGMENTATIONS[name], odds=1.0).apply(silent, HERTZ, rng(), TAGS)
    assert not altered.waveform.any()


def test_the_odds_say_how_many_rows_are_altered() -> None:
    plain = batch(rows=200, seconds=0.01)
    altered = augmentation("gain:-6..-6:30%").apply(plain, HERTZ, rng(), TAGS)
    changed = (altered.waveform != plain.waveform).any(dim=1)
    assert 40 <= int(changed.sum()) <= 80
    assert torch.allclose(altered.waveform[changed], plain.waveform[changed] * 10 ** (-6 / 20))
    assert torch.equal(augmentation("gain:0%").apply(plain, HERTZ, rng()).waveform, plain.waveform)


def test_what_clips_is_turned_down_and_what_clipped_before_stays() -> None:
    plain = batch(rows=2)
    plain.waveform[0, 100] = 1.5
    louder = augmentation("gain:20..20:100%").apply(plain, HERTZ, rng()).waveform
    assert louder.abs().amax(dim=1).tolist() == pytest.approx([1.5, 1.0])


def test_labels_that_depend_on_the_tempo_are_dropped_beyond_a_fifth_only() -> None:
    plain = batch()
    slower = augmentation("time_stretch:0.7..0.7:100%").apply(plain, HERTZ, rng(), TAGS)
    dropped = [FAST, SLOW, HOUSE]
    assert not slower.weights[:, dropped].any()
    assert slower.weights[:, [MALE, FEMALE, VIOLIN, PIANO]].all()
    assert torch.equal(slower.values, plain.values)
    for text in ("time_stretch:0.9..0.9:100%", "time_stretch:0.7..0.7:100%:keep"):
        assert augmentation(text).apply(plain, HERTZ, rng(), TAGS).weights.all()


def test_only_the_rows_altered_lose_labels() -> None:
    plain = batch(rows=16, seconds=0.2)
    altered = augmentation("pitch_shift:4..4:50%").apply(plain, HERTZ, rng(), TAGS)
    changed = (altered.waveform != plain.waveform).any(dim=1)
    assert 0 < int(changed.sum()) < 16
    assert torch.equal(altered.weights[:, MALE] == 0, changed)
    assert altered.weights[:, VIOLIN].all()


def test_a_change_keeps_the_labels_it_speaks_for() -> None:
    plain = batch()
    higher = augmentation("pitch_shift:5..5:100%:change").apply(plain, HERTZ, rng(), TAGS)
    # Rows without and with all tags in turn. A higher voice is no longer surely a man's, and what
    # was no woman's voice may sound like one; a woman's still does, and no man's as little.
    assert higher.values[:2, MALE].tolist() == [0.0, 0.5]
    assert higher.weights[:2, MALE].tolist() == [1.0, 1.0]
    assert higher.values[:2, FEMALE].tolist() == [0.0, 1.0]
    assert higher.weights[:2, FEMALE].tolist() == [0.0, 1.0]
    assert not higher.weights[:, VIOLIN].any()
    assert higher.weights[:, PIANO].all()
    lower = augmentation("pitch_shift:-5..-5:100%:change").apply(plain, HERTZ, rng(), TAGS)
    assert lower.values[:2, FEMALE].tolist() == [0.0, 0.5]
    assert lower.weights[:2, MALE].tolist() == [0.0, 1.0]
    talk = augmentation("babble_noise:5..5:100%:change").apply(plain, HERTZ, rng(), TAGS)
    assert talk.weights[:2, MALE].tolist() == [0.0, 1.0]
    assert talk.values[:2, MALE].tolist() == [0.0, 1.0]


def test_speed_changes_tempo_and_register() -> None:
    faster = augmentation("speed:1.3..1.3:100%").apply(batch(), HERTZ, rng(), TAGS)
    assert not faster.weights[:, [FAST, SLOW, HOUSE, MALE, FEMALE]].any()
    assert augmentation("speed:100%").apply(batch(), HERTZ, rng(), TAGS).weights.all()


def test_aliases_of_the_vocabulary_count() -> None:
    words = Vocabulary.from_mapping(json.loads(VOCABULARY.read_text(encoding="utf-8")))
    tags = [(Category.INSTRUMENT, "male vocals"), (Category.INSTRUMENT, "piano")]
    plain = batch()
    plain = Batch(plain.waveform, plain.values[:, :2], plain.weights[:, :2])
    altered = augmentation("pitch_shift:4..4:100%").apply(plain, HERTZ, rng(), tags, words)
    assert altered.weights[0].tolist() == [0.0, 1.0]


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_labels_touched_are_spelt_as_in_the_vocabulary(name: str) -> None:
    table = json.loads(VOCABULARY.read_text(encoding="utf-8"))
    for effect in AUGMENTATIONS[name].label_effects:
        touched = effect.tags()
        assert len(set(touched)) == len(touched) > 0
        for category, word in touched:
            if category is Category.OTHER:
                assert word in {"valence", "arousal"}
            else:
                assert word in table[category.value]


def test_mixup_mixes_values_and_takes_the_smaller_weight() -> None:
    plain = batch(rows=2)
    plain.weights[0, FAST] = 0.25
    plain.weights[1, SLOW] = 0.0
    mixed = augmentation("mixup:0.25..0.25:100%").apply(plain, HERTZ, rng(), TAGS)
    assert mixed.values[:, PIANO].tolist() == pytest.approx([0.25, 0.75])
    assert mixed.weights[:, [FAST, SLOW, PIANO]].tolist() == [[0.25, 0.0, 1.0]] * 2
    first, second = plain.waveform
    other = second * first.square().mean().sqrt() / second.square().mean().sqrt()
    assert torch.allclose(mixed.waveform[0], 0.75 * first + 0.25 * other, atol=1e-6)


def test_what_is_unknown_in_one_row_does_not_reach_rows_left_alone() -> None:
    plain = batch(rows=40, seconds=0.01)
    plain.values[:20] = torch.nan
    plain.weights[:20] = 0.0
    mixed = augmentation("mixup:0.2..0.2:50%").apply(plain, HERTZ, rng(), TAGS)
    assert torch.isfinite(mixed.values[mixed.weights > 0]).all()
    assert 0 < int((mixed.weights > 0).any(dim=1).sum()) < 20


def test_mixup_leaves_out_silence_and_single_rows() -> None:
    plain = batch(rows=2)
    plain.waveform[1] = 0.0
    for one in (plain, Batch(*(part[:1] for part in plain))):
        mixed = augmentation("mixup:100%").apply(one, HERTZ, rng(), TAGS)
        for part, before in zip(mixed, one, strict=True):
            assert torch.equal(part, before)


def test_spec_augment_masks_one_band_and_one_stretch() -> None:
    plain = mel_batch(rows=8)
    masked = augmentation("spec_augment:0.2..0.2:100%").apply(plain, HERTZ, rng(), TAGS).waveform
    for row, before in zip(masked, plain.waveform, strict=True):
        silent = row == 0
        bands, frames = silent.all(dim=1), silent.all(dim=0)
        assert 1 <= int(bands.sum()) <= 8
        assert 1 <= int(frames.sum()) <= 12
        assert torch.equal(silent, bands.unsqueeze(1) | frames.unsqueeze(0))
        assert torch.equal(row[~silent], before[~silent])
        for mask in (bands, frames):
            edges = torch.diff(torch.nn.functional.pad(mask.int(), (1, 1))).abs()
            assert int(edges.sum()) == 2


def test_a_network_over_the_waveform_has_nothing_to_mask() -> None:
    with pytest.raises(TaggerError, match="spec_augment needs a network over a spectrogram"):
        augmentation("spec_augment").apply(batch(), HERTZ, rng(), TAGS)


def test_the_mel_equaliser_is_the_same_for_all_frames() -> None:
    plain = mel_batch()
    altered = augmentation("mel_equaliser:3..3:100%").apply(plain, HERTZ, rng(), TAGS).waveform
    gains = altered / plain.waveform
    assert torch.allclose(gains, gains[:, :, :1].expand_as(gains))
    steps = (10 * gains[:, :, 0].log10()).diff(dim=1).abs()
    assert 0.05 < float(steps.max()) < 3.0


def test_a_recipe_may_say_more_than_a_name() -> None:
    chosen = augmentation("time_stretch:0.7..1.4:change:25%")
    assert (chosen.amount.low, chosen.amount.high) == (0.7, 1.4)
    assert (chosen.policy, chosen.odds) == (Policy.CHANGE, 0.25)
    assert AUGMENTATIONS["time_stretch"].policy is Policy.DROP


@pytest.mark.parametrize(
    "text",
    ["flanger", "gain:loud", "gain:3..-3", "time_stretch:-1..1", "gain:130%", "gain:1..2..3"],
)
def test_what_a_recipe_says_wrongly_is_told(text: str) -> None:
    with pytest.raises(TaggerError, match=text.split(":", maxsplit=1)[-1].replace(".", r"\.")):
        augmentation(text)


def test_masks_cannot_come_before_what_alters_the_waveform() -> None:
    assert [one.name for one in augmentations(["gain", "spec_augment"])] == ["gain", "spec_augment"]
    with pytest.raises(TaggerError, match="before"):
        augmentations(["spec_augment", "gain"])
