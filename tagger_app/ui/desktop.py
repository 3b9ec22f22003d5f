"""What the desktop and the window hand each other: dropped files, the moment of being seen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QWindow


def local_paths(dropped: QMimeData) -> list[Path]:
    """The files and folders of this computer among what was dropped or copied."""
    return [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]


class Exposed(QObject):
    """Calls a function once, when a native window first has something on the screen."""

    def __init__(self, native: QWindow, do: Callable[[], None]) -> None:
        super().__init__(native)
        self._native = native
        self._do = do
        native.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the event."""
        if event.type() is QEvent.Type.Expose and self._native.isExposed():
            self._native.removeEventFilter(self)
            # After the event, so that what it makes Qt draw is drawn.
            QTimer.singleShot(0, self._do)
        return super().eventFilter(watched, event)
