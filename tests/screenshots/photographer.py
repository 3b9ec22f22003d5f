"""The program's window, brought into states and photographed in several looks."""

import io
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from tagger_app.app import open_window
from tagger_app.catalog.store import open_catalog
from tagger_app.core.track import TrackState
from tagger_app.paths import AppFolders
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.settings import Settings
from tagger_app.ui.bugs import BugReporter
from tagger_app.ui.theme import Theme

LOOKS = {
    "dark": ("dark", False),
    "light": ("light", False),
    "dark-high": ("dark", True),
    "light-high": ("light", True),
}
"""Name of a look to (dark or light, whether in high contrast)."""
_COLOURS = 256
_REST = 0.5
_SILENT = frozenset({TrackState.FAILED, TrackState.MISSING, TrackState.OFFLINE})


class Photographer:
    """The window of a program that was started for the first time, and its pictures.

    Args:
        place: an empty folder for catalog and preferences.
        music: what is to be heard.
        to: where the pictures go.
        looks: keys of `LOOKS`; every picture is taken in each.
        suffix: ends the name of each picture's scene.
    """

    def __init__(
        self, place: Path, music: Path, to: Path, looks: Sequence[str], suffix: str = ""
    ) -> None:
        self.music = music
        self._to, self._looks, self._suffix = to, looks, suffix
        self._stack = ExitStack()
        self._app = QApplication(["tagger-app"])
        folders = AppFolders(place / "data", place / "config", place / "logs")
        self._theme = Theme(self._app, "dark")
        catalog = self._stack.enter_context(open_catalog(folders.catalog))
        settings = Settings(device="cpu")
        self.window = open_window(catalog, settings, folders, self._theme, _Bugs(None))
        self._said = ""
        self.window.listener.said.connect(self._listen)

    def __enter__(self) -> Self:
        self.window.show()
        self.window.activateWindow()  # as the one window of a person, where no desktop does it
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.window.close()
        self._stack.close()

    def _listen(self, text: str) -> None:
        self._said = text

    def resize(self, width: int, height: int) -> None:
        """Give the window a size, unscaled, at the screen's corner."""
        self.window.setGeometry(0, 0, width, height)
        self.pass_time(_REST)

    # Waiting.

    def pass_time(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.01)

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 900.0) -> None:
        """Let the window live until something is true.

        Raises:
            TimeoutError: it did not become true in time.
        """
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:.0f} s in vain: {what}")
            self.pass_time(0.02)

    def settle(self) -> None:
        """Wait until nothing is at work and the current track is drawn in full."""
        window = self.window
        self.wait(lambda: not (window.work.busy or window.view.busy), "the work at hand")
        self.pass_time(_REST)  # a track must be current for a while before it is listened to
        self.wait(self._is_drawn, "the picture of the track")
        self.pass_time(_REST)

    def _is_drawn(self) -> bool:
        """Whether there is the current track's picture, or never will be."""
        current = self.window.view.table.current
        return not self._said or (current is not None and current.track.state in _SILENT)

    # Acting.

    def do(self, name: str) -> None:
        """Choose a command of the menus."""
        self.window.commands[name].trigger()

    def tracks(self) -> list[ReviewTrack]:
        """The tracks that are listed."""
        model = self.window.view.model
        found = (model.track_at(row) for row in range(len(model.ids)))
        return [track for track in found if track is not None]

    # Photographing.

    def shoot(self, name: str, *, high_contrast: bool = False) -> None:
        """Take a picture in every look, `NAME-LOOK.png`.

        Args:
            high_contrast: in every look's stronger colours.
        """
        for look in self._looks:
            which, high = LOOKS[look]
            self._theme.change(which, 100, high_contrast=high or high_contrast)
            self.pass_time(0.3)
            _save(self._picture(), self._to / f"{name}{self._suffix}-{look}.png")

    def _picture(self) -> QPixmap:
        """The window with the dialogs and menus before it."""
        window = self.window
        picture = window.grab()
        painter = QPainter(picture)
        for front in QApplication.topLevelWidgets():
            if front.isVisible() and front is not window:
                place = front.mapToGlobal(front.rect().topLeft()) - window.pos()
                painter.drawPixmap(place, front.grab())
                painter.setPen(QColor(self._theme.colours.line))
                painter.drawRect(front.rect().translated(place).adjusted(-1, -1, 0, 0))
        painter.end()
        return picture

    def close_front(self) -> None:
        """Close the dialogs and menus before the window."""
        for front in QApplication.topLevelWidgets():
            if front.isVisible() and front is not self.window:
                front.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.pass_time(0.1)


class _Bugs(BugReporter):
    """A picture of a program with a bug is none: the run ends."""

    def report(self, error: BaseException) -> NoReturn:
        sys.exit(f"The program has a bug: {error!r}")


def _save(picture: QPixmap, path: Path) -> None:
    """As a PNG of few colours, which is a fifth of the size and looks the same."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(content, "PNG")
    whole = Image.open(io.BytesIO(content.data().data())).convert("RGB")
    few = whole.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
