"""Where to look: queues, searches, folders and facets, each with the number of its tracks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QMenu, QTreeWidgetItem, QWidget

from tagger_app.catalog.facets import FacetCounts
from tagger_app.catalog.saved_searches import SavedSearch
from tagger_app.catalog.search import Counts
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.ui import shelf as shelves
from tagger_app.ui import words
from tagger_app.ui.folder_tree import NO_FOLDERS, FolderTree
from tagger_app.ui.icons import icon
from tagger_app.ui.shelf import ALL, Shelf
from tagger_app.ui.shelf_menu import ShelfMenu
from tagger_app.ui.shelf_tree import SHELF_ROLE, ShelfTree, below
from tagger_app.ui.theme import GRID, Theme

_MOST_LINES = 12
"""Tags, decades or formats below one heading."""
_MOST_OPEN = 200
"""A top folder with more folders than this right below is shown closed."""
_NAME_ROLE = Qt.ItemDataRole.UserRole + 1
"""The name of a saved search as it is stored."""
_REST_ROLE = Qt.ItemDataRole.UserRole + 2
"""On a line that shows the rest of those below a heading: the heading's place."""
_EMPTY_ROLE = Qt.ItemDataRole.UserRole + 4
"""Whether a queue has no tracks."""

_QUEUES = {
    shelves.TO_REVIEW: "tray",
    shelves.ACCEPTED: "check-circle",
    shelves.WRITTEN: "floppy-disk",
    shelves.REVIEWED: "x-circle",
    shelves.CHANGED: "pencil-line",
    shelves.NEW: "dots-three",
    shelves.FAILED: "warning-circle",
    shelves.MISSING: "question",
    shelves.OFFLINE: "cloud-slash",
    ALL: "music-notes",
}
_MAIN = frozenset({shelves.TO_REVIEW, shelves.ACCEPTED, shelves.WRITTEN, shelves.FAILED, ALL})
"""Queues whose names can be read however narrow the sidebar is."""


