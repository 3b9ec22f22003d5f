"""Files that are known to carry no tags take none, and say why, before and after a write."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import ReviewTrack
from tests.samples import write_piece
from tests.ui.conftest import Program, Start

EMPTY = "The file is empty; replace it."


@pytest.fixture
def program(qtbot: QtBot, open_program: Start, tmp_path: Path) -> Program:
    """A piece and an empty file, both of which were listened to."""
    folder = tmp_path / "songs"
    folder.mkdir()
    write_piece(folder / "a.flac", 1, 2.0)
    (folder / "empty.mp3").touch()
    program = open_program()
    window = program.window
    window.adding.add([folder])
    wanted = [TrackState.TO_REVIEW, TrackState.FAILED]
    qtbot.waitUntil(
        lambda: [one.track.state for one in tracks(program)] == wanted and not window.work.busy,
    )
    return program


def tracks(program: Program) -> list[ReviewTrack]:
    model = program.window.view.model
    found = (model.track_at(row) for row in range(len(model.ids)))
    return [review for review in found if review is not None]


def type_tag(program: Program, name: str) -> None:
    program.window.commands["enter"].trigger()
    line = program.window.inspector.entry.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, name)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_file_that_carries_no_tags_takes_none_and_says_why(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    window.view.table.go_to_row(1)
    type_tag(program, "Polka")
    assert window.message.text == f"“empty.mp3” takes no tags: {EMPTY}"
    assert not window.desk.history.done
    window.view.table.selectAll()
    type_tag(program, "Polka")
    assert window.message.text == f"“empty.mp3” takes no tags: {EMPTY}"
    qtbot.waitUntil(lambda: window.commands["write"].text() == "Write tags (1)")
    assert [bool(one.proposal) for one in tracks(program)] == [True, False]


def test_what_was_wanted_of_it_before_neither_waits_nor_hides_the_reason(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    failed = tracks(program)[1].track
    program.catalog.decisions.decide(failed.id, Category.GENRE, "Polka", Verdict.ADDED)
    type_tag(program, "Polka")
    qtbot.waitUntil(lambda: window.commands["write"].text() == "Write tags (1)")
    with qtbot.waitSignal(window.work.written):
        window.commands["write"].trigger()
    qtbot.waitUntil(lambda: not window.commands["write"].isEnabled())
    assert window.message.text == "Wrote tags to 1 file."
    said: list[str] = []
    window.listener.said.connect(said.append)
    window.view.table.go_to_row(1)
    qtbot.waitUntil(lambda: said[-1:] == [EMPTY])
    window.view.model.forget_all(keep=False)
    failure = tracks(program)[1].track.failure
    assert failure is not None
    assert failure.detail == EMPTY
