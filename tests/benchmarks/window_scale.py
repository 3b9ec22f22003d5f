"""How the window behaves with many tracks: `python -m tests.benchmarks.window_scale [TRACKS]`.

The catalog is made by the first run (see `library`). A heartbeat in the event loop tells for how
long nothing else could happen in the window's thread. Beside each time stands the processor time,
which other programs of a busy machine do not lengthen: of the whole process, and of the window's
thread between two beats.
"""

import argparse
import gc
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

if "--child" in sys.argv:
    gc.disable()  # as the program does before it loads the rest
os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tagger_app.app import open_window
from tagger_app.catalog.search import Order
from tagger_app.catalog.store import open_catalog
from tagger_app.paths import AppFolders
from tagger_app.settings import Settings
from tagger_app.ui.bugs import BugReporter
from tagger_app.ui.garbage import GarbageRounds
from tagger_app.ui.lookup import Answer
from tagger_app.ui.short_turns import short_turns
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.benchmarks.child import figures_of, seconds_since_start, tell
from tests.benchmarks.library import library
from tests.benchmarks.limits import Verdict

_SIZE = 1280, 800
"""The smallest screen that the window is made for."""
_BEAT_MS = 2
_PATIENCE_S = 120
_KEY_S = 0.12
"""Between two keys of one who types fast."""
_QUERIES = (
    "night",
    "4711",
    "son alb",
    'artist:"artist 100"',
    "genre:rock",
    "genre:rock score>0.9 -mood:sad night",
    "year>1990",
    "status:review",
)
_TYPED = tuple(query for query in _QUERIES if not query.endswith('"'))
"""A closing quotation mark changes nothing of what is found."""


@dataclass
class _Heart:
    """Beats in the event loop; knows the longest time between two beats."""

    longest: float = 0.0
    busiest: float = 0.0
    cpu: float = 0.0
    _last: float = 0.0
    _timer: QTimer = field(default_factory=QTimer)
    _clock: QElapsedTimer = field(default_factory=QElapsedTimer)

    def start(self) -> None:
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)
        self._clock.start()

    def reset(self) -> None:
        self._clock.restart()
        self.longest = self.busiest = 0.0
        self.cpu = time.process_time()
        self._last = time.thread_time()

    def _beat(self) -> None:
        now = time.thread_time()
        self.busiest = max(self.busiest, 1000 * (now - self._last))
        self._last = now
        self.longest = max(self.longest, self._clock.nsecsElapsed() / 1e6 - _BEAT_MS)
        self._clock.restart()


