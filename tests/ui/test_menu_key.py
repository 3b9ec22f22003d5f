"""The menu key opens what a right click opens, for what is current."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tagger_app.ui.window import MainWindow
from tests.ui.conftest import Start
from tests.ui.test_actions import library


def opened(qtbot: QtBot, window: MainWindow) -> QMenu:
    """The menu that the key opens."""
    widget = window.focusWidget()
    assert widget is not None
    place = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).center()
    reason = QContextMenuEvent.Reason.Keyboard  # what the platform makes of the key
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_lists_open_their_menus_by_key(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, table = program.window, program.window.view.table
    table.go_to(ids[1])
    table.setFocus()
    menu = opened(qtbot, window)
    assert window.commands["accept"] in menu.actions()
    row = table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).bottomLeft())
    assert abs(menu.y() - row.y()) < 3, "right below the current track"
    menu.close()
    qtbot.waitUntil(lambda: any(shelf.folder for shelf in window.sidebar.items))
    folder = next(shelf for shelf in window.sidebar.items if shelf.folder is not None)
    window.sidebar.watched = lambda: [folder.folder] if folder.folder is not None else []
    window.sidebar.choose(folder)
    window.sidebar.setFocus()
    menu = opened(qtbot, window)
    assert any("Look through again" in action.text() for action in menu.actions())
    menu.close()


def test_no_bar_of_the_window_offers_to_hide_itself(open_program: Start) -> None:
    window = open_program().window
    bar = window.tools
    place = bar.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(bar, QContextMenuEvent(reason, place, bar.mapToGlobal(place)))
    assert QApplication.activePopupWidget() is None
