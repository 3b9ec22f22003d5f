"""One connection to a catalog file, its transactions, and what its failures mean."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from tagger_app.catalog.gate import CommitGate
from tagger_app.core.errors import CatalogError
from tagger_app.core.texts import Text

WAL_IS_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3)
"""Before 3.51.3 two connections that meet at a reset of the WAL can lose committed pages."""

_WAIT_MS = 30_000
_JOURNAL_KEEPS_BYTES = 16 << 20


def connect(path: Path) -> sqlite3.Connection:
    """A driver connection that has changed nothing of the file yet.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def prepare_reader(connection: sqlite3.Connection) -> None:
    """Make a connection refuse every change."""
    connection.execute("PRAGMA query_only = ON")


def prepare_writer(connection: sqlite3.Connection) -> None:
    """Make commits durable, and keep changed pages in memory until then.

    With `cache_spill` off readers wait for the short commit only, never for a long transaction.
    """
    journal = "WAL" if WAL_IS_SAFE else "PERSIST"
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_KEEPS_BYTES}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_spill = OFF")


class Database:
    """The connection of one thread at a time; a lock lets others wait.

    Args:
        path: the catalog file.
        driver: an open connection, which this object owns from now on.
        gate: shared by all connections of this process to the file.
        read_only: whether `writing` is refused.
    """

    def __init__(
        self, path: Path, driver: sqlite3.Connection, gate: CommitGate, *, read_only: bool
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._driver = driver
        self._gate = gate
        self._lock = threading.RLock()
        self._engine = create_engine(
            "sqlite://", creator=lambda: driver, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
        )
        self._connection = self._engine.connect()
        self._depth = 0  # 1 inside a transaction
        self._closed = False

    @contextmanager
    def reading(self, *, wait: bool = True) -> Iterator[Connection]:
        """A consistent view of the catalog for a few quick statements.

        Args:
            wait: for a commit that goes on; see `CommitGate.reading`.

        Raises:
            CatalogBusyError: something is being committed, and `wait` is false.
            CatalogError: SQLite failed.
        """
        with self._transaction("BEGIN", wait=wait) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: everything is stored when it ends, nothing if it ends with an error.

        Inside another transaction it becomes a part of that one.

        Raises:
            CatalogError: SQLite failed, or the connection is for reading.
        """
        if self.read_only:
            raise CatalogError(
                "{path}: this view of the catalog is for reading only.", path=self.path
            )
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep other threads off the connection, outside any transaction.

        Raises:
            CatalogError: SQLite failed.
        """
        with self._lock, translated(self.path):
            yield

    @contextmanager
    def _transaction(self, begin: str, *, wait: bool = True) -> Iterator[Connection]:
        with self._lock, translated(self.path):
            if self._depth:  # a part of the transaction around it
                yield self._connection
                return
            # A writer's own reading cannot be in the way of its own commit.
            with self._gate.reading(wait=wait) if self.read_only else nullcontext():
                self._driver.execute(begin)
                self._depth = 1
                try:
                    yield self._connection
                    self._commit()
                except BaseException:
                    if self._driver.in_transaction:
                        self._driver.execute("ROLLBACK")
                    raise
                finally:
                    self._depth = 0

    def _commit(self) -> None:
        with nullcontext() if self.read_only else self._gate.committing():
            self._driver.execute("COMMIT")

    def close(self) -> None:
        """Close the connection, after whatever runs on it."""
        with self._lock, translated(self.path):
            if self._closed:
                return
            self._closed = True
            try:
                if not (self.read_only or WAL_IS_SAFE):
                    # The emptied journal that was kept for the next commit goes, too.
                    self._driver.execute("PRAGMA journal_mode = DELETE")
            finally:
                self._connection.close()
                self._engine.dispose()
                self._driver.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn failures of SQLite and SQLAlchemy into `CatalogError`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _explained(path, getattr(error, "orig", None) or error) from error
    except sqlite3.Error as error:
        raise _explained(path, error) from error


_REMEDIES = {
    sqlite3.SQLITE_FULL: Text("the disk is full. Free some space and try again"),
    sqlite3.SQLITE_BUSY: Text("another program has locked it. Close that program and try again"),
    sqlite3.SQLITE_LOCKED: Text("another program has locked it. Close that program and try again"),
    sqlite3.SQLITE_READONLY: Text("it is write-protected. Make the file and its folder writable"),
    sqlite3.SQLITE_PERM: Text(
        "you may not open it. Check the permissions of the file and its folder"
    ),
    sqlite3.SQLITE_CANTOPEN: Text(
        "it cannot be opened. Check that the folder exists and is writable"
    ),
    sqlite3.SQLITE_IOERR: Text("the disk reports an error. Check the disk and its connection"),
    sqlite3.SQLITE_CORRUPT: Text("it is damaged. Restore one of its backups"),
    sqlite3.SQLITE_NOTADB: Text("it is not a catalog. Choose another file, or restore a backup"),
    sqlite3.SQLITE_NOMEM: Text("there is not enough memory. Close other programs and try again"),
}


def _explained(path: Path, error: BaseException) -> CatalogError:
    code = getattr(error, "sqlite_errorcode", None)
    remedy = _REMEDIES.get(code & 0xFF) if isinstance(code, int) else None
    said = str(error).splitlines()[0] if str(error) else type(error).__name__
    if remedy is None:
        return CatalogError("{path}: the catalog failed: {said}.", path=path, said=said)
    return CatalogError("{path}: {remedy} ({said}).", path=path, remedy=remedy, said=said)
