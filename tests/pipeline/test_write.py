from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3, TCON

from tagger_app.catalog.journal import WriteKind
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason, TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.policy import WriteMode
from tagger_app.core.track import Failure, TrackState
from tagger_app.formats import identity_of, read_tags
from tagger_app.pipeline.events import Event
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import recover, write_decided, write_given
from tests.pipeline.steps import accept, failed, finished, retag, scanned, written


def genres(path: Path) -> tuple[str, ...]:
    return read_tags(path).tags.get("genre", ())


def track_id(bench: Workbench, path: Path) -> int:
    track = bench.catalog.tracks.by_path(path)
    assert track is not None
    return track.id


def state(bench: Workbench, path: Path) -> TrackState:
    track = bench.catalog.tracks.by_path(path)
    assert track is not None
    return track.state


@pytest.fixture
def song(bench: Workbench, music: Path) -> Path:
    retag(music / "a.flac", "genre", "Polka")
    scanned(bench, music)
    return music / "a.flac"


def test_accepted_tags_reach_the_file_and_undo_takes_them_back(
    bench: Workbench, song: Path
) -> None:
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.GENRE, "Rock")
    assert state(bench, song) is TrackState.ACCEPTED
    assert finished(write_decided(bench, [song_id])).written == 1
    assert genres(song) == ("Polka", "Rock")
    assert state(bench, song) is TrackState.WRITTEN

    assert finished(undo(bench)).written == 1
    assert genres(song) == ("Polka",)

    with pytest.raises(TaggerError, match="no write to undo"):
        list(undo(bench))


def test_an_undo_can_be_undone(bench: Workbench, song: Path) -> None:
    list(write_given(bench, {track_id(bench, song): {Category.MOOD: ("Calm",)}}, WriteMode.ADD))
    undone = finished(undo(bench))
    assert "mood" not in read_tags(song).tags
    list(undo(bench, undone.write_id))
    assert read_tags(song).tags["mood"] == ("Calm",)


def test_our_own_write_is_no_change_to_the_next_scan(bench: Workbench, song: Path) -> None:
    list(write_given(bench, {track_id(bench, song): {Category.MOOD: ("Calm",)}}, WriteMode.ADD))
    assert scanned(bench, song).unchanged == 1


def test_a_genre_that_says_nothing_gives_way_and_comes_back(bench: Workbench, music: Path) -> None:
    song = music / "b.mp3"
    tags = ID3()
    tags.add(TCON(encoding=3, text=["12"]))
    tags.save(song)
    scanned(bench, music)
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.GENRE, "Rock")
    [event] = written(write_decided(bench, [song_id]))
    assert event.change.changes == (FieldChange("genre", ("Other",), ("Rock",)),)
    assert genres(song) == ("Rock",)
    list(undo(bench))
    assert genres(song) == ("Other",)


def test_an_undo_is_no_change_to_the_next_scan_and_nor_is_the_old_file(
    bench: Workbench, song: Path
) -> None:
    old = song.read_bytes()
    list(write_given(bench, {track_id(bench, song): {Category.MOOD: ("Calm",)}}, WriteMode.ADD))
    list(undo(bench))
    assert scanned(bench, song).unchanged == 1
    song.write_bytes(old)
    found = scanned(bench, song)
    assert (found.changed, found.unchanged) == (0, 1)


def test_undo_leaves_alone_what_someone_changed_since(bench: Workbench, song: Path) -> None:
    given = {Category.GENRE: ("Rock",), Category.MOOD: ("Calm",)}
    list(write_given(bench, {track_id(bench, song): given}, WriteMode.ADD))
    retag(song, "genre", "Opera")
    (event,) = written(undo(bench))
    assert event.kept == ("genre",)
    assert genres(song) == ("Opera",)
    assert "mood" not in read_tags(song).tags


