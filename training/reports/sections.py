"""The parts of a page that follow from a judgement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.fields import Category
from training.datasets.recording import Tag
from training.evaluation.bootstrap import Interval
from training.evaluation.judgement import ALL, Judgement
from training.evaluation.metrics import Floats
from training.reports.errors import hardest
from training.reports.feature_map import feature_map
from training.reports.figures import confusion, reliability_curve, scale_scatter, tag_bars
from training.reports.page import Section, folded, plots, table

AREAS = ("ROC-AUC", "PR-AUC")


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores, what is right, and the figures that follow.

    truth, scores: [recordings, tags], see `training.evaluation.judgement.judge`. activations:
    [tags]. embeddings: [recordings, width]. titles: [recordings].
    """

    tags: Sequence[Tag]
    activations: Sequence[str]
    truth: Floats
    scores: Floats
    embeddings: Floats
    titles: Sequence[str]
    exclusive: Collection[Category]
    judgement: Judgement


def headline(judgement: Judgement) -> list[tuple[str, str, str]]:
    """The figures at the top: (value, name, how sure)."""
    everything = next(one for one in judgement.categories if one.category == ALL)
    over = f"mean of {everything.measured_tags} tags"
    told = [
        (confusion.accuracy, f"accuracy, {confusion.category}", f"{len(confusion.classes)} classes")
        for confusion in judgement.confusions
    ]
    told += [(everything.roc_auc, "ROC-AUC", over), (everything.pr_auc, "PR-AUC", over)]
    figures = [
        (_figure(interval.estimate), name, _sure(interval) or note)
        for interval, name, note in told
        if not np.isnan(interval.estimate)
    ]
    error = judgement.calibration_error
    if not np.isnan(error):
        figures.append((_figure(error), "calibration error (ECE)", "of all scores"))
    return figures


def judged_sections(judged: Judged, beside: Sequence[Section] = ()) -> list[Section]:
    """Tags, scales, confusion, calibration, the map of recordings, rankings, the worst errors.

    Args:
        judged: what they are about.
        beside: others, which come after the map.
    """
    judgement = judged.judgement
    sections = [_tags(judgement), *_scales(judged)]
    for number, taken in enumerate(judgement.confusions):
        caption = f"Recordings of each true {taken.category} (row) by what they are taken for."
        drawing = [(confusion(f"confusion{number}", taken), caption)]
        lead = f"Accuracy {taken.accuracy}: the class scored highest is taken."
        sections.append(
            Section(f"Confusion of {taken.category} classes", plots(drawing), lead, half=True)
        )
    if judgement.reliability:
        sections.append(_calibration(judgement))
    if len(judged.embeddings) > 2:
        sections.append(_map(judged))
    return [*sections, *beside, _views(judgement), _errors(judged)]


def _tags(judgement: Judgement) -> Section:
    measured = [tag for tag in judgement.tags if not np.isnan(tag.roc_auc.estimate)]
    names = dict.fromkeys(tag.category for tag in measured)
    drawings = []
    for number, category in enumerate(names):
        own = sorted(
            (tag for tag in measured if tag.category == category),
            key=lambda tag: -tag.roc_auc.estimate,
        )
        caption = f"{category.capitalize()}; the number is that of positives."
        drawings.append((tag_bars(f"tags{number}", own), caption))
    columns = ("category", "tag", "known", "positives", *AREAS, "precision", "recall", "F1", "ECE")
    rows = [
        (
            *(tag.category, tag.tag, f"{tag.known:,}", f"{tag.positives:,}"),
            *map(_told, (tag.roc_auc, tag.pr_auc)),
            *map(_figure, (tag.precision, tag.recall, tag.f1, tag.calibration_error)),
        )
        for tag in judgement.tags
    ]
    means = table(
        ("category", "tags measured", *AREAS, "macro F1"),
        [
            (
                *(one.category, str(one.measured_tags)),
                *map(_told, (one.roc_auc, one.pr_auc)),
                _figure(one.macro_f1),
            )
            for one in judgement.categories
        ],
        ("tags measured", *AREAS, "macro F1"),
    )
    body = (
        means
        + plots(drawings)
        + folded("All figures of every tag", table(columns, rows, columns[2:]))
    )
    lead = (
        "Thin lines are 95 % confidence intervals over recordings. Dashed lines and ticks show"
        " what chance reaches: a ROC-AUC of ½, a PR-AUC of the share of positives."
    )
    return Section("Tags", body, lead)


