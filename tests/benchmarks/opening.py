"""How soon the sound of a track is seen: `python -m tests.benchmarks.opening MUSIC_FOLDER`.

Tracks of five minutes, put together from the pieces in the folder, are heard; then the window opens
one after the other and draws its spectrogram: from the row's being chosen until it is painted.
"""

import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
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
from tests.benchmarks.music import music_in

_RATE = 44_100
_SECONDS = 300
_TRACKS = 7  # the first of them also starts the processes and is told apart
_PIECES = 20
_PATIENCE_S = 120


def main(music: Path) -> None:
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
                _measure(window)
                window.close()


def _put_together(music: Path, place: Path) -> None:
    place.mkdir()
    pieces = itertools.cycle([_decoded(file) for file in music_in(music)[:_PIECES]])
    whole = np.concatenate(list(itertools.islice(pieces, 100)))[: _SECONDS * _RATE]
    first = place / "0.mp3"
    write_audio(first, np.ascontiguousarray(whole.T), _RATE)
    for number in range(1, _TRACKS):
        shutil.copy(first, place / f"{number}.mp3")


def _decoded(file: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    sound, _ = StereoReader(file, _RATE).read(0, _SECONDS * _RATE)
    return sound


def _measure(window: MainWindow) -> None:
    coarse: list[float] = []
    seen: list[float] = []
    window.listener.sketched.connect(lambda _: seen.append(time.perf_counter()))
    window.listener.heard.connect(lambda _: seen.append(time.perf_counter()))
    print(f"load {os.getloadavg()[0]:.1f}")  # noqa: T201
    for row in range(_TRACKS):
        seen.clear()
        begin = time.perf_counter()
        window.view.table.go_to_row(row)
        _until(lambda: bool(seen))
        window.timeline.grab()
        coarse.append(1000 * (time.perf_counter() - begin))
    told = ", ".join(f"{one:.0f}" for one in coarse[1:])
    print(f"first {coarse[0]:.0f} ms; then median {statistics.median(coarse[1:]):.0f} ms ({told})")  # noqa: T201


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            sys.exit("waited in vain")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
