"""Clips, corpora and excerpts."""

from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tests.samples import write_piece
from training.configuration import Shares
from training.datasets.corpus import Waveform, decoded, open_corpus, write_corpus
from training.datasets.generated import KINDS, not_music
from training.datasets.manifest import read_manifest
from training.datasets.mels import mel_store
from training.distillation.excerpts import Excerpts, Music
from training.distillation.notes import Notes
from training.distillation.targets import POSITIONS, Targets
from training.distillation.variants import altered
from training.front_ends import MelOptions, mel_power_transform

RATE = 16_000
OPTIONS = MelOptions(compression="log10p")


def sounds(count: int, seconds: float = 1.5) -> list[tuple[str, Waveform]]:
    return list(not_music(count, seconds, RATE, 3))


def test_a_manifest_needs_only_paths(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("path,labels_genre\nx/a.opus,rock|pop\n", encoding="utf-8")
    (clip,) = read_manifest(path)
    assert clip.path == tmp_path / "x/a.opus"
    assert clip.labels[Category.GENRE] == ("rock", "pop")
    assert clip.labels[Category.MOOD] == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [("file\na\n", "no column named path"), ("path,seconds\na,long\n", "line 2")],
)
def test_a_manifest_that_cannot_be_read_is_an_error(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaggerError, match=message):
        read_manifest(path)
    with pytest.raises(TaggerError, match="cannot be read"):
        read_manifest(tmp_path / "missing.csv")


def test_a_corpus_gives_back_what_was_decoded(tmp_path: Path) -> None:
    paths = [write_piece(tmp_path / f"{i}.flac", seed=i, seconds=1.0) for i in range(2)]
    assert open_corpus(tmp_path / "corpus") is None
    write_corpus(tmp_path / "corpus", decoded(paths, RATE, decode), RATE)
    corpus = open_corpus(tmp_path / "corpus")
    assert corpus is not None
    assert corpus.keys == tuple(str(path) for path in paths)
    for index, path in enumerate(paths):
        np.testing.assert_allclose(corpus.waveform(index), decode(path, RATE), atol=4e-5)


def test_stored_mel_spectrograms_are_those_of_the_front_end(tmp_path: Path) -> None:
    write_corpus(tmp_path, sounds(4), RATE)
    corpus = open_corpus(tmp_path)
    assert corpus is not None
    store = mel_store(corpus, OPTIONS, tmp_path)
    expected = mel_power_transform(OPTIONS)(torch.from_numpy(corpus.waveform(1))).numpy().T
    assert store.length(1) == len(expected)
    np.testing.assert_allclose(store.crop(1, 10, 20), expected[10:30], rtol=0.02, atol=1e-6)
    assert store.crop(1, 0, 500).shape == (500, OPTIONS.n_mels)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_sounds_without_music_are_finite_and_within_full_scale(kind: str) -> None:
    found = [waveform for name, waveform in sounds(12, 0.7) if name == kind]
    assert found
    for waveform in found:
        assert len(waveform) == round(0.7 * RATE)
        assert np.isfinite(waveform).all()
        assert np.abs(waveform).max() <= 1.0


def test_altered_copies_follow_from_the_seed_and_name_their_clips(tmp_path: Path) -> None:
    write_corpus(tmp_path, sounds(6), RATE)
    corpus = open_corpus(tmp_path)
    assert corpus is not None
    one, same, other = (list(altered(corpus, range(6), seed)) for seed in (1, 1, 2))
    for (key, waveform), (again, repeated), (_, different) in zip(one, same, other, strict=True):
        assert key == again
        assert key.split(" + ")[0] in KINDS
        np.testing.assert_array_equal(waveform, repeated)
        assert len(waveform) != len(different)
        assert np.abs(waveform).max() <= 1.0


def test_excerpts_say_what_is_known(tmp_path: Path) -> None:
    write_corpus(tmp_path, sounds(6), RATE)
    corpus = open_corpus(tmp_path)
    assert corpus is not None
    store = mel_store(corpus, OPTIONS, tmp_path)
    values = np.full((6, POSITIONS, 3), 0.25, dtype=np.float32)
    weights = np.tile(np.asarray([1, 0, 1], dtype=np.float32), (6, 1))
    words = np.full((6, POSITIONS, 2), 1.5, dtype=np.float16)
    scales = np.full((6, POSITIONS, 2), 0.75, dtype=np.float32)
    music = Music(store, Targets(values, weights), words, scales, np.linspace(1 / 6, 1.0, 6))
    truth = np.tile(np.asarray([0, 0, 1], dtype=np.float32), (6, 1))
    is_known = np.asarray([0, 1, 1], dtype=np.float32)
    notes = Notes(store, truth, is_known, np.linspace(1 / 6, 1.0, 6))
    cases: list[tuple[Shares, list[float | None], list[list[float]]]] = [
        (Shares(0.0, 0.0), [0.25, 0.25, 0.25], [[1, 0, 1]]),
        (Shares(1.0, 0.0), [None, None, 0.95], [[0, 0, 1], [0, 1, 1]]),
        (Shares(0.0, 1.0), [0, 0, 0], [[1, 1, 1]]),
    ]
    for shares, right, known in cases:
        excerpts = Excerpts([music], notes, store, 50, shares)
        power, said, weight, own, affect = excerpts.batch(16, np.random.default_rng(0))
        assert power.shape == (16, OPTIONS.n_mels, 50)
        heard = shares == Shares(0.0, 0.0)
        for part, told in ((own, 1.5), (affect, 0.75)):
            assert bool((part == told).all() if heard else part.isnan().all())
        for row in range(16):
            assert weight[row].tolist() in known
            for value, wanted in zip(said[row].tolist(), right, strict=True):
                assert wanted is None or value == pytest.approx(wanted)
