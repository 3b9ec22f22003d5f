"""Calls in spawned child processes, where a crash, a hang or a memory hog costs one call.

Each child serves one call at a time, so whatever happens to a child names its culprit. The child is
replaced, the call gets a second attempt on the fresh one, and if that goes wrong too the call fails
with a reason while all others go on.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from tagger_app.core.errors import FileError, Reason, TaggerError

Call = TypeVar("Call")
Value = TypeVar("Value")

START_SECONDS = 120.0
"""How long a child may take to start: a cold disk and CUDA's initialisation are slow."""

_log = logging.getLogger(__name__)


class IsolationError(TaggerError):
    """A child process could not be started at all; nothing of the run can be done."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Call, Value]):
    """What became of one call: its value, or why it failed.

    `failure` is None exactly when the call succeeded. `error` is the known error the call raised,
    None where the child itself was lost.
    """

    call: Call
    value: Value | None = None
    failure: Reason | None = None
    detail: str = ""
    error: TaggerError | None = None


class _Answer(Enum):
    READY = auto()
    NOT_STARTED = auto()
    VALUE = auto()
    ERROR = auto()
    NO_MEMORY = auto()
    BUG = auto()


class WorkerPool(Generic[Call, Value]):
    """Up to `size` spawned processes that serve calls; a context manager.

    Args:
        start: runs once in each child as `start(*start_arguments)` and returns the function that
            serves calls. Both it and the calls, values and arguments must be picklable.
        start_arguments: arguments of `start`.
        size: the most children, and so the most calls in flight.
        seconds: time limit of a call, or a function of the call that returns it.
        memory_bytes: the most memory of its own a child may hold, None for no limit. Enforced by
            the kernel, on Linux only.
        attempts: how often a call that loses its child is tried.
    """

    def __init__(
        self,
        start: Callable[..., Callable[[Call], Value]],
        start_arguments: tuple[Any, ...],
        *,
        size: int,
        seconds: float | Callable[[Call], float],
        memory_bytes: int | None,
        attempts: int = 2,
    ) -> None:
        self._workers = [_Worker(start, start_arguments, memory_bytes) for _ in range(size)]
        self._seconds = seconds
        self._attempts = attempts

    def run(
        self, calls: Iterable[Call], *, tick: float = 0.2
    ) -> Generator[Outcome[Call, Value] | None, None, None]:
        """Serve every call; yields outcomes in order of completion, and None when `tick` passes.

        `calls` is consumed lazily, one ahead of each free child. Closing the generator kills the
        children in flight.

        Args:
            calls: the calls.
            tick: longest time in seconds without a yield.

        Raises:
            TaggerError: `start` raised it; no call can be served.
            IsolationError: a child did not start for another reason.
        """
        source = iter(calls)
        try:
            self._feed(source)
            while busy := [worker for worker in self._workers if worker.busy]:
                soonest = min(worker.deadline for worker in busy) - time.monotonic()
                ready = wait([w.pipe for w in busy], timeout=max(0.0, min(tick, soonest)))
                outcomes = [self._look_after(worker, worker.pipe in ready) for worker in busy]
                # Children get their next call before the caller digests this one's outcome.
                self._feed(source)
                yield from [outcome for outcome in outcomes if outcome] or (None,)
        finally:
            for worker in self._workers:
                if worker.busy:
                    worker.kill()

    def _feed(self, source: Iterator[Call]) -> None:
        """Give every idle child a call, as long as there are calls."""
        for worker in self._workers:
            if worker.busy:
                continue
            for call in source:
                seconds = self._seconds(call) if callable(self._seconds) else self._seconds
                worker.take(call, seconds)
                break

    def _look_after(self, worker: "_Worker", has_news: bool) -> Outcome[Call, Value] | None:
        """The outcome of the worker's call if it is finished, one way or the other."""
        if has_news:
            lost = worker.read()
        elif time.monotonic() >= worker.deadline:
            lost = worker.give_up()
        else:
            return None
        if lost is None:
            return worker.outcome()
        _log.warning("attempt %d of %r: %s", worker.attempt, worker.call, lost.detail)
        if worker.attempt < self._attempts:
            worker.retry()
            return None
        call = worker.call
        worker.kill()
        return Outcome(call, failure=lost.reason, detail=lost.detail)

    def close(self) -> None:
        """End all children at once."""
        for worker in self._workers:
            worker.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Lost:
    """Why a child is of no use any more."""

    reason: Reason
    detail: str


