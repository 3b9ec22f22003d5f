"""How the window behaves with many tracks: `python -m tests.benchmarks.window_scale [TRACKS]`.

With `--catalog FILE` a catalog that an earlier run has filled with `--keep FILE` is used again. A
heartbeat in the event loop tells for how long nothing else could happen in the window's thread.
Beside each time stands the processor time, which other programs of a busy machine do not lengthen:
of the whole process, and of the window's thread between two beats.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tagger_app.app import open_window
from tagger_app.catalog.search import Order
from tagger_app.catalog.store import open_catalog
from tagger_app.inference.model_store import ModelStore
from tagger_app.paths import AppFolders, resources_folder
from tagger_app.settings import Settings
from tagger_app.ui.bugs import BugReporter
from tagger_app.ui.garbage import GarbageRounds
from tagger_app.ui.short_turns import short_turns
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.benchmarks.catalog_scale import fill

_BEAT_MS = 2
_PATIENCE_S = 120
_SHOWN = "TAGGER_BENCHMARK_STARTED"
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
    """Fill a catalog, or take one, and measure in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.window_scale")
    parser.add_argument("tracks", type=int, nargs="?", default=100_000)
    parser.add_argument("--catalog", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", action="store_true")
    options = parser.parse_args()
    if options.child:
        _measure(options.catalog)
        return
    with ExitStack() as stack:
        catalog = options.catalog or options.keep
        if catalog is None:
            catalog = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "catalog.sqlite"
        if options.catalog is None:
            model = ModelStore([resources_folder() / "models"]).default()
            with open_catalog(catalog) as opened:
                fill(opened, options.tracks, model.card, model.digest)
        command = [sys.executable, "-m", __spec__.name, "--child", "--catalog", str(catalog)]
        environment = os.environ | {_SHOWN: str(time.time())}
        subprocess.run(command, env=environment, check=True)


def _measure(path: Path) -> None:
    app = QApplication(["benchmark"])
    with ExitStack() as stack, tempfile.TemporaryDirectory() as home, open_catalog(path) as catalog:
        folders = AppFolders(Path(home) / "data", Path(home) / "config", Path(home) / "logs")
        settings = Settings(device="cpu", rescan_at_start=False)
        heart = _Heart()
        window = open_window(catalog, settings, folders, Theme(app, "dark"), BugReporter(None))
        heart.start()
        window.show()
        stack.enter_context(GarbageRounds(app))  # as the program does, like the next
        stack.enter_context(short_turns())
        _until(lambda: len(window.view.model.ids) > 0 and window.view.table.isVisible())
        _settle()
        started = time.time() - float(os.environ[_SHOWN])
        print(f"load {os.getloadavg()[0]:.1f}, {len(window.view.model.ids)} tracks")  # noqa: T201
        _say("usable after the start of the process", started * 1000, heart)
        _until(lambda: window.desk.model_id is not None and not window.view.busy)
        heart.reset()
        _wait(3)
        _say("until all numbers are there", 0, heart)
        _scroll(window, heart)
        _sort(window, heart)
        _search(window, heart)
        _decide(window, heart, "a decision is shown, the slowest of 30")
        with _busy_thread():
            _decide(window, heart, "the same while another thread sorts in Python")
        _alike(window, heart)
        print(f"peak memory of the process {_peak():.0f} MB")  # noqa: T201
        window.close()


def _scroll(window: MainWindow, heart: _Heart) -> None:
    bar = window.view.table.verticalScrollBar()
    heart.reset()
    begin = time.perf_counter()
    steps = 150
    for step in range(steps):
        bar.setValue(bar.maximum() * (step * 37 % steps) // steps)
        window.view.table.viewport().repaint()
        _settle()
    _say("scroll to another place", 1000 * (time.perf_counter() - begin) / steps, heart)


def _sort(window: MainWindow, heart: _Heart) -> None:
    for order in Order:
        if order is not Order.BEST_SCORE:
            heart.reset()
            seconds = _answered(window, lambda order=order: window.view.set_order(order))  # type: ignore[misc]
            _say(f"sort by {order}", 1000 * seconds, heart)
    _answered(window, lambda: window.view.set_order(Order.PATH))


def _search(window: MainWindow, heart: _Heart) -> None:
    for text in _QUERIES:
        heart.reset()

        def ask(text: str = text) -> None:
            window.search.setText(text)
            QTest.keyClick(window.search, Qt.Key.Key_Return)

        seconds = _answered(window, ask)
        count = len(window.view.model.ids)
        _say(f"search {text} ({count} found)", 1000 * seconds, heart)
    _answered(window, lambda: QTest.keyClick(window.search, Qt.Key.Key_Escape))


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


def _decide(window: MainWindow, heart: _Heart, what: str) -> None:
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


def _alike(window: MainWindow, heart: _Heart) -> None:
    heart.reset()
    seconds = _answered(
        window, window.commands["similar"].trigger, lambda: window.view.listing is not None
    )
    _say("more like this, the first time", 1000 * seconds, heart)
    _answered(window, window.commands["go-back"].trigger, lambda: window.view.listing is None)


def _answered(
    window: MainWindow, ask: Callable[[], object], there: Callable[[], bool] = lambda: True
) -> float:
    """Seconds from asking until what was asked for is drawn."""
    answers: list[float] = []
    connection = window.view.answered.connect(lambda _: answers.append(time.perf_counter()))
    begin = time.perf_counter()
    ask()
    _until(lambda: bool(answers) and there() and not window.view.busy)
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
