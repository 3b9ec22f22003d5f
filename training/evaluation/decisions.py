"""How right decisions are: accuracy, precision, recall, F1 and the confusion matrix.

Where a figure has nothing to measure (no decision, or no positive) it is NaN.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.metrics import Floats

Integers = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the decisions per tag or class, each [tags]."""

    true_positives: Integers
    false_positives: Integers
    false_negatives: Integers
    true_negatives: Integers

    def precision(self) -> Doubles:
        """Share of the tags given that are right: [tags]."""
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    def recall(self) -> Doubles:
        """Share of the right tags that are given: [tags]."""
        return _ratio(self.true_positives, self.true_positives + self.false_negatives)

    def f1(self) -> Doubles:
        """Harmonic mean of both: [tags]; NaN only without positives and without decisions."""
        wrong = self.false_positives + self.false_negatives
        return _ratio(2 * self.true_positives, 2 * self.true_positives + wrong)

    def accuracy(self) -> Doubles:
        """Share of right decisions: [tags]."""
        right = self.true_positives + self.true_negatives
        return _ratio(right, right + self.false_positives + self.false_negatives)

    def micro(self) -> "Counts":
        """All tags counted as one: every array is [1]."""
        arrays = (
            *(self.true_positives, self.false_positives),
            *(self.false_negatives, self.true_negatives),
        )
        return Counts(*(array.sum(keepdims=True) for array in arrays))


def macro(values: Doubles) -> float:
    """The mean over tags that could be measured; NaN if none could."""
    measured = values[~np.isnan(values)]
    return float(measured.mean()) if len(measured) else float("nan")


def count_decisions(truth: Floats, scores: Floats, thresholds: Floats | float) -> Counts:
    """Count what thresholds decide.

    Args:
        truth: [recordings, tags], positive from 0.5 on, NaN where unknown.
        scores: [recordings, tags].
        thresholds: one for all, or [tags]; a score at the threshold gives the tag.
    """
    known = ~np.isnan(truth)
    right = np.nan_to_num(truth) >= 0.5
    given = scores >= thresholds
    return Counts(
        (known & right & given).sum(axis=0),
        (known & ~right & given).sum(axis=0),
        (known & right & ~given).sum(axis=0),
        (known & ~right & ~given).sum(axis=0),
    )


def confusion_matrix(truth: Integers, predicted: Integers, classes: int) -> Integers:
    """[classes, classes]: recordings of the row's class that were taken for the column's.

    Raises:
        ValueError: a class is not in 0…classes − 1, or the lengths differ.
    """
    if truth.shape != predicted.shape:
        raise ValueError(f"{truth.shape} classes are compared with {predicted.shape}.")
    both = np.concatenate([truth, predicted])
    if len(both) and not 0 <= both.min() <= both.max() < classes:
        raise ValueError(f"Classes from {both.min()} to {both.max()} are not in 0…{classes - 1}.")
    flat = np.bincount(truth * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes).astype(np.int64)


def class_counts(confusion: Integers) -> Counts:
    """Every class against the rest."""
    right = np.diag(confusion)
    given, own, total = confusion.sum(axis=0), confusion.sum(axis=1), confusion.sum()
    return Counts(right, given - right, own - right, total - given - own + right)


def accuracy(confusion: Integers) -> float:
    """Share of recordings taken for what they are; NaN without any."""
    total = int(confusion.sum())
    return float(np.trace(confusion)) / total if total else float("nan")


def balanced_accuracy(confusion: Integers) -> float:
    """The mean recall of the classes that occur, so that frequent ones count no more than rare."""
    return macro(class_counts(confusion).recall())


def confusion_table(confusion: Integers, classes: Sequence[str]) -> str:
    """The matrix as a Markdown table, one row per true class with its recall."""
    recall = class_counts(confusion).recall()
    lines = [
        f"| true \\ taken for | {' | '.join(classes)} | recall |",
        "|" + "---|" * (len(classes) + 2),
    ]
    for name, row, share in zip(classes, confusion, recall, strict=True):
        figure = "" if np.isnan(share) else f"{share:.3f}"
        lines.append(f"| {name} | {' | '.join(map(str, row))} | {figure} |")
    return "\n".join(lines)


def _ratio(part: Integers, whole: Integers) -> Doubles:
    ratio = np.full(part.shape, np.nan)
    np.divide(part, whole, out=ratio, where=whole > 0)
    return ratio
