"""A model card as a page of text, for people: what the model is, knows, was made of and allows."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import SPEED, ModelCard, ModelTag, figure
from tagger_app.inference.model_store import ModelFile
from tagger_app.paths import resources_folder
from tagger_app.ui import words
from tagger_app.ui.theme import Colours

_DATA = "data"
_BRACKETS = re.compile(r"\[-?[\d.]+, -?[\d.]+\]")
"""An interval as the models that are shipped tell it."""


def style(colours: Colours) -> str:
    """The style sheet of the page."""
    return (
        f"h1, h2 {{ color: {colours.text}; }} th {{ color: {colours.muted}; font-weight: normal;"
        f" text-align: left; }} .muted {{ color: {colours.muted}; }}"
        " td, th { padding: 1px 16px 1px 0; }"
        " h1 { font-size: x-large; } h2 { font-size: large; margin-top: 20px; margin-bottom: 4px; }"
        " h3 { font-size: medium; margin-top: 12px; margin-bottom: 2px; }"
    )


def page(model: ModelFile) -> str:
    """The page as HTML for Qt; whatever the card says is shown as plain text."""
    card = model.card
    parts = [
        *_head(model),
        *_licence(card),
        *_measured(model),
        *_failures(card),
        *_tags(card),
        *_training(card),
    ]
    return "".join(parts)


def _head(model: ModelFile) -> Iterator[str]:
    card, tr = model.card, words.tr
    seconds = words.score(card.chunk_seconds)
    yield f"<h1>{_text(card.name)} {_text(card.version)}</h1>"
    yield f"<p>{_text(card.description)}</p>"
    note = tr("Names, measurements and training stand as they are written in the model file.")
    yield f'<p class="muted">{_text(note)}</p><p></p>'
    rows = [
        (tr("Architecture"), card.architecture),
        (tr("Size"), words.megabytes(model.size)),
        (
            tr("Hears"),
            tr("chunks of {0} s at {1} Hz").format(seconds, words.number(card.sample_rate)),
        ),
        (tr("File"), _file(model)),
    ]
    if card.milliseconds is not None:
        speed = tr("{0} ms of one core for a track (8 excerpts)").format(round(card.milliseconds))
        rows.insert(2, (tr("Speed"), speed))
    yield _pairs(rows)


def _file(model: ModelFile) -> str:
    """Where a model lies that a person put there; of one that came with the program, its name."""
    if _is_shipped(model):
        return words.tr("{0}, came with the program").format(model.path.name)
    return words.place(model.path)


def _is_shipped(model: ModelFile) -> bool:
    return model.path.is_relative_to(resources_folder())


def _licence(card: ModelCard) -> Iterator[str]:
    tr = words.tr
    yield _heading(tr("Licence of the weights"))
    none = tr("The card names none.")
    yield f"<p>{_text(card.licence or none)}</p>"
    meaning = {
        False: tr(
            "Not for commercial use: you may use the model for private and other non-commercial"
            " purposes, under the terms above. Whether such terms reach the tags that it suggests"
            " is not settled; for commercial work choose or train a model whose licence allows it."
        ),
        True: tr("Commercial use is allowed, under the terms above."),
        None: tr("Whether commercial use is allowed must be looked up in these terms."),
    }[card.allows_commercial_use]
    yield f"<p>{_text(meaning)}</p>"


def _measured(model: ModelFile) -> Iterator[str]:
    metrics = model.card.metrics
    if not metrics:
        return
    tr = words.tr
    yield _heading(tr("What was measured"))
    if any(_is_interval(value) for value in metrics.values()) or (
        _is_shipped(model) and any(_BRACKETS.search(str(value)) for value in metrics.values())
    ):
        note = tr("In brackets: 95 % confidence intervals.")
        yield f'<p class="muted">{_text(note)}</p>'
    yield _pairs((name, _figure(value)) for name, value in metrics.items() if name != SPEED)


def _failures(card: ModelCard) -> Iterator[str]:
    if card.known_failures:
        yield _heading(words.tr("Known failures"))
        yield "<ul>"
        yield from (f"<li>{_text(failure)}</li>" for failure in card.known_failures)
        yield "</ul>"


def _tags(card: ModelCard) -> Iterator[str]:
    tr = words.tr
    yield _heading(tr("Tags"))
    if any(tag.threshold > 1 and not tag.is_scale for tag in card.tags):
        never = tr("“Never” stands for tags that are scored but too often wrong to be suggested.")
        yield f'<p class="muted">{_text(never)}</p>'
    for category in (*TAG_CATEGORIES, Category.OTHER):
        tags = [tag for _, tag in card.tags_of(category) if not tag.is_scale]
        if tags:
            yield f"<h3>{_text(words.category_name(category))}</h3>{_table(tags)}"
    if card.scales:
        names = ", ".join(words.scale_name(name) for _, name in card.scales)
        told = tr("Numbers from 0 to 1, shown and never suggested: {0}").format(names)
        yield f"<p>{_text(told)}</p>"


def _table(tags: Sequence[ModelTag]) -> str:
    tr = words.tr
    first = tr("Tag")
    numbers = (tr("Threshold"), tr("Careful"), tr("Positives"), "ROC-AUC", "PR-AUC")
    heads = "".join(f'<th align="right">{_text(name)}</th>' for name in numbers)
    rows = [f"<tr><th>{_text(first)}</th>{heads}</tr>"]
    for tag in tags:
        measured = tag.metrics
        cells = [_limit(tag.threshold), _limit(tag.careful_threshold)]
        if measured is None:
            cells += ["-"] * 3
        else:
            cells += [words.number(measured.positives), _area(measured.roc_auc)]
            cells.append(_area(measured.pr_auc))
        numbers_of = "".join(f'<td align="right">{_text(cell)}</td>' for cell in cells)
        rows.append(f"<tr><td>{_text(tag.name)}</td>{numbers_of}</tr>")
    return f'<table cellspacing="0">{"".join(rows)}</table>'


def _limit(threshold: float) -> str:
    return words.tr("never") if threshold > 1 else words.score(threshold)


def _area(value: float | None) -> str:
    return "-" if value is None else words.fixed(value, 3)


def _training(card: ModelCard) -> Iterator[str]:
    tr = words.tr
    if card.training:
        yield _heading(tr("How it was trained"))
        rest = ((name, _figure(v)) for name, v in card.training.items() if name != _DATA)
        yield _pairs(rest)
    told = card.training.get(_DATA, ())
    if not told:
        return
    yield _heading(tr("Training data and its licences"))
    if isinstance(told, list | tuple) and all(isinstance(one, Mapping) for one in told):
        yield _records(told)
    else:
        yield f"<p>{_text(_figure(told))}</p>"


def _records(records: Sequence[Mapping[str, Any]]) -> str:  # Any: as JSON has it
    names = list(dict.fromkeys(name for record in records for name in record))
    rows = ["".join(f"<th>{_text(name)}</th>" for name in names)]
    rows += [
        "".join(f"<td>{_text(_figure(record.get(name)))}</td>" for name in names)
        for record in records
    ]
    return f'<table cellspacing="0">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'


def _figure(value: Any) -> str:  # Any: as JSON has it
    """A figure of the card, its numbers as the language writes them."""
    if _is_interval(value):
        parts = (_figure(value[name]) for name in ("value", "low", "high"))
        return words.tr("{0} ({1} to {2})").format(*parts)
    if isinstance(value, float):
        return words.fixed(value, 3 if abs(value) < 10 else 1)
    return figure(value)


def _is_interval(value: Any) -> bool:  # Any: as JSON has it
    return isinstance(value, Mapping) and {"value", "low", "high"} <= value.keys()


def _heading(text: str) -> str:
    return f"<h2>{_text(text)}</h2>"


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    lines = (f"<tr><th>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in rows)
    return f'<table cellspacing="0">{"".join(lines)}</table>'


def _text(text: object) -> str:
    return html.escape(words.plain(str(text)))
