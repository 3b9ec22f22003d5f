"""The parts of the window that can be hidden, by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.ui.splitter import Border
from tagger_app.ui.timeline import Timeline
from tagger_app.ui.window import MainWindow
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks


def press(part: QWidget, keys: str) -> None:
    part.setFocus()
    QTest.keySequence(part, QKeySequence(keys))


def shown(program: Program) -> list[bool]:
    window = program.window
    return [part.isVisible() for part in (window.sidebar, window.timeline, window.inspector)]


def with_tracks(qtbot: QtBot, program: Program) -> Program:
    if not program.catalog.search.counts(None).total:
        add_tracks(program.catalog, 3)
    program.window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: len(program.window.view.model.ids) == 3)
    qtbot.waitUntil(lambda: not program.window.view.busy)
    return program


@does("show-sidebar", "show-timeline", "show-inspector")
def test_parts_are_hidden_and_shown_by_keys(qtbot: QtBot, open_program: Start) -> None:
    program = with_tracks(qtbot, open_program())
    window = program.window
    assert shown(program) == [True, True, True]
    wide = window.view.table.width()
    press(window.sidebar, "Ctrl+1")
    assert shown(program) == [False, True, True]
    assert window.view.table.hasFocus(), "keys do not go to what is hidden"
    qtbot.waitUntil(lambda: window.view.table.width() > wide)
    press(window.view.table, "Ctrl+2")
    assert shown(program) == [False, False, True]
    program.window.view.refresh(anew=False)
    qtbot.waitUntil(lambda: not window.view.busy)
    assert shown(program) == [False, False, True], "numbers bring nothing back"
    press(window.view.table, "Ctrl+1")
    press(window.view.table, "Ctrl+2")
    assert shown(program) == [True, True, True]
    press(window.view.table, "Ctrl+3")
    assert shown(program) == [True, True, False]


def test_hidden_parts_stay_so_and_are_back_when_they_are_needed(
    qtbot: QtBot, open_program: Start
) -> None:
    program = with_tracks(qtbot, open_program())
    press(program.window.view.table, "Ctrl+1")
    press(program.window.view.table, "Ctrl+3")
    program.close()
    program = with_tracks(qtbot, open_program())
    assert shown(program) == [False, True, False]
    assert not program.window.commands["show-sidebar"].isChecked()
    press(program.window.view.table, "E")
    assert shown(program) == [False, True, True]
    assert any(line.hasFocus() for line in program.window.inspector.findChildren(QLineEdit))


def test_without_tracks_there_is_nothing_but_the_welcome(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    qtbot.waitUntil(lambda: not program.window.view.busy)
    qtbot.waitUntil(lambda: shown(program) == [False, False, False])
    with_tracks(qtbot, program)
    assert shown(program) == [True, True, True]


def test_borders_are_moved_by_keys(qtbot: QtBot, open_program: Start) -> None:
    program = with_tracks(qtbot, open_program())
    window = program.window
    window.resize(1400, 800)
    qtbot.waitUntil(lambda: window.inspector.x() > 1000)
    parts = (window.sidebar, window.timeline, window.inspector)
    keys = ((Qt.Key.Key_Right, Qt.Key.Key_Left), (Qt.Key.Key_Up, Qt.Key.Key_Down),
            (Qt.Key.Key_Left, Qt.Key.Key_Right))  # fmt: skip
    for part, (larger, smaller) in zip(parts, keys, strict=True):
        border = border_of(window, part)
        border.setFocus()
        QTest.keyClick(border, larger)  # from a place between two pixels, as a window's size gives
        before = length(part)
        QTest.keyClick(border, larger)
        assert length(part) == before + 16
        QTest.keyClick(border, smaller)
        assert length(part) == before
        QTest.keyClick(border, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert length(part) == before, "which is a key of playing"
        QTest.keyClick(border, larger)
    QTest.keyClick(border, Qt.Key.Key_End)
    assert window.inspector.isVisible(), "it has a least width"
    assert window.inspector.width() >= window.inspector.minimumWidth()


def length(part: QWidget) -> int:
    """What moving its border changes."""
    return part.height() if isinstance(part, Timeline) else part.width()


def border_of(window: MainWindow, part: QWidget) -> Border:
    """The border beside or above a part."""
    names = {
        window.sidebar: "Border between sidebar and tracks",
        window.timeline: "Border between tracks and timeline",
        window.inspector: "Border between tracks and track details",
    }
    found = {border.accessibleName(): border for border in window.findChildren(Border)}
    return found[names[part]]
