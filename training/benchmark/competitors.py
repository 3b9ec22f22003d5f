"""The systems of a benchmark: those of recipes, and published networks with a new last layer."""

import logging
import math
import time
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from tagger_app.core.model_card import ModelCard, ModelTag
from training.benchmark.trial import Learned, Studio
from training.configuration import Linear, Recipe, Training
from training.datasets.recording import TRAIN, DataSet
from training.datasets.waveforms import Waveforms
from training.export import export
from training.features.linear import fit_linear
from training.import_published import load_published
from training.models.names import ARCHITECTURES
from training.models.network import Network
from training.optimization.losses import ACTIVATIONS, columns_of
from training.optimization.objective import Loss, Share, heard_in_full_precision
from training.optimization.train import fit
from training.runs.folder import open_run
from training.runs.measuring import hear, targets
from training.runs.train import train_system

TIMED_STEPS = 3
"""Steps from which the length of a step is known."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """The system of a recipe, learned from the training part alone."""

    recipe: Recipe

    @property
    def name(self) -> str:
        """See `System.name`."""
        return self.recipe.name

    @property
    def title(self) -> str:
        """See `System.title`."""
        return self.recipe.title

    def learn(self, fold: DataSet, folder: Path, studio: Studio) -> Learned:
        """See `System.learn`; as many steps as there is time for."""
        recipe = _planned(self.recipe, fold, folder, studio.minutes)
        run = train_system(
            recipe,
            fold,
            folder,
            cache=studio.cache,
            decode=studio.decode,
            chunks=studio.chunks,
        )
        history = run.history() if isinstance(recipe.learning, Training) else ()
        return Learned(
            run.model_path,
            run.network().parameter_count(),
            epochs=len(history),
            steps=history[-1].step if history else 0,
        )


@dataclass(frozen=True, slots=True)
class Transferred:
    """A published network that heard much more music before, under a new linear classifier.

    Nothing but the last layer learns. `outputs`: tags of the checkpoint.
    """

    name: str
    title: str
    checkpoint: Path
    architecture: str
    outputs: int
    learning: Linear

    def learn(self, fold: DataSet, folder: Path, studio: Studio) -> Learned:
        """See `System.learn`."""
        network = load_published(self.checkpoint, self.architecture, self.outputs)
        parameters = network.parameter_count()
        waveforms = Waveforms(studio.cache, network.sample_rate, studio.decode)
        training = [recording for recording in fold.recordings if recording.split == TRAIN]
        heard = hear(network, waveforms, training, studio.chunks)
        values, weights = targets(heard.recordings, fold)
        losses = columns_of([category for category, _ in fold.tags], fold.exclusive, {})
        weight, bias = fit_linear(
            heard.embeddings,
            values,
            weights,
            [group.columns for group in losses if group.loss == "softmax"],
            self.learning.strength,
        )
        layer = network.output_layer()
        layer.weight = nn.Parameter(torch.from_numpy(weight))
        layer.bias = nn.Parameter(torch.from_numpy(bias))
        layer.out_features = len(weight)
        activations = {i: ACTIVATIONS[group.loss] for group in losses for i in group.columns}
        card = ModelCard(
            name=self.name,
            version="1",
            architecture=self.architecture,
            description=f"{self.title}, over {self.checkpoint.name}.",
            licence="see where the checkpoint was published",
            sample_rate=network.sample_rate,
            chunk_samples=network.chunk_samples,
            embedding_width=network.embedding_width,
            tags=tuple(
                ModelTag(word, category, 0.5, 0.5, activations[column])
                for column, (category, word) in enumerate(fold.tags)
            ),
            front_end=network.front_end(),
        )
        export(network, card, folder / "model.onnx")
        return Learned(folder / "model.onnx", parameters)


def _planned(recipe: Recipe, fold: DataSet, folder: Path, minutes: float) -> Recipe:
    """The recipe with as many steps as there is time for; a run that was begun keeps its own."""
    if (folder / "recipe.json").is_file():
        return open_run(folder).recipe
    learning = recipe.learning
    if not isinstance(learning, Training):
        return recipe
    made = [ARCHITECTURES[recipe.architecture](len(fold.tags), **recipe.options)]
    made += [ARCHITECTURES[name](len(fold.tags)) for name in recipe.scales]
    seconds = sum(_seconds_of_step(learning, network) for network in made)
    steps = max(1, math.floor(minutes * 60.0 / seconds / learning.epochs))
    logger.info("%s: %.2f s a step, %d steps an epoch", recipe.name, seconds, steps)
    return replace(recipe, learning=replace(learning, steps=steps))


def _seconds_of_step(options: Training, network: Network) -> float:
    """CPU time of a step, learned from noise; the first one is not counted."""
    chunks = 0.1 * torch.randn(options.batch, network.chunk_samples)
    marks: list[float] = []

    def objective(learner: Network, _step: int, _share: Share) -> Loss:
        marks.append(time.process_time())
        logits = learner.judge(heard_in_full_precision(learner, chunks)).logits
        return Loss(logits.float().square().sum(), torch.tensor(1.0))

    once = replace(options, epochs=1, patience=0)
    fit(network, objective, once, seed=0, steps_per_epoch=1 + TIMED_STEPS)
    return (time.process_time() - marks[1]) / TIMED_STEPS
