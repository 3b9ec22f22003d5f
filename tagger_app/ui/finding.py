"""Searching, saved searches, likeness and duplicates: what leads to another list of tracks."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QVBoxLayout, QWidget

from tagger_app.catalog.search import Order
from tagger_app.catalog.store import Catalog
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.pipeline.similar import DuplicateGroup, Neighbour
from tagger_app.ui import words
from tagger_app.ui.commands import Commands
from tagger_app.ui.facet_search import FacetAnswer, FacetSearch
from tagger_app.ui.job_steps import Model
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.list_bar import ListBar
from tagger_app.ui.listing import Listing, duplicates, neighbours
from tagger_app.ui.lookup import Answer
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.query_help import QueryHelp
from tagger_app.ui.saved import Saved
from tagger_app.ui.shelf import ALL, Shelf
from tagger_app.ui.shelf_tree import shelf_of
from tagger_app.ui.sidebar import Sidebar
from tagger_app.ui.sound_search import SoundSearch
from tagger_app.ui.tool_bar import ToolBar
from tagger_app.ui.track_menu import offer_track_menu


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one was: what was shown, how it was sorted, and the current track."""

    shelf: Shelf
    text: str
    listing: Listing | None
    order: Order
    descending: bool
    track_id: int


class Finding(QObject):
    """Leads the table from one list of tracks to another, and back.

    Args:
        reader: the window's view of the catalog.
        runner: stores saved searches.
        seeker: with a reading view of the catalog, for slow questions; begun here.
    """

    earlier_known = Signal(int)
    """How many tracks other models have heard, and the one that listens has not."""
    tags_counted = Signal(object)
    """How many tracks of the library have each tag, by category and tag."""

    def __init__(
        self,
        reader: Catalog,
        runner: JobRunner,
        seeker: JobRunner,
        commands: Commands,
        tools: ToolBar,
        sidebar: Sidebar,
        view: LibraryView,
        message: MessageBar,
    ) -> None:
        super().__init__(view)
        self._tools = tools
        self._line = tools.search
        self._sidebar = sidebar
        self._view = view
        self._message = message
        self._commands = commands
        self._places: list[_Place] = []
        self._awaited: int | None = None  # the track that others are compared with
        self._model_id: int | None = None
        self._exact = False
        self._searched = False
        self._by_itself = False
        """Whether another list is shown though no person chose it."""
        self._bar = ListBar(commands["go-back"])
        self.saved = Saved(reader, runner, sidebar, message)
        self._sound = SoundSearch(seeker, self)
        self._facets = FacetSearch(seeker, self)
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(view, 1)
        self._connect(commands)
        offer_track_menu(view.table, commands)
        seeker.failed.connect(lambda _, text: self._say_failure(text))
        seeker.ended.connect(lambda *_: self._bar.rest())
        seeker.begin()

    def _connect(self, commands: Commands) -> None:
        do = commands.connect_to
        do("search-help", self.show_help)
        do("save-search", self._save)
        do("similar", self._find_similar)
        do("near-duplicates", lambda: self._find_duplicates(exact=False))
        do("exact-duplicates", lambda: self._find_duplicates(exact=True))
        do("go-back", self.back)
        self._tools.searched.connect(lambda _: self._search_anew())
        self._line.textChanged.connect(lambda _: self._allow_saving())
        self._line.complained.connect(self._bar.show_hint)
        self._tools.help_wanted.connect(self.show_help)
        self._sidebar.chosen.connect(self.choose)
        self._sidebar.itemClicked.connect(self._clicked)
        self._sidebar.chosen_again.connect(self._view.leave_out)
        self._view.answered.connect(self._on_answer)
        self._view.nothing.all_wanted.connect(self._search_all)
        self._view.nothing.clear_wanted.connect(self._line.clear)
        self._view.table.current_changed.connect(self._on_track)
        self._bar.cancelled.connect(self._sound.cancel)
        self._bar.correction_wanted.connect(self._correct)
        self._sound.compared.connect(self._on_compared)
        self._sound.grouped.connect(self._on_groups)
        self._sound.failed.connect(self._give_up)
        self._facets.counted.connect(self._on_facets)
        self._show_place()

    @property
    def bar(self) -> ListBar:
        """The line above the table."""
        return self._bar

    @property
    def title(self) -> str:
        """What is in view, in words: the list or shelf, and what is searched for there."""
        listing = self._view.listing
        place = listing.title if listing is not None else self._sidebar.title
        return " · ".join(part for part in (place, self._line.text().strip()) if part)

    def set_model(self, model: Model) -> None:
        """The model that listens."""
        self._model_id = model.id
        self._sound.set_model_id(model.id)
        self._line.set_card(model.card)

    def restore(self, text: str) -> None:
        """Search for what was searched for the last time."""
        self._set_text(text)
        self._search()

    def stop(self) -> None:
        """Ask for nothing any more."""
        self._facets.stop()
        self._sound.cancel()

    # Searches.

    def _search(self) -> None:
        self._view.set_conditions(self._line.query.conditions)

    def _search_anew(self) -> None:
        self._message.settle()
        self._search()

    def _correct(self) -> None:
        """Search for what was most probably meant."""
        self._line.correct()
        self._line.setFocus()

    def _allow_saving(self) -> None:
        self._commands["save-search"].setEnabled(bool(self._line.text().strip()))

    def _set_text(self, text: str) -> None:
        self._line.blockSignals(True)
        self._line.setText(text)
        self._line.blockSignals(False)
        self._line.judge()
        self._allow_saving()

    def show_help(self) -> None:
        """Show what can be searched for."""
        popup = QueryHelp(self._line)
        popup.picked.connect(self._try)
        popup.show_below(self._line)

    def _try(self, text: str) -> None:
        self._set_text(text)
        self._search_anew()
        self._line.setFocus()

    def _save(self) -> None:
        text = self._line.text().strip()
        if text:
            self.saved.save(text)

    def choose(self, shelf: Shelf) -> None:
        """Show a shelf; a saved search puts its query into the search line."""
        self._message.settle(by_itself=self._by_itself)
        self._places.clear()
        self._awaited = None
        search = self.saved.get(shelf.search_id)
        if search is not None:
            self._set_text(search.query)
        elif self._searched:
            self._set_text("")
        self._searched = search is not None
        self._view.set_shelf(shelf)
        self._search()
        self._show_place()

    def _search_all(self) -> None:
        """Search all tracks for what was searched for here."""
        self._searched = False  # what stands in the line stays, though a saved search put it there
        if self._sidebar.shelf == ALL:  # a list was searched
            self.choose(ALL)
        else:
            self._sidebar.choose(ALL)
        self._view.take_keys()

    def _clicked(self, line: QTreeWidgetItem) -> None:
        if self._view.listing is not None and shelf_of(line) is not None:
            self.choose(self._sidebar.shelf)

    # Likeness.

    def _find_similar(self) -> None:
        review = self._view.table.current
        if review is not None:
            title = words.title_of(review.track)
            track_id = self._awaited = review.track.id
            self._sound.similar(
                track_id, lambda found: self._show_neighbours(track_id, title, found)
            )
            self._show_place()

    def _show_neighbours(self, track_id: int, title: str, found: list[Neighbour]) -> None:
        if self._awaited != track_id:  # the person went back, or elsewhere
            return
        self._awaited = None
        if found:
            self._show(neighbours(track_id, title, found))
        else:
            self._give_up(self.tr("No other track was heard yet."), failure=False)

    def _give_up(self, text: str, *, failure: bool = True) -> None:
        """There is nothing to compare with; say why."""
        self._awaited = None
        self._message.say(text, failure=failure)
        self._show_place()

    def _find_duplicates(self, *, exact: bool) -> None:
        self._exact = exact
        self._bar.show_progress(self.tr("Comparing tracks…"))
        if exact:
            self._sound.exact_duplicates()
        else:
            self._sound.near_duplicates()

    def _on_compared(self, done: int, total: int) -> None:
        text = self.tr("Compared {0} of {1} tracks").format(words.number(done), words.number(total))
        self._bar.show_progress(text, done, total)

    def _on_groups(self, groups: list[DuplicateGroup]) -> None:
        self._bar.rest()
        if not groups:
            self._message.say(self.tr("No recording is there more than once."))
            return
        if self._exact:
            one, many = (
                self.tr("1 group with the same audio"),
                self.tr("{0} groups with the same audio"),
            )
        else:
            one = self.tr("1 group that sounds the same")
            many = self.tr("{0} groups that sound the same")
        self._show(duplicates(groups, words.counted(len(groups), one, many)))

    def _show(self, listing: Listing) -> None:
        self._message.settle()
        current = self._view.table.current
        order, descending = self._view.order
        self._places.append(
            _Place(
                self._sidebar.shelf,
                self._line.text(),
                self._view.listing,
                order,
                descending,
                current.track.id if current is not None else 0,
            )
        )
        self._set_text("")
        self._search()
        self._view.set_listing(listing)
        self._show_place()
        self._view.take_keys()

    def back(self) -> None:
        """Show again what was shown before the list, or stay where a list is on its way."""
        if self._awaited is not None:
            self._awaited = None
            self._show_place()
            return
        if not self._places:
            return
        self._message.settle()
        place = self._places.pop()
        self._set_text(place.text)
        self._search()
        if place.listing is not None:
            self._view.set_listing(place.listing)
        else:
            self._view.set_shelf(place.shelf)
            self._view.set_order(place.order, descending=place.descending)
        self._view.go_to(place.track_id)
        self._show_place()

    def _show_place(self) -> None:
        listing = self._view.listing
        amount = len(listing.notes) if listing is not None else 0
        told = words.counted(amount, self.tr("1 track"), self.tr("{0} tracks"))
        self._bar.show_title(f"{listing.title} · {told}" if listing is not None else "")
        there = bool(self._places) or self._awaited is not None
        self._commands["go-back"].setEnabled(there)

    # Numbers.

    def _on_answer(self, answer: Answer) -> None:
        self._facets.ask(answer.counts, self._model_id)

    def _on_facets(self, answer: FacetAnswer) -> None:
        self.earlier_known.emit(answer.earlier)
        self._sidebar.show_facets(answer.counts)
        self._line.set_amounts(answer.counts.tags)
        self.tags_counted.emit(answer.counts.tags)
        self._by_itself = True
        self._sidebar.show_folders(answer.tree)
        self._by_itself = False

    def _on_track(self, review: ReviewTrack | None) -> None:
        heard = review is not None and review.prediction is not None
        self._commands["similar"].setEnabled(heard)

    def _say_failure(self, text: str) -> None:
        self._bar.rest()
        self._message.say(text, failure=True)
