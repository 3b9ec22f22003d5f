"""The tracks of the library: which files there are, what they say, what went wrong with them."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    bindparam,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from tagger_app.catalog.columns import among, now
from tagger_app.catalog.database import Database
from tagger_app.catalog.outside import drop, note
from tagger_app.catalog.schema import tracks
from tagger_app.catalog.standing import refresh
from tagger_app.catalog.text_index import reindex
from tagger_app.catalog.track_rows import (
    NO_FAILURE,
    failure_row,
    identity_of,
    identity_row,
    load_tracks,
    store_values,
    tags_row,
)
from tagger_app.core.track import (
    AudioFacts,
    Failure,
    FileIdentity,
    FileTags,
    ScannedFile,
    Track,
    TrackState,
)

_IDENTITIES = select(
    tracks.c.id,
    tracks.c.path,
    tracks.c.device,
    tracks.c.inode,
    tracks.c.size,
    tracks.c.mtime_ns,
    tracks.c.missing_at,
)


class Tracks:
    """Files of the catalog. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identities(self, roots: Iterable[Path]) -> dict[Path, tuple[int, FileIdentity]]:
        """Id and identity of every track that is, or lies below, one of these absolute paths.

        A missing track has its device, but else an identity that no file has, so that a file that
        came back counts as changed.
        """
        found: dict[Path, tuple[int, FileIdentity]] = {}
        with self._database.reading() as connection:
            for root in roots:
                for row in connection.execute(_IDENTITIES.where(below(root))):
                    identity = identity_of(row)
                    if row.missing_at is not None:
                        identity = FileIdentity(identity.device, 0, 0, 0)
                    found[row.path] = (row.id, identity)
        return found

    def store(self, files: Sequence[ScannedFile]) -> list[int]:
        """Add or update tracks by path; returns their ids in the order of `files`.

        Decisions and predictions stay; what another program changed in a known file's tags is noted
        (see `catalog.outside`). A file with another identity than before gets a new chance:
        its old failure is forgotten. Where the tags could not be read, those known before stay.
        """
        by_path = {file.path: file for file in files}
        with self._database.writing() as connection:
            known = self._known(connection, by_path)
            free = (connection.scalar(select(func.max(tracks.c.id))) or 0) + 1
            ids = {
                path: known[path][0] if path in known else free + i
                for i, path in enumerate(by_path)
            }
            readable = {
                ids[p]: f.file_tags
                for p, f in by_path.items()
                if f.failure is None or p not in known
            }
            self._note_changes(connection, readable, known)
            self._add(connection, [(ids[p], f) for p, f in by_path.items() if p not in known])
            self._update(
                connection,
                [(ids[p], f, known[p][1]) for p, f in by_path.items() if p in known],
            )
            store_values(connection, readable)
            reindex(connection, readable)
            refresh(connection, ids.values())
        return [ids[file.path] for file in files]

    def _note_changes(
        self,
        connection: Connection,
        readable: Mapping[int, FileTags],
        known: Mapping[Path, tuple[int, FileIdentity]],
    ) -> None:
        """Of files that were read before; the first reading that succeeds changes nothing."""
        ids = [track_id for track_id, _ in known.values() if track_id in readable]
        never_read = set(
            connection.scalars(
                select(tracks.c.id).where(tracks.c.id.in_(among(ids)), tracks.c.family == "")
            )
        )
        read_before = [track_id for track_id in ids if track_id not in never_read]
        if read_before:
            note(connection, {track_id: readable[track_id].tags for track_id in read_before})

    def _known(
        self, connection: Connection, paths: Iterable[Path]
    ) -> dict[Path, tuple[int, FileIdentity]]:
        wanted = list(paths)
        found = {}
        for start in range(0, len(wanted), 500):
            part = tracks.c.path.in_(wanted[start : start + 500])
            for row in connection.execute(_IDENTITIES.where(part)):
                found[row.path] = (row.id, identity_of(row))
        return found

    def _add(self, connection: Connection, files: Sequence[tuple[int, ScannedFile]]) -> None:
        if not files:
            return
        fixed = {"state": TrackState.NEW.value, "attempts": 0, "added_at": now()}
        rows = [
            {
                "id": track_id,
                "path": file.path,
                "folder": file.path.parent,
                **identity_row(file.identity),
                **tags_row(file.file_tags),
                **failure_row(file.failure, "read"),
                **fixed,
            }
            for track_id, file in files
        ]
        connection.execute(insert(tracks), rows)

    def _update(
        self, connection: Connection, files: Sequence[tuple[int, ScannedFile, FileIdentity]]
    ) -> None:
        readable: list[dict[str, Any]] = []
        unreadable: list[dict[str, Any]] = []
        fresh: list[int] = []
        for track_id, file, before in files:
            there = {"missing_at": None, "offline": False}
            row = {"which": track_id, **identity_row(file.identity), **there}
            if file.failure is not None:
                unreadable.append({**row, **failure_row(file.failure, "read")})
            else:
                readable.append({**row, **tags_row(file.file_tags)})
                if file.identity != before:
                    fresh.append(track_id)
        for rows in (readable, unreadable):
            if rows:
                connection.execute(_BY_ID, rows)
        chosen = among(track_id for track_id, file, _ in files if file.failure is None)
        outdated = or_(tracks.c.id.in_(among(fresh)), tracks.c.failure_stage == "read")
        connection.execute(
            update(tracks).where(tracks.c.id.in_(chosen), outdated).values(**NO_FAILURE, attempts=0)
        )

    def get(self, track_id: int) -> Track | None:
        """The track with this id."""
        return next(iter(self.pages([track_id])), None)

    def by_path(self, path: Path) -> Track | None:
        """The track at this path."""
        with self._database.reading() as connection:
            return next(load_tracks(connection, tracks.c.path == path), None)

    def pages(self, ids: Sequence[int]) -> list[Track]:
        """The tracks with these ids, in this order; ids that are unknown are left out."""
        with self._database.reading() as connection:
            found = {
                track.id: track for track in load_tracks(connection, tracks.c.id.in_(among(ids)))
            }
        return [found[track_id] for track_id in ids if track_id in found]

    def folders(self) -> list[Path]:
        """Every folder that holds a track itself, in path order."""
        with self._database.reading() as connection:
            statement = select(tracks.c.folder).distinct().order_by(tracks.c.folder)
            return list(connection.scalars(statement))

    def fail(self, track_id: int, failure: Failure, *, hearing: bool = True) -> None:
        """Store why a track could not be heard (or, `hearing` False, be written).

        Failures to hear are counted: see `Predictions.unheard`.
        """
        attempts = tracks.c.attempts + 1 if hearing else tracks.c.attempts
        row = failure_row(failure, "hear" if hearing else "write")
        with self._database.writing() as connection:
            connection.execute(
                update(tracks).where(tracks.c.id == track_id).values(**row, attempts=attempts)
            )
            refresh(connection, [track_id])

    def heard(self, track_id: int, facts: AudioFacts) -> None:
        """Store what was found out about the audio; a former failure to hear it is over."""
        with self._database.writing() as connection:
            store_facts(connection, track_id, facts)
            refresh(connection, [track_id])

    def rewritten(
        self,
        track_id: int,
        identity: FileIdentity,
        file_tags: FileTags,
        fields: Collection[str] | None = None,
    ) -> None:
        """Store what a file is after this program wrote its tags.

        Args:
            fields: what other programs changed is forgotten only in these; in all if None.
        """
        there = {"missing_at": None, "offline": False}
        row = {**identity_row(identity), **tags_row(file_tags), **there}
        mine = tracks.c.id == track_id
        with self._database.writing() as connection:
            connection.execute(update(tracks).where(mine).values(**row))
            connection.execute(
                update(tracks)
                .where(mine, tracks.c.failure_stage.in_(("read", "write")))
                .values(**NO_FAILURE)
            )
            drop(connection, [track_id], fields)
            store_values(connection, {track_id: file_tags})
            reindex(connection, [track_id])
            refresh(connection, [track_id])


