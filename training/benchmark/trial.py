"""One system, trained and judged on one fold."""

import json
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from training.benchmark.folds import judged_part
from training.configuration import Recipe, Training
from training.datasets.cache import ArrayCache
from training.datasets.corpus import Decode
from training.datasets.recording import DataSet, Floats, Recording
from training.datasets.waveforms import Waveforms
from training.evaluation.hear import ModelFile, chunked
from training.models.names import ARCHITECTURES
from training.models.network import Network
from training.optimization.objective import Loss, Share
from training.optimization.train import fit
from training.run_folder import open_run
from training.systems import train_system

TRIAL, SCORES = "trial.json", "scores.npz"
TIMED_STEPS = 3
"""Steps from which the length of a step is known."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of a system on a fold; times in seconds of one thread of the CPU.

    `heard_seconds` of music took the model file `seconds_to_hear`.
    """

    parameters: int
    epochs: int
    steps: int
    seconds_to_learn: float
    heard_seconds: float
    seconds_to_hear: float
    bytes: int


def run_trial(
    recipe: Recipe,
    fold: DataSet,
    folder: Path,
    *,
    cache: ArrayCache,
    decode: Decode,
    minutes: float,
    chunks: int,
) -> None:
    """Train a system and write what its model file says about the judged part.

    A trial that was stopped goes on; a finished one is left as it is.

    Args:
        recipe: of the system; how many steps an epoch has follows from `minutes`.
        fold: see `training.benchmark.folds.folds`.
        folder: of the run; `trial.json` and `scores.npz` are added to it.
        cache: of decoded recordings.
        decode: (path, sample rate) → the whole file.
        minutes: for learning by gradient descent, on one thread of the CPU.
        chunks: of a recording that are heard at most.

    Raises:
        TaggerError: see `train_system`.
    """
    if finished(folder):
        return
    recipe = _planned(recipe, fold, folder, minutes)
    before, started = _seconds_before(folder), time.process_time()
    run = train_system(recipe, fold, folder, cache=cache, decode=decode, chunks=chunks)
    seconds = before + time.process_time() - started
    model = ModelFile(run.model_path, threads=1)
    recordings = judged_part(fold)
    waveforms = Waveforms(cache, model.card.sample_rate, decode)
    scores, heard, took = _scores(model, waveforms, recordings, chunks)
    history = run.history()
    trial = Trial(
        parameters=sum(p.numel() for p in run.network().parameters()),
        epochs=len(history) if isinstance(recipe.learning, Training) else 0,
        steps=history[-1].step if history and isinstance(recipe.learning, Training) else 0,
        seconds_to_learn=seconds,
        heard_seconds=heard,
        seconds_to_hear=took,
        bytes=run.model_path.stat().st_size,
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


def _planned(recipe: Recipe, fold: DataSet, folder: Path, minutes: float) -> Recipe:
    """The recipe with as many steps as there is time for; a run that was begun keeps its own."""
    if (folder / "recipe.json").is_file():
        return open_run(folder).recipe
    if not isinstance(recipe.learning, Training):
        return recipe
    networks = 1 + len(recipe.scales)
    second = sum(
        _seconds_of_step(recipe.learning, ARCHITECTURES[name](len(fold.tags), **options))
        for name, options in (
            (recipe.architecture, recipe.options),
            *((n, {}) for n in recipe.scales),
        )
    )
    steps = max(1, math.floor(minutes * 60.0 / second / recipe.learning.epochs))
    logger.info("%s: %.2f s a step, %d steps an epoch", recipe.name, second / networks, steps)
    return replace(recipe, learning=replace(recipe.learning, steps=steps))


def _seconds_of_step(options: Training, network: Network) -> float:
    """CPU time of a step, learned from noise; the first one is not counted."""
    chunks = 0.1 * torch.randn(options.batch, network.chunk_samples)
    marks: list[float] = []

    def objective(learner: Network, _step: int, _share: Share) -> Loss:
        marks.append(time.process_time())
        return Loss(learner(chunks).logits.float().square().sum(), torch.tensor(1.0))

    fit(
        network,
        objective,
        replace(options, epochs=1, patience=0),
        seed=0,
        steps_per_epoch=1 + TIMED_STEPS,
    )
    return (time.process_time() - marks[1]) / TIMED_STEPS


def _scores(
    model: ModelFile, waveforms: Waveforms, recordings: Sequence[Recording], chunks: int
) -> tuple[Floats, float, float]:
    """(scores [recordings, tags], seconds heard, CPU seconds it took).

    A recording that cannot be heard gets the mean of the others' scores.
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
    known = np.mean([row for row in rows if row is not None], axis=0)
    scores: Floats = np.stack([known if row is None else row for row in rows])
    return scores, heard, took
