"""A small real run: a network that learned, for two epochs, to tell low pieces from high ones."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.decode import decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.fields import Category
from training.configuration import OptimizerOptions, Recipe, Training
from training.datasets.cache import ArrayCache
from training.datasets.recording import TRAIN, VALIDATION, DataSet, Recording
from training.reports.report import run_report
from training.runs.folder import Run, open_run
from training.runs.train import train_system

RATE = 16_000
PITCHES = ("Low", "High")
MOODS = ("Calm", "Tense")


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """48 tones in noise; genre: how high; mood: whether it trembles; every fourth validates."""
    folder = tmp_path_factory.mktemp("sounds")
    recordings = []
    for number in range(48):
        rng = np.random.default_rng(number)
        high, tense = number % 2, number // 2 % 2
        time = np.arange(RATE) / RATE
        tone = np.sin(2 * np.pi * (200.0, 2_500.0)[high] * rng.uniform(0.8, 1.2) * time)
        tone *= 1 + 0.9 * tense * np.sin(2 * np.pi * 9.0 * time)
        wave = 0.2 * tone + 0.05 * rng.standard_normal(RATE)
        path = folder / f"{number}.wav"
        write_audio(path, wave[None].astype(np.float32), RATE)
        recordings.append(
            Recording(
                path,
                group=f"band {number}",
                split=VALIDATION if number // 4 % 4 == 0 else TRAIN,
                labels={Category.GENRE: (PITCHES[high],), Category.MOOD: (MOODS[tense],)},
                asked={Category.GENRE: PITCHES, Category.MOOD: MOODS},
                title=f"Piece <{number}> & more",
            )
        )
    tags = [(Category.GENRE, p) for p in PITCHES] + [(Category.MOOD, m) for m in MOODS]
    return DataSet("tones", recordings, tags, exclusive=frozenset({Category.GENRE}))


@pytest.fixture(scope="session")
def trained(sounds: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Finished; for `run` to copy."""
    folder = tmp_path_factory.mktemp("trained")
    recipe = Recipe(
        "tiny",
        "A tiny network",
        "frames_256",
        Training(epochs=2, steps=6, batch=8, optimizer=OptimizerOptions(learning_rate=1e-2)),
        options={"width": 4, "levels": 4},
    )
    cache = ArrayCache(folder / "cache", 10**8)
    return train_system(recipe, sounds, folder / "run", cache=cache, decode=decode)


@pytest.fixture
def run(trained: Run, tmp_path: Path) -> Run:
    """Finished, and the test's own."""
    shutil.copytree(trained.folder, tmp_path / "run")
    return open_run(tmp_path / "run")


@pytest.fixture(scope="session")
def told(trained: Run) -> str:
    """The page of the finished run, for tests that only look at it."""
    return run_report(trained, repeats=20)
