"""A second start of the program, while a window of the first is there or no more."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tagger_app.paths import AppFolders
from tagger_app.ui.single_instance import Handed, SingleInstance, instance_name
from tests.ui.conftest import Start

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def runtime() -> Iterator[Path]:
    """A folder with a short name: those of sockets are limited."""
    with TemporaryDirectory(prefix="tagger") as folder:
        yield Path(folder)


def second_start(runtime: Path, home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """The program itself, in a process of its own; with the probe, a window of its own ends it."""
    variables = {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "QT_QPA_PLATFORM": "offscreen",
        "TAGGER_STARTUP_PROBE": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tagger_app", *arguments],
        cwd=home,
        env=os.environ | variables | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the folder of sockets is set for POSIX")
def test_a_second_start_hands_its_folder_to_the_first(
    qtbot: QtBot,
    open_program: Start,
    folders: AppFolders,
    runtime: Path,
    music: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    window = open_program().window
    first = SingleInstance(instance_name(folders.runtime, folders.catalog))
    assert first.claim(Handed())
    first.handed.connect(window.adding.take_over)
    first.deliver()
    window.showMinimized()
    process = second_start(
        runtime, tmp_path, "--catalog", str(folders.catalog), "--device", "cpu", "music"
    )
    try:
        qtbot.waitUntil(lambda: len(window.view.model.ids) == 4)
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        first.close()
    assert process.returncode == 0, said
    assert "window shown" not in said
    assert "--device count at its next start" in said
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    names = {r.track.path for row in range(4) if (r := window.view.model.track_at(row))}
    assert music / "a.flac" in names


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave no file behind")
def test_a_socket_that_a_crash_left_is_taken_over(
    qtbot: QtBot, runtime: Path, tmp_path: Path
) -> None:
    name = instance_name(runtime, tmp_path / "catalog.sqlite")
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(name)
    dead.listen()
    dead.close()  # without taking its name away, as a killed process does
    first = SingleInstance(name)
    assert first.claim(Handed())
    with qtbot.waitSignal(first.handed) as told:
        first.deliver()
        with subprocess.Popen(
            [sys.executable, "-c", HAND, name, "/music/a.flac"], cwd=ROOT, text=True
        ) as later:
            qtbot.waitUntil(lambda: later.poll() is not None)
    assert later.returncode == 0
    assert told.args == [Handed((Path("/music/a.flac"),))]
    first.close()


HAND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from tagger_app.ui.single_instance import Handed, SingleInstance

app = QCoreApplication([])
sys.exit(SingleInstance(sys.argv[1]).claim(Handed((Path(sys.argv[2]),))))
"""


def test_other_catalogs_are_independent(runtime: Path, tmp_path: Path) -> None:
    one = SingleInstance(instance_name(runtime, tmp_path / "one.sqlite"))
    other = SingleInstance(instance_name(runtime, tmp_path / "other.sqlite"))
    assert one.claim(Handed())
    assert other.claim(Handed((Path("/music"),)))
    one.close()
    other.close()


def test_what_is_no_message_of_ours_is_dropped(qtbot: QtBot, runtime: Path, tmp_path: Path) -> None:
    name = instance_name(runtime, tmp_path / "catalog.sqlite")
    first = SingleInstance(name)
    assert first.claim(Handed())
    first.deliver()
    told: list[Handed] = []
    first.handed.connect(told.append)
    with socket.socket(socket.AF_UNIX) as stranger:
        stranger.connect(name)
        stranger.sendall(b'{"paths": 3}\n')
        stranger.setblocking(False)

        def ended() -> bool:
            try:
                return stranger.recv(10) == b""
            except BlockingIOError:
                return False

        qtbot.waitUntil(ended)
    assert told == []
    first.close()
