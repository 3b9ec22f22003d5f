"""Which tracks, in which order, and how many of each: lists of ids, worked out in SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import (
    ColumnElement,
    UnaryExpression,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

from tagger_app.catalog.database import Database
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.query_sql import compiled
from tagger_app.catalog.schema import (
    decisions,
    model_tags,
    outside_changes,
    predictions,
    suggestions,
    tag_values,
    tracks,
)
from tagger_app.catalog.score_changes import ScoreChanges
from tagger_app.catalog.score_table import ScoreTable
from tagger_app.catalog.standing import waits_to_be_written
from tagger_app.catalog.text_index import found_by, match_expression
from tagger_app.catalog.tracks import below
from tagger_app.core.conditions import Condition
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import tag_key

Tag = tuple[Category, str]


class Order(StrEnum):
    """How tracks are sorted.

    Texts without regard to case and accents, A first; a tag column by what the file says, else by
    the model's best suggestion; `FORMAT` by codec, then bit rate; `UNCERTAIN` closest to a
    threshold first, `DISAGREES` the strongest contradiction to the file's tags first, `BEST_SCORE`
    highest first, `NEWEST` last added first.
    """

    PATH = "path"
    TITLE = "title"
    ARTIST = "artist"
    ALBUM = "album"
    GENRE = "genre"
    MOOD = "mood"
    INSTRUMENT = "instrument"
    STATE = "state"
    DURATION = "duration"
    FORMAT = "format"
    YEAR = "year"
    TRACK_NUMBER = "track-number"
    SIZE = "size"
    NEWEST = "newest"
    UNCERTAIN = "uncertain"
    DISAGREES = "disagrees"
    BEST_SCORE = "best-score"


@dataclass(frozen=True, slots=True)
class TrackQuery:
    """What is looked for; the default is every track by path.

    text: words that must all be in title, artist, album, path or tags, as the start of a word.
    states: any of these; all if empty.
    folder: only tracks below this absolute path.
    tags: a track must have one of the tags of every category named here: in its file, accepted or
        added, or suggested by the model and not rejected.
    model_id: the model whose suggestions count; without it none do.
    codec: only tracks whose audio the catalog has under this codec; of any if empty.
    conditions: of a person's query, see `core.query`; all must hold.
    descending: turns the order round. Tracks without a value come last either way.
    """

    text: str = ""
    states: frozenset[TrackState] = frozenset()
    folder: Path | None = None
    tags: frozenset[Tag] = frozenset()
    codec: str = ""
    model_id: int | None = None
    conditions: tuple[Condition, ...] = ()
    order: Order = Order.PATH
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tracks there are of each kind; what there are none of is left out.

    `folders` counts the tracks that lie in a folder itself. `suggested` counts a model's
    suggestions, whatever was decided about them. Spellings of a tag in files count as one.
    `changed` counts the tracks, in whatever state, that `Status.CHANGED` finds.
    """

    total: int
    states: Mapping[TrackState, int]
    folders: Mapping[Path, int]
    suggested: Mapping[Tag, int]
    in_file: Mapping[Tag, int]
    changed: int = 0


class Search:
    """Questions about the whole catalog.

    Args:
        database: to ask.
        changes: of scores that any connection to it has committed.
    """

    def __init__(self, database: Database, changes: ScoreChanges) -> None:
        self._database = database
        # A writer also sees what it has not committed, which nobody was told of yet.
        self._scores = ScoreTable(changes if database.read_only else None)

    def ids(self, query: TrackQuery) -> list[int]:
        """The ids of the tracks that a query finds, in its order."""
        statement = select(tracks.c.id)
        if query.order in _BY_MODEL:
            statement = statement.outerjoin(
                predictions,
                and_(
                    predictions.c.track_id == tracks.c.id,
                    predictions.c.model_id == query.model_id,
                ),
            )
            # True of every id, and tells SQLite to read the tracks in the order of their ids. Else
            # it takes an index and looks up the predictions in a random order.
            statement = statement.where(tracks.c.id > 0)
        statement = statement.where(*_conditions(query)).order_by(*_sorting(query))
        with self._database.reading() as connection:
            asked = compiled(connection, self._scores, query.conditions, query.model_id)
            found = connection.execute(statement.where(*asked))
            # Rows of the driver: of 100,000 ids, wrapping them would take half of the time.
            return [row[0] for row in found.cursor.fetchall()]

    def waiting(self, folder: Path | None = None) -> list[int]:
        """The tracks with accepted tags to be written, by path.

        Those that an earlier write was refused for are among them, missing files are not.

        Args:
            folder: only tracks below this absolute path.
        """
        statement = select(tracks.c.id).where(waits_to_be_written(), tracks.c.missing_at.is_(None))
        if folder is not None:
            statement = statement.where(below(folder))
        with self._database.reading() as connection:
            return list(connection.scalars(statement.order_by(tracks.c.path)))

    def counts(self, model_id: int | None = None) -> Counts:
        """How many tracks there are by state, folder, tag that the model suggests, tag in file."""
        amount = func.count()
        by_state = select(tracks.c.state, amount).group_by(tracks.c.state)
        by_folder = select(tracks.c.folder, amount).group_by(tracks.c.folder)
        of_model = select(model_tags.c.id).where(model_tags.c.model_id == model_id)
        by_tag = (
            select(suggestions.c.tag_id, amount)
            .where(suggestions.c.tag_id.in_(of_model))
            .group_by(suggestions.c.tag_id)
        )
        names = select(model_tags.c.id, model_tags.c.category, model_tags.c.name)
        values = (
            select(tag_values.c.field, func.min(tag_values.c.value), amount)
            .where(tag_values.c.field.in_([category.value for category in TAG_CATEGORIES]))
            .group_by(tag_values.c.field, tag_values.c.key)
        )
        changed = select(func.count(outside_changes.c.track_id.distinct()))
        with self._database.reading() as connection:
            states = {TrackState(state): n for state, n in connection.execute(by_state)}
            tags = {row[0]: (Category(row[1]), row[2]) for row in connection.execute(names)}
            return Counts(
                total=sum(states.values()),
                states=states,
                folders={row[0]: row[1] for row in connection.execute(by_folder)},
                suggested={tags[tag_id]: n for tag_id, n in connection.execute(by_tag)},
                in_file={
                    (Category(field), value): n for field, value, n in connection.execute(values)
                },
                changed=connection.scalar(changed) or 0,
            )


