"""Opening a catalog, and everything that can be asked of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import text

from tagger_app.catalog.backup import back_up
from tagger_app.catalog.database import (
    Database,
    connect,
    prepare_reader,
    prepare_writer,
    translated,
)
from tagger_app.catalog.decisions import Decisions
from tagger_app.catalog.edits import Edits
from tagger_app.catalog.facets import Facets
from tagger_app.catalog.gate import CommitGate
from tagger_app.catalog.jobs import Jobs
from tagger_app.catalog.journal import Journal
from tagger_app.catalog.library import Library
from tagger_app.catalog.lock import InstanceLock
from tagger_app.catalog.migration import Schema, identify, migrate
from tagger_app.catalog.outside import OutsideChanges
from tagger_app.catalog.place import network_file_system
from tagger_app.catalog.places import Places
from tagger_app.catalog.predictions import Predictions
from tagger_app.catalog.saved_searches import SavedSearches
from tagger_app.catalog.score_changes import ScoreChanges
from tagger_app.catalog.search import Search
from tagger_app.catalog.tag_words import TagWords
from tagger_app.catalog.tracks import Tracks
from tagger_app.catalog.vectors import Vectors
from tagger_app.core.errors import CatalogError
from tagger_app.core.texts import Text, reason


class Catalog:
    """Everything the program knows about a library.

    The catalog that `open_catalog` returns writes; it belongs to the thread of the jobs. Other
    threads read through a `reader` of their own. Both may be handed between threads, whose calls
    wait for each other.
    """

    def __init__(
        self,
        path: Path,
        driver: sqlite3.Connection,
        gate: CommitGate,
        changes: ScoreChanges,
        lock: InstanceLock | None = None,
    ) -> None:
        self.path = path
        self._lock = lock
        self._driver = driver
        self._gate = gate
        self._changes = changes
        self._database = Database(path, driver, gate, read_only=lock is None)
        self._readers: list[Catalog] = []
        self.tracks = Tracks(self._database)
        self.predictions = Predictions(self._database)
        self.decisions = Decisions(self._database)
        self.edits = Edits(self._database)
        self.journal = Journal(self._database)
        self.jobs = Jobs(self._database)
        self.search = Search(self._database, changes)
        self.facets = Facets(self._database)
        self.saved_searches = SavedSearches(self._database)
        self.library = Library(self._database)
        self.places = Places(self._database)
        self.outside = OutsideChanges(self._database)
        self.vectors = Vectors(self._database)
        self.tag_words = TagWords(self._database)

    @property
    def warning(self) -> Text | None:
        """What a person should know about the place of the catalog; None if it is a good one."""
        kind = network_file_system(self.path)
        if kind is None:
            return None
        return Text(
            "{path}: the catalog lies on a network file system ({kind}), where it can be damaged"
            " when the connection breaks. Move it to a local disk.",
            path=self.path,
            kind=kind,
        )

    def reader(self) -> "Catalog":
        """Another view of the same catalog, for reading in another thread.

        It sees what was committed when a call begins, and is closed with this catalog at the
        latest.

        Raises:
            CatalogError: SQLite failed.
        """
        with translated(self.path):
            driver = connect(self.path)
            prepare_reader(driver)
        reader = Catalog(self.path, driver, self._gate, self._changes)
        self._readers.append(reader)
        return reader

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make several calls one commit: all of them are stored when it ends, or none.

        Raises:
            CatalogError: SQLite failed, or this is a reader.
        """
        with self._database.writing():
            yield

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Make several calls of a reader see one moment, and wait for no commit.

        Raises:
            CatalogBusyError: something is being committed just now.
            CatalogError: SQLite failed.
        """
        with self._database.reading(wait=False):
            yield

    def back_up(self) -> Path:
        """Copy the catalog as it is now; see `catalog.backup`.

        Raises:
            CatalogError: the copy could not be made.
        """
        with self._database.exclusive():
            return back_up(self.path, self._driver)

    def problems(self) -> list[str]:
        """What SQLite's full check of the file finds wrong; empty if it is sound."""
        with self._database.reading() as connection:
            found = list(connection.scalars(text("PRAGMA integrity_check")))
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        return [line for line in found if line != "ok"] + [
            f"{table}: row {row} refers to a row of {parent} that is gone"
            for table, row, parent, _ in orphans
        ]

    def close(self) -> None:
        """Close the readers and the file in order and let others open it."""
        clean = False
        try:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self._database.close()
            clean = True
        finally:
            if self._lock is not None:
                self._lock.release(clean=clean)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_catalog(path: Path, *, schema: Schema | None = None) -> Catalog:
    """Open a catalog, or make a new one, for this process alone.

    After an unclean exit the file is checked first. An older schema is brought up to date after a
    backup.

    Raises:
        CatalogError: another process has it open; it is damaged, of a newer version, or no
            catalog; it cannot be read or written. The file is as it was.
    """
    schema = schema or Schema()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(
            "{path}: the folder of the catalog cannot be made: {why}. Choose another place for the"
            " catalog.",
            path=path,
            why=reason(error),
        ) from error
    lock = InstanceLock(path)
    try:
        with translated(path):
            driver = _open(path, schema, check=lock.was_left_open)
            changes = ScoreChanges()
            changes.watch(driver)
        catalog = Catalog(path, driver, CommitGate(changes.commit), changes, lock)
        if lock.was_left_open:
            catalog.jobs.interrupt()
    except BaseException:
        lock.release(clean=not lock.was_left_open)
        raise
    return catalog


def _open(path: Path, schema: Schema, *, check: bool) -> sqlite3.Connection:
    driver = connect(path)
    try:
        version = identify(path, driver, schema)
        if check:
            _check(path, driver)
        prepare_writer(driver)
        migrate(path, driver, version, schema)
    except BaseException:
        driver.close()
        raise
    return driver


def _check(path: Path, driver: sqlite3.Connection) -> None:
    verdict = driver.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise CatalogError(
            "{path}: the catalog is damaged ({said}). Restore one of its backups; nothing in your"
            " music files is affected.",
            path=path,
            said=verdict,
        )
