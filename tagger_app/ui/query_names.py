"""What the fields and states of the query language are called in the person's language."""

import difflib

from tagger_app.core.conditions import Status
from tagger_app.core.query import FIELDS
from tagger_app.core.query_hints import OPERATORS, Advice
from tagger_app.ui import words

_SHORTEST = 4
"""Letters that a word needs to be taken for a field's name."""
_LIKE = 0.75
"""How like a name must be to be the one that was meant, from 0 to 1."""


def field_names() -> dict[str, str]:
    """Each field that a query may have, explained in a few words, the most telling one first."""
    tr = words.tr
    told = {
        "title": tr("title"),
        "artist": tr("artist"),
        "album": tr("album"),
        "path": tr("folder and file name"),
        "folder": tr("folder and file name"),
        "genre": tr("genre"),
        "mood": tr("mood"),
        "instrument": tr("instrument"),
        "tag": tr("tag of any kind"),
        "year": tr("year"),
        "length": tr("length"),
        "duration": tr("length"),
        "score": tr("likelihood of the tag, up to 1"),
        "valence": tr("pleasantness, up to 1"),
        "arousal": tr("liveliness, up to 1"),
        "status": tr("state of the track"),
        "state": tr("state of the track"),
        "is": tr("state of the track"),
    }
    return {field: told[field] for field in FIELDS}


def status_names() -> dict[str, str]:
    """Where a track may stand, by the words of a query."""
    tr = words.tr
    told = {
        Status.NEW: tr("not heard yet"),
        Status.REVIEW: tr("to review"),
        Status.WAITING: tr("accepted, to be written"),
        Status.REVIEWED: tr("rejected or complete"),
        Status.WRITTEN: tr("written"),
        Status.CHANGED: tr("changed by another program"),
        Status.SHORT: tr("ends early or is cut off"),
        Status.FAILED: tr("failed"),
        Status.MISSING: tr("missing"),
        Status.OFFLINE: tr("on a disk that is not there"),
    }
    return {status.value: told[status] for status in Status}


def operators() -> dict[str, Advice]:
    """Words that join conditions in other languages of queries, as the person may write them."""
    tr = words.tr
    return {**OPERATORS, tr("AND"): Advice.AND, tr("OR"): Advice.OR, tr("NOT"): Advice.NOT}


def field_called(name: str) -> str | None:
    """The field that has this name in the person's language, or one that is very like it.

    None where there is none, and where a name of the query language is as like.
    """
    wanted = name.casefold()
    called: dict[str, str] = {}
    for field, told in field_names().items():
        first = told.casefold().replace(",", " ").split()[0]
        if len(first) >= _SHORTEST:
            called.setdefault(first, field)
    if wanted in called:
        return called[wanted]
    near = difflib.get_close_matches(wanted, [*called, *FIELDS], 1, _LIKE)
    return called.get(near[0]) if near and near[0] not in FIELDS else None
