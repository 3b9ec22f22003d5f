"""Undo and redo: decisions and writes, in the order in which the person did them."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from tagger_app.catalog.store import Catalog
from tagger_app.pipeline.events import WriteFinished
from tagger_app.ui.undo_list import UndoList, UndoStep
from tagger_app.ui.work import UNDO, WRITE, WRITING, Work


@dataclass(slots=True, eq=False)
class _Write:
    """A write as something the person did: where it stands, and where it should.

    settle: brings it there, as soon as it can.
    there: whether it is in the files.
    wanted: whether it should be.
    busy: whether a job is on its way about it.
    id: in the journal, of the write or of the undo that was the last to change the files; None for
        the newest, made before the program was started.
    ends: what could be done again when it was asked for, and can no longer once it has written.
    place: where in the order it stood before it was taken back.
    """

    settle: Callable[["_Write"], None]
    there: bool
    wanted: bool
    busy: bool = False
    id: int | None = None
    ends: Sequence[UndoStep] = ()
    place: int = 0

    @property
    def text(self) -> str:
        """Said otherwise, see `History.refresh`."""
        return ""

    @property
    def track_ids(self) -> Sequence[int]:
        """What comes of a write is told."""
        return ()

    def redo(self) -> None:
        """Write again."""
        self.wanted = True
        self.settle(self)

    def undo(self) -> None:
        """Give the files their old tags back."""
        self.wanted = False
        self.settle(self)


class History(QObject):
    """What Ctrl+Z and Ctrl+Shift+Z do.

    A write stands in the list of what the person did where it was asked for. What was decided
    before can be taken back once the write is, what was decided since, before it.

    Args:
        reader: the window's own view of the catalog, whose journal knows the writes.
        steps: what the person did since the program was started; writes are added here.
    """

    def __init__(
        self, reader: Catalog, steps: UndoList, work: Work, undo: QAction, redo: QAction
    ) -> None:
        super().__init__(undo)
        self._steps = steps
        self._work = work
        self._undo, self._redo = undo, redo
        self._running: deque[_Write] = deque()
        """What the jobs that write are about, in their order."""
        self._outcome: WriteFinished | None = None
        self.undoable = reader.journal.last_undoable() is not None
        """Whether there is a write to take back, as far as is known here; the job asks anew."""
        self.redoable = reader.journal.last_redoable() is not None
        """Whether there is a write to do again."""
        undo.triggered.connect(self.undo)
        redo.triggered.connect(self.redo)
        steps.changed.connect(self.refresh)
        work.begun.connect(self._on_begun)
        work.written.connect(self._on_written)
        work.idle.connect(self._on_idle)
        self.refresh()

    def undo(self) -> None:
        """Take back what was done last; if that was before the start, the last write."""
        if self._steps.done:
            self._remember_place(self._steps.done[-1])
            self._steps.undo()
        elif self.undoable:
            self.undo_write()

    def redo(self) -> None:
        """Do again what was taken back last; if that was before the start, the last write."""
        if not self._steps.undone and not self._steps.done and self.redoable:
            self._steps.put_back(_Write(self._settle, there=False, wanted=False))
        self._steps.redo()

    def undo_write(self) -> None:
        """Take the newest write back, whatever was decided since."""
        writes = (step for step in reversed(self._steps.done) if isinstance(step, _Write))
        write = next(writes, None) or _Write(self._settle, there=True, wanted=True)
        self._remember_place(write)
        self._steps.take_back(write)

    def _remember_place(self, step: UndoStep) -> None:
        if isinstance(step, _Write):
            done = self._steps.done
            step.place = done.index(step) if step in done else 0

    def _settle(self, write: _Write) -> None:
        if write.busy or write.there is write.wanted:
            return
        write.busy = True
        self._running.append(write)
        ask = self._work.redo if write.wanted else self._work.undo
        ask(write.id)

    def _on_begun(self, name: str) -> None:
        if name == WRITE:
            # It ends nothing yet: perhaps there is nothing to write.
            ends = tuple(self._steps.undone)
            write = _Write(self._settle, there=False, wanted=True, busy=True, ends=ends)
            self._running.append(write)
            self._steps.put(write, len(self._steps.done))

    def _on_written(self, _name: str, event: WriteFinished) -> None:
        self._outcome = event

    def _on_idle(self, name: str) -> None:
        if name not in WRITING:
            return
        write, outcome, self._outcome = self._running.popleft(), self._outcome, None
        write.busy = False
        if outcome is None or not (outcome.written or (name != WRITE and _is_left(outcome))):
            self._steps.forget([write])
            return
        if name == WRITE:
            self._steps.forget([step for step in write.ends if step in self._steps.undone])
        if outcome.written and not (name != WRITE and outcome.left):
            write.there, write.id = name != UNDO, outcome.write_id
            self._settle(write)  # the person may have thought better of it meanwhile
            return
        # It stays where it was, and can be tried again; the part that was done is one by itself.
        write.wanted = write.there
        if write.there:
            self._steps.put(write, min(write.place, len(self._steps.done)))
        else:
            self._steps.put_back(write)
        if outcome.written:
            self._put_part(there=not write.there, write_id=outcome.write_id)

    def _put_part(self, *, there: bool, write_id: int | None) -> None:
        part = _Write(self._settle, there=there, wanted=there, id=write_id)
        if there:
            self._steps.put(part, len(self._steps.done))
        else:
            self._steps.put_back(part)

    @Slot()
    def refresh(self) -> None:
        """Say in the menu what would be taken back and done again; the catalog is not asked."""
        done, undone = self._steps.done, self._steps.undone
        undo = redo = ""
        if done and not isinstance(done[-1], _Write):
            undo = self.tr("Undo {0}").format(done[-1].text)
        elif done or self.undoable:
            undo = self.tr("Undo write")
        if undone and not isinstance(undone[-1], _Write):
            redo = self.tr("Redo {0}").format(undone[-1].text)
        elif undone or (self.redoable and not done):
            redo = self.tr("Redo write")
        for action, text, rest in (
            (self._undo, undo, self.tr("Undo")),
            (self._redo, redo, self.tr("Redo")),
        ):
            action.setText(text or rest)
            action.setEnabled(bool(text))


def _is_left(outcome: WriteFinished) -> bool:
    """Whether a write has not come to all files that it was for."""
    return outcome.refused > 0 or outcome.left > 0
