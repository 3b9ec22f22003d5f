"""The middle of the window: the tracks of the chosen shelf, in the chosen order."""

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QWidget

from tagger_app.catalog.search import Counts, Order, TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.track import TrackState
from tagger_app.ui.desk import Desk
from tagger_app.ui.empty_page import EmptyPage
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.sidebar import FAILED, TO_REVIEW, Shelf
from tagger_app.ui.theme import GRID, Theme
from tagger_app.ui.track_model import Column, TrackModel
from tagger_app.ui.track_table import TrackTable

_ORDERS = {
    Column.STATE: Order.STATE,
    Column.TITLE: Order.TITLE,
    Column.ARTIST: Order.ARTIST,
    Column.ALBUM: Order.ALBUM,
    Column.GENRE: Order.GENRE,
    Column.MOOD: Order.MOOD,
    Column.INSTRUMENT: Order.INSTRUMENT,
    Column.LENGTH: Order.DURATION,
}
_SOONEST = 0.25
_LOAD = 10
"""Asking the catalog anew may take one part in so many of the window's time."""


class LibraryView(QStackedWidget):
    """Shows what a query finds and keeps it up to date; nothing jumps while it does.

    A track that leaves the query because of a decision stays in its row until another shelf,
    search or order is chosen.

    Args:
        reader: the window's own view of the catalog.
    """

    counts_changed = Signal(object)
    """`Counts` of the whole catalog."""

    def __init__(
        self, reader: Catalog, desk: Desk, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._desk = desk
        self._query = TrackQuery()
        self._shelf = Shelf()
        self.model = TrackModel(desk.load, self)
        self.table = TrackTable(self.model, theme)
        self.empty = EmptyPage(theme)
        self._nothing = PlainLabel("", "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(8 * GRID)
        for page in (self.empty, self._nothing, self.table):
            self.addWidget(page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.refresh(anew=False))
        self._cost = 0.0
        desk.changed.connect(self.model.forget)
        desk.stored.connect(self._on_stored)
        self.model.sort_wanted.connect(self._on_header)

    @property
    def order(self) -> tuple[Order, bool]:
        """(order, whether it is turned round)."""
        return self._query.order, self._query.descending

    def set_model_id(self, model_id: int | None) -> None:
        """The model whose suggestions count for sorting and tags."""
        self._query = replace(self._query, model_id=model_id)
        self.model.forget_all()
        self.refresh(anew=False)

    def set_shelf(self, shelf: Shelf) -> None:
        """Show the tracks of a shelf."""
        self._shelf = shelf
        tags = frozenset({shelf.tag}) if shelf.tag else frozenset()
        self._query = replace(self._query, states=shelf.states, folder=shelf.folder, tags=tags)
        self.refresh(anew=True)

    def set_text(self, text: str) -> None:
        """Show only tracks with these words."""
        self._query = replace(self._query, text=text)
        self.refresh(anew=True)

    def set_order(self, order: Order, *, descending: bool = False) -> None:
        """Sort."""
        self._query = replace(self._query, order=order, descending=descending)
        column = next((c for c, o in _ORDERS.items() if o is order), None)
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(-1 if column is None else column, direction)
        header.blockSignals(False)
        self.table.show_ids(self._reader.search.ids(self._query), anew=False)

    def _on_header(self, column: int, direction: Qt.SortOrder) -> None:
        if column >= 0:
            self.set_order(
                _ORDERS[Column(column)], descending=direction is Qt.SortOrder.DescendingOrder
            )

    def _on_stored(self, ids: Sequence[int]) -> None:
        self.model.forget(ids)
        self.request_refresh()

    def tracks_changed(self, ids: Sequence[int]) -> None:
        """There is something new about these tracks."""
        self.model.forget(ids)
        self.request_refresh()

    def request_refresh(self) -> None:
        """Ask the catalog anew soon, the later the longer that takes."""
        if not self._timer.isActive():
            self._timer.start(round(1000 * max(_SOONEST, _LOAD * self._cost)))

    def stop(self) -> None:
        """Do not ask the catalog of one's own accord any more."""
        self._timer.stop()

    def refresh(self, *, anew: bool) -> None:
        """Ask the catalog anew.

        Args:
            anew: forget the place in the list and what has left the query.
        """
        begin = time.perf_counter()
        ids: Sequence[int] = self._reader.search.ids(self._query)
        if not anew:
            ids = _with_those_that_left(self.model.ids, ids)
        self.table.show_ids(ids, anew=anew)
        counts = self._reader.search.counts(self._query.model_id)
        self._cost = time.perf_counter() - begin
        self._timer.stop()
        self._show_page(counts)
        self.counts_changed.emit(counts)

    def _show_page(self, counts: Counts) -> None:
        if self.model.ids:
            if self.currentWidget() is not self.table:
                self.setCurrentWidget(self.table)
                # The keys of review are for the table, unless something is being typed.
                if not isinstance(QApplication.focusWidget(), QLineEdit):
                    self.table.setFocus()
        elif not counts.total:
            self.setCurrentWidget(self.empty)
        else:
            self._nothing.setText(self._why_nothing(counts))
            self.setCurrentWidget(self._nothing)

    def _why_nothing(self, counts: Counts) -> str:
        heard = any(n for state, n in counts.states.items() if state is not TrackState.NEW)
        if self._query.text.strip():
            return self.tr("No track here has these words.")
        if self._shelf == TO_REVIEW and heard:
            return self.tr("Nothing is left to review.")
        if self._shelf == TO_REVIEW:
            return self.tr("The first suggestions appear here as soon as a track was heard.")
        if self._shelf == FAILED:
            return self.tr("Nothing failed.")
        return self.tr("There are no tracks here.")


def _with_those_that_left(shown: Sequence[int], found: Sequence[int]) -> Sequence[int]:
    """The tracks found, with those shown before that are not found any more at their old place."""
    there = set(found)
    if all(track_id in there for track_id in shown):
        return found
    followers: dict[int | None, list[int]] = {}
    before: int | None = None
    for track_id in shown:
        if track_id in there:
            before = track_id
        else:
            followers.setdefault(before, []).append(track_id)
    merged = list(followers.get(None, ()))
    for track_id in found:
        merged.append(track_id)
        merged += followers.get(track_id, ())
    return merged
