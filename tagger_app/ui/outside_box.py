"""What has become of the current track's file outside of this program."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tagger_app.catalog.outside import OutsideChange
from tagger_app.core.track import TrackState
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class OutsideBox(QFrame):
    """Both values of what another program changed, or that the file cannot be reached."""

    seen = Signal()
    forget_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outside")
        self._heading = PlainLabel("", "heading", wrap=True)
        self._lines = PlainLabel("", wrap=True)
        self._seen = QPushButton(self.tr("Seen"))
        self._seen.setToolTip(self.tr("Leave the file as it is and do not show this again"))
        self._seen.clicked.connect(self.seen)
        self._forget = QPushButton(self.tr("Forget…"))
        self._forget.clicked.connect(self.forget_wanted)
        buttons = QHBoxLayout()
        for button in (self._seen, self._forget):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._heading)
        column.addWidget(self._lines)
        column.addLayout(buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What is said; empty while the box is hidden."""
        return "" if self.isHidden() else f"{self._heading.text()}\n{self._lines.text()}"

    def show_changes(self, state: TrackState, changes: Sequence[OutsideChange]) -> None:
        """Show what is known about one track."""
        heading, lines = self._told(state, changes)
        self._heading.setText(heading)
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        away = state in {TrackState.MISSING, TrackState.OFFLINE}
        self._seen.setVisible(bool(changes) and not away)
        self._forget.setVisible(state is TrackState.MISSING)
        self.setVisible(bool(heading))

    def _told(self, state: TrackState, changes: Sequence[OutsideChange]) -> tuple[str, list[str]]:
        if state is TrackState.MISSING:
            return self.tr("The file is missing."), [
                self.tr("What you decided is kept. It is found again wherever it moved to.")
            ]
        if state is TrackState.OFFLINE:
            return self.tr("The disk or folder of this file is not there."), [
                self.tr("What you decided is kept until it is back.")
            ]
        if not changes:
            return "", []
        day = QLocale().toString(
            QDate(*changes[0].seen_at.timetuple()[:3]), QLocale.FormatType.ShortFormat
        )
        lines = [words.change_line(one.change) for one in changes]
        return self.tr("Changed by another program, seen {0}").format(day), lines
