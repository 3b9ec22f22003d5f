"""A person's query as conditions on the table of tracks; every value is a bound parameter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Exists,
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

from tagger_app.catalog.columns import unpack
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
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.query import (
    SCALES,
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

WIDE = 20_000
"""From so many suggestions on it is quicker to look at those of each track than to gather these."""

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
            test = _words(connection, condition, expression, named)
        elif isinstance(condition, HasTag):
            test = _has_tag(connection, condition, tags, model_id)
        elif isinstance(condition, HasStatus):
            test = _status(condition.status)
        else:
            test = _within(connection, condition, tags, model_id)
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
    connection: Connection,
    condition: Words,
    expression: str | None,
    named: Sequence[_ModelTag],
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
    return or_(found, _in_any([taken, _suggested(connection, [tag.id for tag in named])]))


def _has_tag(
    connection: Connection, condition: HasTag, tags: Sequence[_ModelTag], model_id: int | None
) -> ColumnElement[bool]:
    there: list[Select[int] | Exists] = []
    meant: list[_ModelTag] = []
    beginning: list[int] = []
    for name in condition.meant:
        matching = [tag for tag in tags if _is(tag, name)]
        meant += matching
        if name.beginning:
            beginning += [tag.id for tag in matching]
        elif matching:
            there.append(_suggested(connection, [tag.id for tag in matching], name.keys))
    if beginning:
        there.append(_suggested(connection, beginning))
    for name in condition.meant:
        mine = and_(decisions.c.category == name.category.value, _key(decisions.c.key, name))
        in_file = and_(tag_values.c.field == name.category.value, _key(tag_values.c.key, name))
        there.append(select(tag_values.c.track_id).where(in_file))
        taken = select(decisions.c.track_id).where(mine, decisions.c.verdict != "rejected")
        there.append(taken)
    has = _in_any(there)
    if not condition.scores:
        return has
    selected = [way for way in there if isinstance(way, Select)]
    few = selected[0].union(*selected[1:]) if len(selected) == len(there) else None
    scored = _scored(connection, condition.scores, meant, model_id, few)
    return scored if few is not None else and_(scored, has)


def _in_any(ways: Sequence[Select[int] | Exists]) -> ColumnElement[bool]:
    """Whether a track is among those selected, or fulfils one of the conditions."""
    selected = [way for way in ways if isinstance(way, Select)]
    tests: list[ColumnElement[bool]] = []
    if selected:  # alone, it is what SQLite looks the tracks up by; else quicker than the others
        tests.append(tracks.c.id.in_(selected[0].union(*selected[1:])))
    tests += [way for way in ways if isinstance(way, Exists)]
    return or_(false(), *tests)


def _key(column: ColumnElement[str], name: TagName) -> ColumnElement[bool]:
    if name.beginning:
        start = name.keys[0]
        return and_(column >= start, column < start + _LAST)
    return column.in_(name.keys)


def _is(tag: _ModelTag, name: TagName) -> bool:
    if tag.category != name.category.value:
        return False
    return tag.key.startswith(name.keys[0]) if name.beginning else tag.key in name.keys


def _suggested(
    connection: Connection, tag_ids: Sequence[int], keys: Sequence[str] = ()
) -> Select[int] | Exists:
    """Tracks with one of these suggestions, but not those where a person rejected it.

    Of very many suggestions it is a condition on a track that is returned.

    Args:
        connection: to find out how many suggestions there are.
        tag_ids: rows of the model's tags.
        keys: all names of the one tag that they are; a rejection of any of them counts.
    """
    same = decisions.c.key.in_(keys) if keys else decisions.c.key == model_tags.c.key
    named = exists(
        select(literal(1)).where(
            model_tags.c.id == suggestions.c.tag_id,
            decisions.c.category == model_tags.c.category,
            same,
        )
    )
    # Joined, the tag's row would be looked up even for tracks that nothing was decided about.
    rejected = exists(
        select(literal(1)).where(
            decisions.c.track_id == suggestions.c.track_id,
            decisions.c.verdict == "rejected",
            named,
        )
    )
    mine = select(suggestions.c.track_id).where(suggestions.c.tag_id.in_(tag_ids))
    if (
        connection.scalar(select(func.count()).select_from(mine.limit(WIDE).subquery())) or 0
    ) < WIDE:
        return mine.where(~rejected)
    # A sum is no column that SQLite would look each of the tags up by.
    one_of = (suggestions.c.tag_id + 0).in_(tag_ids)
    return exists(
        select(literal(1)).where(suggestions.c.track_id == tracks.c.id, one_of, ~rejected)
    )


def _status(status: Status) -> ColumnElement[bool]:
    if status is Status.CHANGED:
        changed = select(literal(1)).where(outside_changes.c.track_id == tracks.c.id)
        return exists(changed)
    return tracks.c.state == _STATES[status].value


def _within(
    connection: Connection, condition: Within, tags: Sequence[_ModelTag], model_id: int | None
) -> ColumnElement[bool]:
    if condition.field is NumberField.YEAR:
        return _in(tracks.c.year, condition.bounds)
    if condition.field is NumberField.LENGTH:
        return _in(tracks.c.duration, condition.bounds)
    if condition.field in SCALES:
        scale = (Category.OTHER.value, condition.field.value)
        meant = [tag for tag in tags if (tag.category, tag.key) == scale]
        return _scored(connection, (condition.bounds,), meant, model_id, None)
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


def _scored(
    connection: Connection,
    bounds: Sequence[Bounds],
    tags: Sequence[_ModelTag],
    model_id: int | None,
    few: CompoundSelect[int] | None,
) -> ColumnElement[bool]:
    """Whether the model's score of one of these tags is in all ranges.

    SQLite would take each score of a track apart from the others, which is slow for many tags: so
    they are compared here, and the answer goes back as one byte for each id.

    Args:
        few: the tracks that it is asked of, False of others; without it, of all.
    """
    statement = select(predictions.c.track_id, predictions.c.scores)
    statement = statement.where(predictions.c.model_id == model_id)
    if few is not None:
        statement = statement.where(predictions.c.track_id.in_(few))
    # Rows of the driver, as in `Search.ids`.
    rows = connection.execute(statement).cursor.fetchall()
    if not rows or not tags:
        return false()
    scores = unpack(b"".join([row[1] for row in rows])).reshape(len(rows), -1)
    meant = scores.take([tag.position for tag in tags], axis=1).astype(np.float32)
    fits = np.ones(meant.shape, np.bool_)
    for one in bounds:
        if one.low is not None:
            fits &= meant >= one.low if one.low_in else meant > one.low
        if one.high is not None:
            fits &= meant <= one.high if one.high_in else meant < one.high
    ids = np.array([row[0] for row in rows])
    answers = np.zeros(ids.max(), np.uint8)
    answers[ids[fits.any(axis=1)] - 1] = 1
    answer = func.substr(literal(answers.tobytes(), LargeBinary), tracks.c.id, 1)
    return type_coerce(answer, LargeBinary) == b"\x01"