class _Worker:
    """The parent's side of one child, which is started when the first call comes."""

    def __init__(
        self,
        start: Callable[..., Callable[[Any], Any]],
        start_arguments: tuple[Any, ...],
        memory_bytes: int | None,
    ) -> None:
        self._child_arguments = (start, start_arguments, memory_bytes)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._started = False
        self._limit = 0.0
        self._answer: tuple[_Answer, Any] | None = None
        self.pipe: Connection
        self.busy = False
        self.call: Any = None
        self.attempt = 0
        self.deadline = 0.0

    def take(self, call: Any, limit: float) -> None:
        """Serve a call, in a new child if there is none."""
        self.call, self._limit, self.attempt, self.busy = call, limit, 1, True
        if self._process is None:
            self._start()
        else:
            self._send()

    def retry(self) -> None:
        """Serve the same call again in a fresh child."""
        call, limit, attempt = self.call, self._limit, self.attempt
        self.kill()
        self.call, self._limit, self.attempt, self.busy = call, limit, attempt + 1, True
        self._start()

    def kill(self) -> None:
        """End the child, whatever it is doing."""
        if self._process is not None:
            self.pipe.close()
            self._process.kill()
            # A child that waits for a dead network disk can't even be killed: leave it behind.
            self._process.join(1)
        self._process = self._answer = self.call = None
        self.busy = False

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, *self._child_arguments), daemon=True
        )
        self._started = False
        self.deadline = time.monotonic() + START_SECONDS
        with _interrupt_kept_from_children():
            self._process.start()
        theirs.close()

    def _send(self) -> None:
        self.deadline = time.monotonic() + self._limit
        # A child that is already dead is noticed at the next read.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(self.call)

    def read(self) -> _Lost | None:
        """Take the child's message; tells if the child was lost.

        Raises:
            TaggerError, IsolationError: the child could not start.
        """
        try:
            answer, value = self.pipe.recv()
        except (EOFError, OSError):
            return self._post_mortem()
        if answer is _Answer.NOT_STARTED:
            self.kill()
            raise value
        if answer is _Answer.READY:
            self._started = True
            self._send()
            return None
        if answer is _Answer.NO_MEMORY:
            return _Lost(Reason.OUT_OF_MEMORY, _OUT_OF_MEMORY)
        self._answer = (answer, value)
        return None

    def outcome(self) -> Outcome[Any, Any] | None:
        """The outcome, once the child has answered; the worker is free then."""
        if self._answer is None:
            return None
        (answer, value), call = self._answer, self.call
        self._answer, self.call, self.busy = None, None, False
        if answer is _Answer.VALUE:
            return Outcome(call, value)
        if answer is _Answer.BUG:
            return Outcome(call, failure=Reason.INTERNAL, detail=value)
        if isinstance(value, FileError):
            return Outcome(call, failure=value.reason, detail=value.detail, error=value)
        return Outcome(call, failure=Reason.INTERNAL, detail=str(value), error=value)

    def give_up(self) -> _Lost:
        """The deadline has passed.

        Raises:
            IsolationError: the child has not even started.
        """
        if not self._started:
            self.kill()
            raise IsolationError(
                f"A worker process did not start within {START_SECONDS:.0f} s. Close other"
                " programs and try again."
            )
        return _Lost(
            Reason.HUNG,
            f"No answer after {self._limit:.0f} s; the file was set aside. It may be damaged or"
            " on a very slow disk.",
        )

    def _post_mortem(self) -> _Lost:
        assert self._process is not None  # noqa: S101  # only started workers are read
        self._process.join(5)
        code = self._process.exitcode
        if not self._started:
            self.kill()
            raise IsolationError(
                f"A worker process ended while it started ({_exit_words(code)}). The messages"
                " above may say why; reinstalling the program repairs a damaged installation."
            )
        if code == _KILLED:  # not by us: the system does so when memory is short
            return _Lost(Reason.OUT_OF_MEMORY, _OUT_OF_MEMORY)
        return _Lost(
            Reason.CRASHED,
            f"The process that worked on this file crashed ({_exit_words(code)}); the file was"
            " set aside. It is probably damaged.",
        )


_OUT_OF_MEMORY = (
    "The process that worked on this file ran out of memory; the file was set aside. It is"
    " probably damaged."
)


def _exit_words(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


_KILLED = -9


class _interrupt_kept_from_children:  # noqa: N801  # reads as a statement, as suppress does
    """Ctrl+C reaches the whole process group: children are born with it blocked."""

    def __enter__(self) -> None:
        if sys.platform != "win32":
            from multiprocessing import resource_tracker  # noqa: PLC0415  # POSIX only

            resource_tracker.ensure_running()  # it unblocks the signal when it starts
            self._old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, self._old)


# What follows runs in the child.


def _serve(
    connection: Connection,
    start: Callable[..., Callable[[Any], Any]],
    start_arguments: tuple[Any, ...],
    memory_bytes: int | None,
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Standard output belongs to the parent's results: nothing a library prints may get there.
    with suppress(OSError):
        os.dup2(2, 1)
    try:
        serve = start(*start_arguments)
        _limit_memory(memory_bytes)
    except TaggerError as error:
        connection.send((_Answer.NOT_STARTED, error))
        return
    except Exception:  # noqa: BLE001  # whatever went wrong is reported to the parent
        problem = f"A worker process could not start:\n{traceback.format_exc()}"
        connection.send((_Answer.NOT_STARTED, IsolationError(problem)))
        return
    connection.send((_Answer.READY, None))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            connection.send(_answer(serve, connection.recv()))


def _answer(serve: Callable[[Any], Any], call: Any) -> tuple[_Answer, Any]:
    try:
        return _Answer.VALUE, serve(call)
    except TaggerError as error:
        return _Answer.ERROR, error
    except MemoryError:
        return _Answer.NO_MEMORY, None
    except Exception as error:  # noqa: BLE001  # a bug costs one call, with its trace in the log
        _log.exception("while serving %r", call)
        return _Answer.BUG, f"An unexpected error ({type(error).__name__}: {error}). Report it."


def _end_with_parent() -> None:
    """A child whose parent was killed ends too, even in the middle of a call that never returns."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit_memory(memory_bytes: int | None) -> None:
    """Bound what the child allocates.

    The address space would be the wrong thing to bound: CUDA and thread arenas reserve far more of
    it than they ever use. Linux counts private writable memory under RLIMIT_DATA.
    """
    if memory_bytes is not None and sys.platform == "linux":
        import resource  # noqa: PLC0415  # POSIX only

        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
