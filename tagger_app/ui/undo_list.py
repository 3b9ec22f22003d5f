"""What the person did, in order: a list that is taken back from its end, and done again."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal


class UndoStep(Protocol):
    """Something the person did."""

    @property
    def text(self) -> str:
        """What it is, such as “accept of 3 tags”."""

    @property
    def track_ids(self) -> Sequence[int]:
        """The tracks that it is about; none where what comes of it is told or shown by itself."""

    def redo(self) -> None:
        """Do it."""

    def undo(self) -> None:
        """Take it back."""


class UndoList(QObject):
    """Steps that are done, and those that were taken back since.

    Other than in a `QUndoStack`, a step can be taken back, or turn out to be none, wherever it
    stands: a write is such a step, and nobody knows what comes of it before it is through.
    """

    changed = Signal()
    taken_back = Signal(object)
    """The step that was taken back just now."""
    done_again = Signal(object)
    """The step that was done again just now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []

    @property
    def done(self) -> Sequence[UndoStep]:
        """What can be taken back, the newest last."""
        return self._done

    @property
    def undone(self) -> Sequence[UndoStep]:
        """What can be done again, the next last."""
        return self._undone

    def do(self, step: UndoStep) -> None:
        """Do something new: what was taken back before cannot be done again."""
        step.redo()
        self.add(step)

    def add(self, step: UndoStep) -> None:
        """Something new was done."""
        self._undone.clear()
        self.put(step, len(self._done))

    def put(self, step: UndoStep, place: int) -> None:
        """A step is done, at this place in the order; what was taken back can be done again."""
        self._drop([step])
        self._done.insert(place, step)
        self.changed.emit()

    def put_back(self, step: UndoStep) -> None:
        """A step is taken back, and the next to be done again."""
        self._drop([step])
        self._undone.append(step)
        self.changed.emit()

    def undo(self) -> None:
        """Take the newest step back."""
        if self._done:
            self.take_back(self._done[-1])

    def take_back(self, step: UndoStep) -> None:
        """Take a step back, whatever was done since."""
        self.put_back(step)
        step.undo()
        self.taken_back.emit(step)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            step = self._undone[-1]
            self.put(step, len(self._done))
            step.redo()
            self.done_again.emit(step)

    def forget(self, steps: Sequence[UndoStep]) -> None:
        """These steps can neither be taken back nor done again."""
        self._drop(steps)
        self.changed.emit()

    def _drop(self, steps: Sequence[UndoStep]) -> None:
        # By identity: steps that are alike are not the same.
        gone = {id(step) for step in steps}
        self._done = [step for step in self._done if id(step) not in gone]
        self._undone = [step for step in self._undone if id(step) not in gone]

    def clear(self) -> None:
        """Nothing can be taken back or done again any more."""
        self.forget([*self._done, *self._undone])
