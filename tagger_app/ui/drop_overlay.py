"""What lies over the window while something that can be dropped is held above it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class DropOverlay(QFrame):
    """Says that the whole window is the target; the drop itself goes to the window below."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("target")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        text = PlainLabel(self.tr("Drop to add the music to Tagger"), "title")
        text.setObjectName("target-text")
        text.setContentsMargins(6 * GRID, 4 * GRID, 6 * GRID, 4 * GRID)
        column = QVBoxLayout(self)
        column.addWidget(text, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def cover(self) -> None:
        """Show over all of the window."""
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
