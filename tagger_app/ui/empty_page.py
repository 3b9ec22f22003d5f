"""What the window shows before the first folder."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tagger_app.ui.icons import icon
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID, Theme


class EmptyPage(QWidget):
    """A place to drop a folder on, a button, and what will happen."""

    add_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sign = PlainLabel()
        title = PlainLabel(self.tr("Drop your music here"), "title", wrap=True)
        button = QPushButton(self.tr("Add folder…"))
        button.setProperty("primary", True)
        button.setAutoDefault(True)  # Return presses it
        button.clicked.connect(self.add_wanted)
        self.button = button
        steps = (
            self.tr("Tagger listens to each track and suggests genre, mood and instruments."),
            self.tr("You accept or reject; nothing is written before you accept and press Write."),
            self.tr("Every write can be undone."),
        )
        self._drop = drop = QFrame()
        drop.setObjectName("drop")
        drop.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inner = QVBoxLayout(drop)
        inner.setContentsMargins(12 * GRID, 12 * GRID, 12 * GRID, 12 * GRID)
        inner.setSpacing(2 * GRID)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addWidget(self._sign, 0, centre)
        told = [PlainLabel(step, "muted", wrap=True) for step in steps]
        for label in (title, *told):
            label.setAlignment(centre)
            inner.addWidget(label)
        inner.insertSpacing(2, 2 * GRID)
        inner.addSpacing(4 * GRID)
        inner.addWidget(button, 0, centre)
        row = QHBoxLayout()  # without alignments, so that lines that are broken have their height
        row.addStretch(1)
        row.addWidget(drop, 1000)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self._fit()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Be as wide as the text needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        self._drop.setMaximumWidth(max(150 * GRID, 100 * self.fontMetrics().averageCharWidth()))

    def sizeHint(self) -> QSize:
        """Large enough for the text."""
        return QSize(150 * GRID, 100 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Nothing: it shares its place with the list, which must not be held open by it."""
        return QSize(0, 0)

    def hasHeightForWidth(self) -> bool:
        """No, for the same reason; what is in it has."""
        return False

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self._theme.colours
        self._sign.setPixmap(icon("music-notes", colours, colours.accent).pixmap(12 * GRID))
