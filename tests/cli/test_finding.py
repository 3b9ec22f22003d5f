import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Tagger
from tests.pipeline.steps import retag

MODEL = ("--model", "tiny", "--coverage", "chunks:2", "--device", "cpu")


def test_tracks_are_found_by_a_query(tagger: Tagger, music: Path) -> None:
    retag(music / "a.flac", "genre", "hiphop")
    tagger("scan", music)
    code, records, messages = tagger("find", "genre:hip-hop", "--model", "tiny")
    assert code == 0
    assert [Path(record["path"]).name for record in records] == ["a.flac"]
    assert "1 track found" in messages
    _, records, _ = tagger("find", "-genre:hip-hop", "--model", "tiny")
    assert len(records) == 2


def test_a_query_with_a_mistake_is_explained(tagger: Tagger) -> None:
    code, records, messages = tagger("find", "night gnre:jazz", "--model", "tiny")
    assert (code, records) == (2, [])
    assert "at character 7" in messages
    assert "genre:jazz" in messages


def test_similar_tracks_and_duplicates(tagger: Tagger, music: Path) -> None:
    shutil.copy(music / "a.flac", music / "copy.flac")
    retag(music / "copy.flac", "genre", "Polka")
    code, _, messages = tagger("similar", music / "a.flac", "--model", "tiny")
    assert code == 2
    assert "tagger-app tag" in messages
    tagger("scan", music)
    code, _, messages = tagger("similar", music / "a.flac", "--model", "tiny")
    assert code == 2
    assert "has not heard" in messages
    tagger("tag", *MODEL, music)
    _, records, _ = tagger("similar", music / "a.flac", "--model", "tiny", "--count", "2")
    assert Path(records[0]["path"]).name == "copy.flac"
    assert records[0]["similarity"] == pytest.approx(1.0, abs=1e-3)
    assert len(records) == 2
    _, groups, _ = tagger("duplicates", "--exact", "--model", "tiny")
    [group] = groups
    assert group["exact"]
    assert group["paths"] == [str(music / "a.flac"), str(music / "copy.flac")]
    _, groups, _ = tagger("duplicates", "--least", "0", "--model", "tiny")
    assert sorted(len(group["paths"]) for group in groups) == [2, 4]


def test_missing_tracks_are_forgotten_only_with_yes(tagger: Tagger, music: Path) -> None:
    tagger("scan", music)
    (music / "a.flac").unlink()
    tagger("scan")
    _, records, messages = tagger("forget")
    assert [Path(record["path"]).name for record in records] == ["a.flac"]
    assert "With --yes" in messages
    assert len(tagger("find", "", "--model", "tiny")[1]) == 3
    tagger("forget", "--yes", music)
    assert len(tagger("find", "", "--model", "tiny")[1]) == 2
    assert "No track is missing" in tagger("forget")[2]


def test_a_library_without_folders_cannot_be_scanned_again(tagger: Tagger) -> None:
    code, _, messages = tagger("scan")
    assert code == 2
    assert "tagger-app scan FOLDER" in messages


def test_a_mistyped_command_is_told_from_a_path() -> None:
    command = [sys.executable, "-m", "tagger_app", "exprot", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Did you mean export?" in done.stderr
    assert "display" not in done.stderr
