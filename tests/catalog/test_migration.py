import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from tagger_app.catalog import migrations
from tagger_app.catalog.backup import backups
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.migration import Schema
from tagger_app.catalog.schema import metadata
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import open_catalog
from tagger_app.core.errors import CatalogError
from tagger_app.core.fields import Category
from tests.catalog.samples import file, hear, register

FIRST_SCHEMA = Path(__file__).parent / "first_schema.sqlite"

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade():
    op.add_column("models", sa.Column("note", sa.String()))
    with op.batch_alter_table("tracks", recreate="always") as batch:
        batch.add_column(sa.Column("rating", sa.Integer()))
    {more}
"""


def _newer(tmp_path: Path, more: str = "") -> Schema:
    """The schema of a version to come: one revision more."""
    scripts = tmp_path / "100% newer"
    shutil.copytree(migrations.FOLDER, scripts)
    revision = _NEXT.format(head=migrations.HEAD, more=more)
    (scripts / "versions" / "next.py").write_text(revision)
    return Schema("next", scripts)


def _fill(path: Path) -> None:
    with open_catalog(path) as catalog:
        [track_id] = catalog.tracks.store([file("/m/1.mp3", title="T", genre=("Rock",))])
        hear(catalog, register(catalog), track_id, 0.9)
        catalog.decisions.decide(track_id, Category.MOOD, "calm", Verdict.ADDED)


def test_the_newest_revision_is_the_head() -> None:
    script = ScriptDirectory(str(migrations.FOLDER))

    assert script.get_heads() == [migrations.HEAD]


def test_migrating_makes_the_tables_that_the_code_expects(path: Path) -> None:
    open_catalog(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})

        assert compare_metadata(context, metadata) == []
        made = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert set(metadata.tables) <= set(made.scalars())
    engine.dispose()


def test_a_catalog_of_the_first_schema_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    shutil.copy(FIRST_SCHEMA, path)

    with open_catalog(path) as catalog:
        [track_id] = catalog.search.ids(TrackQuery(text="kept rock"))
        assert catalog.decisions.of(track_id) == {(Category.MOOD, "calm"): Verdict.ADDED}
        prediction = catalog.predictions.of(track_id)
        assert prediction is not None
        assert prediction.scores[0] == pytest.approx(0.9, abs=1e-3)
        [write] = catalog.journal.writes()
        assert len(catalog.journal.undoable_entries(write.id)) == 1
        track = catalog.tracks.get(track_id)
        assert track is not None
        assert catalog.library.folders() == [track.path.parent]
        assert catalog.problems() == []


def test_an_older_catalog_is_migrated_after_a_backup(tmp_path: Path, path: Path) -> None:
    _fill(path)
    schema = _newer(tmp_path)

    with open_catalog(path, schema=schema) as catalog:
        assert catalog.decisions.of(1) == {(Category.MOOD, "calm"): Verdict.ADDED}
        assert catalog.predictions.of(1) is not None
        assert catalog.problems() == []

    [backup] = backups(path)
    with open_catalog(backup) as catalog:
        assert catalog.search.counts().total == 1
    open_catalog(path, schema=schema).close()
    assert backups(path) == [backup]


def test_a_newer_catalog_is_refused_untouched(tmp_path: Path, path: Path) -> None:
    _fill(path)
    open_catalog(path, schema=_newer(tmp_path)).close()
    before = path.read_bytes()

    with pytest.raises(CatalogError, match="newer version") as error:
        open_catalog(path)

    assert str(path) in str(error.value)
    assert path.read_bytes() == before


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, path: Path) -> None:
    _fill(path)
    schema = _newer(tmp_path, more='op.execute("INSERT INTO nowhere VALUES (1)")')

    with pytest.raises(CatalogError, match="nowhere"):
        open_catalog(path, schema=schema)

    with open_catalog(path) as catalog:
        assert catalog.decisions.of(1) == {(Category.MOOD, "calm"): Verdict.ADDED}
    connection = sqlite3.connect(path)
    columns = [row[1] for row in connection.execute("PRAGMA table_info(models)")]
    connection.close()
    assert "note" not in columns


def test_without_a_backup_nothing_is_migrated(tmp_path: Path, path: Path) -> None:
    _fill(path)
    before = path.read_bytes()
    path.with_name(path.name + "-backups").touch()  # in the way of the folder

    with pytest.raises(CatalogError, match="no backup could be made"):
        open_catalog(path, schema=_newer(tmp_path))

    assert path.read_bytes() == before