class Sidebar(ShelfTree):
    """The shelves; one is chosen."""

    rename_wanted = Signal(int, str)
    """(saved search's id, its new name)"""
    delete_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.watched: Callable[[], Sequence[Path]] = tuple
        """Tells the library folders."""
        self.menu = ShelfMenu(self)
        self.menu.run_wanted.connect(self._run)
        self.menu.rename_wanted.connect(self.name_search)
        self.menu.delete_wanted.connect(self.delete_wanted)
        self._facets: FacetCounts | None = None
        self._in_full: set[int] = set()
        """Headings below which all lines are shown, by their place."""
        self._tree = NO_FOLDERS
        self._wanted: Path | None = None
        self._icons: dict[str, QIcon] = {}
        self._queue_top = self.add_heading(self.tr("Queue"))
        self._search_top = self.add_heading(self.tr("Searches"))
        self._folder_top = self.add_heading(self.tr("Folders"))
        self._tag_tops = {c: self.add_heading(words.category_name(c)) for c in TAG_CATEGORIES}
        self._decade_top = self.add_heading(self.tr("Decade"))
        self._codec_top = self.add_heading(self.tr("Format"))
        names = self._queue_names()
        for queue in _QUEUES:
            self.add_line(self._queue_top, queue, names[queue])
        for top in self._tops():
            top.setHidden(top is not self._queue_top)
        self.refresh()
        self.setCurrentItem(self.items[ALL])
        self.itemChanged.connect(self._renamed)
        self.itemExpanded.connect(self._open)
        self.itemClicked.connect(lambda item, _: self._on_line(item))
        self.itemActivated.connect(lambda item, _: self._on_line(item))
        self.customContextMenuRequested.connect(self._open_menu)

    def sizeHint(self) -> QSize:
        """Wide enough for each queue's name beside its number."""
        return QSize(self.width_for(self._queue_names().values()), 100 * GRID)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the main queues."""
        names = self._queue_names()
        return QSize(self.width_for(names[queue] for queue in _MAIN), 20 * GRID)

    def _queue_names(self) -> dict[Shelf, str]:
        return {
            shelves.TO_REVIEW: self.tr("To review"),
            shelves.ACCEPTED: self.tr("Accepted"),
            shelves.WRITTEN: self.tr("Written"),
            shelves.REVIEWED: self.tr("Rejected or complete"),
            shelves.CHANGED: self.tr("Changed outside"),
            shelves.NEW: self.tr("Not heard yet"),
            shelves.FAILED: self.tr("Failed"),
            shelves.MISSING: self.tr("Missing"),
            shelves.OFFLINE: self.tr("Offline"),
            ALL: self.tr("All tracks"),
        }

    def want_folder(self, folder: Path) -> None:
        """Choose a folder as soon as it has a line, unless a person chooses something before."""
        self._wanted = folder
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        line = self._tree.line_of(self._wanted) if self._wanted is not None else None
        if line is not None:
            self._wanted = None
            self.choose(Shelf(folder=line))
            self.scrollToItem(self.items[Shelf(folder=line)])

    def emit_chosen(self) -> None:
        """Tell which shelf is chosen; nothing else is wanted any more."""
        if not self.signalsBlocked():
            self._wanted = None
        super().emit_chosen()

    def choose(self, shelf: Shelf) -> None:
        """Choose a shelf; a facet gets a line, a folder that is not there stands for all tracks.

        While the folders are not known, such as at the start, a folder gets a line, too.
        """
        if shelf.folder is not None:
            self._reveal(shelf.folder)
        if shelf not in self.items and (place := self._facet_place(shelf)) is not None:
            top, name = place
            top.setHidden(False)
            self.add_line(top, shelf, name)
        item = self.items.get(shelf, self.items[ALL])
        item.setHidden(False)
        self.setCurrentItem(item)

    def show_counts(self, counts: Counts) -> None:
        """Show how many tracks the queues have; each keeps its place while it is empty."""
        for queue in _QUEUES:
            amount = sum(counts.states.get(state, 0) for state in queue.states)
            if queue == shelves.CHANGED:
                amount = counts.changed
            amount = counts.total if queue is ALL else amount
            self.set_count(queue, amount, none=words.number(0))
            self._grey(queue, empty=not amount)

    def _grey(self, queue: Shelf, *, empty: bool) -> None:
        colours = self.theme.colours
        self.items[queue].setData(0, _EMPTY_ROLE, empty)
        self.items[queue].setForeground(0, QBrush(QColor(colours.muted if empty else colours.text)))

    def show_facets(self, counts: FacetCounts) -> None:
        """Show how many tracks have each tag, decade and format."""
        self._facets = counts
        for category, top in self._tag_tops.items():
            amounts = {
                Shelf(tag=(c, name)): amount
                for (c, name), amount in counts.tags.items()
                if c is category
            }
            self._show_section(top, sorted(amounts, key=lambda one: -amounts[one]), amounts)
        decades = {Shelf(decade=first): amount for first, amount in counts.decades.items()}
        latest = sorted(decades, key=lambda one: -(one.decade or 0))
        self._show_section(self._decade_top, latest, decades)
        codecs = {Shelf(codec=name): amount for name, amount in counts.codecs.items()}
        commonest = sorted(codecs, key=lambda one: -codecs[one])
        self._show_section(self._codec_top, commonest, codecs)

    def _on_line(self, line: QTreeWidgetItem | None) -> None:
        top = line.data(0, _REST_ROLE) if line is not None else None
        if top is not None:  # later, for the line itself goes away with the others
            QTimer.singleShot(0, self, lambda: self._show_rest(top))

    def _show_rest(self, top: int) -> None:
        """Show all lines below a heading, or the first ones alone again."""
        if self._facets is not None:
            self._in_full ^= {top}
            self.show_facets(self._facets)

    def show_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Show the saved searches."""
        self.blockSignals(True)
        chosen = self.shelf
        self.clear_below(self._search_top)
        for search in searches:
            item = self.add_line(
                self._search_top, Shelf(search_id=search.id), words.plain(search.name)
            )
            item.setData(0, _NAME_ROLE, search.name)
            item.setToolTip(0, words.plain(search.query))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self._search_top.setHidden(not searches)
        self.choose(chosen)
        self.refresh()
        self.blockSignals(False)
        if self.shelf != chosen:
            self.emit_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames a saved search, Delete deletes it."""
        search_id = self.shelf.search_id
        if search_id and event.key() == Qt.Key.Key_F2:
            self.name_search(self.shelf)
        elif search_id and event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit(search_id)
        else:
            super().keyPressEvent(event)

    def menu_of(self, shelf: Shelf) -> QMenu | None:
        """What can be done with a shelf beside choosing it."""
        return self.menu.of(shelf, self.watched(), self)

    def _open_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        shelf = item.data(0, SHELF_ROLE) if item is not None else None
        menu = self.menu_of(shelf) if isinstance(shelf, Shelf) else None
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(place))

    def _run(self, shelf: Shelf) -> None:
        if self.shelf == shelf:
            self.emit_chosen()
        else:
            self.choose(shelf)

    def name_search(self, shelf: Shelf) -> None:
        """Let the person rename a saved search."""
        self.scrollToItem(self.items[shelf])
        self.editItem(self.items[shelf], 0)

    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        name = item.data(0, _NAME_ROLE)
        shelf = item.data(0, SHELF_ROLE)
        if column or name is None or not isinstance(shelf, Shelf):
            return
        text = item.text(0).strip()
        if text and text != words.plain(name):
            self.rename_wanted.emit(shelf.search_id, text)
        else:
            self.set_name(item, words.plain(name))

    def show_folders(self, tree: FolderTree) -> None:
        """Show the folders; those below a folder are put in when it is opened."""
        chosen = self.shelf
        other = tree.below != self._tree.below
        self._tree = tree
        self.blockSignals(True)
        if other or any(shelf.folder and shelf.folder not in tree.totals for shelf in self.items):
            opened = {
                shelf.folder
                for shelf, item in self.items.items()
                if shelf.folder is not None and item.isExpanded()
            }
            self.clear_below(self._folder_top)
            self._fill(self._folder_top, None)
            tops = tree.below.get(None, ())
            opened |= {top for top in tops if len(tree.below.get(top, ())) <= _MOST_OPEN}
            for folder in sorted(opened & tree.below.keys(), key=lambda one: one.parts):
                if self._reveal(folder):
                    item = self.items[Shelf(folder=folder)]
                    self._open(item)
                    item.setExpanded(True)
            self.choose(chosen)
        else:
            for shelf, item in self.items.items():
                if shelf.folder is not None:
                    self._mark(shelf.folder, item)
        self._folder_top.setHidden(not tree.totals)
        self.blockSignals(False)
        if self.shelf != chosen:
            super().emit_chosen()
        self._choose_wanted()

    def _fill(self, top: QTreeWidgetItem, folder: Path | None) -> None:
        """Put in the lines right below a folder."""
        for child in self._tree.below.get(folder, ()):
            name = str(child.relative_to(folder)) if folder is not None else child.name
            item = self.add_line(top, Shelf(folder=child), words.plain(name or str(child)))
            if child in self._tree.below:
                item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            self._mark(child, item)

    def _open(self, item: QTreeWidgetItem) -> None:
        shelf = item.data(0, SHELF_ROLE)
        if isinstance(shelf, Shelf) and shelf.folder is not None and not item.childCount():
            self._fill(item, shelf.folder)

    def _reveal(self, folder: Path) -> bool:
        """Put in the line of a folder, and of those above it; False where there is none."""
        if folder not in self._tree.totals:
            return False
        above = self._tree.above[folder]
        if Shelf(folder=folder) not in self.items and above is not None and self._reveal(above):
            self._open(self.items[Shelf(folder=above)])
        return Shelf(folder=folder) in self.items

    def _mark(self, folder: Path, item: QTreeWidgetItem) -> None:
        """Show how many tracks a folder has, and which of them are out of reach."""
        tree, colours = self._tree, self.theme.colours
        total = tree.totals.get(folder, 0)
        missing, offline = tree.missing.get(folder, 0), tree.offline.get(folder, 0)
        hint = [words.place(folder)]
        if missing:
            one, many = self.tr("1 track is missing"), self.tr("{0} tracks are missing")
            hint.append(words.counted(missing, one, many))
        if offline:
            one, many = self.tr("1 track is offline"), self.tr("{0} tracks are offline")
            hint.append(words.counted(offline, one, many))
        gone = total > 0 and missing + offline >= total
        item.setToolTip(0, "\n".join(hint))
        item.setForeground(0, QBrush(QColor(colours.muted if gone else colours.text)))
        item.setIcon(0, self._icons["cloud-slash" if gone and offline else "folder"])
        self.set_count(Shelf(folder=folder), total)

    def _facet_place(self, shelf: Shelf) -> tuple[QTreeWidgetItem, str] | None:
        """Where a shelf that may have no line yet belongs, and its name."""
        if shelf.tag is not None:
            return self._tag_tops[shelf.tag[0]], words.plain(shelf.tag[1])
        if shelf.decade is not None:
            return self._decade_top, self.tr("{0}s").format(shelf.decade)
        if shelf.codec:
            return self._codec_top, words.codec_name(shelf.codec)
        if shelf.folder is not None and self._tree is NO_FOLDERS:
            return self._folder_top, words.plain(shelf.folder.name)
        return None

    def _show_section(
        self, top: QTreeWidgetItem, wanted: list[Shelf], amounts: Mapping[Shelf, int]
    ) -> None:
        chosen, number = self.shelf, self.indexOfTopLevelItem(top)
        total, full = len(wanted), number in self._in_full
        wanted = wanted if full else wanted[:_MOST_LINES]
        place = self._facet_place(chosen)
        if place is not None and place[0] is top and chosen not in wanted:
            wanted.append(chosen)
        rest = ""
        if total > _MOST_LINES:
            many = self.tr("Show all {0}").format(words.number(total))
            rest = self.tr("Show fewer") if full else many
        names = [item.data(0, SHELF_ROLE) or item.text(0) for item in below(top)]
        if names != [*wanted, *([rest] if rest else [])]:
            self.blockSignals(True)
            self.clear_below(top)
            for shelf in wanted:
                found = self._facet_place(shelf)
                self.add_line(top, shelf, found[1] if found is not None else "")
            if rest:
                line = QTreeWidgetItem(top, [rest])
                line.setData(0, _REST_ROLE, number)
                line.setFlags(Qt.ItemFlag.ItemIsEnabled)
                line.setForeground(0, QBrush(QColor(self.theme.colours.accent)))
            self.choose(chosen)
            self.blockSignals(False)
        for shelf in wanted:
            self.set_count(shelf, amounts.get(shelf, 0))
        top.setHidden(not wanted)

    def _tops(self) -> Iterable[QTreeWidgetItem]:
        yield from (self._queue_top, self._search_top, self._folder_top)
        yield from (*self._tag_tops.values(), self._decade_top, self._codec_top)

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self.theme.colours
        muted = QBrush(QColor(colours.muted))
        names = {*_QUEUES.values(), "magnifying-glass", "folder", "cloud-slash"}
        self._icons = {name: icon(name, colours, colours.muted) for name in names}
        for shelf, item in self.items.items():
            item.setForeground(1, muted)
            name = "magnifying-glass" if shelf.search_id else _QUEUES.get(shelf)
            if name is not None:
                item.setIcon(0, self._icons[name])
            if shelf in _QUEUES:
                self._grey(shelf, empty=item.data(0, _EMPTY_ROLE) is True)
        accent = QBrush(QColor(colours.accent))
        for top in self._tops():
            top.setForeground(0, muted)
            for line in below(top):
                if line.data(0, _REST_ROLE) is not None:
                    line.setForeground(0, accent)
        for shelf, item in self.items.items():
            if shelf.folder is not None:
                self._mark(shelf.folder, item)
