"""Tags that files have are removed and changed."""

from pathlib import Path

import pytest

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.edits import Edit
from tagger_app.catalog.journal import WriteKind
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import Category
from tagger_app.core.policy import WriteMode
from tagger_app.core.track import TrackState
from tagger_app.formats import identity_of, read_tags
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import recover, write_decided, write_given
from tests.pipeline.steps import accept, finished, retag, scanned

SONGS = ("a.flac", "b.mp3", "c.ogg")


def edit(bench: Workbench, path: Path, field: str, value: str, becomes: str | None) -> int:
    """A person edits one value of a file."""
    track = bench.catalog.tracks.by_path(path)
    assert track is not None
    bench.catalog.edits.store([Edit(track.id, Category(field), value, becomes)])
    return track.id


def state(bench: Workbench, path: Path) -> TrackState:
    track = bench.catalog.tracks.by_path(path)
    assert track is not None
    return track.state


@pytest.mark.parametrize("name", SONGS)
@pytest.mark.parametrize("mode", list(WriteMode))
def test_the_write_takes_out_one_value_and_undo_brings_it_back(
    bench: Workbench, music: Path, name: str, mode: WriteMode
) -> None:
    song = music / name
    for field in ("genre", "mood", "instrument"):
        retag(song, field, "Polka", "Wrong", "polka dance")
    before = dict(read_tags(song).tags)
    scanned(bench, music)
    bench.settings = bench.settings.changed(mode=mode.value)
    for field in ("genre", "mood"):
        edit(bench, song, field, "Wrong", "")
    song_id = edit(bench, song, "instrument", "Wrong", "Tuba")
    assert state(bench, song) is TrackState.ACCEPTED
    assert bench.catalog.search.waiting() == [song_id]

    assert finished(write_decided(bench, [song_id])).written == 1
    assert read_tags(song).tags == before | {
        "genre": ("Polka", "polka dance"),
        "mood": ("Polka", "polka dance"),
        "instrument": ("Polka", "Tuba", "polka dance"),
    }
    assert state(bench, song) is TrackState.WRITTEN
    assert bench.catalog.edits.of(song_id) == {}

    assert finished(undo(bench)).written == 1
    assert read_tags(song).tags == before
    # As accepted tags do, edits wait again.
    assert state(bench, song) is TrackState.ACCEPTED
    assert len(bench.catalog.edits.of(song_id)) == 3


@pytest.mark.parametrize("name", SONGS)
def test_the_only_value_of_a_field_can_go(bench: Workbench, music: Path, name: str) -> None:
    song = music / name
    retag(song, "genre", "Wrong")
    scanned(bench, music)
    song_id = edit(bench, song, "genre", "Wrong", "")
    assert finished(write_decided(bench, [song_id])).written == 1
    assert "genre" not in read_tags(song).tags


@pytest.fixture
def song(bench: Workbench, music: Path) -> Path:
    retag(music / "a.flac", "genre", "Polka", "Wrong")
    scanned(bench, music)
    return music / "a.flac"


def test_an_edit_that_is_taken_back_waits_no_longer(bench: Workbench, song: Path) -> None:
    before = state(bench, song)
    edit(bench, song, "genre", "Wrong", "")
    song_id = edit(bench, song, "genre", "Wrong", None)
    assert state(bench, song) is before
    assert finished(write_decided(bench, [song_id])).unchanged == 1


def test_a_rejection_alone_never_takes_a_tag_out(bench: Workbench, song: Path) -> None:
    track = bench.catalog.tracks.by_path(song)
    assert track is not None
    bench.catalog.decisions.decide(track.id, Category.GENRE, "Wrong", Verdict.REJECTED)
    accept(bench, track.id, Category.GENRE, "Rock")
    list(write_decided(bench, [track.id]))
    assert read_tags(song).tags["genre"] == ("Polka", "Wrong", "Rock")


