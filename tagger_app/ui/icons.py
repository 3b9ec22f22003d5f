"""Icons of one set (Phosphor), in the colours of the palette.

They are the signs of a font in the resources, which has those that are used alone: see
`.ci/icons.py`.
"""

import json
from functools import cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from tagger_app.paths import resources_folder
from tagger_app.ui.theme import Colours

_SHARE = 0.875
"""Of an icon's height that the font's em takes."""


def icon(name: str, colours: Colours, colour: str = "") -> QIcon:
    """The Phosphor icon `name`, sharp at any resolution.

    Args:
        name: one of those in `resources/icons/phosphor.json`.
        colours: of the look.
        colour: #rrggbb; the text colour if empty.
    """
    return QIcon(_Sign(chr(_signs()[name]), colour or colours.text, colours.faint))


@cache
def _signs() -> dict[str, int]:
    """Where in the font each icon is."""
    text = (resources_folder() / "icons" / "phosphor.json").read_text(encoding="utf-8")
    signs: dict[str, int] = json.loads(text)
    return signs


@cache
def _family() -> str:
    """The font's name; the application keeps the font."""
    number = QFontDatabase.addApplicationFont(str(resources_folder() / "icons" / "phosphor.ttf"))
    return QFontDatabase.applicationFontFamilies(number)[0]


class _Sign(QIconEngine):
    """Draws an icon once for each size."""

    def __init__(self, sign: str, colour: str, faint: str) -> None:
        super().__init__()
        self._sign, self._colour, self._faint = sign, colour, faint
        self._pixmaps: dict[tuple[int, int, float, bool], QPixmap] = {}

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it into a rectangle."""
        del state  # on and off look alike
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self._pixmap(rect.size(), ratio, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Of a size in pixels."""
        del state
        return self._pixmap(size, 1.0, mode)

    def clone(self) -> QIconEngine:
        """Another such, which a changed icon becomes."""
        return _Sign(self._sign, self._colour, self._faint)

    def _pixmap(self, size: QSize, ratio: float, mode: QIcon.Mode) -> QPixmap:
        disabled = mode == QIcon.Mode.Disabled
        key = (size.width(), size.height(), ratio, disabled)
        if key not in self._pixmaps:
            colour = self._faint if disabled else self._colour
            self._pixmaps[key] = self._drawn(size, ratio, QColor(colour))
        return self._pixmaps[key]

    def _drawn(self, size: QSize, ratio: float, colour: QColor) -> QPixmap:
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        font = QFont(_family())
        font.setPixelSize(max(round(_SHARE * size.height()), 1))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        with QPainter(pixmap) as painter:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(
                QRect(0, 0, size.width(), size.height()), Qt.AlignmentFlag.AlignCenter, self._sign
            )
        return pixmap
