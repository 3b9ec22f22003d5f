"""Files and folders that are dropped on parts of the window which take texts themselves."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.ui.drop_overlay import DropOverlay
from tagger_app.ui.single_instance import Handed
from tests.ui.conftest import Program, Start

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)


def dragged(folder: Path) -> QMimeData:
    """A folder as file managers hand it over: as files, and as text."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    mime.setText(QUrl.fromLocalFile(str(folder)).toString())
    return mime


def drop(program: Program, part: QWidget, mime: QMimeData) -> bool:
    """Drag over a part of the window as the system does, and let go; whether it was taken."""
    native = program.window.windowHandle()
    place = part.mapTo(program.window, part.rect().center())
    move = QDragMoveEvent(place, COPY, mime, LEFT, NONE)
    end = QDropEvent(QPointF(place), COPY, mime, LEFT, NONE)
    for event in (QDragEnterEvent(place, COPY, mime, LEFT, NONE), move, end):
        event.ignore()
        QApplication.sendEvent(native, event)
    return end.isAccepted()


def lines(program: Program) -> list[QLineEdit]:
    """Every line of the window in which something can be typed, a name in the sidebar as well."""
    window = program.window
    found = [line for line in window.findChildren(QLineEdit) if line.isVisible()]
    return [line for line in found if not line.isReadOnly()]


def test_a_folder_that_is_dropped_on_a_line_is_added_and_not_typed(
    qtbot: QtBot, open_program: Start, music: Path, tmp_path: Path
) -> None:
    program = open_program()
    window = program.window
    added: list[Path] = []
    window.findChildren(DropOverlay)[0].dropped.connect(added.extend)
    assert drop(program, window.view, dragged(music))
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 4 and not window.work.busy)
    window.view.table.go_to(window.view.model.ids[0])
    window.search.setText("a")
    with qtbot.waitSignal(window.finding.saved.stored):
        window.commands["save-search"].trigger()  # its name can be edited at once
    assert window.sidebar.findChildren(QLineEdit)
    targets = [*lines(program), window.timeline, window.inspector, window.sidebar]
    assert len(targets) >= 6
    for part in targets:
        text = part.text() if isinstance(part, QLineEdit) else ""
        added.clear()
        folder = tmp_path / f"more {targets.index(part)}"
        folder.mkdir()
        assert drop(program, part, dragged(folder))
        assert added == [folder], part
        assert not isinstance(part, QLineEdit) or part.text() == text
    assert not window.findChildren(DropOverlay)[0].isVisible()


def test_a_text_that_is_dropped_is_no_music(open_program: Start) -> None:
    program = open_program()
    window = program.window
    added: list[Path] = []
    window.findChildren(DropOverlay)[0].dropped.connect(added.extend)
    mime = QMimeData()
    mime.setText("Polka")
    drop(program, window.view, mime)
    assert not added
    assert not window.findChildren(DropOverlay)[0].isVisible()


@pytest.mark.parametrize("way", ["dialog", "drop", "paste", "another start", "command line"])
def test_keys_decide_about_tracks_as_soon_as_they_were_added(
    qtbot: QtBot, open_program: Start, music: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    program = open_program()
    window = program.window
    window.search.setFocus()
    if way == "dialog":
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(music))
        window.commands["add"].trigger()
    elif way == "drop":
        assert drop(program, window.search, dragged(music))
    elif way == "paste":
        QApplication.clipboard().setMimeData(dragged(music))
        window.commands["paste"].trigger()
        QApplication.clipboard().clear()
    elif way == "another start":
        window.adding.take_over(Handed((music,)))
    else:
        window.adding.add([music])
    assert not window.search.hasFocus()
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 4)
    assert window.view.table.hasFocus()
    qtbot.waitUntil(lambda: not window.work.busy)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_before_the_first_folder_a_key_asks_for_it(
    qtbot: QtBot, open_program: Start, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    asked: list[str] = []

    def choose(_: object, title: str, __: str) -> str:
        asked.append(title)
        return ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    window = open_program().window
    qtbot.waitUntil(window.view.empty.button.hasFocus)
    QTest.keyClick(window.windowHandle(), key)
    assert asked == ["Add folder"]
