"""The query language: `genre:jazz score>0.8 -instrument:piano artist:"miles davis" night`.

Every condition must hold; `-` before one turns it round. What belongs together without spaces is
`field:value` or `field>number` (also `>=`, `<`, `<=`, and `field:1990..1999` from … to); anything
else is a word that a title, artist, album, path or tag begins one of its words with. Quotation
marks keep spaces together and make words out of what would be a condition.

`score` belongs to the nearest condition on a tag, the one before it where two are as near; where
there is none it is the score of the track's best tag.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tagger_app.core.conditions import (
    Bounds,
    Condition,
    HasStatus,
    HasTag,
    NumberField,
    Status,
    TagName,
    TextField,
    Within,
    Words,
)
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.query_hints import (
    OPERATORS,
    Advice,
    Hint,
    not_compared,
    nothing_after,
    too_much,
    unknown_field,
    wrong_number,
    wrong_tag,
    wrong_words,
)
from tagger_app.core.vocabulary import Vocabulary, tag_key

NO_ALIASES = Vocabulary({})

_TERM = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<field>[^\W\d_]+)(?P<sign>:|>=|<=|>|<|=))?
        (?:"(?P<quoted>[^"]*)(?P<end>"|$)|(?P<plain>[^\s"]*))""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_COMMA = re.compile(r"\d*,\d+%?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2})")


class QueryError(TaggerError):
    """A part of a query that cannot be understood.

    Args:
        position: of the part, in characters from the start of the query, 0 for the first.
        hint: what is wrong with it, and what would be right.
    """

    def __init__(self, position: int, hint: Hint) -> None:
        super().__init__("Search, at character {at}: {hint}", at=position + 1, hint=hint)
        self.args = (position, hint)  # of which a copy is made in another process
        self.position = position
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Query:
    """Conditions that must all hold; `problems` tells of parts that were left out."""

    conditions: tuple[Condition, ...] = ()
    problems: tuple[QueryError, ...] = ()


TEXT_FIELDS = {
    "title": TextField.TITLE,
    "artist": TextField.ARTIST,
    "album": TextField.ALBUM,
    "path": TextField.PATH,
    "folder": TextField.PATH,
}
TAG_FIELDS: dict[str, Category | None] = {
    **{category.value: category for category in TAG_CATEGORIES},
    "tag": None,
}
NUMBER_FIELDS = {
    "year": NumberField.YEAR,
    "length": NumberField.LENGTH,
    "duration": NumberField.LENGTH,
    "score": NumberField.SCORE,
    "valence": NumberField.VALENCE,
    "arousal": NumberField.AROUSAL,
}
SCALES = frozenset({NumberField.VALENCE, NumberField.AROUSAL})
STATUS_FIELDS = ("status", "state", "is")
FIELDS: tuple[str, ...] = (*TEXT_FIELDS, *TAG_FIELDS, *NUMBER_FIELDS, *STATUS_FIELDS)
"""Every word that may stand before a colon."""
_FIRST = tuple(field for field in FIELDS if field not in {"folder", "duration", "is", "state"})
"""Those that are no other names of another."""

_STATUS_WORDS = {
    **{status.value: status for status in Status},
    "to-review": Status.REVIEW,
    "unheard": Status.NEW,
    "accepted": Status.WAITING,
    "changed-outside": Status.CHANGED,
    "cut-off": Status.SHORT,
}


def parse(text: str, vocabulary: Vocabulary = NO_ALIASES) -> Query:
    """Read a query that must be right; see `read`.

    Raises:
        QueryError: a part of it cannot be understood.
    """
    query = read(text, vocabulary)
    if query.problems:
        raise query.problems[0]
    return query


def read(
    text: str,
    vocabulary: Vocabulary = NO_ALIASES,
    operators: Mapping[str, Advice] = OPERATORS,
) -> Query:
    """Read a query while it is typed: whatever cannot be understood is told, never raised.

    A condition that is not finished, whose value makes no sense, or whose field is not known is
    left out; an open quotation ends with the query, amid a word.

    Args:
        text: the query.
        vocabulary: the other names of tags. A tag that it does not know, and that stands in no
            quotation marks, is taken for the beginning of one: `genre:ja` finds Jazz.
        operators: what is said of words such as OR, in the languages that count.
    """
    text = straight(text)
    terms: list[Condition] = []
    problems: list[QueryError] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        found = _TERM.match(text, position)
        if found is None or found.end() == position:  # no character is left without a branch
            position += 1
            continue
        try:
            condition = _condition(found, vocabulary, operators)
        except QueryError as problem:
            problems.append(problem)
        else:
            if found["end"] == "":
                problems.append(_unclosed(found.start("quoted") - 1))
            if condition is not None:
                terms.append(condition)
        position = found.end()
    return Query(_scored(terms), tuple(problems))


def straight(text: str) -> str:
    """A query with the quotation marks of the language, also where others were pasted."""
    return text if '"' in text else text.translate(_QUOTES)


def quoted(text: str) -> str:
    """A value as it is written in a query, in quotation marks where it needs them."""
    plain = text.replace('"', " ").strip()
    return plain if re.fullmatch(r"[\w.&/+'’;!?]+", plain) else f'"{plain}"'


def _condition(
    found: re.Match[str], vocabulary: Vocabulary, operators: Mapping[str, Advice]
) -> Condition | None:
    field, sign = found["field"], found["sign"]
    phrase = found["quoted"] is not None
    value: str = found["quoted"] if phrase else found["plain"]
    begun = found["end"] == ""  # what is being typed has no second quotation mark yet
    negated = found["minus"] is not None
    if field is None:
        words = Words(TextField.ANY, value.strip(), phrase, negated, begun)
        return _checked(words, found.start(), operators)
    name = field.lower()
    written = found.string[found.end("sign") : found.end()]
    if name not in FIELDS:
        raise QueryError(found.start("field"), unknown_field(field, sign, written, FIELDS, _FIRST))
    if not value.strip():
        raise QueryError(found.start("field"), nothing_after(field, sign))
    place = found.end("sign")
    if name in NUMBER_FIELDS:
        number = NUMBER_FIELDS[name]
        return Within(number, _bounds(number, sign, value, place), negated)
    if sign not in ":=":
        hint = not_compared(field, sign, written, is_tag=name in TAG_FIELDS)
        raise QueryError(found.start("sign"), hint)
    if name in TEXT_FIELDS:
        return Words(TEXT_FIELDS[name], value.strip(), phrase, negated, begun)
    if name in TAG_FIELDS:
        wrong = None if phrase else wrong_tag(field, sign, value)
        if wrong is not None:
            raise QueryError(place, wrong)
        category = TAG_FIELDS[name]
        categories = TAG_CATEGORIES if category is None else (category,)
        whole = phrase and not begun
        meant = (_tag_name(one, value, vocabulary, whole=whole) for one in categories)
        return HasTag(tuple(meant), (), negated)
    status = _STATUS_WORDS.get(value.strip().lower())
    if status is None:
        choices = ", ".join(status.value for status in Status)
        raise QueryError(place, Hint(Advice.NO_STATUS, {"value": value, "choices": choices}))
    return HasStatus(status, negated)


def _checked(words: Words, place: int, operators: Mapping[str, Advice]) -> Words | None:
    """Words anywhere; None where they are none that can be searched for."""
    odd = words.phrase or (words.negated and not any(map(str.isalnum, words.text)))
    hint = None if odd else wrong_words(words.text, FIELDS, operators)
    if hint is not None:
        raise QueryError(place, hint)
    return None if words.text in {"", "-"} else words


def _tag_name(category: Category, value: str, vocabulary: Vocabulary, *, whole: bool) -> TagName:
    text = value.strip()
    if not whole and text.endswith("*") and text != "*":
        return TagName(category, (tag_key(text[:-1]),), beginning=True)
    canonical = vocabulary.canonical(category, text)
    if canonical is None:
        return TagName(category, (tag_key(text),), beginning=not whole)
    spellings = vocabulary.spellings[category].items()
    return TagName(category, tuple(key for key, tag in spellings if tag == canonical))


def _unclosed(position: int) -> QueryError:
    return QueryError(position, Hint(Advice.NO_PARTNER))


def _bounds(field: NumberField, sign: str, value: str, place: int) -> Bounds:
    value = value.strip()
    if sign not in ":=":
        number = _number(field, sign, value, place)
        if sign.startswith(">"):
            return Bounds(low=number, low_in=sign == ">=")
        return Bounds(high=number, high_in=sign == "<=")
    low, dots, high = value.partition("..")
    if dots and (low or high):
        bounds = Bounds(
            _number(field, "", low, place) if low else None,
            _number(field, "", high, place) if high else None,
        )
        if low and high and (bounds.low or 0) > (bounds.high or 0):
            values = {"low": low, "high": high, "right": f"{field}:{high}..{low}"}
            raise QueryError(place, Hint(Advice.WRONG_WAY_ROUND, values))
        return bounds
    if field is NumberField.YEAR:
        number = _number(field, sign, value, place)
        return Bounds(number, number)
    values = {"above": f"{field}>{value}", "below": f"{field}<{value}", "between": f"{field}:a..b"}
    raise QueryError(place, Hint(Advice.NO_RANGE, values))


def _number(field: NumberField, sign: str, text: str, place: int) -> float:
    """The number that stands after a sign, or with "" as an end of a range."""
    clock = _CLOCK.fullmatch(text)
    if clock is not None and int(clock[3]) > 59:
        clock = None
    if clock is not None and field is NumberField.LENGTH:
        return 3_600.0 * int(clock[1] or 0) + 60.0 * int(clock[2]) + float(clock[3])
    is_score = field is NumberField.SCORE or field in SCALES
    # A decimal comma, too, but where it may part thousands.
    written = text.replace(",", ".") if is_score and _COMMA.fullmatch(text) else text
    percent = written.removesuffix("%")
    if not text.isascii() or _NUMBER.fullmatch(percent) is None or len(text) > 15:
        raise QueryError(place, wrong_number(field.value, sign, text))
    number = float(percent)
    if is_score and percent == written and number > 1:
        raise QueryError(place, too_much(field.value, sign, number))
    return number / 100 if percent != written and is_score else number


def _scored(terms: Sequence[Condition]) -> tuple[Condition, ...]:
    """Give each score to the nearest condition on a tag that is not turned round."""
    result: list[Condition | None] = list(terms)
    tags = [i for i, term in enumerate(terms) if isinstance(term, HasTag) and not term.negated]
    for place, term in enumerate(terms):
        is_score = isinstance(term, Within) and term.field is NumberField.SCORE
        if not isinstance(term, Within) or not is_score or term.negated or not tags:
            continue
        nearest = min(tags, key=lambda i: (abs(i - place), i > place))
        tag = result[nearest]
        if isinstance(tag, HasTag):
            result[nearest] = replace(tag, scores=(*tag.scores, term.bounds))
            result[place] = None
    return tuple(term for term in result if term is not None)
