"""Parts beside or above each other, with borders that are moved by the pointer or by keys."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from tagger_app.ui.theme import GRID

_STEP = 4 * GRID
"""Pixels that one press of a key is worth."""


class Splitter(QSplitter):
    """A splitter with lines for borders, which the Tab key reaches."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> "Border":
        """What stands between two parts."""
        return Border(self.orientation(), self)

    def border_before(self, part: QWidget) -> "Border":
        """The border at the left of a part, or above it.

        Raises:
            ValueError: it is no part of this, or the first one.
        """
        border = self.handle(self.indexOf(part))
        if self.indexOf(part) < 1 or not isinstance(border, Border):
            raise ValueError("There is no border before this part.")
        return border


class Border(QSplitterHandle):
    """A border that arrow keys move, and Home and End as far as it goes."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        hint = self.tr("Drag it, or move it with the arrow keys")
        self.setToolTip(hint)
        self.setAccessibleDescription(hint)

    def event(self, event: QEvent) -> bool:
        """While it has the keys, those that move it do nothing else in the window."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._place_after(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move."""
        place = self._place_after(event)
        if place is None:
            super().keyPressEvent(event)
        else:
            self.moveSplitter(place)

    def _place_after(self, event: QKeyEvent) -> int | None:
        """Where a key moves the border to, from the start of the splitter; None for other keys."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        key, across = Qt.Key, self.orientation() is Qt.Orientation.Horizontal
        margins = self.contentsMargins()  # the line is narrower than what the pointer can grab
        now = self.x() + margins.left() if across else self.y() + margins.top()
        less, more = (key.Key_Left, key.Key_Right) if across else (key.Key_Up, key.Key_Down)
        end = self.splitter().width() if across else self.splitter().height()
        places = {less: now - _STEP, more: now + _STEP, key.Key_Home: 0, key.Key_End: end}
        return places.get(key(event.key()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be seen."""
        super().focusInEvent(event)
        self._show_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Be a line again."""
        super().focusOutEvent(event)
        self._show_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the shape that tells where the keys go."""
        super().resizeEvent(event)
        self._show_focus()

    def _show_focus(self) -> None:
        if self.hasFocus():
            self.clearMask()
        else:
            self.setMask(self.contentsRect())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line, or a broad one while it has the keys."""
        super().paintEvent(event)
        if self.hasFocus():
            accent = self.palette().color(QPalette.ColorRole.Accent)
            QPainter(self).fillRect(self.rect(), accent)
