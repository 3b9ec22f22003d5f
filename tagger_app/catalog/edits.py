"""What a person wants to become of tags that files have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from tagger_app.catalog.columns import among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import edits
from tagger_app.catalog.standing import refresh
from tagger_app.core.changes import Edits as EditsOfFile
from tagger_app.core.fields import Category


@dataclass(frozen=True, slots=True)
class Edit:
    """A wish about one value of one file.

    value: exactly as the file has it.
    becomes: what takes its place; "" where it is to go, None takes an earlier wish back.
    """

    track_id: int
    category: Category
    value: str
    becomes: str | None


class Edits:
    """Edits of the catalog; each waits until a write has dealt with it.

    They are no decisions: a rejection says that a tag does not fit and leaves files alone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, chosen: Sequence[Edit]) -> None:
        """Store many edits at once, all or none."""
        last = {(e.track_id, e.category, e.value): e for e in chosen}
        rows = [
            {
                "track_id": edit.track_id,
                "category": edit.category.value,
                "value": edit.value,
                "becomes": edit.becomes,
                "settled": False,
                "edited_at": now(),
            }
            for edit in last.values()
            if edit.becomes is not None
        ]
        with self._database.writing() as connection:
            _withdraw(connection, [key for key, edit in last.items() if edit.becomes is None])
            if rows:
                connection.execute(insert(edits).prefix_with("OR REPLACE"), rows)
            refresh(connection, {edit.track_id for edit in chosen})

    def settle(self, track_id: int, values: Iterable[tuple[Category, str]]) -> None:
        """Say that a write has dealt with these, whatever came of them."""
        with self._database.writing() as connection:
            set_settled(connection, track_id, values, settled=True)
            refresh(connection, [track_id])

    def of(self, track_id: int) -> EditsOfFile:
        """The edits of a track that wait."""
        return self.many([track_id]).get(track_id, {})

    def many(self, ids: Sequence[int]) -> dict[int, EditsOfFile]:
        """The edits of these tracks that wait; tracks without any are left out."""
        statement = select(
            edits.c.track_id, edits.c.category, edits.c.value, edits.c.becomes
        ).where(edits.c.track_id.in_(among(ids)), ~edits.c.settled)
        found: dict[int, dict[tuple[Category, str], str]] = {}
        with self._database.reading() as connection:
            for track_id, category, value, becomes in connection.execute(statement):
                found.setdefault(track_id, {})[Category(category), value] = becomes
        return dict(found)


def set_settled(
    connection: Connection,
    track_id: int,
    values: Iterable[tuple[Category, str]],
    *,
    settled: bool,
) -> None:
    """Say that a write has dealt with the edits of these, or that they wait again.

    The caller refreshes.
    """
    for category, value in values:
        connection.execute(
            update(edits).where(*_is(track_id, category, value)).values(settled=settled)
        )


def _withdraw(connection: Connection, keys: Sequence[tuple[int, Category, str]]) -> None:
    for track_id, category, value in keys:
        connection.execute(delete(edits).where(*_is(track_id, category, value)))


def _is(track_id: int, category: Category, value: str) -> tuple[ColumnElement[bool], ...]:
    return (
        edits.c.track_id == track_id,
        edits.c.category == category.value,
        edits.c.value == value,
    )
