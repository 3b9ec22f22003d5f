"""How the window looks is kept while it is used."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.search import Order
from tagger_app.paths import AppFolders
from tagger_app.ui.columns import Column
from tagger_app.ui.shelf import ALL, TO_REVIEW
from tagger_app.ui.splitter import Border
from tagger_app.ui.window_state import StateFile, WindowState
from tests.ui.conftest import Start
from tests.ui.tracks import add_tracks


def test_the_state_outlives_a_window_that_is_never_closed(
    qtbot: QtBot, open_program: Start, folders: AppFolders
) -> None:
    program = open_program()
    window = program.window
    ids = add_tracks(program.catalog, 3)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)

    def kept() -> WindowState:
        return StateFile(folders.config / "window.ini").load()

    window.view.table.go_to(ids[2])
    qtbot.waitUntil(lambda: kept().track_id == ids[2])
    window.commands["sort-title"].trigger()
    window.commands["sort-title"].trigger()
    qtbot.waitUntil(lambda: kept().order is Order.TITLE and kept().descending)
    geometry, columns, borders = kept().geometry, kept().columns, kept().splitters
    window.resize(window.width() - 60, window.height() - 40)
    qtbot.waitUntil(lambda: kept().geometry != geometry)
    window.view.table.header.resizeSection(Column.TITLE, 333)
    qtbot.waitUntil(lambda: kept().columns != columns)
    window.commands["show-timeline"].trigger()
    qtbot.waitUntil(lambda: kept().hidden == {"timeline"})
    [beside, *_] = [one for one in window.findChildren(Border) if one.isVisible()]
    QTest.keyClick(beside, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: kept().splitters != borders)
    assert kept().shelf == ALL
    window.search.setText("title")
    qtbot.waitUntil(lambda: kept().search == "title")
    window.search.clear()
    window.sidebar.choose(TO_REVIEW)
    qtbot.waitUntil(lambda: kept().shelf == TO_REVIEW)
