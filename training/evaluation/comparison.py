"""Several models' figures on one data set, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.fields import Category
from training.datasets.recording import Tag
from training.evaluation.bootstrap import Interval
from training.evaluation.evaluate import Heard
from training.evaluation.judgement import ALL, CategoryFigures, Judgement, TagFigures

CATEGORIES = tuple(Category)


@dataclass(frozen=True, slots=True)
class Compared:
    """One model's figures.

    `own` are over every tag it shares with the data set, `common` over the tags that all models
    compared share with it; None where there is no such tag.
    """

    name: str
    words: Sequence[Tag]
    own: Judgement
    common: Judgement | None


def compare(heard: Sequence[Heard], repeats: int = 1_000) -> list[Compared]:
    """Judge models on the same recordings; see `Heard.judged`."""
    common = set(heard[0].words).intersection(*(one.words for one in heard))
    return [
        Compared(
            one.card.name,
            one.words,
            one.judged(repeats),
            one.judged(repeats, common) if common else None,
        )
        for one in heard
    ]


def as_table(compared: Sequence[Compared]) -> str:
    """Markdown: ROC-AUC and PR-AUC per tag and category with a pair of columns for each model.

    An area that could not be measured, or whose tag a model does not have, is left empty.
    """
    figures = [dict(zip(one.words, one.own.tags, strict=True)) for one in compared]
    words = list(dict.fromkeys(word for one in compared for word in one.words))
    words.sort(key=lambda word: CATEGORIES.index(word[0]))
    names = " | ".join(f"{one.name} ROC-AUC | PR-AUC" for one in compared)
    lines = [f"| category | tag | positives | {names} |", "|" + "---|" * (3 + 2 * len(compared))]
    for word in words:
        rows = [own.get(word) for own in figures]
        positives = next(row.positives for row in rows if row)
        areas = " | ".join(map(_areas, rows))
        lines.append(f"| {word[0].value} | {word[1]} | {positives} | {areas} |")
    lines += ["", *_means("over a model's own tags", compared, [one.own for one in compared])]
    common = [one.common for one in compared if one.common]
    if common:
        lines += ["", *_means("over the tags all have", compared, common)]
    return "\n".join(lines)


def _means(title: str, compared: Sequence[Compared], judged: Sequence[Judgement]) -> list[str]:
    names = " | ".join(f"{one.name} tags | ROC-AUC | PR-AUC" for one in compared)
    lines = [f"| mean {title} | {names} |", "|" + "---|" * (1 + 3 * len(compared))]
    by_name = [{figures.category: figures for figures in one.categories} for one in judged]
    categories = dict.fromkeys(name for own in by_name for name in own if name != ALL)
    for category in (*categories, ALL):
        rows = [own.get(category) for own in by_name]
        cells = [f"{row.measured_tags if row else ''} | {_areas(row)}" for row in rows]
        lines.append(f"| {category} | {' | '.join(cells)} |")
    return lines


def _areas(row: TagFigures | CategoryFigures | None) -> str:
    return f"{_text(row.roc_auc)} | {_text(row.pr_auc)}" if row else " | "


def _text(interval: Interval) -> str:
    return "" if np.isnan(interval.estimate) else str(interval)