_BY_MODEL = frozenset(
    {
        Order.GENRE,
        Order.MOOD,
        Order.INSTRUMENT,
        Order.UNCERTAIN,
        Order.DISAGREES,
        Order.BEST_SCORE,
    }
)
_UNINDEXED = frozenset({Order.STATE, Order.FORMAT, Order.TRACK_NUMBER, Order.SIZE})
_INDEXED = frozenset(Order) - _BY_MODEL - _UNINDEXED
_LARGEST_FIRST = frozenset({Order.NEWEST, Order.DISAGREES, Order.BEST_SCORE})
_ALBUM = (tracks.c.album_key, tracks.c.folder, tracks.c.track_order)
_STATE_RANK = case(
    {state.value: rank for rank, state in enumerate(TrackState)}, value=tracks.c.state
)
_SORTED_BY: Mapping[Order, tuple[ColumnElement[object], ...]] = {
    Order.PATH: (tracks.c.path,),
    Order.TITLE: (tracks.c.title_key,),
    Order.ARTIST: (tracks.c.artist_key, *_ALBUM),
    Order.ALBUM: _ALBUM,
    Order.GENRE: (func.coalesce(tracks.c.genre_key, predictions.c.genre_key),),
    Order.MOOD: (func.coalesce(tracks.c.mood_key, predictions.c.mood_key),),
    Order.INSTRUMENT: (func.coalesce(tracks.c.instrument_key, predictions.c.instrument_key),),
    Order.STATE: (_STATE_RANK,),
    Order.DURATION: (tracks.c.duration,),
    Order.FORMAT: (tracks.c.codec, tracks.c.bit_rate),
    Order.YEAR: (tracks.c.year,),
    Order.TRACK_NUMBER: (tracks.c.track_order,),
    Order.SIZE: (tracks.c.size,),
    Order.NEWEST: (tracks.c.added_at,),
    Order.UNCERTAIN: (predictions.c.margin,),
    Order.DISAGREES: (predictions.c.disagreement,),
    Order.BEST_SCORE: (predictions.c.best_score,),
}


def _sorting(query: TrackQuery) -> list[UnaryExpression[object]]:
    falling = query.descending != (query.order in _LARGEST_FIRST)
    columns = _SORTED_BY[query.order]
    first = [(c.desc() if falling else c.asc()).nulls_last() for c in columns]
    # A bare id would lure SQLite into reading the tracks through an index that helps no such order.
    last = tracks.c.id if query.order in _INDEXED else tracks.c.id + 0
    return [*first, last.desc() if falling else last.asc()]


def _conditions(query: TrackQuery) -> list[ColumnElement[bool]]:
    conditions = []
    if query.text.strip():
        conditions.append(_has_text(query.text))
    if query.states:
        conditions.append(tracks.c.state.in_([state.value for state in query.states]))
    if query.folder is not None:
        conditions.append(below(query.folder))
    if query.codec:
        conditions.append(tracks.c.codec == query.codec)
    for category in sorted({category for category, _ in query.tags}):
        keys = [tag_key(tag) for wanted, tag in query.tags if wanted == category]
        conditions.append(_has_tag(category, keys, query.model_id))
    return conditions


def _has_text(text: str) -> ColumnElement[bool]:
    expression = match_expression(text)
    if expression is None:  # signs alone, such as a band's name "!!!"
        sign = text.strip()
        return or_(
            *(
                column.contains(sign, autoescape=True)
                for column in (tracks.c.title, tracks.c.artist, tracks.c.album)
            )
        )
    return tracks.c.id.in_(found_by(expression))


def _has_tag(category: Category, keys: list[str], model_id: int | None) -> ColumnElement[bool]:
    in_file = select(tag_values.c.track_id).where(
        tag_values.c.field == category.value, tag_values.c.key.in_(keys)
    )
    mine = and_(decisions.c.category == category.value, decisions.c.key.in_(keys))
    taken = select(decisions.c.track_id).where(mine, decisions.c.verdict != Verdict.REJECTED.value)
    rejected = exists(
        select(literal(1)).where(
            decisions.c.track_id == suggestions.c.track_id,
            decisions.c.category == category.value,
            decisions.c.key == model_tags.c.key,
            decisions.c.verdict == Verdict.REJECTED.value,
        )
    )
    suggested = (
        select(suggestions.c.track_id)
        .join_from(suggestions, model_tags)
        .where(
            model_tags.c.model_id == model_id,
            model_tags.c.category == category.value,
            model_tags.c.key.in_(keys),
            ~rejected,
        )
    )
    return tracks.c.id.in_(in_file.union(taken, suggested))
