"""The window over a real catalog, real processes and a real model, as a person uses it."""

import os
import sys
from pathlib import Path

import pytest
from mutagen.flac import FLAC
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState
from tagger_app.formats import read_tags
from tagger_app.paths import AppFolders
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.ui.drop_overlay import DropOverlay
from tagger_app.ui.inspector import keyed_chips
from tagger_app.ui.shelf import ACCEPTED, FAILED, TO_REVIEW, WRITTEN, Shelf
from tagger_app.ui.track_table import MOST_SELECTED
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import FOLK, add_tracks, hear


def drop(program: Program, *paths: Path) -> None:
    """What the window gets when files are dropped on it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window = program.window
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    # A real drag is driven in tests/end2end.
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(100, 100), copy, mime, left, none))
    overlay = window.findChild(DropOverlay)
    assert overlay is not None
    assert overlay.isVisible()
    QApplication.sendEvent(window, QDropEvent(QPointF(100, 100), copy, mime, left, none))
    assert not overlay.isVisible()


def states(program: Program) -> dict[str, TrackState]:
    """What the window's table says about each file."""
    model = program.window.view.model
    rows = (model.track_at(row) for row in range(len(model.ids)))
    return {review.track.path.name: review.track.state for review in rows if review is not None}


def heard(qtbot: QtBot, program: Program, music: Path) -> None:
    """Drop the folder and wait until everything in it was heard."""
    drop(program, music)
    qtbot.waitUntil(
        lambda: (
            states(program)
            == {
                "a.flac": TrackState.TO_REVIEW,
                "b.mp3": TrackState.TO_REVIEW,
                "broken.mp3": TrackState.FAILED,
                "c.ogg": TrackState.TO_REVIEW,
            }
            and program.window.progress.text == "4 tracks"
        ),
    )


