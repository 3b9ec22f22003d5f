"""How soon the sound of a track is seen: `python -m tests.benchmarks.opening MUSIC`.

Tracks of five minutes, put together from pieces of music (folders or files), are heard; then the
window opens one after the other and draws its spectrogram: from the row's being chosen until it is
painted.
"""

import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from tagger_app.app import open_window
from tagger_app.audio.encode import write_audio
from tagger_app.audio.stereo import StereoReader
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import open_catalog
from tagger_app.cli.printer import follow
from tagger_app.paths import AppFolders
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.resources import load_vocabulary, model_or_another, model_store
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import Settings
from tagger_app.ui.bugs import BugReporter
from tagger_app.ui.garbage import GarbageRounds
from tagger_app.ui.short_turns import short_turns
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.benchmarks import machine
from tests.benchmarks.child import figures_of, tell
from tests.benchmarks.limits import Verdict
from tests.benchmarks.music import music_in

_RATE = 44_100
_SECONDS = 300
_TRACKS = 7  # the first of them also starts the processes and is told apart
_PIECES = 20
_PATIENCE_S = 120
_CHILD = "--child"


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figure beside what is wanted."""
    if arguments[0] == _CHILD:
        tell({"opening": _median_ms([Path(path) for path in arguments[1:]])})
        return
    load = machine.load()
    music = [file for path in map(Path, arguments) for file in music_in(path)]
    verdict = Verdict(opening_figures(music), load)
    sys.stdout.write("\n".join([*verdict.lines(), ""]))
    sys.exit(verdict.failed)


def opening_figures(music: Sequence[Path]) -> dict[str, float]:
    """Measure with these files; prints all it finds.

    Returns: the figure of `limits` by its name.
    """
    return figures_of(__spec__.name, _CHILD, *map(str, music[:_PIECES]))


def _median_ms(music: Sequence[Path]) -> float:
    """Make tracks, hear them, open the window and measure."""
    app = QApplication(["benchmark"])
    with tempfile.TemporaryDirectory() as home:
        folders = AppFolders(Path(home) / "data", Path(home) / "config", Path(home) / "logs")
        tracks = Path(home) / "tracks"
        _put_together(music, tracks)
        settings = Settings(device="cpu", rescan_at_start=False)
        with open_catalog(Path(home) / "catalog.sqlite") as catalog:
            model, _ = model_or_another(model_store(folders), settings.model)
            with Workbench(catalog, model, load_vocabulary(), settings) as bench:
                follow("Scanning", scan(bench, [tracks]), lambda _: None)
                follow("Hearing", analyze(bench, catalog.search.ids(TrackQuery())), lambda _: None)
            window = open_window(catalog, settings, folders, Theme(app, "dark"), BugReporter(None))
            window.show()
            with GarbageRounds(app), short_turns():  # as the program does
                _until(lambda: len(window.view.model.ids) == _TRACKS and bool(window.desk.model_id))
                median = _measure(window)
                window.close()
    return median


def _put_together(music: Sequence[Path], place: Path) -> None:
    place.mkdir()
    pieces = itertools.cycle([_decoded(file) for file in music])
    whole = np.concatenate(list(itertools.islice(pieces, 100)))[: _SECONDS * _RATE]
    first = place / "0.mp3"
    write_audio(first, np.ascontiguousarray(whole.T), _RATE)
    for number in range(1, _TRACKS):
        shutil.copy(first, place / f"{number}.mp3")


def _decoded(file: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    sound, _ = StereoReader(file, _RATE).read(0, _SECONDS * _RATE)
    return sound


def _measure(window: MainWindow) -> float:
    coarse: list[float] = []
    seen: list[float] = []
    window.listener.sketched.connect(lambda _: seen.append(time.perf_counter()))
    window.listener.heard.connect(lambda _: seen.append(time.perf_counter()))
    print(machine.told(machine.load()))  # noqa: T201 (the result, like below)
    for row in range(_TRACKS):
        seen.clear()
        begin = time.perf_counter()
        window.view.table.go_to_row(row)
        _until(lambda: bool(seen))
        window.timeline.grab()
        coarse.append(1000 * (time.perf_counter() - begin))
    told, median = ", ".join(f"{one:.0f}" for one in coarse[1:]), statistics.median(coarse[1:])
    print(f"first {coarse[0]:.0f} ms; then median {median:.0f} ms ({told})")  # noqa: T201
    return median


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            sys.exit("waited in vain")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
