"""How long the program takes until it can be used."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tagger_app.inference.engine import Engine

_PROBE = "TAGGER_STARTUP_PROBE"
_SHOWN = "window shown"


def seconds_to_window(*, runs: int = 3) -> float | None:
    """Median seconds from starting the program to its first window; None where it shows none.

    Without a display a virtual one is used where there is one, else Qt draws offscreen.
    """
    times = [_one_start() for _ in range(runs + 1)]
    measured = [seconds for seconds in times[1:] if seconds is not None]  # the first fills caches
    return statistics.median(measured) if len(measured) == runs else None


def _one_start() -> float | None:
    environment = {**os.environ, _PROBE: "1"}
    command = [sys.executable, "-m", "tagger_app"]
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        if shutil.which("xvfb-run"):
            command = ["xvfb-run", "-a", *command]
        else:
            environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        environment |= {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "XDG_CACHE_HOME": home}
        command += ["--catalog", str(Path(home) / "catalog.sqlite")]
        start = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as program:
            assert program.stdout is not None
            for line in program.stdout:
                if line.strip() == _SHOWN:
                    return time.perf_counter() - start
    return None


def seconds_to_engine(model: Path, *, runs: int = 3) -> float:
    """Median seconds until a new engine process has the model open."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        with Engine(model, workers=1) as engine:
            assert engine.device_note
        times.append(time.perf_counter() - start)
    return statistics.median(times)
