"""What stands in place of the list where it has no track: why, and where to look instead."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class NothingPage(QWidget):
    """A sentence; and for a search that finds nothing, the ways on from there."""

    all_wanted = Signal()
    """All tracks are to be searched for the same."""
    clear_wanted = Signal()
    """Nothing is to be searched for any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = PlainLabel("", "muted", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.search_all = QPushButton()
        self.search_all.clicked.connect(self.all_wanted)
        self.clear = QPushButton(self.tr("Clear the search"))
        self.clear.clicked.connect(self.clear_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(8 * GRID, 8 * GRID, 8 * GRID, 8 * GRID)
        column.setSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(self._text)
        column.addSpacing(2 * GRID)
        for button in (self.search_all, self.clear):
            button.setAutoDefault(True)  # Return presses it; Space may be a key of the window
            button.hide()
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str, *, elsewhere: int = 0, searched: bool = False) -> None:
        """Say why there is nothing.

        Args:
            text: a sentence or two.
            elsewhere: how many tracks the same search finds in the whole library.
            searched: whether something is searched for.
        """
        self._text.setText(text)
        self.search_all.setText(self.tr("Search all tracks ({0})").format(words.number(elsewhere)))
        found = words.counted(
            elsewhere, self.tr("1 track is found there"), self.tr("{0} tracks are found there")
        )
        self.search_all.setAccessibleDescription(found)
        self.search_all.setToolTip(found)
        self.search_all.setVisible(elsewhere > 0)
        self.clear.setVisible(searched)

    def take_keys(self) -> bool:
        """Give the keys to the first way on; whether there is one."""
        for button in (self.search_all, self.clear):
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False
