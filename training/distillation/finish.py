"""From a trained student to its model file: calibration, thresholds, card."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from tagger_app.core.fields import Category
from tagger_app.core.model_card import SPEED, ModelCard, ModelTag, TagMetrics
from training.configuration import Distillation
from training.datasets.corpus import Waveform
from training.distillation.affect import SCALES
from training.distillation.card import card_metrics, measured_failures, training_facts
from training.distillation.distill import Prepared, Sources
from training.distillation.judging.answers import Ear, answers
from training.distillation.judging.figures import all_figures
from training.distillation.judging.judge import RENDERS_FOLDER, REPEATS
from training.distillation.judging.material import material
from training.distillation.targets import sigmoid
from training.distillation.validate import Reference, reference
from training.evaluation import calibrate
from training.evaluation.hear import chunk_logits
from training.evaluation.metrics import Floats
from training.evaluation.speed import track_milliseconds
from training.evaluation.views import pr_areas, roc_areas
from training.export import export, graph_of
from training.models.network import MelNetwork

DESCRIPTION = (
    "Learned from published taggers and from listeners' and musicians' labels; its scores say how"
    " likely those would give the tag."
)
LEAST_AUC = 0.65
"""A tag the student ranks worse than this on validation is left out of the model."""
MIXTURE_EVIDENCE, UNKNOWN_EVIDENCE = 0.2, 0.3
UNKNOWN_SHARE = 0.03
"""At most this share of the pieces nobody gave a tag may get it."""


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
    scores = heard.scores(slope, offset)
    nothing = np.stack([sigmoid(slope * one + offset).mean(axis=0) for one in heard.nothing])
    tags = [tag_of(recipe, heard, scores, nothing, column) for column in range(len(recipe.tags))]
    kept = [i for i, tag in enumerate(tags) if _carried(tag)]
    dropped = [tag.name for i, tag in enumerate(tags) if i not in kept]
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
        tags=(*(tags[i] for i in kept), *_scales()),
        front_end=recipe.front_end.card(),
        training=training_facts(recipe, sources, dropped),
    )
    said = answers(card, _ear(network), asked, sources.vocabulary)
    figures = all_figures(asked, replace(said, logits=heard.logits[: heard.pieces]), REPEATS)
    unlabelled = [n for n in (tags[i].name for i in kept) if n not in _labelled(recipe, heard)]
    card = replace(
        card,
        metrics={**card_metrics(figures, unlabelled), SPEED: _milliseconds(network)},
        known_failures=(*measured_failures(card, asked, said, unlabelled), *recipe.known_failures),
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


def evidence(heard: Reference) -> Floats:
    """[sounds, tags]: how much each sound counts for what a score means.

    Mixtures hold instruments far more often than music does. Of tags without a teacher most
    pieces have no label: there it is taken for an unsure no, since most music has no bassoon.
    """
    weights = heard.weights.copy()
    weights[heard.pieces :] *= MIXTURE_EVIDENCE
    untaught = np.isnan(heard.margins).all(axis=0)
    pieces = weights[: heard.pieces]
    pieces[:, untaught] = np.where(pieces > 0, pieces, UNKNOWN_EVIDENCE)[:, untaught]
    return weights


def _carried(tag: ModelTag) -> bool:
    """Whether validation shows that the student hears the tag at all."""
    measured = tag.metrics
    return measured is not None and measured.roc_auc is not None and measured.roc_auc >= LEAST_AUC


def tag_of(
    recipe: Distillation, heard: Reference, scores: Floats, nothing: Floats, column: int
) -> ModelTag:
    """One output with its thresholds and what was measured."""
    category, name = recipe.tags[column]
    known = heard.weights[:, column] > 0
    truth, own = heard.truth[known, column], scores[known, column]
    balanced, careful = calibrate.thresholds(truth, own, nothing[:, column], recipe.least_positives)
    real = float(heard.truth[: heard.pieces, column].sum())
    if np.isnan(heard.margins[:, column]).all() and real < recipe.least_positives:
        # Mixtures with single notes alone do not show how often music would be misheard.
        balanced = careful = calibrate.NEVER
    unknown = scores[: heard.pieces, column][heard.truth[: heard.pieces, column] == 0]
    if np.isnan(heard.margins[:, column]).all() and balanced < calibrate.NEVER and len(unknown):
        balanced = max(balanced, float(np.quantile(unknown, 1.0 - UNKNOWN_SHARE)))
        careful = max(careful, balanced)
    areas = (_rounded(of(truth[:, None], own[:, None])[0]) for of in (roc_areas, pr_areas))
    metrics = TagMetrics(int(truth.sum()), *areas)
    return ModelTag(name, category, round(balanced, 3), round(careful, 3), metrics=metrics)


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)


LICENCE = "CC BY-NC-SA 4.0 (weights; part of the training music and labels is non-commercial)"
