"""Every dialog by keys alone: what can have them has a name, is reached by Tab, and is seen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.ui.about_dialog import AboutDialog
from tagger_app.ui.bugs import BugDialog
from tagger_app.ui.keys_dialog import KeysDialog
from tagger_app.ui.preferences.models_dialog import ModelsDialog
from tagger_app.ui.query_help import QueryHelp
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.ui.conftest import Program, Start
from tests.ui.test_accessibility import LOOKS, name_of, stops, unmarked, way
from tests.ui.test_actions import library


def by_action(name: str) -> Callable[[MainWindow], None]:
    return lambda window: window.commands[name].trigger()


def show_bug(window: MainWindow) -> None:
    BugDialog("Traceback (most recent call last)", Path("tagger.log"), parent=window).open()


OPENERS: dict[type[QWidget], Callable[[MainWindow], None]] = {
    AboutDialog: by_action("about"),
    BugDialog: show_bug,
    KeysDialog: by_action("keys"),
    ModelsDialog: by_action("models"),
    QMessageBox: by_action("forget"),
    QueryHelp: by_action("search-help"),
}


def shown(kind: type[QWidget]) -> QWidget | None:
    """The dialog of a kind that is open."""
    open_ones = (w for w in QApplication.topLevelWidgets() if isinstance(w, kind))
    return next((one for one in open_ones if one.isVisible()), None)


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    """The window with tracks, one of which is missing."""
    made = open_program()
    ids = library(qtbot, made)
    made.catalog.places.lose(ids[:1])
    made.window.work.library_changed.emit()
    qtbot.waitUntil(made.window.commands["forget"].isEnabled)
    made.window.view.take_keys()
    return made


@pytest.mark.parametrize("kind", OPENERS)
def test_a_dialog_is_used_by_keys(
    qtbot: QtBot, program: Program, theme: Theme, kind: type[QWidget]
) -> None:
    window = program.window
    OPENERS[kind](window)
    qtbot.waitUntil(lambda: shown(kind) is not None)
    dialog = shown(kind)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    assert any(widget.hasFocus() for widget in stops(dialog)), "something has the keys at once"
    there = [one for one in stops(dialog) if not isinstance(one, QLabel)]  # told by themselves
    assert [repr(widget) for widget in there if not name_of(widget)] == []
    by_tab = [widget for widget in there if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    found = way(dialog, by_tab[0])
    assert [repr(widget) for widget in by_tab if widget not in found] == []
    unseen = []
    try:
        for look, high in LOOKS:
            theme.change(look, 100, high_contrast=high)
            unseen += [(look, high, name_of(widget)) for widget in unmarked(there)]
    finally:
        theme.change("dark", 100, high_contrast=False)
    assert unseen == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(kind) is None)
    window.activateWindow()  # as a desktop does
    qtbot.waitUntil(window.view.table.hasFocus)


def test_no_key_deletes_by_mistake(qtbot: QtBot, program: Program, theme: Theme) -> None:
    """A question about deleting is answered with Cancel by Return, whatever the desktop does."""
    window = program.window
    for change in (False, True):
        window.commands["forget"].trigger()
        box = shown(QMessageBox)
        assert box is not None
        qtbot.waitUntil(box.isActiveWindow)
        if change:  # as the desktop does in the evening
            theme.change("light", 125, high_contrast=False)
            theme.change("dark", 100, high_contrast=False)
        cancel = next(one for one in stops(box) if name_of(one) == "Cancel")
        qtbot.waitUntil(cancel.hasFocus)
        QTest.keyClick(cancel, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: shown(QMessageBox) is None)
    assert len(program.catalog.places.lost()) == 1
