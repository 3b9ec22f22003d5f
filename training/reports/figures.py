"""How well a model tells tags, drawn from its judgement."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle

from training.evaluation.bootstrap import Interval
from training.evaluation.judgement import Confusion, Judgement, TagFigures
from training.evaluation.metrics import Floats
from training.reports.chart import ACCENT, INK, LINE, MUTED, ON_ACCENT, SECOND, drawing, logarithmic

LONGEST_NAME = 22


def tag_bars(name: str, tags: Sequence[TagFigures]) -> str:
    """ROC-AUC and PR-AUC per tag with their intervals, and how many positives: SVG."""
    tags = [tag for tag in tags if not np.isnan(tag.roc_auc.estimate)][::-1]
    places = np.arange(len(tags))
    with drawing(0.75 + 0.21 * len(tags)) as (figure, drawn):
        left, right = figure.subplots(1, 2, sharey=True, gridspec_kw={"wspace": 0.12})
        for axes, title, colour, areas in (
            (left, "ROC-AUC", ACCENT, [tag.roc_auc for tag in tags]),
            (right, "PR-AUC", SECOND, [tag.pr_auc for tag in tags]),
        ):
            lengths = [area.estimate for area in areas]
            axes.barh(places, lengths, height=0.62, color=colour, linewidth=0)
            axes.hlines(
                places, [_low(a) for a in areas], [_high(a) for a in areas], color=INK, linewidth=1
            )
            axes.set(xlim=(0, 1), title=title)
            axes.set_xticks([0, 0.5, 1], ["0", "½", "1"])
            axes.grid(visible=False, axis="y")
            axes.spines["left"].set_visible(False)
        left.axvline(0.5, color=MUTED, linewidth=1.0, linestyle=(0, (3, 3)))
        chance = [tag.positives / tag.known for tag in tags]
        right.vlines(chance, places - 0.42, places + 0.42, color=MUTED, linewidth=1.4)
        names = [f"{shortened(tag.tag)} · {tag.positives}" for tag in tags]
        left.set_yticks(places, names, color=INK)
        left.set_ylim(-0.6, len(tags) - 0.4)
        left.spines["left"].set_visible(False)
    return drawn.svg(
        name,
        "Bars per tag: "
        + ", ".join(f"{tag.tag} ROC-AUC {tag.roc_auc.estimate:.2f}" for tag in tags[::-1]),
    )


def confusion(name: str, taken: Confusion) -> str:
    """The matrix as cells, darker where a larger share of a class's recordings falls: SVG."""
    matrix = np.asarray(taken.matrix, dtype=np.float64)
    own = matrix.sum(axis=1, keepdims=True)
    shares = np.divide(matrix, own, out=np.zeros_like(matrix), where=own > 0)
    size = len(matrix)
    labels = [shortened(word) for word in taken.classes]
    with drawing(min(1.2 + 0.42 * size, 7.0)) as (figure, drawn):
        axes = figure.subplots()
        for row, column in np.argwhere(matrix > 0):
            share = shares[row, column]
            axes.add_patch(_cell(column, row, share))
            if size <= 16:
                axes.text(
                    column,
                    row,
                    f"{int(matrix[row, column])}",
                    ha="center",
                    va="center",
                    color=ON_ACCENT if share > 0.7 else INK,
                    fontsize=10 if size <= 10 else 8,
                )
        axes.set(xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5))
        axes.set(xlabel="taken for", ylabel="true class")
        points = 10 if size <= 12 else 7
        axes.set_xticks(range(size), labels, rotation=40, ha="right", fontsize=points, color=INK)
        rows = [f"{word} · {int(n)}" for word, n in zip(labels, own[:, 0], strict=True)]
        axes.set_yticks(range(size), rows, fontsize=points, color=INK)
        axes.grid(visible=False)
        axes.set_xticks(np.arange(1, size) - 0.5, minor=True)
        axes.set_yticks(np.arange(1, size) - 0.5, minor=True)
        axes.grid(visible=True, which="minor")
        for side in ("top", "right"):
            axes.spines[side].set_visible(True)
    right = int(np.trace(matrix))
    return drawn.svg(name, f"Confusion matrix: {right} of {int(matrix.sum())} recordings right")


def reliability_curve(name: str, judgement: Judgement) -> str:
    """What share of the tags is right at each score, and how many scores there are: SVG."""
    scores, shares, counts = map(np.asarray, zip(*judgement.reliability, strict=True))
    with drawing(3.7) as (figure, drawn):
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
        upper.plot([0, 1], [0, 1], color=MUTED, linewidth=1.0, linestyle=(0, (3, 3)))
        upper.text(0.985, 0.90, "perfect", color=MUTED, fontsize=9, ha="right", va="top")
        upper.vlines(scores, scores, shares, color=LINE, linewidth=3)
        upper.plot(scores, shares, color=ACCENT, marker="o", markersize=5)
        upper.set(xlim=(0, 1), ylim=(0, 1), ylabel="share that is right")
        lower.bar(scores, counts, width=0.06, color=ACCENT, linewidth=0)
        lower.set(xlabel="score", ylabel="scores")
        logarithmic(lower)
        lower.grid(visible=False, axis="x")
    error = judgement.calibration_error
    return drawn.svg(name, f"Reliability curve, expected calibration error {error:.3f}")


def shortened(text: str) -> str:
    """A name that leaves room for the plot."""
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _low(interval: Interval) -> float:
    return interval.estimate if np.isnan(interval.low) else interval.low


def _high(interval: Interval) -> float:
    return interval.estimate if np.isnan(interval.high) else interval.high


def _cell(column: int, row: int, share: float) -> Rectangle:
    corner = (column - 0.5, row - 0.5)
    return Rectangle(corner, 1, 1, facecolor=ACCENT, alpha=0.08 + 0.92 * share, linewidth=0)


def scale_scatter(name: str, title: str, truth: Floats, scores: Floats) -> str:
    """What is said of a scale over what is right, a point a recording: SVG."""
    known = ~np.isnan(truth)
    with drawing(3.6) as (figure, drawn):
        axes = figure.subplots()
        axes.plot([0, 1], [0, 1], color=MUTED, linewidth=1.0, linestyle=(0, (3, 3)))
        axes.scatter(truth[known], scores[known], s=12, color=ACCENT, alpha=0.6, linewidths=0)
        axes.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
        axes.set(xlabel=f"{title} by people", ylabel=f"{title} by the model")
    return drawn.svg(name, f"{title}: {int(known.sum())} recordings")
