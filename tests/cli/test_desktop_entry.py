"""The desktop's entry of the program: what it says, and how it comes and goes."""

import configparser
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tagger_app.cli.desktop_entry import NAME, program, quoted
from tagger_app.formats import MIME_TYPES
from tagger_app.formats.containers import CONTAINERS
from tagger_app.paths import resources_folder
from tests.cli.conftest import Tagger

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="for Linux desktops")


def entry_in(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(path.read_text("utf-8"))
    return dict(parser["Desktop Entry"])


def test_the_entry_names_every_kind_of_file_that_is_heard_and_folders() -> None:
    kinds = entry_in(resources_folder() / f"{NAME}.desktop")["MimeType"]
    assert kinds.split(";") == ["inode/directory", *MIME_TYPES, ""]
    without = {c.name for c in CONTAINERS if c.suffixes and not c.mime_types}
    assert without == {"OptimFROG"}, "which desktops do not know"


@linux
def test_the_entry_is_written_where_the_desktop_looks_and_taken_away(
    tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "of the desktop"))
    entry = tmp_path / "of the desktop" / "applications" / "tagger-app.desktop"
    icon = tmp_path / "of the desktop/icons/hicolor/scalable/apps/tagger-app.svg"
    code, records, _ = tagger("desktop-entry")
    assert code == 0
    assert [record["file"] for record in records] == [str(entry), str(icon)]
    said = entry_in(entry)
    assert said["Icon"] == icon.stem
    assert said["Exec"].endswith(" %F")
    assert icon.read_text("utf-8").startswith("<svg")
    _, records, _ = tagger("desktop-entry", "--remove")
    assert len(records) == 2
    assert not entry.exists()
    assert not icon.exists()
    code, records, messages = tagger("desktop-entry", "--remove")
    assert (code, records) == (0, [])
    assert "There is no entry." in messages


@linux
def test_what_the_entry_starts_is_this_program(tmp_path: Path) -> None:
    home = tmp_path / '$home "of" 100%'
    variables = {"HOME": str(home), "XDG_DATA_HOME": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "tagger_app", "desktop-entry"],
        cwd=ROOT, env=os.environ | variables, check=True, timeout=60, capture_output=True,
    )  # fmt: skip
    command = entry_in(home / "applications" / "tagger-app.desktop")["Exec"].removesuffix(" %F")
    started = [*shlex.split(command.replace("\\\\", "\\")), "--version"]
    told = subprocess.run(started, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert told.stdout.startswith("Tagger ")


def test_the_command_is_the_frozen_program_or_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "tagger-app"
    script.touch()
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert program() == [str(script)]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/tagger/tagger")
    assert program() == ["/opt/tagger/tagger"]


def test_signs_that_mean_something_in_an_entry_are_escaped() -> None:
    assert quoted("/a b/tagger") == '"/a b/tagger"'
    assert quoted('/$1 `x` "y" 5%') == r'"/\\$1 \\`x\\` \\"y\\" 5%%"'
    assert quoted("a\\b") == r'"a\\\\b"'
