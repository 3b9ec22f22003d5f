"""Tracks that are to be decided about later: last in every list, as long as the program runs."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from tagger_app.ui import words
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.undo_list import UndoList


class PuttingOff(QObject):
    """Puts the selected tracks off, as something that can be taken back."""

    def __init__(self, view: LibraryView, history: UndoList) -> None:
        super().__init__(view)
        self._view = view
        self._history = history

    def later(self) -> None:
        """Put the selected tracks off; the one after them is current."""
        ids = self._view.table.selected_ids()
        if ids:
            self._history.do(_PutOff(self._view, ids))


class _PutOff:
    track_ids: Sequence[int] = ()  # it leads to them itself

    def __init__(self, view: LibraryView, ids: Sequence[int]) -> None:
        one, many = words.tr("putting off of 1 track"), words.tr("putting off of {0} tracks")
        self.text = words.counted(len(ids), one, many)
        self._view = view
        self._ids = ids
        self._before = view.put_off

    def redo(self) -> None:
        """Put them off, after all that were put off before."""
        table = self._view.table
        others = [i for i in self._before if i not in set(self._ids)]
        if not table.leave(self._ids):
            next((other for other in others if table.go_to(other)), None)
        self._view.put_off_anew((*others, *self._ids), self._ids)

    def undo(self) -> None:
        """Give them their old places."""
        self._view.put_off_anew(self._before)
        self._view.go_to(self._ids[0])
