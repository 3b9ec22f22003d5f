"""The program as a process: what it says when there is no display, and how it starts and ends."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tagger_app.app import open_window
from tagger_app.catalog.store import open_catalog
from tagger_app.core.texts import Text
from tagger_app.paths import AppFolders
from tagger_app.ui.bugs import BugDialog, BugReporter
from tagger_app.ui.theme import Theme
from tests.end2end.screen import wait_for
from tests.ui.conftest import SETTINGS

ROOT = Path(__file__).resolve().parents[2]

HANG = """
import sys, threading
from PySide6.QtCore import QTimer
from tagger_app import app
from tagger_app.ui import jobs, window

jobs.STOP_SECONDS = 1
held = threading.Event()

class Adding(window.Adding):
    def start_with(self, paths):  # as if a disk did not answer any more
        close = self._window.close
        self._work._runner.act(lambda _: (QTimer.singleShot(0, self, close), held.wait()))

window.Adding = Adding
sys.exit(app.run(sys.argv[1:]))
"""


def start(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "TAGGER_STARTUP_PROBE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tagger_app", *arguments],
        cwd=ROOT,
        env=kept | {"HOME": str(home)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_without_a_display_it_names_the_command_line(tmp_path: Path) -> None:
    ended = start(tmp_path)
    assert ended.returncode == 2
    assert "tagger-app tag FOLDER" in ended.stderr
    assert "PySide6" not in ended.stderr  # nor was it loaded


def test_the_startup_probe_shows_the_window_and_ends(tmp_path: Path) -> None:
    ended = start(tmp_path, TAGGER_STARTUP_PROBE="1", QT_QPA_PLATFORM="offscreen")
    assert ended.stdout == "window shown\n"
    assert ended.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_it_ends_in_order_when_the_system_asks(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-m", "tagger_app", "--catalog", str(catalog)],
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(catalog.exists, "the catalog")
    process.terminate()
    try:
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, said
    with open_catalog(catalog) as opened:
        assert opened.problems() == []


def test_a_thread_that_hangs_does_not_keep_the_program(tmp_path: Path) -> None:
    catalog = tmp_path / "catalog.sqlite"
    ended = subprocess.run(
        [sys.executable, "-c", HANG, "--catalog", str(catalog)],
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 0, ended.stderr
    with open_catalog(catalog) as opened:
        assert opened.problems() == []


@pytest.mark.skipif(sys.platform == "win32", reason="takes the name for a real share")
def test_a_catalog_on_a_network_disk_is_warned_of(
    theme: Theme, folders: AppFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # here the share is a mere file name
    settings = replace(SETTINGS, model="no such model")
    with open_catalog(Path(r"\\server\music.sqlite")) as catalog:
        window = open_window(
            catalog, settings, folders, theme, BugReporter(None), Text("A problem.")
        )
        try:
            assert "network file system (share)" in window.message.text
            assert "no such model" in window.message.text
            assert "A problem." in window.message.text
        finally:
            window.close()


def test_the_first_bug_is_shown_and_the_rest_only_logged(qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("what happened before\n")
    reporter = BugReporter(log)
    for _ in range(3):
        reporter.report(ValueError("a surprise"))
    dialogs = [w for w in _dialogs() if w.isVisible()]
    assert len(dialogs) == 1
    text = dialogs[0].findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    assert "a surprise" in text.toPlainText()
    assert "what happened before" in text.toPlainText()
    dialogs[0].reject()
    reporter.report(ValueError("another"))
    assert not any(w.isVisible() for w in _dialogs())
    qtbot.addWidget(dialogs[0])


def _dialogs() -> list[BugDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, BugDialog)]
