"""From a trained student to its model file: calibration, thresholds, card."""

import importlib.metadata
import logging
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard, ModelTag, TagMetrics
from training.configuration import Distillation
from training.datasets.manifest import Clip
from training.distillation.affect import SCALES
from training.distillation.distill import Prepared, Sources, with_held_out
from training.distillation.targets import sigmoid
from training.distillation.validate import Reference, reference
from training.evaluation import calibrate
from training.evaluation.metrics import Floats, spearman
from training.evaluation.reliability import reliability
from training.evaluation.views import pr_areas, roc_areas
from training.export import export
from training.models.network import MelNetwork

logger = logging.getLogger(__name__)

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
    heard = reference(recipe, sources, prepared, network)
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
        description=(
            "Hears genre, mood and instruments. Learned from published taggers and from listeners'"
            " and musicians' labels; its scores say how likely those would give the tag."
        ),
        licence=LICENCE,
        sample_rate=recipe.front_end.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=(*(tags[i] for i in kept), *_scales()),
        front_end=recipe.front_end.card(),
        training=training_facts(recipe, sources, dropped),
        metrics=summary(recipe, heard, scores, nothing, tags, kept),
        known_failures=known_failures(heard),
    )
    export(network, card, output)
    return card


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


def summary(
    recipe: Distillation,
    heard: Reference,
    scores: Floats,
    nothing: Floats,
    tags: Sequence[ModelTag],
    kept: Sequence[int],
) -> dict[str, Any]:
    """What was measured on the validation part, by name."""
    pieces = slice(0, heard.pieces)
    facts: dict[str, Any] = {
        "validation pieces": heard.pieces,
        "validation mixtures with notes": len(heard.truth) - heard.pieces,
    }
    correlations = [
        spearman(scores[pieces, i], heard.margins[:, i])
        for i in kept
        if not np.isnan(heard.margins[:, i]).any()
    ]
    facts["Spearman to teachers, mean over tags"] = _mean(correlations)
    for number, name in enumerate(SCALES):
        agreement = spearman(heard.positions[:, number], heard.scales[:, number])
        facts[f"Spearman of {name} to what follows from the moods"] = _mean([agreement])
    for category in (Category.GENRE, Category.MOOD, Category.INSTRUMENT):
        inside = [i for i in kept if recipe.tags[i][0] is category]
        found = [t.metrics.roc_auc for t in (tags[i] for i in inside) if t.metrics]
        facts[f"{category}: macro ROC-AUC to the reference"] = _mean(
            [value for value in found if value is not None]
        )
        labelled = np.where(heard.labelled > 0, heard.truth, np.nan)[pieces][:, inside]
        areas = roc_areas(labelled, scores[pieces][:, inside])
        against = [float(area) for area in areas if not np.isnan(area)]
        facts[f"{category}: macro ROC-AUC to labels alone"] = _mean(against)
        facts[f"{category}: tags measured against labels"] = len(against)
    facts["judged by the teachers' opinion alone"] = [
        recipe.tags[i][1] for i in kept if not (heard.labelled[:, i] * heard.truth[:, i]).any()
    ]
    errors = []
    for i in kept:
        rows = heard.weights[pieces, i] > 0
        right = heard.truth[pieces][rows, i]
        if right.sum() >= 10:
            errors.append(reliability(right, scores[pieces][rows, i]).expected_error())
    facts["expected calibration error, mean over tags with 10 positives"] = _mean(errors)
    limits = np.asarray([tags[i].threshold for i in kept])
    given = (scores[pieces][:, kept] >= limits).sum(axis=1)
    facts["suggestions per validation piece"] = _mean([float(n) for n in given])
    facts["suggestions per sound that is no music"] = _mean(
        [float(n) for n in (nothing[:, kept] >= limits).sum(axis=1)]
    )
    return facts


def _mean(values: Sequence[float]) -> float | None:
    finite = [value for value in values if np.isfinite(value)]
    return round(float(np.mean(finite)), 3) if finite else None


def training_facts(
    recipe: Distillation, sources: Sources, dropped: Sequence[str]
) -> Mapping[str, Any]:
    """Data with licences, split, seed, recipe and software versions."""
    clips = [with_held_out(clip, recipe) for clip in sources.clips]
    return {
        "recipe": recipe.name,
        "seed": recipe.seed,
        "split": "as in the manifests, by artist or recording; validation is joined by"
        f" {recipe.held_out:.0%} of the training artists (CRC-32 of the group)",
        "data": _data(sources.clips),
        "clips": dict(Counter(clip.split for clip in clips)),
        "hours": round(sum(clip.seconds for clip in sources.clips) / 3600, 1),
        "teachers": [f"{teacher.name} ({teacher.licence})" for teacher in recipe.teachers],
        "epochs": recipe.learning.epochs,
        "excerpts per epoch": recipe.learning.steps * recipe.learning.batch,
        "learned but left out": list(dropped),
        "software": {
            "python": platform.python_version(),
            **{
                name: importlib.metadata.version(name)
                for name in ("torch", "torchaudio", "numpy", "onnx")
            },
        },
    }


def _data(clips: Sequence[Clip]) -> list[dict[str, Any]]:
    """One entry per licence with the number of clips and where they came from."""
    by_licence: dict[str, Counter[str]] = {}
    for clip in clips:
        by_licence.setdefault(clip.licence, Counter())[clip.source] += 1
    return [
        {"licence": licence, "clips": sum(counts.values()), "sources": sorted(counts)}
        for licence, counts in sorted(by_licence.items())
    ]


LICENCE = "CC BY-NC-SA 4.0 (weights; part of the training music and labels is non-commercial)"


def known_failures(heard: Reference) -> tuple[str, ...]:
    """What a person should know before trusting the scores."""
    return (
        "Where only teachers know a tag, the figures tell how well the model agrees with them,"
        " not how right both are.",
        f"Thresholds were chosen on the same {heard.pieces} pieces the figures come from; on other"
        " music they are worse.",
        "Wind instruments were learned from single notes laid over music; on real music nothing"
        " shows yet that they are heard, so most of them are never suggested.",
        "Seen on validation pieces: a blues and a salsa were called rock, a piece of percussion got"
        " nothing but guitar, and happy is given to most rock songs.",
        "The training music is mostly instrumental, by few artists: classical, electronic, pop,"
        " rock and game music. Voices, hip-hop, metal, country, Latin and world music are thin.",
        "Moods of a piece that changes are averaged away.",
    )