def below(root: Path) -> ColumnElement[bool]:
    """Whether a track is `root` or lies anywhere below it; `root` is absolute."""
    separator = os.fsencode(os.sep)
    start = os.fsencode(root).rstrip(separator) + separator
    end = start[:-1] + bytes([start[-1] + 1])
    path = type_coerce(tracks.c.path, LargeBinary)
    return or_(tracks.c.path == root, (path >= start) & (path < end))


def store_facts(connection: Connection, track_id: int, facts: AudioFacts) -> None:
    """Store a track's audio facts inside a transaction; the caller refreshes its standing."""
    row = {
        "which": track_id,
        "container": facts.container,
        "codec": facts.codec,
        "sample_rate": facts.sample_rate,
        "channels": facts.channels,
        "bit_rate": facts.bit_rate,
        "duration": facts.duration,
        "promised": facts.promised,
        "fingerprint": facts.fingerprint or None,
        "heard_at": now(),
        "attempts": 0,
    }
    connection.execute(_BY_ID, row)
    connection.execute(_HEARD_AT_LAST, {"which": track_id})


_BY_ID = update(tracks).where(tracks.c.id == bindparam("which"))
_HEARD_AT_LAST = _BY_ID.where(tracks.c.failure_stage == "hear").values(**NO_FAILURE)
