"""The real program on a virtual screen, driven by mouse and keyboard."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.formats import read_tags
from tests.end2end.screen import Hands, grab, program, screen, wait_for
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


def drop(
    hands: Hands,
    environment: dict[str, str],
    folder: Path,
    said: Path,
    arrived: Callable[[], bool],
) -> None:
    """Drag a folder from another program into the middle of the window."""
    with (
        said.open("w") as output,
        program(
            "tests.end2end.drag_source", str(folder), "40", "120",
            environment=environment, output=output,
        ),
    ):  # fmt: skip
        wait_for(lambda: "shown" in said.read_text(), "the window to drag from")
        for _ in range(3):
            hands.drag((90, 170), (640, 600))
            if "dropped" in said.read_text():
                break
        wait_for(arrived, f"{folder.name} was read")


def test_an_evening_with_the_program(
    environment: dict[str, str], music: Path, tmp_path: Path
) -> None:
    catalog, said = tmp_path / "catalog.sqlite", tmp_path / "out"
    more = tmp_path / "more music"
    more.mkdir()
    write_piece(more / "c.ogg", 2, 5.0)
    files = (music / "a.flac", music / "b.mp3", more / "c.ogg")
    before = [owned(file) for file in files]
    hands = Hands(environment["DISPLAY"])
    options = ("--catalog", str(catalog), "--device", "cpu")
    with (
        said.open("w") as output,
        program("tagger_app", *options, environment=environment, output=output) as tagger,
    ):
        window = hands.window("Tagger")
        hands.do("windowmove", "--sync", window, "0", "0")
        drop(hands, environment, music, tmp_path / "source", lambda: len(states(catalog)) == 2)
        drop(hands, environment, more, tmp_path / "source", lambda: len(states(catalog)) == 3)
        wait_for(lambda: states(catalog) == ["to-review"] * 3, "suggestions for all files")

        # From here on the keyboard alone.
        hands.do("windowfocus", "--sync", window, "key", "a")
        wait_for(lambda: states(catalog).count("accepted") == 1, "one track accepted")
        hands.do("key", "shift+a")
        hands.do("key", "--delay", "500", "shift+a")
        wait_for(lambda: press_again(hands, catalog), "the other tracks accepted")
        assert [owned(file) for file in files] == before

        hands.do("key", "ctrl+s")
        wait_for(lambda: states(catalog) == ["written"] * 3, "all files written")
        assert all(owned(file) for file in files)

        wait_for(lambda: is_still(environment), "a window where nothing moves")
        hands.do("key", "space")
        wait_for(lambda: not is_still(environment), "a playhead that moves")
        hands.do("key", "Left", "key", "Left", "key", "space")
        wait_for(lambda: is_still(environment), "a playhead that stands still")
        here = grab(environment)
        hands.do("key", "Right")
        wait_for(lambda: grab(environment) != here, "a playhead in another place")

        hands.do("key", "ctrl+q")
        assert tagger.wait(30) == 0
    with (
        said.open("a") as output,
        program("tagger_app", *options, environment=environment, output=output) as tagger,
    ):
        window = hands.window("Tagger")
        hands.do("windowfocus", "--sync", window)
        wait_for(lambda: undone(hands, catalog), "the write of yesterday taken back")
        assert [owned(file) for file in files] == before
        hands.do("key", "ctrl+q")
        assert tagger.wait(30) == 0
    assert said.read_text() == "", "Qt or the program had something to complain about"


def press_again(hands: Hands, catalog: Path) -> bool:
    """Whether all is accepted; presses the key again, for how many it is must be counted first."""
    if states(catalog) == ["accepted"] * 3:
        return True
    hands.do("key", "shift+a")
    return False


def undone(hands: Hands, catalog: Path) -> bool:
    """Whether the write is taken back; presses the key again until there is something to undo."""
    if "written" not in states(catalog):
        return True
    hands.do("key", "ctrl+z")
    return False


def is_still(environment: dict[str, str]) -> bool:
    """Whether two pictures of the screen, one after the other, are the same."""
    return grab(environment) == grab(environment)
