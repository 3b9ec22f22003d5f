"""From a trained student to its model file: calibration, thresholds, card."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from tagger_app.core.fields import Category
from tagger_app.core.model_card import SPEED, ModelCard, ModelTag
from training.configuration import Distillation
from training.datasets.corpus import Waveform
from training.distillation.affect import SCALES
from training.distillation.card import card_metrics, measured_failures, training_facts
from training.distillation.distill import Prepared, Sources
from training.distillation.judging.answers import Ear, answers
from training.distillation.judging.figures import all_figures
from training.distillation.judging.judge import RENDERS_FOLDER, REPEATS
from training.distillation.judging.material import material
from training.distillation.tag_choice import choose, evidence
from training.distillation.targets import sigmoid
from training.distillation.validate import Reference, reference
from training.evaluation import calibrate
from training.evaluation.hear import chunk_logits
from training.evaluation.metrics import Floats
from training.evaluation.speed import track_milliseconds
from training.export import export, graph_of
from training.models.network import MelNetwork

DESCRIPTION = (
    "Learned from published taggers and from listeners' and musicians' labels; its scores say how"
    " likely those would give the tag."
)


def finish(
    recipe: Distillation,
    sources: Sources,
    prepared: Prepared,
    network: MelNetwork,
    version: str,
    output: Path,
) -> ModelCard:
    """Calibrate a trained student, choose thresholds and tags, write the model file.

    Raises:
        ModelError: see `training.export.export`.
    """
    renders = sources.scratch / RENDERS_FOLDER if recipe.renders else None
    asked = material(recipe, sources, prepared, renders)
    heard = reference(recipe, asked, network)
    slope, offset = calibrate.platt(heard.logits, heard.truth, evidence(heard))
    as_it_is = np.ones(len(SCALES), np.float32)
    calibrate.fold(network, np.append(slope, as_it_is), np.append(offset, 0.0 * as_it_is))
    choice = choose(recipe, heard, slope, offset)
    kept, left_out = choice.carried, set(range(len(recipe.tags))) - set(choice.carried)
    first_scale = len(recipe.tags)
    calibrate.keep_outputs(network, [*kept, *range(first_scale, first_scale + len(SCALES))])
    card = ModelCard(
        name=recipe.name,
        version=version,
        architecture=recipe.architecture,
        description=f"{recipe.purpose} {DESCRIPTION}",
        licence=LICENCE,
        sample_rate=recipe.front_end.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=(*(choice.tags[i] for i in kept), *_scales()),
        front_end=recipe.front_end.card(),
        training=training_facts(recipe, sources, choice.names(sorted(left_out))),
    )
    said = answers(card, _ear(network), asked, sources.vocabulary)
    figures = all_figures(asked, replace(said, logits=heard.logits[: heard.pieces]), REPEATS)
    unlabelled = [n for n in choice.names(kept) if n not in _labelled(recipe, heard)]
    card = replace(
        card,
        metrics={**card_metrics(figures, unlabelled), SPEED: _milliseconds(network)},
        known_failures=(
            *measured_failures(card, asked, said, unlabelled, choice.names(choice.unproven)),
            *recipe.known_failures,
        ),
    )
    export(network, card, output)
    return card


def _milliseconds(network: MelNetwork) -> float:
    content = graph_of(network).SerializeToString()
    return round(track_milliseconds({"": content})[""], 1)


def _ear(network: MelNetwork) -> Ear:
    """How the model file will hear."""

    def scores(waveform: Waveform, most: int | None) -> Floats:
        logits = chunk_logits(network, waveform, most)
        first_scale = logits.shape[1] - len(SCALES)
        positions = logits[:, first_scale:].clip(0.0, 1.0)
        return np.concatenate([sigmoid(logits[:, :first_scale]), positions], axis=1)

    return scores


def _labelled(recipe: Distillation, heard: Reference) -> set[str]:
    """Names of tags of which a label says that a sound has them."""
    found = np.flatnonzero((heard.labelled * heard.truth).max(axis=0) > 0)
    return {recipe.tags[column][1] for column in found.tolist()}


def _scales() -> Iterator[ModelTag]:
    """Numbers for the window; never suggested."""
    for name in SCALES:
        yield ModelTag(name, Category.OTHER, calibrate.NEVER, calibrate.NEVER, "linear")


LICENCE = "CC BY-NC-SA 4.0 (weights; part of the training music and labels is non-commercial)"
