"""The command that photographs the window."""

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image, ImageStat

from tests.end2end.screen import ROOT
from tests.samples import write_piece


def test_command_photographs_the_window_in_both_looks(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    write_piece(music / "a.flac", 0, 4.0)
    pictures = tmp_path / "pictures"
    subprocess.run(
        [
            sys.executable, "-m", "tests.screenshots", str(pictures), "--music", str(music),
            "--scenes", "search",
        ],
        cwd=ROOT,
        env=os.environ | {"HOME": str(tmp_path)},
        check=True,
        timeout=120,
    )  # fmt: skip
    assert sorted(p.name for p in pictures.iterdir()) == ["search-dark.png", "search-light.png"]
    light: dict[str, float] = {}
    for path in pictures.iterdir():
        with Image.open(path) as picture:
            assert picture.size == (1280, 800)
            light[path.stem] = ImageStat.Stat(picture.convert("L")).mean[0]
        assert path.stat().st_size < 200_000
    assert light["search-dark"] < 90
    assert light["search-light"] > 160
    assert list(music.iterdir()) == [music / "a.flac"]


def test_folder_without_music_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.screenshots", str(tmp_path), "--music", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "there is no music in this folder" in done.stderr
