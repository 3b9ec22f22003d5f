import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tagger_app.audio.packets import audio_digest
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.journal import Journal
from tagger_app.catalog.store import open_catalog
from tagger_app.cli import run
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.formats import read_tags
from tagger_app.inference.device import has_cuda_device
from tests.cli.conftest import Tagger
from tests.samples import write_piece

KEYS = {
    "path",
    "duration",
    "ends_early",
    "promised",
    "written",
    "scores",
    "scales",
    "suggested",
    "current",
    "changes",
    "error",
}
SMALLEST_PIPE = 4096
MANY = 50  # so many results do not fit into the pipe
MODEL = ("--model", "tiny", "--coverage", "chunks:2", "--device", "cpu")


def _many_copies(place: Path) -> Path:
    """A folder with one piece under many names."""
    folder = place / "many"
    folder.mkdir()
    first = write_piece(folder / "000.flac", 0, 2.0)
    for number in range(1, MANY):
        shutil.copy(first, folder / f"{number:03}.flac")
    return folder


def _stopped_at_the_first(command: str, *arguments: str) -> tuple[int, list[str], str]:
    """Ctrl+C after the first result: exit code, results, messages.

    However late the signal comes, the program is not done: nobody reads on, and it waits for room
    in the pipe.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tagger_app", command, "--json", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env=dict(os.environ),
        pipesize=SMALLEST_PIPE,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, messages = process.communicate()
    return process.returncode, (first + rest).decode().splitlines(), messages.decode()


def test_a_file_that_ends_early_is_heard_and_told_of(
    tagger: Tagger, music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (music / "a.flac").read_bytes()
    (music / "a.flac").write_bytes(content[: len(content) * 6 // 10])
    code, records, _ = tagger("tag", *MODEL, music)
    assert code == 0
    short, *others = sorted(records, key=lambda record: str(record["path"]))
    assert (short["ends_early"], short["promised"]) == (True, 4.0)
    assert 1.5 < short["duration"] < 3
    assert short["suggested"]["genre"]
    assert {(one["ends_early"], one["promised"]) for one in others} == {(False, None)}
    assert run(["tag", *MODEL, str(music / "a.flac")]) == 0
    assert "ends early after 0:02 of 0:04; download or copy it again" in capsys.readouterr().out

    (music / "a.flac").write_bytes(content)
    _, records, _ = tagger("tag", *MODEL, music / "a.flac")
    assert [(one["ends_early"], one["duration"]) for one in records] == [(False, 4.0)]


def test_tags_are_written_into_a_file_that_ends_early_and_taken_back(
    tagger: Tagger, music: Path
) -> None:
    content = (music / "a.flac").read_bytes()
    (music / "a.flac").write_bytes(content[: len(content) * 6 // 10])
    audio = audio_digest(music / "a.flac")
    code, records, _ = tagger("tag", *MODEL, "--write", music / "a.flac")
    assert code == 0
    assert records[0]["ends_early"]
    assert read_tags(music / "a.flac").tags["genre"]
    assert audio_digest(music / "a.flac") == audio
    tagger("undo")
    assert "genre" not in read_tags(music / "a.flac").tags
    assert audio_digest(music / "a.flac") == audio


def test_it_is_told_what_was_written_into_which_file(
    tagger: Tagger, music: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, records, _ = tagger("tag", *MODEL, music)
    assert {one["written"] for one in records} == {False}
    assert run(["tag", *MODEL, str(music)]) == 0
    before = capsys.readouterr().out
    assert before.count("  would write  ") >= 3
    assert "  written" not in before

    assert run(["tag", *MODEL, "--write", str(music / "a.flac")]) == 0
    genre = read_tags(music / "a.flac").tags["genre"]
    text = capsys.readouterr().out
    assert f"  written    genre: (none) → {', '.join(genre)}\n" in text
    assert "would write" not in text

    (music / "c.ogg").chmod(0o444)
    _, records, _ = tagger("tag", *MODEL, "--write", music)
    assert {Path(one["path"]).name: one["written"] for one in records} == {
        "a.flac": False,
        "b.mp3": True,
        "c.ogg": False,
    }
    assert run(["tag", *MODEL, "--write", str(music)]) == 1
    text = capsys.readouterr().out
    assert text.count("  nothing to write") == 2
    assert text.count("  not written: ") == 1
    assert "would write" not in text


def test_a_name_of_two_lines_is_shown_in_one(
    tagger: Tagger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = write_piece(tmp_path / "two\nlines.flac", 0, 2.0)
    song.chmod(0o444)
    assert run(["tag", *MODEL, "--write", str(song)]) == 1
    printed = capsys.readouterr()
    assert f"{tmp_path}/two\\nlines.flac\n  genre" in printed.out
    assert f"{tmp_path}/two\\nlines.flac: The file is read-only" in printed.err
    _, [record], _ = tagger("tag", *MODEL, song)
    assert record["path"] == str(song)


def test_every_file_gets_one_object_with_every_score_and_nothing_is_written(
    tagger: Tagger, music: Path
) -> None:
    before = {path: path.read_bytes() for path in music.iterdir()}
    code, records, messages = tagger("tag", *MODEL, music)
    assert code == 0
    assert "Nothing was written" in messages
    assert sorted(record["path"] for record in records) == sorted(map(str, before))
    for record in records:
        assert record.keys() == KEYS
        assert record["error"] is None
        assert record["duration"] > 3.5
        assert set(record["scores"]) >= {category.value for category in TAG_CATEGORIES}
        assert set(record["suggested"]) == {category.value for category in TAG_CATEGORIES}
    assert {path: path.read_bytes() for path in music.iterdir()} == before


def test_what_cannot_be_heard_is_named_with_its_reason(tagger: Tagger, music: Path) -> None:
    (music / "broken.flac").write_bytes(b"no music")
    code, records, messages = tagger("tag", *MODEL, music, music / "gone.mp3")
    errors = {Path(r["path"]).name: r["error"] for r in records if r["error"]}
    assert code == 1
    assert len(records) == 5
    assert errors.keys() == {"broken.flac", "gone.mp3"}
    assert errors["gone.mp3"].startswith("missing")
    assert "1 of 4 tracks could not be heard" in messages


def test_a_file_in_a_folder_that_cannot_be_heard_makes_the_exit_code_tell(
    tagger: Tagger, music: Path
) -> None:
    (music / "broken.flac").write_bytes(b"no music")
    assert tagger("tag", *MODEL, music)[0] == 1
    assert tagger("tag", *MODEL, music)[0] == 1
    assert tagger("analyze", *MODEL)[0] == 1
    assert tagger("tag", *MODEL, music / "a.flac")[0] == 0


def test_a_graphics_card_that_is_not_there_is_told(tagger: Tagger, music: Path) -> None:
    if has_cuda_device():
        pytest.skip("there is a graphics card")
    code, _, messages = tagger("tag", *MODEL[:-1], "cuda", music / "a.flac")
    assert code == 0
    assert "Warning" in messages
    assert "runs on CPU" in messages


def test_files_that_are_no_music_are_counted(tagger: Tagger, music: Path) -> None:
    (music / "cover.jpg").write_bytes(b"")
    _, _, messages = tagger("scan", music)
    assert "1 other file passed over" in messages


def test_a_write_stopped_with_ctrl_c_lists_what_it_wrote(tagger: Tagger, tmp_path: Path) -> None:
    folder = _many_copies(tmp_path)
    tagger("scan", folder)
    files = sorted(map(str, folder.iterdir()))
    code, lines, messages = _stopped_at_the_first("apply", "--genre", "Polka", *files)
    assert code == 130, messages
    listed = {json.loads(line)["path"] for line in lines}
    assert len(lines) == len(listed)
    _, _, _ = tagger("scan", folder)
    tagged = {path for path in files if read_tags(Path(path)).tags.get("genre") == ("Polka",)}
    assert 0 < len(tagged) < MANY
    assert listed == tagged
    assert f"{len(listed)} file" in messages
    assert "written before this was stopped" in messages


def test_a_file_that_was_just_replaced_when_ctrl_c_came_is_listed_as_written(
    tagger: Tagger, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagger("scan", music)
    finish = Journal.finish

    def interrupted(*arguments: Any) -> None:
        monkeypatch.setattr(Journal, "finish", finish)
        signal.raise_signal(signal.SIGINT)
        finish(*arguments)

    monkeypatch.setattr(Journal, "finish", interrupted)
    code, records, messages = tagger("apply", "--genre", "Polka", *sorted(music.iterdir()))
    assert code == 130
    tagged = {str(path) for path in music.iterdir() if "genre" in read_tags(path).tags}
    assert len(tagged) == 1
    assert {record["path"] for record in records} == tagged
    assert "1 file written before this was stopped" in messages


def test_a_second_run_answers_from_the_catalog(tagger: Tagger, music: Path) -> None:
    _, first, _ = tagger("tag", *MODEL, music)
    _, second, messages = tagger("tag", *MODEL, music)
    assert "3 unchanged" in messages
    assert sorted(map(str, second)) == sorted(map(str, first))


def test_suggestions_are_written_when_asked_and_undone(tagger: Tagger, music: Path) -> None:
    code, records, messages = tagger("tag", *MODEL, "--write", music)
    assert code == 0
    assert "Nothing was written" not in messages
    changed = [record for record in records if record["changes"]]
    assert changed
    for record in changed:
        tags = read_tags(Path(record["path"])).tags
        for field, change in record["changes"].items():
            assert list(tags[field]) == change["after"]
    code, _, _ = tagger("undo")
    assert code == 0
    assert all(not read_tags(path).tags for path in music.iterdir())


def test_a_file_that_could_not_be_written_says_so_in_its_object(
    tagger: Tagger, music: Path
) -> None:
    (music / "a.flac").chmod(0o444)
    code, records, _ = tagger("tag", *MODEL, "--write", music)
    assert code == 1
    errors = {Path(r["path"]).name: r["error"] for r in records}
    assert len(records) == 3
    assert errors["a.flac"].startswith("read-only")
    assert errors["b.mp3"] is None
    assert not read_tags(music / "a.flac").tags


def test_what_a_person_rejected_is_not_written(tagger: Tagger, music: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "mine.sqlite"
    _, records, _ = tagger("tag", *MODEL, "--catalog", catalog, music / "a.flac")
    genres = records[0]["suggested"]["genre"]
    with open_catalog(catalog) as opened:
        track = opened.tracks.by_path(music / "a.flac")
        assert track is not None
        for genre in genres:
            opened.decisions.decide(track.id, Category.GENRE, genre.upper(), Verdict.REJECTED)
    tagger("tag", *MODEL, "--catalog", catalog, "--write", music / "a.flac")
    tags = read_tags(music / "a.flac").tags
    assert genres
    assert "genre" not in tags
    assert tags


def test_an_unknown_model_is_named_with_those_there_are(tagger: Tagger, music: Path) -> None:
    code, records, messages = tagger("tag", "--model", "nonesuch", music)
    assert (code, records) == (2, [])
    assert "nonesuch" in messages
    assert "tiny" in messages


def test_a_bad_coverage_is_an_error_with_the_remedy(tagger: Tagger, music: Path) -> None:
    code, _, messages = tagger("tag", "--coverage", "some", music)
    assert code == 2
    assert "chunks:8" in messages


def test_stopped_with_ctrl_c_the_next_run_goes_on(tagger: Tagger, tmp_path: Path) -> None:
    folder = _many_copies(tmp_path)
    code, lines, messages = _stopped_at_the_first("tag", *MODEL, str(folder))
    assert json.loads(lines[0])["error"] is None
    assert code == 130, messages
    assert "Stopped" in messages
    assert "Traceback" not in messages
    assert len(lines) < MANY
    code, records, _ = tagger("tag", *MODEL, folder)
    assert code == 0
    assert sum(record["error"] is None for record in records) == MANY


def test_no_command_loads_qt() -> None:
    code = "import sys, tagger_app.cli; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
