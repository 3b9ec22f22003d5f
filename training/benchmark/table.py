"""The table of a benchmark: every system's figures, and whether it beats the baseline."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import mean
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training.benchmark.trial import Trial
from training.datasets.recording import Floats
from training.evaluation.bootstrap import Interval, Rows, bootstrap_all
from training.evaluation.decisions import macro
from training.evaluation.views import pr_areas, roc_areas

FIGURES = ("accuracy", "roc_auc", "pr_auc")


@dataclass(frozen=True, slots=True)
class Judged:
    """What all systems are judged by.

    truth: [recordings, tags], NaN unknown; groups, folds: [recordings]. classes: columns that
    exclude each other, of which the highest is taken; the other columns are ranked.
    """

    truth: Floats
    groups: Sequence[str]
    folds: NDArray[np.int64]
    classes: Sequence[int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What else is known of a system; means over its folds.

    `times_real_time`: seconds of music heard in a second on one thread of the CPU. `minutes` to
    learn, likewise of one thread; epochs and steps of gradient descent. `unheard`: recordings
    that could not be judged, in all folds together.
    """

    parameters: int
    times_real_time: float
    minutes: float
    epochs: float
    steps: float
    megabytes: float
    unheard: int = 0

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> Self:
        """What the trials of one system say."""
        return cls(
            parameters=trials[0].parameters,
            times_real_time=sum(t.heard_seconds for t in trials)
            / max(sum(t.seconds_to_hear for t in trials), 1e-9),
            minutes=mean(t.seconds_to_learn for t in trials) / 60.0,
            epochs=mean(t.epochs for t in trials),
            steps=mean(t.steps for t in trials),
            megabytes=mean(t.bytes for t in trials) / 2**20,
            unheard=sum(t.unheard for t in trials),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A system in the table; `why` it is not there, or the figures by name.

    `differences`: of the same figures from the baseline's.
    """

    name: str
    title: str
    facts: Facts | None = None
    figures: Mapping[str, Interval] = field(default_factory=dict)
    differences: Mapping[str, Interval] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A system that was judged, before its figures are known; scores: [recordings, tags]."""

    name: str
    title: str
    facts: Facts
    scores: Floats


def rows_of(
    entries: Sequence[Entry], judged: Judged, baseline: str, repeats: int = 1_000
) -> list[Row]:
    """The figures of all systems, from the same draws of whole groups.

    Areas under curves are means over folds, as scores of networks that learned apart need not be
    on one scale (Forman & Scholz 2010); accuracy is over all recordings.

    Args:
        entries: the systems.
        judged: the truth.
        baseline: name of the system the others are compared with; without it there is no
            comparison.
        repeats: draws.
    """
    if not entries:
        return []
    against = next((i for i, entry in enumerate(entries) if entry.name == baseline), None)

    def figures(rows: Rows) -> NDArray[np.float64]:
        own = np.stack([_figures(entry.scores, judged, rows) for entry in entries])
        differences = own - own[against] if against is not None else np.full_like(own, np.nan)
        return np.stack([own, differences], axis=1).reshape(-1)

    found = bootstrap_all(figures, len(judged.truth), groups=judged.groups, repeats=repeats)
    size = len(FIGURES)
    return [
        Row(
            entry.name,
            entry.title,
            entry.facts,
            dict(zip(FIGURES, found[2 * i * size : (2 * i + 1) * size], strict=True)),
            dict(zip(FIGURES, found[(2 * i + 1) * size : (2 * i + 2) * size], strict=True)),
        )
        for i, entry in enumerate(entries)
    ]


def _figures(scores: Floats, judged: Judged, rows: Rows) -> NDArray[np.float64]:
    classes = list(judged.classes)
    others = [i for i in range(judged.truth.shape[1]) if i not in set(classes)]
    truth, said, folds = judged.truth[rows], scores[rows], judged.folds[rows]
    known = np.nansum(truth[:, classes], axis=1) > 0
    right = said[known][:, classes].argmax(axis=1) == np.nan_to_num(
        truth[known][:, classes]
    ).argmax(axis=1)
    areas = [
        [macro(area(truth[own][:, others], said[own][:, others])) for area in (roc_areas, pr_areas)]
        for own in (folds == number for number in np.unique(folds))
    ]
    roc, pr = (macro(column) for column in np.asarray(areas).T)
    return np.asarray([float(np.mean(right)) if len(right) else math.nan, roc, pr])


def verdict(difference: Interval | None) -> str:
    """What a difference from the baseline says."""
    if difference is None or math.isnan(difference.low) or _of_itself(difference):
        return ""
    if difference.low > 0:
        return "better"
    return "worse" if difference.high < 0 else "no difference shown"


def _of_itself(difference: Interval) -> bool:
    return difference.low == difference.estimate == difference.high == 0.0


def as_markdown(rows: Sequence[Row], heading: Sequence[str]) -> str:
    """The table for people, intervals at 95 %, under lines that tell how it came about."""
    lines = [
        *heading,
        "",
        "| system | parameters | × real time | minutes | steps | accuracy | against the baseline"
        " | ROC-AUC | against the baseline | PR-AUC |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [_line(row) for row in rows if row.facts is not None]
    missing = [row for row in rows if row.facts is None]
    if missing:
        lines += ["", "Not in the table:", ""]
        lines += [f"- {row.title} (`{row.name}`): {row.why}" for row in missing]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    facts = row.facts
    assert facts is not None  # noqa: S101 - the caller left the others out
    cells = [
        f"{row.title} (`{row.name}`)",
        f"{facts.parameters:,}",
        f"{facts.times_real_time:.0f}",
        f"{facts.minutes:.1f}",
        f"{facts.steps:,.0f}" if facts.steps else "",
        _told(row.figures["accuracy"]),
        _difference(row.differences.get("accuracy")),
        _told(row.figures["roc_auc"]),
        _difference(row.differences.get("roc_auc")),
        _told(row.figures["pr_auc"]),
    ]
    return f"| {' | '.join(cells)} |"


def _told(interval: Interval) -> str:
    return "" if math.isnan(interval.estimate) else str(interval)


def _difference(interval: Interval | None) -> str:
    if interval is None or math.isnan(interval.low) or _of_itself(interval):
        return ""
    signs = f"{interval.estimate:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]"
    return f"{signs} {verdict(interval)}"


def as_json(rows: Sequence[Row], setting: Mapping[str, object]) -> str:
    """The same for programs; what could not be measured is null."""
    plain = {"setting": setting, "systems": [_plain(asdict(row)) for row in rows]}
    return json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
