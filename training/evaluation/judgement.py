"""All figures of a model on a data set: per tag, per category, and how sure they are."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from training.evaluation.bootstrap import Interval, Rows, bootstrap_all
from training.evaluation.decisions import (
    confusion_matrix,
    confusion_table,
    count_decisions,
    macro,
)
from training.evaluation.metrics import Floats
from training.evaluation.reliability import Reliability, brier, reliability
from training.evaluation.scales import ScaleFigures, judge_scale
from training.evaluation.views import annotation, pr_areas, retrieval, roc_areas

Tag = tuple[Category, str]
ALL = "all"


@dataclass(frozen=True, slots=True)
class TagFigures:
    """One tag: recordings whose truth is known, positives among them, and how it is told.

    Precision, recall and F1 are those of the decisions at the tag's threshold.
    """

    category: str
    tag: str
    known: int
    positives: int
    roc_auc: Interval
    pr_auc: Interval
    precision: float
    recall: float
    f1: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """Means over the tags of a category that could be measured; "all" are all tags."""

    category: str
    measured_tags: int
    roc_auc: Interval
    pr_auc: Interval
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """A category in which every recording is of one class: the class scored highest is taken."""

    category: str
    classes: Sequence[str]
    matrix: Sequence[Sequence[int]]
    accuracy: Interval

    def table(self) -> str:
        """As Markdown."""
        return confusion_table(np.asarray(self.matrix, dtype=np.int64), self.classes)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything measured; `retrieval` ranks recordings per tag, `annotation` tags per recording.

    reliability: (mean score, share of positives, count) per bin. scales: by name, positions such as
    valence, which take part in nothing else.
    """

    recordings: int
    tags: Sequence[TagFigures]
    categories: Sequence[CategoryFigures]
    confusions: Sequence[Confusion]
    retrieval: Mapping[str, float]
    annotation: Mapping[str, float]
    calibration_error: float
    brier: float
    reliability: Sequence[tuple[float, float, int]]
    scales: Mapping[str, ScaleFigures]

    def to_json(self) -> str:
        """One JSON object; what could not be measured is null."""
        return json.dumps(without_nan(asdict(self)), ensure_ascii=False, allow_nan=False)


def judge(
    truth: Floats,
    scores: Floats,
    tags: Sequence[Tag],
    thresholds: Floats,
    *,
    groups: Sequence[str] | None = None,
    exclusive: Collection[Category] = (),
    scales: Collection[int] = (),
    repeats: int = 1_000,
    seed: int = 0,
) -> Judgement:
    """Measure scores against the truth.

    Args:
        truth: [recordings, tags] in 0…1, positive from 0.5 on, NaN where unknown.
        scores: [recordings, tags] in 0…1, the mean over a recording's chunks.
        tags: category and name of each column.
        thresholds: [tags], from which a tag is given.
        groups: see `bootstrap_all`.
        exclusive: categories in which every recording has one label.
        scales: columns that are positions on a scale and neither right nor wrong.
        repeats: draws for the confidence intervals.
        seed: of the draws.
    """
    positions = {tags[i][1]: judge_scale(truth[:, i], scores[:, i]) for i in scales}
    truth = truth.copy()
    truth[:, list(scales)] = np.nan
    categories = list(dict.fromkeys(category for category, _ in tags))
    columns = {c: [i for i, (own, _) in enumerate(tags) if own is c] for c in categories}
    chosen = [*columns.values(), list(range(len(tags)))]
    classed = {c: _classed(truth, columns[c]) for c in categories if c in exclusive}

    def figures(rows: Rows) -> NDArray[np.float64]:
        areas = [roc_areas(truth[rows], scores[rows]), pr_areas(truth[rows], scores[rows])]
        means = [macro(area[own]) for own in chosen for area in areas]
        right = [_accuracy(scores[rows], columns[c], own[rows]) for c, own in classed.items()]
        return np.concatenate([*areas, means, right])

    intervals = bootstrap_all(figures, len(truth), groups=groups, repeats=repeats, seed=seed)
    count = len(tags)
    counts = count_decisions(truth, scores, thresholds)
    f1 = counts.f1()
    known = ~np.isnan(truth)
    measured = np.asarray([not np.isnan(i.estimate) for i in intervals[:count]])
    per_tag = [
        TagFigures(
            category.value,
            name,
            int(known[:, i].sum()),
            int((np.nan_to_num(truth[:, i]) >= 0.5).sum()),
            intervals[i],
            intervals[count + i],
            float(counts.precision()[i]),
            float(counts.recall()[i]),
            float(f1[i]),
            reliability(truth[:, i], scores[:, i]).expected_error(),
        )
        for i, (category, name) in enumerate(tags)
    ]
    per_category = [
        CategoryFigures(
            name,
            int(measured[own].sum()),
            intervals[2 * count + 2 * place],
            intervals[2 * count + 2 * place + 1],
            macro(np.where(measured, f1, np.nan)[own]),
        )
        for place, (name, own) in enumerate(
            zip([*(c.value for c in categories), ALL], chosen, strict=True)
        )
    ]
    confusions = [
        _confusion(category, tags, columns[category], scores, own, interval)
        for (category, own), interval in zip(
            classed.items(), intervals[2 * count + 2 * len(chosen) :], strict=True
        )
    ]
    curve = reliability(truth, scores)
    return Judgement(
        len(truth),
        per_tag,
        per_category,
        confusions,
        retrieval(truth, scores).mean(),
        annotation(truth, scores).mean(),
        curve.expected_error(),
        brier(truth, scores),
        _bins(curve),
        positions,
    )


