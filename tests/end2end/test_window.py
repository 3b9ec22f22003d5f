"""The real program on a virtual screen, driven by mouse and keyboard."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.formats import read_tags
from tests.end2end.screen import Hands, program, screen, wait_for
from tests.samples import write_piece

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool, which are there for X11 only",
)


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "my music"
    folder.mkdir()
    for seed, name in enumerate(("a.flac", "b.mp3")):
        write_piece(folder / name, seed, 5.0)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A person who starts the program for the first time, before a screen of their own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    with screen() as display:
        variables = os.environ | {
            "DISPLAY": display,
            "HOME": str(tmp_path),
            "XDG_RUNTIME_DIR": str(runtime),
        }
        left_out = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XDG_DATA_HOME", "XDG_CONFIG_HOME"}
        yield {name: value for name, value in variables.items() if name not in left_out}


def states(catalog: Path) -> list[str]:
    """The states of all tracks, as another program reads them from the catalog."""
    if not catalog.exists():
        return []
    with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True, timeout=30)) as reader:
        try:
            return sorted(state for (state,) in reader.execute("SELECT state FROM tracks"))
        except sqlite3.OperationalError:
            return []  # the tables are being made


def owned(path: Path) -> dict[str, tuple[str, ...]]:
    """What the file says about genre, mood and instrument."""
    tags = read_tags(path).tags
    return {c.value: tags[c.value] for c in TAG_CATEGORIES if tags.get(c.value)}


def test_drop_review_write_undo(environment: dict[str, str], music: Path, tmp_path: Path) -> None:
    catalog, said, source_said = tmp_path / "catalog.sqlite", tmp_path / "out", tmp_path / "source"
    hands = Hands(environment["DISPLAY"])
    options = ("--catalog", str(catalog), "--device", "cpu")
    with (
        said.open("w") as output,
        program("tagger_app", *options, environment=environment, output=output) as tagger,
    ):
        window = hands.window("Tagger")
        hands.do("windowmove", "--sync", window, "0", "0")
        with (
            source_said.open("w") as source_output,
            program(
                "tests.end2end.drag_source", str(music), "40", "120",
                environment=environment, output=source_output,
            ),
        ):  # fmt: skip
            wait_for(lambda: "shown" in source_said.read_text(), "the window to drag from")
            for _ in range(3):
                hands.drag((90, 170), (640, 600))
                if "dropped" in source_said.read_text():
                    break
            wait_for(lambda: states(catalog) == ["to-review"] * 2, "suggestions for both files")
        assert owned(music / "a.flac") == {}

        hands.do("windowfocus", "--sync", window, "key", "a", "key", "a")
        wait_for(lambda: states(catalog) == ["accepted"] * 2, "both tracks accepted")
        assert owned(music / "a.flac") == {}

        hands.do("key", "ctrl+s")
        wait_for(lambda: states(catalog) == ["written"] * 2, "both files written")
        assert owned(music / "a.flac")
        assert owned(music / "b.mp3")

        hands.do("key", "ctrl+z")
        wait_for(lambda: "written" not in states(catalog), "the write undone")
        assert owned(music / "a.flac") == {}
        assert owned(music / "b.mp3") == {}

        hands.do("key", "ctrl+q")
        assert tagger.wait(30) == 0
    assert said.read_text() == "", "Qt or the program had something to complain about"
