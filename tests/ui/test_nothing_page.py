"""What the window says and offers where there is nothing to show."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.ui.shelf import ALL, TO_REVIEW, WRITTEN, Shelf
from tests.ui.conftest import Program, Start
from tests.ui.test_finding import library, searched


def says(qtbot: QtBot, program: Program, text: str) -> None:
    view = program.window.view
    qtbot.waitUntil(lambda: view.currentWidget() is view.nothing and view.nothing.text == text)


@pytest.mark.parametrize("by_key", [True, False])
def test_a_search_without_result_in_a_queue_goes_on_in_all_tracks(
    by_key: bool, qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, nothing = program.window, program.window.view.nothing
    window.sidebar.choose(WRITTEN)
    says(qtbot, program, "There are no tracks here.")
    assert not nothing.search_all.isVisible()
    assert not nothing.clear.isVisible()
    searched(qtbot, program, "genre:folk path:rock", 0)
    qtbot.waitUntil(nothing.search_all.isVisible)
    assert nothing.search_all.text() == "Search all tracks (3)"
    assert nothing.search_all.accessibleDescription() == "3 tracks are found there"
    if by_key:
        window.search.setFocus()
        QTest.keyClick(window.search, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is nothing.search_all
        QTest.keyClick(nothing.search_all, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(nothing.search_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[3:])
    assert window.search.text() == "genre:folk path:rock"
    assert window.sidebar.shelf == ALL
    qtbot.waitUntil(lambda: window.view.currentWidget() is window.view.table)
    assert QApplication.focusWidget() is window.view.table, "what was found can be reviewed at once"


def test_an_empty_queue_says_so_also_to_a_search(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, nothing = program.window, program.window.view.nothing
    with qtbot.waitSignal(window.desk.stored):
        window.desk.accept(window.desk.load(ids))
    window.sidebar.choose(TO_REVIEW)
    says(qtbot, program, "Nothing is left to review.")
    searched(qtbot, program, "title:4", 0)
    qtbot.waitUntil(lambda: nothing.search_all.text() == "Search all tracks (1)")
    says(qtbot, program, "Nothing is left to review.")
    assert nothing.search_all.accessibleDescription() == "1 track is found there"
    searched(qtbot, program, "title:none", 0)
    says(qtbot, program, "No track fits what you search for, neither here nor elsewhere.")
    assert not nothing.search_all.isVisible()
    QTest.mouseClick(nothing.clear, Qt.MouseButton.LeftButton)
    says(qtbot, program, "Nothing is left to review.")
    assert window.search.text() == ""
    assert not nothing.clear.isVisible()


def test_a_search_below_a_folder_or_in_a_list_goes_on_in_all_tracks(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, nothing = program.window, program.window.view.nothing
    qtbot.waitUntil(lambda: Shelf(folder=Path("/music/jazz")) in window.sidebar.items)
    window.sidebar.choose(Shelf(folder=Path("/music/jazz")))
    searched(qtbot, program, "path:rock", 0)
    says(qtbot, program, "No track here fits what you search for.")
    nothing.search_all.click()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[3:])

    window.commands["exact-duplicates"].trigger()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[4:])
    searched(qtbot, program, "title:0", 0)
    says(qtbot, program, "No track here fits what you search for.")
    nothing.search_all.click()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[:1])
    assert window.view.listing is None
    assert window.search.text() == "title:0"


def test_all_tracks_have_nowhere_else_to_look(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    window, nothing = program.window, program.window.view.nothing
    searched(qtbot, program, "title:none", 0)
    says(qtbot, program, "No track fits what you search for.")
    assert not nothing.search_all.isVisible()
    window.search.setFocus()
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    QTest.keyClick(nothing.clear, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert window.search.text() == ""


def test_what_a_saved_search_asked_for_is_searched_for_elsewhere(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, nothing = program.window, program.window.view.nothing
    with qtbot.waitSignal(window.finding.saved.stored):
        window.finding.saved.save("title:0")
    [saved] = program.catalog.saved_searches.all()
    window.sidebar.choose(Shelf(search_id=saved.id))
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[:1])
    window.commands["exact-duplicates"].trigger()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[4:])
    searched(qtbot, program, "title:1", 0)
    qtbot.waitUntil(nothing.search_all.isVisible)
    nothing.search_all.click()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[1:2])
    assert window.search.text() == "title:1"


def test_keys_stay_in_the_sidebar_on_their_way_past_an_empty_queue(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    window.sidebar.setFocus()
    for _ in range(2):
        QTest.keyClick(window.sidebar, Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: window.view.currentWidget() is window.view.nothing)
        QTest.keyClick(window.sidebar, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: window.view.currentWidget() is window.view.table)
        assert QApplication.focusWidget() is window.sidebar
    window.view.table.setFocus()
    window.sidebar.choose(WRITTEN)
    says(qtbot, program, "There are no tracks here.")
    window.sidebar.choose(ALL)
    qtbot.waitUntil(lambda: window.view.currentWidget() is window.view.table)
    assert QApplication.focusWidget() is window.view.table, "it had the keys"
