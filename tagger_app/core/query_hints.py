"""What is wrong with a part of a query, and what would be right, in words."""

import difflib
import re
from collections.abc import Iterable

_OPERATORS = {
    "AND": "All conditions must hold anyway: leave AND out.",
    "OR": "All conditions must hold; there is no OR. Search for one after the other.",
    "NOT": "Turn a condition round by a minus sign before it, such as -genre:jazz.",
}
_EXAMPLES = {
    "genre": "genre:jazz",
    "mood": "mood:calm",
    "instrument": "instrument:piano",
    "tag": "tag:jazz",
    "year": "year>1990",
    "length": "length>5:30",
    "duration": "duration>5:30",
    "score": "score>0.8",
    "valence": "valence>0.7",
    "arousal": "arousal>0.7",
    "status": "status:review",
    "state": "state:review",
    "is": "is:review",
}
_GROUP = re.compile(r"\(+-?(?P<field>[A-Za-z]+)(?::|[<>]=?|=)")
_COMPARED = re.compile(r"[<>]=?\d[\d.:%]")  # but no <3


def unknown_field(field: str, sign: str, value: str, fields: Iterable[str]) -> str:
    """What may be meant by a field that there is not."""
    fields = tuple(fields)
    near = difflib.get_close_matches(field.lower(), fields, 1)
    if near:
        return f"There is no field {field!r}. Did you mean {near[0]}{sign}{value}?"
    return (
        f"There is no field {field!r}. Fields: {', '.join(fields)}. To search for the words"
        f' themselves, write "{field}{sign}{value}".'
    )


def nothing_after(field: str, sign: str) -> str:
    """A field without a value."""
    example = _EXAMPLES.get(field.lower(), f"{field.lower()}:something")
    return f'Nothing stands after "{field}{sign}". Write, for example, {example}.'


def wrong_tag(field: str, sign: str, value: str) -> str | None:
    """Why a value without quotation marks can be no tag; None where it can."""
    exact = f'For the signs themselves, write {field}{sign}"{value}".'
    if not any(map(str.isalnum, value)):
        example = _EXAMPLES[field.lower()]
        return f"{value!r} is no {field.lower()}. Write, for example, {example}. {exact}"
    if value.count("(") != value.count(")"):
        return f"Parentheses mean nothing here. Write {field}{sign}{value.strip('()')}. {exact}"
    return None


def wrong_words(text: str, fields: Iterable[str]) -> str | None:
    """Why words without quotation marks are most probably none; None where they are."""
    exact = f'For the text itself, write "{text}".'
    if text in _OPERATORS:
        return f"{_OPERATORS[text]} {exact}"
    group = _GROUP.match(text)
    if group is not None and group["field"].lower() in fields:
        return f"Parentheses mean nothing here. Write {text.strip('()')}. {exact}"
    if _COMPARED.match(text):
        return f"Say what is compared, with no space between, such as year{text}. {exact}"
    return None
