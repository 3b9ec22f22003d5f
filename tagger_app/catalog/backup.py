"""Copies of a catalog, made while it is open, and the way back to one of them."""

import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tagger_app.catalog.database import translated
from tagger_app.catalog.lock import InstanceLock
from tagger_app.core.errors import CatalogError
from tagger_app.core.texts import reason

KEPT = 3
_SIDE_FILES = ("-journal", "-wal", "-shm")


def backups(catalog: Path) -> list[Path]:
    """The backups of a catalog, newest first."""
    return sorted(_folder(catalog).glob("*.backup"), reverse=True)


def back_up(catalog: Path, connection: sqlite3.Connection) -> Path:
    """Copy an open catalog; the newest three backups are kept.

    Raises:
        CatalogError: the copy could not be made; older backups are still there.
    """
    folder = _folder(catalog)
    name = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
    unfinished, finished = folder / f"{name}.tmp", folder / f"{name}.backup"
    try:
        folder.mkdir(exist_ok=True)
        for leftover in folder.glob("*.tmp"):
            leftover.unlink()
        with translated(unfinished):
            copy = sqlite3.connect(unfinished)
            try:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
        _sync(unfinished)
        unfinished.replace(finished)
        for old in backups(catalog)[KEPT:]:
            old.unlink()
    except (OSError, CatalogError) as error:
        with suppress(OSError):
            unfinished.unlink()
        raise CatalogError(
            "{path}: no backup could be made in {folder}: {why}. Free some space there.",
            path=catalog,
            folder=folder,
            why=error if isinstance(error, CatalogError) else reason(error),
        ) from error
    return finished


def restore_backup(catalog: Path, backup: Path) -> Path | None:
    """Put a backup in the place of a catalog that is not open.

    The catalog that was there is kept under another name, with all that belongs to it.

    Returns:
        where the replaced catalog lies now; None if there was none.

    Raises:
        CatalogError: the catalog is open, the backup is damaged, or copying failed.
    """
    with InstanceLock(catalog):
        fresh = catalog.with_name(catalog.name + ".restored")
        try:
            fresh.unlink(missing_ok=True)
            _copy_checked(backup, fresh)
            _sync(fresh)
            aside = _move_aside(catalog)
            fresh.replace(catalog)
        except OSError as error:
            raise CatalogError(
                "{path}: the backup {backup} could not be restored: {why}.",
                path=catalog,
                backup=backup,
                why=reason(error),
            ) from error
        return aside


def _folder(catalog: Path) -> Path:
    return catalog.with_name(catalog.name + "-backups")


def _copy_checked(source: Path, target: Path) -> None:
    if not source.is_file():
        raise CatalogError("{path}: there is no such backup.", path=source)
    with translated(source):
        original, copy = sqlite3.connect(source), sqlite3.connect(target)
        try:
            original.backup(copy)
            verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            original.close()
            copy.close()
    if verdict != "ok":
        target.unlink()
        raise CatalogError(
            "{path}: this backup is damaged ({said}). Choose another one.",
            path=source,
            said=verdict,
        )


def _move_aside(catalog: Path) -> Path | None:
    if not catalog.exists():
        return None
    aside = catalog.with_name(f"{catalog.name}.replaced-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
    # A journal belongs to its database: left behind, it would be played into the restored one.
    for side in _SIDE_FILES:
        companion = catalog.with_name(catalog.name + side)
        if companion.exists():
            companion.replace(aside.with_name(aside.name + side))
    return catalog.replace(aside)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
