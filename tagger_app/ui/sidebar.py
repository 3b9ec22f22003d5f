"""Where to look: queues, folders and tags, each with the number of its tracks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from tagger_app.catalog.search import Counts
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.track import TrackState
from tagger_app.ui import words
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import GRID, Theme

_MOST_TAGS = 12
_MARGIN = 2 * GRID
"""The third column, right of the numbers."""
_SHELF_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the library: tracks in some states, or of a folder, or with a tag."""

    states: frozenset[TrackState] = frozenset()
    folder: Path | None = None
    tag: tuple[Category, str] | None = None


ALL = Shelf()
TO_REVIEW = Shelf(frozenset({TrackState.TO_REVIEW}))
ACCEPTED = Shelf(frozenset({TrackState.ACCEPTED}))
WRITTEN = Shelf(frozenset({TrackState.WRITTEN}))
FAILED = Shelf(frozenset({TrackState.FAILED}))

_QUEUES = ((TO_REVIEW, "tray"), (ACCEPTED, "check-circle"), (WRITTEN, "floppy-disk"),
           (FAILED, "warning-circle"), (ALL, "music-notes"))  # fmt: skip


class Sidebar(QTreeWidget):
    """The shelves; one is chosen."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: dict[Shelf, QTreeWidgetItem] = {}
        self._folders: frozenset[Path] = frozenset()
        self._counted: Mapping[Path, int] | None = None
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Library"))
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setIndentation(3 * GRID)
        self.setUniformRowHeights(True)
        self.setMinimumWidth(44 * GRID)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(_MARGIN)
        header.resizeSection(2, _MARGIN)
        self._queue_top = self._heading(self.tr("Queue"))
        self._folder_top = self._heading(self.tr("Folders"))
        self._tag_tops = {c: self._heading(words.category_name(c)) for c in TAG_CATEGORIES}
        names = {
            TO_REVIEW: self.tr("To review"),
            ACCEPTED: self.tr("Accepted"),
            WRITTEN: self.tr("Written"),
            FAILED: self.tr("Failed"),
            ALL: self.tr("All tracks"),
        }
        for shelf, _ in _QUEUES:
            self._add(self._queue_top, shelf, names[shelf])
        self.refresh()
        self.setCurrentItem(self._items[ALL])
        self.currentItemChanged.connect(self._choose)

    @property
    def shelf(self) -> Shelf:
        """The chosen shelf."""
        item = self.currentItem()
        found = item.data(0, _SHELF_ROLE) if item is not None else None
        return found if isinstance(found, Shelf) else ALL

    def choose(self, shelf: Shelf) -> None:
        """Choose a shelf; a tag gets a line, a folder that is not there stands for all tracks."""
        if shelf.tag is not None and shelf not in self._items:
            top = self._tag_tops[shelf.tag[0]]
            top.setHidden(False)
            self._add(top, shelf, words.plain(shelf.tag[1]))
        self.setCurrentItem(self._items.get(shelf, self._items[ALL]))

    def show_counts(self, counts: Counts) -> None:
        """Show how many tracks each shelf has."""
        for shelf, _ in _QUEUES:
            amount = sum(counts.states.get(state, 0) for state in shelf.states)
            self._set_count(shelf, counts.total if shelf is ALL else amount)
        self._show_folders(counts.folders)
        for category in TAG_CATEGORIES:
            self._show_tags(category, counts)

    def _show_folders(self, folders: Mapping[Path, int]) -> None:
        if folders == self._counted:
            return
        self._counted = folders
        chosen = self.shelf
        totals = _totals(folders)
        if frozenset(totals) != self._folders:
            self._folders = frozenset(totals)
            self.blockSignals(True)
            self._clear(self._folder_top)
            for folder in sorted(totals):
                above = next((p for p in folder.parents if p in totals), None)
                top = self._items[Shelf(folder=above)] if above else self._folder_top
                name = str(folder.relative_to(above)) if above else folder.name or str(folder)
                item = self._add(top, Shelf(folder=folder), words.plain(name))
                item.setToolTip(0, words.plain(str(folder)))
            for top in (self._folder_top, *_below(self._folder_top)):
                top.setExpanded(top is self._folder_top or top.parent() is self._folder_top)
            self.choose(chosen)
            self.blockSignals(False)
        for folder, amount in totals.items():
            self._set_count(Shelf(folder=folder), amount)
        self._folder_top.setHidden(not totals)
        if self.shelf != chosen:
            self._choose()

    def _show_tags(self, category: Category, counts: Counts) -> None:
        amounts = {name: n for (c, name), n in counts.suggested.items() if c is category and n}
        wanted = sorted(amounts, key=lambda name: -amounts[name])[:_MOST_TAGS]
        chosen = self.shelf
        if chosen.tag is not None and chosen.tag[0] is category and chosen.tag[1] not in wanted:
            wanted.append(chosen.tag[1])
        top = self._tag_tops[category]
        shown = [item.data(0, _SHELF_ROLE) for item in _below(top)]
        shelves = [Shelf(tag=(category, name)) for name in wanted]
        if shown != shelves:
            self.blockSignals(True)
            self._clear(top)
            for shelf, name in zip(shelves, wanted, strict=True):
                self._add(top, shelf, words.plain(name))
            self.choose(chosen)
            self.blockSignals(False)
        for shelf, name in zip(shelves, wanted, strict=True):
            self._set_count(shelf, amounts.get(name, 0))
        top.setHidden(not wanted)

    def _heading(self, text: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [text])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.setFirstColumnSpanned(True)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        item.setExpanded(True)
        return item

    def _add(self, top: QTreeWidgetItem, shelf: Shelf, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(top, [name, ""])
        item.setData(0, _SHELF_ROLE, shelf)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QBrush(QColor(self._theme.colours.muted)))
        if shelf.folder is not None:
            item.setIcon(0, icon("folder", self._theme.colours, self._theme.colours.muted))
        self._items[shelf] = item
        return item

    def _clear(self, top: QTreeWidgetItem) -> None:
        for item in _below(top):
            self._items.pop(item.data(0, _SHELF_ROLE), None)
        top.takeChildren()

    def _set_count(self, shelf: Shelf, amount: int) -> None:
        item = self._items[shelf]
        text = words.number(amount) if amount else ""
        if item.text(1) != text:
            item.setText(1, text)
            told = words.counted(amount, self.tr("1 track"), self.tr("{0} tracks"))
            sentence = f"{item.text(0)}, {told}"
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, sentence)

    def _choose(self) -> None:
        self.chosen.emit(self.shelf)

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self._theme.colours
        for shelf, name in _QUEUES:
            self._items[shelf].setIcon(0, icon(name, colours, colours.muted))
        for item in self._items.values():
            item.setForeground(1, QBrush(QColor(colours.muted)))
        for shelf, item in self._items.items():
            if shelf.folder is not None:
                item.setIcon(0, icon("folder", colours, colours.muted))
        for top in (self._queue_top, self._folder_top, *self._tag_tops.values()):
            top.setForeground(0, QBrush(QColor(colours.muted)))


def _totals(folders: Mapping[Path, int]) -> dict[Path, int]:
    """Tracks in and below each folder worth a line: with tracks of its own, or where two meet."""
    totals: dict[Path, int] = {}
    children: dict[Path, set[Path]] = {}
    for folder, amount in folders.items():
        below = folder
        for above in (folder, *folder.parents):
            totals[above] = totals.get(above, 0) + amount
            if above != below:
                children.setdefault(above, set()).add(below)
            below = above
    root = {Path(folder.anchor) for folder in folders}
    worth = (f for f in totals if f in folders or len(children.get(f, ())) > 1)
    return {folder: totals[folder] for folder in worth if folder not in root or folder in folders}


def _below(top: QTreeWidgetItem) -> Iterable[QTreeWidgetItem]:
    for row in range(top.childCount()):
        child = top.child(row)
        if child is not None:
            yield child
            yield from _below(child)
