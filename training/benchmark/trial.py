"""One system, learned and judged on one fold."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from tagger_app.core.errors import TaggerError
from training.benchmark.folds import judged_part
from training.datasets.cache import ArrayCache
from training.datasets.corpus import Decode
from training.datasets.recording import DataSet, Floats, Recording
from training.datasets.waveforms import Waveforms
from training.evaluation.hear import ModelFile, chunked
from training.runs.folder import open_run

TRIAL, SCORES = "trial.json", "scores.npz"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of a system on a fold; times in seconds of one thread of the CPU.

    `heard_seconds` of music took the model file `seconds_to_hear`; `unheard` recordings could not
    be decoded.
    """

    parameters: int
    epochs: int
    steps: int
    seconds_to_learn: float
    heard_seconds: float
    seconds_to_hear: float
    bytes: int
    unheard: int = 0


@dataclass(frozen=True, slots=True)
class Studio:
    """What every system learns and is heard with.

    cache: of decoded recordings. decode: (path, sample rate) → the whole file. `chunks` of a
    recording are heard at most. `minutes` for learning by gradient descent, of one CPU thread.
    """

    cache: ArrayCache
    decode: Decode
    chunks: int
    minutes: float


class Learned(NamedTuple):
    """A model file, and how it came about."""

    model: Path
    parameters: int
    epochs: int = 0
    steps: int = 0


class System(Protocol):
    """What takes part in a benchmark; it can be pickled."""

    @property
    def name(self) -> str:
        """Of its folder."""

    @property
    def title(self) -> str:
        """For people."""

    def learn(self, fold: DataSet, folder: Path, studio: Studio) -> Learned:
        """Learn from the training part; go on where it was stopped.

        Raises:
            TaggerError: it cannot.
        """


def run_trial(system: System, fold: DataSet, folder: Path, studio: Studio) -> None:
    """Let a system learn, and write what its model file says about the judged part.

    A trial that was stopped goes on; a finished one is left as it is.

    Args:
        system: the system.
        fold: see `training.benchmark.folds.folds`.
        folder: of the system's files; `trial.json` and `scores.npz` are added to it.
        studio: see `Studio`.

    Raises:
        TaggerError: see `System.learn`; or not one judged recording can be heard.
    """
    if finished(folder):
        return
    before, started = _seconds_before(folder), time.process_time()
    learned = system.learn(fold, folder, studio)
    seconds = before + time.process_time() - started
    model = ModelFile(learned.model, threads=1)
    waveforms = Waveforms(studio.cache, model.card.sample_rate, studio.decode)
    scores, heard, took = _scores(model, waveforms, judged_part(fold), studio.chunks)
    trial = Trial(
        parameters=learned.parameters,
        epochs=learned.epochs,
        steps=learned.steps,
        seconds_to_learn=seconds,
        heard_seconds=heard,
        seconds_to_hear=took,
        bytes=learned.model.stat().st_size,
        unheard=len(waveforms.failures),
    )
    with (folder / SCORES).open("wb") as stream:
        np.savez_compressed(stream, scores=scores)
    partial = folder / f"{TRIAL}.partial"
    partial.write_text(json.dumps(asdict(trial), indent=1) + "\n", encoding="utf-8")
    partial.replace(folder / TRIAL)


def finished(folder: Path) -> bool:
    """Whether a trial is over."""
    return (folder / TRIAL).is_file()


def read_trial(folder: Path) -> tuple[Trial, Floats]:
    """A finished trial and its scores [recordings judged, tags]."""
    trial = Trial(**json.loads((folder / TRIAL).read_text(encoding="utf-8")))
    with np.load(folder / SCORES, allow_pickle=False) as arrays:
        scores: Floats = arrays["scores"]
    return trial, scores


def _seconds_before(folder: Path) -> float:
    """What the epochs took that a run had behind it when it was stopped."""
    if not (folder / "recipe.json").is_file():
        return 0.0
    return sum(row.seconds for row in open_run(folder).history())


def _scores(
    model: ModelFile, waveforms: Waveforms, recordings: Sequence[Recording], chunks: int
) -> tuple[Floats, float, float]:
    """(scores [recordings, tags], seconds heard, CPU seconds it took).

    A recording that cannot be heard gets the mean of the others' scores.

    Raises:
        TaggerError: not one can be heard.
    """
    rows: list[Floats | None] = []
    heard = took = 0.0
    for recording in recordings:
        waveform = waveforms.waveform(recording, model.card.chunk_samples)
        if waveform is None:
            rows.append(None)
            continue
        started = time.process_time()
        rows.append(model.scores(waveform, chunks))
        took += time.process_time() - started
        count = len(chunked(waveform, model.card.chunk_samples, chunks))
        heard += count * model.card.chunk_seconds
    if all(row is None for row in rows):
        first = next(iter(waveforms.failures.values()), "there is none")
        raise TaggerError(
            f"Not one of the {len(recordings)} recordings to judge by can be heard; the first:"
            f" {first}"
        )
    known = np.mean([row for row in rows if row is not None], axis=0)
    scores: Floats = np.stack([known if row is None else row for row in rows])
    return scores, heard, took
