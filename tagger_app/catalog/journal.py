"""The write journal: what was written into which file, so that it can be taken back.

An entry is stored as begun before its file is touched and as done or failed afterwards: one that
is still begun at the next start tells of a write that was cut short.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, insert, literal, select, update

from tagger_app.catalog.columns import AnyRow, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.decisions import settle, unsettle
from tagger_app.catalog.edits import set_settled
from tagger_app.catalog.schema import tracks, write_entries, writes
from tagger_app.catalog.standing import refresh
from tagger_app.catalog.track_rows import NO_FAILURE, failure_row
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason
from tagger_app.core.fields import Category
from tagger_app.core.track import Failure, FileIdentity


class WriteKind(StrEnum):
    """What the person did."""

    WRITE = "write"
    UNDO = "undo"
    REDO = "redo"


class EntryStatus(StrEnum):
    """How far one file's part of a write has come; `UNDONE` was done and taken back."""

    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class JournalledWrite:
    """One action of the person on one or more files; `undoes` is the write it takes back."""

    id: int
    kind: WriteKind
    made_at: datetime
    model_id: int | None
    undoes: int | None
    done: int
    failed: int
    undone: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One file's part of a write; `after` is known once it is done."""

    id: int
    write_id: int
    track_id: int
    path: Path
    change: ChangeSet
    before: FileIdentity
    after: FileIdentity | None
    status: EntryStatus
    failure: Failure | None