def press(program: Program, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Press a key in the table."""
    table = program.window.view.table
    table.setFocus()
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(table, key, modifier)


def current(program: Program) -> ReviewTrack:
    review = program.window.view.table.current
    assert review is not None
    return review


def names(review: ReviewTrack, status: ChipStatus) -> set[tuple[Category, str]]:
    return {
        (chip.category, chip.name)
        for category in TAG_CATEGORIES
        for chip in review.tags[category]
        if chip.status is status
    }


def count(program: Program, shelf: object) -> str:
    """The number beside a queue in the sidebar."""
    sidebar = program.window.sidebar
    return next(
        item.text(1)
        for item in sidebar.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
        if item.data(0, Qt.ItemDataRole.UserRole) == shelf
    )


@does("accept", "write", "undo")
def test_from_drop_to_written_tags_and_back(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.view.currentWidget() is window.view.empty)
    heard(qtbot, program, music)
    assert window.view.currentWidget() is window.view.table
    assert count(program, TO_REVIEW) == "3"
    assert count(program, FAILED) == "1"

    assert window.view.table.go_to(window.view.model.ids[0])
    suggested = current(program).suggested()
    assert any(suggested.values())
    press(program, Qt.Key.Key_A)
    assert current(program).track.path.name == "b.mp3"
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "1")

    press(program, Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(lambda: count(program, WRITTEN) == "1")
    tags = read_tags(music / "a.flac").tags
    assert {c: tags.get(c.value, ()) for c in TAG_CATEGORIES} == suggested
    assert window.message.text == "Wrote tags to 1 file."

    press(program, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: window.message.text == "1 file has its old tags back.")
    tags = read_tags(music / "a.flac").tags
    assert not any(tags.get(category.value) for category in TAG_CATEGORIES)
    qtbot.waitUntil(lambda: not window.commands["undo-write"].isEnabled())


@does("undo-write")
def test_undo_says_what_it_left_alone(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    for row in range(2):
        window.view.table.go_to(window.view.model.ids[row])
        window.desk.add([current(program)], Category.GENRE, "Polka")
    press(program, Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(lambda: count(program, WRITTEN) == "2")
    assert read_tags(music / "b.mp3").tags["genre"] == ("Polka",)
    file = FLAC(music / "a.flac")  # as another program does
    file["genre"] = ["Waltz"]
    file.save()
    window.commands["undo-write"].trigger()
    kept = "In 1 file, what was changed since the write stays as it is."
    qtbot.waitUntil(lambda: kept in window.message.text)
    assert "nothing to write" not in window.message.text
    assert read_tags(music / "a.flac").tags["genre"] == ("Waltz",)
    assert "genre" not in read_tags(music / "b.mp3").tags, "it has its old tags back"
    assert "1 file has its old tags back." in window.message.text


def test_a_failed_file_shows_its_reason_and_is_tried_again(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    window.sidebar.choose(FAILED)
    qtbot.waitUntil(lambda: current(program).track.path.name == "broken.mp3")
    failed = current(program)
    assert failed.track.failure is not None
    index = window.view.table.currentIndex()
    state = index.siblingAtColumn(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert failed.track.failure.detail in state
    (music / "broken.mp3").write_bytes((music / "b.mp3").read_bytes())
    window.inspector.retry_wanted.emit()
    qtbot.waitUntil(lambda: states(program).get("broken.mp3") is TrackState.TO_REVIEW)


def test_a_refused_write_waits_for_the_next(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    window.view.table.go_to(window.view.model.ids[0])
    other_name = music.parent / "other name.flac"
    other_name.hardlink_to(music / "a.flac")
    press(program, Qt.Key.Key_A)
    press(program, Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(lambda: count(program, FAILED) == "2")
    assert "1 file was left as it was" in window.message.text
    assert not any(read_tags(music / "a.flac").tags.get(c.value) for c in TAG_CATEGORIES)
    assert window.commands["write"].text() == "Write tags (1)"
    assert "1 file was left as it was before" in window.commands["write"].toolTip()
    other_name.unlink()
    press(program, Qt.Key.Key_S, ctrl=True)
    qtbot.waitUntil(lambda: count(program, WRITTEN) == "1")
    assert any(read_tags(music / "a.flac").tags.get(c.value) for c in TAG_CATEGORIES)


def test_decisions_survive_a_restart_and_so_does_the_place(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    window.view.table.go_to(window.view.model.ids[0])
    suggested = {
        (category, name) for category, tags in current(program).suggested().items() for name in tags
    }
    press(program, Qt.Key.Key_R)
    rejected = window.view.model.ids[0]
    window.view.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not window.view.busy)
    window.view.table.go_to(rejected)
    program.close()

    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.view.table.current is not None)
    qtbot.waitUntil(lambda: current(program).prediction is not None)
    assert current(program).track.id == rejected
    assert names(current(program), ChipStatus.REJECTED) == suggested
    assert [name[0] for name in states(program)] == ["c", "b", "b", "a"]


@does("hear")
def test_pausing_keeps_what_was_heard(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    window = program.window
    drop(program, music)
    qtbot.waitUntil(lambda: window.work.hearing)
    window.commands["hear"].trigger()
    qtbot.waitUntil(lambda: not window.work.busy)
    assert window.commands["hear"].text() == "Analyze"
    window.commands["hear"].trigger()
    qtbot.waitUntil(lambda: list(states(program).values()).count(TrackState.TO_REVIEW) == 3)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_a_model_that_nobody_can_read_keeps_nobody_waiting(
    qtbot: QtBot, open_program: Start, folders: AppFolders, music: Path
) -> None:
    program = open_program()
    window = program.window
    model = folders.models / "tiny.onnx"
    model.unlink()
    os.mkfifo(model)  # whoever read it would wait for ever
    drop(program, music)
    qtbot.waitUntil(lambda: "tiny.onnx cannot be used" in window.message.text)
    assert len(states(program)) == 4
    window.desk.add([current(program)], Category.MOOD, "Calm")
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "1")
    window.commands["hear"].trigger()
    assert window.work.hearing
    window.close()
    assert window.ended


@pytest.mark.parametrize("name", ["search", "enter"])
def test_letters_typed_into_a_line_decide_nothing(
    qtbot: QtBot, open_program: Start, music: Path, name: str
) -> None:
    program = open_program()
    window = program.window
    drop(program, music)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 4)
    window.commands[name].trigger()
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "arl1")
    assert line.property("text") == "arl1"
    assert not window.desk.history.done


def test_paths_from_elsewhere_are_not_taken(open_program: Start) -> None:
    program = open_program()
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/song.mp3")])
    QApplication.clipboard().setMimeData(mime)
    program.window.commands["paste"].trigger()
    # Qt would delete it after the interpreter that made it has ended.
    QApplication.clipboard().clear()
    assert "no file or folder of this computer" in program.window.message.text


@does("accept-all", "redo")
def test_accepting_all_says_its_outcome_before_and_can_be_undone(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    suggested = [
        name
        for row in range(len(window.view.model.ids))
        if (review := window.view.model.track_at(row)) is not None
        for tags in review.suggested().values()
        for name in tags
    ]
    window.commands["accept-all"].trigger()
    outcome = f"Accepts {len(suggested)} tags on 3 tracks: every open suggestion in this view."
    qtbot.waitUntil(lambda: window.message.text == outcome)
    assert count(program, ACCEPTED) == "0"
    window.commands["accept-all"].trigger()  # a second time: yes
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "3")
    press(program, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "0")
    assert count(program, TO_REVIEW) == "3"
    window.commands["redo"].trigger()
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "3")


def test_more_tracks_than_can_be_shown_are_accepted_together(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, MOST_SELECTED + 1)
    with program.catalog.transaction():
        for track_id in ids:
            hear(program.catalog, model_id, track_id, folk=0.9)
    window.view.request_refresh()
    qtbot.waitUntil(lambda: len(window.view.model.ids) == len(ids))
    window.view.table.selectAll()
    press(program, Qt.Key.Key_A)
    outcome = "Accepts 501 tags on 501 tracks: every open suggestion on the selected tracks."
    qtbot.waitUntil(lambda: window.message.text == outcome)
    press(program, Qt.Key.Key_A)  # a second time: yes
    qtbot.waitUntil(lambda: count(program, ACCEPTED) == "501")


def test_a_tags_shelf_and_the_place_in_it_survive_a_restart(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, 4)
    for track_id in ids[1:]:
        hear(program.catalog, model_id, track_id, folk=0.9)
    window.sidebar.choose(Shelf(tag=FOLK))
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[1:])
    window.view.table.go_to(ids[2])
    program.close()

    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[1:])
    assert window.sidebar.shelf == Shelf(tag=FOLK)
    qtbot.waitUntil(lambda: current(program).track.id == ids[2])


def test_digits_toggle_and_search_narrows(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    window.view.table.go_to(window.view.model.ids[0])
    first = keyed_chips(current(program))[0]
    press(program, Qt.Key.Key_1)
    assert (first.category, first.name) in names(current(program), ChipStatus.ACCEPTED)
    press(program, Qt.Key.Key_1)
    assert (first.category, first.name) in names(current(program), ChipStatus.SUGGESTED)
    window.search.setText("broken")
    qtbot.waitUntil(lambda: list(states(program)) == ["broken.mp3"])
    window.search.setText("no such words")
    qtbot.waitUntil(lambda: not window.view.model.ids)
    assert not window.view.table.isVisible()
    window.search.clear()
    qtbot.waitUntil(lambda: len(states(program)) == 4)


def test_every_action_with_a_key_has_its_own(open_program: Start) -> None:
    commands = open_program().window.commands
    keys = [key.toString() for action in commands.with_keys() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"A", "R", "L", "E", "J", "K", "1", "9", "Shift+A", "Ctrl+Z", "Ctrl+S", "F1"} <= set(
        keys
    )


def test_the_timeline_shows_the_current_track_in_full(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    heard(qtbot, program, music)
    window = program.window
    window.view.table.go_to(window.view.model.ids[1])
    with qtbot.waitSignal(window.listener.heard) as told:
        pass
    assert told.args is not None
    assert told.args[0].spectrogram is not None
    assert window.timeline.told_at("sound", 2.0, 3.5).endswith("dB")
    assert window.timeline.lanes
