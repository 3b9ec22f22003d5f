"""`tagger-app doctor`: what this program runs on, and whether it works here."""

import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger_app import __version__
from tagger_app.audio.encode import write_audio
from tagger_app.cli.printer import Printer
from tagger_app.core.errors import TaggerError
from tagger_app.inference.model_store import ModelStore
from tagger_app.inference.session import Session, open_session
from tagger_app.paths import AppFolders
from tagger_app.pipeline.resources import choose_model
from tagger_app.playback.output import Output
from tagger_app.playback.reading import Read, open_reader_pool
from tagger_app.settings import Settings

_LIBRARIES = (
    "numpy", "av", "miniaudio", "mutagen", "onnxruntime-gpu", "onnxruntime", "SQLAlchemy",
    "alembic", "PySide6-Essentials", "pyqtgraph",
)  # fmt: skip
_TIMED_RUNS = 5


def examine(
    store: ModelStore, settings: Settings, folders: AppFolders, catalog: Path, printer: Printer
) -> int:
    """Print versions, folders, models, a timed dummy batch and whether sound can be played.

    Returns 1 if something does not work. Having no sound device is no fault.
    """
    facts: dict[str, Any] = {
        "tagger": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "sqlite": sqlite3.sqlite_version,
        "libraries": _versions(),
        "catalog": _place(catalog),
        "models": _place(folders.models),
        "settings": _place(folders.settings),
        "logs": _place(folders.logs),
    }
    code = 0
    try:
        model = choose_model(store, settings.model)
        session = open_session(model.path, settings.device)
        facts["model"] = f"{model.card.name} {model.card.version} ({model.path})"
        facts["device"] = str(session.device_note)
        facts["ms per chunk"] = round(_milliseconds_per_chunk(session), 1)
    except TaggerError as error:
        facts["problem"] = str(error)
        code = 1
    try:
        facts["sound"] = _sound()
    except TaggerError as error:
        facts["sound problem"] = str(error)
        code = 1
    problems = [str(problem) for problem in store.problems()]
    if problems:
        facts["unusable models"] = "; ".join(problems)
        code = 1
    printer.result(facts, "\n".join(f"{name:<14}{_text(value)}" for name, value in facts.items()))
    return code


def _milliseconds_per_chunk(session: Session) -> float:
    """Median over a few runs on noise, one chunk at a time."""
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (1, session.card.chunk_samples))
    chunk = noise.astype(np.float32)
    times = []
    for _ in range(_TIMED_RUNS):
        start = time.perf_counter()
        session.run(chunk)
        times.append(time.perf_counter() - start)
    return 1000.0 * statistics.median(times)


class _Nothing:
    """What a device is given that is never started."""

    @staticmethod
    def send(frames: int, /) -> NDArray[np.float32]:
        return np.zeros((frames, 2), np.float32)


def _sound() -> str:
    """The device that playing would use, after a tenth of a second was decoded for it.

    Raises:
        TaggerError: the file for it could not be written, or not be decoded.
        IsolationError: the process that decodes does not start.
    """
    output = Output(_Nothing())
    try:
        with tempfile.TemporaryDirectory() as place, open_reader_pool() as readers:
            file = Path(place) / "silence.flac"
            write_audio(file, np.zeros((2, output.rate), np.float32), output.rate)
            call = Read(file, 0, output.rate // 10, output.rate)
            for outcome in readers.run([call]):
                if outcome is not None and outcome.value is None:
                    raise TaggerError(f"No sound can be decoded: {outcome.detail}")
        device = "no device, a silent one keeps time" if output.silent else "there is a device"
        return f"{device}, {output.rate} Hz"
    finally:
        output.close()


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _place(path: Path) -> str:
    parent = path
    while not parent.exists():
        parent = parent.parent
    free = shutil.disk_usage(parent).free // 1_000_000
    return f"{path} ({'there' if path.exists() else 'not made yet'}, {free} MB free)"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {version}" for name, version in value.items())
    return str(value)