class Journal:
    """The journal of the catalog. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self, kind: WriteKind, *, model_id: int | None = None, undoes: int | None = None
    ) -> int:
        """Open a write and return its id. Undoing an undo is stored as a redo."""
        with self._database.writing() as connection:
            if undoes is not None:
                undone = connection.scalar(select(writes.c.kind).where(writes.c.id == undoes))
                kind = WriteKind.REDO if undone == WriteKind.UNDO else WriteKind.UNDO
            row = {"kind": kind.value, "made_at": now(), "model_id": model_id, "undoes": undoes}
            return int(connection.execute(insert(writes).values(**row)).lastrowid)

    def begin(
        self,
        write_id: int,
        track_id: int,
        path: Path,
        change: ChangeSet,
        before: FileIdentity,
        edits: Iterable[tuple[Category, str]] = (),
    ) -> int:
        """Store what is about to be written into a file and return the entry's id.

        Args:
            edits: the values whose edits are part of the change.
        """
        with self._database.writing() as connection:
            undoes = select(writes.c.undoes).where(writes.c.id == write_id).scalar_subquery()
            reverted = connection.execute(
                select(write_entries.c.id, write_entries.c.changes).where(
                    write_entries.c.write_id == undoes,
                    write_entries.c.track_id == track_id,
                    write_entries.c.status == EntryStatus.DONE.value,
                )
            ).first()
            edited = (*edits, *(_edits(reverted.changes) if reverted is not None else ()))
            row = {
                "write_id": write_id,
                "track_id": track_id,
                "path": path,
                "changes": [_stored(field, edited) for field in change.changes],
                "identity_before": asdict(before),
                "status": EntryStatus.BEGUN.value,
                "reverts": None if reverted is None else reverted.id,
            }
            return int(connection.execute(insert(write_entries).values(**row)).lastrowid)

    def finish(
        self,
        entry_id: int,
        identity: FileIdentity,
        settled: Iterable[tuple[Category, str]] = (),
    ) -> None:
        """The file holds the new tags and has this identity now.

        The entry that it takes back becomes undone. After an undo the track's accepted tags, and
        the edits that were part of the change, wait again.

        Args:
            settled: the accepted tags that this write dealt with.
        """
        with self._database.writing() as connection:
            entry = _one(connection, entry_id)
            _set(connection, entry_id, EntryStatus.DONE, identity_after=asdict(identity))
            if entry.reverts is not None:
                _set(connection, entry.reverts, EntryStatus.UNDONE)
            undone = entry.kind == WriteKind.UNDO
            set_settled(connection, entry.track_id, _edits(entry.changes), settled=not undone)
            if undone:
                unsettle(connection, entry.track_id)
            else:
                settle(connection, entry.track_id, settled)
            connection.execute(
                update(tracks)
                .where(tracks.c.id == entry.track_id, tracks.c.failure_stage == "write")
                .values(**NO_FAILURE)
            )
            refresh(connection, [entry.track_id])

    def fail(self, entry_id: int, failure: Failure) -> None:
        """The file was left as it was, for this reason; the track shows it."""
        row = failure_row(failure, "write")
        with self._database.writing() as connection:
            entry = _one(connection, entry_id)
            reason = {"failure_reason": failure.reason.value, "failure_detail": failure.detail}
            _set(connection, entry_id, EntryStatus.FAILED, **reason)
            connection.execute(update(tracks).where(tracks.c.id == entry.track_id).values(**row))
            refresh(connection, [entry.track_id])

    def abandon(self, entry_id: int) -> None:
        """The write was cut short before it touched the file; what was accepted still waits."""
        with self._database.writing() as connection:
            entry = _one(connection, entry_id)
            _set(connection, entry_id, EntryStatus.FAILED)
            refresh(connection, [entry.track_id])

    def mark_undone(self, entry_id: int) -> None:
        """Nothing of this entry is in its file any more, so that there is nothing to undo."""
        with self._database.writing() as connection:
            entry = _one(connection, entry_id)
            _set(connection, entry_id, EntryStatus.UNDONE)
            refresh(connection, [entry.track_id])

    def unfinished(self) -> list[Entry]:
        """Entries that were begun and neither done nor failed, oldest first."""
        return self._entries(_ENTRIES.where(write_entries.c.status == EntryStatus.BEGUN.value))

    def entries(self, write_id: int) -> list[Entry]:
        """All entries of a write, in the order they were begun."""
        return self._entries(_ENTRIES.where(write_entries.c.write_id == write_id))

    def undoable_entries(self, write_id: int) -> list[Entry]:
        """The entries of a write that are done and not undone."""
        return [e for e in self.entries(write_id) if e.status is EntryStatus.DONE]

    def history(self, track_id: int) -> list[Entry]:
        """All entries of a track, oldest first."""
        return self._entries(_ENTRIES.where(write_entries.c.track_id == track_id))

    def writes(self) -> list[JournalledWrite]:
        """All writes that came to any file, newest first."""
        statement = (
            select(
                writes.c.id,
                writes.c.kind,
                writes.c.made_at,
                writes.c.model_id,
                writes.c.undoes,
                _count(EntryStatus.DONE),
                _count(EntryStatus.FAILED),
                _count(EntryStatus.UNDONE),
            )
            .join_from(writes, write_entries)
            .group_by(writes.c.id)
            .order_by(writes.c.id.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(statement).all()
        return [JournalledWrite(row[0], WriteKind(row[1]), *row[2:]) for row in rows]

    def last_undoable(self) -> int | None:
        """The newest write or redo with a file that no undo has been tried on.

        What an undo was refused for can be tried again by the write's id.
        """
        return self._newest(_untried().where(writes.c.kind != WriteKind.UNDO.value))

    def last_redoable(self) -> int | None:
        """The newest undo to take back; none once something else was written after it."""
        newest_write = (
            select(func.coalesce(func.max(write_entries.c.write_id), 0))
            .join_from(write_entries, writes)
            .where(writes.c.kind == WriteKind.WRITE.value)
            .scalar_subquery()
        )
        undos = _untried().where(writes.c.kind == WriteKind.UNDO.value, writes.c.id > newest_write)
        return self._newest(undos)

    def _newest(self, statement: Select[int]) -> int | None:
        with self._database.reading() as connection:
            newest = connection.execute(statement.order_by(writes.c.id.desc()).limit(1)).first()
        return None if newest is None else newest[0]

    def _entries(self, statement: Select[Any]) -> list[Entry]:
        with self._database.reading() as connection:
            rows = connection.execute(statement.order_by(write_entries.c.id)).all()
        return [_entry(row) for row in rows]


_ENTRIES = select(write_entries)


def _untried() -> Select[int]:
    revert = write_entries.alias()
    tried = exists(select(literal(1)).where(revert.c.reverts == write_entries.c.id))
    done = (
        select(literal(1))
        .select_from(write_entries)
        .where(
            write_entries.c.write_id == writes.c.id,
            write_entries.c.status == EntryStatus.DONE.value,
            ~tried,
        )
    )
    return select(writes.c.id).where(exists(done))


def _count(status: EntryStatus) -> Any:  # Any: a labelled sum has no shorter public type
    return func.sum(case((write_entries.c.status == status.value, 1), else_=0))


def _one(connection: Connection, entry_id: int) -> AnyRow:
    columns = (write_entries.c.track_id, write_entries.c.reverts, write_entries.c.changes)
    statement = (
        select(*columns, writes.c.kind)
        .join_from(write_entries, writes)
        .where(write_entries.c.id == entry_id)
    )
    return connection.execute(statement).one()


def _set(connection: Connection, entry_id: int, status: EntryStatus, **values: Any) -> None:
    connection.execute(
        update(write_entries)
        .where(write_entries.c.id == entry_id)
        .values(status=status.value, **values)
    )


def _stored(field: FieldChange, edits: Iterable[tuple[Category, str]]) -> dict[str, Any]:
    return asdict(field) | {"edits": [value for name, value in edits if name == field.field]}


def _edits(stored: Iterable[Mapping[str, Any]]) -> list[tuple[Category, str]]:
    """The values whose edits were part of a change; entries of old have no list of them."""
    return [(Category(f["field"]), value) for f in stored for value in f.get("edits", ())]


def _entry(row: AnyRow) -> Entry:
    changes = (
        FieldChange(field["field"], tuple(field["before"]), tuple(field["after"]))
        for field in row.changes
    )
    failure = None
    if row.failure_reason is not None:
        failure = Failure(Reason(row.failure_reason), row.failure_detail)
    return Entry(
        id=row.id,
        write_id=row.write_id,
        track_id=row.track_id,
        path=row.path,
        change=ChangeSet(tuple(changes)),
        before=FileIdentity(**row.identity_before),
        after=None if row.identity_after is None else FileIdentity(**row.identity_after),
        status=EntryStatus(row.status),
        failure=failure,
    )
