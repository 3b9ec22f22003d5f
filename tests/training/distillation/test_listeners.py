"""Listeners' moods: of the clips they heard, and of all others."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from training.datasets.manifest import Clip
from training.distillation.listeners import FORETOLD_WEIGHT, Listeners
from training.distillation.targets import POSITIONS, Floats, Targets

TAGS = ((Category.GENRE, "Rock"), (Category.MOOD, "Calm"), (Category.MOOD, "Epic"))
CALM, WORDS = 1, 400


def clip(number: int, split: str = "train") -> Clip:
    return Clip(
        path=Path(f"{number}.flac"),
        source="survey",
        licence="CC0",
        labels={},
        seconds=40.0,
        split=split,
        group=f"artist:{number}",
        title="",
    )


def said(signals: Sequence[float]) -> NDArray[np.float16]:
    """What teachers say of clips: all of their words are one signal."""
    shape = (len(signals), POSITIONS, WORDS)
    return np.broadcast_to(np.asarray(signals, dtype=np.float16)[:, None, None], shape)


def nothing_known(clips: int) -> tuple[Targets, Floats]:
    values = np.full((clips, POSITIONS, len(TAGS)), 0.25, dtype=np.float32)
    weights = np.zeros((clips, len(TAGS)), dtype=np.float32)
    return Targets(values, weights), np.full_like(weights, np.nan)


def survey(split: str = "train") -> Listeners:
    """60 clips, of which more listeners found calm what teachers gave a higher signal."""
    signals = np.linspace(-1.0, 1.0, 60)
    shares = {Path(f"{i}.flac"): {"Calm": 0.3 + 0.3 * float(s)} for i, s in enumerate(signals)}
    clips = [clip(i, split) for i in range(60)]
    return Listeners(TAGS, shares, clips, said(list(signals)))


def test_of_music_nobody_was_asked_about_the_teachers_words_foretell_what_listeners_feel() -> None:
    targets, truth = nothing_known(3)
    found = survey().upon(targets, truth, said([-1.0, 1.0, 1.0]), [clip(100), clip(101), None])
    calm = found.values[:, 0, CALM]
    assert calm[0] < 0.1
    assert calm[1] > 0.9
    assert calm[2] == calm[1]
    np.testing.assert_array_equal(found.weights[:, CALM], FORETOLD_WEIGHT)
    np.testing.assert_array_equal(found.values[:, :, [0, 2]], targets.values[:, :, [0, 2]])
    np.testing.assert_array_equal(found.weights[:, [0, 2]], 0.0)


def test_a_share_that_few_told_is_drawn_towards_what_is_foretold() -> None:
    shares = {Path(f"{i}.flac"): {"Calm": 0.3 + 0.3 * s} for i, s in enumerate((-1, 1) * 30)}
    clips = [clip(i) for i in range(60)]
    usual = Listeners(TAGS, shares, clips, said([-1.0, 1.0] * 30))
    shares[clips[0].path] = {"Calm": 0.6}
    surprised = Listeners(TAGS, shares, clips, said([-1.0, 1.0] * 30))
    targets, truth = nothing_known(2)
    words, heard = said([-1.0, 1.0]), clips[:2]
    as_foretold = usual.upon(targets, truth, words, heard)
    against = surprised.upon(targets, truth, words, heard)
    low, high = as_foretold.values[:, 0, CALM]
    assert low < against.values[0, 0, CALM] < high
    assert (against.weights[:, CALM] > FORETOLD_WEIGHT).all()


def test_what_somebody_labelled_and_what_teachers_say_is_not_overruled() -> None:
    targets, truth = nothing_known(2)
    truth[0, CALM] = 0.0
    targets.weights[:, CALM] = 1.0
    found = survey().upon(targets, truth, said([1.0, 1.0]), [clip(100), clip(101)])
    assert found.values[0, 0, CALM] == targets.values[0, 0, CALM]
    assert found.weights[0, CALM] == 1.0
    alone = survey().upon(*nothing_known(2), said([1.0, 1.0]), [None, None]).values[1, 0, CALM]
    assert targets.values[1, 0, CALM] < found.values[1, 0, CALM] < alone


def test_clips_kept_for_validation_teach_nothing() -> None:
    targets, truth = nothing_known(1)
    found = survey("val").upon(targets, truth, said([1.0]), [clip(100)])
    assert found is targets
