"""What other programs hand over, by the clipboard or dropped."""

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData

from tagger_app.ui.desktop import local_paths

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
