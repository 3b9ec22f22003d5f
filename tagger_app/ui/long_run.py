"""Tells a person who is elsewhere that a long run has ended."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from tagger_app.ui import words
from tagger_app.ui.desktop import bring_to_front
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import Theme
from tagger_app.ui.work import ACCEPT, HEAR, REDO, RESCAN, SCAN, UNDO, WRITE, Progress, Work

if TYPE_CHECKING:
    from tagger_app.ui.desktop_notes import DesktopNotes

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
        is_seen: whether the person looks at the program; then nothing is told.
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
        self._done: Counter[str] = Counter()
        self._now: dict[str, int] = {}
        self._failed: dict[str, set[Path]] = {}
        work.begun.connect(self._on_begun)
        work.progress.connect(self._on_progress)
        work.failed.connect(self._on_failed)
        work.idle.connect(self._on_idle)

    def _on_begun(self, _: str) -> None:
        if self._began is None:
            self._began, self._failed = self._clock(), {}
            self._done.clear()

    def _on_progress(self, progress: Progress) -> None:
        if progress.total:  # else folders are being looked through still
            self._now[progress.name] = progress.done

    def _on_failed(self, name: str, paths: Sequence[Path]) -> None:
        self._failed.setdefault(name, set()).update(paths)

    def _on_idle(self, name: str) -> None:
        self._done[name] += self._now.pop(name, 0)
        if self._work.busy or self._began is None:
            return
        took, self._began = self._clock() - self._began, None
        if took > LONG_SECONDS and not self._is_seen():
            self.over.emit(News(self.tr("Tagger is done"), self._told(took)))

    def _told(self, took: float) -> str:
        text = self.tr("It took {0}.").format(words.time_left(took))
        for names, one, many in self._kinds():
            count = sum(self._done[name] - len(self._failed.get(name, ())) for name in names)
            if count > 0:
                what = words.counted(count, one, many)
                text = self.tr("{0} in {1}.").format(what, words.time_left(took))
                break
        failed = set().union(*self._failed.values())
        if failed:
            one, many = self.tr("1 file failed."), self.tr("{0} files failed.")
            text = f"{text} {words.counted(len(failed), one, many)}"
        return text

    def _kinds(self) -> Sequence[tuple[Sequence[str], str, str]]:
        """What is told of a run, by the jobs that did it: the first that did anything."""
        return (
            ((HEAR,), self.tr("Heard 1 track"), self.tr("Heard {0} tracks")),
            ((WRITE, REDO), self.tr("Wrote tags to 1 file"), self.tr("Wrote tags to {0} files")),
            ((UNDO,), self.tr("Gave 1 file its old tags back"),
             self.tr("Gave {0} files their old tags back")),
            ((ACCEPT,), self.tr("Accepted what was suggested for 1 track"),
             self.tr("Accepted what was suggested for {0} tracks")),
            ((SCAN, RESCAN), self.tr("Read the tags of 1 file"),
             self.tr("Read the tags of {0} files")),
        )  # fmt: skip


def is_seen() -> bool:
    """Whether a person works with any window of the program, such as the preferences."""
    return QApplication.activeWindow() is not None


class Announcer(QObject):
    """Says something outside the window.

    By a sign beside the clock, or else a note of the desktop, or else the window's taskbar entry.

    Args:
        window: comes to the front when the message is clicked.
        notes: those of the desktop; None where it has none.
    """

    def __init__(self, window: QWidget, theme: Theme, notes: "DesktopNotes | None" = None) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._tray: QSystemTrayIcon | None = None
        self._notes = notes
        if notes is not None:
            notes.clicked.connect(self._come_back)
            notes.refused.connect(self._alert)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)

    def tell(self, news: News) -> None:
        """Say it."""
        tray = self._shown_tray()
        if tray is not None:
            tray.setToolTip(news.title)
            tray.showMessage(news.title, news.text, tray.icon(), _SHOWN_MS)
        elif self._notes is not None:
            self._notes.show(news.title, news.text)
        else:
            self._alert()

    def hide(self) -> None:
        """Take the sign away: the person has come back."""
        if self._tray is not None:
            self._tray.hide()
        if self._notes is not None:
            self._notes.withdraw()

    def _alert(self) -> None:
        QApplication.alert(self._window)

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
            self._tray.activated.connect(lambda _: self._come_back())
        self._tray.show()
        return self._tray

    def _come_back(self, token: str = "") -> None:
        self.hide()
        bring_to_front(self._window, token)


def notes_of_desktop(parent: QObject) -> "DesktopNotes | None":
    """Notes of the desktop; None where it shows none, or Qt was built without D-Bus."""
    try:
        from tagger_app.ui.desktop_notes import session_notes  # noqa: PLC0415 (may not be there)
    except ImportError:
        return None
    return session_notes(parent)
