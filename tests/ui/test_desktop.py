"""What other programs hand over, by the clipboard, dropped or to be opened; the icon they show."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.paths import resources_folder
from tagger_app.ui.desktop import OpenedFiles, local_paths
from tests.ui.conftest import Start
from tests.ui.pictures import colours_of

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="these are names of POSIX")


def urls(*lines: str) -> QMimeData:
    """Files as file managers hand them over."""
    made = QMimeData()
    made.setData("text/uri-list", "\r\n".join(lines).encode("ascii"))
    return made


def text(words: str) -> QMimeData:
    made = QMimeData()
    made.setText(words)
    return made


@POSIX
def test_names_of_any_bytes_are_found() -> None:
    handed = urls("file:///music/caf%E9.mp3", "file:///music/%C3%BC%20%23%25.mp3")
    assert local_paths(handed) == [
        Path(os.fsdecode(b"/music/caf\xe9.mp3")),
        Path("/music/ü #%.mp3"),
    ]


@POSIX
def test_a_host_that_is_this_computer_is_no_part_of_the_path() -> None:
    assert local_paths(urls("file://localhost/music/a.mp3")) == [Path("/music/a.mp3")]


def test_what_lies_elsewhere_is_passed_over() -> None:
    assert local_paths(urls("https://example.org/song.mp3", "sftp://host/song.mp3")) == []


def test_paths_copied_as_text_count(tmp_path: Path) -> None:
    one, other = tmp_path / "one song.mp3", tmp_path / "other"
    assert local_paths(text(f"{one}\n{other}\n")) == [one, other]
    assert local_paths(text(f'"{one}"')) == [one], "as Windows copies it"
    assert local_paths(text(f"  {other.as_uri()}  ")) == [other]
    assert local_paths(text("~/Music")) == [Path.home() / "Music"]


@pytest.mark.parametrize("words", ["", "miles davis", "/music\nmiles davis", "music/a", "/a\0b"])
def test_other_text_is_no_path(words: str) -> None:
    assert local_paths(text(words)) == []


def test_what_the_file_manager_opens_is_added_together_once_the_window_is_there(
    qtbot: QtBot, qapp: QApplication, open_program: Start, music: Path, tmp_path: Path
) -> None:
    alone = tmp_path / "ä 100%.flac"
    alone.write_bytes((music / "a.flac").read_bytes())
    opened = OpenedFiles(qapp)
    told: list[list[Path]] = []
    opened.opened.connect(told.append)
    for path in (music, alone):
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/a.flac")))
    window = open_program().window
    assert told == [], "there was no window"
    opened.opened.connect(window.adding.open)
    opened.deliver()
    assert told == [[music, alone]]
    qtbot.waitUntil(lambda: window.progress.text == "5 tracks")
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(music))))
    qtbot.waitUntil(lambda: told[1:] == [[music]])
    qtbot.waitUntil(lambda: not window.work.busy)
    qapp.removeEventFilter(opened)


@pytest.mark.parametrize("size", [16, 32, 48, 256])
def test_the_icon_is_drawn_at_every_size(qapp: QApplication, size: int) -> None:
    del qapp
    shown = QIcon(str(resources_folder() / "icons" / "tagger-app.svg")).pixmap(size, size)
    image = shown.toImage()
    colours = colours_of(image)
    assert "#ffffff" in colours
    assert len(colours) > 4
    assert image.pixelColor(0, 0).alpha() == 0
