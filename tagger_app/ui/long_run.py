"""Tells a person who is elsewhere that a long run has ended."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from tagger_app.ui import words
from tagger_app.ui.desktop import bring_to_front
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import Theme
from tagger_app.ui.work import HEAR, SCAN, UNDO, WRITE, Progress, Work

LONG_SECONDS = 30.0
_SHOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class News:
    """What a message says."""

    title: str
    text: str


class LongRun(QObject):
    """Times how long there was work to do.

    Args:
        clock: seconds, as of `time.monotonic`.
        is_seen: whether the person looks at the window; then nothing is told.
    """

    over = Signal(object)
    """`News` of a run that took longer than `LONG_SECONDS`."""

    def __init__(
        self,
        work: Work,
        clock: Callable[[], float],
        is_seen: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._clock = clock
        self._is_seen = is_seen
        self._began: float | None = None
        self._done: dict[str, int] = {}
        work.begun.connect(self._on_begun)
        work.progress.connect(self._on_progress)
        work.idle.connect(self._on_idle)

    def _on_begun(self, _: str) -> None:
        if self._began is None:
            self._began, self._done = self._clock(), {}

    def _on_progress(self, progress: Progress) -> None:
        self._done[progress.name] = progress.done

    def _on_idle(self, _: str) -> None:
        if self._work.busy or self._began is None:
            return
        took, self._began = self._clock() - self._began, None
        if took > LONG_SECONDS and not self._is_seen():
            self.over.emit(News(self.tr("Tagger is done"), self._told(took)))

    def _told(self, took: float) -> str:
        sentences = {
            HEAR: (self.tr("Heard 1 track"), self.tr("Heard {0} tracks")),
            WRITE: (self.tr("Wrote tags to 1 file"), self.tr("Wrote tags to {0} files")),
            UNDO: (self.tr("Gave 1 file its old tags back"),
                   self.tr("Gave {0} files their old tags back")),
            SCAN: (self.tr("Read the tags of 1 file"), self.tr("Read the tags of {0} files")),
        }  # fmt: skip
        for name, (one, many) in sentences.items():
            if self._done.get(name):
                what = words.counted(self._done[name], one, many)
                return self.tr("{0} in {1}.").format(what, words.time_left(took))
        return self.tr("It took {0}.").format(words.time_left(took))


class Announcer(QObject):
    """Says something outside the window: beside the clock, or else by the window's taskbar entry.

    Args:
        window: comes to the front when the message is clicked.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tray: QSystemTrayIcon | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def tell(self, news: News) -> None:
        """Say it."""
        tray = self._shown_tray()
        if tray is None:
            QApplication.alert(self._window)
            return
        tray.setToolTip(news.title)
        tray.showMessage(news.title, news.text, tray.icon(), _SHOWN_MS)

    def hide(self) -> None:
        """Take the sign away: the person has come back."""
        if self._tray is not None:
            self._tray.hide()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.hide()

    def _shown_tray(self) -> QSystemTrayIcon | None:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return None
        if self._tray is None:
            colours = self._theme.colours
            self._tray = QSystemTrayIcon(icon("music-notes", colours, colours.accent), self)
            self._tray.messageClicked.connect(self._come_back)
            self._tray.activated.connect(self._come_back)
        self._tray.show()
        return self._tray

    def _come_back(self) -> None:
        self.hide()
        bring_to_front(self._window)
