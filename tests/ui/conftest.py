import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tagger_app.app import open_window
from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.paths import AppFolders
from tagger_app.settings import Settings
from tagger_app.ui import brief_wait
from tagger_app.ui.bugs import BugReporter
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.samples import write_piece
from tests.tiny_model import write_tiny_model
from tests.ui.claims import Claims

PATIENCE = 60_000
"""ms"""
SETTINGS = Settings(model="tiny", device="cpu", coverage="chunks:2", rescan_at_start=False)


class PatientQtBot(QtBot):
    """Gives up late: how long a busy machine takes is no matter of what it does in the end."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(
        self, signals: list[Any], *, timeout: int = PATIENCE, **how: Any
    ) -> MultiSignalBlocker:
        return super().waitSignals(signals, timeout=timeout, **how)


@pytest.fixture
def qtbot(request: pytest.FixtureRequest) -> QtBot:
    request.getfixturevalue("qapp")
    return PatientQtBot(request)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, rows are there as soon as they are asked for."""
    monkeypatch.setattr(brief_wait, "_SECONDS", 30.0)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with open_catalog(tmp_path / "catalog.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "dark")


@pytest.fixture
def folders(tmp_path: Path) -> AppFolders:
    made = AppFolders(tmp_path / "data", tmp_path / "config", tmp_path / "logs")
    made.models.mkdir(parents=True)
    write_tiny_model(made.models / "tiny.onnx")
    return made


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A folder with three pieces, a file that is no audio, and one that is no music."""
    folder = tmp_path / "music"
    folder.mkdir()
    for seed, name in enumerate(("a.flac", "b.mp3", "c.ogg")):
        write_piece(folder / name, seed, 4.0)
    (folder / "broken.mp3").write_bytes(b"this is no audio" * 100)
    (folder / "notes.txt").write_text("no music")
    return folder


@dataclass
class Program:
    """The program's window over a catalog that can be closed and opened again."""

    window: MainWindow
    catalog: Catalog
    closed: bool = False

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self.window.close()
            self.window.deleteLater()
            self.catalog.close()


class Start(Protocol):
    """Starts the program with preferences of its own."""

    def __call__(self, **settings: Any) -> Program: ...


@pytest.fixture
def claims(request: pytest.FixtureRequest) -> Iterator[Claims]:
    """Holds the test to what it says it shows."""
    made = Claims(request)
    yield made
    made.check()


@pytest.fixture
def open_program(
    qtbot: QtBot, theme: Theme, folders: AppFolders, claims: Claims
) -> Iterator[Start]:
    """Starts the window as the program does; every unforeseen error fails the test."""
    opened: list[Program] = []
    bugs = _Bugs(None)

    def start(**settings: Any) -> Program:
        catalog = open_catalog(folders.catalog)
        chosen = SETTINGS.changed(**settings)
        window = open_window(catalog, chosen, folders, theme, bugs)
        program = Program(window, catalog)
        opened.append(program)
        claims.watch(window.commands)
        preferences = window.findChild(Preferences)
        assert isinstance(preferences, Preferences)
        claims.watch_settings(preferences)
        claims.note(SETTINGS, chosen)
        window.show()
        qtbot.waitExposed(window)
        return program

    yield start
    for program in opened:
        program.close()
    assert bugs.errors == []


class _Bugs(BugReporter):
    """Keeps what would be shown to the person."""

    def __init__(self, log_file: Path | None) -> None:
        super().__init__(log_file)
        self.errors: list[BaseException] = []

    def report(self, error: BaseException) -> None:
        self.errors.append(error)
