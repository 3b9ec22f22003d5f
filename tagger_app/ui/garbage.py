"""When the program looks for objects that only refer to each other."""

import gc
from typing import Self

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 5_000
_NEVER = 2**31 - 1
_ENOUGH = 10  # collections of the young, after which Python itself would go through all


class GarbageRounds(QObject):
    """Goes through all objects between two events of the loop, never in the middle of one.

    Python does it whenever enough objects were made, in whichever thread that happens, and nothing
    else runs meanwhile: drawing a screen of the table would take half as long again. What is there
    at the start stays and is passed over from then on; the young are looked after as ever.

    Args:
        every_ms: how long to wait at least between two rounds.
    """

    def __init__(self, parent: QObject, every_ms: int = _EVERY_MS) -> None:
        super().__init__(parent)
        self._before = gc.get_threshold()
        self._timer = QTimer(self, interval=every_ms)
        self._timer.timeout.connect(self._go_round)

    def __enter__(self) -> Self:
        """Begin."""
        gc.freeze()
        gc.set_threshold(*self._before[:2], _NEVER)
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.set_threshold(*self._before)
        gc.unfreeze()

    @staticmethod
    def _go_round() -> None:
        if gc.get_count()[2] >= _ENOUGH:
            gc.collect()
