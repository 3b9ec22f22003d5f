"""Which of a student's tags a model carries, and from which score on they are suggested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tagger_app.core.model_card import ModelTag, TagMetrics
from training.configuration import Distillation
from training.distillation.targets import sigmoid
from training.distillation.validate import Reference
from training.evaluation import calibrate
from training.evaluation.metrics import Floats, spearman
from training.evaluation.views import pr_areas, roc_areas

LEAST_AUC = 0.65
LEAST_ACCORD = 0.6
"""A tag is left out of a model if the student ranks it worse than the first on validation and its
Spearman correlation with the teachers is less than the second."""
ABOVE = 0.01
"""How much surer than of any piece without a tag a student must be where nothing else is known."""
MIXTURE_EVIDENCE, UNKNOWN_EVIDENCE = 0.2, 0.3
UNKNOWN_SHARE = 0.03
"""At most this share of the pieces nobody gave a tag may get it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A student's tags.

    tags: of the recipe, in its order. carried: columns that the model keeps. unproven: those of
    them whose threshold is only above all that has not the tag, see `unproven_threshold`.
    """

    tags: Sequence[ModelTag]
    unproven: Sequence[int]
    carried: Sequence[int]

    def names(self, columns: Sequence[int]) -> list[str]:
        """Of some of the tags."""
        return [self.tags[column].name for column in columns]


def choose(recipe: Distillation, heard: Reference, slope: Floats, offset: Floats) -> Choice:
    """Judge every tag by the validation sounds.

    Args:
        recipe: of the student.
        heard: what it said.
        slope, offset: [tags], its calibration.
    """
    scores = heard.scores(slope, offset)
    nothing = np.stack([sigmoid(slope * one + offset).mean(axis=0) for one in heard.nothing])
    tags = [_tag(recipe, heard, scores, nothing, column) for column in range(len(recipe.tags))]
    agreed = agreed_tags(heard, scores)
    unproven = [i for i in agreed if tags[i].threshold >= calibrate.NEVER]
    for i in unproven:
        absent = scores[: heard.pieces, i][heard.truth[: heard.pieces, i] == 0]
        limit = unproven_threshold(absent, nothing[:, i], float(sigmoid(offset[i])))
        tags[i] = replace(tags[i], threshold=round(limit, 3))
    carried = [i for i, tag in enumerate(tags) if i in agreed or _is_heard(tag)]
    return Choice(tags, unproven, carried)


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


def agreed_tags(heard: Reference, scores: Floats) -> list[int]:
    """Columns that are heard as the teachers hear them, whether they are right or not."""
    margins = heard.margins
    return [
        column
        for column in np.flatnonzero(~np.isnan(margins).any(axis=0)).tolist()
        if spearman(scores[: heard.pieces, column], margins[:, column]) >= LEAST_ACCORD
    ]


def unproven_threshold(absent: Floats, nothing: Floats, even: float) -> float:
    """From where on to suggest a tag for which validation has too little to choose a threshold by.

    Args:
        absent: [pieces], scores of validation pieces without the tag.
        nothing: [sounds], scores of sounds that are no music.
        even: the score of what the teachers would just give the tag.
    """
    highest = float(np.concatenate([absent, nothing]).max()) + ABOVE
    return max(highest, even, calibrate.LEAST_THRESHOLD)


def _tag(
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


def _is_heard(tag: ModelTag) -> bool:
    """Whether validation shows that the student hears the tag at all."""
    measured = tag.metrics
    return measured is not None and measured.roc_auc is not None and measured.roc_auc >= LEAST_AUC


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 3)
