"""Tracks about which the model suggests nothing can be done with, too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.core.track import TrackState
from tests.ui.conftest import Program, Start
from tests.ui.tracks import add_tracks, hear

UNSURE, SURE = 0, 1


@pytest.fixture
def ids(qtbot: QtBot, program: Program) -> list[int]:
    """One track without a suggestion, one with, both to be reviewed."""
    window = program.window
    model_id = window.desk.model_id
    assert model_id is not None
    ids = add_tracks(program.catalog, 2)
    for track_id, score in zip(ids, (0.1, 0.9), strict=True):
        hear(program.catalog, model_id, track_id, folk=score)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids and not window.view.busy)
    return ids


@pytest.fixture
def program(qtbot: QtBot, open_program: Start) -> Program:
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    return program


def states(program: Program, ids: list[int]) -> list[TrackState]:
    return [track.state for track in program.catalog.tracks.pages(ids)]


def shown_state(program: Program) -> TrackState | None:
    review = program.window.view.model.track_at(UNSURE)
    return None if review is None else review.track.state


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R])
def test_a_key_takes_an_unsure_track_out_of_the_queue_and_undo_brings_it_back(
    key: Qt.Key, qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    table = program.window.view.table
    table.go_to_row(UNSURE)
    QTest.keyClick(table, key)
    assert table.currentIndex().row() == SURE
    reviewed = [TrackState.REVIEWED, TrackState.TO_REVIEW]
    qtbot.waitUntil(lambda: states(program, ids) == reviewed)
    assert not program.catalog.decisions.of(ids[UNSURE])  # nothing to learn from
    qtbot.waitUntil(lambda: shown_state(program) == reviewed[0])
    program.window.desk.history.undo()
    qtbot.waitUntil(lambda: states(program, ids) == [TrackState.TO_REVIEW] * 2)
    program.window.desk.history.redo()
    qtbot.waitUntil(lambda: states(program, ids) == reviewed)


def test_many_tracks_are_one_step_whether_anything_is_suggested_or_not(
    qtbot: QtBot, program: Program, ids: list[int]
) -> None:
    program.window.view.table.selectAll()
    program.window.commands["accept"].trigger()
    done = [TrackState.REVIEWED, TrackState.ACCEPTED]
    qtbot.waitUntil(lambda: states(program, ids) == done)
    assert program.window.desk.history.done[-1].text == "review of 2 tracks"
    program.window.desk.history.undo()
    qtbot.waitUntil(lambda: states(program, ids) == [TrackState.TO_REVIEW] * 2)
