import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TPE1

from tagger_app.cli import run
from tagger_app.paths import AppFolders
from tests.cli.conftest import Tagger
from tests.pipeline.steps import retag
from tests.samples import write_piece
from tests.tiny_model import CARD, write_tiny_model


def test_a_table_has_a_row_for_every_track_and_runs_no_formula(
    tagger: Tagger, music: Path, tmp_path: Path
) -> None:
    retag(music / "a.flac", "genre", "=SUM(A1)", "Polka")
    tagger("scan", music)
    out = tmp_path / "library.csv"
    assert tagger("export", "csv", "-o", out, "--model", "tiny")[0] == 0
    with out.open(newline="", encoding="utf-8") as stream:
        rows = {Path(row["path"]).name: row for row in csv.DictReader(stream)}
    assert rows.keys() == {"a.flac", "b.mp3", "c.ogg"}
    assert rows["a.flac"]["genre_in_file"] == "'=SUM(A1)|Polka"


def test_folders_may_stand_after_options(tagger: Tagger, music: Path, tmp_path: Path) -> None:
    tagger("scan", music)
    out = tmp_path / "some.json"
    assert tagger("export", "json", "-o", out, music)[0] == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))) == 3
    with pytest.raises(SystemExit):
        tagger("export", "json", "--nonsense", music)


def test_a_playlist_does_without_what_cannot_be_played(
    tagger: Tagger, music: Path, tmp_path: Path
) -> None:
    (music / "broken.mp3").write_bytes(b"this is no music at all")
    (music / "later.flac").write_bytes((music / "a.flac").read_bytes()[:400])
    tagger("tag", "--model", "tiny", "--coverage", "chunks:2", "--device", "cpu", music)
    (music / "a.flac").chmod(0o444)  # a refused write leaves a file that plays
    tagger("apply", "--genre", "Polka", music / "a.flac")
    playlist = tmp_path / "all.m3u8"
    code, _, messages = tagger("export", "m3u8", "-o", playlist, "--model", "tiny")
    assert code == 0
    played = [line for line in playlist.read_text().splitlines() if not line.startswith("#")]
    assert [Path(line).name for line in played] == ["a.flac", "b.mp3", "c.ogg"]
    assert "3 of 5 tracks" in messages
    assert "broken.mp3: it could not be heard" in messages


def test_a_playlist_names_every_file(tagger: Tagger, music: Path, tmp_path: Path) -> None:
    (music / "odd").mkdir()
    write_piece(music / "odd" / "two\nlines.flac")
    tagger("scan", music)
    out = tmp_path / "all.m3u8"
    (music / "gone.flac").write_bytes((music / "a.flac").read_bytes())
    tagger("scan", music)
    (music / "gone.flac").unlink()
    tagger("scan", music)
    _, _, messages = tagger("export", "m3u8", "-o", out, "--model", "tiny")
    assert "gone.flac: its file is missing" in messages
    assert "lines.flac: a playlist has no way" in messages
    assert "3 of 5 tracks" in messages
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#EXTM3U"
    paths = [line for line in lines if not line.startswith("#")]
    assert paths == [str(music / name) for name in ("a.flac", "b.mp3", "c.ogg")]
    tagger("export", "m3u8", "-o", out, "--model", "tiny", "--relative", "--query", "path:b")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["music/b.mp3"]


def test_a_folder_that_the_catalog_does_not_know_cannot_be_exported(
    tagger: Tagger, music: Path
) -> None:
    tagger("scan", music)
    code, _, messages = tagger("export", "csv", "/nope", "--model", "tiny")
    assert code == 2
    assert "tagger-app scan /nope" in messages


def test_a_failed_export_leaves_what_was_there(tagger: Tagger, music: Path, tmp_path: Path) -> None:
    tagger("scan", music)
    folder = tmp_path / "sealed"
    folder.mkdir()
    (folder / "out.csv").mkdir()
    assert tagger("export", "csv", "-o", folder / "out.csv", "--model", "tiny")[0] == 2
    assert [path.name for path in folder.iterdir()] == ["out.csv"]


