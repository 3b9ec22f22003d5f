"""The columns of the track table: how wide they are, and which there is room for."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractScrollArea, QHeaderView, QMenu

from tagger_app.ui.chips import least_tags
from tagger_app.ui.columns import ON_REQUEST, Column, column_name
from tagger_app.ui.theme import GRID, icon_side

_SHARES = {
    Column.TITLE: 19,
    Column.ARTIST: 12,
    Column.ALBUM: 11,
    Column.FOLDER: 16,
    Column.GENRE: 20,
    Column.MOOD: 20,
    Column.INSTRUMENT: 19,
}
_SIGNS = {
    Column.TITLE: 14, Column.ARTIST: 9, Column.ALBUM: 9, Column.MATCH: 16, Column.FOLDER: 16,
    Column.FORMAT: 20, Column.YEAR: 7, Column.TRACK: 7, Column.SIZE: 11,
}  # fmt: skip
"""So many signs of a text have room at least."""
_MARK = b"14 columns"
"""Ends a state that knows of all columns; one without it speaks of others."""
_LEAVING = (Column.ALBUM, Column.ARTIST, Column.LENGTH)
"""In this order columns leave where there is no room for all, lest tags cannot be read."""
_PADDING = 4 * GRID


class TrackHeader(QHeaderView):
    """Shares the room among the columns until a person has arranged them."""

    def __init__(self, table: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.by_hand = False
        """Whether a person has arranged the columns; they stay as they are then."""
        self._spreading = False
        self._left: set[Column] = set()
        """Columns that a person wants, and that there is no room for."""
        self._lent: set[Column] = set()
        """Columns that are shown as long as a list needs them."""
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumSectionSize(8 * GRID)
        self.setSortIndicatorShown(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.sectionResized.connect(self._on_resized)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda place: self.menu().popup(self.viewport().mapToGlobal(place))
        )

    def menu(self) -> QMenu:
        """Every column that can be hidden, ticked where it is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column in {Column.TITLE, Column.MATCH}:
                continue
            action = menu.addAction(column_name(column))
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(column))
            action.toggled.connect(partial(self.show_column, column))
        return menu

    def show_column(self, column: Column, shown: bool) -> None:
        """Show or hide a column; the others share the room.

        One that had left for want of room comes back, and no column leaves any more: that there
        is a scroll bar then is what the person wants.
        """
        insisted = shown and column in self._left
        self._lent.discard(column)
        self._left.discard(column)
        with self._quiet():
            self.setSectionHidden(column, not shown)
        self.spread(everything=insisted)
        self.by_hand = self.by_hand or insisted

    def hide_on_request(self) -> None:
        """Hide the columns that are there for those who want them."""
        with self._quiet():
            for column in ON_REQUEST:
                self.setSectionHidden(column, True)

    def show_match(self, *, on: bool, folders: bool = False) -> None:
        """Show or hide the column that only lists of their own have.

        Args:
            folders: show where files are, too, as long as the list is there.
        """
        changed = self.isSectionHidden(Column.MATCH) is on
        with self._quiet():
            if changed:
                self.setSectionHidden(Column.MATCH, not on)
                if on:
                    self._put_beside_title(Column.MATCH)
            hidden = self.isSectionHidden(Column.FOLDER) and Column.FOLDER not in self._left
            if folders and hidden:
                self._lent.add(Column.FOLDER)
                self.setSectionHidden(Column.FOLDER, False)
                self._put_beside_title(Column.FOLDER)
            elif not folders and self._lent:
                hidden = True
                self._return_lent()
        if (changed or hidden) and not self.by_hand:
            self.spread()

    def _put_beside_title(self, column: Column) -> None:
        """Where it is seen however narrow the window is."""
        place, title = self.visualIndex(column), self.visualIndex(Column.TITLE)
        self.moveSection(place, title + (place > title))

    def _return_lent(self) -> None:
        for column in self._lent:
            self.setSectionHidden(column, True)
            self._left.discard(column)
        self._lent.clear()

    def spread(self, *, everything: bool = False) -> None:
        """Share the width of the table among the columns that there is room for.

        Args:
            everything: let no column leave.
        """
        metrics = self.fontMetrics()
        room = self._table.viewport().width()
        wanted = [c for c in Column if not self.isSectionHidden(c) or c in self._left]
        least = {column: least_width(column, metrics) for column in wanted}
        leaving = set() if everything else columns_to_leave(least, room)
        there = [column for column in wanted if column not in leaving]
        fixed = {column: least[column] for column in there if column not in _SHARES}
        floors = {column: least[column] for column in there if column in _SHARES}
        shared = share_width(floors, room - sum(fixed.values()))
        with self._quiet():
            for column in wanted:
                self.setSectionHidden(column, column in leaving)
            self._left = leaving
            for column, width in (fixed | shared).items():
                self.resizeSection(column, width)

    def save(self) -> QByteArray:
        """Widths and places; a column that is away for want of room counts as shown."""
        with self._quiet():
            for column in self._left:
                self.setSectionHidden(column, False)
            for column in self._lent:
                self.setSectionHidden(column, True)
            state = self.saveState()
            for column in self._lent:
                self.setSectionHidden(column, False)
            for column in self._left:
                self.setSectionHidden(column, True)
        return state + _MARK

    def restore(self, state: QByteArray, *, by_hand: bool) -> None:
        """Arrange the columns as they were; a state of other columns changes nothing."""
        if not state.endsWith(_MARK):
            return
        with self._quiet():
            self.restoreState(state)
        self._left, self.by_hand = set(), by_hand

    def _on_resized(self) -> None:
        if not self._spreading and self.isVisible():
            self.by_hand = True
            self._left.clear()

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What is done within is not a person's doing."""
        before, self._spreading = self._spreading, True
        try:
            yield
        finally:
            self._spreading = before


def least_width(column: Column, metrics: QFontMetrics) -> int:
    """How much room a column must have to be of use, in pixels."""
    if column is Column.STATE:
        return icon_side(metrics) + _PADDING
    heading = metrics.horizontalAdvance(column_name(column)) + 5 * GRID
    if column is Column.LENGTH:
        return max(heading, 16 * GRID)
    if column.category is not None:
        return least_tags(metrics)
    least = _SIGNS[column] * metrics.averageCharWidth() + _PADDING
    return max(heading, least) if column in ON_REQUEST - {Column.FOLDER} else least


def columns_to_leave(least: dict[Column, int], room: int) -> set[Column]:
    """Which of these columns find no room.

    Args:
        least: how much each needs, in pixels.
    """
    needed = sum(least.values())
    leaving = set()
    for column in _LEAVING:
        if needed <= room:
            break
        if column in least:
            leaving.add(column)
            needed -= least[column]
    return leaving


def share_width(least: dict[Column, int], room: int) -> dict[Column, int]:
    """How wide columns are that share the room, in pixels: each as its `least`, or more."""
    widths = dict(least)
    left = list(least)
    while left:
        total = sum(_SHARES[column] for column in left)
        wide = [column for column in left if room * _SHARES[column] // total >= least[column]]
        if len(wide) == len(left):
            widths |= {column: room * _SHARES[column] // total for column in left}
            break
        room -= sum(least[column] for column in left if column not in wide)
        left = wide
    return widths
