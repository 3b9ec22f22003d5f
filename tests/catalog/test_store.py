import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tagger_app.catalog.backup import backups, restore_backup
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.jobs import JobState
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.errors import CatalogError
from tagger_app.core.fields import Category
from tests.catalog.samples import file

_HOLDER = """
import sys
from pathlib import Path
from tagger_app.catalog.store import open_catalog
catalog = open_catalog(Path(sys.argv[1]))
catalog.jobs.start("scan")
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def _another_process(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield process
        process.kill()


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


def test_a_second_process_is_kept_out_until_the_first_is_gone(path: Path) -> None:
    with _another_process(path) as process:
        with pytest.raises(CatalogError, match=f"process {process.pid}") as error:
            open_catalog(path)
        assert str(path) in str(error.value)
        process.kill()
        process.wait()
        with open_catalog(path) as catalog:  # as after a crash: checked, then open
            [job] = catalog.jobs.newest()
            assert job.state is JobState.INTERRUPTED


def test_a_catalog_is_open_once_in_a_process_too(path: Path, catalog: Catalog) -> None:
    with pytest.raises(CatalogError, match="is using this catalog"):
        open_catalog(path)
    with pytest.raises(CatalogError, match="is using this catalog"):
        restore_backup(path, catalog.back_up())


def test_an_orderly_close_leaves_one_file_and_can_be_repeated(path: Path) -> None:
    catalog = open_catalog(path)
    reader = catalog.reader()
    catalog.tracks.store([file("/m/1.mp3")])
    reader.close()
    catalog.close()
    catalog.close()

    left = {each.name: each.stat().st_size for each in path.parent.iterdir()}
    assert left == {path.name: path.stat().st_size, f"{path.name}.lock": 0}


def test_commits_are_durable_and_references_are_kept(path: Path, catalog: Catalog) -> None:
    catalog.tracks.store([file("/m/1.mp3")])
    with pytest.raises(CatalogError, match="FOREIGN KEY"):
        catalog.decisions.decide(99, Category.MOOD, "calm", Verdict.ADDED)
    journal = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
    connection.close()


def test_jobs_tell_how_they_ended(path: Path) -> None:
    with open_catalog(path) as catalog:
        job_id = catalog.jobs.start("analyze")
        catalog.jobs.finish(job_id, JobState.CANCELLED, {"heard": 3})
    with open_catalog(path) as catalog:
        [job] = catalog.jobs.newest()
        assert (job.id, job.kind, job.state) == (job_id, "analyze", JobState.CANCELLED)
        assert job.totals == {"heard": 3}
        assert job.finished_at is not None
        assert job.finished_at >= job.started_at


def test_readers_see_commits_and_change_nothing(catalog: Catalog) -> None:
    reader = catalog.reader()
    assert reader.search.ids(TrackQuery()) == []
    [track_id] = catalog.tracks.store([file("/m/1.mp3")])

    assert reader.search.ids(TrackQuery()) == [track_id]
    with pytest.raises(CatalogError, match="reading only"):
        reader.tracks.store([file("/m/2.mp3")])
    reader.close()
    assert catalog.search.ids(TrackQuery()) == [track_id]


def test_reading_and_writing_threads_do_not_disturb_each_other(catalog: Catalog) -> None:
    reader, done = catalog.reader(), threading.Event()
    seen: list[int] = []

    def read() -> None:
        while not done.is_set():
            seen.append(len(reader.tracks.pages(reader.search.ids(TrackQuery()))))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for batch in range(30):
            catalog.tracks.store([file(f"/m/{batch}/{i}.mp3", title="x" * 500) for i in range(50)])
    finally:
        done.set()
        thread.join()

    assert seen == sorted(seen)
    assert {count % 50 for count in seen} == {0}
    assert reader.search.counts().total == 1_500


def test_a_reader_is_not_held_up_by_a_long_transaction(catalog: Catalog) -> None:
    reader = catalog.reader()
    with catalog.transaction():
        for batch in range(10):  # more pages than the cache holds
            catalog.tracks.store(
                [file(f"/m/{batch}/{i}.mp3", title="long " * 2_000) for i in range(200)]
            )
        assert reader.search.ids(TrackQuery()) == []
    assert len(reader.search.ids(TrackQuery())) == 2_000


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"ID3 this is no database" * 100, "not a catalog"), (b"SQLite format 3\0" * 400, "catalog")],
)
def test_other_files_are_refused_untouched(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(content)

    with pytest.raises(CatalogError, match=said) as error:
        open_catalog(path)

    assert str(path) in str(error.value)
    assert _bytes(path) == content


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE tracks (id INTEGER)")
    connection.close()
    before = _bytes(path)

    with pytest.raises(CatalogError, match="another program's database"):
        open_catalog(path)

    assert _bytes(path) == before


def test_places_where_nothing_can_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "catalog.sqlite", tmp_path):
        with pytest.raises(CatalogError, match="cannot be") as error:
            open_catalog(path)
        assert str(path) in str(error.value)


def test_a_damaged_catalog_is_found_after_a_crash_and_its_backup_restored(path: Path) -> None:
    with open_catalog(path) as catalog:
        catalog.tracks.store([file(f"/m/{i}.mp3", title="t" * 300) for i in range(200)])
        backup = catalog.back_up()
        catalog.tracks.store([file("/m/after.mp3")])
    damaged = bytearray(_bytes(path))
    for offset in range(3 * 4096, len(damaged), 3 * 4096):
        damaged[offset : offset + 600] = os.urandom(600)
    path.write_bytes(damaged)
    path.with_name(path.name + ".lock").write_text("12345")
    path.with_name(path.name + "-journal").write_bytes(b"left over")

    for _ in range(2):  # it is looked at again as long as it is damaged
        with pytest.raises(CatalogError, match="damaged"):
            open_catalog(path)
    aside = restore_backup(path, backup)

    assert aside is not None
    assert _bytes(aside) == bytes(damaged)
    with open_catalog(path) as catalog:
        assert catalog.search.counts().total == 200
        assert catalog.problems() == []


def test_three_backups_are_kept(path: Path, catalog: Catalog) -> None:
    made = [catalog.back_up() for _ in range(5)]

    assert backups(path) == made[:1:-1]


def test_a_backup_that_is_none_is_not_restored(path: Path) -> None:
    with open_catalog(path) as catalog:
        catalog.tracks.store([file("/m/1.mp3")])
    bad = path.with_name("bad.backup")
    bad.write_bytes(b"nothing" * 1_000)

    for backup in (bad, path.with_name("none.backup")):
        with pytest.raises(CatalogError, match=backup.name):
            restore_backup(path, backup)

    with open_catalog(path) as catalog:
        assert catalog.search.counts().total == 1


@contextmanager
def _no_file_may_grow_beyond(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_takes_no_more_loses_nothing_that_was_stored(
    catalog: Catalog, path: Path
) -> None:
    catalog.tracks.store([file("/m/1.mp3")])
    files = [file(f"/m/more {i}.mp3", title="x" * 900) for i in range(500)]

    with (
        _no_file_may_grow_beyond(path.stat().st_size),
        pytest.raises(CatalogError, match="disk") as error,
    ):
        catalog.tracks.store(files)

    assert str(path) in str(error.value)
    assert catalog.search.counts().total == 1
    assert len(catalog.tracks.store(files)) == 500
