"""A line above the table: which list this is, what is wrong with the query, how far a job is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QToolButton, QWidget

from tagger_app.ui.labels import ElidedLabel, PlainLabel
from tagger_app.ui.theme import GRID


class ListBar(QFrame):
    """Hidden while the table shows what the sidebar says.

    Args:
        back: leads back to where one was.
    """

    cancelled = Signal()
    correction_wanted = Signal()
    """What was most probably meant is to stand in the search line."""

    def __init__(self, back: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listbar")
        self._back = QToolButton()
        self._back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._back.setDefaultAction(back)
        self._text = ElidedLabel()
        self._hint = PlainLabel("", wrap=True)
        self.correction = QPushButton()
        self.correction.setAutoDefault(True)  # Return presses it
        self.correction.clicked.connect(self.correction_wanted)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(40 * GRID)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        for part in (self._back, self._bar):
            row.addWidget(part)
        row.addWidget(self._text, 1)
        row.addWidget(self._hint, 2)
        row.addWidget(self.correction)
        row.addWidget(self._cancel)
        self._title = ""
        self._busy = ""
        self._show()

    @property
    def text(self) -> str:
        """What is said; empty while the bar is hidden."""
        return "" if self.isHidden() else self._busy or self._title or self._hint.text()

    def show_title(self, title: str) -> None:
        """Say which list is shown; none where empty."""
        self._title = title
        self._show()

    def show_hint(self, text: str, correction: str = "") -> None:
        """Say what is wrong with what is searched for; nothing is where empty.

        Args:
            correction: what was most probably meant, to be taken by a click.
        """
        self._hint.setText(text)
        self.correction.setText(correction.replace("&", "&&"))
        name = self.tr("Write {0} instead").format(correction)
        self.correction.setAccessibleName(name)
        self.correction.setToolTip(name)
        self._show()

    def show_progress(self, text: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done, with a way to cancel it; `total` is 0 where it is not known."""
        self._busy = text
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._show()

    def rest(self) -> None:
        """Nothing is being done any more."""
        self._busy = ""
        self._show()

    def _show(self) -> None:
        busy = bool(self._busy)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._back.setVisible(bool(self._title) and not busy)
        self._text.set_full_text(self._busy or self._title)
        self._text.setVisible(bool(self._busy or self._title))
        self._hint.setVisible(bool(self._hint.text()))
        self.correction.setVisible(bool(self.correction.text()))
        self.setVisible(busy or bool(self._title or self._hint.text()))
