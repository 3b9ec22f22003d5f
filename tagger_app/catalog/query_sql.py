"""A person's query as conditions on the table of tracks; every value is a bound parameter."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from tagger_app.catalog.marks import Marks, ids_in, is_marked, marked, no_marks
from tagger_app.catalog.schema import (
    decisions,
    model_tags,
    outside_changes,
    predictions,
    suggestions,
    tag_values,
    tracks,
)
from tagger_app.catalog.score_table import ScoreTable, scores_of
from tagger_app.catalog.text_index import column_match, found_by
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
from tagger_app.core.errors import Reason
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.query import SCALES
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import tag_key

_SHORTEST = 3
"""Letters that a word needs to be taken for the beginning of a suggested tag."""

_MANY = 5_000
"""From so many tracks on it is quicker to go through all of them in order than to sort these."""

WIDE = 20_000
"""From so many suggestions on tracks are gathered as marks, and not as rows."""

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


@dataclass(frozen=True, slots=True)
class _Source:
    """Where it is asked.

    model_id: the model whose suggestions and scores count; without it none do.
    tags: what it knows.
    """

    connection: Connection
    scores: ScoreTable
    model_id: int | None
    tags: Sequence[_ModelTag]


_Few = CompoundSelect[int] | None
_Named = tuple[tuple[_ModelTag, ...], Sequence[str]]
"""Tags of the model that are one tag, and all keys a rejection of which counts."""


def compiled(
    connection: Connection,
    scores: ScoreTable,
    conditions: Sequence[Condition],
    model_id: int | None,
) -> Iterator[ColumnElement[bool]]:
    """Conditions that a track must fulfil; those on words alone become one question.

    Args:
        connection: to look up what the conditions are about.
        scores: read by this connection.
        conditions: of the query.
        model_id: the model whose suggestions and scores count; without it none do.
    """
    tags = _tags_of(connection, model_id) if conditions else ()
    source = _Source(connection, scores, model_id, tags)
    plain: list[str] = []
    for condition in conditions:
        if isinstance(condition, Words):
            where, text = condition.field.value, condition.text
            expression = column_match(where, text, condition.phrase, condition.begun)
            named = _named(condition, tags)
            if expression is not None and not named and not condition.negated:
                plain.append(expression)
                continue
            test = _words(connection, condition, expression, named)
        elif isinstance(condition, HasTag):
            test = _has_tag(source, condition)
        elif isinstance(condition, HasStatus):
            test = _status(condition.status)
        else:
            test = _within(source, condition)
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
    if condition.phrase and condition.begun:
        return [tag for tag in tags if tag.key.startswith(tag_key(text))]
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
    if _are_many(connection, named):
        suggested = _marks(connection, [((tag,), (tag.key,)) for tag in named], [taken])
        return or_(found, is_marked(suggested))
    return or_(found, tracks.c.id.in_(taken.union(_suggested(named))))


def _has_tag(source: _Source, condition: HasTag) -> ColumnElement[bool]:
    whole: list[_Named] = []
    begun: list[_ModelTag] = []
    there: list[Select[int]] = []
    for name in condition.meant:
        matching = tuple(tag for tag in source.tags if _is(tag, name))
        if name.beginning:
            begun += matching
        elif matching:
            whole.append((matching, name.keys))
        mine = and_(decisions.c.category == name.category.value, _key(decisions.c.key, name))
        in_file = and_(tag_values.c.field == name.category.value, _key(tag_values.c.key, name))
        there.append(select(tag_values.c.track_id).where(in_file))
        there.append(select(decisions.c.track_id).where(mine, decisions.c.verdict != "rejected"))
    named = [*whole, *(((tag,), (tag.key,)) for tag in begun)]
    meant = [tag for matching, _ in named for tag in matching]
    if _are_many(source.connection, meant):
        marks = _marks(source.connection, named, there)
        if condition.scores:
            marks &= _scored(source, condition.scores, meant)
        return is_marked(marks)
    if begun:
        there.append(_suggested(begun))
    there += [_suggested(matching, keys) for matching, keys in whole]
    has = there[0].union(*there[1:])
    if not condition.scores:
        return tracks.c.id.in_(has)
    return is_marked(_scored(source, condition.scores, meant, has))


def _key(column: ColumnElement[str], name: TagName) -> ColumnElement[bool]:
    if name.beginning:
        start = name.keys[0]
        return and_(column >= start, column < start + _LAST)
    return column.in_(name.keys)


def _is(tag: _ModelTag, name: TagName) -> bool:
    if tag.category != name.category.value:
        return False
    return tag.key.startswith(name.keys[0]) if name.beginning else tag.key in name.keys


def _are_many(connection: Connection, tags: Sequence[_ModelTag]) -> bool:
    """Whether the model suggests these tags very often."""
    mine = select(suggestions.c.track_id).where(suggestions.c.tag_id.in_([tag.id for tag in tags]))
    first = select(func.count()).select_from(mine.limit(WIDE).subquery())
    return (connection.scalar(first) or 0) >= WIDE


def _suggested(tags: Sequence[_ModelTag], keys: Sequence[str] = ()) -> Select[int]:
    """Tracks with one of these suggestions, but not those where a person rejected it.

    Args:
        tags: of the model.
        keys: all names of the one tag that they are; a rejection of any of them counts.
    """
    same = decisions.c.key.in_(keys) if keys else decisions.c.key == model_tags.c.key
    named = exists(
        select(literal(1))
        .where(
            model_tags.c.id == suggestions.c.tag_id,
            decisions.c.category == model_tags.c.category,
            same,
        )
        .correlate(suggestions, decisions)  # else it would be about suggestions of any track
    )
    # Joined, the tag's row would be looked up even for tracks that nothing was decided about.
    rejected = exists(
        select(literal(1)).where(
            decisions.c.track_id == suggestions.c.track_id,
            decisions.c.verdict == "rejected",
            named,
        )
    )
    mine = suggestions.c.tag_id.in_([tag.id for tag in tags])
    return select(suggestions.c.track_id).where(mine, ~rejected)


def _marks(connection: Connection, named: Sequence[_Named], others: Sequence[Select[int]]) -> Marks:
    """What `_suggested` finds for each of these, and the tracks that others select."""
    marks = no_marks(connection)
    listed = func.group_concat(suggestions.c.track_id)
    statement = select(suggestions.c.tag_id, listed).group_by(suggestions.c.tag_id)
    ids = [tag.id for tags, _ in named for tag in tags]
    suggested = _by_key(connection, statement.where(suggestions.c.tag_id.in_(ids)))
    place = (decisions.c.category, decisions.c.key)
    statement = select(*place, func.group_concat(decisions.c.track_id)).group_by(*place)
    rejected = _by_key(
        connection,
        statement.where(
            decisions.c.category.in_({tag.category for tags, _ in named for tag in tags}),
            decisions.c.key.in_({key for _, keys in named for key in keys}),
            decisions.c.verdict == "rejected",
        ),
    )
    for tags, keys in named:
        for tag in tags:
            mine = marked(ids_in([suggested.get((tag.id,))]), marks)
            mine[ids_in([rejected.get((tag.category, key)) for key in keys])] = False
            marks |= mine
    for other in others:
        whole = other.with_only_columns(func.group_concat(*other.selected_columns))
        marks[ids_in([connection.scalar(whole)])] = True
    return marks


def _by_key(connection: Connection, statement: Select[*tuple[Any, ...]]) -> dict[object, str]:
    """The last column of each row by all that stands before it."""
    return {tuple(row[:-1]): row[-1] for row in connection.execute(statement)}


def _status(status: Status) -> ColumnElement[bool]:
    if status is Status.CHANGED:
        changed = select(literal(1)).where(outside_changes.c.track_id == tracks.c.id)
        return exists(changed)
    if status is Status.SHORT:
        cut_off = func.coalesce(tracks.c.failure_reason == Reason.CUT_OFF.value, False)
        return or_(tracks.c.promised.is_not(None), cut_off)
    return tracks.c.state == _STATES[status].value


def _within(source: _Source, condition: Within) -> ColumnElement[bool]:
    if condition.field is NumberField.YEAR:
        return _in(tracks.c.year, condition.bounds)
    if condition.field is NumberField.LENGTH:
        return _in(tracks.c.duration, condition.bounds)
    if condition.field in SCALES:
        scale = (Category.OTHER.value, condition.field.value)
        meant = [tag for tag in source.tags if (tag.category, tag.key) == scale]
        return is_marked(_scored(source, (condition.bounds,), meant))
    best = select(predictions.c.track_id).where(
        predictions.c.model_id == source.model_id, _in(predictions.c.best_score, condition.bounds)
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
    source: _Source, bounds: Sequence[Bounds], tags: Sequence[_ModelTag], few: _Few = None
) -> Marks:
    """Tracks of which the model's score of one of these tags is in all ranges.

    SQLite would take each score of a track apart from the others, which is slow for many tags: so
    they are compared here.

    Args:
        few: the tracks that it is asked of, False of others; without it, of all.
    """
    marks = no_marks(source.connection)
    if not tags:
        return marks
    if few is None:
        scores = source.scores.of_model(source.connection, source.model_id)
    else:
        statement = select(predictions.c.track_id, predictions.c.scores)
        mine = predictions.c.model_id == source.model_id
        statement = statement.where(mine, predictions.c.track_id.in_(few))
        scores = scores_of(source.connection, statement)
    if len(scores.ids):
        marks[scores.within([tag.position for tag in tags], bounds)] = True
    return marks
