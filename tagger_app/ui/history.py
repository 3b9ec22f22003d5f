"""Undo and redo: decisions first, then writes; the actions say what they would do."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QUndoStack

from tagger_app.catalog.store import Catalog
from tagger_app.ui.work import Work


class History(QObject):
    """What Ctrl+Z and Ctrl+Shift+Z do.

    Args:
        reader: the window's own view of the catalog, whose journal knows the writes.
        stack: the decisions since the last write.
    """

    def __init__(
        self, reader: Catalog, stack: QUndoStack, work: Work, undo: QAction, redo: QAction
    ) -> None:
        super().__init__(undo)
        self._stack = stack
        self._work = work
        self._undo, self._redo = undo, redo
        self.undoable = reader.journal.last_undoable() is not None
        """Whether there is a write to take back, as far as is known here; the job asks anew."""
        self.redoable = reader.journal.last_redoable() is not None
        """Whether there is a write to do again."""
        undo.triggered.connect(self.undo)
        redo.triggered.connect(self.redo)
        stack.indexChanged.connect(self.refresh)
        self.refresh()

    def undo(self) -> None:
        """Take back the last decision or, if there is none since, the last write."""
        if self._stack.canUndo():
            self._stack.undo()
        elif self.undoable:
            self._work.undo()

    def redo(self) -> None:
        """Decide again or, if nothing was decided since, write again what was taken back."""
        if self._stack.canRedo():
            self._stack.redo()
        elif not self._stack.count() and self.redoable:
            self._work.redo()

    @Slot()
    def refresh(self) -> None:
        """Say in the menu what would be taken back and done again; the catalog is not asked."""
        stack = self._stack
        undo = self.tr("Undo {0}").format(stack.undoText()) if stack.canUndo() else ""
        redo = self.tr("Redo {0}").format(stack.redoText()) if stack.canRedo() else ""
        if not undo and self.undoable:
            undo = self.tr("Undo write")
        if not redo and self.redoable and not stack.count():
            redo = self.tr("Redo write")
        for action, text, rest in (
            (self._undo, undo, self.tr("Undo")),
            (self._redo, redo, self.tr("Redo")),
        ):
            action.setText(text or rest)
            action.setEnabled(bool(text))
