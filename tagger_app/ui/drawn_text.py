"""Lines of text that are drawn again and again, laid out once."""

from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText

_MOST_KEPT = 4_096
"""Some screens full of cells."""
_ANY_ROOM = 1 << 20

Elide = Qt.TextElideMode


class Line(NamedTuple):
    """A line of text as it is drawn, and its width in pixels."""

    text: QStaticText
    width: int


class DrawnText:
    """Draws lines in the font of whatever paints them.

    To find a line's width and to lay it out takes several times as long as to draw it, and a table
    shows the same tags and artists on every screen.
    """

    def __init__(self) -> None:
        self._font = QFont()
        self._metrics = QFontMetrics(self._font)
        self._lines: dict[tuple[str, int, Elide], Line] = {}

    def line(
        self,
        painter: QPainter,
        text: str,
        room: int = _ANY_ROOM,
        cut: Elide = Elide.ElideRight,
    ) -> Line:
        """A line, shortened where the room in pixels is less than its width."""
        font = painter.font()
        if font != self._font:
            self._font, self._metrics = font, painter.fontMetrics()
            self._lines.clear()
        key = (text, room, cut)
        found = self._lines.get(key)
        if found is None:
            if len(self._lines) >= _MOST_KEPT:
                self._lines.clear()
            found = self._lines[key] = self._laid_out(text, room, cut)
        return found

    def paint(
        self,
        painter: QPainter,
        left: int,
        top: int,
        height: int,
        line: Line,
        *,
        struck: QColor | None = None,
    ) -> None:
        """Draw a line in the middle of a height, struck through in a colour if one is given."""
        top += (height - self._metrics.height()) // 2
        painter.drawStaticText(QPoint(left, top), line.text)
        if struck is not None:  # by hand: in text that is laid out once, Qt draws it elsewhere
            top += self._metrics.ascent() - self._metrics.strikeOutPos()
            painter.fillRect(left, top, line.width, self._metrics.lineWidth(), struck)

    def _laid_out(self, text: str, room: int, cut: Elide) -> Line:
        width = self._metrics.horizontalAdvance(text)
        if width > room:
            text = self._metrics.elidedText(text, cut, room)
            width = self._metrics.horizontalAdvance(text)
        drawn = QStaticText(text)
        drawn.setTextFormat(Qt.TextFormat.PlainText)
        return Line(drawn, width)
