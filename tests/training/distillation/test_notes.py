"""Single instruments, and what may be said of them."""

from pathlib import Path

import numpy as np
import pytest

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.corpus import open_corpus, write_corpus
from training.datasets.generated import not_music
from training.datasets.manifest import Clip
from training.datasets.mels import mel_store
from training.distillation.notes import note_set, note_truth, together
from training.distillation.variants import copies
from training.front_ends import MelOptions

NAMES = ("Oboe", "Strings", "Cello", "Clarinet")
TAGS = ((Category.GENRE, "Rock"), *((Category.INSTRUMENT, name) for name in NAMES))
VOCABULARY = Vocabulary.from_mapping(
    {
        "genre": {"Rock": []},
        "mood": {},
        "instrument": {name: [] for name in (*NAMES, "Bass Clarinet", "Cor Anglais")},
    }
)


def note(instrument: str) -> Clip:
    return Clip(
        path=Path(f"{instrument}.flac"),
        source="notes",
        licence="CC0",
        labels={Category.INSTRUMENT: (instrument,)},
        seconds=2.0,
        split="train",
        group=instrument,
        title=instrument,
    )


def test_a_wider_word_applies_too_and_a_near_one_is_left_open() -> None:
    clips = [note(name) for name in ("cello", "bass clarinet", "cor anglais", "oboe")]
    truth = note_truth(TAGS, VOCABULARY, clips)
    open_ = np.nan
    np.testing.assert_array_equal(
        truth[:, 1:],
        [[0, 1, 1, 0], [0, 0, 0, open_], [open_, 0, 0, 0], [1, 0, 0, 0]],
    )
    np.testing.assert_array_equal(together(truth[[2, 3]])[1:], [1, 0, 0, 0])
    np.testing.assert_array_equal(together(truth[[1, 2]])[1:], [open_, 0, 0, open_])


def test_rare_instruments_are_drawn_more_often_than_their_share(tmp_path: Path) -> None:
    write_corpus(tmp_path, not_music(10, 0.5, 16_000, 3), 16_000)
    corpus = open_corpus(tmp_path)
    assert corpus is not None
    clips = [note("cello"), *(note("oboe") for _ in range(9))]
    truth = note_truth(TAGS, VOCABULARY, clips)
    notes = note_set(mel_store(corpus, MelOptions(), tmp_path), TAGS, truth)
    drawn = notes.draw(4_000, np.random.default_rng(0))
    assert set(drawn) == set(range(10))
    assert drawn.count(0) / len(drawn) == pytest.approx(1 / 4, abs=0.03)
    assert notes.known.tolist() == [0, 1, 1, 1, 1]


def test_copies_follow_the_clips_as_they_are(tmp_path: Path) -> None:
    write_corpus(tmp_path, not_music(4, 0.5, 16_000, 3), 16_000)
    corpus = open_corpus(tmp_path)
    assert corpus is not None
    made = list(copies(corpus, [1, 3], 2, seed=5))
    assert [key for key, _ in made] == [corpus.keys[i] for i in (1, 3)] * 3
    np.testing.assert_array_equal(made[0][1], corpus.waveform(1))
    np.testing.assert_array_equal(made[1][1], corpus.waveform(3))
    lengths = [len(waveform) for _, waveform in made]
    assert len(set(lengths)) == 5
    again = list(copies(corpus, [1, 3], 2, seed=5))
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(made, again, strict=True))
