"""How tags are drawn as chips: suggested, accepted, in the file, rejected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from tagger_app.pipeline.review import Chip, ChipStatus
from tagger_app.ui import words
from tagger_app.ui.drawn_text import DrawnText
from tagger_app.ui.theme import GRID, Colours

_HEIGHT = 5 * GRID
PADDING = 2 * GRID
"""Left of what a cell shows, in pixels."""
_INSIDE = 6
_GAP = GRID
_EDGES = 2 * _INSIDE + 3
"""What a chip is wider than its text."""
_LEAST_SIGNS = 6

# Each look-up of a member by Qt's names takes as long as drawing a line.
_ANTIALIASING = QPainter.RenderHint.Antialiasing
_NO_PEN, _NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


@dataclass(frozen=True, slots=True)
class ChipLook:
    """How a chip is drawn; an empty colour means that part is not drawn."""

    fill: str
    line: str
    text: str
    struck: bool = False


@cache
def chip_look(status: ChipStatus, c: Colours) -> ChipLook:
    """Suggested outlined, accepted filled, in the file plain, rejected and removed struck."""
    if status in {ChipStatus.ACCEPTED, ChipStatus.ADDED, ChipStatus.EDITED}:
        return ChipLook(c.accent, "", c.on_accent)
    if status is ChipStatus.SUGGESTED:
        return ChipLook("", c.accent, c.text)
    if status in {ChipStatus.REJECTED, ChipStatus.REMOVED}:
        return ChipLook("", "", c.muted, struck=True)
    if status is ChipStatus.IN_FILE:
        return ChipLook(c.hover, "", c.text)
    return ChipLook("", "", c.muted)


@cache
def greyed(c: Colours) -> Colours:
    """For a track whose file cannot be reached: without colour, and still to be read."""
    return replace(c, text=c.muted, accent=c.faint, on_accent=c.base)


@cache
def colour(name: str) -> QColor:
    """A colour of a look; reading its name takes longer than using it."""
    return QColor(name)


class ChipRow:
    """Draws the chips of one cell."""

    def __init__(self) -> None:
        self._text = DrawnText()

    def paint(
        self, painter: QPainter, cell: QRect, chips: Sequence[Chip], colours: Colours
    ) -> None:
        """Draw as many as have a place, and the number of the others."""
        metrics = painter.fontMetrics()
        left, right = cell.left() + PADDING, cell.left() + cell.width() - 1 - _GAP
        texts = [words.chip_text(chip) for chip in chips]
        wanted = [self._text.line(painter, text).width + _EDGES for text in texts]
        reserve = self._text.line(painter, f"+{len(chips)}").width + _GAP
        widths = chip_widths(wanted, right - left, reserve, least_chip(metrics))
        height = max(_HEIGHT, metrics.height() + GRID)
        top = cell.top() + (cell.height() - height) // 2
        painter.setRenderHint(_ANTIALIASING)
        for chip, text, width in zip(chips, texts, widths, strict=False):
            place = QRect(left, top, width, height)
            self._chip(painter, place, text, chip_look(chip.status, colours))
            left += width + _GAP
        if len(widths) < len(chips) and left + reserve <= right + 2 * _GAP:
            painter.setPen(colour(colours.muted))
            more = self._text.line(painter, f"+{len(chips) - len(widths)}")
            self._text.paint(painter, left, cell.top(), cell.height(), more)

    def _chip(self, painter: QPainter, place: QRect, text: str, look: ChipLook) -> None:
        """One chip, its text shortened where it does not fit."""
        if look.line or look.fill:
            painter.setPen(colour(look.line) if look.line else _NO_PEN)
            painter.setBrush(colour(look.fill) if look.fill else _NO_BRUSH)
            edge = QRectF(
                place.left() + 0.5, place.top() + 0.5, place.width() - 1, place.height() - 1
            )
            painter.drawRoundedRect(edge, GRID, GRID)
        left, room = place.left() + 1 + _INSIDE, place.width() - 2 * _INSIDE
        text_colour = colour(look.text)
        painter.setPen(text_colour)
        line = self._text.line(painter, text, room)
        struck = text_colour if look.struck else None
        self._text.paint(painter, left, place.top(), place.height(), line, struck=struck)


def least_chip(metrics: QFontMetrics) -> int:
    """How wide a chip must be to say something, in pixels."""
    return _LEAST_SIGNS * metrics.averageCharWidth() + _EDGES


def least_tags(metrics: QFontMetrics) -> int:
    """How wide a cell must be for one chip and the number of the others, in pixels."""
    number = metrics.horizontalAdvance("+9")
    return PADDING + least_chip(metrics) + _GAP + number + 2 * _GAP


def chip_widths(wanted: Sequence[int], room: int, reserve: int, least: int) -> list[int]:
    """How wide the chips are drawn that have a place, in pixels.

    Where not all fit, long ones are shortened first, so that more than one can be seen. In a very
    narrow cell the first one takes the place of the number of the others.

    Args:
        wanted: the width of each chip at its full length.
        room: the width of the cell.
        reserve: what "+3" for the chips without a place takes.
        least: narrower than this, a chip would say nothing.
    """
    if sum(wanted) + _GAP * (len(wanted) - 1) <= room:
        return list(wanted)
    if room < least + reserve:
        return [max(min(wanted[0], room), 0)]
    longest = max(least, room * 9 // 20) if len(wanted) > 1 else room
    widths: list[int] = []
    left = room
    for position, width in enumerate(wanted):
        last = position == len(wanted) - 1
        place = left - (0 if last else reserve)
        if place < least and widths:
            break
        widths.append(max(min(width, longest, place), 0))
        left -= widths[-1] + _GAP
    spare = left + _GAP - (reserve if len(widths) < len(wanted) else 0)
    for position, width in enumerate(widths):
        more = max(min(wanted[position] - width, spare), 0)
        widths[position] += more
        spare -= more
    return widths
