import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.ui.garbage import GarbageRounds


class _Knot:
    """Refers to itself, so that only a search for garbage finds that nobody needs it."""

    def __init__(self) -> None:
        self.itself = self


@contextmanager
def _full_rounds() -> Iterator[list[object]]:
    """The searches through all objects, as they begin."""
    seen: list[object] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            seen.append(info)

    gc.callbacks.append(note)
    try:
        yield seen
    finally:
        gc.callbacks.remove(note)


def _past_the_first(qtbot: QtBot) -> list[list[object]]:
    """Wait for the first round, which passes over what the start made."""
    before = gc.get_freeze_count()
    kept = _make_many()
    qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + 400_000)
    return kept


def _make_many() -> list[list[object]]:
    # More than Python waits for, and old enough to be gone through in a full round only.
    return [[number] for number in range(400_000)]


def test_all_objects_are_gone_through_between_events_and_not_while_objects_are_made(
    qapp: QApplication, qtbot: QtBot
) -> None:
    with GarbageRounds(qapp, every_ms=0), _full_rounds() as seen:
        kept = _past_the_first(qtbot)
        assert seen == []
        knot = _Knot()
        gc.collect(1)  # makes it old
        gone = weakref.ref(knot)
        del knot
        kept += _make_many()
        assert seen == []
        assert gone() is not None
        qtbot.waitUntil(lambda: gone() is None)
        assert seen
    assert len(kept) == 800_000


def test_what_outlived_a_round_is_gone_through_when_a_person_turns_away(
    qapp: QApplication, qtbot: QtBot
) -> None:
    with GarbageRounds(qapp, every_ms=0), _full_rounds() as seen:
        knot = _Knot()
        gone = weakref.ref(knot)
        kept = _past_the_first(qtbot)
        del knot
        kept += _make_many()
        before = len(seen)
        qtbot.waitUntil(lambda: len(seen) > before)
        assert gone() is not None
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        assert gone() is None
    assert len(kept) == 800_000


def test_python_does_it_again_once_released(qapp: QApplication) -> None:
    before = gc.get_threshold()
    with GarbageRounds(qapp):
        pass
    assert gc.get_threshold() == before
    assert gc.isenabled()
    kept: list[list[object]] = []
    with _full_rounds() as seen:
        for _ in range(20):  # Python waits for a quarter more than there is, which can be much
            if not seen:
                kept += _make_many()
    assert seen