def test_what_another_program_puts_back_stays(bench: Workbench, song: Path) -> None:
    song_id = edit(bench, song, "genre", "Wrong", "")
    list(write_decided(bench, [song_id]))
    retag(song, "genre", "Polka", "Wrong")
    scanned(bench, song)
    assert state(bench, song) is TrackState.CHANGED
    accept(bench, song_id, Category.GENRE, "Rock")
    list(write_decided(bench, [song_id]))
    assert read_tags(song).tags["genre"] == ("Polka", "Wrong", "Rock")
    list(undo(bench))
    assert bench.catalog.edits.of(song_id) == {}
    assert read_tags(song).tags["genre"] == ("Polka", "Wrong")


def test_an_edit_by_which_nothing_changes_does_not_wait_for_ever(
    bench: Workbench, song: Path
) -> None:
    song_id = edit(bench, song, "genre", "Wrong", "Wrong;")
    assert finished(write_decided(bench, [song_id])).unchanged == 1
    assert state(bench, song) is not TrackState.ACCEPTED


def test_a_file_that_another_program_changed_is_looked_at_again_first(
    bench: Workbench, song: Path
) -> None:
    song_id = edit(bench, song, "genre", "Wrong", "")
    retag(song, "genre", "Wrong", "Ska")
    assert finished(write_decided(bench, [song_id])).refused == 1
    assert read_tags(song).tags["genre"] == ("Wrong", "Ska")


def test_a_write_that_was_cut_short_has_dealt_with_its_edits(bench: Workbench, song: Path) -> None:
    song_id = edit(bench, song, "genre", "Wrong", "")
    change = ChangeSet((FieldChange("genre", ("Polka", "Wrong"), ("Polka",)),))
    journal, wrong = bench.catalog.journal, [(Category.GENRE, "Wrong")]
    journal.begin(journal.start(WriteKind.WRITE), song_id, song, change, identity_of(song), wrong)
    retag(song, "genre", "Polka")
    list(recover(bench))
    assert bench.catalog.edits.of(song_id) == {}
    assert finished(undo(bench)).written == 1
    assert read_tags(song).tags["genre"] == ("Polka", "Wrong")


CHAIN = {"Polka": "Wrong", "Wrong": "Ska"}
"""Of the values ("Polka", "Wrong"), the second is in the file before the write and after it."""


def test_what_takes_the_place_of_another_edited_value_is_not_edited_in_turn(
    bench: Workbench, song: Path
) -> None:
    for value, becomes in CHAIN.items():
        song_id = edit(bench, song, "genre", value, becomes)
    waiting = bench.catalog.edits.of(song_id)
    for _ in range(2):
        assert finished(write_decided(bench, [song_id])).written == 1
        assert read_tags(song).tags["genre"] == ("Wrong", "Ska")
        assert bench.catalog.edits.of(song_id) == {}
        undone = finished(undo(bench))
        assert read_tags(song).tags["genre"] == ("Polka", "Wrong")
        assert bench.catalog.edits.of(song_id) == waiting
    assert finished(undo(bench, undone.write_id)).written == 1
    assert read_tags(song).tags["genre"] == ("Wrong", "Ska")
    assert state(bench, song) is TrackState.WRITTEN


def test_a_write_that_was_cut_short_edits_no_value_that_it_brought(
    bench: Workbench, song: Path
) -> None:
    for value, becomes in CHAIN.items():
        song_id = edit(bench, song, "genre", value, becomes)
    change = ChangeSet((FieldChange("genre", ("Polka", "Wrong"), ("Wrong", "Ska")),))
    journal, edits = bench.catalog.journal, tuple(bench.catalog.edits.of(song_id))
    journal.begin(journal.start(WriteKind.WRITE), song_id, song, change, identity_of(song), edits)
    retag(song, "genre", "Wrong", "Ska")
    list(recover(bench))
    assert bench.catalog.edits.of(song_id) == {}
    assert state(bench, song) is TrackState.WRITTEN


def test_tags_given_on_the_command_line_leave_edits_waiting(bench: Workbench, song: Path) -> None:
    song_id = edit(bench, song, "genre", "Wrong", "")
    list(write_given(bench, {song_id: {Category.GENRE: ("Rock",)}}, WriteMode.ADD))
    assert read_tags(song).tags["genre"] == ("Polka", "Wrong", "Rock")
    assert bench.catalog.edits.of(song_id) == {(Category.GENRE, "Wrong"): ""}
