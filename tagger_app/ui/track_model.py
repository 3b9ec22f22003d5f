"""The table's rows: a list of ids from the catalog, and a cache of the pages that were seen."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from tagger_app.core.errors import CatalogBusyError
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui.columns import (
    NUMBERS,
    Column,
    cell_hint,
    cell_sentence,
    cell_text,
    column_name,
)
from tagger_app.ui.listing import Listing

PAGE = 16
_MOST_CACHED = 192
"""Some screens full; looking through many more for garbage makes the window stand still."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_HINT = int(Qt.ItemDataRole.ToolTipRole)

_TRY_AGAIN_MS = 10
_MOST_AT_ONCE = 64
"""So many rows are read in one go where reading takes long: more than a screen has."""

AnyIndex = QModelIndex | QPersistentModelIndex


class Load(Protocol):
    """Gets the tracks with some ids, in that order; those that are gone are left out."""

    def __call__(self, ids: Sequence[int], *, wait: bool, version: int) -> list[ReviewTrack]:
        """Raises `CatalogBusyError` where that would take long and `wait` is false.

        What was read for another `version` is out of date.
        """


class TrackModel(QAbstractTableModel):
    """Tracks by id; nothing is loaded before it is shown.

    While the catalog is busy, what was loaded before is shown, or nothing, until it has time.
    """

    sort_wanted = Signal(int, Qt.SortOrder)
    """A header was clicked: (column, order). Sorting is the catalog's work."""

    def __init__(self, load: Load, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._ids: Sequence[int] = ()
        self._rows: dict[int, int] | None = None
        self._cache: OrderedDict[int, ReviewTrack | None] = OrderedDict()
        self._old: set[int] = set()
        """What is in the cache and to be loaded again."""
        self._missed: set[int] = set()
        self._batch: Sequence[int] = ()
        """What is being read while something else is done."""
        self._in_view: Sequence[int] = ()
        self._version = 0
        """Grows with all that makes what was read before out of date."""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_TRY_AGAIN_MS)
        self._again.timeout.connect(self._try_again)
        self._listing: Listing | None = None

    @property
    def ids(self) -> Sequence[int]:
        """The ids of all rows, in order."""
        return self._ids

    def set_listing(self, listing: Listing | None) -> None:
        """The list that the ids to come are from, if any."""
        self._listing = listing

    def set_ids(self, ids: Sequence[int], rows: dict[int, int] | None = None) -> None:
        """Show other tracks, or the same in another order.

        Args:
            rows: the row of each id, where that was worked out already.
        """
        self.beginResetModel()
        self._ids = ids
        self._rows = rows
        self.endResetModel()

    def row_of(self, track_id: int) -> int | None:
        """The row of a track, None where it is not shown."""
        if self._rows is None:
            self._rows = {shown: row for row, shown in enumerate(self._ids)}
        return self._rows.get(track_id)

    def track_at(self, row: int, *, wait: bool = False) -> ReviewTrack | None:
        """The track in a row; None where it is gone from the catalog.

        Args:
            wait: for a busy catalog; otherwise None is also what could not be loaded yet.
        """
        if not 0 <= row < len(self._ids):
            return None
        track_id = self._ids[row]
        if self._is_missing(track_id):
            self._fetch(row)
        if wait and track_id not in self._cache:
            self._load_missing([track_id], wait=True)
        if track_id in self._cache:
            self._cache.move_to_end(track_id)
        return self._cache.get(track_id)

    def shown(self, row: int) -> ReviewTrack | None:
        """The track in a row for its cells, which ask one after the other; see `track_at`."""
        found = self._cache.get(self._ids[row])
        if found is None and not self._again.isActive():
            return self.track_at(row)
        return found

    def cell(self, row: int, column: Column) -> QModelIndex:
        """The index of a cell that is there: `index` would ask for rows and columns each time."""
        return self.createIndex(row, column)

    def starts_group(self, review: ReviewTrack) -> bool:
        """Whether a group of the list begins with a track, and another is above it."""
        listing = self._listing
        return (
            listing is not None
            and review.track.id in listing.starts
            and review.track.id != self._ids[0]
        )

    def text(self, review: ReviewTrack, column: Column) -> str:
        """What a cell shows."""
        if column is Column.MATCH and self._listing is not None:
            return self._listing.notes.get(review.track.id, "")
        return cell_text(review, column)

    def forget(self, track_ids: Sequence[int]) -> None:
        """Ask the catalog again for these tracks."""
        self._version += 1
        # Of many, only those that were looked at; of a few each, for the current one may have been
        # dropped from the cache.
        few = len(track_ids) <= PAGE
        for track_id in track_ids:
            if track_id in self._cache:
                self._old.add(track_id)
            elif not few:
                continue
            self._tell(track_id)

    def revise(
        self, track_ids: Sequence[int], change: Callable[[ReviewTrack], ReviewTrack]
    ) -> None:
        """Show these tracks changed, without asking the catalog."""
        self._version += 1
        few = len(track_ids) <= PAGE
        for track_id in track_ids:
            review = self._cache.get(track_id)
            if review is not None:
                self._cache[track_id] = change(review)
            elif not few:
                continue
            self._tell(track_id)

    def revise_all(self, change: Callable[[ReviewTrack], ReviewTrack]) -> None:
        """Show all tracks changed, without asking the catalog."""
        self._version += 1
        self._cache.update({i: change(review) for i, review in self._cache.items() if review})
        self._tell_all()

    def forget_all(self, *, keep: bool = True) -> None:
        """Ask the catalog again for every track.

        Args:
            keep: show what is known already until the catalog has answered.
        """
        self._version += 1
        if keep:
            self._old.update(self._cache)
        else:
            self._old.clear()
            self._cache.clear()
        self._tell_all()

    def _tell_all(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _tell(self, track_id: int) -> None:
        row = self.row_of(track_id)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def expect(self, first: int, last: int) -> None:
        """Load what is not there of these rows at once: that is sooner than page after page.

        Of more than a few screens full nothing is loaded.
        """
        if 0 <= first <= last < first + _MOST_CACHED // 2:
            ids = self._ids[first : last + 1]
            self._in_view = ids
            if not self._again.isActive():
                self._load_missing(ids)
            for track_id in ids:
                if track_id in self._cache:
                    self._cache.move_to_end(track_id)

    def stop(self) -> None:
        """Do not try again to load what could not be loaded."""
        self._again.stop()

    def prepare(self, row: int) -> None:
        """Load a row that is not shown yet, and its neighbours, if the catalog has time."""
        if 0 <= row < len(self._ids) and self._ids[row] not in self._cache:
            self._fetch(row)

    def _fetch(self, row: int) -> None:
        start = row - row % PAGE
        self._load_missing(self._ids[start : start + PAGE])

    def _is_missing(self, track_id: int) -> bool:
        return track_id not in self._cache or track_id in self._old

    def _load_missing(self, ids: Sequence[int], *, wait: bool = False) -> None:
        wanted = [i for i in ids if self._is_missing(i)]
        if not wanted:
            return
        if self._again.isActive() and not wait:
            self._missed.update(wanted)
            return
        try:
            found = self._load(wanted, wait=wait, version=self._version)
        except CatalogBusyError:
            self._batch = wanted
            self._again.start()
            return
        self._old.difference_update(wanted)
        self._cache.update((track_id, None) for track_id in wanted)
        self._cache.update((review.track.id, review) for review in found)
        while len(self._cache) > _MOST_CACHED:
            self._old.discard(self._cache.popitem(last=False)[0])

    def _try_again(self) -> None:
        # What is being read comes first, whatever was scrolled to meanwhile: else nothing would
        # ever be read to its end.
        batch, self._batch = self._batch or self._still_missing(), ()
        rows = {i: row for i in batch if (row := self.row_of(i)) is not None}
        self._load_missing(list(rows))
        if self._again.isActive():
            return
        self._missed.difference_update(batch)
        if rows:
            last = self.index(max(rows.values()), len(Column) - 1)
            self.dataChanged.emit(self.index(min(rows.values()), 0), last)
        if self._still_missing():
            self._again.start()

    def _still_missing(self) -> list[int]:
        """What is to be read next: of what is in view, then of what was asked for besides."""
        wanted = dict.fromkeys([*self._in_view, *self._missed])
        there = (i for i in wanted if self._is_missing(i) and self.row_of(i) is not None)
        return list(islice(there, _MOST_AT_ONCE))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Number of tracks."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """Number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column is Column.STATE else column_name(column)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return column_name(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft
            if column in NUMBERS:
                side = Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, says, and is drawn from."""
        review = self.track_at(index.row())
        if review is None:
            return None
        column = Column(index.column())
        if role == _DISPLAY:
            return self.text(review, column)
        noted = column is Column.MATCH and self._listing is not None
        if role == _SPOKEN:
            note = f"{column_name(column)}: {self.text(review, column)}"
            return note if noted else cell_sentence(review, column)
        if role == _HINT:
            return None if noted else cell_hint(review, column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the answer comes as `set_ids`."""
        self.sort_wanted.emit(column, order)
