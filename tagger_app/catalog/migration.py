"""Bringing a catalog file to this program's schema, or refusing it."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from tagger_app.catalog import migrations
from tagger_app.catalog.backup import back_up
from tagger_app.core.errors import CatalogError
from tagger_app.core.texts import reason


@dataclass(frozen=True, slots=True)
class Schema:
    """The schema this program works with: its newest revision and the folder of all of them."""

    head: str = migrations.HEAD
    scripts: Path = migrations.FOLDER


def identify(path: Path, connection: sqlite3.Connection, schema: Schema) -> str | None:
    """The revision of a catalog file; None where it is still empty. Changes nothing.

    Raises:
        CatalogError: it is another program's database, or of a newer version of this one.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables == 0 and application == 0:
        return None
    if application != migrations.APPLICATION_ID:
        raise CatalogError(
            "{path}: this is another program's database, not a catalog. Choose another file.",
            path=path,
        )
    version = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if version != schema.head and version not in _known(schema.scripts):
        raise CatalogError(
            "{path}: this catalog belongs to a newer version of Tagger (schema {version}; this"
            " program knows {known}). Install the newer version, or choose another catalog."
            " Nothing was changed.",
            path=path,
            version=version,
            known=schema.head,
        )
    return version


def migrate(
    path: Path, connection: sqlite3.Connection, version: str | None, schema: Schema
) -> None:
    """Make the tables of a new catalog, or change those of an older one after a backup.

    All or nothing: a migration that fails leaves the file as it was.

    Raises:
        CatalogError: no backup could be made, or the migration failed.
    """
    if version == schema.head:
        return
    if version is not None:
        back_up(path, connection)
    try:
        _upgrade(connection, schema.scripts)
    except Exception as error:
        raise CatalogError(
            "{path}: the catalog could not be brought to schema {schema}: {why}. It is as it was;"
            " use the version of Tagger that made it, and report this.",
            path=path,
            schema=schema.head,
            why=reason(error),
        ) from error


# Alembic is slow to import and most starts need none of it, so that it is imported where it runs.


def _known(scripts: Path) -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 (see above)

    return {script.revision for script in ScriptDirectory(str(scripts)).walk_revisions()}


def _upgrade(connection: sqlite3.Connection, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415 (see above)
    from alembic.config import Config  # noqa: PLC0415 (see above)

    engine = create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
    )
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    # SQLAlchemy rolls back whenever it takes or leaves a connection, hence the order of these.
    # Rebuilding a table drops it, which would delete the rows that refer to it.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        with engine.connect() as session:
            connection.execute("BEGIN IMMEDIATE")
            config.attributes["connection"] = session
            command.upgrade(config, "head")
            _check_references(connection)
            connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: sqlite3.Connection) -> None:
    orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    if orphans:
        raise sqlite3.IntegrityError(f"rows refer to nothing: {orphans}")
