"""The music that is measured with."""

import sys
from pathlib import Path

from tagger_app.formats import SUFFIXES


def music_in(folder: Path) -> list[Path]:
    """The audio files below a folder, in order, or the file; none at all ends the program."""
    if folder.is_file():
        return [folder]
    music = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not music:
        sys.exit(f"There is no music in {folder}.")
    return music
