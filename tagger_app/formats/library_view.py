"""What the library makes of a file as a whole: the view many other programs share."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutagen

from tagger_app.core.fields import FIELDS
from tagger_app.formats.border import LIBRARY_ERRORS

OUR_NAMES = frozenset(
    {field.name for field in FIELDS}
    | {key.casefold().rpartition(":")[2] for field in FIELDS for key in field.keys.values()}
)
"""Names, in lower case and without prefixes, under which programs show our fields."""


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The kind of file the library takes it for, and digests of every tag that is not ours."""

    kind: str
    tags: Counter[str]


def library_view(path: Path) -> LibraryView | None:
    """The view, or None where the library cannot read the file."""
    try:
        audio = mutagen.File(path)
        if audio is None:
            return None
        pairs = _pairs(audio.tags) if audio.tags is not None else ()
        tags = Counter(
            f"{key} {hashlib.sha256(repr(value).encode('utf-8', 'replace')).hexdigest()}"
            for key, value in pairs
            if _name(key) not in OUR_NAMES
        )
        return LibraryView(type(audio).__name__, tags)
    except LIBRARY_ERRORS:
        return None


def _pairs(tags: Any) -> Iterable[tuple[str, Any]]:
    """Keys and values; comments and attributes are lists of pairs, other tags mappings."""
    return tags if isinstance(tags, list) else tags.items()


def _name(key: str) -> str:
    return key.casefold().rpartition(":")[2]
