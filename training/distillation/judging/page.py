"""The figures of models for people: Markdown."""

import textwrap
from collections.abc import Iterator, Sequence

import numpy as np

from training.distillation.judging.draws import Measured
from training.distillation.judging.errors import Error, Errors
from training.distillation.judging.figures import Figures, Part, Rival
from training.evaluation.bootstrap import Interval


def as_markdown(judged: Sequence[Figures], errors: Sequence[tuple[Errors, ...]]) -> str:
    """A table of figures per part with a column per model, the rivals, and the worst errors.

    Args:
        judged: models, all on the same sounds.
        errors: of each model.
    """
    lines = [
        "Intervals hold 95 % of the draws of artists (of sounds, where there are no artists).",
        "",
        "| model | tags | suggested |",
        "|---|---|---|",
        *(f"| {one.model} | {one.tags} | {one.suggested} |" for one in judged),
    ]
    for parts in zip(*(one.parts for one in judged), strict=True):
        first = parts[0]
        lines += ["", f"### {first.name}: {first.pieces} pieces of {first.artists} artists", ""]
        lines += _side_by_side(judged, [part.figures for part in parts])
        for one, part in zip(judged, parts, strict=True):
            lines += ["", f"#### {one.model} beside each teacher", "", *_rivals(part)]
    lines += ["", "### Other sounds", ""]
    lines += _side_by_side(judged, [one.sounds for one in judged])
    for one, lists in zip(judged, errors, strict=True):
        for found in lists:
            lines += _worst(one.model, found)
    return "\n".join(lines) + "\n"


def _side_by_side(judged: Sequence[Figures], measured: Sequence[Sequence[Measured]]) -> list[str]:
    by_name = [{figure.name: figure for figure in own} for own in measured]
    names = dict.fromkeys(name for own in by_name for name in own)
    titles = " | ".join(f"{one.model} | over" for one in judged)
    lines = [f"| measured | {titles} |", "|" + "---|" * (1 + 2 * len(judged))]
    for name in names:
        cells = [own.get(name) for own in by_name]
        told = " | ".join(f"{_text(c.interval)} | {c.over}" if c else " | " for c in cells)
        lines.append(f"| {name} | {told} |")
    return lines


def _rivals(part: Part) -> Iterator[str]:
    yield "| category | against | teacher | tags | model | teacher | model − teacher | |"
    yield "|---|---|---|---|---|---|---|---|"
    best = {id(rival) for rival in best_rivals(part)}
    for rival in part.rivals:
        areas = (rival.model, rival.other, rival.difference)
        told = " | ".join(_text(figure.interval) for figure in areas)
        mark = "hardest to beat" if id(rival) in best else ""
        yield (
            f"| {rival.category} | {rival.truth} | {rival.teacher} | {rival.tags} | {told}"
            f" | {mark} |"
        )


def best_rivals(part: Part) -> list[Rival]:
    """Per category and truth the teacher that is best beside the model, on the tags both know."""
    best: dict[tuple[str, str], Rival] = {}
    for rival in part.rivals:
        key = (rival.category, rival.truth)
        if key not in best or _behind(rival) < _behind(best[key]):
            best[key] = rival
    return list(best.values())


def _behind(rival: Rival) -> float:
    estimate = rival.difference.interval.estimate
    return np.inf if np.isnan(estimate) else estimate


def _worst(model: str, found: Errors) -> Iterator[str]:
    for name, errors in (("Given wrongly", found.given), ("Missed", found.missed)):
        yield from ("", f"### {name} by {model}, against {found.against}", "")
        yield "| title | file | tag | score | threshold | truth | labels |"
        yield "|---|---|---|---|---|---|---|"
        for error in errors:
            yield _error(error)


def _error(error: Error) -> str:
    title = error.title.replace("|", "/")
    return (
        f"| {title} | {error.file} | {error.category}: {error.tag} | {error.score:.2f}"
        f" | {error.threshold:.2f} | {error.truth:.2f} | {textwrap.shorten(error.labels, 60)} |"
    )


def _text(interval: Interval) -> str:
    return "" if np.isnan(interval.estimate) else str(interval)
