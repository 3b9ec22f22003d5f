"""Trains a system: from a recipe and a data set to a run's folder with a model file."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from tagger_app.core.errors import TaggerError
from training.configuration import Linear, Recipe
from training.datasets.cache import ArrayCache
from training.datasets.corpus import Decode
from training.datasets.recording import TRAIN, VALIDATION, DataSet, fingerprint
from training.datasets.splits import with_validation
from training.datasets.waveforms import Waveforms
from training.evaluation.hear import chunked
from training.features.linear import fit_linear
from training.features.network import FeatureNetwork
from training.models.multi_scale import MultiScaleCNN, SegmentCNN
from training.models.network import Network
from training.optimization.distributed import device_here, share_here, told_by_first
from training.optimization.losses import columns_of
from training.optimization.train import CHECKPOINT_SECONDS
from training.runs.export import export_run
from training.runs.facts import Facts, versions
from training.runs.folder import EpochRow, Run, load_weights, open_run, save_weights, start_run
from training.runs.gradient_descent import Material, descend
from training.runs.left_out import note_left_out
from training.runs.measuring import figures, hear, mean_loss, targets, validation_of

logger = logging.getLogger(__name__)

CHUNKS = 16
"""Of a recording, at most, as in the reference training of Won et al. 2020."""
MOST_UNLABELLED = 20_000
"""Chunks from which an unsupervised stage draws its frames."""
_FEATURES = 4
"""What a random number is drawn for; see also `training.runs.batches`."""


def train_system(
    recipe: Recipe,
    data: DataSet,
    folder: Path,
    *,
    cache: ArrayCache,
    decode: Decode,
    licence: str = "",
    chunks: int = CHUNKS,
    checkpoint_seconds: float = CHECKPOINT_SECONDS,
) -> Run:
    """Train a system and write its model file; a run that was stopped goes on.

    Under torchrun all processes learn, and the first one writes.

    Args:
        recipe: what to train.
        data: what to learn, see `training.datasets.selection`. Without a validation part one is
            split off by groups.
        folder: of the run.
        cache: of decoded recordings.
        decode: (path, sample rate) → the whole file.
        licence: of the weights, for the model card.
        chunks: of a recording that a linear classifier learns from, and that are heard when the
            trained network is measured.
        checkpoint_seconds: longest time between two checkpoints.

    Raises:
        TaggerError: the folder holds another run; nothing can be heard; training failed.
    """
    data = with_validation(data, seed=recipe.seed)
    run = _started(folder, recipe, data)
    if run.model_path.is_file() and run.validation_path.is_file():
        logger.info("%s is finished", folder)
        return run
    network = run.fresh_network()
    waveforms = Waveforms(cache, network.sample_rate, decode, partial(note_left_out, run))
    material = Material(run, data, waveforms, checkpoint_seconds)
    if not load_weights(run.weights_path, network):
        _learn(network, material, chunks)
        if share_here().rank == 0:
            save_weights(run.weights_path, network)
    if share_here().rank == 0:
        network.to(device_here())
        validation = material.part(VALIDATION)
        heard = hear(network, material.waveforms, validation, chunks, "validating")
        run.save_validation(validation_of(heard, run))
        export_run(run, run.model_path, licence=licence)
    return run


def _started(folder: Path, recipe: Recipe, data: DataSet) -> Run:
    """The run, begun by the first process; the others wait for it."""
    if share_here().rank == 0:
        start_run(folder, recipe, _facts(recipe, data))
    told_by_first(0.0, device_here())
    return open_run(folder)


def _facts(recipe: Recipe, data: DataSet) -> Facts:
    splits = Counter(recording.split for recording in data.recordings)
    return Facts(
        data=data.name,
        tags=tuple(data.tags),
        exclusive=data.exclusive,
        splits=dict(sorted(splits.items())),
        fingerprint=fingerprint(data),
        seed=recipe.seed,
        versions=versions(),
    )


def _learn(network: Network, material: Material, chunks: int) -> None:
    """All stages of a recipe, in place."""
    run, recipe = material.run, material.run.recipe
    if recipe.unsupervised is not None:
        _learn_features(network, material)
    if isinstance(recipe.learning, Linear):
        _fit_output(network, recipe.learning, material, chunks)
        return
    shared = {name: value for name, value in recipe.options.items() if name == "width"}
    for name in recipe.scales:
        scale = run.fresh(name, **shared)
        if not isinstance(scale, SegmentCNN) or not isinstance(network, MultiScaleCNN):
            raise TaggerError(f"{recipe.architecture} has no use for {name}.")
        logger.info("%s learns by itself", name)
        descend(scale, recipe.learning, material, run.folder / f"{name}.pt", told=False)
        network.take_scale(scale)
    descend(network, recipe.learning, material, run.checkpoint_path)


def _learn_features(network: Network, material: Material) -> None:
    """The stage that needs no labels, unless it was done before."""
    recipe = material.run.recipe
    if not isinstance(network, FeatureNetwork) or recipe.unsupervised is None:
        raise TaggerError(f"{recipe.architecture} has no unsupervised stage.")
    path = material.run.features_path
    if load_weights(path, network):
        return
    rng = np.random.default_rng([recipe.seed, 0, 0, _FEATURES])
    network.learn_features(_unlabelled(network, material, rng), recipe.unsupervised, rng)
    if share_here().rank == 0:
        save_weights(path, network)


def _unlabelled(network: Network, material: Material, rng: np.random.Generator) -> Iterator[Tensor]:
    """Chunks [chunks, samples] of the training recordings in random order, one at a time."""
    training = material.part(TRAIN)
    given = 0
    for index in tqdm(rng.permutation(len(training)).tolist(), "features", disable=None):
        waveform = material.waveforms.waveform(training[index], network.chunk_samples)
        if waveform is None:
            continue
        chunks = chunked(waveform, network.chunk_samples, CHUNKS)
        yield torch.from_numpy(chunks)
        given += len(chunks)
        if given >= MOST_UNLABELLED:
            return


def _fit_output(network: Network, options: Linear, material: Material, chunks: int) -> None:
    """A linear classifier of the recordings' mean embeddings becomes the last layer."""
    run, data = material.run, material.data
    started = time.monotonic()
    training = hear(network, material.waveforms, material.part(TRAIN), chunks, "listening")
    values, weights = targets(training.recordings, data)
    losses = columns_of([category for category, _ in run.tags], run.facts.exclusive, run.losses)
    groups = [group.columns for group in losses if group.loss == "softmax"]
    weight, bias = fit_linear(
        training.embeddings, values, weights, groups, options.strength, run.facts.seed
    )
    layer = network.output_layer()
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weight))
        layer.bias.copy_(torch.from_numpy(bias))
    if share_here().rank == 0:
        learned = mean_loss(training.embeddings @ weight.T + bias, values, weights, run)
        heard = hear(network, material.waveforms, material.part(VALIDATION), chunks)
        found = figures(heard, data, run)
        seconds = time.monotonic() - started
        row = EpochRow(1, 1, 0.0, learned, found.loss, found.roc_auc, found.pr_auc, seconds)
        run.save_history([row])
