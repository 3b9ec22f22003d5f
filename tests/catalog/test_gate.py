import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from tagger_app.catalog.gate import CommitGate
from tagger_app.core.errors import CatalogBusyError


class _Watch:
    """Notes what is inside the gate at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.readers = self.commits = 0
        self.most_readers = 0
        self.broken = False

    @contextmanager
    def inside(self, *, readers: int = 0, commits: int = 0) -> Iterator[None]:
        self._count(readers, commits)
        try:
            yield
        finally:
            self._count(-readers, -commits)

    def _count(self, readers: int, commits: int) -> None:
        with self._lock:
            self.readers += readers
            self.commits += commits
            self.most_readers = max(self.most_readers, self.readers)
            self.broken |= self.commits > 0 and self.readers > 0


def test_nobody_reads_during_a_commit_and_everyone_gets_a_turn() -> None:
    gate, watch = CommitGate(), _Watch()

    def read() -> None:
        for _ in range(2_000):
            with gate.reading(), watch.inside(readers=1):
                pass

    def commit() -> None:
        for _ in range(2_000):
            with gate.committing(), watch.inside(commits=1):
                pass

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(work) for work in (read, commit, read, read)]:
            done.result(timeout=60)

    assert not watch.broken


def test_readers_read_together() -> None:
    gate, watch, both = CommitGate(), _Watch(), threading.Barrier(2, timeout=30)

    def read() -> None:
        with gate.reading(), watch.inside(readers=1):
            both.wait()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(read), threads.submit(read)]:
            done.result(timeout=60)

    assert watch.most_readers == 2


def test_a_waiting_reader_goes_before_the_next_commit() -> None:
    gate = CommitGate()
    order: list[str] = []
    committing = threading.Event()

    def read() -> None:
        committing.wait(30)
        with gate.reading():
            order.append("read")

    with ThreadPoolExecutor(1) as threads:
        reader = threads.submit(read)
        with gate.committing():
            committing.set()
            while not gate.readers_waiting:
                pass
            order.append("first commit")
        with gate.committing():
            order.append("second commit")
        reader.result(timeout=60)

    assert order == ["first commit", "read", "second commit"]


def test_who_does_not_wait_goes_before_a_commit_that_waits_and_not_into_one_that_goes_on() -> None:
    gate = CommitGate()
    begun, leave = threading.Event(), threading.Event()

    def read() -> None:
        with gate.reading():
            begun.set()
            leave.wait(30)

    def commit() -> None:
        with gate.committing(), pytest.raises(CatalogBusyError), gate.reading(wait=False):
            pass

    with ThreadPoolExecutor(3) as threads:
        reader = threads.submit(read)
        assert begun.wait(30)
        committer = threads.submit(commit)
        patient = threads.submit(_read_once, gate)  # waits as soon as the commit does
        while not gate.readers_waiting and not patient.done():
            pass
        with gate.reading(wait=False):
            assert not committer.done()
        leave.set()
        for done in (reader, committer, patient):
            done.result(timeout=60)
    with gate.reading(wait=False):
        pass


def _read_once(gate: CommitGate) -> None:
    with gate.reading():
        pass
