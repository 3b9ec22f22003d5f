"""Ctrl+Z takes back what the person did last, be it a decision or a write."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.formats import read_tags
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start

SINGLE_SHOT = Qt.ConnectionType.SingleShotConnection
NAMES = ("a.flac", "b.flac")


@pytest.fixture
def program(qtbot: QtBot, open_program: Start, tmp_path: Path) -> Program:
    """Two pieces without tags; nothing runs."""
    for number, name in enumerate(NAMES):
        write_piece(tmp_path / name, number, 1.0)
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    window.adding.add([tmp_path / name for name in NAMES])
    qtbot.waitUntil(
        lambda: len(window.view.model.ids) == len(NAMES) and window.view.table.current is not None,
    )
    settle(qtbot, program)
    return program


def settle(qtbot: QtBot, program: Program) -> None:
    window = program.window
    qtbot.waitUntil(lambda: not window.work.busy and not window.desk.storing)


def press(program: Program, keys: str) -> None:
    table = program.window.view.table
    table.setFocus()
    QTest.keySequence(table, QKeySequence(keys))


def add(program: Program, row: int, name: str) -> None:
    """Decide something about the track in a row."""
    review = program.window.view.model.track_at(row, wait=True)
    assert review is not None
    program.window.desk.add([review], Category.GENRE, name)


def genres(tmp_path: Path) -> list[tuple[str, ...]]:
    """What is in the files."""
    return [read_tags(tmp_path / name).tags.get("genre", ()) for name in NAMES]


def decided(program: Program) -> list[set[str]]:
    """What the catalog knows to be wanted, track by track."""
    ids = program.window.view.model.ids
    found = program.catalog.decisions.many(ids)
    return [
        {name for (_, name), verdict in found.get(i, {}).items() if verdict is Verdict.ADDED}
        for i in ids
    ]


def states(program: Program) -> list[TrackState]:
    """Where the tracks stand in the catalog."""
    return [track.state for track in program.catalog.tracks.pages(program.window.view.model.ids)]


def written(qtbot: QtBot, program: Program, keys: str) -> None:
    """Press keys that let files be written, and wait for that."""
    with qtbot.waitSignal(program.window.work.written):
        press(program, keys)
    settle(qtbot, program)


@does("undo", "redo", "write")
def test_what_was_decided_while_files_are_written_is_taken_back_before_the_write(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    undo = program.window.commands["undo"]
    add(program, 0, "Polka")
    settle(qtbot, program)
    with program.catalog.transaction():  # the write waits for its turn
        press(program, "Ctrl+S")
        add(program, 1, "Waltz")
    settle(qtbot, program)
    assert genres(tmp_path)[0] == ("Polka",)
    assert undo.text() == "Undo adding of 1 tag"
    press(program, "Ctrl+Z")
    settle(qtbot, program)
    assert decided(program) == [{"Polka"}, set()]
    assert genres(tmp_path)[0] == ("Polka",)
    assert undo.text() == "Undo write"
    written(qtbot, program, "Ctrl+Z")
    assert genres(tmp_path) == [(), ()]
    assert decided(program) == [{"Polka"}, set()]
    press(program, "Ctrl+Z")  # what was decided before is no longer in a file
    settle(qtbot, program)
    assert decided(program) == [set(), set()]
    press(program, "Ctrl+Y")
    written(qtbot, program, "Ctrl+Y")
    assert genres(tmp_path) == [("Polka",), ()]
    press(program, "Ctrl+Y")
    settle(qtbot, program)
    assert decided(program) == [{"Polka"}, {"Waltz"}]
    assert not program.window.commands["redo"].isEnabled()


def test_a_write_that_is_on_its_way_is_taken_back_once_it_is_through(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    add(program, 0, "Polka")
    settle(qtbot, program)
    with program.catalog.transaction():
        press(program, "Ctrl+S")
        press(program, "Ctrl+Z")
    settle(qtbot, program)
    qtbot.waitUntil(lambda: program.window.message.text == "1 file has its old tags back.")
    assert genres(tmp_path) == [(), ()]
    assert decided(program) == [{"Polka"}, set()], "the write was what was done last"


@pytest.mark.parametrize("how", ["undo-write", "message"])
def test_taking_a_write_back_drops_no_decision_that_waits(
    qtbot: QtBot, program: Program, tmp_path: Path, how: str
) -> None:
    window = program.window
    add(program, 0, "Polka")
    written(qtbot, program, "Ctrl+S")
    with qtbot.waitSignal(window.work.written):
        add(program, 1, "Waltz")
        if how == "message":
            window.message.press()
        else:
            window.commands["undo-write"].trigger()
    settle(qtbot, program)
    assert genres(tmp_path) == [(), ()]
    assert decided(program) == [{"Polka"}, {"Waltz"}]
    assert window.commands["undo"].text() == "Undo adding of 1 tag"
    assert window.commands["redo"].text() == "Redo write"
    press(program, "Ctrl+Z")
    settle(qtbot, program)
    assert decided(program) == [{"Polka"}, set()]
    press(program, "Ctrl+Y")
    written(qtbot, program, "Ctrl+Y")
    assert genres(tmp_path) == [("Polka",), ()]
    assert decided(program) == [{"Polka"}, {"Waltz"}]


def test_a_write_that_is_refused_drops_nothing(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = program.window
    add(program, 0, "Polka")
    add(program, 0, "Waltz")
    press(program, "Ctrl+Z")
    settle(qtbot, program)
    (tmp_path / "other name.flac").hardlink_to(tmp_path / NAMES[0])
    written(qtbot, program, "Ctrl+S")
    assert "1 file was left as it was" in window.message.text
    assert genres(tmp_path) == [(), ()]
    assert window.commands["undo"].text() == "Undo adding of 1 tag"
    press(program, "Ctrl+Y")
    settle(qtbot, program)
    assert decided(program) == [{"Polka", "Waltz"}, set()]
    for _ in range(2):
        press(program, "Ctrl+Z")
    settle(qtbot, program)
    assert decided(program) == [set(), set()]


def test_a_write_that_had_nothing_to_do_is_nothing_to_take_back(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window = program.window
    add(program, 1, "Polka")
    written(qtbot, program, "Ctrl+S")
    add(program, 0, "Waltz")
    settle(qtbot, program)
    with program.catalog.transaction():
        press(program, "Ctrl+Z")
        press(program, "Ctrl+S")  # not known yet to be too late
        press(program, "Ctrl+Z")
    settle(qtbot, program)
    assert genres(tmp_path) == [(), ("Polka",)], "it would have been the write before"
    press(program, "Ctrl+Y")
    settle(qtbot, program)
    assert decided(program) == [{"Waltz"}, {"Polka"}]
    assert window.commands["undo"].text() == "Undo adding of 1 tag"


def test_another_write_makes_an_end_of_what_was_taken_back_before(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    add(program, 0, "Polka")
    written(qtbot, program, "Ctrl+S")
    written(qtbot, program, "Ctrl+Z")
    written(qtbot, program, "Ctrl+S")
    assert genres(tmp_path) == [("Polka",), ()]
    assert not program.window.commands["redo"].isEnabled()
    written(qtbot, program, "Ctrl+Z")
    assert genres(tmp_path) == [(), ()]


def test_what_cannot_be_taken_back_stays_the_next_to_take_back(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    add(program, 0, "Polka")
    written(qtbot, program, "Ctrl+S")
    away = tmp_path / "away.flac"
    (tmp_path / NAMES[0]).rename(away)
    written(qtbot, program, "Ctrl+Z")
    assert "1 file was left as it was" in program.window.message.text
    assert decided(program) == [{"Polka"}, set()]
    away.rename(tmp_path / NAMES[0])
    written(qtbot, program, "Ctrl+Z")
    assert genres(tmp_path) == [(), ()]


def test_a_stopped_undo_leaves_the_rest_to_the_next(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    window, many = program.window, tmp_path / "many"
    many.mkdir()
    for number in range(40):
        (many / f"{number}.flac").write_bytes((tmp_path / NAMES[0]).read_bytes())
    window.adding.add([many])
    qtbot.waitUntil(lambda: window.work.hearing)
    window.work.pause()
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 42)
    settle(qtbot, program)
    window.desk.add(window.desk.load(window.view.model.ids), Category.GENRE, "Polka")

    def polkas() -> int:
        paths = [*many.iterdir(), *(tmp_path / name for name in NAMES)]
        return [read_tags(path).tags.get("genre") for path in paths].count(("Polka",))

    written(qtbot, program, "Ctrl+S")
    assert polkas() == 42
    window.work.progress.connect(lambda _: window.work.stop("undo"), SINGLE_SHOT)
    written(qtbot, program, "Ctrl+Z")
    assert 0 < polkas() < 42
    assert window.commands["redo"].text() == "Redo write"
    written(qtbot, program, "Ctrl+Z")
    assert polkas() == 0
    assert window.commands["undo"].text() == "Undo adding of 42 tags"
    for _ in range(2):
        written(qtbot, program, "Ctrl+Y")
    assert polkas() == 42
    assert not window.commands["redo"].isEnabled()


def test_what_is_decided_about_a_track_that_waits_its_turn_is_left_to_the_next_write(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    add(program, 0, "Polka")
    settle(qtbot, program)
    with program.catalog.transaction():  # the write waits for its turn
        press(program, "Ctrl+S")
        add(program, 0, "Waltz")
    settle(qtbot, program)
    assert genres(tmp_path)[0] == ("Polka",)
    assert states(program)[0] is TrackState.ACCEPTED
    press(program, "Ctrl+Z")
    settle(qtbot, program)
    assert decided(program)[0] == {"Polka"}
    assert genres(tmp_path)[0] == ("Polka",)
    press(program, "Ctrl+Y")
    settle(qtbot, program)
    written(qtbot, program, "Ctrl+S")
    assert genres(tmp_path)[0] == ("Polka", "Waltz")


def test_what_is_being_written_and_no_longer_wanted_is_not_written(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    add(program, 0, "Polka")
    add(program, 1, "Polka")
    settle(qtbot, program)
    review = program.window.view.model.track_at(0, wait=True)
    assert review is not None
    [chip] = [chip for chip in review.tags[Category.GENRE] if chip.name == "Polka"]
    with program.catalog.transaction():
        press(program, "Ctrl+S")
        program.window.desk.toggle(review, chip)
    settle(qtbot, program)
    assert genres(tmp_path) == [(), ("Polka",)]
    press(program, "Ctrl+Z")  # it is wanted again, and waits for the next write
    settle(qtbot, program)
    assert decided(program)[0] == {"Polka"}
    assert states(program)[0] is TrackState.ACCEPTED
