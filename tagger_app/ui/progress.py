"""The status bar: how far the work is, how fast, on which device, and what failed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton, QWidget

from tagger_app.ui import words
from tagger_app.ui.icons import icon
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID, Theme
from tagger_app.ui.work import (
    ACCEPT,
    COUNT,
    DECIDE,
    HEAR,
    OPEN,
    REDO,
    RESCAN,
    SCAN,
    UNDO,
    WRITE,
    Progress,
)


class ProgressLine(QStatusBar):
    """One line of small type; quiet when nothing runs."""

    failed_wanted = Signal()
    """The person wants to see what failed."""
    left = Signal()
    """The button beside the progress had the keys and is gone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        self._text = PlainLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(40 * GRID)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._selected = PlainLabel()
        self._device = PlainLabel()
        self._failed = QToolButton()
        self._failed.setProperty("failure", True)
        self._failed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._failed.clicked.connect(self.failed_wanted)
        self._steer = QToolButton()
        self._steer.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._steer.setAutoRaise(True)
        self._steer.hide()
        self.addWidget(self._bar)
        self.addWidget(self._steer)
        self.addWidget(self._text, 1)
        self.addPermanentWidget(self._selected)
        self.addPermanentWidget(self._failed)
        self.addPermanentWidget(self._device)
        self._bar.hide()
        self._selected.hide()
        self._failed.hide()
        self.refresh()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def show_progress(self, progress: Progress) -> None:
        """Show how far a job is."""
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._bar.setVisible(True)
        parts = [self._told(progress)]
        if progress.per_minute >= 1:
            parts.append(self.tr("{0} tracks/min").format(words.number(round(progress.per_minute))))
        left = progress.seconds_left
        if left is not None:
            parts.append(self.tr("{0} left").format(words.time_left(left)))
        self._text.setText(" · ".join(parts))

    def _told(self, progress: Progress) -> str:
        if not progress.total:
            return self.tr("{0} music files found").format(words.number(progress.done))
        verb = {
            SCAN: self.tr("Reading tags"),
            RESCAN: self.tr("Reading tags"),
            HEAR: self.tr("Listening"),
            WRITE: self.tr("Writing"),
            UNDO: self.tr("Undoing"),
            REDO: self.tr("Writing"),
            COUNT: self.tr("Counting"),
            ACCEPT: self.tr("Deciding about"),
            DECIDE: self.tr("Deciding about"),
            OPEN: self.tr("Opening"),
        }[progress.name]
        amount = f"{words.number(progress.done)} / {words.number(progress.total)}"
        return self.tr("{0} {1} tracks").format(verb, amount)

    def rest(self, text: str, act: QAction | None = None) -> None:
        """Nothing runs.

        Args:
            act: what may well be done next.
        """
        self._bar.hide()
        self.offer(act)
        self._text.setText(text)

    def offer(self, act: QAction | None) -> None:
        """Show a button for what can be done about what the line tells; None for nothing."""
        if act is None:
            had_keys = self._steer.hasFocus()
            self._steer.hide()
            if had_keys:
                self.left.emit()
            return
        if act is self._steer.defaultAction() and not self._steer.isHidden():
            return
        for other in self._steer.actions():
            if other is not act:
                self._steer.removeAction(other)
        self._steer.setDefaultAction(act)
        self._steer.show()

    @property
    def device(self) -> str:
        """What the model runs on; empty until it has run."""
        return self._device.text()

    def show_device(self, note: str) -> None:
        """Show what the model runs on."""
        self._device.setText(note)

    @property
    def selected(self) -> str:
        """What is said of the selection; empty while it is of one track."""
        return self._selected.text()

    def show_selected(self, count: int, shown: int) -> None:
        """Show how many tracks of a list are selected, where that is not just the current one."""
        many = self.tr("{0} of {1} selected").format(words.number(count), words.number(shown))
        self._selected.setText(many if count > 1 else "")
        self._selected.setVisible(count > 1)

    def show_failed(self, count: int) -> None:
        """Show how many tracks failed."""
        self._failed.setVisible(count > 0)
        self._failed.setText(self.tr("{0} failed").format(words.number(count)))
        self._failed.setToolTip(self.tr("Show the tracks that failed"))

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self._theme.colours
        self._failed.setIcon(icon("warning-circle", colours, colours.failure))
