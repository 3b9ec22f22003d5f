"""One line below the toolbar for what happened, and at most one thing to do about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from tagger_app.ui.icons import icon
from tagger_app.ui.labels import PlainLabel, set_look
from tagger_app.ui.theme import GRID, Theme


class MessageBar(QFrame):
    """Hidden until there is something to say; never in the way, never modal."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._act: Callable[[], None] | None = None
        self.setObjectName("message")
        self._text = PlainLabel("", wrap=True)
        self._button = QPushButton()
        self._button.clicked.connect(self._do)
        self._close = QToolButton()
        self._close.setAccessibleName(self.tr("Close message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.refresh()
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text() if not self.isHidden() else ""

    def say(
        self,
        text: str,
        *,
        failure: bool = False,
        button: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Say something; `button` names what `act` does."""
        self._act = act
        self._text.setText(text)
        self._button.setText(button)
        self._button.setVisible(act is not None)
        self.setAccessibleName(text)
        set_look(self, "failure", on=failure)
        self.show()

    def press(self) -> None:
        """Do what the message offers."""
        self._do()

    def _do(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def refresh(self) -> None:
        """Take the colours of the look."""
        self._close.setIcon(icon("x", self._theme.colours))
