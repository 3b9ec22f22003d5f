"""What is said of many selected tracks: how many they are, and what became of them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tagger_app.ui.labels import PlainLabel
from tests.ui.conftest import Program, Start
from tests.ui.test_manners import with_tracks


def said(program: Program) -> str:
    """What the inspector says of the selection."""
    labels = program.window.inspector.findChildren(PlainLabel)
    texts = (label.text() for label in labels if label.isVisible())
    return next((text for text in texts if text.startswith("One of")), "")


def test_it_is_told_how_many_tracks_are_selected(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 9)
    window = program.window
    table = window.view.table
    assert (window.progress.selected, said(program)) == ("", "")
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.progress.selected == "2 of 9 selected"
    assert said(program) == "One of 2 selected tracks"
    table.selectAll()
    assert window.progress.selected == "9 of 9 selected"
    window.search.setText("title:0003")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 1)
    assert (window.progress.selected, said(program)) == ("", "")


def test_many_are_told_how_many_they_were_and_taken_back_and_few_are_not(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    with_tracks(qtbot, program, 9)
    window = program.window
    table, message = window.view.table, window.message
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_R)
    assert len(window.desk.history.done) == 1
    assert message.text == ""
    for key, told in (
        (Qt.Key.Key_A, "Accepted 14 tags on 7 tracks."),
        (Qt.Key.Key_R, "Rejected 14 tags on 7 tracks."),
    ):
        table.selectAll()
        QTest.keyClick(table, key)
        assert message.text == told
        message.press()
        assert message.text == ""
        assert len(window.desk.history.done) == 1
    table.selectAll()
    window.commands["enter"].trigger()
    line = window.inspector.entry.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "Polka")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert message.text == "Added “Polka” to 9 tracks."
    assert message.button.text() == "Undo"
    table.go_to_row(5)
    QTest.keyClick(table, Qt.Key.Key_R)
    assert message.text == "", "its Undo would take another step back"
