"""Pictures of the window: `python -m tests.screenshots FOLDER [--music FOLDER]`.

The real program with its bundled model hears a copy of the music before a screen of its own; the
catalog, the preferences and the copy lie in a temporary folder.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tagger_app.formats import SUFFIXES
from tests.end2end.screen import screen
from tests.samples import write_samples

MOST_TRACKS = 60


def main(arguments: Sequence[str]) -> None:
    """Take the pictures."""
    options = _parse(arguments)
    options.to.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="tagger-") as folder,
        _screen(options.width, options.height, options.scale),
    ):
        place = Path(folder) / "anna"
        place.mkdir()
        os.environ["HOME"] = str(place)  # so that the window shows ~/Music, as it does to a person
        music = place / "Music"
        if options.music:
            _copy(options.music, music)
        else:
            print("No MUSIC=folder is given: sample pieces are made.")  # noqa: T201 (to the person)
            write_samples(music)
        # Qt reads the screen it is to use when it is loaded.
        from tests.screenshots.photographer import Photographer  # noqa: PLC0415
        from tests.screenshots.scenes import SCENES  # noqa: PLC0415

        wanted = [name for name in SCENES if not options.scenes or name in options.scenes]
        looks = tuple(options.looks)
        with Photographer(place, music, options.to, looks, options.suffix) as photographer:
            photographer.resize(options.width, options.height)
            for name in wanted:
                SCENES[name](photographer)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("to", type=Path, help="where the pictures go")
    parser.add_argument("--music", type=Path, help="a folder of music; sample pieces without it")
    parser.add_argument("--scenes", nargs="+", metavar="NAME", help="only these, in their order")
    parser.add_argument("--looks", nargs="+", default=["dark", "light"], metavar="LOOK")
    parser.add_argument("--width", type=int, default=1280, help="of the window, unscaled")
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--scale", type=int, default=1, help="device pixels per pixel")
    parser.add_argument("--suffix", default="", help="of the pictures' names, before the look")
    return parser.parse_args(arguments)


def _copy(music: Path, copy: Path) -> None:
    """Copy the first tracks of a folder, for a write changes them."""
    found = sorted(path for path in music.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not found:
        sys.exit(f"{music}: there is no music in this folder.")
    for path in found[:MOST_TRACKS]:
        place = copy / path.relative_to(music)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


@contextmanager
def _screen(width: int, height: int, scale: int) -> Iterator[None]:
    """A screen of one's own; without Xvfb, none but in memory."""
    os.environ["QT_SCALE_FACTOR"] = str(scale)
    os.environ.pop("WAYLAND_DISPLAY", None)
    if not shutil.which("Xvfb"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    with screen(width * scale, height * scale) as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        yield


if __name__ == "__main__":
    main(sys.argv[1:])