@pytest.mark.parametrize("looked", [True, False], ids=["seen by a scan", "found by the undo"])
@pytest.mark.parametrize("mood", [(), ("Calm",)], ids=["all kept", "something taken back"])
def test_undo_forgets_no_change_by_another_program(
    bench: Workbench, song: Path, looked: bool, mood: tuple[str, ...]
) -> None:
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.GENRE, "Rock")
    for name in mood:
        accept(bench, song_id, Category.MOOD, name)
    list(write_decided(bench, [song_id]))
    retag(song, "genre", "Opera")
    if looked:
        scanned(bench, song)
    list(undo(bench))
    [change] = bench.catalog.outside.many([song_id])[song_id]
    assert change.change == FieldChange("genre", ("Polka", "Rock"), ("Opera",))
    assert state(bench, song) is (TrackState.ACCEPTED if mood else TrackState.CHANGED)


def test_a_file_that_another_program_changed_since_review_is_not_written(
    bench: Workbench, song: Path
) -> None:
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.GENRE, "Rock")
    retag(song, "genre", "Opera")
    (event,) = failed(write_decided(bench, [song_id]))
    assert event.failure.reason is Reason.CHANGED_OUTSIDE
    assert genres(song) == ("Opera",)
    track = bench.catalog.tracks.get(song_id)
    assert track is not None
    assert track.file_tags.tags["genre"] == ("Opera",)


def test_nothing_is_written_when_nothing_changes(bench: Workbench, song: Path) -> None:
    before = identity_of(song)
    end = finished(
        write_given(bench, {track_id(bench, song): {Category.GENRE: ("polka",)}}, WriteMode.ADD)
    )
    assert (end.write_id, end.unchanged) == (None, 1)
    assert identity_of(song) == before


def test_a_refused_file_is_untouched_and_the_others_are_written(
    bench: Workbench, music: Path, song: Path
) -> None:
    song.chmod(0o444)
    other = music / "b.mp3"
    before = song.read_bytes()
    wanted = {track_id(bench, path): {Category.GENRE: ("Rock",)} for path in (song, other)}
    events = list(write_given(bench, wanted, WriteMode.ADD))
    assert [(e.path, e.failure.reason) for e in failed(events)] == [(song, Reason.READ_ONLY)]
    assert song.read_bytes() == before
    assert genres(other) == ("Rock",)
    assert state(bench, song) is TrackState.FAILED


def test_a_write_that_was_killed_before_the_file_changed_is_made_by_the_next(
    bench: Workbench, song: Path
) -> None:
    accept(bench, track_id(bench, song), Category.GENRE, "Rock")
    _begun(bench, song)
    list(recover(bench))
    assert bench.catalog.journal.unfinished() == []
    assert bench.catalog.journal.last_undoable() is None
    assert finished(write_decided(bench, bench.catalog.search.waiting())).written == 1
    assert genres(song) == ("Polka", "Rock")


def test_a_write_that_was_killed_after_the_file_changed_can_be_undone(
    bench: Workbench, song: Path
) -> None:
    _begun(bench, song)
    retag(song, "genre", "Rock")
    list(recover(bench))
    list(undo(bench))
    assert genres(song) == ("Polka",)


def test_a_cut_short_write_on_a_disk_that_is_away_is_settled_when_it_is_back(
    bench: Workbench, music: Path, song: Path
) -> None:
    _begun(bench, song)
    retag(song, "genre", "Rock")
    away = music.parent / "unplugged"
    music.rename(away)
    list(recover(bench))
    away.rename(music)
    list(recover(bench))
    list(undo(bench))
    assert genres(song) == ("Polka",)


def test_a_tag_accepted_while_another_is_written_still_waits(bench: Workbench, song: Path) -> None:
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.MOOD, "Calm")
    list(write_given(bench, {song_id: {Category.GENRE: ("Rock",)}}, WriteMode.ADD))
    assert state(bench, song) is TrackState.ACCEPTED
    list(write_decided(bench, bench.catalog.search.waiting()))
    assert read_tags(song).tags["mood"] == ("Calm",)


