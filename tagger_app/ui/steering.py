"""Pausing and stopping what takes long, by a button beside the progress, a menu or a key."""

from PySide6.QtCore import QObject

from tagger_app.ui.commands import Commands
from tagger_app.ui.progress import ProgressLine
from tagger_app.ui.work import ACCEPT, HEAR, SCANNING, STOPPABLE, UNDO, WRITING, Progress, Work


class Steering(QObject):
    """Offers to pause hearing and to stop other jobs, as long as they run.

    Where nothing runs, `Status` says what is offered.
    """

    def __init__(self, work: Work, commands: Commands, line: ProgressLine) -> None:
        super().__init__(line)
        self._work = work
        self._line = line
        self._hear, self._stop = commands["hear"], commands["stop"]
        self._running = ""
        self._stopped = False
        """Whether what runs was told to stop, and has yet to finish a file."""
        self._stop.setEnabled(False)
        commands.connect_to("stop", self.stop)
        work.progress.connect(self._on_progress)
        work.idle.connect(self._on_idle)

    def stop(self) -> None:
        """Stop what runs."""
        self._stopped = True
        self._stop.setEnabled(False)
        self._work.stop(self._running)

    def _on_progress(self, progress: Progress) -> None:
        name = progress.name
        if name != self._running:
            self._running, self._stopped = name, False
            self._stop.setToolTip(self._told(name))
        stoppable = name in STOPPABLE
        self._stop.setEnabled(stoppable and not self._stopped)
        self._line.offer(self._hear if name == HEAR else self._stop if stoppable else None)

    def _on_idle(self, name: str) -> None:
        if name == self._running:
            self._running = ""
            self._stop.setEnabled(False)
            self._line.offer(None)

    def _told(self, name: str) -> str:
        if name in SCANNING:
            return self.tr("Stop reading; what was read stays in the library")
        if name == ACCEPT:
            return self.tr("Stop deciding; what was decided stays so")
        if name == UNDO:
            return self.tr("Stop after this file; the others can be undone later")
        if name in WRITING:
            return self.tr("Stop after this file; the others can be written later")
        return ""
