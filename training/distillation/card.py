"""What the card of a student tells: where it comes from, what was measured, where it fails."""

import importlib.metadata
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tagger_app.core.model_card import ModelCard
from training.configuration import Distillation
from training.datasets.manifest import Clip
from training.distillation.distill import Sources, with_held_out
from training.distillation.judging.answers import Answers
from training.distillation.judging.draws import measurable
from training.distillation.judging.figures import Figures
from training.distillation.judging.material import Material
from training.distillation.judging.page import best_rivals
from training.distillation.judging.quantities import COMPLETE
from training.evaluation.calibrate import NEVER
from training.evaluation.views import roc_areas

WEAK = 5
"""How many of the tags that labels contradict most are named."""


def card_metrics(figures: Figures, unlabelled: Sequence[str]) -> dict[str, Any]:
    """The figures over all validation pieces, by name, with 95 % intervals by artist.

    Args:
        figures: of the model.
        unlabelled: tags that the teachers' opinion alone could judge.
    """
    last = figures.parts[-1]
    facts: dict[str, Any] = {"validation pieces": last.pieces, "validation artists": last.artists}
    for measured in (*last.figures, *figures.sounds):
        if not np.isnan(measured.interval.estimate) and COMPLETE not in measured.name:
            facts[measured.name] = f"{measured.interval} ({measured.over})"
    for rival in best_rivals(last):
        if rival.truth != COMPLETE:
            facts[f"{rival.category} against {rival.truth}, beside the best teacher"] = (
                f"{rival.model.interval}; {rival.teacher} {rival.other.interval}"
                f" ({rival.tags} tags both know)"
            )
    facts["judged by the teachers' opinion alone"] = list(unlabelled)
    return facts


def measured_failures(
    card: ModelCard,
    asked: Material,
    said: Answers,
    unlabelled: Sequence[str],
    unproven: Sequence[str],
) -> Iterator[str]:
    """What a person should know before trusting the scores, as far as it can be measured."""
    if unlabelled:
        yield (
            f"{len(unlabelled)} of {len(card.tags)} outputs were checked by the teachers' opinion"
            " alone: their figures tell how well the model agrees with them, not how right both"
            " are."
        )
    yield (
        f"Thresholds were chosen on the same {len(asked.clips)} pieces the figures come from; on"
        " other music they are worse."
    )
    never = [t.name for t in card.tags if t.threshold >= NEVER and t.activation != "linear"]
    if never:
        yield f"Never suggested, for lack of evidence: {', '.join(never)}."
    if unproven:
        yield (
            f"Validation has too little to judge these by: {', '.join(unproven)}. They are heard"
            " as the teachers hear them, and suggested only where the model is surer than of every"
            " validation piece without them."
        )
    columns = measurable(asked.labels, said.whole)
    if columns:
        areas = roc_areas(asked.labels[:, columns], said.whole[:, columns])
        weakest = [
            f"{asked.tags[columns[place]][1]} ({areas[place]:.2f})"
            for place in np.argsort(areas)[:WEAK].tolist()
        ]
        yield f"Least in accord with labels (ROC-AUC): {', '.join(weakest)}."


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
