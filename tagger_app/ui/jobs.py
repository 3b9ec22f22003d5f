"""One thread that owns the catalog's writing side and runs the use cases, one step at a time."""

import logging
import queue
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from tagger_app.core.errors import TaggerError
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import failures

SIGNALS_PER_SECOND = 30
STOP_SECONDS = 15

_log = logging.getLogger(__name__)

Steps = Iterator[Any]  # Any: what a use case yields is for whoever started it


def always() -> bool:
    """Whatever happens."""
    return True


def never() -> bool:
    """In no case."""
    return False


@dataclass(slots=True)
class Job:
    """A use case to run: `start` makes its generator in the job thread.

    name: tells which job an event came from; a job that is cancelled is cancelled by it.
    background: runs only while no other job wants to.
    promised: whether it runs to its end even when the thread is to end, which is waited for.
    """

    name: str
    start: Callable[[Workbench], Steps]
    background: bool = False
    promised: Callable[[], bool] = never
    steps: Steps | None = field(default=None, init=False)
    untold: list[Any] = field(default_factory=list, init=False)


class JobEnd(Enum):
    """How a job ended."""

    COMPLETE = auto()
    CANCELLED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class _Action:
    """Something short, done between two steps of a job."""

    do: Callable[[Workbench], Any]
    done: Callable[[Any], None] | None


@dataclass(frozen=True, slots=True)
class _Cancel:
    name: str


class _Stop:
    """Ends the thread."""


_Command = Job | _Action | _Cancel | _Stop


