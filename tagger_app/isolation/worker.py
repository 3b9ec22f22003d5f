"""The parent's side of one child process."""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from tagger_app.core.errors import FileError, Reason, TaggerError
from tagger_app.core.texts import Text, reason
from tagger_app.isolation.child import Answer, IsolationError, serve_calls

Call = TypeVar("Call")
Value = TypeVar("Value")

START_SECONDS = 120.0
"""How long a child may take to start: a cold disk and CUDA's initialisation are slow."""


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


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a child is of no use any more."""

    reason: Reason
    detail: str


class Worker:
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
        self._answer: tuple[Answer, Any] | None = None
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
        process = context.Process(
            target=serve_calls, args=(theirs, *self._child_arguments), daemon=True
        )
        try:
            with _interrupt_kept_from_children():
                process.start()
        except OSError as error:
            raise IsolationError(
                "A worker process could not be started ({why}). Close other programs and try"
                " again.",
                why=reason(error),
            ) from error
        finally:
            theirs.close()
        self._process, self._started = process, False
        self.deadline = time.monotonic() + START_SECONDS

    def _send(self) -> None:
        self.deadline = time.monotonic() + self._limit
        # A child that is already dead is noticed at the next read.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(self.call)

    def read(self) -> Lost | None:
        """Take the child's message; tells if the child was lost.

        Raises:
            TaggerError, IsolationError: the child could not start.
        """
        try:
            answer, value = self.pipe.recv()
        except (EOFError, OSError):
            return self._post_mortem()
        if answer is Answer.NOT_STARTED:
            self.kill()
            raise value
        if answer is Answer.READY:
            self._started = True
            self._send()
            return None
        if answer is Answer.NO_MEMORY:
            return Lost(Reason.OUT_OF_MEMORY, _OUT_OF_MEMORY)
        self._answer = (answer, value)
        return None

    def outcome(self) -> Outcome[Any, Any] | None:
        """The outcome, once the child has answered; the worker is free then."""
        if self._answer is None:
            return None
        (answer, value), call = self._answer, self.call
        self._answer, self.call, self.busy = None, None, False
        if answer is Answer.VALUE:
            return Outcome(call, value)
        if answer is Answer.BUG:
            return Outcome(call, failure=Reason.INTERNAL, detail=value)
        if isinstance(value, FileError):
            return Outcome(call, failure=value.reason, detail=value.detail, error=value)
        return Outcome(call, failure=Reason.INTERNAL, detail=str(value), error=value)

    def give_up(self) -> Lost:
        """The deadline has passed.

        Raises:
            IsolationError: the child has not even started.
        """
        if not self._started:
            self.kill()
            raise IsolationError(
                "A worker process did not start within {seconds} s. Close other programs and try"
                " again.",
                seconds=round(START_SECONDS),
            )
        return Lost(
            Reason.HUNG,
            f"No answer after {self._limit:.0f} s; the file was set aside. It may be damaged or"
            " on a very slow disk.",
        )

    def _post_mortem(self) -> Lost:
        assert self._process is not None  # noqa: S101  # only started workers are read
        self._process.join(5)
        code = self._process.exitcode
        if not self._started:
            self.kill()
            raise IsolationError(
                "A worker process ended while it started ({why}). The messages above may say why;"
                " reinstalling the program repairs a damaged installation.",
                why=_exit_words(code),
            )
        if code == _KILLED:  # not by us: the system does so when memory is short
            return Lost(Reason.OUT_OF_MEMORY, _OUT_OF_MEMORY)
        return Lost(
            Reason.CRASHED,
            f"The process that worked on this file crashed ({_exit_words(code)}); the file was"
            " set aside. It is probably damaged.",
        )


_OUT_OF_MEMORY = (
    "The process that worked on this file ran out of memory; the file was set aside. It is"
    " probably damaged."
)


def _exit_words(code: int | None) -> Text | str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return Text("exit code {code}", code=code)


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
