"""What runs in the child process: it serves one call after the other until the parent is gone."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from typing import Any

from tagger_app.core.errors import TaggerError

_log = logging.getLogger(__name__)


class IsolationError(TaggerError):
    """A child process could not be started at all; nothing of the run can be done."""


class Answer(Enum):
    """What a message from a child means."""

    READY = auto()
    NOT_STARTED = auto()
    VALUE = auto()
    ERROR = auto()
    NO_MEMORY = auto()
    BUG = auto()


def serve_calls(
    connection: Connection,
    start: Callable[..., Callable[[Any], Any]],
    start_arguments: tuple[Any, ...],
    memory_bytes: int | None,
) -> None:
    """The child's main function; see `WorkerPool` for the arguments."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Standard output belongs to the parent's results: nothing a library prints may get there.
    with suppress(OSError):
        os.dup2(2, 1)
    try:
        serve = start(*start_arguments)
        _limit_memory(memory_bytes)
    except TaggerError as error:
        connection.send((Answer.NOT_STARTED, error))
        return
    except Exception:  # noqa: BLE001  # whatever went wrong is reported to the parent
        problem = IsolationError(
            "A worker process could not start:\n{trace}", trace=traceback.format_exc()
        )
        connection.send((Answer.NOT_STARTED, problem))
        return
    connection.send((Answer.READY, None))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            connection.send(_answer(serve, connection.recv()))


def _answer(serve: Callable[[Any], Any], call: Any) -> tuple[Answer, Any]:
    try:
        return Answer.VALUE, serve(call)
    except TaggerError as error:
        return Answer.ERROR, error
    except MemoryError:
        return Answer.NO_MEMORY, None
    except Exception as error:  # noqa: BLE001  # a bug costs one call, with its trace in the log
        _log.exception("while serving %.200r", call)
        return Answer.BUG, f"An unexpected error ({type(error).__name__}: {error}). Report it."


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
