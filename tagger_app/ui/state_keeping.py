"""Keeps how the window looks while it is used, so that it comes back even if it was killed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from tagger_app.ui.window_state import StateFile, WindowState

_SOON_MS = 2_000
_CHANGES = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.WindowStateChange})


class StateKeeping(QObject):
    """Saves the state some time after it may have changed, however often it does until then.

    Args:
        window: whose size and place are part of the state.
        state: what it is now.
    """

    def __init__(self, window: QWidget, state: Callable[[], WindowState], file: StateFile) -> None:
        super().__init__(window)
        self._window = window
        self._state = state
        self._file = file
        self._saved: WindowState | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SOON_MS)
        self._timer.timeout.connect(self.save)
        window.installEventFilter(self)

    def note(self, *_: object) -> None:
        """The state may have changed."""
        if not self._timer.isActive():
            self._timer.start()

    def save(self) -> None:
        """Save the state now, if it is another than before."""
        self._timer.stop()
        state = self._state()
        if state != self._saved:
            self._saved = state
            self._file.save(state)

    def stop(self) -> None:
        """Save nothing more."""
        self._window.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for what changes the window's place."""
        if event.type() in _CHANGES:
            self.note()
        return super().eventFilter(watched, event)
