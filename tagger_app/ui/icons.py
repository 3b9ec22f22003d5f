"""Icons of one set (Phosphor, through QtAwesome), in the colours of the palette."""

import qtawesome
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from tagger_app.ui.theme import Colours


def icon(name: str, colours: Colours, colour: str = "") -> QIcon:
    """The Phosphor icon `name`, sharp at any resolution.

    Args:
        colour: #rrggbb; the text colour if empty.
    """
    drawn: QIcon = qtawesome.icon(
        f"ph.{name}",
        color=colour or colours.text,
        color_disabled=colours.faint,
        color_active=colour or colours.text,
        color_selected=colour or colours.text,
    )
    return QIcon(_Kept(drawn))


class _Kept(QIconEngine):
    """Draws an icon once for each size: QtAwesome sets it as text, in Python, at every painting."""

    def __init__(self, drawn: QIcon) -> None:
        super().__init__()
        self._drawn = drawn
        self._pixmaps: dict[tuple[int, int, float, QIcon.Mode, QIcon.State], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it into a rectangle."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self._pixmap(rect.size(), ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Of a size in pixels."""
        return self._pixmap(size, 1.0, mode, state)

    def clone(self) -> QIconEngine:
        """Another such, which a changed icon becomes."""
        return _Kept(self._drawn)

    def _pixmap(self, size: QSize, ratio: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = (size.width(), size.height(), ratio, mode, state)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._drawn.pixmap(size, ratio, mode, state)
        return self._pixmaps[key]
