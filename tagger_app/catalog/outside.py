"""What other programs changed in the tags of files, until a person has seen it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from tagger_app.catalog.columns import among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import outside_changes, tag_values
from tagger_app.catalog.standing import refresh
from tagger_app.core.changes import FieldChange
from tagger_app.core.fields import FIELDS
from tagger_app.core.track import Tags


@dataclass(frozen=True, slots=True)
class OutsideChange:
    """One field that another program changed; `change` holds both values."""

    change: FieldChange
    seen_at: datetime


class OutsideChanges:
    """Changes by other programs, of the fields that this program writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def many(self, ids: Sequence[int]) -> dict[int, tuple[OutsideChange, ...]]:
        """The changes of these tracks, by field; tracks without any are left out."""
        statement = (
            select(outside_changes)
            .where(outside_changes.c.track_id.in_(among(ids)))
            .order_by(outside_changes.c.track_id, outside_changes.c.field)
        )
        found: dict[int, tuple[OutsideChange, ...]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(statement):
                change = FieldChange(row.field, tuple(row.before), tuple(row.after))
                one = OutsideChange(change, row.seen_at)
                found[row.track_id] = (*found.get(row.track_id, ()), one)
        return found

    def accept(self, ids: Sequence[int]) -> None:
        """A person has seen the changes of these tracks and leaves them as they are."""
        with self._database.writing() as connection:
            drop(connection, ids)
            refresh(connection, ids)


def note(connection: Connection, found: Mapping[int, Tags]) -> None:
    """Store how the tags found in files differ from those that the catalog has.

    To be called before the new tags are stored; the caller refreshes. A field that was changed
    more than once keeps its oldest value, and one that was changed back is forgotten.
    """
    known = _known(connection, found)
    earlier = {
        (row.track_id, row.field): tuple(row.before)
        for row in connection.execute(
            select(outside_changes).where(outside_changes.c.track_id.in_(among(found)))
        )
    }
    changed, restored = [], []
    moment = now()
    for track_id, tags in found.items():
        for field in FIELDS:
            before = known.get(track_id, {}).get(field.name, ())
            after = tuple(tags.get(field.name, ()))
            if before == after:
                continue
            first = earlier.get((track_id, field.name), before)
            if first == after:
                restored.append((track_id, field.name))
                continue
            row = {"track_id": track_id, "field": field.name, "seen_at": moment}
            changed.append({**row, "before": list(first), "after": list(after)})
    for track_id, name in restored:
        mine = (outside_changes.c.track_id == track_id, outside_changes.c.field == name)
        connection.execute(delete(outside_changes).where(*mine))
    if changed:
        connection.execute(insert(outside_changes).prefix_with("OR REPLACE"), changed)


def drop(connection: Connection, ids: Iterable[int], fields: Collection[str] | None = None) -> None:
    """Forget the changes of these tracks, in these fields or in all; the caller refreshes."""
    statement = delete(outside_changes).where(outside_changes.c.track_id.in_(among(ids)))
    if fields is not None:
        statement = statement.where(outside_changes.c.field.in_(fields))
    connection.execute(statement)


def _known(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    statement = (
        select(tag_values.c.track_id, tag_values.c.field, tag_values.c.value)
        .where(tag_values.c.track_id.in_(among(ids)))
        .order_by(tag_values.c.track_id, tag_values.c.field, tag_values.c.position)
    )
    known: dict[int, dict[str, tuple[str, ...]]] = {}
    for track_id, field, value in connection.execute(statement):
        fields = known.setdefault(track_id, {})
        fields[field] = (*fields.get(field, ()), value)
    return known
