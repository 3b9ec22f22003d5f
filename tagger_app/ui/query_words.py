"""What a query that is being typed may go on with, and which part of it a problem is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tagger_app.core.conditions import NumberField, Status
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.query import FIELDS, NUMBER_FIELDS, STATUS_FIELDS, TAG_FIELDS, quoted, straight

_TERM = re.compile(r'(?:[^\s"]|"[^"]*(?:"|$))+')
_VALUE = re.compile(r"-?(?P<field>[A-Za-z]+):(?P<value>.*)$")
_MOST = 10
_SHORTEST = 2
"""Letters that a word needs before tags are offered for it."""

_COMPARED = frozenset(NumberField) - {NumberField.YEAR}
Tags = Mapping[Category, Sequence[str]]
Names = Mapping[str, str]
NO_NAMES: Names = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Completions:
    """What may stand in place of a part of a query; `start` and `end` in characters."""

    start: int
    end: int
    texts: tuple[str, ...] = ()


def term_at(text: str, position: int) -> tuple[int, int]:
    """The start and end of the term of a query that stands at a position."""
    for found in _TERM.finditer(straight(text)):
        if found.start() <= position <= found.end():
            return found.span()
    return position, position


def completions(text: str, position: int, tags: Tags, names: Names = NO_NAMES) -> Completions:
    """What may stand in place of the term that ends at the cursor.

    Args:
        text: the query.
        position: of the cursor.
        tags: the tags that are worth offering, the likeliest first.
        names: what fields and states are called; they are found by that, too.
    """
    start, _ = term_at(text, position)
    typed = straight(text)[start:position]
    minus = "-" if typed.startswith("-") else ""
    value = _VALUE.fullmatch(typed)
    if value is None:
        found = _words(typed.removeprefix("-"), tags, names)
    else:
        field = value["field"].lower()
        wanted = value["value"].replace('"', "")
        found = [f"{value['field']}:{one}" for one in _values(field, wanted, tags, names)]
    texts = tuple(minus + one for one in found[:_MOST])
    return Completions(start, position, () if texts == (typed,) else texts)


def _words(typed: str, tags: Tags, names: Names) -> list[str]:
    begun = typed.lower()
    if not begun:
        return []
    fields = [begin(field) for field in _called(begun, FIELDS, names)]
    if len(begun) < _SHORTEST:
        return fields
    return fields + [
        f"{category.value}:{quoted(tag)}"
        for category in TAG_CATEGORIES
        for tag in beginning(begun, tags.get(category, ()))
    ]


def begin(field: str) -> str:
    """A field with the sign that most often stands behind it."""
    return f"{field}>" if NUMBER_FIELDS.get(field) in _COMPARED else f"{field}:"


def _called(begun: str, known: Iterable[str], names: Names) -> list[str]:
    """Words of the language that begin so, then those of which the name does; one of each name."""
    words = list(known)
    first = [word for word in words if word.startswith(begun)]
    start = begun.casefold()
    later = [word for word in words if names.get(word, "").casefold().startswith(start)]
    by_name: dict[str, str] = {}
    for word in (*first, *later):
        by_name.setdefault(names.get(word, word), word)
    return list(by_name.values())


def _values(field: str, wanted: str, tags: Tags, names: Names) -> list[str]:
    if field in STATUS_FIELDS:
        return _called(wanted, [status.value for status in Status], names)
    if field not in TAG_FIELDS:
        return []
    category = TAG_FIELDS[field]
    known = tags.get(category, ()) if category else [tag for many in tags.values() for tag in many]
    return [quoted(tag) for tag in beginning(wanted, known)]


def beginning(begun: str, names: Iterable[str]) -> list[str]:
    """The names of which a word begins so; those that begin so themselves first."""
    start = begun.casefold()
    known = {name: name.casefold() for name in dict.fromkeys(names)}
    first = [name for name, folded in known.items() if folded.startswith(start)]
    there, later = frozenset(first), re.compile(r"\b" + re.escape(start))
    return first + [n for n, folded in known.items() if n not in there and later.search(folded)]
