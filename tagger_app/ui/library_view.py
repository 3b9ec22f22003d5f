"""The middle of the window: the tracks of the chosen shelf, in the chosen order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.core.conditions import Condition
from tagger_app.core.track import TrackState
from tagger_app.ui.columns import Column
from tagger_app.ui.desk import Desk
from tagger_app.ui.empty_page import EmptyPage
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.listing import Listing, ListKind
from tagger_app.ui.lookup import Answer, Lookup, Question, put_last
from tagger_app.ui.nothing_page import NothingPage
from tagger_app.ui.shelf import FAILED, TO_REVIEW, Shelf
from tagger_app.ui.theme import Theme
from tagger_app.ui.track_model import TrackModel
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
    Column.FOLDER: Order.PATH,
    Column.FORMAT: Order.FORMAT,
    Column.YEAR: Order.YEAR,
    Column.TRACK: Order.TRACK_NUMBER,
    Column.SIZE: Order.SIZE,
}
_SOONEST = 0.25
_LOAD = 10
"""Asking the catalog anew may take one part in so many of the window's time."""


class LibraryView(QStackedWidget):
    """Shows what a query finds and keeps it up to date; nothing jumps while it does.

    A track that leaves the query because of a decision stays in its row until a shelf, search or
    order is chosen, be it the same shelf again.

    Args:
        finder: a thread with a reading view of the catalog; begun here, stopped by its owner.
    """

    answered = Signal(object)
    """`Answer` that is shown now, with counts of the whole catalog."""
    order_changed = Signal(object)
    """`Order` of the list; None where it has an order of its own."""

    def __init__(
        self, finder: JobRunner, desk: Desk, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lookup = Lookup(finder, self._on_answer, self)
        self._query = TrackQuery()
        self._anew = self._forget = self._count = True
        self._first = True
        self._place = 0
        self._shelf = Shelf()
        self._asked: tuple[Condition, ...] = ()
        self._listing: Listing | None = None
        self._listed = False
        self._put_off: tuple[int, ...] = ()
        self._dealt: set[int] = set()
        """What was put off and is decided about since."""
        self._last: tuple[int, ...] = ()
        """What comes after all other tracks."""
        self.model = TrackModel(desk.load, self)
        self.table = TrackTable(self.model, theme)
        self.empty = EmptyPage(theme)
        self.nothing = NothingPage()
        self.nothing.say(self.tr("Reading the library…"))
        for page in (self.nothing, self.empty, self.table):
            self.addWidget(page)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.refresh(anew=False))
        self._cost = 0.0
        desk.changed.connect(lambda ids: self.model.revise(ids, desk.decided))
        desk.changed.connect(self.deal_with)
        desk.stored.connect(self._on_stored)
        self.model.sort_wanted.connect(self._on_header)

    @property
    def order(self) -> tuple[Order, bool]:
        """(order, whether it is turned round)."""
        return self._query.order, self._query.descending

    def set_model_id(self, model_id: int | None) -> None:
        """The model whose suggestions count for sorting and tags."""
        self._query = replace(self._query, model_id=model_id)
        self.model.forget_all(keep=False)  # scores mean nothing to another model
        self.refresh(anew=False)

    def set_shelf(self, shelf: Shelf) -> None:
        """Show the tracks of a shelf."""
        self._place = 0
        self._shelf = shelf
        self._listing, self._listed = None, False
        self._tell_order()
        self._query = replace(
            self._query,
            states=shelf.states,
            folder=shelf.folder,
            tags=frozenset({shelf.tag}) if shelf.tag else frozenset(),
            codec=shelf.codec,
            conditions=(*shelf.conditions, *self._asked),
        )
        self._ask(anew=True, forget=True)

    def set_conditions(self, conditions: tuple[Condition, ...]) -> None:
        """Show only tracks that fulfil what was typed."""
        if conditions == self._asked:
            return
        self._place = 0
        self._asked = conditions
        self._query = replace(self._query, conditions=(*self._shelf.conditions, *conditions))
        self._ask(anew=True, forget=True)

    @property
    def listing(self) -> Listing | None:
        """The list that is shown, if it is none that a query gives."""
        return self._listing

    def set_listing(self, listing: Listing) -> None:
        """Show a list, in its own order, until a shelf is chosen."""
        self.set_shelf(Shelf())
        self._listing, self._listed = listing, True
        self._set_indicator(Column.MATCH, descending=True)
        self._tell_order()
        self._ask(anew=True, forget=True)

    def set_order(self, order: Order, *, descending: bool = False) -> None:
        """Sort."""
        self._query = replace(self._query, order=order, descending=descending)
        self._listed = False
        column = next((c for c, o in _ORDERS.items() if o is order), None)
        self._set_indicator(column, descending=descending)
        self._tell_order()
        self._ask(anew=False, forget=True)

    @property
    def put_off(self) -> tuple[int, ...]:
        """Tracks still to be decided about later, in the order in which they were put off."""
        return tuple(track_id for track_id in self._put_off if track_id not in self._dealt)

    def put_off_anew(self, ids: tuple[int, ...], newly: Sequence[int] = ()) -> None:
        """Put these tracks off, and no others: they come last however a list is sorted.

        A list in an order of its own stays so. Once they are decided about they are as others,
        from the next list or order that is chosen on.

        Args:
            newly: those of them that are put off just now, whatever was decided about them before.
        """
        self._put_off = ids
        self._dealt.difference_update(newly)
        self._last = self.put_off
        if not self._listed:
            self.table.show_ids(put_last(self.model.ids, self._last), anew=False)
        self._ask(anew=False, forget=False)

    def deal_with(self, ids: Iterable[int]) -> None:
        """These tracks were decided about: they need not be put off any longer."""
        self._dealt.update(ids)

    def sort_by(self, order: Order) -> None:
        """Sort, and the other way round if the list is sorted so already."""
        again = order is self._query.order and not self._listed
        self.set_order(order, descending=again and not self._query.descending)

    def _tell_order(self) -> None:
        self.order_changed.emit(None if self._listed else self._query.order)

    def _set_indicator(self, column: Column | None, *, descending: bool) -> None:
        header = self.table.header
        header.blockSignals(True)
        direction = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(-1 if column is None else column, direction)
        header.blockSignals(False)

    def _on_header(self, column: int, direction: Qt.SortOrder) -> None:
        if column == Column.MATCH:
            self._listed = True
            self._tell_order()
            self._ask(anew=False, forget=True)
        elif column >= 0:
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
        self.table.stop()

    def refresh(self, *, anew: bool) -> None:
        """Ask the catalog anew; `answered` tells when that is shown.

        Args:
            anew: forget the place in the list and what has left the query.
        """
        self._ask(anew=anew, forget=anew, count=True)

    def leave_out(self) -> None:
        """Leave out what has left the query; the place in the list stays, where that is left."""
        self._ask(anew=False, forget=True, count=True)

    def take_keys(self) -> None:
        """Give the keys to the list as soon as it is there, or to the way on from nothing."""
        page = self.currentWidget()
        if page is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif page is self.empty:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.nothing.take_keys():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # for the list that is to come

    def go_to(self, track_id: int) -> None:
        """Make a track current, as soon as an answer comes that has it."""
        self._place = 0 if self.table.go_to(track_id) else track_id

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._lookup.busy

    @property
    def outdated(self) -> bool:
        """Whether something changed that the numbers told last may not know of."""
        return self._timer.isActive() or self._count or self._lookup.asked_again

    def _ask(self, *, anew: bool, forget: bool, count: bool = False) -> None:
        if count:
            self._timer.stop()
        if forget:
            self._last = self.put_off
        # What an answer that is not told any more would have done is left to the next.
        self._anew, self._forget = self._anew or anew, self._forget or forget
        self._count = self._count or count
        self._lookup.ask(self._question())

    def _question(self) -> Question:
        wider = None
        if self._asked and (self._shelf.is_part or self._listing is not None):
            wider = TrackQuery(conditions=self._asked, model_id=self._query.model_id)
        return Question(
            self._query, self._listing, self._listed, self.model.ids, self._anew, self._forget,
            self._count and not self._first, wider, self._last,
        )  # fmt: skip

    def _on_answer(self, answer: Answer) -> None:
        question = answer.question
        if question.asks_for != self._question().asks_for:
            return
        self._anew, self._forget = self._anew > question.anew, self._forget > question.forget
        self._count = self._count > question.count
        self._cost = answer.seconds if question.count else self._cost
        self.model.set_listing(question.listing)
        listing = question.listing
        folders = listing is not None and listing.kind is ListKind.DUPLICATES
        self.table.header.show_match(on=listing is not None, folders=folders)
        if question.anew or not answer.same:
            self.table.show_ids(answer.ids, answer.rows, anew=question.anew)
        if self._place and (self.table.go_to(self._place) or self._query.model_id is not None):
            self._place = 0
        if answer.counted:
            self._show_page(answer)
            self.answered.emit(answer)
        else:
            # The first list is shown before the many tracks are counted.
            self._first = False
            if answer.ids:
                self._show_table()
            self._ask(anew=False, forget=False)

    def _show_page(self, answer: Answer) -> None:
        if self.model.ids:
            self._show_table()
        elif not answer.counts.total:
            self._show_page_with_keys(self.empty)
        else:
            why = self._why_nothing(answer)
            self.nothing.say(why, elsewhere=answer.elsewhere, searched=bool(self._asked))
            self.setCurrentWidget(self.nothing)

    def _show_table(self) -> None:
        self._show_page_with_keys(self.table)

    def _show_page_with_keys(self, page: QWidget) -> None:
        """The keys of review are for what is shown, unless they are of use elsewhere already."""
        if self.currentWidget() is not page:
            used = QApplication.focusWidget()
            self.setCurrentWidget(page)
            if used is None or used is self or self.isAncestorOf(used):
                self.take_keys()

    def _why_nothing(self, answer: Answer) -> str:
        there = answer.counts.states
        if not self._asked:
            return self._why_empty(there)
        if answer.question.wider is None:
            return self.tr("No track fits what you search for.")
        if not answer.elsewhere:
            return self.tr("No track fits what you search for, neither here nor elsewhere.")
        states = self._shelf.states if self._listing is None else ()
        if states and not any(there.get(state) for state in states):
            return self._why_empty(there)
        return self.tr("No track here fits what you search for.")

    def _why_empty(self, there: Mapping[TrackState, int]) -> str:
        heard = any(n for state, n in there.items() if state is not TrackState.NEW)
        if self._listing is not None:
            return self.tr("The tracks of this list are gone.")
        if self._shelf == TO_REVIEW and heard:
            return self.tr("Nothing is left to review.")
        if self._shelf == TO_REVIEW:
            return self.tr("The first suggestions appear here as soon as a track was heard.")
        if self._shelf == FAILED:
            return self.tr("Nothing failed.")
        return self.tr("There are no tracks here.")
