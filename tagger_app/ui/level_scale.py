"""What the colours of the spectrogram stand for."""

import pyqtgraph as pg
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tagger_app.ui.theme import GRID, Theme

_BAR_WIDTH = 2 * GRID
_STOPS = 16


class LevelScale(QWidget):
    """A bar of the colours with the decibels below the loudest point beside it.

    Args:
        decibels: that the colours span.
        colour_map: pyqtgraph's name of it.
    """

    def __init__(
        self, theme: Theme, decibels: float, colour_map: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._decibels = decibels
        found = pg.colormap.get(colour_map)
        self._colours = [
            (step / _STOPS, QColor(*found.map(step / _STOPS))) for step in range(_STOPS + 1)
        ]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        text = self.tr("Colours of the spectrogram: from {0} dB below the loudest point up to it")
        self.setAccessibleName(text.format(round(decibels)))
        self.setToolTip(self.accessibleName())

    def sizeHint(self) -> QSize:
        """Room for the bar and the widest number."""
        width = self.fontMetrics().horizontalAdvance(self._label(self._decibels))
        return QSize(_BAR_WIDTH + width + 4 * GRID, 20 * GRID)

    def _label(self, below: float) -> str:
        return f"−{round(below)} dB" if below else "0 dB"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar with a number at its ends and in its middle."""
        del event
        painter = QPainter(self)
        height = painter.fontMetrics().height()
        bar = QRect(GRID, height // 2, _BAR_WIDTH, max(self.height() // 2 - height, height))
        gradient = QLinearGradient(0, bar.bottom(), 0, bar.top())
        for place, colour in self._colours:
            gradient.setColorAt(place, colour)
        painter.fillRect(bar, gradient)
        painter.setPen(QColor(self._theme.colours.muted))
        font = self.font()
        font.setPointSizeF(max(font.pointSizeF() - 1, 6))
        painter.setFont(font)
        shares = (0.0, 0.5, 1.0) if bar.height() > 3 * height else (0.0, 1.0)
        for share in shares:
            y = bar.top() + round(share * bar.height())
            beside = QRect(bar.right() + 2 * GRID, y - height // 2, self.width(), height)
            painter.drawText(
                beside,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self._label(share * self._decibels),
            )
