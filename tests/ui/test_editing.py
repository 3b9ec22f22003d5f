"""Removing and changing tags that files have, in the window over real files."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.policy import WriteMode
from tagger_app.core.track import TrackState
from tagger_app.formats import read_tags
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack
from tagger_app.ui.change_preview import ChangePreview
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.score_row import ScoreRow
from tests.pipeline.steps import retag
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A piece with two genres and a mood."""
    path = tmp_path / "music" / "song.flac"
    path.parent.mkdir()
    write_piece(path, 0, 4.0)
    retag(path, "genre", "Polka", "Wrong")
    retag(path, "mood", "Merry")
    return path


def opened(qtbot: QtBot, open_program: Start, song: Path, **settings: str) -> Program:
    """The window with the song as its current track."""
    program = open_program(**settings)
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    window.work.add([song.parent])
    qtbot.waitUntil(lambda: bool(window.view.model.ids) and not window.work.busy)
    window.view.table.go_to(window.view.model.ids[0])
    qtbot.waitUntil(lambda: window.inspector.review is not None)
    return program


def shown(program: Program) -> ReviewTrack:
    review = program.window.inspector.review
    assert review is not None
    return review


def chip(program: Program, name: str) -> Chip:
    every = (chip for chips in shown(program).tags.values() for chip in chips)
    return next(chip for chip in every if chip.name == name)


def row(program: Program, name: str) -> ScoreRow:
    rows = program.window.inspector.findChildren(ScoreRow)
    return next(r for r in rows if r.isVisible() and r.chip is not None and r.chip.name == name)


def button(program: Program, name: str, what: str) -> QToolButton:
    buttons = row(program, name).findChildren(QToolButton)
    return next(b for b in buttons if b.isVisible() and b.accessibleName().startswith(what))


def preview(program: Program) -> list[str]:
    """What a write is said to change."""
    [part] = program.window.inspector.findChildren(ChangePreview)
    return [label.text() for label in part.findChildren(PlainLabel) if label.isVisible()][1:]


def press(keys: str) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keySequence(widget, QKeySequence(keys))


def type_tag(text: str) -> None:
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def write(qtbot: QtBot, program: Program, path: Path, genres: tuple[str, ...]) -> None:
    qtbot.waitUntil(program.window.commands["write"].isEnabled)
    program.window.view.table.setFocus()
    press("Ctrl+S")
    qtbot.waitUntil(lambda: read_tags(path).tags.get("genre", ()) == genres)
    qtbot.waitUntil(lambda: not program.window.work.busy)
    qtbot.waitUntil(lambda: shown(program).track.state is TrackState.WRITTEN)


@does("write", "undo", "undo-write")
@pytest.mark.parametrize("mode", list(WriteMode))
def test_a_tag_of_the_file_is_removed(
    qtbot: QtBot, open_program: Start, song: Path, mode: WriteMode
) -> None:
    program = opened(qtbot, open_program, song, mode=mode.value)
    button(program, "Wrong", "Remove").click()
    assert chip(program, "Wrong").status is ChipStatus.REMOVED
    assert preview(program) == ["Genre: Polka, Wrong → Polka"]
    press("Ctrl+Z")
    assert chip(program, "Wrong").status is ChipStatus.IN_FILE
    button(program, "Wrong", "Remove").click()
    before = dict(read_tags(song).tags)
    write(qtbot, program, song, ("Polka",))
    assert read_tags(song).tags == before | {"genre": ("Polka",)}
    assert chip(program, "Wrong").status is ChipStatus.REJECTED
    program.window.commands["undo-write"].trigger()
    qtbot.waitUntil(lambda: read_tags(song).tags == before)


def test_a_removal_is_taken_back_by_its_button_its_key_and_by_adding_the_tag(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)

    def remove() -> None:
        row(program, "Wrong").setFocus()
        press("Del")
        assert chip(program, "Wrong").status is ChipStatus.REMOVED

    def stays() -> bool:
        return chip(program, "Wrong").status is ChipStatus.IN_FILE and preview(program) == [
            "Nothing yet. Accept a tag first."
        ]

    remove()
    button(program, "Wrong", "Keep").click()
    assert stays()
    remove()
    button(program, "Wrong", "Remove").click()
    assert stays()
    remove()
    press("Del")
    assert stays()
    remove()
    key = row(program, "Wrong").key
    assert key
    program.window.view.table.setFocus()
    press(key)
    assert stays()
    remove()
    press("Alt+E")  # of no action: the keys stay where they are
    program.window.view.table.setFocus()
    press("E")
    type_tag("wrong")
    assert stays()
    qtbot.waitUntil(lambda: not program.window.desk.storing)
    assert program.catalog.edits.of(shown(program).track.id) == {}
    assert program.catalog.decisions.of(shown(program).track.id) == {}


