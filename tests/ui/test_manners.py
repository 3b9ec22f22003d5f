"""What the window does besides its work: searching and leaving, undoing, telling from afar."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton
from pytestqt.qtbot import QtBot

from tagger_app.core.fields import Category
from tagger_app.core.track import FileTags
from tagger_app.pipeline.review import ChipStatus
from tagger_app.ui.columns import Column
from tagger_app.ui.keys_dialog import KeysDialog
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import Theme
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks, hear

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def with_tracks(qtbot: QtBot, program: Program, count: int, tags: FileTags | None = None) -> None:
    """Tracks that the tiny model hears as folk, shown in the window."""
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, count, tags=tags)
    with program.catalog.transaction():
        for track_id in ids:
            hear(program.catalog, model_id, track_id, folk=0.9, calm=0.9)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)
    window.view.table.setFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_the_search_line_gives_the_keys_back(
    qtbot: QtBot, open_program: Start, key: Qt.Key
) -> None:
    program = open_program()
    with_tracks(qtbot, program, 3)
    window = program.window
    window.commands["search"].trigger()
    assert QApplication.focusWidget() is window.search
    QTest.keyClicks(window.search, "0002")
    QTest.keyClick(window.search, key)
    assert QApplication.focusWidget() is window.view.table
    left = 1 if key == Qt.Key.Key_Return else 3
    qtbot.waitUntil(lambda: len(window.view.model.ids) == left and not window.view.busy)
    assert window.search.text() == ("0002" if left == 1 else "")


def test_undo_says_what_it_takes_back(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 3)
    window = program.window
    undo, redo = window.commands["undo"], window.commands["redo"]
    assert not undo.isEnabled()
    window.view.table.selectAll()
    QTest.keyClick(window.view.table, Qt.Key.Key_A)
    assert undo.text() == "Undo accept of 6 tags"
    QTest.keyClick(window.view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert redo.text() == "Redo accept of 6 tags"
    assert not undo.isEnabled()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.view.table, Qt.Key.Key_Z, both)
    assert undo.text() == "Undo accept of 6 tags"
    review = window.view.table.current
    assert review is not None
    window.desk.toggle(review, review.chips(Category.GENRE)[0])
    assert undo.text() == "Undo reset of 1 tag"


def test_a_rejected_track_says_so(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 2)
    table = program.window.view.table
    QTest.keyClick(table, Qt.Key.Key_R)
    model = table.model()
    qtbot.waitUntil(lambda: model.index(0, Column.STATE).data(SPOKEN) == "State: rejected")
    assert model.index(1, Column.STATE).data(SPOKEN) == "State: to review"


def test_what_the_file_has_already_is_nothing_new(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 1, FileTags("vorbis", {"genre": ("Folk",)}, title="A"))
    review = program.window.view.table.current
    assert review is not None
    assert review.chips(Category.GENRE)[0].status is ChipStatus.IN_FILE
    notes = program.window.inspector.notes
    assert notes[Category.GENRE] == "nothing new"
    assert notes[Category.MOOD] == ""
    assert notes[Category.INSTRUMENT] == "not sure"


def test_columns_are_chosen_and_stay_so(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    with_tracks(qtbot, program, 1)
    program.window.resize(1400, 700)
    table = program.window.view.table
    qtbot.waitUntil(lambda: not table.isColumnHidden(Column.ALBUM))  # there is room for it
    menu = table.header.menu()
    actions = {action.text(): action for action in menu.actions()}
    assert "Title" not in actions
    actions["Album"].trigger()
    assert table.isColumnHidden(Column.ALBUM)
    program.close()
    table = open_program().window.view.table
    assert table.isColumnHidden(Column.ALBUM)
    table.header.menu().actions()[2].trigger()
    assert not table.isColumnHidden(Column.ALBUM)


def test_the_search_line_stays_in_a_narrow_window_with_large_text(
    qtbot: QtBot, open_program: Start, theme: Theme
) -> None:
    window = open_program().window
    tools, hear_button = window.tools, window.tools.widgetForAction(window.commands["hear"])

    def texts_shown() -> list[bool]:
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        parts = map(tools.widgetForAction, tools.actions())
        return [part.toolButtonStyle() is beside for part in parts if isinstance(part, QToolButton)]

    def everything_has_room() -> bool:
        return (
            window.search.isVisible()
            and window.search.geometry().right() <= tools.width()
            and hear_button.width() >= hear_button.sizeHint().width()
        )

    window.resize(1280, 800)
    qtbot.waitUntil(lambda: all(texts_shown()) and everything_has_room())
    window.resize(window.minimumSizeHint().width(), 800)
    theme.change("dark", 200, high_contrast=False)
    qtbot.waitUntil(lambda: not all(texts_shown()) and everything_has_room())
    theme.change("dark", 100, high_contrast=False)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: all(texts_shown()) and everything_has_room())


def test_before_the_first_track_there_is_nothing_to_decide(
    qtbot: QtBot, open_program: Start
) -> None:
    window = open_program().window
    names = ("accept", "reject", "later", "next", "enter", "toggle-1", "toggle-9")
    qtbot.waitUntil(lambda: not any(window.commands[name].isEnabled() for name in names))


def test_the_list_of_keys_is_never_higher_than_the_window(
    qtbot: QtBot, open_program: Start, theme: Theme
) -> None:
    window = open_program().window
    for size in (100, 200):
        theme.change("dark", size, high_contrast=False)
        window.resize(1280, 700)
        window.commands["keys"].trigger()
        [dialog] = window.findChildren(KeysDialog)
        qtbot.waitExposed(dialog)
        assert dialog.height() <= window.height()
        texts = [label.text() for label in dialog.findChildren(PlainLabel)]
        assert {"Review", "Playback", "1 … 9"} <= set(texts), "by menu, and the digits in one line"
        [close] = dialog.findChildren(QPushButton)
        assert dialog.rect().contains(close.mapTo(dialog, close.rect().bottomRight()))
        assert dialog.focusWidget() is close
        [area] = dialog.findChildren(QScrollArea)
        assert (area.verticalScrollBar().maximum() > 0) == (size == 200)
        dialog.reject()
        qtbot.waitUntil(lambda: not window.findChildren(KeysDialog))
    theme.change("dark", 100, high_contrast=False)


def test_the_welcome_can_be_read_in_large_text(
    qtbot: QtBot, open_program: Start, theme: Theme
) -> None:
    page = open_program().window.view.empty
    qtbot.waitUntil(page.isVisible)

    def all_is_seen() -> bool:
        labels = [one for one in page.findChildren(QLabel) if one.text()]
        return len(labels) == 4 and all(
            label.height() >= label.heightForWidth(label.width()) for label in labels
        )

    try:
        for size in (100, 200):
            theme.change("dark", size, high_contrast=False)
            for width in (1280, 700):
                page.window().resize(width, 700)
                qtbot.waitUntil(all_is_seen)
    finally:
        theme.change("dark", 100, high_contrast=False)
