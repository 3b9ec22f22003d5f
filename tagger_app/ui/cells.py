"""How cells of the track table are drawn: tags as chips, the state as a sign."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tagger_app.core.track import TrackState
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui import failures, words
from tagger_app.ui.chips import PADDING, ChipRow, colour, greyed
from tagger_app.ui.columns import NUMBERS, Column
from tagger_app.ui.drawn_text import DrawnText, Elide
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import Colours, Theme, icon_side
from tagger_app.ui.track_model import TrackModel

_AWAY = frozenset({TrackState.MISSING, TrackState.OFFLINE})
_COLUMNS = tuple(Column)
_SELECTED = QStyle.StateFlag.State_Selected


class CellDelegate(QStyledItemDelegate):
    """Draws every cell of the track table; rows are of one height.

    A screen has hundreds of cells, and scrolling draws them all: what a style would draw of a cell
    is nothing but the colour behind the selected ones, and rows are taken from the model as they
    are, not role by role.
    """

    def __init__(self, theme: Theme, tracks: TrackModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tracks = tracks
        self._lines, self._chips = DrawnText(), ChipRow()
        self._signs: dict[tuple[str, str], QIcon] = {}

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        rect: QRect = option.rect
        column = _COLUMNS[index.column()]
        if option.state & _SELECTED:
            painter.fillRect(rect, colour(self._theme.colours.selection))
        review = self._tracks.shown(index.row())
        if review is None:
            return
        colours = self._theme.colours
        if self._tracks.starts_group(review):
            painter.fillRect(rect.left(), rect.top(), rect.width(), 1, colour(colours.faint))
        state = review.track.state
        if column is Column.STATE:
            self._sign(painter, rect, review)
            return
        if state in _AWAY:
            colours = greyed(colours)
        category = column.category
        if category is None:
            self._text(painter, rect, review, column, colours)
        elif state is TrackState.FAILED:
            self._failure(painter, rect, option.widget, review)
        elif chips := review.chips(category):
            self._chips.paint(painter, rect, chips, colours)
        elif review.is_unsure(category):
            painter.setPen(colour(colours.muted))
            self._line(painter, rect, words.tr("not sure"))

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
        review: ReviewTrack,
        column: Column,
        colours: Colours,
    ) -> None:
        painter.setPen(colour(colours.text if column is Column.TITLE else colours.muted))
        # Folders often differ at their ends.
        cut = Elide.ElideLeft if column is Column.FOLDER else Elide.ElideRight
        text = self._tracks.text(review, column)
        self._line(painter, rect, text, cut=cut, at_right=column in NUMBERS)

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
            place.setRight(end + header.sectionSize(Column.INSTRUMENT) - 1)
        painter.save()
        painter.setClipRect(rect)
        painter.setPen(colour(self._theme.colours.failure))
        self._line(painter, place, failures.told(failure))
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        cell: QRect,
        text: str,
        *,
        cut: Elide = Elide.ElideRight,
        at_right: bool = False,
    ) -> None:
        """One line of text in the middle of a cell, shortened where it does not fit."""
        left, room = cell.left() + PADDING, cell.width() - 2 * PADDING
        line = self._lines.line(painter, text, room, cut)
        if at_right:
            left += room - line.width
        self._lines.paint(painter, left, cell.top(), cell.height(), line)


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
