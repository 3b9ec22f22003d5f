"""What can be done with a line of the sidebar beside choosing it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from tagger_app.ui import words
from tagger_app.ui.shelf import Shelf

_MOST_FOLDERS = 5
"""Library folders that one menu offers to watch no more."""


class ShelfMenu(QObject):
    """Makes menus for shelves, and tells what was chosen in them."""

    run_wanted = Signal(object)
    """The saved search's shelf."""
    rename_wanted = Signal(object)
    delete_wanted = Signal(int)
    """The saved search's id."""
    scan_wanted = Signal(object)
    """The folder to be looked through again."""
    open_wanted = Signal(object)
    """The folder to be shown by the file manager."""
    unwatch_wanted = Signal(object)
    """The library folder that is not to be watched any more."""

    def of(self, shelf: Shelf, watched: Sequence[Path], parent: QWidget) -> QMenu | None:
        """The menu of a shelf; None where there is nothing to be done with it.

        Args:
            watched: the library folders.
        """
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if shelf.search_id:
            menu.addAction(self.tr("Search again"), lambda: self.run_wanted.emit(shelf))
            menu.addAction(self.tr("Rename\tF2"), lambda: self.rename_wanted.emit(shelf))
            menu.addAction(self.tr("Delete\tDel"), lambda: self.delete_wanted.emit(shelf.search_id))
            return menu
        folder = shelf.folder
        if folder is None:
            return None
        menu.addAction(self.tr("Look through again"), lambda: self.scan_wanted.emit(folder))
        menu.addAction(self.tr("Show in file manager"), lambda: self.open_wanted.emit(folder))
        # The folder that was added can be the one above, or there can be some below.
        related = [w for w in watched if folder.is_relative_to(w) or w.is_relative_to(folder)]
        if related:
            menu.addSeparator()
        for one in related[:_MOST_FOLDERS]:
            text = self.tr("Stop watching “{0}”…").format(words.plain(one.name or str(one)))
            # An ampersand would mark a key.
            action = menu.addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _=False, one=one: self.unwatch_wanted.emit(one))
        return menu
