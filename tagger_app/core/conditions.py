"""What a query asks of a track: each condition as a value; `core.query` reads them from text."""

from dataclasses import dataclass
from enum import StrEnum

from tagger_app.core.fields import Category


class TextField(StrEnum):
    """What of a track is searched for words; `ANY` is all of it, tags too."""

    ANY = "any"
    TITLE = "title"
    ARTIST = "artist"
    ALBUM = "album"
    PATH = "path"


class NumberField(StrEnum):
    """What of a track can be compared.

    The year, the length in seconds, the best score, and where the model places it on its scales.
    """

    YEAR = "year"
    LENGTH = "length"
    SCORE = "score"
    VALENCE = "valence"
    AROUSAL = "arousal"


class Status(StrEnum):
    """Where a track stands, in the words of a search.

    `WAITING` has accepted tags to be written; `CHANGED` has tags that another program changed;
    `SHORT` is a file that ends early, or is cut off before its audio can be read.
    """

    NEW = "new"
    REVIEW = "review"
    WAITING = "waiting"
    REVIEWED = "reviewed"
    WRITTEN = "written"
    CHANGED = "changed"
    SHORT = "short"
    FAILED = "failed"
    MISSING = "missing"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A range of numbers; None where it is open, `_in` whether the end belongs to it."""

    low: float | None = None
    high: float | None = None
    low_in: bool = True
    high_in: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a text: each the beginning of a word, or with `phrase` all of them in a row.

    begun: whether the last word of a phrase may go on.
    """

    field: TextField
    text: str
    phrase: bool = False
    negated: bool = False
    begun: bool = False


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag of one category under all its names.

    keys: `core.vocabulary.tag_key` of each. beginning: whether any tag counts that begins so.
    """

    category: Category
    keys: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class HasTag:
    """A tag that is in the file, accepted, added, or suggested and not rejected.

    meant: the tag in one category, or in each where none was named. scores: ranges that the
    model's score of it must be in.
    """

    meant: tuple["TagName", ...]
    scores: tuple[Bounds, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """A number of the track lies in a range."""

    field: NumberField
    bounds: Bounds
    negated: bool = False


@dataclass(frozen=True, slots=True)
class HasStatus:
    """The track stands there."""

    status: Status
    negated: bool = False


Condition = Words | HasTag | Within | HasStatus
