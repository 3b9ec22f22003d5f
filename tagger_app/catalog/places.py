"""Where the files of tracks are, were, and are no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, func, literal, or_, select, update

from tagger_app.catalog.columns import AnyRow, among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.journal import EntryStatus
from tagger_app.catalog.schema import track_search, tracks, write_entries
from tagger_app.catalog.standing import refresh
from tagger_app.catalog.text_index import reindex
from tagger_app.catalog.track_rows import identity_of, identity_row
from tagger_app.catalog.tracks import below
from tagger_app.core.track import FileIdentity


@dataclass(frozen=True, slots=True)
class Place:
    """A track's file as it was last seen.

    fingerprint: of its audio; empty if not known.
    gone: whether it was missing at the last look; `offline`: for the want of its disk or folder.
    """

    track_id: int
    path: Path
    identity: FileIdentity
    fingerprint: str
    gone: bool
    offline: bool


_PLACES = select(
    tracks.c.id,
    tracks.c.path,
    tracks.c.device,
    tracks.c.inode,
    tracks.c.size,
    tracks.c.mtime_ns,
    tracks.c.fingerprint,
    tracks.c.missing_at,
    tracks.c.offline,
)


class Places:
    """The places of the catalog's tracks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Place]:
        """Where every track is or was, by path."""
        with self._database.reading() as connection:
            rows = connection.execute(_PLACES.order_by(tracks.c.path)).all()
        return [_place(row) for row in rows]

    def at(self, paths: Sequence[Path]) -> dict[Path, Place]:
        """The tracks at these paths."""
        found = {}
        with self._database.reading() as connection:
            for start in range(0, len(paths), 500):
                part = tracks.c.path.in_(paths[start : start + 500])
                for row in connection.execute(_PLACES.where(part)):
                    found[row.path] = _place(row)
        return found

    def of_audio(self, fingerprint: str) -> list[Place]:
        """Where tracks with this audio are or were; none for an unknown fingerprint."""
        if not fingerprint:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(_PLACES.where(tracks.c.fingerprint == fingerprint)).all()
        return [_place(row) for row in rows]

    def same_audio(self) -> list[tuple[int, ...]]:
        """Groups of tracks with one fingerprint and one length, within a second; by path.

        Missing tracks are left out. What was never heard has no known length and is compared by
        the fingerprint alone.
        """
        there = tracks.c.missing_at.is_(None)
        shared = (
            select(tracks.c.fingerprint)
            .where(tracks.c.fingerprint.is_not(None), there)
            .group_by(tracks.c.fingerprint)
            .having(func.count() > 1)
        )
        statement = (
            select(tracks.c.fingerprint, tracks.c.id, tracks.c.duration)
            .where(tracks.c.fingerprint.in_(shared), there)
            .order_by(tracks.c.fingerprint, tracks.c.duration, tracks.c.path)
        )
        groups: list[list[int]] = []
        before: tuple[str, float | None] = ("", None)
        with self._database.reading() as connection:
            for fingerprint, track_id, duration in connection.execute(statement):
                same = fingerprint == before[0] and (
                    duration is None or before[1] is None or duration - before[1] <= 1.0
                )
                if same:
                    groups[-1].append(track_id)
                else:
                    groups.append([track_id])
                before = (fingerprint, duration)
        return [tuple(group) for group in groups if len(group) > 1]

    def knows_audio(self) -> bool:
        """Whether any track's audio is known by its fingerprint."""
        known = select(literal(1)).where(tracks.c.fingerprint.is_not(None)).limit(1)
        with self._database.reading() as connection:
            return connection.scalar(known) is not None

    def fingerprints(self, found: Mapping[int, str]) -> None:
        """Store fingerprints of tracks that have none yet."""
        with self._database.writing() as connection:
            for track_id, fingerprint in found.items():
                mine = (tracks.c.id == track_id, tracks.c.fingerprint.is_(None))
                connection.execute(
                    update(tracks).where(*mine).values(fingerprint=fingerprint or None)
                )

    def move(self, moves: Mapping[int, tuple[Path, FileIdentity]]) -> None:
        """Tracks lie at other paths now; everything known about them goes with them.

        Paths may be swapped in any way. A track that is none of these and whose path is taken is
        missing afterwards, under its old name with "(overwritten)" in it.
        """
        if not moves:
            return
        moment = now()
        with self._database.writing() as connection:
            evicted = self._evict(connection, moves)
            rows = [
                *((track_id, path, identity) for track_id, (path, identity) in moves.items()),
                *((track_id, path, None) for track_id, path in evicted.items()),
            ]
            # Two steps, as no two rows may have the same path for a moment; no file has a NUL.
            for track_id, _, _ in rows:
                _set(connection, track_id, path=Path(f"\0moving\0{track_id}"))
            for track_id, path, identity in rows:
                _set(connection, track_id, path=path, folder=path.parent)
                if identity is None:
                    _set(connection, track_id, missing_at=moment, offline=False)
                else:
                    there = {"missing_at": None, "offline": False}
                    _set(connection, track_id, **identity_row(identity), **there)
                    _follow(connection, track_id, path)
            ids = [track_id for track_id, _, _ in rows]
            reindex(connection, ids)
            refresh(connection, ids)

    def _evict(
        self, connection: Connection, moves: Mapping[int, tuple[Path, FileIdentity]]
    ) -> dict[int, Path]:
        """New names for tracks whose path another one takes."""
        evicted: dict[int, Path] = {}
        for path, _ in moves.values():
            there = connection.scalar(select(tracks.c.id).where(tracks.c.path == path))
            if there is not None and there not in moves:
                evicted[there] = _free_name(connection, path, set(evicted.values()))
        return evicted

    def lose(self, ids: Sequence[int], *, offline: bool = False) -> None:
        """Mark tracks whose file is gone, or out of reach. Everything known about them stays."""
        other = or_(tracks.c.missing_at.is_(None), tracks.c.offline != offline)
        with self._database.writing() as connection:
            found = connection.scalars(
                select(tracks.c.id).where(tracks.c.id.in_(among(ids)), other)
            ).all()
            if found:
                values = {"missing_at": func.coalesce(tracks.c.missing_at, now().timestamp())}
                connection.execute(
                    update(tracks)
                    .where(tracks.c.id.in_(among(found)))
                    .values(**values, offline=offline)
                )
                refresh(connection, found)

    def lost(self, folder: Path | None = None) -> list[int]:
        """The tracks whose file is missing (those offline are not), by path."""
        gone = (tracks.c.missing_at.is_not(None), ~tracks.c.offline)
        statement = select(tracks.c.id).where(*gone).order_by(tracks.c.path)
        if folder is not None:
            statement = statement.where(below(folder))
        with self._database.reading() as connection:
            return list(connection.scalars(statement))

    def forget(self, ids: Sequence[int]) -> int:
        """Delete tracks from the catalog, with decisions, predictions and journal.

        Only what a person asked to be forgotten may come here; files are not touched.

        Returns:
            how many tracks there were.
        """
        chosen = tracks.c.id.in_(among(ids))
        with self._database.writing() as connection:
            mine = write_entries.c.track_id.in_(among(ids))
            connection.execute(delete(write_entries).where(mine))
            connection.execute(delete(track_search).where(track_search.c.rowid.in_(among(ids))))
            return int(connection.execute(delete(tracks).where(chosen)).rowcount)


def _place(row: AnyRow) -> Place:
    return Place(
        track_id=row.id,
        path=row.path,
        identity=identity_of(row),
        fingerprint=row.fingerprint or "",
        gone=row.missing_at is not None,
        offline=row.offline,
    )


def _set(connection: Connection, track_id: int, **values: object) -> None:
    connection.execute(update(tracks).where(tracks.c.id == track_id).values(**values))


def _follow(connection: Connection, track_id: int, path: Path) -> None:
    """A write that was cut short is settled where its file lies now."""
    begun = (
        write_entries.c.track_id == track_id,
        write_entries.c.status == EntryStatus.BEGUN.value,
    )
    connection.execute(update(write_entries).where(*begun).values(path=path))


def _free_name(connection: Connection, path: Path, taken: set[Path]) -> Path:
    number = 1
    while True:
        count = "" if number == 1 else f" {number}"
        name = path.with_name(f"{path.stem} (overwritten{count}){path.suffix}")
        known = connection.scalar(select(tracks.c.id).where(tracks.c.path == name))
        if known is None and name not in taken:
            return name
        number += 1
