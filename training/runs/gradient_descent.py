"""A run's network learns from random chunks of its recordings, step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Never

import numpy as np
import torch
from tqdm import tqdm

from training.augmentation.augmentation import Augmentation, Stage
from training.augmentation.names import augmentations
from training.configuration import Training
from training.datasets.batch import Batch
from training.datasets.recording import TRAIN, VALIDATION, DataSet, Recording, Tag
from training.datasets.waveforms import Waveforms
from training.models.network import Network
from training.optimization.distributed import share_here
from training.optimization.losses import columns_of, loss_of
from training.optimization.objective import Loss, Objective, Share, hearing
from training.optimization.train import CHECKPOINT_SECONDS, Epoch, fit
from training.runs.batches import Ahead, Batches
from training.runs.folder import EpochRow, Run
from training.runs.measuring import Figures, figures, hear, targets
from training.runs.tensorboard import TensorBoardLog

CHUNKS_WHILE_LEARNING = 4
"""Of a validation recording, heard after every epoch."""
_MEL = 3
"""What a random number is drawn for; see also `training.runs.batches`."""


@dataclass(frozen=True, slots=True)
class Material:
    """A run, what its networks learn from, and the longest time between two checkpoints."""

    run: Run
    data: DataSet
    waveforms: Waveforms
    checkpoint_seconds: float = CHECKPOINT_SECONDS

    def part(self, split: str) -> list[Recording]:
        """The recordings of a part."""
        return [recording for recording in self.data.recordings if recording.split == split]


def descend(
    network: Network, options: Training, material: Material, checkpoint: Path, *, told: bool = True
) -> None:
    """Train a network in place, going on from a checkpoint if there is one.

    Args:
        network: the run's, or a part of it.
        options: how it learns.
        material: the run, whose recipe names the augmentations, and its data.
        checkpoint: file of this network alone.
        told: whether the epochs make the run's history.

    Raises:
        TaggerError: see `training.optimization.train.fit`.
    """
    recipe, data = material.run.recipe, material.data
    training = material.part(TRAIN)
    values, weights = targets(training, data)
    altering = augmentations(recipe.augmentations)
    batches = Batches(
        material.waveforms,
        training,
        values,
        weights,
        data.tags,
        size=options.batch,
        chunk_samples=network.chunk_samples,
        seed=recipe.seed,
        augmentations=[one for one in altering if one.acts_on is Stage.WAVEFORM],
    )
    steps = options.steps or batches.steps
    losses = columns_of([category for category, _ in data.tags], data.exclusive, options.losses)
    with (
        TensorBoardLog(material.run.tensorboard_path) as log,
        Ahead(batches.draw) as ahead,
        _bar(options.epochs * steps) as bar,
    ):
        history = _History(material, log)
        objective = hearing(
            ahead.draw,
            lambda logits, values, weights: loss_of(logits, values, weights, losses),
            [
                mel_alteration(one, place, network.sample_rate, recipe.seed, data.tags)
                for place, one in enumerate(altering)
                if one.acts_on is Stage.MEL_POWER
            ],
        )
        fit(
            network,
            _shown(objective, bar),
            options,
            seed=recipe.seed,
            steps_per_epoch=steps,
            validate=history.validate,
            checkpoint_path=checkpoint,
            checkpoint_seconds=material.checkpoint_seconds,
            after_epoch=history.write if told else None,
        )


class _History:
    """Measures the validation part after every epoch and writes the run's history and logs."""

    def __init__(self, material: Material, log: TensorBoardLog) -> None:
        self._material = material
        self._log = log
        self._figures = Figures(*(float("nan"),) * 3)

    def validate(self, network: Network) -> float:
        """The validation loss."""
        own = self._material
        heard = hear(network, own.waveforms, own.part(VALIDATION), CHUNKS_WHILE_LEARNING)
        self._figures = figures(heard, own.data, own.run)
        return self._figures.loss

    def write(self, epoch: Epoch) -> None:
        """Add an epoch; a run that was killed may tell the same again."""
        run, measured = self._material.run, self._figures
        before = [row for row in run.history() if row.epoch < epoch.number]
        row = EpochRow(
            epoch.number,
            epoch.step,
            epoch.learning_rate,
            epoch.train_loss,
            measured.loss,
            measured.roc_auc,
            measured.pr_auc,
            epoch.seconds,
        )
        run.save_history([*before, row])
        self._log.write(row)


def mel_alteration(
    augmentation: Augmentation, place: int, sample_rate: int, seed: int, tags: Sequence[Tag]
) -> Callable[[Batch, int], Batch]:
    """(batch of mel power, step) → batch; row by row, where the augmentation treats them alone.

    So every row is altered the same way however many processes share the batch.

    Args:
        augmentation: of mel power.
        place: of it among the recipe's, so that no two choose the same rows.
        sample_rate: in Hz.
        seed: of everything random.
        tags: of the batch's columns.
    """

    def alter(batch: Batch, step: int) -> Batch:
        share = share_here()
        if augmentation.mixes_rows:
            rng = np.random.default_rng([seed, step, share.rank, _MEL, place])
            return augmentation.apply(batch, sample_rate, rng, tags)
        rows = []
        for own in range(len(batch.waveform)):
            row = share.rank + own * share.processes
            rng = np.random.default_rng([seed, step, row, _MEL, place])
            alone = Batch(*(part[own : own + 1] for part in batch))
            rows.append(augmentation.apply(alone, sample_rate, rng, tags))
        return Batch(*(torch.cat(parts) for parts in zip(*rows, strict=True)))

    return alter


def _bar(steps: int) -> "tqdm[Never]":
    hidden = True if share_here().rank else None  # None: shown on a terminal only
    return tqdm(total=steps, desc="steps", disable=hidden)


def _shown(objective: Objective, bar: "tqdm[Never]") -> Objective:
    def told(network: Network, step: int, share: Share) -> Loss:
        loss = objective(network, step, share)
        bar.update(step + 1 - bar.n)
        return loss

    return told
