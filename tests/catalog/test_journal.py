from pathlib import Path

from tagger_app.catalog.journal import EntryStatus, WriteKind
from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason
from tagger_app.core.track import Failure
from tests.catalog.samples import file, genre, identity, register

CHANGE = genre(("Rock",), ("Rock", "Jazz"))


def _tracks(catalog: Catalog, count: int = 2) -> list[int]:
    return catalog.tracks.store([file(f"/m/{i}.mp3", genre=("Rock",)) for i in range(count)])


def _begin(catalog: Catalog, write_id: int, track_id: int, change: ChangeSet = CHANGE) -> int:
    track = catalog.tracks.get(track_id)
    assert track is not None
    return catalog.journal.begin(write_id, track_id, track.path, change, track.identity)


def _write(catalog: Catalog, ids: list[int], undoes: int | None = None) -> int:
    kind = WriteKind.WRITE if undoes is None else WriteKind.UNDO
    write_id = catalog.journal.start(kind, undoes=undoes)
    for track_id in ids:
        catalog.journal.finish(_begin(catalog, write_id, track_id), identity(size=2))
    return write_id


def test_an_entry_says_what_was_and_what_is(catalog: Catalog) -> None:
    [track_id] = _tracks(catalog, 1)
    change = ChangeSet(
        (FieldChange("genre", (), ("a\nb", "日本")), FieldChange("mood", ("x",), ()))
    )
    write_id = catalog.journal.start(WriteKind.WRITE, model_id=register(catalog))
    entry_id = _begin(catalog, write_id, track_id, change)
    catalog.journal.finish(entry_id, identity(size=2**41))

    [entry] = catalog.journal.entries(write_id)

    assert (entry.id, entry.track_id, entry.path) == (entry_id, track_id, Path("/m/0.mp3"))
    assert (entry.change, entry.status) == (change, EntryStatus.DONE)
    assert (entry.before, entry.after) == (identity(), identity(size=2**41))
    [write] = catalog.journal.writes()
    assert (write.kind, write.done, write.failed, write.undone) == (WriteKind.WRITE, 1, 0, 0)
    assert catalog.journal.history(track_id) == [entry]


def test_undo_and_redo_after_restarts(path: Path) -> None:
    with open_catalog(path) as catalog:
        ids = _tracks(catalog)
        first = _write(catalog, ids)
        second = _write(catalog, ids[:1])
    with open_catalog(path) as catalog:
        assert catalog.journal.last_undoable() == second
        assert catalog.journal.last_redoable() is None
        undo_second = _write(catalog, ids[:1], undoes=second)
    with open_catalog(path) as catalog:
        journal = catalog.journal
        assert journal.undoable_entries(second) == []
        assert [e.status for e in journal.entries(second)] == [EntryStatus.UNDONE]
        assert (journal.last_undoable(), journal.last_redoable()) == (first, undo_second)
        undo_first = _write(catalog, ids, undoes=first)
        assert (journal.last_undoable(), journal.last_redoable()) == (None, undo_first)
    with open_catalog(path) as catalog:
        journal = catalog.journal
        redo_first = _write(catalog, ids, undoes=undo_first)
        assert (journal.last_undoable(), journal.last_redoable()) == (redo_first, undo_second)
        kinds = [write.kind.value for write in journal.writes()]
        assert kinds == ["redo", "undo", "undo", "write", "write"]
        newer = _write(catalog, ids[1:])
        assert (journal.last_undoable(), journal.last_redoable()) == (newer, None)


def test_an_undo_that_was_refused_does_not_bar_the_way(catalog: Catalog) -> None:
    ids = _tracks(catalog)
    first, second = _write(catalog, ids), _write(catalog, ids)
    undo_id = catalog.journal.start(WriteKind.UNDO, undoes=second)
    catalog.journal.finish(_begin(catalog, undo_id, ids[0]), identity())
    failure = Failure(Reason.LOCKED, "open in a player")
    refused = _begin(catalog, undo_id, ids[1])
    catalog.journal.fail(refused, failure)

    assert catalog.journal.last_undoable() == first
    assert [e.track_id for e in catalog.journal.undoable_entries(second)] == [ids[1]]
    assert [e.failure for e in catalog.journal.entries(undo_id)] == [None, failure]


def test_an_undo_cut_short_is_still_undoable(catalog: Catalog) -> None:
    ids = _tracks(catalog)
    write_id = _write(catalog, ids)
    undo_id = catalog.journal.start(WriteKind.UNDO, undoes=write_id)
    catalog.journal.finish(_begin(catalog, undo_id, ids[0]), identity())

    assert catalog.journal.last_undoable() == write_id
    assert [e.track_id for e in catalog.journal.undoable_entries(write_id)] == [ids[1]]


def test_what_is_gone_from_the_file_needs_no_undo(catalog: Catalog) -> None:
    write_id = _write(catalog, _tracks(catalog))
    for entry in catalog.journal.undoable_entries(write_id):
        catalog.journal.mark_undone(entry.id)

    assert catalog.journal.last_undoable() is None


def test_begun_entries_are_found_after_a_restart(path: Path) -> None:
    with open_catalog(path) as catalog:
        ids = _tracks(catalog, 3)
        write_id = catalog.journal.start(WriteKind.WRITE)
        entries = [_begin(catalog, write_id, track_id) for track_id in ids]
        catalog.journal.finish(entries[0], identity())
        catalog.journal.fail(entries[1], Failure(Reason.DISK_FULL, "no space"))
    with open_catalog(path) as catalog:
        [entry] = catalog.journal.unfinished()
        assert (entry.id, entry.change, entry.after) == (entries[2], CHANGE, None)


def test_a_write_without_files_is_no_history(catalog: Catalog) -> None:
    catalog.journal.start(WriteKind.WRITE)

    assert catalog.journal.writes() == []
    assert catalog.journal.last_undoable() is None
