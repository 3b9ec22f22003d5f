"""What a person does in review, each as one step that can be taken back."""

from collections.abc import Callable, Sequence
from typing import Protocol

from tagger_app.ui.undo_list import UndoStep
from tagger_app.ui.unstored import Wish


class _Look(Protocol):
    def __call__(self, ids: Sequence[int], *, looked: bool) -> None: ...


class WishStep:
    """Decisions and edits."""

    def __init__(
        self,
        apply: Callable[[Sequence[Wish]], None],
        text: str,
        forward: Sequence[Wish],
        backward: Sequence[Wish],
    ) -> None:
        self.text = text
        self._apply = apply
        self._forward = forward
        self._backward = backward
        self.track_ids = tuple(dict.fromkeys(wish.track_id for wish in forward))

    def redo(self) -> None:
        """Decide."""
        self._apply(self._forward)

    def undo(self) -> None:
        """Take the decisions back."""
        self._apply(self._backward)


class LookStep:
    """Tracks without a suggestion that are done with."""

    text = ""  # it is part of another step

    def __init__(self, look: _Look, ids: Sequence[int]) -> None:
        self._look = look
        self.track_ids = ids

    def redo(self) -> None:
        """Done with."""
        self._look(self.track_ids, looked=True)

    def undo(self) -> None:
        """To be reviewed again."""
        self._look(self.track_ids, looked=False)


class Steps:
    """Several steps as one."""

    def __init__(self, text: str, steps: Sequence[UndoStep]) -> None:
        self.text = text
        self._steps = steps
        ids = (track_id for step in steps for track_id in step.track_ids)
        self.track_ids = tuple(dict.fromkeys(ids))

    def redo(self) -> None:
        """Do all of them."""
        for step in self._steps:
            step.redo()

    def undo(self) -> None:
        """Take all of them back, the last one first."""
        for step in reversed(self._steps):
            step.undo()
