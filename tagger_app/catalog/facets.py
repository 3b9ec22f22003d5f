"""How many tracks have each tag, decade and format, and how many cannot be reached where."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, func, literal, select

from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import decisions, model_tags, suggestions, tag_values, tracks
from tagger_app.catalog.search import Tag
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState

_CATEGORIES = [category.value for category in TAG_CATEGORIES]
_REJECTED = decisions.c.verdict == "rejected"


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Numbers of tracks; what there is none of is left out.

    tags: tracks that `TrackQuery.tags` finds for each tag. decades: by the first year of ten.
    codecs: by the name of the codec, of tracks that were heard. missing, offline: tracks in a
    folder itself whose file, or whose disk, is not there.
    """

    tags: Mapping[Tag, int]
    decades: Mapping[int, int]
    codecs: Mapping[str, int]
    missing: Mapping[Path, int]
    offline: Mapping[Path, int]


class Facets:
    """Counts for narrowing a library down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, model_id: int | None = None) -> FacetCounts:
        """The counts of the whole catalog.

        Args:
            model_id: the model whose suggestions count, as far as nobody rejected them.
        """
        decade = tracks.c.year - tracks.c.year % 10
        by_decade = select(decade, func.count()).where(tracks.c.year.is_not(None)).group_by(decade)
        by_codec = (
            select(tracks.c.codec, func.count())
            .where(tracks.c.codec.is_not(None), tracks.c.codec != "")
            .group_by(tracks.c.codec)
        )
        with self._database.reading() as connection:
            decades = {row[0]: row[1] for row in connection.execute(by_decade)}
            codecs = {row[0]: row[1] for row in connection.execute(by_codec)}
            missing, offline = (
                {
                    row[0]: row[1]
                    for row in connection.execute(
                        select(tracks.c.folder, func.count())
                        .where(tracks.c.state == state.value)
                        .group_by(tracks.c.folder)
                    )
                }
                for state in (TrackState.MISSING, TrackState.OFFLINE)
            )
        return FacetCounts(self._tags(model_id), decades, codecs, missing, offline)

    def _tags(self, model_id: int | None) -> dict[Tag, int]:
        """Tracks with each tag in the file, taken by a person, or suggested and not rejected.

        Worked out as sums and differences, so that the many suggestions are only counted and
        never looked at one by one.
        """
        counts: Counter[tuple[str, str]] = Counter()
        names: dict[tuple[str, str], str] = {}
        mine = model_tags.c.model_id == model_id
        model = select(
            model_tags.c.category, model_tags.c.key, model_tags.c.name, model_tags.c.id
        ).where(mine)
        suggested = (
            select(suggestions.c.tag_id, func.count())
            .where(suggestions.c.tag_id.in_(select(model_tags.c.id).where(mine)))
            .group_by(suggestions.c.tag_id)
        )
        in_file = (
            select(
                tag_values.c.field,
                tag_values.c.key,
                func.min(tag_values.c.value),
                func.count(tag_values.c.track_id.distinct()),
            )
            .where(tag_values.c.field.in_(_CATEGORIES))
            .group_by(tag_values.c.field, tag_values.c.key)
        )
        also_suggested = _also_suggested(tag_values, tag_values.c.field, mine).where(~_rejected())
        rejected = _also_suggested(decisions, decisions.c.category, mine).where(_REJECTED)
        taken = (
            select(decisions.c.category, decisions.c.key, func.min(decisions.c.tag), func.count())
            .where(
                decisions.c.category.in_(_CATEGORIES), ~_REJECTED, ~_in_file(), ~_suggested(mine)
            )
            .group_by(decisions.c.category, decisions.c.key)
        )
        with self._database.reading() as connection:
            of_tag = {row[0]: row[1] for row in connection.execute(suggested)}
            for category, key, name, amount in (
                *connection.execute(taken),
                *connection.execute(in_file),
            ):
                counts[category, key] += amount
                names[category, key] = name
            for category, key, amount in (
                *connection.execute(also_suggested),
                *connection.execute(rejected),
            ):
                counts[category, key] -= amount
            for category, key, name, tag_id in connection.execute(model):
                names[category, key] = name
                counts[category, key] += of_tag.get(tag_id, 0)
        return {
            (Category(category), names[category, key]): amount
            for (category, key), amount in counts.items()
            if amount > 0 and category in _CATEGORIES
        }


def _also_suggested(
    table: FromClause, category: ColumnElement[str], mine: ColumnElement[bool]
) -> Select[tuple[str, str, int]]:
    """Tracks by tag that a table of tags has, and the model suggested as well."""
    same = and_(model_tags.c.category == category, model_tags.c.key == table.c.key)
    suggested = and_(
        suggestions.c.tag_id == model_tags.c.id, suggestions.c.track_id == table.c.track_id
    )
    return (
        select(category, table.c.key, func.count(table.c.track_id.distinct()))
        .select_from(table.join(model_tags, same).join(suggestions, suggested))
        .where(mine)
        .group_by(category, table.c.key)
    )


def _rejected() -> ColumnElement[bool]:
    """Whether a person rejected a tag of a file."""
    return exists(
        select(literal(1)).where(
            decisions.c.track_id == tag_values.c.track_id,
            decisions.c.category == tag_values.c.field,
            decisions.c.key == tag_values.c.key,
            _REJECTED,
        )
    )


def _in_file() -> ColumnElement[bool]:
    """Whether a tag that was decided about is in the file."""
    return exists(
        select(literal(1)).where(
            tag_values.c.track_id == decisions.c.track_id,
            tag_values.c.field == decisions.c.category,
            tag_values.c.key == decisions.c.key,
        )
    )


def _suggested(mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the model suggests a tag that was decided about."""
    return exists(
        select(literal(1))
        .select_from(suggestions.join(model_tags))
        .where(
            suggestions.c.track_id == decisions.c.track_id,
            model_tags.c.category == decisions.c.category,
            model_tags.c.key == decisions.c.key,
            mine,
        )
    )
