"""A pool of child processes."""

import logging
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, Self

from tagger_app.isolation.worker import Call, Outcome, Value, Worker

_log = logging.getLogger(__name__)


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
        self._workers = [Worker(start, start_arguments, memory_bytes) for _ in range(size)]
        self._seconds = seconds
        self._attempts = attempts
        self._running = False

    def run(
        self, calls: Iterable[Call], *, tick: float = 0.05
    ) -> Generator[Outcome[Call, Value] | None, None, None]:
        """Serve every call; yields outcomes in order of completion, and None when `tick` passes.

        `calls` is consumed lazily, one ahead of each free child. Closing the generator kills the
        children in flight. There is one run at a time: outcomes go to whoever asks next.

        Args:
            calls: the calls.
            tick: longest time in seconds without a yield.

        Raises:
            TaggerError: `start` raised it; no call can be served.
            IsolationError: a child did not start for another reason.
            RuntimeError: another run is not finished yet.
        """
        if self._running:
            raise RuntimeError("A pool was asked to run calls while another run goes on.")
        source = iter(calls)
        self._running = True
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
            self._running = False
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

    def _look_after(self, worker: Worker, has_news: bool) -> Outcome[Call, Value] | None:
        """The outcome of the worker's call if it is finished, one way or the other."""
        if has_news:
            lost = worker.read()
        elif time.monotonic() >= worker.deadline:
            lost = worker.give_up()
        else:
            return None
        if lost is None:
            return worker.outcome()
        _log.warning("attempt %d of %.200r: %s", worker.attempt, worker.call, lost.detail)
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

    def __exit__(self, *error: object) -> None:
        self.close()
