"""What is wrong with a part of a query, and what would be right.

What is said stands here once, in English, with places for what the person wrote; the window
translates it (`ui.query_problems`), the command line prints it as it is.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Advice(Enum):
    """What can be said about a part of a query.

    Places: {right} is what the part most probably should be, {exact} the part as mere text.
    """

    OTHER_FIELD = "There is no field “{field}”. Did you mean {right}?"
    NO_FIELD = (
        "There is no field “{field}”. There are: {fields}."
        " To search for the text itself, write {exact}."
    )
    NO_VALUE = "Nothing stands after “{begun}”. Write, for example, {example}."
    NO_TAG = "“{value}” is no tag. Write, for example, {example}. For the signs, write {exact}."
    TAG_AND_SCORE = "How likely a tag is stands behind it. Write {right}."
    PARENTHESES = (
        "Parentheses mean nothing here. Write {right}. For the text itself, write {exact}."
    )
    AND = "All conditions must hold anyway: leave {word} out. For the word itself, write {exact}."
    OR = (
        "All conditions must hold; there is no OR. Search for one after the other."
        " For the text itself, write {exact}."
    )
    NOT = (
        "Turn a condition round by a minus sign, such as -genre:jazz."
        " For the word itself, write {exact}."
    )
    NOT_COMPARED = "“{field}” cannot be compared. Write {right}."
    NOTHING_COMPARED = (
        "Say what is compared, without spaces, such as {example}."
        " For the text itself, write {exact}."
    )
    NO_STATUS = "There is no status “{value}”. There are: {choices}."
    NO_PARTNER = "This quotation mark has no partner. Add one where the text ends."
    WRONG_WAY_ROUND = "{low} is more than {high}. Write {right}."
    NO_RANGE = "Say from where to where. Write {above}, {below} or {between}."
    NO_YEARS = "“{value}” is no year. Did you mean {right}?"
    NO_NUMBER = "“{value}” is no number for {field}. Write, for example, {example}."
    TOO_MUCH = "A number for {field} is 1 at most. Write {example}, or {likely}."


@dataclass(frozen=True, slots=True)
class Hint:
    """Advice about one part of a query, with what belongs in its places."""

    advice: Advice
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.advice.value.format(**self.values)

    @property
    def right(self) -> str | None:
        """What may stand instead of the part, but for a minus before it; None where many may."""
        return self.values.get("right")


EXAMPLES = {
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
OPERATORS: Mapping[str, Advice] = {one.name: one for one in (Advice.AND, Advice.OR, Advice.NOT)}
"""Words that join conditions in other languages of queries."""
_GROUP = re.compile(r"\(+-?(?P<field>[^\W\d_]+)(?::|[<>]=?|=)")
_COMPARED = re.compile(r"(?P<sign>[<>]=?)(?:\d[\d.,:%].*)?")  # but no <3
_SCORED = re.compile(r"(?P<tag>[^<>=]+)(?P<sign>[<>]=?)(?P<score>(?=.*[.,%])[\d.,]+%?)")
_SEVERAL = re.compile(r"[^,|]+[,|][^,|]")
_YEARS = re.compile(r"(?P<low>\d{4})[-–—](?P<high>\d{4})")
_DECADE = re.compile(r"(?P<begin>(?:\d\d)?\d)0'?s")


def unknown_field(
    name: str, sign: str, value: str, fields: Iterable[str], told: Iterable[str]
) -> Hint:
    """What may be meant by a field that there is not.

    Args:
        value: as it is written, with its quotation marks.
        fields: those that there are.
        told: those that are named where none is alike.
    """
    near = difflib.get_close_matches(name.lower(), tuple(fields), 1)
    written = f"{name}{sign}{value}"
    if near:
        values = {"field": name, "right": f"{near[0]}{sign}{value}", "written": written}
        return Hint(Advice.OTHER_FIELD, values)
    scored = _SCORED.fullmatch(written)
    if scored is not None:
        values = {"field": name, "written": written, "right": _parted("tag:", scored)}
        return Hint(Advice.TAG_AND_SCORE, values)
    exact = '"{}"'.format(written.replace('"', ""))
    values = {"field": name, "fields": ", ".join(told), "exact": exact, "written": written}
    return Hint(Advice.NO_FIELD, values)


def nothing_after(name: str, sign: str) -> Hint:
    """A field without a value."""
    example = EXAMPLES.get(name.lower(), f"{name.lower()}:night")
    return Hint(Advice.NO_VALUE, {"begun": f"{name}{sign}", "example": example})


def not_compared(name: str, sign: str, value: str, *, is_tag: bool) -> Hint:
    """A text or a tag with a sign that compares numbers; `value` as it is written."""
    if is_tag and value[:1].isdigit():
        right = f"{EXAMPLES[name.lower()]} score{sign}{value}"
        return Hint(Advice.TAG_AND_SCORE, {"right": right})
    return Hint(Advice.NOT_COMPARED, {"field": name, "right": f"{name}:{value}"})


def wrong_tag(name: str, sign: str, value: str) -> Hint | None:
    """Why a value without quotation marks can be no tag; None where it can."""
    exact = f'{name}{sign}"{value}"'
    if not any(map(str.isalnum, value)):
        values = {"value": value, "example": EXAMPLES[name.lower()], "exact": exact}
        return Hint(Advice.NO_TAG, values)
    scored = _SCORED.fullmatch(value)
    if scored is not None:
        return Hint(Advice.TAG_AND_SCORE, {"right": _parted(f"{name}{sign}", scored)})
    if value.count("(") != value.count(")"):
        right = f"{name}{sign}{value.strip('()')}"
        return Hint(Advice.PARENTHESES, {"right": right, "exact": exact})
    if _SEVERAL.match(value):
        return Hint(Advice.OR, {"exact": exact})
    return None


def wrong_words(text: str, fields: Iterable[str], operators: Mapping[str, Advice]) -> Hint | None:
    """Why words without quotation marks are most probably none; None where they are.

    Args:
        operators: as `OPERATORS`, in all languages that count.
    """
    exact = f'"{text}"'
    if text in operators:
        return Hint(operators[text], {"word": text, "exact": exact})
    group = _GROUP.match(text)
    if group is not None and group["field"].lower() in fields:
        return Hint(Advice.PARENTHESES, {"right": text.strip("()"), "exact": exact})
    compared = _COMPARED.fullmatch(text)
    if compared is not None:
        bare = compared["sign"] == text
        example = EXAMPLES["score"] if bare else f"year{text}"
        return Hint(Advice.NOTHING_COMPARED, {"example": example, "exact": exact})
    return None


def wrong_number(name: str, sign: str, value: str) -> Hint:
    """A value that is no number, and the years that it may mean."""
    years = _years(value) if name == "year" and sign in {":", "="} else None
    if years is not None:
        return Hint(Advice.NO_YEARS, {"value": value, "right": f"{name}:{years}"})
    _, example = re.split("[<>]", EXAMPLES[name])
    return Hint(Advice.NO_NUMBER, {"value": value, "field": name, "example": example})


def too_much(name: str, sign: str, number: float) -> Hint:
    """A number beyond the end of a scale from 0 to 1."""
    percent = 10 < number <= 100  # who writes 80 means percent, and who writes 8 anything
    likely = f"{number:g}%" if percent else "80%"
    values = {"field": name, "example": "0.8", "likely": likely}
    if percent and sign[:1] in {"<", ">"}:
        values["right"] = f"{name}{sign}{likely}"
    return Hint(Advice.TOO_MUCH, values)


def _years(value: str) -> str | None:
    several, decade = _YEARS.fullmatch(value), _DECADE.fullmatch(value)
    if several is not None:
        return "..".join(sorted((several["low"], several["high"])))
    if decade is None:
        return None
    begin = decade["begin"]
    century = "" if len(begin) > 1 else "20" if begin < "3" else "19"
    return f"{century}{begin}0..{century}{begin}9"


def _parted(before: str, scored: re.Match[str]) -> str:
    return f"{before}{scored['tag']} score{scored['sign']}{scored['score']}"
