"""What is measured of a student over pieces of music."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from training.distillation.affect import SCALES
from training.distillation.judging.answers import EXCERPTS, Answers
from training.distillation.judging.draws import (
    Draw,
    Quantity,
    mean_difference,
    measurable,
    spearman_means,
)
from training.distillation.judging.material import Material
from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats

CATEGORIES = (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
LABELS, COMPLETE, REFERENCE = "labels", "labels taken as complete", "labels, else teachers"
EMOTIONS = "emotions"
MODEL, FEW = "the model", "the model on some chunks"


def agreement(asked: Material, said: Answers, rows: NDArray[np.intp]) -> list[Quantity]:
    """With the teachers, and with what follows from the moods."""
    margins, whole = asked.margins[rows], said.whole[rows]
    both = ~np.isnan(margins).any(axis=0) & ~np.isnan(whole).any(axis=0)
    theirs, own = margins[:, both], whole[:, both]
    scales, positions = asked.scales[rows], said.scales[rows]
    found = [
        Quantity(
            "Spearman to the averaged teachers, mean over tags",
            f"{int(both.sum())} tags",
            lambda draw: spearman_means(own[draw.rows], theirs[draw.rows]),
        )
    ]
    for number, name in enumerate(SCALES):
        if not np.isnan(positions[:, number]).any():
            found.append(_scale(name, positions[:, [number]], scales[:, [number]]))
    return found


def _scale(name: str, said: Floats, follows: Floats) -> Quantity:
    return Quantity(
        f"Spearman of {name} to what follows from the moods",
        f"{len(said)} pieces",
        lambda draw: spearman_means(said[draw.rows], follows[draw.rows]),
    )


def areas(
    truths: Mapping[str, Floats],
    scores: Mapping[str, Floats],
    columns: Mapping[Category, Sequence[int]],
) -> list[Quantity]:
    """Macro areas per category, and what hearing only some chunks changes."""
    found = []
    for truth in (LABELS, COMPLETE, REFERENCE):
        for category in CATEGORIES:
            own = [i for i in measurable(truths[truth], scores[MODEL]) if i in columns[category]]
            over = f"{len(own)} tags"
            what = f"{category} macro {{}} against {truth}"
            found.append(Quantity(what.format("ROC-AUC"), over, macro_roc(truth, MODEL, own)))
            found.append(Quantity(what.format("PR-AUC"), over, _macro_pr(truth, own)))
    for truth in (LABELS, COMPLETE, REFERENCE):
        own = measurable(truths[truth], scores[MODEL])
        over = f"{len(own)} tags"
        title = f"macro ROC-AUC against {truth}, {{}}"
        found += [
            Quantity(title.format("whole track"), over, macro_roc(truth, MODEL, own)),
            Quantity(title.format(f"{EXCERPTS} excerpts"), over, macro_roc(truth, FEW, own)),
            Quantity(title.format("excerpts − whole"), over, difference(truth, FEW, MODEL, own)),
        ]
    return found


def macro_roc(truth: str, scorer: str, columns: Sequence[int]) -> Callable[[Draw], float]:
    """Mean over tags of the area under the ROC curve."""
    return lambda draw: macro(draw.roc(truth, scorer)[list(columns)])


def _macro_pr(truth: str, columns: Sequence[int]) -> Callable[[Draw], float]:
    return lambda draw: macro(draw.pr(truth, MODEL)[list(columns)])


def difference(truth: str, one: str, other: str, columns: Sequence[int]) -> Callable[[Draw], float]:
    """Mean over tags of how much larger one scorer's area is than the other's."""
    own = list(columns)
    return lambda draw: mean_difference(draw.roc(truth, one)[own], draw.roc(truth, other)[own])


def listeners(
    asked: Material,
    said: Answers,
    rows: NDArray[np.intp],
    truths: Mapping[str, Floats],
    scores: Mapping[str, Floats],
) -> list[Quantity]:
    """Emotions and genres of pieces that listeners judged, beside what simpler means learn."""
    own = [i for i in measurable(truths[EMOTIONS], scores[MODEL]) if i in asked.emotions]
    count = int(asked.asked[rows].sum())
    over = f"{len(own)} emotions, {count} pieces"
    scorers = (MODEL, *asked.learned)
    found = [
        Quantity(f"listeners' emotions macro ROC-AUC, {name}", over, macro_roc(EMOTIONS, name, own))
        for name in scorers
    ]
    genres = list(asked.genres)
    if len(genres) < 2 or np.isnan(said.whole[:, genres]).any():
        return found
    truth = asked.labels[rows][:, genres]
    judged = asked.asked[rows] & (np.nansum(truth, axis=1) == 1)
    right = np.nan_to_num(truth).argmax(axis=1)
    named = f"{len(genres)} genres, {int(judged.sum())} pieces"
    for name in scorers:
        hits = np.where(judged, scores[name][:, genres].argmax(axis=1) == right, np.nan)
        found.append(
            Quantity(f"genre accuracy of listeners' pieces, {name}", named, _mean_of(hits))
        )
    return found


def _mean_of(values: NDArray[np.float64]) -> Callable[[Draw], float]:
    return lambda draw: macro(values[draw.rows])


def suggestions(said: Answers, rows: NDArray[np.intp]) -> Quantity:
    """How many tags a piece gets."""
    given = (np.nan_to_num(said.whole[rows]) >= said.thresholds).sum(axis=1).astype(np.float64)
    return Quantity("suggestions per piece", f"{len(rows)} pieces", _mean_of(given))
