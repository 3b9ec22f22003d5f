"""One line at the foot of the list for what happened, and at most one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QMouseEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QWidget,
)

from tagger_app.ui.icons import icon
from tagger_app.ui.labels import PlainLabel, set_look
from tagger_app.ui.theme import GRID, Theme


class MessageBar(QFrame):
    """Hidden until there is something to say; never in the way, never modal."""

    left = Signal()
    """The person has answered or closed the message; the keys belong elsewhere now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._act: Callable[[], None] | None = None
        self._failure = False
        self._about: object = None
        self._escapes: list[QShortcut] = []
        self.setObjectName("message")
        self._text = PlainLabel("", wrap=True)
        self.button = _SteadyButton()
        self.button.clicked.connect(self._do)
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(self.tr("Close message"))
        self.close_button.clicked.connect(self._leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.refresh()
        self.hide()
        self.close_by_escape_in(self)

    def close_by_escape_in(self, widget: QWidget) -> None:
        """Let Escape close what is said while a widget, or what is in it, has the keys."""
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), widget)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setEnabled(not self.isHidden())  # with nothing to close, the key is the widget's
        shortcut.activated.connect(self._leave)
        self._escapes.append(shortcut)

    def showEvent(self, event: QShowEvent) -> None:
        """There is something that Escape can close."""
        super().showEvent(event)
        self._let_escape(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Escape is free again."""
        super().hideEvent(event)
        self._let_escape(on=False)

    def _let_escape(self, *, on: bool) -> None:
        for shortcut in self._escapes:
            shortcut.setEnabled(on)

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
        about: object = None,
    ) -> None:
        """Say something; `button` names what `act` does, `about` is for `end`."""
        if (button, act) != (self.button.text(), self._act):
            self.button.steady()
        self._act, self._failure, self._about = act, failure, about
        self._text.setText(text)
        self.button.setText(button)
        self.button.setVisible(act is not None)
        self.setAccessibleName(text)
        set_look(self, "failure", on=failure)
        self.show()

    def add(self, text: str, *, failure: bool = False) -> None:
        """Say something that follows from what is said; what that offers is offered still."""
        if self._act is None or self.isHidden():
            self.say(text, failure=failure)
            return
        self.say(
            f"{self._text.text()}\n{text}",
            failure=failure or self._failure,
            button=self.button.text(),
            act=self._act,
            about=self._about,
        )

    def press(self) -> None:
        """Do what the message offers."""
        self._do()

    def offers(self, act: Callable[[], None]) -> bool:
        """Whether what is said offers to do this."""
        return not self.isHidden() and self._act == act

    def withdraw(self, act: Callable[[], None]) -> None:
        """Offer this no longer; anything else that is said stays."""
        if self.offers(act):
            self.hide()

    def end(self, about: object) -> None:
        """What was said about this is no longer so; anything else that is said stays."""
        if self._about == about:
            self._about = None
            self.hide()

    def settle(self, *, by_itself: bool = False) -> None:
        """Another list is shown: what was said or offered of the one before is over.

        A failure stays until it is closed.

        Args:
            by_itself: no person chose that list, who may not have read yet what is said.
        """
        if not self._failure and not (by_itself and self._act is None):
            self.hide()

    def _do(self) -> None:
        act, self._act = self._act, None
        self._leave()
        if act is not None:
            act()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def refresh(self) -> None:
        """Take the colours of the look."""
        self.close_button.setIcon(icon("x", self._theme.colours))


class _SteadyButton(QPushButton):
    """A button that means one thing now and another then, and takes no click for both.

    Otherwise a double click on “Accept” would press the “Undo” that follows at its place.
    """

    def __init__(self) -> None:
        super().__init__()
        self._changed = QTimer(self)
        self._changed.setSingleShot(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click that means nothing takes no keys

    def steady(self) -> None:
        """From now on it means something else."""
        self._changed.start(QApplication.doubleClickInterval())
        self.setDown(False)

    @property
    def is_steady(self) -> bool:
        """Whether a click is meant for what it means now."""
        return not self._changed.isActive()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click; also the second half of a double click comes here."""
        if self.is_steady:
            super().mousePressEvent(event)
