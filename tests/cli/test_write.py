from pathlib import Path

import pytest

from tagger_app.catalog.store import open_catalog
from tagger_app.formats import read_tags
from tests.cli.conftest import Tagger


def test_given_tags_are_written_into_every_file(tagger: Tagger, music: Path) -> None:
    files = sorted(music.iterdir())
    code, records, _ = tagger(
        "apply", "--genre", "Jazz", "--genre", "Blues", "--mood", "Calm", *files
    )
    assert code == 0
    assert [record["error"] for record in records] == [None] * 3
    for file in files:
        tags = read_tags(file).tags
        assert tags == {"genre": ("Jazz", "Blues"), "mood": ("Calm",)}


def test_the_mode_decides_about_what_is_there(tagger: Tagger, music: Path) -> None:
    file = music / "a.flac"
    tagger("apply", "--genre", "Jazz", file)
    tagger("apply", "--genre", "Rock", "--mode", "fill", file)
    assert read_tags(file).tags["genre"] == ("Jazz",)
    tagger("apply", "--genre", "Rock", "--mode", "add", file)
    assert read_tags(file).tags["genre"] == ("Jazz", "Rock")
    tagger("apply", "--genre", "Ska", "--mode", "replace", file)
    assert read_tags(file).tags["genre"] == ("Ska",)


def test_a_refused_file_is_untouched_and_named_and_the_exit_code_says_so(
    tagger: Tagger, music: Path
) -> None:
    locked = music / "a.flac"
    locked.chmod(0o444)
    before = locked.read_bytes()
    code, records, messages = tagger("apply", "--genre", "Jazz", locked, music / "b.mp3")
    assert code == 1
    assert locked.read_bytes() == before
    assert "a.flac" in messages
    assert "read-only" in messages
    assert read_tags(music / "b.mp3").tags["genre"] == ("Jazz",)
    assert sum(record["error"] is None for record in records) == 1


def test_a_missing_file_makes_apply_fail(tagger: Tagger, music: Path) -> None:
    code, records, _ = tagger("apply", "--genre", "Jazz", music / "gone.mp3")
    assert code == 1
    assert records[0]["error"].startswith("missing")


def test_apply_refuses_a_folder(tagger: Tagger, music: Path) -> None:
    code, _, messages = tagger("apply", "--genre", "Jazz", music / "a.flac", music)
    assert code == 2
    assert f"{music} is a folder" in messages
    assert not read_tags(music / "a.flac").tags


def test_apply_without_tags_says_what_to_give(tagger: Tagger, music: Path) -> None:
    code, _, messages = tagger("apply", music / "a.flac")
    assert code == 2
    assert "--genre" in messages


def test_writes_are_listed_and_undone_by_number(tagger: Tagger, music: Path) -> None:
    tagger("apply", "--genre", "Jazz", music / "a.flac")
    tagger("apply", "--mood", "Calm", music / "a.flac")
    _, writes, _ = tagger("undo", "--list")
    assert [write["written"] for write in writes] == [1, 1]
    code, _, _ = tagger("undo", writes[-1]["id"])
    assert code == 0
    assert read_tags(music / "a.flac").tags == {"mood": ("Calm",)}


def test_a_folder_named_by_way_of_its_parent_is_the_same_folder(
    tagger: Tagger, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagger("scan", music)
    (music / "inner").mkdir()
    monkeypatch.chdir(music / "inner")
    _, records, messages = tagger("scan", "..")
    assert "0 new, 0 changed, 3 unchanged" in messages
    assert {Path(record["path"]).parent for record in records} == {music}
    _, exported, _ = tagger("export", "json", "..")
    assert len(exported) == 3


def test_a_value_with_a_separator_is_two_tags_and_can_be_undone(
    tagger: Tagger, music: Path
) -> None:
    tagger("apply", "--genre", "Rock; Pop", music / "a.flac")
    assert read_tags(music / "a.flac").tags["genre"] == ("Rock", "Pop")
    assert tagger("undo")[0] == 0
    assert not read_tags(music / "a.flac").tags


def test_an_undo_is_taken_back(tagger: Tagger, music: Path) -> None:
    tagger("apply", "--genre", "Jazz", music / "a.flac")
    assert tagger("undo", "--redo")[0] == 2
    tagger("undo")
    assert tagger("undo", "--redo")[0] == 0
    assert read_tags(music / "a.flac").tags["genre"] == ("Jazz",)


def test_nothing_to_undo_is_said(tagger: Tagger) -> None:
    code, _, messages = tagger("undo")
    assert code == 2
    assert "no write to undo" in messages


def test_two_programs_cannot_write_one_catalog(tagger: Tagger, tmp_path: Path) -> None:
    catalog = tmp_path / "shared.sqlite"
    with open_catalog(catalog):
        code, _, messages = tagger("scan", "--catalog", catalog, tmp_path)
    assert code == 2
    assert "shared.sqlite" in messages
