"""When the program looks for objects that only refer to each other."""

import gc
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_EVERY_MS = 5_000
_NEVER = 2**31 - 1
_ENOUGH = 10  # collections of the young, after which Python itself would go through all
_MOST_SHORT = 360
"""So many short rounds, half an hour, before a full one, whether a person looks or not."""


class GarbageRounds(QObject):
    """Goes through objects between two events of the loop, never in the middle of one.

    Python does it whenever enough objects were made, in whichever thread that happens, and nothing
    else runs meanwhile: drawing a screen of the table would take twice as long. What was there at
    the last round is passed over by the next, for most of it stays: a large library's folders
    alone are tens of thousands of objects. All are gone through when a person turns to another
    program. The young are looked after as ever.

    Args:
        app: tells when a person turns away.
        every_ms: how long to wait at least between two rounds.
    """

    def __init__(self, app: QGuiApplication, every_ms: int = _EVERY_MS) -> None:
        super().__init__(app)
        self._before = gc.get_threshold()
        self._short = -1
        """Rounds since the last full one; the first finds what the start made, which stays."""
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self._go_round)
        self._app = app

    def __enter__(self) -> Self:
        """Begin; until then nothing need be looked for."""
        gc.freeze()
        gc.enable()
        gc.set_threshold(*self._before[:2], _NEVER)
        self._timer.start()
        self._app.applicationStateChanged.connect(self._on_state)
        return self

    def __exit__(self, *error: object) -> None:
        """Leave it to Python again."""
        self._app.applicationStateChanged.disconnect(self._on_state)
        self._timer.stop()
        gc.set_threshold(*self._before)
        gc.unfreeze()

    def _go_round(self) -> None:
        if gc.get_count()[2] < _ENOUGH:
            return
        self._short += 1
        if self._short > _MOST_SHORT:
            self._go_through_all()
            return
        if self._short:
            gc.collect()
        gc.freeze()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive and self._short > 0:
            self._go_through_all()

    def _go_through_all(self) -> None:
        self._short = 0
        gc.unfreeze()
        gc.collect()
        gc.freeze()
