"""The figures of the table and what they say about the baseline."""

import json

import numpy as np
import pytest

from training.benchmark.table import (
    Entry,
    Facts,
    Judged,
    Row,
    as_json,
    as_markdown,
    rows_of,
    verdict,
)
from training.evaluation.bootstrap import Interval

FACTS = Facts(1_234, 56.7, 2.0, 3.0, 90.0, 1.0)


def judged(recordings: int = 120) -> Judged:
    """Two classes and one tag, in two folds; artists of two recordings each."""
    rng = np.random.default_rng(0)
    first = rng.random(recordings) < 0.5
    truth = np.stack([first, ~first, rng.random(recordings) < 0.4], axis=1).astype(np.float32)
    groups = [f"artist {number // 2}" for number in range(recordings)]
    return Judged(truth, groups, np.arange(recordings) % 2, (0, 1))


def scores(truth: Judged, noise: float) -> Entry:
    rng = np.random.default_rng(1)
    said = truth.truth + noise * rng.standard_normal(truth.truth.shape)
    return Entry(f"noise_{noise}", f"Noise {noise}", FACTS, said.astype(np.float32))


def test_systems_are_better_or_worse_than_the_baseline_on_the_same_draws() -> None:
    truth = judged()
    noises = (0.05, 1.0, 30.0)
    rows = rows_of([scores(truth, n) for n in noises], truth, "noise_1.0", repeats=200)
    good, baseline, bad = rows
    assert good.figures["accuracy"].estimate == 1.0
    assert good.figures["roc_auc"].estimate == 1.0
    assert good.figures["pr_auc"].estimate == pytest.approx(1.0)
    assert [verdict(row.differences["accuracy"]) for row in rows] == [*("better", "", "worse")]
    difference = good.differences["roc_auc"]
    assert difference.estimate == pytest.approx(1.0 - baseline.figures["roc_auc"].estimate)
    assert baseline.differences["pr_auc"].low == baseline.differences["pr_auc"].high == 0.0
    assert bad.figures["roc_auc"].low < 0.5 < bad.figures["roc_auc"].high


def test_areas_are_measured_within_a_fold() -> None:
    """Scores of networks that learned apart need not be on one scale."""
    truth = judged()
    entry = scores(truth, 0.05)
    shifted = entry.scores + 100.0 * truth.folds[:, None].astype(np.float32)
    (row,) = rows_of([Entry("a", "A", FACTS, shifted)], truth, "none", repeats=20)
    assert row.figures["roc_auc"].estimate == 1.0
    assert verdict(row.differences["roc_auc"]) == ""


def test_what_failed_is_told_beside_the_table() -> None:
    truth = judged()
    rows = [
        *rows_of([scores(truth, 1.0)], truth, "noise_1.0", repeats=20),
        Row("broken", "Broken", why="it ran out of memory"),
    ]
    text = as_markdown(rows, ["Heading."])
    assert "| Noise 1.0 (`noise_1.0`) | 1,234 | 57 | 2.0 | 90 |" in text
    assert "- Broken (`broken`): it ran out of memory" in text
    told = json.loads(as_json(rows, {"folds": 2}))
    assert told["systems"][1]["why"] == "it ran out of memory"
    assert told["systems"][0]["figures"]["accuracy"]["estimate"] == pytest.approx(
        rows[0].figures["accuracy"].estimate
    )


def test_no_verdict_without_an_interval() -> None:
    assert verdict(None) == ""
    assert verdict(Interval(0.1, float("nan"), float("nan"), 3)) == ""
    assert verdict(Interval(0.1, -0.1, 0.2, 100)) == "no difference shown"