@pytest.mark.parametrize("begin", ["F2", "E", "double click"])
@pytest.mark.parametrize("mode", list(WriteMode))
def test_a_tag_of_the_file_is_changed(
    qtbot: QtBot, open_program: Start, song: Path, begin: str, mode: WriteMode
) -> None:
    program = opened(qtbot, open_program, song, mode=mode.value)
    part = row(program, "Polka")
    if begin == "double click":
        QTest.mouseDClick(part, Qt.MouseButton.LeftButton)
    else:
        part.setFocus()
        press(begin)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert (line.text(), line.selectedText()) == ("Polka", "Polka")
    assert line.accessibleName() == "In place of Polka"
    type_tag("Schottische")
    assert chip(program, "Polka").status is ChipStatus.EDITED
    assert row(program, "Polka").accessibleName() == (
        "Genre Polka → Schottische, in the file, to be changed"
    )
    assert preview(program) == ["Genre: Polka, Wrong → Schottische, Wrong"]
    assert QApplication.focusWidget() is program.window.view.table
    write(qtbot, program, song, ("Schottische", "Wrong"))


def test_what_is_typed_is_left_with_escape_and_with_the_track(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)
    line = program.window.inspector.entry.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    for leave in ("Esc", "Return"):
        row(program, "Polka").setFocus()
        press("F2")
        press(leave)
        assert (line.text(), line.accessibleName()) == ("", "Add a tag")
        assert QApplication.focusWidget() is program.window.view.table
    row(program, "Polka").setFocus()
    press("F2")
    program.window.inspector.show_track(None)
    program.window.inspector.show_track(program.window.view.table.current)
    assert chip(program, "Polka").status is ChipStatus.IN_FILE
    assert not program.window.desk.history.done


def test_another_spelling_is_written_as_it_is_typed(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)
    row(program, "Polka").setFocus()
    press("F2")
    type_tag("POLKA")
    write(qtbot, program, song, ("POLKA", "Wrong"))
    assert program.catalog.decisions.of(shown(program).track.id) == {}


def test_a_mood_among_the_genres_is_moved(qtbot: QtBot, open_program: Start, song: Path) -> None:
    program = opened(qtbot, open_program, song)
    row(program, "Wrong").setFocus()
    press("F2")
    [line] = program.window.inspector.entry.findChildren(QLineEdit)
    QTest.keyClicks(line, "Solemn")
    [box] = program.window.inspector.entry.findChildren(QComboBox)
    box.setCurrentIndex(box.findData(Category.MOOD))
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert preview(program) == ["Genre: Polka, Wrong → Polka", "Mood: Merry → Merry, Solemn"]
    press("Ctrl+Z")
    assert preview(program) == ["Nothing yet. Accept a tag first."]


def test_a_tag_added_by_hand_can_be_corrected(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)
    press("E")
    type_tag("Skifle")
    row(program, "Skifle").setFocus()
    press("F2")
    type_tag("Skiffle")
    assert preview(program) == ["Genre: Polka, Wrong → Polka, Wrong, Skiffle"]


def test_what_was_rejected_before_stays_in_the_file(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)
    track_id = shown(program).track.id
    decisions = program.catalog.decisions
    decisions.decide(track_id, Category.GENRE, "Wrong", Verdict.REJECTED)
    decisions.decide(track_id, Category.GENRE, "Ska", Verdict.ADDED)
    program.window.view.model.forget_all()
    program.window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: preview(program) == ["Genre: Polka, Wrong → Polka, Wrong, Ska"])
    assert chip(program, "Wrong").status is ChipStatus.IN_FILE
    write(qtbot, program, song, ("Polka", "Wrong", "Ska"))


def test_edits_wait_over_a_restart(qtbot: QtBot, open_program: Start, song: Path) -> None:
    program = opened(qtbot, open_program, song)
    button(program, "Wrong", "Remove").click()
    qtbot.waitUntil(lambda: not program.window.desk.storing)
    program.close()
    again = open_program()
    qtbot.waitUntil(lambda: again.window.inspector.review is not None)
    assert preview(again) == ["Genre: Polka, Wrong → Polka"]


def test_what_was_removed_and_written_is_taken_back_step_by_step(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    program = opened(qtbot, open_program, song)
    table = program.window.view.table
    button(program, "Wrong", "Remove").click()
    write(qtbot, program, song, ("Polka",))
    table.setFocus()
    press("Ctrl+Z")
    qtbot.waitUntil(lambda: read_tags(song).tags["genre"] == ("Polka", "Wrong"))
    qtbot.waitUntil(lambda: preview(program) == ["Genre: Polka, Wrong → Polka"])
    press("Ctrl+Z")
    assert chip(program, "Wrong").status is ChipStatus.IN_FILE
    assert preview(program) == ["Nothing yet. Accept a tag first."]
    press("Ctrl+Y")
    assert chip(program, "Wrong").status is ChipStatus.REMOVED
    press("Ctrl+Y")
    qtbot.waitUntil(lambda: read_tags(song).tags["genre"] == ("Polka",))


def test_of_two_spellings_one_alone_is_removed(
    qtbot: QtBot, open_program: Start, song: Path
) -> None:
    retag(song, "genre", "Synth-Pop", "synthpop")
    program = opened(qtbot, open_program, song)
    button(program, "synthpop", "Remove").click()
    assert preview(program) == ["Genre: Synth-Pop, synthpop → Synth-Pop"]
    write(qtbot, program, song, ("Synth-Pop",))
    # The tag itself was not rejected.
    assert program.catalog.decisions.of(shown(program).track.id) == {}
