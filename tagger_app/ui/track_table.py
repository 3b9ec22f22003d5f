"""The track table: a virtual list that keeps its place whatever happens around it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui.cells import CellDelegate
from tagger_app.ui.columns import Column
from tagger_app.ui.theme import GRID, ROW_HEIGHT, Theme
from tagger_app.ui.track_header import TrackHeader
from tagger_app.ui.track_model import PAGE, AnyIndex, TrackModel

MOST_SELECTED = 500
"""So many selected tracks are decided about in the window; more is work for the job thread."""
_FOOT = 10 * GRID
"""The list can be scrolled so far beyond its last row, in pixels, that a message of one line hides
no row; always, lest rows move when it goes away."""


class TrackTable(QTableView):
    """Shows a `TrackModel`; one track is current, one or many are selected."""

    current_changed = Signal(object)
    """The current track (`ReviewTrack`) or None."""
    selected_changed = Signal(int)
    """How many tracks are selected."""
    menu_wanted = Signal(QPoint)
    """Where on the screen the menu of the selected tracks is to be opened."""

    def __init__(self, model: TrackModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tracks = model
        self._quiet = False
        self._covered = 0
        self._ahead = QTimer(self)  # once there is time, after what is shown now
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(lambda: model.prepare(self.currentIndex().row() + PAGE // 2))
        self.header = TrackHeader(self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(theme, model, self))
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
        self.setSortingEnabled(True)
        self.header.hide_on_request()
        self.header.show_match(on=False)
        self.selectionModel().currentRowChanged.connect(self._current_row_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell_selected())
        model.dataChanged.connect(self._track_changed)

    def stop(self) -> None:
        """Load nothing of one's own accord any more."""
        self._ahead.stop()
        self._tracks.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Give rows the height that the text needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit_rows()
            if self.isVisible() and not self.header.by_hand:
                self.header.spread()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in view, loaded in one go.

        Of what `QTableView` does for each cell nothing is seen here: no grid, no alternate rows,
        no frame around the cell with the keys. Asking the style sheet for it took most of the
        time of scrolling.
        """
        self._tracks.expect(*self._rows_at(0, self.viewport().height() - 1))
        area = event.rect()
        first, last = self._rows_at(area.top(), area.bottom())
        columns = [
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in Column
            if not self.isColumnHidden(column)
        ]
        columns = [
            one for one in columns if one[1] <= area.right() and one[1] + one[2] > area.left()
        ]
        delegate, choice = self.itemDelegate(), self.selectionModel()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~QStyle.StateFlag.State_Selected
        chosen = plain | QStyle.StateFlag.State_Selected
        with QPainter(self.viewport()) as painter:
            for row in range(first, last + 1):
                top, height = self.rowViewportPosition(row), self.rowHeight(row)
                title = self._tracks.cell(row, Column.TITLE)
                option.state = chosen if choice.isSelected(title) else plain
                for column, left, width in columns:
                    option.rect = QRect(left, top, width, height)
                    delegate.paint(painter, option, self._tracks.cell(row, column))

    def _rows_at(self, top: int, bottom: int) -> tuple[int, int]:
        """The first and the last row between two heights in the viewport; none as (0, -1)."""
        first, last = self.rowAt(top), self.rowAt(bottom)
        if first < 0:
            return 0, -1
        return first, last if last >= 0 else len(self._tracks.ids) - 1

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
        self._tell_selected()  # another list selects nothing, without a word

    def _tell_selected(self) -> None:
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        self.selected_changed.emit(sum(one.height() for one in ranges))

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

    def leave(self, ids: Sequence[int]) -> bool:
        """Make the track after the last of these current; False where there is none."""
        rows = (self._tracks.row_of(track_id) for track_id in ids)
        after = max((row for row in rows if row is not None), default=-1) + 1
        if not 0 < after < len(self._tracks.ids):
            return False
        self.go_to_row(after)
        return True

    def go_to_row(self, row: int) -> None:
        """Make the track of a row current and the only selected one."""
        index = self._tracks.index(row, Column.TITLE)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def select(self, ids: Sequence[int]) -> bool:
        """Select those of some tracks that are shown, the first current; False for none."""
        rows = [row for row in map(self._tracks.row_of, ids) if row is not None]
        if rows:
            self.go_to_row(min(rows))
        if len(rows) > 1:
            self._select_again(ids, None)
        return bool(rows)

    def go_to(self, track_id: int) -> bool:
        """Make a track current; False where it is not shown."""
        row = self._tracks.row_of(track_id)
        if row is not None:
            self.go_to_row(row)
        return row is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns until the person has arranged them."""
        super().resizeEvent(event)
        if not self.header.by_hand:
            self.header.spread()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu: at the pointer, or below the current track for the menu key."""
        place = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.scrollTo(self.currentIndex())
            row = self.visualRect(self.currentIndex())
            place = self.viewport().mapToGlobal(row.bottomLeft())
        self.menu_wanted.emit(place)

    def choose_columns(self) -> None:
        """Let the person choose which columns are shown, without a pointer."""
        header = self.header
        header.menu().popup(header.mapToGlobal(header.rect().bottomLeft()))

    def scrollTo(
        self,
        index: AnyIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view; which columns are in view is the person's choice."""
        bar = self.horizontalScrollBar()
        place = bar.value()
        super().scrollTo(index, hint)
        bar.setValue(place)
        lacking = self.visualRect(index).bottom() + 1 + self._covered - self.viewport().height()
        if self._covered and lacking > 0:
            down = self.verticalScrollBar()
            down.setValue(down.value() + lacking)

    def cover(self, height: int) -> None:
        """So much of the list is covered from below, in pixels: the current track is not."""
        if height != self._covered:
            self._covered = height
            self.updateGeometries()
            current = self.currentIndex()
            if height and self.viewport().rect().intersects(self.visualRect(current)):
                self.scrollTo(current)

    def updateGeometries(self) -> None:
        """Let the last row be scrolled to where nothing can cover it."""
        bar = self.verticalScrollBar()
        place, before = bar.value(), bar.maximum()
        bar.blockSignals(True)  # what is in view stays so
        super().updateGeometries()
        length = self.verticalHeader().length() + max(_FOOT, self._covered)
        most = max(bar.maximum(), length - self.viewport().height())
        bar.setMaximum(max(place, most))
        bar.setValue(place)
        self.verticalHeader().setOffset(place)
        bar.blockSignals(False)
        bar.setMaximum(most)
        if most != before:
            bar.rangeChanged.emit(bar.minimum(), most)  # the bar comes or goes

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
