"""Why a query finds a track: the tags and scales that fulfil its conditions, with their scores."""

import re
from collections.abc import Iterable, Mapping, Sequence

from tagger_app.core.conditions import (
    Bounds,
    Condition,
    HasTag,
    NumberField,
    TagName,
    TextField,
    Within,
    Words,
)
from tagger_app.core.query import SCALES
from tagger_app.core.vocabulary import tag_key
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack

_THERE = frozenset(ChipStatus) - {ChipStatus.REJECTED, ChipStatus.SCORED}
_SHORTEST = 3
"""Letters that a word needs to be taken for the beginning of a tag."""
_WORD = re.compile(r"\w+")


def asks_for_tags(conditions: Sequence[Condition], names: Iterable[str]) -> bool:
    """Whether tags or scales may be why a track is found.

    Args:
        names: of the tags that the model knows; only these are meant by mere words.
    """
    known = tuple(names)
    return any(
        isinstance(one, HasTag)
        or (isinstance(one, Words) and any(_means(one, name) for name in known))
        or (isinstance(one, Within) and one.field in SCALES | {NumberField.SCORE})
        for one in conditions
        if not one.negated
    )


def matching_tags(conditions: Sequence[Condition], review: ReviewTrack) -> tuple[Chip, ...]:
    """The tags of a track that a query asks for, in the order of its conditions.

    A score that belongs to no tag is that of the best one, whether it is suggested or not.
    """
    found: dict[Chip, None] = {}
    for one in conditions:
        if not one.negated:
            found |= dict.fromkeys(_fulfilling(one, review))
    return tuple(found)


def matching_scales(conditions: Sequence[Condition], review: ReviewTrack) -> Mapping[str, float]:
    """Where the model places a track on the scales that a query asks for."""
    asked = {one.field.value for one in conditions if isinstance(one, Within) and not one.negated}
    return {name: value for name, value in review.scales.items() if name in asked}


def _fulfilling(condition: Condition, review: ReviewTrack) -> Iterable[Chip]:
    if isinstance(condition, HasTag):
        there = [
            chip
            for name in condition.meant
            for chip in review.tags[name.category]
            if chip.status in _THERE and _is(chip, name)
        ]
        scored = [chip for chip in there if _lies_in(chip.score, condition.scores)]
        return scored or there
    every = [chip for chips in review.tags.values() for chip in chips]
    if isinstance(condition, Words):
        return [c for c in every if c.status in _THERE and _means(condition, c.name)]
    if isinstance(condition, Within) and condition.field is NumberField.SCORE:
        rated = [chip for chip in every if chip.score is not None]
        return sorted(rated, key=lambda chip: -(chip.score or 0.0))[:1]
    return ()


def _is(chip: Chip, name: TagName) -> bool:
    key = tag_key(chip.name)
    return key.startswith(name.keys[0]) if name.beginning else key in name.keys


def _means(words: Words, name: str) -> bool:
    text = words.text.casefold()
    if words.field is not TextField.ANY or len(text) < _SHORTEST:
        return False
    if words.phrase or _WORD.fullmatch(text) is None:
        return tag_key(name) == tag_key(text)
    return any(word.startswith(text) for word in _WORD.findall(name.casefold()))


def _lies_in(score: float | None, ranges: Iterable[Bounds]) -> bool:
    return all(
        score is not None
        and (one.low is None or score > one.low or (one.low_in and score == one.low))
        and (one.high is None or score < one.high or (one.high_in and score == one.high))
        for one in ranges
    )
