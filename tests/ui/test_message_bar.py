"""What is said at the foot of the list holds for what is shown, and takes no keys with it."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.core.fields import Category
from tagger_app.ui.shelf import ALL, TO_REVIEW
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.test_finding import library


def offered(qtbot: QtBot, program: Program) -> None:
    """Ask to accept everything in view."""
    program.window.commands["accept-all"].trigger()
    qtbot.waitUntil(lambda: program.window.message.text.startswith("Accepts"))


def test_an_offer_for_one_list_ends_when_another_is_shown(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    offered(qtbot, program)
    window.sidebar.choose(TO_REVIEW)
    assert window.message.text == ""
    offered(qtbot, program)
    window.search.setText("title:3")
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.message.text == "")
    assert not window.desk.history.done


def test_an_offer_ends_when_part_of_it_is_decided(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    offered(qtbot, program)
    window.commands["reject"].trigger()
    assert window.message.text == ""
    offered(qtbot, program)
    assert "on 5 tracks" in window.message.text


def test_the_status_bar_tells_how_many_tracks_a_search_found(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    assert window.progress.text == "6 tracks"
    window.search.setText("path:jazz")
    qtbot.waitUntil(lambda: window.progress.text == "3 of 6 tracks")
    window.search.clear()
    qtbot.waitUntil(lambda: window.progress.text == "6 tracks")


def test_that_nothing_was_found_is_not_said_beside_what_was_found(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    window.message.say("No recording is there more than once.")
    window.commands["exact-duplicates"].trigger()
    qtbot.waitUntil(lambda: window.view.listing is not None)
    assert window.message.text == ""


def test_a_failure_is_said_until_it_is_closed(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    window.message.say("The disk is full.", failure=True)
    window.sidebar.choose(TO_REVIEW)
    window.sidebar.choose(ALL)
    assert window.message.text == "The disk is full."


def test_keys_go_to_the_list_when_a_message_was_answered(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    offered(qtbot, program)
    window.message.button.click()
    assert QApplication.focusWidget() is window.view.table
    window.message.say("Done.")
    window.message.close_button.setFocus()
    QTest.keyClick(window.message.close_button, Qt.Key.Key_Space)
    assert window.message.text == ""
    assert QApplication.focusWidget() is window.view.table


def test_escape_closes_a_message_from_the_list_and_from_the_message(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    for widget in (window.view.table, window.message.button, window.message.close_button):
        window.message.say("The disk is full.", failure=True, button="Again", act=window.raise_)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        assert window.message.text == ""
        assert QApplication.focusWidget() is window.view.table
    window.view.table.setFocus()
    QTest.keyClick(window.view.table, Qt.Key.Key_Escape)  # with nothing to close
    assert QApplication.focusWidget() is window.view.table


def test_escape_in_the_search_line_leaves_the_message_alone(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    window.message.say("The disk is full.", failure=True)
    window.commands["search"].trigger()
    QTest.keyClicks(window.search, "jazz")
    for _ in range(2):
        QTest.keyClick(window.search, Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert window.message.text == "The disk is full."
    QTest.keyClick(window.view.table, Qt.Key.Key_Escape)
    assert window.message.text == ""


@does("accept-all")
def test_accepting_all_says_what_it_did_and_offers_to_take_it_back(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    message = window.message
    library(qtbot, program)
    for _ in range(2):  # the second time: yes
        offered(qtbot, program)
        window.commands["accept-all"].trigger()
        qtbot.waitUntil(lambda: message.text == "Accepted 6 tags on 6 tracks.")
        assert message.button.text() == "Undo"
        message.press()
        qtbot.waitUntil(lambda: message.text == "Took back 6 tags on 6 tracks.")
        assert message.button.isHidden()
    window.commands["redo"].trigger()
    qtbot.waitUntil(lambda: message.text == "Accepted 6 tags on 6 tracks.")
    message.press()
    qtbot.waitUntil(lambda: message.text == "Took back 6 tags on 6 tracks.")
    assert not window.desk.history.done


def test_a_message_takes_back_nothing_but_what_it_tells_of(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    offered(qtbot, program)
    window.message.press()
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepted"))
    window.commands["reject"].trigger()
    assert window.message.text == "", "its Undo would take the rejection back"
    window.commands["undo"].trigger()  # the rejection
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: window.message.text.startswith("Took back"))
    window.commands["redo"].trigger()
    window.commands["reject"].trigger()  # while the tracks are being accepted again
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepted"))
    assert window.message.button.isHidden()


def test_a_double_click_does_not_take_back_what_its_first_half_did(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    message = window.message
    library(qtbot, program)
    done: list[str] = []

    def undo() -> None:
        done.append("undo")

    def accept() -> None:
        done.append("accept")
        message.say("Accepted.", button="Undo", act=undo)

    message.say("Accepts.", button="Accept", act=accept)
    qtbot.waitUntil(lambda: message.button.is_steady)
    QTest.mouseClick(message.button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(message.button, Qt.MouseButton.LeftButton)
    assert done == ["accept"]
    assert message.text == "Accepted."
    assert window.view.table.hasFocus()
    message.button.setFocus()
    QTest.keyClick(message.button, Qt.Key.Key_Space)
    assert done == ["accept", "undo"], "a key is no double click"
    message.say("Accepted.", button="Undo", act=undo)
    qtbot.waitUntil(lambda: message.button.is_steady)
    QTest.mouseClick(message.button, Qt.MouseButton.LeftButton)
    assert done == ["accept", "undo", "undo"]


def test_nothing_moves_when_a_message_comes_and_goes(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    table, message = window.view.table, window.message
    window.commands["show-timeline"].setChecked(False)
    table.verticalHeader().setDefaultSectionSize(200)  # more than there is room for
    qtbot.waitUntil(lambda: table.verticalScrollBar().maximum() > 0)

    def places() -> list[int]:
        parts = (window.sidebar, window.inspector, table.header)
        tops = [part.mapTo(window, part.rect().topLeft()).y() for part in parts]
        return [*tops, *(table.rowViewportPosition(row) for row in range(6))]

    for value in (0, table.verticalScrollBar().maximum()):
        table.verticalScrollBar().setValue(value)
        before = places()
        message.say("The disk is full.", failure=True)
        qtbot.waitUntil(lambda: message.height() > 20 and message.isVisible())
        assert places() == before
        foot = message.mapTo(window, message.rect().bottomLeft()).y()
        assert foot == window.view.mapTo(window, window.view.rect().bottomLeft()).y()
        message.close_button.click()
        assert places() == before


def test_a_message_hides_no_current_track(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    table, message = window.view.table, window.message
    table.verticalHeader().setDefaultSectionSize(200)
    message.say("Two lines\nabout something.", failure=True)
    qtbot.waitUntil(lambda: message.isVisible() and message.height() > 20)
    for _ in range(5):
        window.commands["next"].trigger()
        row = table.visualRect(table.currentIndex())
        foot = table.viewport().mapTo(window, row.bottomLeft()).y()
        assert foot < message.mapTo(window, message.rect().topLeft()).y()
    assert table.currentIndex().row() == 5


def test_what_was_taken_back_is_told_until_something_else_is_done(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    offered(qtbot, program)
    window.message.press()
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepted"))
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: window.message.text.startswith("Took back"))
    window.view.table.go_to_row(0)
    window.commands["reject"].trigger()
    assert window.message.text == ""


def test_a_write_is_told_until_it_is_taken_back_or_done_again(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    write_piece(tmp_path / "a.flac", 1, 1.0)
    program = open_program()
    window = program.window
    window.adding.add([tmp_path / "a.flac"])
    qtbot.waitUntil(lambda: window.view.table.current is not None and not window.work.busy)
    review = window.view.table.current
    assert review is not None
    window.desk.add([review], Category.GENRE, "Polka")
    for name, told in (
        ("write", "Wrote tags to 1 file."),
        ("undo", "1 file has its old tags back."),
        ("redo", "Wrote tags to 1 file."),
        ("undo-write", "1 file has its old tags back."),
    ):
        with qtbot.waitSignal(window.work.written):
            window.commands[name].trigger()
            assert window.message.text == "", "what was said before is no longer so"
        assert window.message.text == told
        qtbot.waitUntil(lambda: not window.work.busy)