def _scales(judged: Judged) -> list[Section]:
    columns = [i for i, name in enumerate(judged.activations) if name == "linear"]
    drawings = []
    for i in columns:
        name = judged.tags[i][1]
        figures = judged.judgement.scales[name]
        if figures.known:
            caption = (
                f"R² {figures.r2:.3f}, correlation {figures.correlation:.3f}, root mean squared"
                f" error {figures.error:.3f}, {figures.known:,} recordings."
            )
            drawing = scale_scatter(f"scale{i}", name, judged.truth[:, i], judged.scores[:, i])
            drawings.append((drawing, caption))
    return [Section("Scales", plots(drawings))] if drawings else []


def _calibration(judgement: Judgement) -> Section:
    caption = (
        "Of the tags that score about 0.7, about 70 % should be right. Grey lines are the gaps;"
        " below, how many scores fall into each bin."
    )
    lead = (
        f"Expected calibration error {_figure(judgement.calibration_error)}, Brier score"
        f" {_figure(judgement.brier)}, all tags together."
    )
    drawing = [(reliability_curve("reliability", judgement), caption)]
    return Section("Calibration", plots(drawing), lead, half=True)


def _views(judgement: Judgement) -> Section:
    rows = [
        ("retrieval: recordings ranked under each tag", *_view(judgement.retrieval)),
        ("annotation: tags ranked under each recording", *_view(judgement.annotation)),
    ]
    columns = ("view", *AREAS, "precision", "recall")
    body = table(columns, rows, columns[1:])
    lead = "Means over all tags, or over all recordings. Precision and recall are those of the"
    lead += " first ten recordings, or of the first five tags."
    return Section("Retrieval and annotation", body, lead)


def _view(view: Mapping[str, float]) -> list[str]:
    names = ("roc_auc", "pr_auc", "precision_at_k", "recall_at_k")
    return [_figure(view[name]) for name in names]


def _map(judged: Judged) -> Section:
    drawing, method = feature_map(
        "map", judged.embeddings, judged.truth, judged.tags, judged.exclusive
    )
    caption = "Recordings near each other sound alike to the network. Directions mean nothing."
    return Section("Map of the recordings", plots([(drawing, caption)]), f"By {method}.", half=True)


def _errors(judged: Judged) -> Section:
    probable = [i for i, name in enumerate(judged.activations) if name != "linear"]
    errors = hardest(
        judged.titles,
        judged.truth[:, probable],
        judged.scores[:, probable],
        [judged.tags[i] for i in probable],
        judged.exclusive,
    )
    rows = [
        (
            error.title,
            error.told(),
            f"{error.score:.3f}",
            ", ".join(error.right) or "none of the tags",
        )
        for error in errors
    ]
    if not rows:
        return Section("Hardest recordings", "<p>No score is on the wrong side of 0.5.</p>")
    body = table(("recording", "error", "score", "right is"), rows, ("score",))
    return Section(
        "Hardest recordings",
        body,
        "The most confident errors, one a recording: worth listening to.",
    )


def _figure(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"


def _told(interval: Interval) -> str:
    return "" if np.isnan(interval.estimate) else str(interval)


def _sure(interval: Interval) -> str:
    return "" if np.isnan(interval.low) else f"95 %: {interval.low:.3f} to {interval.high:.3f}"
