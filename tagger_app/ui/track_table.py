"""The track table: a virtual list that keeps its place whatever happens around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui.cells import CellDelegate
from tagger_app.ui.theme import GRID, ROW_HEIGHT, Theme
from tagger_app.ui.track_model import PAGE, Column, TrackModel, column_name

MOST_SELECTED = 500
"""So many selected tracks are decided about in the window; more is work for the job thread."""

_SHARES = {
    Column.TITLE: 22,
    Column.ARTIST: 12,
    Column.ALBUM: 11,
    Column.GENRE: 22,
    Column.MOOD: 15,
    Column.INSTRUMENT: 18,
}
_STATE_WIDTH = 8 * GRID
_LENGTH_WIDTH = 16 * GRID
_MATCH_SIGNS = 16
"""So many signs of a note have room in its column."""
_LEAST_WIDTH = 16 * GRID
_LEAST_SIGNS = 8
"""No column that shares the room is narrower than either of these."""


class TrackTable(QTableView):
    """Shows a `TrackModel`; one track is current, one or many are selected."""

    current_changed = Signal(object)
    """The current track (`ReviewTrack`) or None."""

    def __init__(self, model: TrackModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tracks = model
        self._quiet = False
        self._spreading = False
        self._ahead = QTimer(self)  # once there is time, after what is shown now
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(lambda: model.prepare(self.currentIndex().row() + PAGE // 2))
        self.columns_by_hand = False
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setAccessibleName(self.tr("Tracks"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(_STATE_WIDTH)
        header.setSectionsMovable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.setColumnHidden(Column.MATCH, True)
        header.sectionResized.connect(self._column_resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda place: self.columns_menu().popup(header.viewport().mapToGlobal(place))
        )
        self.selectionModel().currentRowChanged.connect(self._current_row_changed)
        model.dataChanged.connect(self._track_changed)

    def stop(self) -> None:
        """Load nothing of one's own accord any more."""
        self._ahead.stop()
        self._tracks.stop()

    def show_match(self, *, on: bool) -> None:
        """Show or hide the column that only lists of their own have."""
        if self.isColumnHidden(Column.MATCH) is on:
            self._spreading = True  # which is not what a person does to a column
            self.setColumnHidden(Column.MATCH, not on)
            self._spreading = False
            if on:  # beside the title, where it is seen however narrow the window is
                header = self.horizontalHeader()
                place, title = header.visualIndex(Column.MATCH), header.visualIndex(Column.TITLE)
                header.moveSection(place, title + (place > title))
            if not self.columns_by_hand:
                self._spread()

    def changeEvent(self, event: QEvent) -> None:
        """Give rows the height that the text needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit_rows()
            if self.isVisible() and not self.columns_by_hand:
                self._spread()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view, loaded in one go."""
        rows = len(self._tracks.ids)
        end = self.rowAt(self.viewport().height() - 1)
        self._tracks.expect(self.rowAt(0), end if end >= 0 else rows - 1)
        super().paintEvent(event)

    def _fit_rows(self) -> None:
        height = max(ROW_HEIGHT, self.fontMetrics().height() + 3 * GRID)
        self.verticalHeader().setDefaultSectionSize(height)

    @property
    def current(self) -> ReviewTrack | None:
        """The current track."""
        return self._tracks.track_at(self.currentIndex().row())

    def selected_ids(self) -> list[int]:
        """The ids of the selected tracks, from top to bottom."""
        return [self._tracks.ids[row] for row in self._selected_rows()]

    def selected(self) -> list[ReviewTrack]:
        """The selected tracks, from top to bottom; of more than `MOST_SELECTED`, none."""
        rows = self._selected_rows()
        if len(rows) > MOST_SELECTED:
            return []
        tracks = (self._tracks.track_at(row, wait=True) for row in rows)
        return [track for track in tracks if track is not None]

    def _selected_rows(self) -> list[int]:
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        return sorted({row for r in ranges for row in range(r.top(), r.bottom() + 1)})

    def show_ids(
        self, ids: Sequence[int], rows: dict[int, int] | None = None, *, anew: bool
    ) -> None:
        """Show other tracks.

        Args:
            rows: the row of each id, where that was worked out already.
            anew: start at the top; otherwise what is current, selected and in view stays so.
        """
        if anew:
            self._tracks.set_ids(ids, rows)
            self.scrollToTop()
            self._start()
            return
        row = self.currentIndex().row()
        current = self._tracks.ids[row] if row >= 0 else None
        anchor = self.rowAt(0) if row < 0 else row
        anchor_id = self._tracks.ids[anchor] if 0 <= anchor < len(self._tracks.ids) else None
        height = self.rowViewportPosition(anchor) if anchor_id is not None else 0
        chosen = self.selected_ids()
        with self._silence():
            self._tracks.set_ids(ids, rows)
            self._select_again(chosen, current)
        place = self._tracks.row_of(anchor_id) if anchor_id is not None else None
        if place is not None:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(place) - height)
        if current is None or self._tracks.row_of(current) is None:
            self._start()

    def _start(self) -> None:
        """Make the first track current, so that its suggestions are there to decide about."""
        if self._tracks.ids:
            self.go_to_row(0)
        else:
            self._current_row_changed(QModelIndex())

    def _select_again(self, chosen: Sequence[int], current: int | None) -> None:
        last = len(Column) - 1
        selection = QItemSelection()
        found = (self._tracks.row_of(track_id) for track_id in chosen)
        rows = sorted(row for row in found if row is not None)
        # Neighbours make one range: a selection of many ranges is slow.
        for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            together = [row for _, row in run]
            first, final = together[0], together[-1]
            selection.select(self._tracks.index(first, 0), self._tracks.index(final, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)
        row = self._tracks.row_of(current) if current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(
                self._tracks.index(row, Column.TITLE), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def go(self, step: int) -> None:
        """Make the track `step` rows further on current."""
        rows = len(self._tracks.ids)
        if rows:
            self.go_to_row(min(max(self.currentIndex().row() + step, 0), rows - 1))

    def advance(self) -> None:
        """Make the track after the last selected one current."""
        last = max(self._selected_rows(), default=self.currentIndex().row())
        if last + 1 < len(self._tracks.ids):
            self.go_to_row(last + 1)

    def go_to_row(self, row: int) -> None:
        """Make the track of a row current and the only selected one."""
        index = self._tracks.index(row, Column.TITLE)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def go_to(self, track_id: int) -> bool:
        """Make a track current; False where it is not shown."""
        row = self._tracks.row_of(track_id)
        if row is not None:
            self.go_to_row(row)
        return row is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns until the person has arranged them."""
        super().resizeEvent(event)
        if not self.columns_by_hand:
            self._spread()

    def choose_columns(self) -> None:
        """Let the person choose which columns are shown, without a pointer."""
        header = self.horizontalHeader()
        self.columns_menu().popup(header.mapToGlobal(header.rect().bottomLeft()))

    def columns_menu(self) -> QMenu:
        """Every column that can be hidden, ticked where it is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column in {Column.TITLE, Column.MATCH}:
                continue
            action = menu.addAction(column_name(column))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.toggled.connect(partial(self.show_column, column))
        return menu

    def show_column(self, column: Column, shown: bool) -> None:
        """Show or hide a column; the others share the room."""
        self.setColumnHidden(column, not shown)
        self._spread()

    def _spread(self) -> None:
        metrics = self.fontMetrics()
        length = metrics.horizontalAdvance(column_name(Column.LENGTH)) + 5 * GRID
        fixed = {
            Column.STATE: _STATE_WIDTH,
            Column.LENGTH: max(_LENGTH_WIDTH, length),
            Column.MATCH: _MATCH_SIGNS * metrics.averageCharWidth() + 4 * GRID,
        }
        there = [column for column in Column if not self.isColumnHidden(column)]
        room = self.viewport().width() - sum(fixed.get(column, 0) for column in there)
        least = max(_LEAST_WIDTH, _LEAST_SIGNS * metrics.averageCharWidth())
        shared = share_width([column for column in there if column not in fixed], room, least)
        self._spreading = True
        for column, width in (fixed | shared).items():
            if column in there:
                self.setColumnWidth(column, width)
        self._spreading = False

    def _column_resized(self) -> None:
        if not self._spreading and self.isVisible():
            self.columns_by_hand = True

    @contextmanager
    def _silence(self) -> Iterator[None]:
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _current_row_changed(self, index: QModelIndex) -> None:
        if not self._quiet:
            self.current_changed.emit(self._tracks.track_at(index.row()))
            self._ahead.start(0)

    def _track_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        row = self.currentIndex().row()
        if first.row() <= row <= last.row():
            self.current_changed.emit(self._tracks.track_at(row))


def share_width(columns: Sequence[Column], room: int, least: int) -> dict[Column, int]:
    """How wide columns are that share the room, in pixels: each `least` or more."""
    widths = dict.fromkeys(columns, least)
    left = list(columns)
    while left:
        total = sum(_SHARES[column] for column in left)
        wide = [column for column in left if room * _SHARES[column] // total >= least]
        if len(wide) == len(left):
            widths |= {column: room * _SHARES[column] // total for column in left}
            break
        room -= least * (len(left) - len(wide))
        left = wide
    return widths