def test_a_report_shows_counts_histograms_and_the_hardest_tracks(
    tagger: Tagger, music: Path, tmp_path: Path
) -> None:
    retag(music / "a.flac", "genre", "<b>Polka</b>")
    tags = ID3()
    tags.add(TPE1(text="Somebody"))
    tags.save(music / "b.mp3")
    (music / "empty.mp3").touch()
    tagger("tag", "--model", "tiny", "--coverage", "chunks:1", music)
    out = tmp_path / "report.html"
    assert tagger("export", "html", "-o", out, "--model", "tiny", music)[0] == 0
    page = out.read_text(encoding="utf-8")
    assert "&lt;b&gt;Polka&lt;/b&gt;" in page
    assert "<b>Polka" not in page
    assert "4 tracks" in page
    assert page.count("<svg") == 8
    assert f"<h1>{music}</h1>" in page
    hardest, _, failed = page.partition("Hardest tracks")[2].partition("Failed files")
    assert str(music / "b.mp3") in hardest
    assert "Somebody – b" in hardest
    assert str(music / "empty.mp3") in failed
    assert "empty" in failed.partition("empty.mp3")[2], "and why"
    assert "1 tracks" not in page
    assert re.search(r">0</text>.*>0.5</text>.*>1</text>", page), "the bars have a scale"
    assert "prefers-color-scheme:dark" in page
    assert "http" not in page


def test_export_as_json_tells_what_is_suggested(tagger: Tagger, music: Path) -> None:
    tagger("tag", "--model", "tiny", "--coverage", "chunks:1", music)
    code, records, _ = tagger("export", "json", music, "--model", "tiny")
    assert code == 0
    assert len(records) == 3
    assert all(record["tags"]["genre"] for record in records)


def test_a_tag_that_is_never_suggested_has_no_threshold_in_json(
    tagger: Tagger, folders: AppFolders, music: Path
) -> None:
    never, *others = CARD.tags
    tags = (replace(never, threshold=2.0, careful_threshold=2.0), *others)
    write_tiny_model(folders.models / "shy.onnx", name="shy", card=replace(CARD, tags=tags))
    tagger("tag", "--model", "shy", "--coverage", "chunks:1", music / "a.flac")
    _, (record,), _ = tagger("export", "json", "--model", "shy")
    limits = {tag["tag"]: tag["threshold"] for tag in record["tags"]["genre"]}
    assert limits == {"Folk": None, "Ambient": 0.5, "Electronic": 0.5}


def test_a_file_that_cannot_be_made_is_named(tagger: Tagger, tmp_path: Path) -> None:
    code, _, messages = tagger("export", "csv", "-o", tmp_path, "--model", "tiny")
    assert code == 2
    assert str(tmp_path) in messages


def test_models_are_listed_and_shown_in_full(tagger: Tagger) -> None:
    _, listed, _ = tagger("models", "list")
    assert any(Path(model["file"]).name == "tiny.onnx" for model in listed)
    _, (card,), _ = tagger("models", "inspect", "tiny")
    assert card["tags"]


def test_the_doctor_names_versions_folders_and_a_timed_batch(
    tagger: Tagger, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.sqlite"
    command = ("doctor", "--model", "tiny", "--device", "cpu", "--catalog", mine)
    code, (facts,), _ = tagger(*command)
    assert code == 0
    assert facts["catalog"].startswith(str(mine))
    assert facts["device"].startswith("CPU")
    assert facts["ms per chunk"] > 0
    assert "numpy" in facts["libraries"]
    assert facts["sound"].endswith(" Hz")


def test_a_file_in_the_models_folder_that_is_no_model_is_reported(
    tagger: Tagger, folders: AppFolders
) -> None:
    (folders.models / "junk.onnx").write_bytes(b"junk")
    code, (facts,), _ = tagger("doctor", "--model", "tiny")
    assert code == 1
    assert "junk.onnx" in facts["unusable models"]


@pytest.mark.usefixtures("tagger")
def test_the_same_results_are_readable_as_text(
    music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["tag", "--model", "tiny", "--coverage", "chunks:1", str(music)]) == 0
    printed = capsys.readouterr().out
    assert str(music / "a.flac") in printed
    assert "genre" in printed
    assert run(["models", "inspect", "tiny"]) == 0
    assert "threshold" in capsys.readouterr().out


@pytest.mark.usefixtures("tagger")
def test_control_characters_in_names_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_piece(tmp_path / "red\x1b[31m.flac")
    assert run(["scan", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "red" in printed
