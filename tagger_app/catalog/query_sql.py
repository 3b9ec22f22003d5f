"""A person's query as conditions on the table of tracks; every value is a bound parameter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)

from tagger_app.catalog.schema import (
    decisions,
    model_tags,
    outside_changes,
    predictions,
    suggestions,
    tag_values,
    tracks,
)
from tagger_app.catalog.text_index import column_match, found_by
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.query import (
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
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import tag_key

_SHORTEST = 3
"""Letters that a word needs to be taken for the beginning of a suggested tag."""

_MANY = 5_000
"""From so many tracks on it is quicker to go through all of them in order than to sort these."""

_IN_ORDER = tracks.c.id + 0  # an id that SQLite does not look rows up by
_LAST = "\U0010ffff"
_WORD = re.compile(r"\w+")
_STATES = {
    Status.NEW: TrackState.NEW,
    Status.REVIEW: TrackState.TO_REVIEW,
    Status.WAITING: TrackState.ACCEPTED,
    Status.REVIEWED: TrackState.REVIEWED,
    Status.WRITTEN: TrackState.WRITTEN,
    Status.FAILED: TrackState.FAILED,
    Status.MISSING: TrackState.MISSING,
    Status.OFFLINE: TrackState.OFFLINE,
}
_COLUMNS = {
    TextField.ANY: (tracks.c.title, tracks.c.artist, tracks.c.album),
    TextField.TITLE: (tracks.c.title,),
    TextField.ARTIST: (tracks.c.artist,),
    TextField.ALBUM: (tracks.c.album,),
    TextField.PATH: (),
}


@dataclass(frozen=True, slots=True)
class _ModelTag:
    """A tag of the model: its row, its output and the words of its name."""

    id: int
    position: int
    category: str
    key: str
    words: tuple[str, ...]


def compiled(
    connection: Connection, conditions: Sequence[Condition], model_id: int | None
) -> Iterator[ColumnElement[bool]]:
    """Conditions that a track must fulfil; those on words alone become one question.

    Args:
        connection: to look the model's tags up.
        conditions: of the query.
        model_id: the model whose suggestions and scores count; without it none do.
    """
    tags = _tags_of(connection, model_id) if conditions else ()
    plain: list[str] = []
    for condition in conditions:
        if isinstance(condition, Words):
            expression = column_match(condition.field.value, condition.text, condition.phrase)
            named = _named(condition, tags)
            if expression is not None and not named and not condition.negated:
                plain.append(expression)
                continue
            test = _words(condition, expression, named)
        elif isinstance(condition, HasTag):
            test = _has_tag(condition, tags, model_id)
        elif isinstance(condition, HasStatus):
            test = _status(condition.status)
        else:
            test = _within(condition, model_id)
        yield not_(func.coalesce(test, False)) if condition.negated else test
    if plain:
        found = found_by(" AND ".join(plain))
        few = len(connection.execute(found.limit(_MANY)).all()) < _MANY
        yield (tracks.c.id if few else _IN_ORDER).in_(found)


def _tags_of(connection: Connection, model_id: int | None) -> tuple[_ModelTag, ...]:
    rows = connection.execute(select(model_tags).where(model_tags.c.model_id == model_id))
    return tuple(
        _ModelTag(r.id, r.position, r.category, r.key, tuple(_WORD.findall(r.name.casefold())))
        for r in rows
    )


def _named(condition: Words, tags: Iterable[_ModelTag]) -> list[_ModelTag]:
    """The tags of the model that a word anywhere may mean."""
    text = condition.text.casefold()
    if condition.field is not TextField.ANY or len(text) < _SHORTEST:
        return []
    if condition.phrase or _WORD.fullmatch(text) is None:
        return [tag for tag in tags if tag.key == tag_key(text)]
    return [tag for tag in tags if any(word.startswith(text) for word in tag.words)]


def _words(
    condition: Words, expression: str | None, named: Sequence[_ModelTag]
) -> ColumnElement[bool]:
    if expression is None:  # signs alone, such as a band's name "!!!"
        columns = _COLUMNS[condition.field]
        return or_(false(), *(c.contains(condition.text, autoescape=True) for c in columns))
    found = tracks.c.id.in_(found_by(expression))
    if not named:
        return found
    keys = sorted({tag.key for tag in named})
    categories = [category.value for category in TAG_CATEGORIES]
    taken = select(decisions.c.track_id).where(
        decisions.c.category.in_(categories),
        decisions.c.key.in_(keys),
        decisions.c.verdict != "rejected",
    )
    return or_(found, tracks.c.id.in_(taken.union(_suggested([tag.id for tag in named]))))


def _has_tag(
    condition: HasTag, tags: Sequence[_ModelTag], model_id: int | None
) -> ColumnElement[bool]:
    there = []
    meant: list[_ModelTag] = []
    for name in condition.meant:
        in_file = and_(tag_values.c.field == name.category.value, _key(tag_values.c.key, name))
        mine = and_(decisions.c.category == name.category.value, _key(decisions.c.key, name))
        there.append(select(tag_values.c.track_id).where(in_file))
        taken = select(decisions.c.track_id).where(mine, decisions.c.verdict != "rejected")
        there.append(taken)
        matching = [tag for tag in tags if _is(tag, name)]
        if matching:
            keys = () if name.beginning else name.keys
            there.append(_suggested([tag.id for tag in matching], keys))
        meant += matching
    has = tracks.c.id.in_(there[0].union(*there[1:]))
    if not condition.scores:
        return has
    rows = predictions.c.scores
    fits = [and_(*(_score_in(rows, t.position, b) for b in condition.scores)) for t in meant]
    mine = and_(predictions.c.model_id == model_id, predictions.c.track_id == tracks.c.id)
    return and_(has, exists(select(literal(1)).where(mine, or_(false(), *fits))))


def _key(column: ColumnElement[str], name: TagName) -> ColumnElement[bool]:
    if name.beginning:
        start = name.keys[0]
        return and_(column >= start, column < start + _LAST)
    return column.in_(name.keys)


def _is(tag: _ModelTag, name: TagName) -> bool:
    if tag.category != name.category.value:
        return False
    return tag.key.startswith(name.keys[0]) if name.beginning else tag.key in name.keys


def _suggested(tag_ids: Sequence[int], keys: Sequence[str] = ()) -> Select[int]:
    """Tracks with one of these suggestions, but not those where a person rejected it.

    Args:
        tag_ids: rows of the model's tags.
        keys: all names of the one tag that they are; a rejection of any of them counts.
    """
    same = decisions.c.key.in_(keys) if keys else decisions.c.key == model_tags.c.key
    rejected = exists(
        select(literal(1)).where(
            decisions.c.track_id == suggestions.c.track_id,
            decisions.c.category == model_tags.c.category,
            same,
            decisions.c.verdict == "rejected",
        )
    )
    return (
        select(suggestions.c.track_id)
        .join_from(suggestions, model_tags)
        .where(suggestions.c.tag_id.in_(tag_ids), ~rejected)
    )


def _status(status: Status) -> ColumnElement[bool]:
    if status is Status.CHANGED:
        changed = select(literal(1)).where(outside_changes.c.track_id == tracks.c.id)
        return exists(changed)
    return tracks.c.state == _STATES[status].value


def _within(condition: Within, model_id: int | None) -> ColumnElement[bool]:
    if condition.field is NumberField.YEAR:
        return _in(tracks.c.year, condition.bounds)
    if condition.field is NumberField.LENGTH:
        return _in(tracks.c.duration, condition.bounds)
    best = select(predictions.c.track_id).where(
        predictions.c.model_id == model_id, _in(predictions.c.best_score, condition.bounds)
    )
    return _IN_ORDER.in_(best)


def _in(column: ColumnElement[float], bounds: Bounds) -> ColumnElement[bool]:
    tests: list[ColumnElement[bool]] = [column.is_not(None)]
    if bounds.low is not None:
        tests.append(column >= bounds.low if bounds.low_in else column > bounds.low)
    if bounds.high is not None:
        tests.append(column <= bounds.high if bounds.high_in else column < bounds.high)
    return and_(*tests)


def _score_in(scores: ColumnElement[bytes], position: int, bounds: Bounds) -> ColumnElement[bool]:
    """Whether one of the packed scores (float16, little-endian, not negative) is in a range.

    Such numbers are in the order of their bytes, the high one first.
    """
    high = type_coerce(func.substr(scores, 2 * position + 2, 1), LargeBinary)
    low = type_coerce(func.substr(scores, 2 * position + 1, 1), LargeBinary)
    tests: list[ColumnElement[bool]] = []
    if bounds.low is not None:
        ends = _bytes(bounds.low, up=bounds.low_in)
        more = low >= ends[1] if bounds.low_in else low > ends[1]
        tests.append(or_(high > ends[0], and_(high == ends[0], more)))
    if bounds.high is not None:
        ends = _bytes(bounds.high, up=not bounds.high_in)
        less = low <= ends[1] if bounds.high_in else low < ends[1]
        tests.append(or_(high < ends[0], and_(high == ends[0], less)))
    return and_(*tests)


def _bytes(number: float, *, up: bool) -> tuple[bytes, bytes]:
    """The high and low byte of the float16 next to a number, or equal to it, in one direction."""
    limited = min(max(number, 0.0), 60_000.0)
    near = np.float16(limited)
    if up and float(near) < limited:
        near = np.nextafter(near, np.float16(np.inf))
    elif not up and float(near) > limited:
        near = np.nextafter(near, np.float16(0))
    packed = near.astype("<f2").tobytes()
    return packed[1:], packed[:1]
