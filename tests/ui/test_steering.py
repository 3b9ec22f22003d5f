"""Long runs are paused or stopped from the status bar, a menu or by a key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.formats import read_tags
from tagger_app.ui.work import ACCEPT, HEAR, SCAN, UNDO, WRITE, Progress
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks, hear


def beside_the_progress(program: Program) -> QToolButton | None:
    """The button that is shown there."""
    acts = {program.window.commands["hear"], program.window.commands["stop"]}
    for button in program.window.progress.findChildren(QToolButton):
        if button.isVisible() and button.defaultAction() in acts:
            return button
    return None


def at_first_progress(program: Program, name: str, keys: str = "") -> list[str]:
    """Press the button, or keys, as soon as a job tells how far it is; returns what it said."""
    hints: list[str] = []

    def press(progress: Progress) -> None:
        if progress.name != name or hints:
            return
        button = beside_the_progress(program)
        assert button is not None
        hints.append(button.toolTip())
        if keys:
            QTest.keySequence(program.window.view.table, keys)
        else:
            button.click()

    program.window.work.progress.connect(press)
    return hints


def copies(folder: Path, count: int) -> list[Path]:
    """As many files of music, without tags."""
    folder.mkdir()
    first = write_piece(folder / "000.flac", 0, 1.0)
    for number in range(1, count):
        (folder / f"{number:03}.flac").write_bytes(first.read_bytes())
    return sorted(folder.iterdir())


def genres(paths: list[Path]) -> list[tuple[str, ...]]:
    return [read_tags(path).tags.get("genre", ()) for path in paths]


def accepted(qtbot: QtBot, program: Program, paths: list[Path]) -> None:
    """Files in the library, with a genre that waits to be written."""
    window = program.window
    qtbot.waitUntil(lambda: not window.work.busy)
    window.work.add([paths[0].parent])
    qtbot.waitUntil(lambda: window.work.hearing)
    window.work.pause()
    qtbot.waitUntil(lambda: not window.work.busy)
    known = program.catalog.tracks.identities([paths[0].parent]).values()
    program.catalog.decisions.decide_all(
        [Decision(track_id, Category.GENRE, "Folk", Verdict.ADDED) for track_id, _ in known]
    )
    window.view.refresh(anew=True)
    qtbot.waitUntil(window.commands["write"].isEnabled)


@does("stop")
def test_a_write_and_its_undo_are_stopped_between_two_files(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    paths = copies(tmp_path / "many", 40)
    program = open_program()
    window = program.window
    accepted(qtbot, program, paths)
    said = at_first_progress(program, WRITE)
    window.commands["write"].trigger()
    qtbot.waitUntil(lambda: "Stopped" in window.message.text)
    written = genres(paths).count(("Folk",))
    assert 0 < written < len(paths)
    assert said == ["Stop after this file; the others can be written later"]
    assert str(written) in window.message.text
    assert f"Stopped: {len(paths) - written} tracks still wait" in window.message.text
    assert program.catalog.journal.unfinished() == []
    assert len(program.catalog.search.waiting()) == len(paths) - written
    qtbot.waitUntil(lambda: not window.work.busy)
    assert not window.commands["stop"].isEnabled()

    window.commands["write"].trigger()
    qtbot.waitUntil(
        lambda: window.message.text == f"Wrote tags to {len(paths) - written} files.",
    )
    assert set(genres(paths)) == {("Folk",)}

    hints = at_first_progress(program, UNDO, "Ctrl+.")
    window.commands["undo-write"].trigger()
    qtbot.waitUntil(lambda: "Stopped" in window.message.text)
    back = genres(paths).count(())
    assert 0 < back < len(paths) - written
    assert hints == ["Stop after this file; the others can be undone later"]
    assert f"Stopped: {len(paths) - written - back} files still have" in window.message.text
    qtbot.waitUntil(lambda: not window.work.busy and window.commands["undo-write"].isEnabled())
    window.commands["undo-write"].trigger()
    qtbot.waitUntil(lambda: genres(paths).count(()) == len(paths) - written)


def test_a_scan_is_stopped_and_goes_on_with_the_next(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    paths = copies(tmp_path / "many", 5)
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: not window.work.busy)
    hints = at_first_progress(program, SCAN)  # while the process that reads tags is started
    window.work.add([tmp_path / "many"])
    qtbot.waitUntil(lambda: "Stopped" in window.message.text)
    assert hints == ["Stop reading; what was read stays in the library"]
    qtbot.waitUntil(lambda: not window.work.busy)
    assert not window.work.hearing
    window.work.add([tmp_path / "many"])
    qtbot.waitUntil(lambda: len(window.view.model.ids) == len(paths))


def test_accepting_all_is_stopped(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, 3000)
    with program.catalog.transaction():
        for track_id in ids:
            hear(program.catalog, model_id, track_id, folk=0.9, calm=0.9)
    hints = at_first_progress(program, ACCEPT)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)
    window.commands["accept-all"].trigger()
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepts"))
    window.commands["accept-all"].trigger()
    qtbot.waitUntil(lambda: "Stopped" in window.message.text)
    assert hints == ["Stop deciding; what was decided stays so"]
    decided = program.catalog.decisions.many(ids)
    assert 0 < len(decided) < len(ids)
    tags = sum(map(len, decided.values()))
    told = (
        f"Accepted {tags:,} tags on {len(decided):,} tracks. Stopped: the others are as they were."
    )
    assert window.message.text == told.replace(",", window.locale().groupSeparator())
    window.commands["undo"].trigger()
    qtbot.waitUntil(lambda: "Took back" in window.message.text)
    assert program.catalog.decisions.many(ids) == {}


@does("hear")
@pytest.mark.parametrize("keys", ["", "Ctrl+P"])
def test_hearing_is_paused_and_goes_on_beside_its_progress(
    qtbot: QtBot, open_program: Start, music: Path, keys: str
) -> None:
    for number in range(30):
        (music / f"more{number}.flac").write_bytes((music / "a.flac").read_bytes())
    program = open_program()
    window = program.window
    hints = at_first_progress(program, HEAR, keys)
    window.work.add([music])
    qtbot.waitUntil(lambda: bool(hints) and not window.work.busy)
    assert hints == ["Listen later; what was heard is kept"]
    qtbot.waitUntil(lambda: "not heard yet" in window.progress.text)
    states = program.catalog.search.counts(None).states
    assert states.get(TrackState.NEW, 0) > 0
    assert states.get(TrackState.TO_REVIEW, 0) > 0
    button = beside_the_progress(program)
    assert button is not None
    assert button.text() == "Analyze"
    button.click()
    qtbot.waitUntil(lambda: window.progress.text == "34 tracks")
    assert beside_the_progress(program) is None


def test_the_keys_go_to_the_list_when_the_button_that_has_them_goes(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    window = program.window
    window.work.add([music])
    qtbot.waitUntil(lambda: window.progress.text == "4 tracks")
    window.progress.show_progress(Progress(WRITE, 1, 2))
    window.progress.offer(window.commands["stop"])
    window.commands["stop"].setEnabled(True)
    button = beside_the_progress(program)
    assert button is not None
    button.setFocus(Qt.FocusReason.TabFocusReason)
    window.progress.rest("")
    assert QApplication.focusWidget() is window.view.table
