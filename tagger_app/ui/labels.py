"""Labels for text that comes from files: never markup, never wider than their place."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class PlainLabel(QLabel):
    """A label that never takes its text for markup.

    Args:
        look: name of a property of the style sheet ("muted", "heading", "title", "failure").
        wrap: break long text into lines.
    """

    def __init__(
        self, text: str = "", look: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            # Without this a long word would make the whole panel wider.
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        if look:
            self.setProperty(look, True)
        self.setText(text)


class _ShortenedLabel(PlainLabel):
    """A label that shortens its text where it does not fit."""

    _full: str

    def set_full_text(self, text: str) -> None:
        """Show a text, shortened if need be; the whole of it is the tool tip and what is heard."""
        self._full = text
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        short = self._shortened()
        if short != self.text():
            self.setText(short)
        self.setToolTip("" if short == self._full else self._full)

    def _shortened(self) -> str:
        """What of the text there is room for."""
        raise NotImplementedError


class ElidedLabel(_ShortenedLabel):
    """A label of one line that is shortened with an ellipsis where it does not fit.

    Args:
        middle: leave the end of the text and shorten before it, as for a path.
    """

    def __init__(
        self,
        text: str = "",
        look: str = "",
        *,
        middle: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._full = text
        mode = Qt.TextElideMode
        self._mode = mode.ElideMiddle if middle else mode.ElideRight
        super().__init__(text, look, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def _shortened(self) -> str:
        return self.fontMetrics().elidedText(self._full, self._mode, max(self.width(), 0))


class WordsLabel(_ShortenedLabel):
    """A label of as many lines as its words need, where a word too long for a line is shortened.

    In its middle, for names of files often differ at their ends.
    """

    def __init__(self, look: str = "", *, parent: QWidget | None = None) -> None:
        self._full = ""
        super().__init__("", look, wrap=True, parent=parent)

    def changeEvent(self, event: QEvent) -> None:
        """Shorten anew for another size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._shorten()

    def _shortened(self) -> str:
        metrics, middle = self.fontMetrics(), Qt.TextElideMode.ElideMiddle
        room = max(self.contentsRect().width(), 0)
        return " ".join(metrics.elidedText(word, middle, room) for word in self._full.split(" "))


def set_look(widget: QWidget, look: str, *, on: bool) -> None:
    """Switch a property of the style sheet."""
    if bool(widget.property(look)) != on:
        widget.setProperty(look, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