def main() -> None:
    """Measure, and print the figures beside what is wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.window_scale")
    parser.add_argument("tracks", type=int, nargs="?", default=100_000)
    parser.add_argument("--child", type=Path, metavar="CATALOG", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        tell(_measure(options.child))
        return
    from tests.benchmarks import machine  # noqa: PLC0415 (no part of the program's own start)

    load = machine.load()
    verdict = Verdict(window_figures(options.tracks), load)
    sys.stdout.write("\n".join([*verdict.lines(), ""]))
    sys.exit(verdict.failed)


def window_figures(tracks: int) -> dict[str, float]:
    """Measure; prints all it finds.

    Returns: the figures of `limits` by their names.
    """
    return figures_of(__spec__.name, "--child", str(library(tracks)))


def _measure(path: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    app = QApplication(["benchmark"])
    with ExitStack() as stack, tempfile.TemporaryDirectory() as home, open_catalog(path) as catalog:
        folders = AppFolders(Path(home) / "data", Path(home) / "config", Path(home) / "logs")
        settings = Settings(device="cpu", rescan_at_start=False)
        heart = _Heart()
        window = open_window(catalog, settings, folders, Theme(app, "dark"), BugReporter(None))
        heart.start()
        window.resize(*_SIZE)
        window.show()
        stack.enter_context(GarbageRounds(app))  # as the program does, like the next
        stack.enter_context(short_turns())
        _until(lambda: len(window.view.model.ids) > 0 and window.view.table.isVisible())
        _settle()
        figures["usable"] = 1000 * seconds_since_start()
        print(f"{len(window.view.model.ids)} tracks")  # noqa: T201
        _say("usable after the start of the process", figures["usable"], heart)
        _until(lambda: window.desk.model_id is not None and not window.view.busy)
        heart.reset()
        _wait(3)
        _say("until all numbers are there", 0, heart)
        figures["standstill"] = max(_scroll(window, heart), _sort(window, heart))
        figures["search"] = _search(window, heart)
        _type(window, heart)
        figures["decision"] = _decide(window, heart, "a decision is shown, the slowest of 30")
        with _busy_thread():
            _decide(window, heart, "the same while another thread sorts in Python")
        _alike(window, heart)
        figures["memory"] = _peak()
        print(f"peak memory of the process {figures['memory']:.0f} MB")  # noqa: T201
        while window.desk.history.done:  # the next run finds the catalog as this one did
            window.desk.history.undo()
        _until(lambda: not window.desk.storing)
        window.close()
    return figures


def _scroll(window: MainWindow, heart: _Heart) -> float:
    """The longest standstill, in milliseconds, as of `_sort`."""
    bar = window.view.table.verticalScrollBar()
    heart.reset()
    begin = time.perf_counter()
    steps = 150
    for step in range(steps):
        bar.setValue(bar.maximum() * (step * 37 % steps) // steps)
        window.view.table.viewport().repaint()
        _settle()
    _say("scroll to another place", 1000 * (time.perf_counter() - begin) / steps, heart)
    return heart.longest


def _sort(window: MainWindow, heart: _Heart) -> float:
    longest = 0.0
    for order in Order:
        if order is not Order.BEST_SCORE:
            heart.reset()
            seconds = _answered(window, lambda order=order: window.view.set_order(order))  # type: ignore[misc]
            _say(f"sort by {order}", 1000 * seconds, heart)
            longest = max(longest, heart.longest)
    _answered(window, lambda: window.view.set_order(Order.PATH))
    return longest


def _search(window: MainWindow, heart: _Heart) -> float:
    """The slowest, in milliseconds, as of the functions below."""
    slowest = 0.0
    for text in _QUERIES:
        heart.reset()

        def ask(text: str = text) -> None:
            window.search.setText(text)
            QTest.keyClick(window.search, Qt.Key.Key_Return)

        seconds = _answered(window, ask)
        count = len(window.view.model.ids)
        _say(f"search {text} ({count} found)", 1000 * seconds, heart)
        slowest = max(slowest, 1000 * seconds)
    _answered(window, lambda: QTest.keyClick(window.search, Qt.Key.Key_Escape))
    return slowest


def _type(window: MainWindow, heart: _Heart) -> float:
    """From the last key until what was typed is found; nobody presses Return."""
    slowest = 0.0
    line = window.search
    line.setFocus()
    for text in _TYPED:
        heart.reset()
        for letter in text[:-1]:
            QTest.keyClicks(line, letter)
            _wait(_KEY_S)
        seconds = _answered(
            window,
            lambda last=text[-1]: QTest.keyClicks(line, last),  # type: ignore[misc]
            lambda answer: answer.question.query.conditions == line.query.conditions,
        )
        count = len(window.view.model.ids)
        _say(f"type {text} ({count} found)", 1000 * seconds, heart)
        slowest = max(slowest, 1000 * seconds)
        QTest.keyClick(line, Qt.Key.Key_Escape)  # closes what is offered
        if line.text():
            _answered(window, line.clear)
    window.view.take_keys()
    return slowest


@contextmanager
def _busy_thread() -> Iterator[None]:
    """A thread that has Python to itself whenever it can, more than counting ever does."""
    ended = threading.Event()
    paths = [Path(f"/music/{n % 100}/{n}") for n in range(3_000)]

    def sort() -> None:
        while not ended.is_set():
            sorted(paths)

    thread = threading.Thread(target=sort)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _decide(window: MainWindow, heart: _Heart, what: str) -> float:
    table = window.view.table
    table.go_to_row(0)
    _settle()
    heart.reset()
    longest = busiest = 0.0
    for _ in range(30):
        begin, begin_cpu = time.perf_counter(), time.thread_time()
        QTest.keyClick(table, Qt.Key.Key_A)
        table.viewport().repaint()
        longest = max(longest, time.perf_counter() - begin)
        busiest = max(busiest, time.thread_time() - begin_cpu)
        _wait(0.1)
    _say(what, 1000 * longest, heart)
    print(f"    of that processor time {1000 * busiest:.1f} ms")  # noqa: T201
    return 1000 * longest


def _alike(window: MainWindow, heart: _Heart) -> None:
    heart.reset()
    seconds = _answered(
        window, window.commands["similar"].trigger, lambda _: window.view.listing is not None
    )
    _say("more like this, the first time", 1000 * seconds, heart)
    _answered(window, window.commands["go-back"].trigger, lambda _: window.view.listing is None)


def _answered(
    window: MainWindow, ask: Callable[[], object], there: Callable[[Answer], bool] = lambda _: True
) -> float:
    """Seconds from asking until what was asked for is drawn."""
    answers: list[Answer] = []
    connection = window.view.answered.connect(answers.append)
    begin = time.perf_counter()
    ask()
    _until(lambda: bool(answers) and there(answers[-1]) and not window.view.busy)
    window.view.table.viewport().repaint()
    window.view.answered.disconnect(connection)
    return time.perf_counter() - begin


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            sys.exit("waited in vain")
        # Waits for an event, and the heart beats anyway: spinning would hold up the other threads.
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    _until(lambda: time.monotonic() > end)


def _settle() -> None:
    QApplication.processEvents()


def _peak() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _say(what: str, milliseconds: float, heart: _Heart) -> None:
    cpu = 1000 * (time.process_time() - heart.cpu)
    print(  # noqa: T201 (the result)
        f"{what:52}{milliseconds:9.1f} ms (cpu {cpu:7.1f})   longest standstill"
        f" {heart.longest:7.1f} ms (cpu {heart.busiest:6.1f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
