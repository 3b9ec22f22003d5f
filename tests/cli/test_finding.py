import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tagger_app.cli import run
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


def test_what_is_found_is_told_with_the_tags_that_are_why(
    tagger: Tagger, music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    retag(music / "a.flac", "genre", "polka")
    _, heard, _ = tagger("tag", *MODEL, music)
    suggested = [(one, "suggested") for record in heard for one in record["suggested"]["genre"]]
    name = suggested[0][0]
    least = max(record["scores"]["genre"][name] for record in heard) - 0.001
    for query in (f"genre:{name}", name.lower(), f"genre:{name} score>{least:.4f}"):
        _, records, _ = tagger("find", query, "--model", "tiny")
        assert records
        for record in records:
            [match] = record["matches"]
            [same] = [one for one in heard if one["path"] == record["path"]]
            score = same["scores"]["genre"][name]
            assert match == {
                "category": "genre", "tag": name, "status": "suggested",
                "score": pytest.approx(score, abs=2e-3),
            }  # fmt: skip
    assert len(records) == 1
    _, [record], _ = tagger("find", "genre:polka path:a.flac", "--model", "tiny")
    [match] = record["matches"]
    assert (match["tag"], match["status"], match["score"]) == ("polka", "in-file", None)
    _, records, _ = tagger("find", "path:a.flac", "--model", "tiny")
    assert [(record["matches"], record["scales"]) for record in records] == [([], {})]

    assert run(["find", f"genre:{name} score>{least:.4f} -genre:polk", "--model", "tiny"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("(to-review)")
    assert re.fullmatch(rf"  genre      {name} 0\.\d\d \(suggested\)", second)


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
