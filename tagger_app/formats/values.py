"""How one field's values are read from and written as text."""

from collections.abc import Iterable, Mapping

from tagger_app.core.fields import FIELD_BY_NAME

LIST_SEPARATOR = "; "
"""Joins the values of a list where a container holds one text only (ID3v2.2 and ID3v2.3)."""


def separated(field: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The values that `texts` hold, in order, without blanks and repetitions.

    Lists (genre, mood, instrument) are split at ";" and NUL and nowhere else: "R&B/Soul" and
    "Folk, World" are one value each. Other fields are split at NUL only.
    """
    values: dict[str, None] = {}
    for text in texts:
        for line in text.split("\0"):
            parts = line.split(";") if FIELD_BY_NAME[field].category else [line]
            values.update((part.strip(), None) for part in parts if part.strip())
    return tuple(values)


def stored_values(field: str, values: Iterable[str]) -> tuple[str, ...]:
    """What a file of any kind holds, and `read_tags` finds, after `values` were written.

    A value of a list that has a ";" in it becomes several, because not every kind of file can
    tell such a value from a list; blanks and repetitions go. Whoever remembers what was written,
    to know it again later, remembers this.
    """
    return separated(field, values)


def without_blanks(tags: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Every field's values as `separated` gives them; fields without values are dropped."""
    cleaned = {field: separated(field, texts) for field, texts in tags.items()}
    return {field: values for field, values in cleaned.items() if values}
