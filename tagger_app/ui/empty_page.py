"""What the window shows before the first folder."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

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
        title = PlainLabel(self.tr("Drop your music here"), "title")
        button = QPushButton(self.tr("Add folder…"))
        button.setProperty("primary", True)
        button.clicked.connect(self.add_wanted)
        self.button = button
        steps = (
            self.tr("Tagger listens to each track and suggests genre, mood and instruments."),
            self.tr("You accept or reject; nothing is written before you accept and press Write."),
            self.tr("Every write can be undone."),
        )
        drop = QFrame()
        drop.setObjectName("drop")
        drop.setMaximumWidth(150 * GRID)
        drop.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inner = QVBoxLayout(drop)
        inner.setContentsMargins(12 * GRID, 12 * GRID, 12 * GRID, 12 * GRID)
        inner.setSpacing(2 * GRID)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner.addWidget(self._sign, 0, centre)
        inner.addWidget(title, 0, centre)
        inner.addSpacing(2 * GRID)
        for step in steps:
            label = PlainLabel(step, "muted", wrap=True)
            label.setAlignment(centre)
            inner.addWidget(label)
        inner.addSpacing(4 * GRID)
        inner.addWidget(button, 0, centre)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        row = QVBoxLayout()
        row.addWidget(drop)
        outer.addLayout(row)
        outer.addStretch(1)
        outer.setAlignment(row, centre)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Large enough for the text."""
        return QSize(150 * GRID, 100 * GRID)

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self._theme.colours
        self._sign.setPixmap(icon("music-notes", colours, colours.accent).pixmap(12 * GRID))
