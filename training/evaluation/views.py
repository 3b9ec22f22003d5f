"""A table of scores from two sides: which recordings a tag finds, which tags a recording gets.

Retrieval ranks recordings under each tag, annotation ranks tags under each recording (Turnbull et
al. 2008, "Semantic annotation and retrieval of music and sound effects"). Truths are 1 from 0.5 on
and NaN where unknown; what is unknown takes no part. NaN stands where nothing can be measured.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """Figures of each ranked list, [lists]: areas, and precision and recall of its first k."""

    roc_auc: Doubles
    pr_auc: Doubles
    precision_at_k: Doubles
    recall_at_k: Doubles
    positives: NDArray[np.int64]

    def mean(self) -> dict[str, float]:
        """The mean of each figure over the lists that could be measured."""
        figures = {
            "roc_auc": self.roc_auc,
            "pr_auc": self.pr_auc,
            "precision_at_k": self.precision_at_k,
            "recall_at_k": self.recall_at_k,
        }
        return {name: macro(values) for name, values in figures.items()}


def retrieval(truth: Floats, scores: Floats, k: int = 10) -> View:
    """One list of recordings per tag; truth and scores are [recordings, tags]."""
    return annotation(truth.T, scores.T, k)


def annotation(truth: Floats, scores: Floats, k: int = 5) -> View:
    """One list of tags per recording; truth and scores are [recordings, tags]."""
    rows = [_figures(t, s, k) for t, s in zip(truth, scores, strict=True)]
    table = np.asarray(rows, dtype=np.float64).reshape(len(rows), 5)
    roc, pr, precision, recall, positives = table.T
    return View(roc, pr, precision, recall, positives.astype(np.int64))


def roc_areas(truth: Floats, scores: Floats) -> Doubles:
    """[tags]: area under the ROC curve from rank sums (Mann & Whitney 1947), ties counting half.

    Fast enough to be drawn a thousand times. Truth and scores are [recordings, tags].
    """
    return np.asarray([_roc_area(t[known], s[known]) for t, s, known in _columns(truth, scores)])


def pr_areas(truth: Floats, scores: Floats) -> Doubles:
    """[tags]: average precision, Σ (Rₙ − Rₙ₋₁)·Pₙ over the distinct scores."""
    return np.asarray([_pr_area(t[known], s[known]) for t, s, known in _columns(truth, scores)])


def _columns(
    truth: Floats, scores: Floats
) -> list[tuple[NDArray[np.bool_], Floats, NDArray[np.bool_]]]:
    return [
        (np.nan_to_num(t) >= 0.5, s, ~np.isnan(t)) for t, s in zip(truth.T, scores.T, strict=True)
    ]


def _figures(truth: Floats, scores: Floats, k: int) -> tuple[float, float, float, float, int]:
    known = ~np.isnan(truth)
    right, said = truth[known] >= 0.5, scores[known]
    positives = int(right.sum())
    first = np.argsort(-said, kind="stable")[:k]
    hits = int(right[first].sum())
    return (
        _roc_area(right, said),
        _pr_area(right, said),
        hits / len(first) if len(first) else float("nan"),
        hits / positives if positives else float("nan"),
        positives,
    )


def _roc_area(right: NDArray[np.bool_], scores: Floats) -> float:
    positives = int(right.sum())
    negatives = len(right) - positives
    if not positives or not negatives:
        return float("nan")
    ranks = float(rankdata(scores)[right].sum())
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def _pr_area(right: NDArray[np.bool_], scores: Floats) -> float:
    positives = int(right.sum())
    if not positives or positives == len(right):
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    last_of_ties = np.append(np.diff(scores[order]) != 0, True)
    taken = np.arange(1, len(right) + 1)[last_of_ties]
    hits = hits[last_of_ties]
    gained = np.diff(hits, prepend=0)
    return float((gained * hits / taken).sum() / positives)
