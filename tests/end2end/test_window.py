"""The real program on a virtual screen, driven by mouse and keyboard."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no types
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


def rows(catalog: Path, question: str) -> list[tuple[Any, ...]]:
    """What another program reads from the catalog."""
    if not catalog.exists():
        return []
    with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True, timeout=30)) as reader:
        try:
            return reader.execute(question).fetchall()
        except sqlite3.OperationalError:
            return []  # the tables are being made


def states(catalog: Path) -> list[str]:
    """The states of all tracks."""
    return sorted(state for (state,) in rows(catalog, "SELECT state FROM tracks"))


def verdicts(catalog: Path, file: Path) -> dict[str, str]:
    """What was decided about each tag of a file."""
    question = "SELECT path, tag, verdict FROM decisions JOIN tracks ON tracks.id = track_id"
    return {tag: said for path, tag, said in rows(catalog, question) if path == os.fsencode(file)}


def suggestions(catalog: Path, file: Path) -> set[str]:
    """The tags that are suggested for a file."""
    question = (
        "SELECT path, name FROM suggestions JOIN tracks ON tracks.id = track_id"
        " JOIN model_tags ON model_tags.id = tag_id"
    )
    return {tag for path, tag in rows(catalog, question) if path == os.fsencode(file)}


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
        for attempt in range(1, 4):
            hands.drag((90, 170), (640, 600))
            # Not before it is known how that ended: two at a time confuse Qt.
            wait_for(lambda ends=attempt: ended(said) >= ends, "the end of the drag")  # type: ignore[misc]
            if "dropped" in said.read_text():
                break
        wait_for(arrived, f"{folder.name} was read")


def ended(said: Path) -> int:
    """How many drags have ended."""
    told = said.read_text()
    return told.count("dropped") + told.count("refused")


def ears(program: int) -> list[psutil.Process]:
    """The processes that hear for a program: those that have loaded the runtime of models."""
    found = []
    for process in psutil.Process(program).children(recursive=True):
        with suppress(psutil.Error):
            if any("onnxruntime" in mapped.path for mapped in process.memory_maps()):
                found.append(process)
    return found


@contextmanager
def slow_ears(program: int) -> Iterator[list[psutil.Process]]:
    """Stop each process that is about to hear, as if its track were very long; gives those."""
    stopped: list[psutil.Process] = []
    ended = threading.Event()

    def stop() -> None:
        while not ended.wait(0.02):
            for process in ears(program):
                if process not in stopped:
                    process.suspend()
                    stopped.append(process)

    thread = threading.Thread(target=stop)
    thread.start()
    try:
        yield stopped
    finally:
        ended.set()
        thread.join()
        for process in stopped:
            with suppress(psutil.Error):
                process.resume()


def review(hands: Hands, catalog: Path, files: tuple[Path, ...]) -> None:
    """Decide about four tracks, in the order of the list, by keys alone."""
    first, second, third, fourth = files
    open_ones = {file: suggestions(catalog, file) for file in files}
    assert all(open_ones.values())

    def decided(file: Path) -> dict[str, str]:
        return verdicts(catalog, file)

    def accepted(file: Path) -> dict[str, str]:
        return dict.fromkeys(open_ones[file], "accepted")

    hands.do("key", "k", "key", "k", "key", "k", "key", "1")
    wait_for(lambda: list(decided(first).values()) == ["accepted"], "the first tag accepted")
    assert set(decided(first)) <= open_ones[first]
    hands.do("key", "1")
    wait_for(lambda: not decided(first), "that taken back")
    hands.do("key", "1")
    wait_for(lambda: list(decided(first).values()) == ["accepted"], "the first tag accepted again")
    hands.do("key", "l", "key", "r")
    rejected = dict.fromkeys(open_ones[second], "rejected")
    wait_for(lambda: decided(second) == rejected, "the track after the one put off rejected")
    assert len(decided(first)) == 1
    hands.do("key", "k", "key", "j", "key", "e", "type", "Polka")
    hands.do("key", "Return")
    wait_for(lambda: decided(third) == {"Polka": "added"}, "a tag typed")
    hands.do("key", "j", "key", "a")
    wait_for(lambda: decided(fourth) == accepted(fourth), "the suggestions of a track accepted")
    assert decided(third) == {"Polka": "added"}

    hands.do("key", "shift+a")
    hands.do("key", "--delay", "500", "shift+a")
    wait_for(
        lambda: press_again(hands, lambda: decided(first) == accepted(first)),
        "all that is left accepted",
    )
    wait_for(lambda: decided(third) == accepted(third) | {"Polka": "added"}, "on all tracks")
    assert decided(second) == rejected


def test_an_evening_with_the_program(
    environment: dict[str, str], music: Path, tmp_path: Path
) -> None:
    catalog, said = tmp_path / "catalog.sqlite", tmp_path / "out"
    more = tmp_path / "more music"
    more.mkdir()
    for seed, name in enumerate(("c.ogg", "d.flac"), 2):
        write_piece(more / name, seed, 5.0)
    files = (more / "c.ogg", more / "d.flac", music / "a.flac", music / "b.mp3")  # as listed
    before = [owned(file) for file in files]
    hands = Hands(environment["DISPLAY"])
    options = ("--catalog", str(catalog), "--device", "cpu")
    with (
        said.open("w") as output,
        program("tagger_app", *options, environment=environment, output=output) as tagger,
    ):
        window = hands.window("Tagger")
        hands.do("windowmove", "--sync", window, "0", "0")
        with slow_ears(tagger.pid) as at_work:
            drop(hands, environment, music, tmp_path / "source", lambda: len(states(catalog)) == 2)
            wait_for(lambda: bool(at_work), "the first folder being heard")
            drop(hands, environment, more, tmp_path / "source", lambda: len(states(catalog)) == 4)
            assert "new" in states(catalog), "the first folder was still being heard"
        wait_for(lambda: states(catalog) == ["to-review"] * 4, "suggestions for all files")

        # From here on the keyboard alone.
        hands.do("windowfocus", "--sync", window)
        review(hands, catalog, files)
        assert [owned(file) for file in files] == before

        hands.do("key", "ctrl+s")
        wait_for(lambda: states(catalog).count("written") == 3, "all files written")
        assert [bool(owned(file)) for file in files] == [True, False, True, True]
        assert "Polka" in owned(files[2])["genre"]

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


def press_again(hands: Hands, done: Callable[[], bool]) -> bool:
    """Whether all is accepted; presses the key again, for how many it is must be counted first."""
    if done():
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
