import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import TaggerError
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.events import FilesFound, Tick
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tagger_app.ui.jobs import SIGNALS_PER_SECOND, Job, JobEnd, JobRunner


class Record:
    """What a runner told, in order."""

    def __init__(self, runner: JobRunner) -> None:
        self.news: list[tuple[str, list[Any]]] = []
        self.ends: list[tuple[str, JobEnd]] = []
        self.failures: list[tuple[str, str]] = []
        self.bugs: list[Exception] = []
        runner.news.connect(lambda name, events: self.news.append((name, events)))
        runner.ended.connect(lambda name, how: self.ends.append((name, how)))
        runner.failed.connect(lambda name, text: self.failures.append((name, text)))
        runner.bug.connect(self.bugs.append)

    def events(self, name: str) -> list[Any]:
        return [event for told, events in self.news if told == name for event in events]


@pytest.fixture
def runner(catalog: Catalog, qtbot: QtBot) -> Iterator[JobRunner]:
    del qtbot  # there must be an application

    @contextmanager
    def open_bench() -> Iterator[Workbench]:
        with Workbench(catalog, None, Vocabulary({}), Settings()) as bench:
            yield bench

    made = JobRunner(open_bench)
    made.begin()
    yield made
    assert made.stop()


@pytest.fixture
def record(runner: JobRunner) -> Record:
    return Record(runner)


class Endless:
    """A job that goes on until it is closed."""

    def __init__(self) -> None:
        self.running = threading.Event()
        self.closed = threading.Event()

    def start(self, _: Workbench) -> Iterator[Tick]:
        try:
            while True:
                self.running.set()
                time.sleep(0.001)  # what a real job does between two events takes time, too
                yield Tick()
        finally:
            self.closed.set()


def test_a_job_tells_its_events_in_order_and_its_end(
    runner: JobRunner, record: Record, qtbot: QtBot
) -> None:
    runner.run(Job("walk", lambda _: iter([FilesFound(n) for n in range(500)])))
    qtbot.waitUntil(lambda: record.ends == [("walk", JobEnd.COMPLETE)])
    assert record.events("walk") == [FilesFound(n) for n in range(500)]


def test_many_events_come_in_few_signals(runner: JobRunner, record: Record, qtbot: QtBot) -> None:
    begin = time.monotonic()
    runner.run(Job("walk", lambda _: iter([Tick()] * 20_000)))
    qtbot.waitUntil(lambda: bool(record.ends))
    seconds = time.monotonic() - begin
    assert len(record.events("walk")) == 20_000
    assert len(record.news) <= seconds * SIGNALS_PER_SECOND + 2


def test_an_action_is_done_while_a_job_runs(
    runner: JobRunner, record: Record, qtbot: QtBot
) -> None:
    endless, answers = Endless(), list[int]()
    runner.run(Job("long", endless.start))
    assert endless.running.wait(10)
    runner.act(lambda bench: len(bench.catalog.tracks.folders()), answers.append)
    qtbot.waitUntil(lambda: answers == [0])
    assert record.ends == []


def test_cancel_closes_the_job(runner: JobRunner, record: Record, qtbot: QtBot) -> None:
    endless = Endless()
    runner.run(Job("long", endless.start))
    assert endless.running.wait(10)
    runner.cancel("long")
    qtbot.waitUntil(lambda: record.ends == [("long", JobEnd.CANCELLED)])
    assert endless.closed.is_set()


def test_background_waits_for_others_and_goes_on(
    runner: JobRunner, record: Record, qtbot: QtBot
) -> None:
    endless = Endless()
    runner.run(Job("background", endless.start, background=True))
    assert endless.running.wait(10)
    runner.run(Job("front", lambda _: iter([FilesFound(1)])))
    qtbot.waitUntil(lambda: ("front", JobEnd.COMPLETE) in record.ends)
    endless.running.clear()
    assert endless.running.wait(10)


def test_a_known_failure_is_told_and_the_next_job_runs(
    runner: JobRunner, record: Record, qtbot: QtBot
) -> None:
    def fails(_: Workbench) -> Iterator[Tick]:
        yield Tick()
        raise TaggerError("The disk is full.")

    runner.run(Job("bad", fails))
    runner.run(Job("good", lambda _: iter([Tick()])))
    qtbot.waitUntil(lambda: ("good", JobEnd.COMPLETE) in record.ends)
    assert record.failures == [("bad", "The disk is full.")]
    assert ("bad", JobEnd.FAILED) in record.ends
    assert record.bugs == []


def test_a_bug_is_told_as_such_and_the_thread_goes_on(
    runner: JobRunner, record: Record, qtbot: QtBot
) -> None:
    runner.act(lambda _: int("x"))
    runner.run(Job("good", lambda _: iter([Tick()])))
    qtbot.waitUntil(lambda: ("good", JobEnd.COMPLETE) in record.ends)
    assert [type(bug) for bug in record.bugs] == [ValueError]
    assert record.failures == []


def test_stop_closes_what_runs(runner: JobRunner) -> None:
    endless = Endless()
    runner.run(Job("long", endless.start))
    assert endless.running.wait(10)
    assert runner.stop()
    assert endless.closed.is_set()


def test_nothing_is_told_after_the_end(
    runner: JobRunner, record: Record, qapp: QApplication
) -> None:
    answers: list[int] = []
    runner.act(lambda _: 1, answers.append)
    runner.run(Job("short", lambda _: iter([Tick()])))
    assert runner.stop()
    qapp.processEvents()
    assert answers == []
    assert record.ends == []
