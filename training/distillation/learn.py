"""Lets a student learn what was prepared for it.

Besides the tags it learns each teacher's outputs in the teacher's own words. Most tags are absent
most of the time, and a cross-entropy hardly tells nearly absent from absent; log-odds do (Kim et
al. 2021, "Comparing Kullback-Leibler divergence and mean squared error loss in knowledge
distillation"). The outputs for words are left out when the student has learned.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from tagger_app.core.errors import ModelError, TaggerError
from training.configuration import Distillation
from training.distillation.affect import SCALES
from training.distillation.distill import Prepared
from training.distillation.excerpts import Batch, frames_for
from training.distillation.mel_augmentation import augmented
from training.evaluation.calibrate import keep_outputs
from training.models.names import ARCHITECTURES
from training.models.network import MelNetwork, Network
from training.optimization.objective import Loss, Objective, Share, device_of, rng_of_step
from training.optimization.train import fit, trained

LEAST_PROBABILITY = 1e-3
LEAST_DEVIATION = 1e-3
"""A tag whose targets hardly change weighs no more than this allows."""


def outputs_kept(recipe: Distillation) -> int:
    """How many outputs a student has when it has learned: its tags, then `SCALES`."""
    return len(recipe.tags) + len(SCALES)


def student(recipe: Distillation, words: int) -> MelNetwork:
    """The recipe's network with its first weights, which follow from the seed.

    Its outputs are the tags, then `SCALES`, then the teachers' words.
    """
    torch.manual_seed(recipe.seed)
    network = ARCHITECTURES[recipe.architecture](
        outputs_kept(recipe) + words, options=recipe.front_end, **recipe.options
    )
    if not isinstance(network, MelNetwork):
        raise TaggerError(f"{recipe.architecture} is not over a mel-spectrogram.")
    network.chunk_samples = recipe.chunk_samples
    return network


def learn(
    recipe: Distillation,
    prepared: Prepared,
    checkpoint_path: Path,
    parent: MelNetwork | None = None,
) -> MelNetwork:
    """Train the recipe's network, going on from a checkpoint if there is one.

    Args:
        recipe: what is learned.
        prepared: what it is learned from.
        checkpoint_path: of this run.
        parent: the network to learn from in the place of teachers and labels, see `complete`.
    """
    network = fit(
        student(recipe, prepared.words),
        objective_of(recipe, prepared, parent),
        recipe.learning,
        seed=recipe.seed,
        steps_per_epoch=recipe.learning.steps,
        checkpoint_path=checkpoint_path,
    )
    keep_outputs(network, range(outputs_kept(recipe)))
    return network


def learned(recipe: Distillation, prepared: Prepared, checkpoint_path: Path) -> MelNetwork:
    """The network of a run's last checkpoint, without its outputs for words.

    Raises:
        ModelError: there is no checkpoint yet.
        TaggerError: it cannot be read, or is of another run.
    """
    network = complete(recipe, prepared, checkpoint_path)
    keep_outputs(network, range(outputs_kept(recipe)))
    return network


def complete(recipe: Distillation, prepared: Prepared, checkpoint_path: Path) -> MelNetwork:
    """The network of a run's last checkpoint with all outputs, as a parent needs them.

    Raises:
        ModelError: there is no checkpoint yet.
        TaggerError: it cannot be read, or is of another run.
    """
    network = trained(student(recipe, prepared.words), recipe.learning, checkpoint_path)
    if network is None:
        raise ModelError(
            f"There is no checkpoint {checkpoint_path}; run `distill` with {recipe.name} first."
        )
    return network


def objective_of(
    recipe: Distillation, prepared: Prepared, parent: MelNetwork | None = None
) -> Objective:
    """What teachers and labels, or a parent, say of random excerpts, altered as mel power."""
    spread = torch.from_numpy(prepared.spread)

    def objective(network: Network, step: int, share: Share) -> Loss:
        rng = rng_of_step(recipe.seed, step)
        drawn = prepared.excerpts.batch(recipe.learning.batch, rng)
        drawn = drawn._replace(power=augmented(drawn.power, rng))
        device = device_of(network)
        own = Batch(*(part[share.rows].to(device) for part in drawn))
        if parent is not None:
            own = _said_by(parent.to(device), own.power, recipe)
        logits = network.judge(frames_for(recipe.front_end, own.power)).logits.float()
        return imitation(logits, own, spread.to(device), recipe)

    return objective


def _said_by(parent: MelNetwork, power: Tensor, recipe: Distillation) -> Batch:
    """What a parent says of excerpts; it has an opinion about every output."""
    tags, kept = len(recipe.tags), outputs_kept(recipe)
    with torch.no_grad():
        logits = parent.judge(frames_for(parent.options, power)).logits.float()
    values = torch.sigmoid(logits[:, :tags])
    return Batch(power, values, torch.ones_like(values), logits[:, kept:], logits[:, tags:kept])


def imitation(logits: Tensor, drawn: Batch, spread: Tensor, recipe: Distillation) -> Loss:
    """The loss of a batch: see `training.configuration.Imitation`.

    Args:
        logits: [batch, tags + scales + words].
        drawn: what should have been said.
        spread: [tags], the standard deviation of a tag's log-odds; 0 without a teacher.
        recipe: the tags and what each part counts.
    """
    tags, kept, counts = len(recipe.tags), outputs_kept(recipe), recipe.imitation
    said, scales, words = logits[:, :tags], logits[:, tags:kept], logits[:, kept:]
    entropy = torch.nn.functional.binary_cross_entropy_with_logits(
        said, drawn.values, reduction="none"
    )
    odds = torch.logit(drawn.values, LEAST_PROBABILITY)
    whole = ~torch.isnan(drawn.words).any(dim=1, keepdim=True)
    taught = drawn.weights.clamp(max=1.0) * (spread > 0) * whole
    distance = ((said - odds) / spread.clamp_min(LEAST_DEVIATION)).square()
    parts: Sequence[tuple[float, Tensor, Tensor]] = (
        (counts.tags, entropy, drawn.weights),
        (counts.odds, distance, taught),
        (counts.scales, *_squared(scales, drawn.scales)),
        (counts.words, *_squared(words, drawn.words)),
    )
    total = sum(
        (
            count * (loss * weight).sum() / weight.sum().clamp_min(1.0)
            for count, loss, weight in parts
        ),
        start=torch.zeros((), device=logits.device),
    )
    rows = torch.tensor(float(len(logits)), device=logits.device)
    return Loss(total * rows, rows)


def _squared(said: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Squared differences and their weights, 0 where what is wanted is NaN."""
    known = ~torch.isnan(wanted)
    return (said - torch.nan_to_num(wanted)).square(), known.float()
