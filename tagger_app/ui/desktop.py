"""What the system and the window hand each other: dropped files, being seen, being ended."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QObject,
    QSize,
    QSocketNotifier,
    QStandardPaths,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QFileOpenEvent, QScreen, QWindow
from PySide6.QtWidgets import QWidget

_THIS_COMPUTER = ("", "localhost")


def local_paths(dropped: QMimeData) -> list[Path]:
    """The files and folders of this computer among what was dropped or copied.

    Text counts if it is nothing but paths, one a line, as terminals copy them.
    """
    if dropped.hasUrls():
        return [_local_path(url) for url in dropped.urls() if url.isLocalFile()]
    lines = (line.strip().strip("\"'") for line in dropped.text().splitlines())
    paths = [_named_path(line) for line in lines if line]
    return [path for path in paths if path is not None] if None not in paths else []


def _local_path(url: QUrl) -> Path:
    if sys.platform == "win32" or url.host() not in _THIS_COMPUTER:
        return Path(url.toLocalFile())
    # Byte by byte: a name need not be text, and Qt would put signs into it that it has not.
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


def _named_path(line: str) -> Path | None:
    if not line.isprintable():
        return None
    if line.startswith("file:"):
        return _local_path(QUrl(line))
    path = Path.home() / line[2:] if line.startswith("~/") else Path(line)
    return path if path.is_absolute() else None


def music_folder() -> Path:
    """Where this person's music usually is, or at least the home folder."""
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
    return Path(usual) if usual and Path(usual).is_dir() else Path.home()


def bring_to_front(window: QWidget, token: str = "") -> None:
    """Show a window above the others, as far as the desktop lets it.

    Args:
        token: the permission that the desktop gave whoever asks for it (XDG activation).
    """
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # where Qt looks for it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


_WANTED = QSize(1280, 800)
_FRAME = QSize(16, 56)
"""What a window manager puts around a window, at most."""


def size_on(screen: QScreen) -> QSize:
    """The size of a first window, which fits on the screen with its frame."""
    return _WANTED.boundedTo(screen.availableGeometry().size() - _FRAME)


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


class OpenedFiles(QObject):
    """Takes what macOS asks the program to open: it sends events, where others start it anew.

    Args:
        app: gets the events, one a file.
    """

    opened = Signal(list)
    """Paths. What comes before `deliver` is called waits for it."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._paths: list[Path] = []
        self._delivers = False
        self._rest = QTimer(self)  # files that were chosen together are added together
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._tell)
        app.installEventFilter(self)

    def deliver(self) -> None:
        """Tell what was to be opened so far, and from now on soon."""
        self._delivers = True
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the event."""
        if isinstance(event, QFileOpenEvent):
            if event.url().isLocalFile():
                self._paths.append(_local_path(event.url()))
                self._rest.start()
            return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if self._delivers and self._paths:
            paths, self._paths = self._paths, []
            self.opened.emit(paths)


class SystemSignals(QObject):
    """Quits the program in order at Ctrl+C and when the system asks it to end.

    Python serves signals between its own instructions only, of which Qt's loop runs none: the
    socket wakes it.
    """

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._before_fd = signal.set_wakeup_fd(self._theirs.fileno())
        self._before = {
            # Through a timer, as nothing can be quit before its loop has begun.
            number: signal.signal(number, lambda *_: QTimer.singleShot(0, app.quit))
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def _drain(self) -> None:
        self._ours.recv(64)

    def release(self) -> None:
        """Leave the signals to whoever had them before."""
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()