def _classed(truth: Floats, columns: Sequence[int]) -> NDArray[np.int64]:
    """[recordings]: place of the only positive column, −1 where there is not exactly one."""
    positive = np.nan_to_num(truth[:, list(columns)]) >= 0.5
    return np.where(positive.sum(axis=1) == 1, positive.argmax(axis=1), -1).astype(np.int64)


def _taken(
    scores: Floats, columns: Sequence[int], classes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(true class, class scored highest) of the recordings that have a class."""
    rows = classes >= 0
    return classes[rows], scores[rows][:, list(columns)].argmax(axis=1).astype(np.int64)


def _accuracy(scores: Floats, columns: Sequence[int], classes: NDArray[np.int64]) -> float:
    right, taken = _taken(scores, columns, classes)
    return float(np.mean(right == taken)) if len(right) else float("nan")


def _confusion(
    category: Category,
    tags: Sequence[Tag],
    columns: Sequence[int],
    scores: Floats,
    classes: NDArray[np.int64],
    interval: Interval,
) -> Confusion:
    matrix = confusion_matrix(*_taken(scores, columns, classes), len(columns))
    names = [tags[i][1] for i in columns]
    return Confusion(category.value, names, matrix.tolist(), interval)


def _bins(curve: Reliability) -> list[tuple[float, float, int]]:
    triples = zip(curve.scores, curve.shares, curve.counts, strict=True)
    return [(float(score), float(share), int(count)) for score, share, count in triples]


def without_nan(value: object) -> object:
    """The same with None for NaN, in mappings and lists too, as JSON has no NaN."""
    if isinstance(value, dict):
        return {key: without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(inner) for inner in value]
    return None if isinstance(value, float) and np.isnan(value) else value


def as_markdown(judgement: Judgement) -> str:
    """The judgement for people, intervals at 95 %."""
    lines = [
        "| category | tag | known | positives | ROC-AUC | PR-AUC | precision | recall | F1 | ECE |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for t in judgement.tags:
        shares = " | ".join(map(_figure, (t.precision, t.recall, t.f1, t.calibration_error)))
        areas = f"{_figure(t.roc_auc)} | {_figure(t.pr_auc)}"
        lines.append(f"| {t.category} | {t.tag} | {t.known} | {t.positives} | {areas} | {shares} |")
    lines += [
        "",
        "| category | tags measured | ROC-AUC | PR-AUC | macro F1 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {c.category} | {c.measured_tags} | {_figure(c.roc_auc)} | {_figure(c.pr_auc)}"
        f" | {_figure(c.macro_f1)} |"
        for c in judgement.categories
    ]
    if judgement.scales:
        lines += ["", "| scale | known | R² | correlation | RMSE |", "|---|---|---|---|---|"]
        lines += [
            f"| {name} | {s.known} | {_figure(s.r2)} | {_figure(s.correlation)}"
            f" | {_figure(s.error)} |"
            for name, s in judgement.scales.items()
        ]
    for confusion in judgement.confusions:
        lines += ["", f"{confusion.category}: accuracy {confusion.accuracy}", "", confusion.table()]
    for name, view in (("retrieval", judgement.retrieval), ("annotation", judgement.annotation)):
        told = ", ".join(f"{key.replace('_', ' ')} {_figure(value)}" for key, value in view.items())
        lines += ["", f"{name}: {told}"]
    lines += [
        "",
        f"calibration error {_figure(judgement.calibration_error)},"
        f" Brier score {_figure(judgement.brier)}, {judgement.recordings} recordings",
    ]
    return "\n".join(lines)


def _figure(value: float | Interval) -> str:
    estimate = value.estimate if isinstance(value, Interval) else value
    if np.isnan(estimate):
        return ""
    return str(value) if isinstance(value, Interval) else f"{value:.3f}"
