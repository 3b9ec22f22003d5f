"""Keys that are pressed before the window has the newest numbers: none of them is lost."""

from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tagger_app.core.fields import Category
from tagger_app.formats import read_tags
from tests.samples import write_piece
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks, hear


def press(program: Program, keys: str, widget: QWidget | None = None) -> None:
    part = widget or program.window.view.table
    part.setFocus()
    QTest.keySequence(part, QKeySequence(keys))


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    """Two heard tracks whose files are not there."""
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, 2)
    for track_id in ids:
        hear(program.catalog, model_id, track_id, folk=0.9)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids and not window.view.busy)
    return program


@pytest.fixture
def begun(program: Program) -> list[str]:
    """The jobs that were asked for from now on."""
    names: list[str] = []
    program.window.work.begun.connect(names.append)
    return names


def test_what_was_accepted_is_written_whatever_was_counted_before(
    qtbot: QtBot, program: Program, begun: list[str]
) -> None:
    window = program.window
    with program.catalog.transaction():  # the decision waits for its turn
        press(program, "A")
        with qtbot.waitSignal(window.view.answered):
            window.view.refresh(anew=False)  # and is not counted
        press(program, "Ctrl+S")
        assert begun == ["write"]
    told = "1 file was left as it was"
    qtbot.waitUntil(lambda: told in window.message.text)


def test_numbers_that_were_there_before_the_decision_are_old(
    qtbot: QtBot, program: Program, begun: list[str]
) -> None:
    window = program.window
    with qtbot.waitSignal(window.desk.stored):
        press(program, "A")
    with qtbot.waitSignal(window.view.answered):
        press(program, "F8")  # which counts nothing anew
    press(program, "Ctrl+S")
    assert begun == ["write"]


def test_once_everything_is_counted_there_is_nothing_to_write(
    qtbot: QtBot, program: Program, begun: list[str]
) -> None:
    window = program.window
    press(program, "A")
    qtbot.waitUntil(lambda: window.commands["write"].text() == "Write tags (1)")
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: not window.commands["write"].isEnabled())
    assert window.commands["write"].text() == "Write tags"
    assert not begun


def test_everything_accepted_at_once_is_written_after_it(
    qtbot: QtBot, program: Program, begun: list[str]
) -> None:
    window = program.window
    press(program, "Shift+A")
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepts 2 tags on 2 tracks"))
    press(program, "Shift+A")
    press(program, "Ctrl+S")
    assert begun == ["count", "accept", "write"]
    told = "2 files were left as they were"
    qtbot.waitUntil(lambda: told in window.message.text)


def test_a_write_is_taken_back_and_done_again_without_waiting_for_numbers(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    write_piece(tmp_path / "a.flac", 1, 2.0)
    program = open_program()
    window = program.window
    window.adding.add([tmp_path / "a.flac"])
    qtbot.waitUntil(lambda: window.view.table.current is not None)
    begun: list[str] = []
    window.work.begun.connect(begun.append)
    told = []
    window.work.written.connect(lambda *_: told.append(window.message.text))

    def pressed(keys: str) -> None:
        """Press keys, and return as soon as the files are written, before anything is counted."""
        with qtbot.waitSignal(window.work.written):
            press(program, keys)

    review = window.view.table.current
    assert review is not None
    window.desk.add([review], Category.GENRE, "Polka")
    pressed("Ctrl+S")
    pressed("Ctrl+Z")
    pressed("Ctrl+Y")
    assert [job for job in begun if job in {"write", "undo", "redo"}] == ["write", "undo", "redo"]
    assert told[1] == "1 file has its old tags back."
    assert read_tags(tmp_path / "a.flac").tags["genre"] == ("Polka",)


def test_a_search_is_saved_while_it_is_typed(qtbot: QtBot, program: Program) -> None:
    window = program.window
    press(program, "Ctrl+F")
    QTest.keyClicks(window.search, "folk")
    with qtbot.waitSignal(window.finding.saved.stored):
        press(program, "Ctrl+D", window.search)
    assert [saved.query for saved in program.catalog.saved_searches.all()] == ["folk"]
