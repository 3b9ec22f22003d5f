import os
from pathlib import Path

import pytest

from tagger_app.core.errors import Reason
from tagger_app.pipeline.walk import Walk


def walk(*roots: Path) -> Walk:
    return Walk(roots, {".mp3", ".flac"})


def names(found: Walk) -> list[str]:
    return [step[0].name for step in found if step]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    for name in ("b/two.flac", "a.MP3", "notes.txt", ".hidden.mp3"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_music_is_found_in_path_order_whatever_the_case_of_its_suffix(music: Path) -> None:
    assert names(walk(music)) == ["a.MP3", "two.flac"]


def test_a_file_named_on_its_own_is_taken_whatever_its_suffix(music: Path) -> None:
    assert names(walk(music / "notes.txt")) == ["notes.txt"]


def test_links_and_loops_are_seen_once(music: Path) -> None:
    (music / "again").symlink_to(music, target_is_directory=True)
    (music / "z.mp3").symlink_to(music / "a.MP3")
    os.link(music / "b" / "two.flac", music / "b" / "zwei.flac")
    assert names(walk(music, music / "b")) == ["a.MP3", "two.flac"]


def test_a_pipe_is_named_as_a_problem_and_not_opened(music: Path) -> None:
    os.mkfifo(music / "pipe.mp3")
    found = walk(music)
    assert names(found) == ["a.MP3", "two.flac"]
    assert [(p.name, f.reason) for p, f in found.problems] == [("pipe.mp3", Reason.NOT_REGULAR)]


def test_what_is_not_there_is_named_as_a_problem(music: Path) -> None:
    found = walk(music / "gone", music)
    assert names(found) == ["a.MP3", "two.flac"]
    assert found.problems[0][1].reason is Reason.MISSING


def test_a_dangling_link_inside_a_folder_is_no_problem(music: Path) -> None:
    (music / "dead.mp3").symlink_to(music / "nowhere.mp3")
    found = walk(music)
    assert names(found) == ["a.MP3", "two.flac"]
    assert found.problems == []
