"""What is stored on a slow disk, or cannot be stored, keeps nobody waiting and deceives nobody."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.journal import WriteKind
from tagger_app.catalog.store import Catalog
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import ChipStatus
from tagger_app.ui import brief_wait
from tagger_app.ui.track_model import PAGE
from tests.ui.conftest import Program, Start
from tests.ui.tracks import FOLK, add_tracks, hear


@contextmanager
def committing(catalog: Catalog) -> Iterator[None]:
    """While inside, the disk is waited for: a reader that waits would do so for ever."""
    with catalog.transaction(), catalog._gate.committing():  # noqa: SLF001 (a slow disk is rare)
        yield


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    """Many heard tracks whose files are not there."""
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    model_id = window.desk.model_id
    assert model_id is not None
    with program.catalog.transaction():
        ids = add_tracks(program.catalog, 20 * PAGE)
        for track_id in ids:
            hear(program.catalog, model_id, track_id, folk=0.9)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids and not window.view.busy)
    window.view.table.setFocus()
    return program


def status(program: Program, row: int) -> ChipStatus:
    review = program.window.view.model.track_at(row)
    assert review is not None
    return next(chip.status for chip in review.tags[Category.GENRE] if chip.name == FOLK[1])


def state(program: Program, row: int) -> TrackState | None:
    review = program.window.view.model.track_at(row)
    return None if review is None else review.track.state


def test_decisions_are_shown_while_the_disk_is_waited_for(qtbot: QtBot, program: Program) -> None:
    window, table = program.window, program.window.view.table
    ids = window.view.model.ids
    with committing(program.catalog):
        for key in (Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_A):
            QTest.keyClick(table, key)
            table.viewport().repaint()
        shown = [status(program, row) for row in range(3)]
        assert shown == [ChipStatus.ACCEPTED, ChipStatus.REJECTED, ChipStatus.ACCEPTED]
        QTest.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert status(program, 2) is ChipStatus.SUGGESTED
        assert table.current is not None
        assert table.current.track.id == ids[2], "what was taken back is shown"
        assert window.inspector.review is table.current
    qtbot.waitUntil(lambda: not window.desk.storing)
    qtbot.waitUntil(lambda: state(program, 0) is TrackState.ACCEPTED)
    found = program.catalog.decisions.many(ids)
    assert found == {ids[0]: {FOLK: Verdict.ACCEPTED}, ids[1]: {FOLK: Verdict.REJECTED}}


def test_rows_that_were_never_seen_come_when_the_disk_is_through(
    qtbot: QtBot, program: Program
) -> None:
    window, table = program.window, program.window.view.table
    last = len(window.view.model.ids) - 1
    with committing(program.catalog):
        table.go_to_row(last)
        table.viewport().repaint()
        assert state(program, last) is None
        assert window.inspector.review is None
    qtbot.waitUntil(lambda: state(program, last) is TrackState.TO_REVIEW)
    review = table.current
    assert review is not None
    assert review.track.id == window.view.model.ids[last]
    assert window.inspector.review is review


def test_decisions_and_rows_wait_for_no_other_programs_lock(
    qtbot: QtBot, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brief_wait, "_SECONDS", 0.0)
    window, table = program.window, program.window.view.table
    last = len(window.view.model.ids) - 1
    other = sqlite3.connect(program.catalog.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")  # SQLite waits 30 seconds for its end
    QTest.keyClick(table, Qt.Key.Key_A)
    table.viewport().repaint()
    assert status(program, 0) is ChipStatus.ACCEPTED
    assert table.current is not None
    assert table.current.track.id == window.view.model.ids[1]
    table.go_to_row(last)
    table.viewport().repaint()
    assert state(program, last) is None
    assert window.inspector.review is None
    assert other.in_transaction
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: state(program, last) is TrackState.TO_REVIEW)
    qtbot.waitUntil(lambda: window.inspector.review is not None)
    qtbot.waitUntil(lambda: not window.desk.storing)
    first = window.view.model.ids[0]
    assert program.catalog.decisions.of(first) == {FOLK: Verdict.ACCEPTED}


def test_taking_a_write_back_waits_for_no_other_programs_lock(
    qtbot: QtBot, program: Program
) -> None:
    window, catalog = program.window, program.catalog
    track = catalog.tracks.get(window.view.model.ids[0])
    assert track is not None
    with catalog.transaction():
        write_id = catalog.journal.start(WriteKind.WRITE)
        change = ChangeSet((FieldChange("genre", (), ("Folk",)),))
        entry = catalog.journal.begin(write_id, track.id, track.path, change, track.identity)
        catalog.journal.finish(entry, track.identity)
    window.view.refresh(anew=False)
    qtbot.waitUntil(lambda: window.commands["undo"].text() == "Undo write")
    other = sqlite3.connect(catalog.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    window.commands["undo"].trigger()
    assert window.work.busy
    other.execute("ROLLBACK")
    other.close()
    # It was tried, and there is no file.
    qtbot.waitUntil(lambda: state(program, 0) is TrackState.FAILED)


def test_what_could_not_be_stored_is_told_and_shown_as_it_was(
    qtbot: QtBot, program: Program
) -> None:
    window, table = program.window, program.window.view.table
    with sqlite3.connect(program.catalog.path) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON decisions BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    QTest.keyClick(table, Qt.Key.Key_A)
    assert status(program, 0) is ChipStatus.ACCEPTED
    qtbot.waitUntil(lambda: "full" in window.message.text)
    qtbot.waitUntil(lambda: status(program, 0) is ChipStatus.SUGGESTED)
    assert not window.desk.storing
    qtbot.waitUntil(lambda: not window.commands["write"].isEnabled())


def test_one_decision_that_cannot_be_stored_takes_no_other_with_it(
    qtbot: QtBot, program: Program
) -> None:
    window, table = program.window, program.window.view.table
    ids = window.view.model.ids
    with sqlite3.connect(program.catalog.path) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON decisions WHEN NEW.track_id = "
            f"{ids[1]} BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with program.catalog.transaction():  # so that they are stored together
        for _ in range(3):
            QTest.keyClick(table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: "full" in window.message.text)
    assert program.catalog.decisions.many(ids).keys() == {ids[0], ids[2]}
    qtbot.waitUntil(lambda: status(program, 1) is ChipStatus.SUGGESTED)
    assert status(program, 2) is ChipStatus.ACCEPTED


def test_a_decision_draws_the_next_track_once(program: Program) -> None:
    window, table = program.window, program.window.view.table
    ids = window.view.model.ids
    drawn: list[int] = []
    table.current_changed.connect(lambda review: drawn.append(review.track.id))
    QTest.keyClick(table, Qt.Key.Key_A)
    QTest.keyClick(table, Qt.Key.Key_R)
    assert drawn == [ids[1], ids[2]]
    assert status(program, 0) is ChipStatus.ACCEPTED


def test_closing_waits_for_decisions(program: Program, open_program: Start) -> None:
    QTest.keyClick(program.window.view.table, Qt.Key.Key_A)
    first = program.window.view.model.ids[0]
    program.close()
    assert open_program().catalog.decisions.of(first) == {FOLK: Verdict.ACCEPTED}
