"""Undo and redo show what they did: the tracks, or what it was where those are not in view."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.ui.shelf import WRITTEN
from tests.ui.conftest import Start
from tests.ui.test_manners import with_tracks


def test_what_undo_took_back_is_selected_and_in_view(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 80)
    window, table = program.window, program.window.view.table
    ids = list(window.view.model.ids)
    table.go_to_row(2)
    QTest.keyClick(table, Qt.Key.Key_R)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_A)
    table.go_to_row(79)
    qtbot.waitUntil(lambda: table.verticalScrollBar().value() > 0)
    window.commands["undo"].trigger()
    assert table.selected_ids() == ids[3:5]
    assert table.currentIndex().row() == 3
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    window.commands["undo"].trigger()
    assert table.selected_ids() == ids[2:3]
    table.go_to_row(79)
    window.commands["redo"].trigger()
    assert table.selected_ids() == ids[2:3]
    assert window.message.text == ""


def test_what_undo_took_back_elsewhere_is_told_until_something_else_is_done(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    with_tracks(qtbot, program, 3)
    window, table = program.window, program.window.view.table
    QTest.keyClick(table, Qt.Key.Key_R)
    QTest.keyClick(table, Qt.Key.Key_A)
    window.sidebar.choose(WRITTEN)
    qtbot.waitUntil(lambda: not window.view.model.ids)
    window.commands["undo"].trigger()
    assert window.message.text == "Took back: accept of 2 tags"
    window.commands["undo"].trigger()
    assert window.message.text == "Took back: reject of 2 tags"
    window.commands["redo"].trigger()
    assert window.message.text == "Done again: reject of 2 tags"
    window.desk.history.clear()
    assert window.message.text == ""
