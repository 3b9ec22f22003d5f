import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tagger_app.core.track import TrackState
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.events import TracksScanned
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.workbench import Workbench
from tests.pipeline.steps import retag, scanned
from tests.samples import write_piece


def test_new_music_is_in_the_catalog_with_its_tags(bench: Workbench, music: Path) -> None:
    retag(music / "a.flac", "genre", "Polka", "Waltz")
    found = scanned(bench, music)
    assert (found.new, found.changed, found.unchanged, found.missing) == (3, 0, 0, 0)
    tracks = bench.catalog.tracks.pages(found.ids)
    assert sorted(track.path.name for track in tracks) == ["a.flac", "b.mp3", "c.ogg"]
    track = bench.catalog.tracks.by_path(music / "a.flac")
    assert track is not None
    assert track.file_tags.tags["genre"] == ("Polka", "Waltz")


def test_a_second_scan_reads_only_what_changed(bench: Workbench, music: Path) -> None:
    scanned(bench, music)
    retag(music / "b.mp3", "mood", "Calm")
    write_piece(music / "d.flac", 9)
    (music / "c.ogg").unlink()
    found = scanned(bench, music)
    assert (found.new, found.changed, found.unchanged, found.missing) == (1, 1, 1, 1)
    track = bench.catalog.tracks.by_path(music / "b.mp3")
    assert track is not None
    assert track.file_tags.tags["mood"] == ("Calm",)
    gone = bench.catalog.tracks.by_path(music / "c.ogg")
    assert gone is not None
    assert gone.state is TrackState.MISSING


def test_what_a_stopped_scan_has_read_stays_and_the_next_reads_the_rest(
    bench: Workbench, music: Path
) -> None:
    for number in range(70):
        (music / f"{number}.flac").write_bytes((music / "a.flac").read_bytes())
    steps = scan(bench, [music])
    assert isinstance(steps, Generator)
    stored = next(event for event in steps if isinstance(event, TracksScanned))
    steps.close()
    assert 0 < len(stored.ids) < 73
    assert len(bench.catalog.tracks.identities([music])) == len(stored.ids)
    found = scanned(bench, music)
    assert (found.new, found.unchanged) == (73 - len(stored.ids), len(stored.ids))


def test_a_missing_file_stays_missing_however_often_one_looks(
    bench: Workbench, music: Path
) -> None:
    scanned(bench, music)
    (music / "a.flac").unlink()
    for _ in range(3):
        found = scanned(bench, music)
        assert (found.missing, found.offline) == (1, 0)
        assert len(bench.catalog.places.lost()) == 1


def test_a_file_that_came_back_is_no_longer_missing(bench: Workbench, music: Path) -> None:
    scanned(bench, music)
    away = music.parent / "c.ogg"
    (music / "c.ogg").rename(away)
    assert scanned(bench, music).missing == 1
    away.rename(music / "c.ogg")
    found = scanned(bench, music)
    assert (found.back, found.changed, found.unchanged) == (1, 0, 2)
    track = bench.catalog.tracks.by_path(music / "c.ogg")
    assert track is not None
    assert track.state is TrackState.NEW


def test_a_file_that_is_no_music_is_kept_with_its_reason_and_stops_nobody(
    bench: Workbench, music: Path
) -> None:
    (music / "broken.flac").write_bytes(b"this is no music at all")
    found = scanned(bench, music)
    assert found.new == 4
    track = bench.catalog.tracks.by_path(music / "broken.flac")
    assert track is not None
    assert track.failure is not None
    assert track.state is TrackState.FAILED


def test_a_retagged_file_is_not_heard_again_but_one_with_other_audio_is(
    bench: Workbench, music: Path
) -> None:
    found = scanned(bench, music)
    list(analyze(bench, found.ids))
    retag(music / "a.flac", "mood", "Calm")
    write_piece(music / "b.mp3", 77, 5.0)
    scanned(bench, music)
    unheard = bench.catalog.predictions.unheard(bench.model_id(), bench.coverage)
    assert [track.path.name for track in bench.catalog.tracks.pages(unheard)] == ["b.mp3"]


def test_a_file_that_was_only_touched_is_not_changed(bench: Workbench, music: Path) -> None:
    scanned(bench, music)
    for path in music.iterdir():
        os.utime(path, (1, 1))
    found = scanned(bench, music)
    assert (found.new, found.changed, found.unchanged) == (0, 0, 3)
    assert len(found.ids) == 3


def test_a_touched_file_of_other_audio_with_the_same_tags_is_changed(
    bench: Workbench, music: Path
) -> None:
    list(analyze(bench, scanned(bench, music).ids))
    write_piece(music / "b.mp3", 77, 5.0)
    assert scanned(bench, music).changed == 1


def test_a_touched_file_that_could_not_be_read_gets_another_chance(
    bench: Workbench, music: Path
) -> None:
    broken = music / "broken.flac"
    broken.write_bytes(b"this is no music at all")
    scanned(bench, music)
    write_piece(broken, 5, 2.0)
    assert scanned(bench, music).changed == 1


def test_a_stopped_scan_goes_on_where_it_stopped(bench: Workbench, music: Path) -> None:
    events = scan(bench, [music])
    next(iter(events))
    events.close()  # type: ignore[attr-defined] # a generator behind its protocol
    assert scanned(bench, music).new == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_tracks_in_a_folder_that_cannot_be_read_are_not_missing(
    bench: Workbench, music: Path
) -> None:
    scanned(bench, music)
    music.chmod(0o000)
    try:
        assert scanned(bench, music).missing == 0
    finally:
        music.chmod(0o755)


def test_copies_that_a_killed_write_left_are_removed(bench: Workbench, music: Path) -> None:
    (music / ".tagger-unfinished-0123456789abcdef.flac").write_bytes(b"half a file")
    scanned(bench, music)
    assert sorted(path.name for path in music.iterdir()) == ["a.flac", "b.mp3", "c.ogg"]
