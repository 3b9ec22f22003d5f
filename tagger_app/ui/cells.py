"""How cells of the track table are drawn: tags as chips, the state as a sign."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack
from tagger_app.ui import failures, words
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import GRID, Colours, Theme, icon_side
from tagger_app.ui.track_model import GROUP_ROLE, NUMBERS, REVIEW_ROLE, Column

_CHIP_HEIGHT = 5 * GRID
_PADDING = 2 * GRID
_INSIDE = 6
_GAP = GRID
_EDGES = 2 * _INSIDE + 3
"""What a chip is wider than its text."""
_LEAST_SIGNS = 6
_AWAY = frozenset({TrackState.MISSING, TrackState.OFFLINE})


@dataclass(frozen=True, slots=True)
class ChipLook:
    """How a chip is drawn; an empty colour means that part is not drawn."""

    fill: str
    line: str
    text: str
    struck: bool = False


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


def greyed(c: Colours) -> Colours:
    """For a track whose file cannot be reached: without colour, and still to be read."""
    return replace(c, text=c.muted, accent=c.faint, on_accent=c.base)


class CellDelegate(QStyledItemDelegate):
    """Draws every cell of the track table; rows are of one height."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._signs: dict[tuple[str, str], QIcon] = {}

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        column = Column(index.column())
        self._background(painter, option)
        review = index.data(REVIEW_ROLE)
        if not isinstance(review, ReviewTrack):
            return
        rect: QRect = option.rect
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(option.font)
        if index.data(GROUP_ROLE):
            painter.setPen(QColor(self._theme.colours.faint))
            painter.drawLine(rect.topLeft(), rect.topRight())
        if column is Column.STATE:
            self._sign(painter, rect, review)
            painter.restore()
            return
        colours = self._theme.colours
        if review.track.state in _AWAY:
            colours = greyed(colours)
        if column is Column.MATCH or column.category is None:
            self._text(painter, rect, index, column, colours)
        elif review.track.state is TrackState.FAILED:
            self._failure(painter, rect, option.widget, review)
        else:
            chips = review.chips(column.category)
            unsure = review.is_unsure(column.category)
            self._chips(painter, rect, chips, colours, unsure=unsure)
        painter.restore()

    @staticmethod
    def _background(painter: QPainter, option: QStyleOptionViewItem) -> None:
        # What the view says of the cell is enough. Asking the model for a font, colours and the
        # like, which it has not, would take a third of the time of drawing.
        empty = QStyleOptionViewItem(option)
        # Cells never show a focus frame of their own: the row is what is current.
        empty.state &= ~QStyle.StateFlag.State_HasFocus
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, empty, painter, widget)

    def _sign(self, painter: QPainter, rect: QRect, review: ReviewTrack) -> None:
        colours = self._theme.colours
        name, colour = state_sign(review, colours)
        side = icon_side(painter.fontMetrics())
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        if (name, colour) not in self._signs:
            self._signs[name, colour] = icon(name, colours, colour)
        self._signs[name, colour].paint(painter, place)

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        column: Column,
        colours: Colours,
    ) -> None:
        painter.setPen(QColor(colours.text if column is Column.TITLE else colours.muted))
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        side = right if column in NUMBERS else left
        mode = Qt.TextElideMode  # folders often differ at their ends
        cut = mode.ElideLeft if column is Column.FOLDER else mode.ElideRight
        place = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        self._line(painter, place, index.data() or "", side, cut)

    def _failure(self, painter: QPainter, rect: QRect, table: QWidget, review: ReviewTrack) -> None:
        """The reason, across the three tag columns as long as they stand side by side."""
        failure = review.track.failure
        if failure is None or not isinstance(table, QTableView):
            return
        header = table.horizontalHeader()
        first = header.visualIndex(Column.GENRE)
        together = [header.visualIndex(c) for c in (Column.MOOD, Column.INSTRUMENT)]
        place = QRect(rect)
        if together == [first + 1, first + 2]:
            place.setLeft(header.sectionViewportPosition(Column.GENRE))
            end = header.sectionViewportPosition(Column.INSTRUMENT)
            place.setRight(end + header.sectionSize(Column.INSTRUMENT))
        painter.setPen(QColor(self._theme.colours.failure))
        text = failures.told(failure)
        self._line(painter, place.adjusted(_PADDING, 0, -_PADDING, 0), text)

    @staticmethod
    def _line(
        painter: QPainter,
        place: QRect,
        text: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        short = painter.fontMetrics().elidedText(text, cut, place.width())
        painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, short)

    def _chips(
        self,
        painter: QPainter,
        rect: QRect,
        chips: tuple[Chip, ...],
        colours: Colours,
        *,
        unsure: bool,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        left, right = rect.left() + _PADDING, rect.right() - _GAP
        if not chips and unsure:
            painter.setPen(QColor(colours.muted))
            place = QRect(left, rect.top(), right - left, rect.height())
            self._line(painter, place, words.tr("not sure"))
            return
        texts = [words.chip_text(chip) for chip in chips]
        wanted = [metrics.horizontalAdvance(text) + _EDGES for text in texts]
        reserve = metrics.horizontalAdvance(f"+{len(chips)}") + _GAP
        widths = chip_widths(wanted, right - left, reserve, least_chip(metrics))
        height = max(_CHIP_HEIGHT, metrics.height() + GRID)
        top = rect.top() + (rect.height() - height) / 2
        for chip, text, width in zip(chips, texts, widths, strict=False):
            place_of_chip = QRectF(left + 0.5, top + 0.5, width - 1, height - 1)
            draw_chip(painter, place_of_chip, text, chip_look(chip.status, colours), metrics)
            left += width + _GAP
        if len(widths) < len(chips) and left + reserve <= right + 2 * _GAP:
            self._more(painter, rect, left, len(chips) - len(widths))

    def _more(self, painter: QPainter, rect: QRect, left: int, count: int) -> None:
        painter.setPen(QColor(self._theme.colours.muted))
        place = QRect(left, rect.top(), rect.right() - left, rect.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, f"+{count}")


def least_chip(metrics: QFontMetrics) -> int:
    """How wide a chip must be to say something, in pixels."""
    return _LEAST_SIGNS * metrics.averageCharWidth() + _EDGES


def least_tags(metrics: QFontMetrics) -> int:
    """How wide a cell must be for one chip and the number of the others, in pixels."""
    number = metrics.horizontalAdvance("+9")
    return _PADDING + least_chip(metrics) + _GAP + number + 2 * _GAP


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


def draw_chip(
    painter: QPainter, place: QRectF, text: str, look: ChipLook, metrics: QFontMetrics
) -> None:
    """One chip, its text shortened where it does not fit."""
    painter.setPen(QPen(QColor(look.line)) if look.line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
    if look.line or look.fill:
        painter.drawRoundedRect(place, GRID, GRID)
    font = painter.font()
    if look.struck:
        struck = QFont(font)
        struck.setStrikeOut(True)
        painter.setFont(struck)
    painter.setPen(QColor(look.text))
    room = place.adjusted(_INSIDE, 0, -_INSIDE, 0)
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, short)
    painter.setFont(font)


def state_sign(review: ReviewTrack, c: Colours) -> tuple[str, str]:
    """(icon, colour) that stand for where a track is on its way."""
    fixed = {
        TrackState.FAILED: ("warning-circle", c.failure),
        TrackState.MISSING: ("question", c.faint),
        TrackState.OFFLINE: ("cloud-slash", c.faint),
        TrackState.CHANGED: ("pencil-line", c.accent),
    }
    state = review.track.state
    if state in fixed:
        return fixed[state]
    if review.proposal:
        return "circle-fill", c.accent
    if review.prediction is None:
        return "dots-three", c.faint
    if state is not TrackState.WRITTEN and any(review.suggested().values()):
        return "circle", c.accent
    if review.is_rejected and state is not TrackState.WRITTEN:
        return "x", c.faint
    return "check", c.accent if state is TrackState.WRITTEN else c.faint
