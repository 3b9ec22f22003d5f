"""Batches of random chunks."""

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.audio.decode import decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tests.samples import chirp
from training.augmentation.augmentation import Augmentation
from training.augmentation.names import augmentations
from training.datasets.batch import Batch
from training.datasets.cache import ArrayCache
from training.datasets.recording import Recording
from training.datasets.waveforms import Waveforms
from training.optimization.objective import Share
from training.runs.batches import Ahead, Batches

RATE, CHUNK = 8_000, 2_000
SECONDS = (1.0, 1.5, 0.1, 2.0, 0.6)
"""One is shorter than a chunk."""


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Recording]:
    folder = tmp_path_factory.mktemp("music")
    for number, seconds in enumerate(SECONDS):
        write_audio(folder / f"{number}.wav", chirp(seconds, RATE, channels=1), RATE)
    return [Recording(folder / f"{n}.wav", group=str(n)) for n in range(len(SECONDS))]


def batches(
    recordings: list[Recording],
    folder: Path,
    *,
    size: int = 4,
    altered: tuple[Augmentation, ...] = (),
) -> Batches:
    """Each recording's value is its number, so that a row tells whose it is."""
    values = np.arange(len(recordings), dtype=np.float32)[:, np.newaxis]
    return Batches(
        Waveforms(ArrayCache(folder, 10**7), RATE, decode),
        recordings,
        values,
        np.ones_like(values),
        [(Category.GENRE, "number")],
        size=size,
        chunk_samples=CHUNK,
        seed=3,
        augmentations=altered,
    )


def drawn(source: Batches | Ahead, steps: int) -> list[Batch]:
    return [source.draw(step, Share()) for step in range(steps)]


def equal(one: Batch, other: Batch) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_every_recording_is_heard_once_before_any_comes_again(
    recordings: list[Recording], tmp_path: Path
) -> None:
    source = batches(recordings, tmp_path, size=5)
    assert source.steps == 1
    first, second = drawn(source, 2)
    assert first.waveform.shape == (5, CHUNK)
    assert sorted(first.values[:, 0].tolist()) == sorted(second.values[:, 0].tolist())
    assert sorted(first.values[:, 0].tolist()) == [0, 1, 2, 3, 4]
    assert first.values.tolist() != second.values.tolist()


def test_a_chunk_is_a_random_part_of_its_recording(
    recordings: list[Recording], tmp_path: Path
) -> None:
    source = batches(recordings, tmp_path)
    starts: dict[int, set[int]] = {}
    for batch in drawn(source, 10):
        for row, value in zip(batch.waveform.numpy(), batch.values[:, 0].tolist(), strict=True):
            whole = decode(recordings[int(value)].path, RATE)
            whole = np.resize(whole, max(CHUNK, len(whole)))
            windows = np.lib.stride_tricks.sliding_window_view(whole, CHUNK)
            (places,) = np.nonzero(np.abs(windows - row).max(axis=1) < 1e-4)
            starts.setdefault(int(value), set()).add(int(places[0]))
    assert len(starts[3]) > 2
    assert starts[2] == {0}  # repeated, not padded


def test_a_batch_follows_from_its_step_alone(recordings: list[Recording], tmp_path: Path) -> None:
    altered = augmentations(["white_noise"])
    straight = drawn(batches(recordings, tmp_path, altered=altered), 4)
    resumed = batches(recordings, tmp_path, altered=altered)
    assert equal(resumed.draw(3, Share()), straight[3])
    assert not equal(straight[2], straight[3])


@pytest.mark.parametrize("names", [["white_noise"], ["mixup", "white_noise"]])
def test_the_shares_of_two_processes_are_the_batch_of_one(
    names: list[str], recordings: list[Recording], tmp_path: Path
) -> None:
    source = batches(recordings, tmp_path, altered=augmentations(names))
    whole = source.draw(1, Share())
    for rank in range(2):
        share = Share(rank, 2)
        part = Batch(*(tensor[share.rows] for tensor in whole))
        assert equal(source.draw(1, share), part)


def test_drawing_ahead_gives_the_same(recordings: list[Recording], tmp_path: Path) -> None:
    source = batches(recordings, tmp_path)
    with Ahead(source.draw, steps=2) as ahead:
        found = drawn(ahead, 5)
    assert all(equal(one, other) for one, other in zip(found, drawn(source, 5), strict=True))


def test_a_file_that_cannot_be_heard_is_told_once_and_left_out(
    recordings: list[Recording], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    words = tmp_path / "words.wav"
    words.write_text("words\n" * 99)
    source = batches([Recording(words, "words"), *recordings], tmp_path / "cache")
    with caplog.at_level(logging.WARNING):
        values = torch.cat([batch.values for batch in drawn(source, 6)])
    assert set(values[:, 0].tolist()) == {1, 2, 3, 4, 5}
    assert len([r for r in caplog.records if "words.wav" in r.getMessage()]) == 1
    nothing = batches([Recording(words, "words")], tmp_path / "cache")
    with pytest.raises(TaggerError, match="Not one of the 1 recordings"):
        nothing.draw(0, Share())


def test_a_file_that_was_moved_away_is_left_out(
    recordings: list[Recording], tmp_path: Path
) -> None:
    waveforms = Waveforms(ArrayCache(tmp_path / "cache", 10**8), 16_000, decode)
    moved = replace(recordings[0], path=tmp_path / "moved.wav")
    assert waveforms.samples(moved) is None
    assert "was it moved" in str(waveforms.failures[moved.path])
