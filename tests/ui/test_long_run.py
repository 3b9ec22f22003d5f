"""What is told of a long run to a person who is elsewhere, and how it reaches them."""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.pipeline.accept import open_suggestions
from tagger_app.ui.desktop_notes import DesktopNotes
from tagger_app.ui.long_run import LONG_SECONDS, Announcer, LongRun, News, is_seen
from tagger_app.ui.theme import Theme
from tests.ui.conftest import Program, Start

ROOT = Path(__file__).resolve().parents[2]
NEWS = News("Tagger is done", "Heard 3 tracks in 2 min. 1 file failed.")
with_a_bus = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a D-Bus"
)


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a bus with nobody on it."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", "--nopidfile"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


class Desktop:
    """The process that shows notes."""

    def __init__(self, address: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.notifying_desktop", address],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._asked: list[list[Any]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def asked(self) -> list[list[Any]]:
        """All that it was asked for until now."""
        while not self._lines.empty():
            self._asked.append(json.loads(self._lines.get()))
        return self._asked

    def click(self, number: int, token: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"click {number} {token}\n")
        self.process.stdin.flush()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()


@pytest.fixture
def desktop(bus: str, qtbot: QtBot) -> Iterator[Desktop]:
    made = Desktop(bus)
    qtbot.waitUntil(lambda: made.asked() == [["ready"]])
    yield made
    made.end()


def announcer_on(bus: str, window: QWidget, theme: Theme) -> Announcer:
    connection = QDBusConnection.connectToBus(bus, f"window on {bus}")
    assert connection.isConnected()
    return Announcer(window, theme, DesktopNotes(connection, window))


@with_a_bus
def test_a_note_of_the_desktop_tells_it_and_a_click_on_it_brings_the_window_back(
    qtbot: QtBot, bus: str, desktop: Desktop, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.showMinimized()
    announcer = announcer_on(bus, window, theme)
    announcer.tell(NEWS)
    qtbot.waitUntil(lambda: len(desktop.asked()) == 2)
    name, program, replaced, icon, *texts, hints, _ = desktop.asked()[1]
    assert (name, program, replaced, texts[:2]) == ("Notify", "Tagger", 0, [NEWS.title, NEWS.text])
    assert icon.endswith("tagger-app.svg")
    assert "desktop-entry" in hints

    notes = window.findChild(DesktopNotes)
    assert isinstance(notes, DesktopNotes)
    qtbot.waitUntil(lambda: notes.number == 41)
    with qtbot.assertNotEmitted(notes.clicked, wait=100):
        desktop.click(7, "of-another-program")
    with qtbot.waitSignal(notes.clicked):
        desktop.click(41, "may-come-to-the-front")
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert os.environ.get("XDG_ACTIVATION_TOKEN") == "may-come-to-the-front"
    qtbot.waitUntil(lambda: desktop.asked()[2:] == [["CloseNotification", 41]])


@with_a_bus
@pytest.mark.parametrize("on_a_bus", [True, False])
def test_where_nobody_shows_notes_the_taskbar_tells_it(
    qtbot: QtBot, bus: str, theme: Theme, monkeypatch: pytest.MonkeyPatch, on_a_bus: bool
) -> None:
    alerted: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda widget, _=0: alerted.append(widget))
    window = QWidget()
    qtbot.addWidget(window)
    announcer = announcer_on(bus, window, theme) if on_a_bus else Announcer(window, theme)
    announcer.tell(NEWS)
    qtbot.waitUntil(lambda: alerted == [window])


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("took", "seen", "told"),
    [(LONG_SECONDS + 60, False, True), (LONG_SECONDS + 60, True, False), (1.0, False, False)],
)
def test_only_a_long_run_out_of_sight_is_told(
    qtbot: QtBot, open_program: Start, took: float, seen: bool, told: bool
) -> None:
    work = open_program().window.work
    qtbot.waitUntil(lambda: not work.busy)
    clock, news = Clock(), list[News]()
    run = LongRun(work, clock, lambda: seen)
    run.over.connect(news.append)
    work.count([], open_suggestions)
    clock.now = took
    qtbot.waitUntil(lambda: not work.busy)
    assert news == ([News("Tagger is done", "It took 2 min.")] if told else [])


def told_of(program: Program) -> tuple[Clock, list[News]]:
    """What is told when the program works from now on, unseen."""
    clock, news = Clock(), list[News]()
    run = LongRun(program.window.work, clock, lambda: False, program.window)
    run.over.connect(news.append)
    return clock, news


def test_failures_are_told_whatever_ran(qtbot: QtBot, open_program: Start, music: Path) -> None:
    program = open_program()
    work = program.window.work
    qtbot.waitUntil(lambda: not work.busy)
    clock, news = told_of(program)
    work.add([music])
    clock.now = LONG_SECONDS + 60
    qtbot.waitUntil(lambda: len(news) == 1)
    assert news == [News("Tagger is done", "Heard 3 tracks in 2 min. 1 file failed.")]

    view = program.window.view
    qtbot.waitUntil(lambda: not view.outdated and len(view.model.ids) == 4)
    (music.parent / "link.flac").hardlink_to(music / "a.flac")  # which a write refuses
    view.table.selectAll()
    program.window.commands["accept"].trigger()
    qtbot.waitUntil(lambda: not program.window.desk.storing)
    work.write()
    clock.now *= 2
    qtbot.waitUntil(lambda: len(news) == 2)
    assert news[1].text == "Wrote tags to 2 files in 2 min. 1 file failed."

    qtbot.waitUntil(program.window.commands["undo-write"].isEnabled)
    program.window.commands["undo-write"].trigger()
    clock.now *= 2
    qtbot.waitUntil(lambda: len(news) == 3)
    assert news[2].text.startswith("Gave 2 files their old tags back")
    (music / "torn.flac").write_bytes(b"no music")
    work.rescan(told=False)
    clock.now *= 2
    qtbot.waitUntil(lambda: len(news) == 4)
    assert news[3].text.endswith(" 2 files failed.")  # one of them for the second time


def test_a_person_in_any_window_of_the_program_is_there(qtbot: QtBot, open_program: Start) -> None:
    window = open_program().window
    window.activateWindow()
    qtbot.waitUntil(is_seen)
    window.commands["preferences"].trigger()
    qtbot.waitUntil(lambda: not window.isActiveWindow() and is_seen())