class JobRunner(QObject):
    """Runs jobs and short actions in its own thread and tells the window about them.

    Jobs run in the order they came, those in the background after all others. Short actions are
    done between two steps, so that a decision is stored at once, whatever runs. All signals arrive
    in the thread that made the runner.

    Args:
        open_bench: makes the workbench, in the job thread; it is closed there too.
    """

    started = Signal(str)
    news = Signal(str, list)
    """(job's name, events); at most `SIGNALS_PER_SECOND` a second."""
    ended = Signal(str, JobEnd)
    failed = Signal(str, str)
    """(job's name or empty, message): a failure that a person can understand."""
    bug = Signal(Exception)
    """An error that nobody foresaw."""

    _called = Signal(object, tuple)

    def __init__(
        self,
        open_bench: Callable[[], AbstractContextManager[Workbench]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thread = _JobThread(self, open_bench)
        self._stopped = False
        self._called.connect(self._call)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def run(self, job: Job) -> None:
        """Run a job when its turn comes."""
        self._thread.commands.put(job)

    def act(
        self, do: Callable[[Workbench], Any], done: Callable[[Any], None] | None = None
    ) -> None:
        """Do something short soon; `done` gets the result, in the window's thread."""
        self._thread.commands.put(_Action(do, done))

    def cancel(self, name: str) -> None:
        """End the jobs of this name, waiting or running, after the step they are at."""
        self._thread.commands.put(_Cancel(name))

    def end(self) -> None:
        """End all jobs that are not promised, and the thread soon; nothing more is told.

        What was finished is stored.
        """
        if not self._stopped:
            self._stopped = True
            self._thread.commands.put(_Stop())

    def stop(self) -> bool:
        """`end`, and wait for the thread.

        Returns:
            Whether it ended in time. A step on a disk that does not answer can take for ever.
        """
        self.end()
        return not self._thread.isRunning() or self._thread.wait(STOP_SECONDS * 1000)

    @Slot(object, tuple)
    def _call(self, function: Callable[..., object], arguments: tuple[Any, ...]) -> None:
        if not self._stopped:
            function(*arguments)


class _JobThread(QThread):
    """The thread: a queue of commands and the jobs that wait or run."""

    def __init__(
        self, runner: JobRunner, open_bench: Callable[[], AbstractContextManager[Workbench]]
    ) -> None:
        super().__init__(runner)
        self.commands: queue.SimpleQueue[_Command] = queue.SimpleQueue()
        self._runner = runner
        self._open_bench = open_bench
        self._jobs: list[Job] = []
        self._stopping = False
        self._last_signal = 0.0

    def run(self) -> None:
        """The thread's work, until it is stopped."""
        try:
            with self._open_bench() as bench:
                self._serve(bench)
        except TaggerError as error:
            self._say(self._runner.failed.emit, "", failures.said(error))
        except Exception as error:  # noqa: BLE001 (the window shows it; a thread must not die mute)
            self._say(self._runner.bug.emit, error)

    def _say(self, function: Callable[..., object], *arguments: object) -> None:
        """Call a function in the thread of the window."""
        self._runner._called.emit(function, arguments)  # noqa: SLF001 (they are one thing)

    def _serve(self, bench: Workbench) -> None:
        while not self._stopping:
            job = self._next_job()
            self._obey(bench, wait=job is None)
            # A command may have ended the job, or brought one that goes before it.
            if not self._stopping and (job := self._next_job()) is not None:
                self._step(bench, job)
        for job in tuple(self._jobs):
            if not job.promised():
                self._end(job, JobEnd.CANCELLED)
        while self._jobs:
            self._step(bench, self._jobs[0])

    def _next_job(self) -> Job | None:
        for job in self._jobs:
            if not job.background:
                return job
        return self._jobs[0] if self._jobs else None

    def _obey(self, bench: Workbench, *, wait: bool) -> None:
        """Carry out every command that is there; with `wait`, wait for the first."""
        while not self._stopping:
            if wait:
                self._tell_news()
            try:
                command = self.commands.get(block=wait)
            except queue.Empty:
                return
            wait = False
            match command:
                case Job():
                    self._jobs.append(command)
                case _Action(do, done):
                    self._act(bench, do, done)
                case _Cancel(name):
                    for job in [job for job in self._jobs if job.name == name]:
                        self._end(job, JobEnd.CANCELLED)
                case _Stop():
                    self._stopping = True

    def _act(
        self,
        bench: Workbench,
        do: Callable[[Workbench], Any],
        done: Callable[[Any], None] | None,
    ) -> None:
        try:
            result = do(bench)
        except Exception as error:  # noqa: BLE001 (told to the person; the thread goes on)
            self._tell("", error)
            return
        if done is not None:
            self._say(done, result)

    def _step(self, bench: Workbench, job: Job) -> None:
        try:
            if job.steps is None:
                self._say(self._runner.started.emit, job.name)
                job.steps = iter(job.start(bench))
            event = next(job.steps, _END)
        except Exception as error:  # noqa: BLE001 (told to the person; the thread goes on)
            self._end(job, JobEnd.FAILED)
            self._tell(job.name, error)
            return
        if event is _END:
            self._end(job, JobEnd.COMPLETE)
            return
        job.untold.append(event)
        if time.monotonic() - self._last_signal >= 1 / SIGNALS_PER_SECOND:
            self._tell_news()

    def _tell_news(self) -> None:
        for job in self._jobs:
            if job.untold:
                self._say(self._runner.news.emit, job.name, job.untold)
                job.untold = []
        self._last_signal = time.monotonic()

    def _end(self, job: Job, how: JobEnd) -> None:
        self._tell_news()
        self._jobs.remove(job)
        close = getattr(job.steps, "close", None)
        try:
            if close is not None:
                close()
        except Exception as error:  # noqa: BLE001 (as in a step)
            self._tell(job.name, error)
        self._say(self._runner.ended.emit, job.name, how)

    def _tell(self, name: str, error: Exception) -> None:
        if isinstance(error, TaggerError):
            _log.warning("%s: %s", name or "action", error)
            self._say(self._runner.failed.emit, name, failures.said(error))
        else:
            self._say(self._runner.bug.emit, error)


_END = object()