def test_a_refused_write_is_made_when_nothing_stands_in_its_way_any_more(
    bench: Workbench, song: Path
) -> None:
    accept(bench, track_id(bench, song), Category.MOOD, "Calm")
    song.chmod(0o444)
    assert finished(write_decided(bench, bench.catalog.search.waiting())).refused == 1
    song.chmod(0o644)
    assert finished(write_decided(bench, bench.catalog.search.waiting())).written == 1
    assert state(bench, song) is TrackState.WRITTEN


def test_a_write_that_is_stopped_finishes_its_file_and_leaves_the_rest_accepted(
    bench: Workbench, music: Path
) -> None:
    scanned(bench, music)
    songs = [music / name for name in ("a.flac", "b.mp3", "c.ogg")]
    ids = [track_id(bench, path) for path in songs]
    for one in ids:
        accept(bench, one, Category.GENRE, "Rock")
    events: list[Event] = []
    _keep(events, write_decided(bench, ids, lambda: bool(written(events))))
    [only] = written(events)
    end = finished(events)
    assert (end.written, end.left) == (1, 2)
    assert [path for path in songs if "Rock" in genres(path)] == [only.path]
    assert bench.catalog.journal.unfinished() == []
    assert sorted(bench.catalog.search.waiting()) == sorted(set(ids) - {only.track_id})
    assert finished(write_decided(bench, bench.catalog.search.waiting())).written == 2

    events.clear()
    _keep(events, undo(bench, stop=lambda: bool(written(events))))
    assert (finished(events).written, finished(events).left) == (1, 1)
    assert finished(undo(bench)).written == 1
    assert finished(undo(bench)).written == 1
    assert not any("Rock" in genres(path) for path in songs)


def _keep(events: list[Event], steps: Iterable[Event]) -> None:
    """Every event is there before the next step is taken."""
    events.extend(steps)


def _begun(bench: Workbench, song: Path) -> int:
    journal = bench.catalog.journal
    write_id = journal.start(WriteKind.WRITE)
    change = ChangeSet((FieldChange("genre", ("Polka",), ("Rock",)),))
    journal.begin(write_id, track_id(bench, song), song, change, identity_of(song))
    return write_id


def test_why_a_file_that_carries_no_tags_could_not_be_heard_is_told_after_a_write_as_well(
    bench: Workbench, music: Path
) -> None:
    song = music / "empty.mp3"
    song.touch()
    scanned(bench, music)
    song_id = track_id(bench, song)
    unheard = Failure(Reason.DAMAGED, "The file is empty; replace it.")
    bench.catalog.tracks.fail(song_id, unheard)
    accept(bench, song_id, Category.GENRE, "Rock")
    assert song_id not in bench.catalog.search.waiting()
    given = {song_id: {Category.MOOD: ("Calm",)}}
    assert [f.failure for f in failed(write_given(bench, given, WriteMode.ADD))] == [unheard]
    track = bench.catalog.tracks.get(song_id)
    assert track is not None
    assert track.failure == unheard


def test_while_files_are_written_no_reader_finds_a_track_in_a_queue_where_it_never_belonged(
    bench: Workbench, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song_id = track_id(bench, song)
    accept(bench, song_id, Category.GENRE, "Rock")
    seen: list[TrackState] = []
    journal, reader = bench.catalog.journal, bench.catalog.reader()

    def look(finish: Callable[..., None]) -> Callable[..., None]:
        def looked(*given: Any) -> None:
            track = reader.tracks.get(song_id)
            assert track is not None
            seen.append(track.state)
            finish(*given)

        return looked

    monkeypatch.setattr(journal, "finish", look(journal.finish))
    list(write_decided(bench, [song_id]))
    list(undo(bench))
    reader.close()
    assert seen == [TrackState.ACCEPTED, TrackState.WRITTEN]
