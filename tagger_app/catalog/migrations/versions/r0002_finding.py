"""Finding and watching: years, saved searches, library folders, changes by other programs."""

import os
import re
import time
from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")

_STATEMENTS = (
    "ALTER TABLE tracks ADD COLUMN year INTEGER",
    "ALTER TABLE tracks ADD COLUMN offline BOOLEAN DEFAULT 0 NOT NULL",
    """
    CREATE TABLE outside_changes (
        track_id INTEGER NOT NULL,
        field VARCHAR NOT NULL,
        before JSON NOT NULL,
        after JSON NOT NULL,
        seen_at FLOAT NOT NULL,
        CONSTRAINT pk_outside_changes PRIMARY KEY (track_id, field),
        CONSTRAINT fk_outside_changes_track_id FOREIGN KEY(track_id)
            REFERENCES tracks (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE library_folders (
        path BLOB NOT NULL,
        added_at FLOAT NOT NULL,
        CONSTRAINT pk_library_folders PRIMARY KEY (path)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE saved_searches (
        id INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        "key" VARCHAR NOT NULL,
        "query" VARCHAR NOT NULL,
        saved_at FLOAT NOT NULL,
        CONSTRAINT pk_saved_searches PRIMARY KEY (id),
        CONSTRAINT uq_saved_searches_key UNIQUE ("key")
    )
    """,
)


def upgrade() -> None:
    """Add tables and columns.

    The year of each track is taken from its date; the topmost folders with tracks are the library.
    """
    for statement in _STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    dates = connection.exec_driver_sql("SELECT id, date FROM tracks WHERE date <> ''").all()
    years = [(int(found[0]), row[0]) for row in dates if (found := _YEAR.search(row[1]))]
    if years:
        connection.exec_driver_sql("UPDATE tracks SET year = ? WHERE id = ?", years)
    holding = connection.exec_driver_sql("SELECT DISTINCT folder FROM tracks").scalars()
    topmost: list[Path] = []
    for folder in sorted((Path(os.fsdecode(one)) for one in holding), key=lambda one: one.parts):
        if not topmost or not folder.is_relative_to(topmost[-1]):
            topmost.append(folder)
    if topmost:
        connection.exec_driver_sql(
            "INSERT INTO library_folders (path, added_at) VALUES (?, ?)",
            [(os.fsencode(folder), time.time()) for folder in topmost],
        )
    op.execute("CREATE INDEX ix_tracks_year ON tracks (year)")
