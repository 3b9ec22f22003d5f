"""What other programs do to files, as the window shows it."""

import shutil
from pathlib import Path

import pytest
from mutagen.flac import FLAC
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tagger_app.catalog.search import TrackQuery
from tagger_app.core.track import TrackState
from tagger_app.pipeline.events import ScanFinished
from tagger_app.ui.cells import state_sign
from tagger_app.ui.scan_news import scan_news
from tagger_app.ui.shelf import CHANGED, FAILED, MISSING, TO_REVIEW, Shelf
from tagger_app.ui.theme import DARK
from tests.pipeline.steps import retag
from tests.ui.claims import does
from tests.ui.conftest import Program, Start


def states(program: Program) -> dict[str, TrackState]:
    model = program.window.view.model
    rows = (model.track_at(row) for row in range(len(model.ids)))
    return {review.track.path.name: review.track.state for review in rows if review is not None}


def heard(qtbot: QtBot, program: Program, music: Path) -> None:
    """Everything in the folder heard, and the first track accepted and written."""
    window = program.window
    window.adding.add([music])
    qtbot.waitUntil(
        lambda: (
            sum(s is TrackState.TO_REVIEW for s in states(program).values()) == 3
            and not window.work.busy
        ),
    )
    window.view.table.setFocus()
    QTest.keyClick(window.view.table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: states(program)["a.flac"] is TrackState.ACCEPTED)
    QTest.keyClick(window.view.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: states(program)["a.flac"] is TrackState.WRITTEN and not window.work.busy,
    )


@does("rescan", "forget")
def test_moved_changed_and_missing_files(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    window = program.window
    heard(qtbot, program, music)
    (music / "sub").mkdir()
    shutil.move(music / "b.mp3", music / "sub" / "renamed.mp3")
    (music / "c.ogg").unlink()
    retagged = FLAC(music / "a.flac")
    retagged["genre"] = ["Polka"]
    retagged.save()
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(
        lambda: states(program).get("a.flac") is TrackState.CHANGED and not window.work.busy,
    )
    assert "1 file has moved and kept its decisions." in window.message.text
    assert states(program)["renamed.mp3"] is TrackState.TO_REVIEW
    assert states(program)["c.ogg"] is TrackState.MISSING

    window.sidebar.choose(CHANGED)
    qtbot.waitUntil(lambda: states(program) == {"a.flac": TrackState.CHANGED})
    review = window.view.model.track_at(0)
    assert review is not None
    assert state_sign(review, DARK)[0] == "pencil-line"
    box = window.inspector.changes
    qtbot.waitUntil(lambda: "→ Polka" in box.text)
    assert box.text.startswith("Changed by another program")
    box.seen.emit()
    qtbot.waitUntil(lambda: not box.text)

    window.sidebar.choose(MISSING)
    qtbot.waitUntil(lambda: states(program) == {"c.ogg": TrackState.MISSING})
    assert box.text.startswith("The file is missing.")
    qtbot.waitUntil(window.commands["forget"].isEnabled)
    for button, left in (("Cancel", 1), ("Forget", 0)):
        window.commands["forget"].trigger()
        [question] = window.findChildren(QMessageBox)
        assert question.text() == "Forget 1 missing track?"
        next(b for b in question.buttons() if b.text().replace("&", "") == button).click()
        qtbot.waitUntil(lambda: not window.findChildren(QMessageBox))
        qtbot.waitUntil(lambda left=left: len(program.catalog.places.lost()) == left)  # type: ignore[misc]
    qtbot.waitUntil(lambda: states(program) == {})


def test_all_that_changed_outside_is_found_in_one_place_reviewed_or_not(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    window = program.window
    heard(qtbot, program, music)
    for name in ("a.flac", "b.mp3", "c.ogg"):
        retag(music / name, "genre", "Polka")
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "3 files were changed by other programs." in window.message.text)
    line = window.sidebar.items[CHANGED]
    qtbot.waitUntil(lambda: line.text(1) == "3" and not line.isHidden())
    assert window.sidebar.items[TO_REVIEW].text(1) == "2", "what is to review stays so"

    window.sidebar.choose(CHANGED)
    qtbot.waitUntil(lambda: states(program).keys() == {"a.flac", "b.mp3", "c.ogg"})
    table, box = window.view.table, window.inspector.changes
    for row in range(3):
        table.go_to_row(row)
        qtbot.waitUntil(lambda: "→ Polka" in box.text)
    table.selectAll()
    box.seen.emit()
    qtbot.waitUntil(lambda: line.text(1) in ("", "0"))
    assert window.sidebar.items[TO_REVIEW].text(1) == "2"


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_folder_is_watched_no_more(
    qtbot: QtBot, open_program: Start, music: Path, forgotten: bool
) -> None:
    program = open_program()
    window = program.window
    window.adding.add([music])
    qtbot.waitUntil(lambda: len(states(program)) == 4 and not window.work.busy)
    menu = window.sidebar.menu_of(Shelf(folder=music))
    assert menu is not None
    menu.actions()[-1].trigger()
    [question] = window.findChildren(QMessageBox)
    assert question.text() == "Stop watching “music”?"
    box = question.checkBox()
    assert box.text() == "Also forget its 4 tracks, with decisions and history"
    assert not box.isChecked()
    box.setChecked(forgotten)
    next(b for b in question.buttons() if b.text() == "Stop watching").click()
    qtbot.waitUntil(lambda: program.catalog.library.folders() == [])
    qtbot.waitUntil(lambda: len(states(program)) == (0 if forgotten else 4))
    shutil.copy(music / "a.flac", music / "late.flac")
    window.commands["rescan"].trigger()
    qtbot.waitUntil(lambda: not window.work.busy)
    assert len(program.catalog.search.ids(TrackQuery())) == (0 if forgotten else 4)
    assert sorted(path.name for path in music.iterdir())[0] == "a.flac"


def test_folders_are_shown_by_the_file_manager(
    qtbot: QtBot, open_program: Start, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    program = open_program()
    window = program.window
    window.adding.add([music])
    qtbot.waitUntil(lambda: len(states(program)) == 4 and not window.work.busy)
    menu = window.sidebar.menu_of(Shelf(folder=music))
    assert menu is not None
    menu.actions()[1].trigger()
    window.sidebar.choose(FAILED)
    qtbot.waitUntil(lambda: list(states(program)) == ["broken.mp3"])
    buttons = window.inspector.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Show in folder").click()
    assert opened == [str(music)] * 2


def test_nothing_new_is_said_when_it_was_asked_for(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    window.work.rescan(told=False)
    window.work.rescan(told=True)
    qtbot.waitUntil(lambda: window.message.text == "Nothing has changed.")


def test_news_of_a_scan_are_told_in_sentences() -> None:
    quiet = ScanFinished((1,), new=0, changed=0, unchanged=1, missing=3, offline=2)
    assert scan_news(quiet) == ""
    told = "3 files are missing. 2 files are on a disk that is not there."
    assert scan_news(quiet, asked=True) == told
    back = ScanFinished((1, 2), new=0, changed=0, unchanged=1, missing=0, back=1)
    assert scan_news(back) == "1 file is there again."
    loud = ScanFinished((1,), new=1, changed=2, unchanged=1, missing=1, moved=12, offline=2)
    assert scan_news(loud) == (
        "12 files have moved and kept their decisions. 1 file is new. 2 files were changed by other"
        " programs. 1 file is missing. 2 files are on a disk that is not there."
    )
