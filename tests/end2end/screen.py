"""A screen of one's own, with hands on mouse and keyboard."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_GRAB = """
import sys
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
picture = QBuffer()
app.primaryScreen().grabWindow(0).save(picture, "PNG")
sys.stdout.buffer.write(picture.data().data())
"""
ROOT = Path(__file__).resolve().parents[2]


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60.0) -> None:
    """Wait until something is true.

    Raises:
        AssertionError: it did not become true in time.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)


@contextmanager
def screen(width: int = 1280, height: int = 800) -> Iterator[str]:
    """A virtual X screen; gives the value for DISPLAY."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
            "-nolisten", "tcp",
            # Else it begins anew whenever its last client leaves, such as each call of xdotool
            # before there is a window, and turns away a program that is just starting.
            "-noreset",
        ],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with os.fdopen(read_end) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def grab(environment: Mapping[str, str]) -> bytes:
    """A picture of the screen, as PNG."""
    done = subprocess.run(
        [sys.executable, "-c", _GRAB], env=environment, capture_output=True, check=True, timeout=60
    )
    return done.stdout


@dataclass
class Hands:
    """Mouse and keyboard of a screen."""

    display: str

    def do(self, *arguments: str) -> str:
        """Run xdotool; returns what it prints."""
        done = subprocess.run(
            ["xdotool", *arguments],
            env=os.environ | {"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.stdout

    def window(self, name: str) -> str:
        """The id of a visible window, once it is there."""
        wait_for(lambda: bool(self._ids(name)), f"a window called {name}")
        return self._ids(name)[-1]

    def _ids(self, name: str) -> list[str]:
        return self.do("search", "--onlyvisible", "--name", f"^{name}$").split()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in steps as a hand does, and let go."""
        self.do("mousemove", *map(str, start), "mousedown", "1")
        for step in range(1, 21):
            x = start[0] + (end[0] - start[0]) * step // 20
            y = start[1] + (end[1] - start[1]) * step // 20
            self.do("mousemove", "--sync", str(x), str(y))
        self.do("mousemove", str(end[0] + 1), str(end[1]))
        self.do("mouseup", "1")


@contextmanager
def program(
    module: str, *arguments: str, environment: Mapping[str, str], output: IO[str]
) -> Iterator[subprocess.Popen[str]]:
    """A Python program of this repository; whatever it prints goes to `output`."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
