"""Everything the window can do, each as an action with its key, in a menu."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from tagger_app.catalog.search import Order
from tagger_app.ui import words
from tagger_app.ui.icons import icon
from tagger_app.ui.theme import Theme

TOGGLES = 9
SORTS = {
    "sort-path": Order.PATH,
    "sort-uncertain": Order.UNCERTAIN,
    "sort-disagrees": Order.DISAGREES,
    "sort-album": Order.ALBUM,
    "sort-newest": Order.NEWEST,
    "sort-title": Order.TITLE,
    "sort-artist": Order.ARTIST,
    "sort-genre": Order.GENRE,
    "sort-mood": Order.MOOD,
    "sort-instrument": Order.INSTRUMENT,
    "sort-length": Order.DURATION,
    "sort-state": Order.STATE,
    "sort-format": Order.FORMAT,
    "sort-year": Order.YEAR,
    "sort-track": Order.TRACK_NUMBER,
    "sort-size": Order.SIZE,
}
"""The actions that sort the table, and how."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One action: its name in the code, its text, its keys, its icon, the hint on it."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    hint: str = ""


class Commands(QObject):
    """The window's actions by name; see `menus` for what there is."""

    keys_changed = Signal()

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._icons: dict[str, str] = {}
        self._actions: dict[str, QAction] = {}
        self._rows: dict[str, _Row] = {}
        self.menus = self._make_menus()
        self.refresh()

    def __getitem__(self, name: str) -> QAction:
        """The action of a name."""
        return self._actions[name]

    def connect_to(self, name: str, do: Callable[[], object]) -> None:
        """Say what an action does."""
        self._actions[name].triggered.connect(lambda _checked=False: do())

    def set_icon(self, name: str, icon_name: str) -> None:
        """Give an action another icon."""
        self._icons[name] = icon_name
        self._actions[name].setIcon(icon(icon_name, self._theme.colours))

    def with_keys(self) -> list[QAction]:
        """All actions that have a key, in the menus' order."""
        return [action for action in self._actions.values() if not action.shortcut().isEmpty()]

    def mark_order(self, order: Order | None) -> None:
        """Tick how the list is sorted; None for an order of its own."""
        for name, sorts in SORTS.items():
            self._actions[name].setChecked(sorts is order)

    def key_of(self, name: str) -> str:
        """The first key of an action, as the desktop writes it; empty where it has none."""
        return self._actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def titles(self) -> dict[str, str]:
        """What every action is called, by its name, in the menus' order."""
        return {name: row.text.replace("&", "") for name, row in self._rows.items()}

    def usual_keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action until a person chooses others."""
        return tuple(QKeySequence(key).toString() for key in self._rows[name].keys)

    def set_keys(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Give actions other keys, and those that are not named the usual ones.

        A key belongs to one action alone: chosen ones go before usual ones, then comes the order
        of the menus. Names of no action are passed over.
        """
        taken: set[str] = set()
        for name in sorted(self._rows, key=lambda name: name not in chosen):
            keys = [QKeySequence(key).toString() for key in chosen.get(name, self.usual_keys(name))]
            free = [key for key in dict.fromkeys(keys) if key and key not in taken]
            taken.update(free)
            self._actions[name].setShortcuts([QKeySequence(key) for key in free])
        self.keys_changed.emit()

    def refresh(self) -> None:
        """Take the colours of the look."""
        for name, icon_name in self._icons.items():
            self._actions[name].setIcon(icon(icon_name, self._theme.colours))

    def _make_menus(self) -> list[QMenu]:
        bar = self._window.menuBar()
        menus = []
        for title, rows in self._table():
            menu = bar.addMenu(title)
            for row in rows:
                if row is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self._make(row))
            menus.append(menu)
        return menus

    def _make(self, row: _Row) -> QAction:
        action = QAction(QIcon(), row.text, self._window)
        action.setObjectName(row.name)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if row.hint:
            action.setToolTip(row.hint)
        if row.icon:
            self._icons[row.name] = row.icon
        action.setCheckable(row.name in SORTS)
        self._actions[row.name] = action
        self._rows[row.name] = row
        return action

    def _table(self) -> tuple[tuple[str, tuple[_Row | None, ...]], ...]:
        tr = words.tr
        toggles = tuple(
            _Row(f"toggle-{n}", tr("Accept suggestion {0}").format(n), (str(n),))
            for n in range(1, TOGGLES + 1)
        )
        return (
            (tr("&Library"), (
                _Row("add", tr("Add folder…"), ("Ctrl+O",), "folder-plus"),
                _Row("paste", tr("Add what was copied"), ("Ctrl+V",)),
                None,
                _Row("hear", tr("Analyze"), ("Ctrl+P",), "play",
                     tr("Listen to all tracks that were not heard yet")),
                _Row("stop", tr("Stop"), ("Ctrl+.",), "stop"),
                _Row("retry", tr("Try failed tracks again"), (), "arrow-counter-clockwise"),
                _Row("retry-selected", tr("Try selected tracks again")),
                _Row("rescan", tr("Look for changes"), ("F5",), "arrows-clockwise",
                     tr("Look through the library folders again")),
                _Row("show-folder", tr("Show in folder"), (), "folder-open",
                     tr("Open the folder of the current track")),
                _Row("forget", tr("Forget missing tracks…"), (), "",
                     tr("Delete what is known about tracks whose files are gone")),
                None,
                _Row("export-m3u8", tr("Save as playlist…"), ("Ctrl+E",), "playlist"),
                _Row("export-html", tr("Report…"), (), "file-text"),
                _Row("export-csv", tr("Export as table (CSV)…")),
                _Row("export-json", tr("Export as JSON…")),
                None,
                _Row("write", tr("Write tags"), ("Ctrl+S",), "floppy-disk",
                     tr("Write the accepted tags into the files")),
                _Row("undo-write", tr("Undo write"), (), "arrow-u-up-left",
                     tr("Give the files of the last write their old tags back")),
                None,
                _Row("preferences", tr("Preferences…"), ("Ctrl+,",), "gear"),
                None,
                _Row("quit", tr("Quit"), ("Ctrl+Q",)),
            )),
            (tr("&Review"), (
                _Row("accept", tr("Accept track"), ("A",), "check"),
                _Row("reject", tr("Reject track"), ("R",), "x"),
                _Row("later", tr("Put off for this session"), ("L",), "clock",
                     tr("Put the selected tracks at the end of every list until Tagger is closed")),
                _Row("accept-all", tr("Accept all…"), ("Shift+A",), "checks",
                     tr("Accept every suggestion at or above its threshold in this view")),
                None,
                *toggles,
                _Row("enter", tr("Add a tag…"), ("E",), "plus"),
                None,
                _Row("next", tr("Next track"), ("J",)),
                _Row("previous", tr("Previous track"), ("K",)),
                None,
                _Row("undo", tr("Undo"), ("Ctrl+Z",)),
                _Row("redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
            )),
            (tr("&View"), (
                _Row("search", tr("Search"), ("Ctrl+F",), "magnifying-glass"),
                _Row("search-help", tr("What can be searched for"), ("Shift+F1",)),
                _Row("save-search", tr("Save this search"), ("Ctrl+D",), "bookmark-simple"),
                _Row("go-back", tr("Back"), ("Alt+Left", "Backspace"), "arrow-left",
                     tr("Back to where you were")),
                None,
                _Row("sort-path", tr("Sort by folder"), ("F4",)),
                _Row("sort-uncertain", tr("Most uncertain first"), ("F6",)),
                _Row("sort-disagrees", tr("Disagrees with the file first"), ("F7",)),
                _Row("sort-album", tr("Album by album"), ("F8",)),
                _Row("sort-newest", tr("Newest first"), ("F9",)),
                _Row("sort-title", tr("Sort by title")),
                _Row("sort-artist", tr("Sort by artist")),
                _Row("sort-genre", tr("Sort by genre")),
                _Row("sort-mood", tr("Sort by mood")),
                _Row("sort-instrument", tr("Sort by instrument")),
                _Row("sort-length", tr("Sort by length")),
                _Row("sort-state", tr("Sort by state")),
                _Row("sort-format", tr("Sort by format")),
                _Row("sort-year", tr("Sort by year")),
                _Row("sort-track", tr("Sort by track number")),
                _Row("sort-size", tr("Sort by size")),
                None,
                _Row("columns", tr("Columns…"), (), "columns"),
                None,
                _Row("show-sidebar", tr("Sidebar"), ("Ctrl+1",)),
                _Row("show-timeline", tr("Timeline"), ("Ctrl+2",)),
                _Row("show-inspector", tr("Track details"), ("Ctrl+3",)),
                None,
                _Row("zoom-in", tr("Zoom in"), ("+", "Ctrl++", "Ctrl+=")),
                _Row("zoom-out", tr("Zoom out"), ("-", "Ctrl+-")),
                _Row("zoom-all", tr("Show the whole track"), ("0", "Ctrl+0")),
            )),
            (tr("&Tools"), (
                _Row("similar", tr("More like this"), ("S",), "ear",
                     tr("Show the tracks that sound most like the current one")),
                None,
                _Row("near-duplicates", tr("Find near duplicates"), (), "copy",
                     tr("Recordings that are there more than once, whatever their format")),
                _Row("exact-duplicates", tr("Find exact duplicates"), (), "",
                     tr("Files with the same audio, whatever their tags")),
            )),
            (tr("&Playback"), (
                _Row("play", tr("Play"), ("Space",), "play-fill"),
                None,
                _Row("back", tr("Back 5 seconds"), ("Left",)),
                _Row("forward", tr("Forward 5 seconds"), ("Right",)),
                _Row("leap-back", tr("Back 30 seconds"), ("Shift+Left",)),
                _Row("leap-forward", tr("Forward 30 seconds"), ("Shift+Right",)),
                _Row("to-start", tr("To the start of the track"), ("Home",)),
                None,
                _Row("louder", tr("Louder"), ("Ctrl+Up",)),
                _Row("softer", tr("Softer"), ("Ctrl+Down",)),
                _Row("mute", tr("Mute"), ("M",)),
            )),
            (tr("&Help"), (
                _Row("keys", tr("Keys"), ("F1",), "question"),
                _Row("models", tr("About the models…"), (), "info",
                     tr("What they know, what they were made of, and what you may do with them")),
                None,
                _Row("about", tr("About Tagger")),
            )),
        )  # fmt: skip
