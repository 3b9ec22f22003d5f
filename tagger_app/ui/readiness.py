"""Which actions there is something to do for."""

from PySide6.QtCore import QObject

from tagger_app.core.track import TrackState
from tagger_app.pipeline.events import WriteFinished
from tagger_app.ui import words
from tagger_app.ui.commands import TOGGLES, Commands
from tagger_app.ui.desk import Desk
from tagger_app.ui.history import History
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.lookup import Answer
from tagger_app.ui.work import DECIDING, UNDO, WRITE, Work

_FOR_TRACKS = (
    "accept", "reject", "later", "accept-all", "enter", "next", "previous", "hear",
    "near-duplicates", "exact-duplicates", *(f"toggle-{n}" for n in range(1, TOGGLES + 1)),
)  # fmt: skip


class Readiness(QObject):
    """Enables actions when the catalog was counted, and those that something just happened for.

    The numbers come late. An action is enabled at once by what makes it useful, and then disabled
    only by numbers that know of all that has happened: a key that is pressed right after a decision
    is not lost.
    """

    def __init__(
        self,
        commands: Commands,
        desk: Desk,
        work: Work,
        view: LibraryView,
        history: History,
    ) -> None:
        super().__init__(view)
        self._commands = commands
        self._desk = desk
        self._work = work
        self._view = view
        self._history = history
        self._hint = commands["write"].toolTip()
        self._promised: set[str] = set()
        """Actions that were enabled by what happened, until newer numbers come."""
        view.answered.connect(self._on_answer)
        desk.changed.connect(lambda _: self._promise("write"))
        work.begun.connect(self._on_begun)
        work.failed.connect(lambda *_: self._promise("retry"))
        work.scanned.connect(lambda: self._promise("forget"))
        work.written.connect(self._on_written)

    def _on_answer(self, answer: Answer) -> None:
        count, waiting = answer.counts.states.get, answer.waiting
        text = self.tr("Write tags ({0})").format(words.number(waiting))
        self._commands["write"].setText(text if waiting else self.tr("Write tags"))
        # Those are in the queue of what failed, and not in that of what was accepted.
        refused = waiting - count(TrackState.ACCEPTED, 0)
        one = self.tr("1 file was left as it was before; see Failed.")
        many = self.tr("{0} files were left as they were before; see Failed.")
        told = f"{self._hint}\n{words.counted(refused, one, many)}" if refused > 0 else self._hint
        self._commands["write"].setToolTip(told)
        sure = not self._view.outdated
        decided = self._desk.storing or self._work.deciding
        self._allow("write", there=waiting > 0, sure=sure and not decided)
        self._allow("retry", there=count(TrackState.FAILED, 0) > 0, sure=sure)
        self._allow("forget", there=count(TrackState.MISSING, 0) > 0, sure=sure)
        for name in _FOR_TRACKS:
            self._allow(name, there=answer.counts.total > 0, sure=sure)
        self._show_journal(undoable=answer.undoable, redoable=answer.redoable, sure=sure)

    def _on_begun(self, job: str) -> None:
        if job in DECIDING:
            self._promise("write")

    def _on_written(self, name: str, event: WriteFinished) -> None:
        """What follows from a write; the rest comes with the numbers."""
        if event.write_id is None:
            return
        undone = name == UNDO
        self._promised |= {"redo"} if undone else {"undo-write"}
        if name == WRITE:
            self._promised.discard("redo")
        known = self._history
        self._show_journal(
            undoable=known.undoable or not undone,
            redoable=undone or (known.redoable and name != WRITE),
            sure=False,
        )

    def _show_journal(self, *, undoable: bool, redoable: bool, sure: bool) -> None:
        if undoable or self._may_end("undo-write", sure=sure):
            self._history.undoable = undoable
            self._commands["undo-write"].setEnabled(undoable)
        if redoable or self._may_end("redo", sure=sure):
            self._history.redoable = redoable
        self._history.refresh()

    def _promise(self, name: str) -> None:
        self._promised.add(name)
        self._commands[name].setEnabled(True)

    def _allow(self, name: str, *, there: bool, sure: bool) -> None:
        if there or self._may_end(name, sure=sure):
            self._commands[name].setEnabled(there)

    def _may_end(self, name: str, *, sure: bool) -> bool:
        """Whether an action may be disabled by numbers that are the newest, or may be old."""
        if sure:
            self._promised.discard(name)
        return name not in self._promised
