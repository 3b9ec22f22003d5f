"""Tracks that are put off come last, until the rest is dealt with or the program is closed."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.pipeline.similar import Neighbour
from tagger_app.ui.listing import neighbours
from tagger_app.ui.shelf import ALL, TO_REVIEW
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks, hear


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    """Five tracks to review, in the queue."""
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, 5)
    for track_id in ids:
        hear(program.catalog, model_id, track_id, folk=0.9)
    window.view.refresh(anew=True)
    window.sidebar.choose(TO_REVIEW)
    shown(qtbot, program, ids)
    window.view.table.setFocus()
    return program


@pytest.fixture
def ids(program: Program) -> list[int]:
    return list(program.window.view.model.ids)


def shown(qtbot: QtBot, program: Program, ids: Sequence[int]) -> None:
    """Wait until the newest answer shows these."""
    view = program.window.view
    qtbot.waitUntil(lambda: list(view.model.ids) == list(ids) and not view.busy)


def refreshed(qtbot: QtBot, program: Program, *, anew: bool = False) -> list[int]:
    """What is shown once the catalog was asked again."""
    qtbot.waitUntil(lambda: not program.window.desk.storing)
    program.window.view.refresh(anew=anew)
    qtbot.waitUntil(lambda: not program.window.view.busy)  # an older answer may come first
    return list(program.window.view.model.ids)


def press(program: Program, keys: str) -> None:
    QTest.keySequence(program.window.view.table, QKeySequence(keys))


def current(program: Program) -> int:
    review = program.window.view.table.current
    assert review is not None
    return review.track.id


def select(program: Program, rows: Sequence[int]) -> None:
    table = program.window.view.table
    table.go_to_row(rows[0])
    flag = QItemSelectionModel.SelectionFlag
    for row in rows[1:]:
        index = program.window.view.model.index(row, 0)
        table.selectionModel().select(index, flag.Select | flag.Rows)


@does("later", "undo", "redo")
def test_a_track_is_put_off_to_the_end_and_brought_back(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    a, b, c, d, e = ids
    program.window.view.table.go_to(b)
    press(program, "L")
    assert list(program.window.view.model.ids) == [a, c, d, e, b], "at once"
    assert current(program) == c
    assert program.window.view.table.selected_ids() == [c]
    assert refreshed(qtbot, program) == [a, c, d, e, b]
    program.window.view.table.go_to(a)
    press(program, "L")
    assert current(program) == c
    assert refreshed(qtbot, program, anew=True) == [c, d, e, b, a]
    assert program.window.commands["undo"].text() == "Undo putting off of 1 track"
    press(program, "Ctrl+Z")
    shown(qtbot, program, [a, c, d, e, b])
    assert current(program) == a
    press(program, "Ctrl+Z")
    shown(qtbot, program, ids)
    assert current(program) == b
    press(program, "Ctrl+Y")
    shown(qtbot, program, [a, c, d, e, b])
    assert current(program) == c


def test_all_selected_tracks_are_put_off_in_their_order(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    a, b, c, d, e = ids
    select(program, [0, 2])
    press(program, "L")
    assert list(program.window.view.model.ids) == [b, d, e, a, c]
    assert current(program) == d
    assert program.window.commands["undo"].text() == "Undo putting off of 2 tracks"
    press(program, "Ctrl+Z")
    shown(qtbot, program, ids)


def test_what_was_put_off_comes_when_the_rest_is_dealt_with(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    a, c = ids[0], ids[2]
    program.window.view.table.go_to(a)
    for keys in ("L", "A", "L", "A", "A"):
        press(program, keys)
    assert current(program) == a
    assert refreshed(qtbot, program, anew=True) == [a, c]
    press(program, "L")  # once more: the other one first
    assert current(program) == c
    assert refreshed(qtbot, program) == [c, a]
    press(program, "J")
    press(program, "L")  # there is nothing after it
    assert current(program) == c
    assert refreshed(qtbot, program) == [c, a]
    press(program, "A")
    assert current(program) == a
    press(program, "L")
    assert current(program) == a, "it is the last that is left"


def test_however_a_list_is_sorted_or_searched_it_is_for_later(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    a, b, c, d, e = ids
    window = program.window
    window.view.table.go_to(b)
    press(program, "L")
    window.view.table.sortByColumn(1, window.view.table.horizontalHeader().sortIndicatorOrder())
    shown(qtbot, program, [a, c, d, e, b])
    window.commands["sort-title"].trigger()  # turned round
    shown(qtbot, program, [e, d, c, a, b])
    window.commands["sort-title"].trigger()
    window.search.setText("Title")
    shown(qtbot, program, [a, c, d, e, b])
    window.search.setText("")
    window.sidebar.choose(ALL)
    shown(qtbot, program, [a, c, d, e, b])
    window.view.table.go_to(b)
    press(program, "A")
    assert refreshed(qtbot, program) == [a, c, d, e, b], "no row jumps"
    window.commands["sort-path"].trigger()
    shown(qtbot, program, ids)  # nothing is left to decide about it


def test_a_restart_forgets_what_was_put_off_as_the_action_says(
    qtbot: QtBot, program: Program, ids: list[int], open_program: Start
) -> None:
    assert "session" in program.window.commands["later"].text()
    program.window.view.table.go_to(ids[0])
    press(program, "L")
    program.close()
    program = open_program()
    shown(qtbot, program, ids)


def test_a_list_in_an_order_of_its_own_stays_in_it(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    a, b, c, d, e = ids
    found = [Neighbour(track_id, 0.9) for track_id in (d, b, c)]
    program.window.view.set_listing(neighbours(a, "a", found))
    shown(qtbot, program, [a, d, b, c])
    program.window.view.table.go_to(d)
    press(program, "L")
    assert current(program) == b
    assert refreshed(qtbot, program) == [a, d, b, c]
    program.window.sidebar.choose(ALL)
    shown(qtbot, program, [a, b, c, e, d])


def test_what_is_accepted_with_all_others_is_put_off_no_longer(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    window = program.window
    a, *rest = ids
    window.view.table.go_to(a)
    press(program, "L")
    shown(qtbot, program, [*rest, a])
    press(program, "Shift+A")
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepts 5 tags"))
    press(program, "Shift+A")
    qtbot.waitUntil(lambda: window.message.text.startswith("Accepted 5 tags"))
    window.sidebar.choose(ALL)
    shown(qtbot, program, ids)
