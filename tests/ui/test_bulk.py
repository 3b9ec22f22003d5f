"""Decisions about many tracks at once do what they told, nothing else."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import FileIdentity, FileTags, ScannedFile, TrackState
from tagger_app.ui.track_table import MOST_SELECTED
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.test_desk import chip
from tests.ui.tracks import CALM, FOLK, GUITAR, add_tracks, hear


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    return program


def tell(program: Program, track_id: int, **scores: float) -> None:
    """A track is heard."""
    model_id = program.window.desk.model_id
    assert model_id is not None
    hear(program.catalog, model_id, track_id, **scores)


def show(qtbot: QtBot, program: Program, ids: Sequence[int]) -> None:
    window = program.window
    window.view.model.forget_all(keep=False)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == list(ids) and not window.view.busy)
    window.view.table.setFocus()


def press(program: Program, keys: str) -> None:
    QTest.keySequence(program.window.view.table, QKeySequence(keys))


def said(qtbot: QtBot, program: Program, text: str) -> None:
    qtbot.waitUntil(lambda: program.window.message.text == text)


def verdicts(program: Program, track_id: int) -> dict[tuple[Category, str], Verdict]:
    return program.catalog.decisions.of(track_id)


@does("accept-all")
def test_what_is_heard_after_it_was_told_is_not_accepted_with_it(
    qtbot: QtBot, program: Program
) -> None:
    ids = add_tracks(program.catalog, 3)
    tell(program, ids[0], folk=0.9, calm=0.9)
    show(qtbot, program, ids)
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 2 tags on 1 track: every open suggestion in this view.")
    for track_id in ids[1:]:
        tell(program, track_id, folk=0.9, calm=0.9)
    press(program, "Shift+A")
    said(qtbot, program, "Accepted 2 tags on 1 track.")
    assert program.catalog.decisions.many(ids).keys() == {ids[0]}
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 4 tags on 2 tracks: every open suggestion in this view.")


def test_tracks_that_come_into_view_are_not_accepted_with_those_told(
    qtbot: QtBot, program: Program
) -> None:
    first = add_tracks(program.catalog, 1)
    tell(program, first[0], folk=0.9)
    show(qtbot, program, first)
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 1 tag on 1 track: every open suggestion in this view.")
    both = add_tracks(program.catalog, 2)
    tell(program, both[1], folk=0.9)
    program.window.view.refresh(anew=False)
    qtbot.waitUntil(lambda: list(program.window.view.model.ids) == both)
    press(program, "Shift+A")
    said(qtbot, program, "Accepted 1 tag on 1 track.")
    assert program.catalog.decisions.many(both).keys() == set(first)


def test_what_was_told_and_is_true_no_longer_is_told_anew(qtbot: QtBot, program: Program) -> None:
    ids = add_tracks(program.catalog, 2)
    for track_id in ids:
        tell(program, track_id, folk=0.9)
    show(qtbot, program, ids)
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 2 tags on 2 tracks: every open suggestion in this view.")
    tell(program, ids[1], calm=0.9, guitar=0.9)  # heard again, by more of it
    press(program, "Shift+A")
    anew = "Accepts 3 tags on 2 tracks: every open suggestion in this view."
    said(qtbot, program, f"Something has changed since. {anew}")
    assert program.catalog.decisions.many(ids) == {}
    press(program, "Shift+A")
    said(qtbot, program, "Accepted 3 tags on 2 tracks.")
    assert verdicts(program, ids[1]) == dict.fromkeys((CALM, GUITAR), Verdict.ACCEPTED)


@pytest.fixture
def many(qtbot: QtBot, program: Program) -> list[int]:
    """More tracks than are decided about in the window, all selected: folk is suggested on each.

    Of the first it was accepted; the second has it in the file, the third says calm, too.
    """
    ids = add_tracks(program.catalog, MOST_SELECTED + 1)
    folk = FileTags("vorbis", {"genre": ("folk",)}, title="Title 0001", artist="Nobody")
    with program.catalog.transaction():
        for track_id in ids:
            calm = 0.9 if track_id == ids[2] else 0.1
            tell(program, track_id, folk=0.9, calm=calm)
        identity = FileIdentity(1, 2, 1000, 2)
        program.catalog.tracks.store([ScannedFile(Path("/music/album/0001.ogg"), identity, folk)])
        program.catalog.decisions.decide(ids[0], *FOLK, Verdict.ACCEPTED)
    show(qtbot, program, ids)
    program.window.view.table.selectAll()
    return ids


def count(program: Program, ids: Sequence[int], tag: tuple[Category, str]) -> Counter[Verdict]:
    """How often a tag was decided about, and how."""
    found = program.catalog.decisions.many(ids)
    return Counter(found[i][tag] for i in ids if tag in found.get(i, {}))


@does("reject", "undo", "redo")
def test_any_number_of_tracks_is_rejected_once_it_was_told(
    qtbot: QtBot, program: Program, many: list[int]
) -> None:
    press(program, "R")
    told = "{0} 501 tags on 500 tracks: every suggestion on the selected tracks."
    said(qtbot, program, told.format("Rejects"))
    assert count(program, many, FOLK) == {Verdict.ACCEPTED: 1}
    press(program, "R")
    said(qtbot, program, "Rejected 501 tags on 500 tracks.")
    assert count(program, many, FOLK) == {Verdict.REJECTED: 500}
    assert count(program, many, CALM) == {Verdict.REJECTED: 1}
    press(program, "Ctrl+Z")
    said(qtbot, program, "Took back 501 tags on 500 tracks.")
    assert program.catalog.decisions.many(many) == {many[0]: {FOLK: Verdict.ACCEPTED}}
    press(program, "Ctrl+Y")
    said(qtbot, program, "Rejected 501 tags on 500 tracks.")
    assert count(program, many, FOLK) == {Verdict.REJECTED: 500}


@does("enter")
def test_a_tag_is_added_to_any_number_of_tracks_once_it_was_told(
    qtbot: QtBot, program: Program, many: list[int]
) -> None:
    def enter() -> None:
        press(program, "E")
        line = QApplication.focusWidget()
        assert line is not None
        QTest.keyClicks(line, "polka")
        QTest.keyClick(line, Qt.Key.Key_Return)

    enter()
    qtbot.waitUntil(lambda: program.window.message.text.casefold() == "adds “polka” to 501 tracks.")
    assert program.catalog.decisions.many(many).keys() == {many[0]}
    enter()
    qtbot.waitUntil(lambda: program.window.message.text.startswith("Added"))
    assert len(program.catalog.decisions.many(many)) == 501
    press(program, "Ctrl+Z")
    said(qtbot, program, "Took back 501 tags on 501 tracks.")
    assert program.catalog.decisions.many(many) == {many[0]: {FOLK: Verdict.ACCEPTED}}


@does("toggle-1")
def test_one_tag_of_any_number_of_tracks_is_accepted_once_it_was_told(
    qtbot: QtBot, program: Program, many: list[int]
) -> None:
    table = program.window.view.table
    table.selectionModel().setCurrentIndex(
        program.window.view.model.index(2, 1), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    press(program, "1")
    said(qtbot, program, "Accepts “Folk” on 499 tracks.")
    press(program, "1")
    said(qtbot, program, "Accepted “Folk” on 499 tracks.")
    assert count(program, many, FOLK) == {Verdict.ACCEPTED: 500}
    assert count(program, many, CALM) == {}


@does("toggle-1", "undo")
def test_a_digit_and_the_buttons_decide_about_the_same_tag_of_all_selected_tracks(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    ids = add_tracks(program.catalog, 4)
    for track_id in ids[:3]:
        tell(program, track_id, folk=0.9, calm=0.9)
    tell(program, ids[3], calm=0.9)
    show(qtbot, program, ids)
    window.desk.refuse(window.desk.load(ids)[1], chip(window.desk.load(ids)[1], FOLK))
    window.view.table.go_to(ids[0])
    window.view.table.selectAll()

    def folk() -> list[Verdict | None]:
        qtbot.waitUntil(lambda: not window.desk.storing)
        return [verdicts(program, track_id).get(FOLK) for track_id in ids]

    accepted, rejected = Verdict.ACCEPTED, Verdict.REJECTED
    press(program, "1")
    assert window.message.text == "Accepted “Folk” on 2 tracks."
    assert folk() == [accepted, rejected, accepted, None]
    press(program, "1")
    assert window.message.text == "Took the decision about “Folk” back on 2 tracks."
    assert folk() == [None, rejected, None, None]
    press(program, "Ctrl+Z")
    assert folk() == [accepted, rejected, accepted, None]
    review = window.inspector.review
    assert review is not None
    window.inspector.reject_wanted.emit(chip(review, FOLK))
    assert window.message.text == "Rejected “Folk” on 2 tracks."
    assert folk() == [rejected, rejected, rejected, None]
    window.message.press()
    assert folk() == [accepted, rejected, accepted, None]
    assert len(window.desk.history.done) == 2
    # A track that is shown alone is decided about alone, and nothing needs be said of it.
    window.view.table.go_to(ids[2])
    press(program, "1")
    assert folk() == [accepted, rejected, None, None]
    assert window.message.text == ""


def test_all_selected_tracks_that_failed_are_tried_again(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.flac" for number in range(3)]
    for path in paths:
        path.write_bytes(b"this is no audio" * 100)
    program = open_program()
    window = program.window
    window.adding.add([tmp_path])

    def states() -> list[TrackState]:
        ids = window.view.model.ids
        return [track.state for track in program.catalog.tracks.pages(ids)]

    qtbot.waitUntil(lambda: states() == [TrackState.FAILED] * 3)
    qtbot.waitUntil(lambda: not window.work.busy)
    for number, path in enumerate(paths[:2]):
        path.unlink()
        write_piece(path, number, 2.0)
    table = window.view.table
    table.go_to_row(0)
    table.selectionModel().select(
        window.view.model.index(1, 0),
        QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
    )
    window.inspector.retry_wanted.emit()
    heard = [TrackState.TO_REVIEW, TrackState.TO_REVIEW, TrackState.FAILED]
    qtbot.waitUntil(lambda: states() == heard)


def test_what_is_decided_while_all_is_accepted_is_taken_back_before_it(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    ids = add_tracks(program.catalog, 3)
    for track_id in ids[:2]:
        tell(program, track_id, folk=0.9)
    show(qtbot, program, ids)
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 2 tags on 2 tracks: every open suggestion in this view.")
    with program.catalog.transaction():  # the job waits for its turn
        press(program, "Shift+A")
        window.desk.add(window.desk.load(ids)[2:], Category.GENRE, "Polka")
    said(qtbot, program, "Accepted 2 tags on 2 tracks.")
    assert window.message.button.isHidden(), "it is not what was done last"
    qtbot.waitUntil(lambda: not window.desk.storing)
    press(program, "Ctrl+Z")
    qtbot.waitUntil(lambda: not window.desk.storing)
    assert program.catalog.decisions.many(ids).keys() == set(ids[:2])
    press(program, "Ctrl+Z")
    said(qtbot, program, "Took back 2 tags on 2 tracks.")
    assert program.catalog.decisions.many(ids) == {}


def test_what_is_being_accepted_is_taken_back_once_it_is_through(
    qtbot: QtBot, program: Program
) -> None:
    window = program.window
    ids = add_tracks(program.catalog, 2)
    tell(program, ids[0], folk=0.9)
    show(qtbot, program, ids)
    window.desk.add(window.desk.load(ids)[1:], Category.GENRE, "Polka")
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 1 tag on 1 track: every open suggestion in this view.")
    with program.catalog.transaction():
        press(program, "Shift+A")
        press(program, "Ctrl+Z")
    said(qtbot, program, "Took back 1 tag on 1 track.")
    assert program.catalog.decisions.many(ids).keys() == {ids[1]}
    press(program, "Ctrl+Y")
    said(qtbot, program, "Accepted 1 tag on 1 track.")
    assert program.catalog.decisions.many(ids).keys() == set(ids)


def test_a_wish_that_is_outdated_is_nothing_to_take_back(qtbot: QtBot, program: Program) -> None:
    window = program.window
    ids = add_tracks(program.catalog, 2)
    tell(program, ids[0], folk=0.9)
    show(qtbot, program, ids)
    window.desk.add(window.desk.load(ids)[1:], Category.GENRE, "Polka")
    press(program, "Ctrl+Z")
    press(program, "Shift+A")
    said(qtbot, program, "Accepts 1 tag on 1 track: every open suggestion in this view.")
    tell(program, ids[0], calm=0.9)
    press(program, "Shift+A")
    qtbot.waitUntil(lambda: window.message.text.startswith("Something has changed since."))
    assert window.commands["undo"].text() == "Undo"
    assert window.commands["redo"].text() == "Redo adding of 1 tag"


@pytest.mark.parametrize("back", [False, True])
def test_what_was_said_yes_to_is_decided_although_the_window_is_closed(
    qtbot: QtBot, open_program: Start, program: Program, many: list[int], back: bool
) -> None:
    press(program, "R")
    qtbot.waitUntil(lambda: program.window.message.text.startswith("Rejects"))
    press(program, "R")
    if back:
        qtbot.waitUntil(lambda: program.window.message.text.startswith("Rejected"))
        press(program, "Ctrl+Z")
    program.close()
    again = open_program()
    assert again.window.desk is not program.window.desk
    rejected = {} if back else {Verdict.REJECTED: 500}
    assert count(again, many, FOLK) == rejected | ({Verdict.ACCEPTED: 1} if back else {})
