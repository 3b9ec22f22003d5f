"""Files that lie elsewhere than before: what is known about them goes with them."""

import os
import shutil
from pathlib import Path

import pytest

from tagger_app.audio.probe import probe
from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.places import Place
from tagger_app.catalog.search import TrackQuery
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.scan import rescan
from tagger_app.pipeline.walk import Walk
from tagger_app.pipeline.whereabouts import Whereabouts
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import write_decided
from tests.pipeline.steps import accept, finished, retag, scanned
from tests.samples import write_piece
from tests.tiny_model import CARD


@pytest.fixture
def heard(bench: Workbench, music: Path) -> Workbench:
    """A library whose tracks were heard and decided about."""
    _hear(bench, music)
    for track in bench.catalog.tracks.pages(scanned(bench, music).ids):
        accept(bench, track.id, Category.GENRE, f"Genre of {track.path.name}")
    return bench


def _hear(bench: Workbench, music: Path) -> None:
    """Scan, and store what a model would have said; starting one costs seconds."""
    scores = (0.9, *(0.0,) * (len(CARD.tags) - 1))
    said = Prediction("tiny", Coverage(1), scores, (scores,), (0.0,), 1.0, (1.0,) * 8)
    suggested = suggest(CARD, scores, Policy())
    for track in bench.catalog.tracks.pages(scanned(bench, music).ids):
        facts = probe(track.path)
        bench.catalog.predictions.store(bench.model_id(), track.id, said, suggested, facts)


def _at(bench: Workbench, path: Path) -> Track:
    track = bench.catalog.tracks.by_path(path)
    assert track is not None, path
    return track


def _genres(bench: Workbench, path: Path) -> list[str]:
    return [tag for _, tag in bench.catalog.decisions.of(_at(bench, path).id)]


def _is_heard(bench: Workbench, path: Path) -> bool:
    return bench.catalog.predictions.of(_at(bench, path).id) is not None


def _total(bench: Workbench) -> int:
    return bench.catalog.search.counts().total


def test_a_renamed_file_keeps_everything(heard: Workbench, music: Path) -> None:
    finished(write_decided(heard, heard.catalog.search.waiting()))
    (music / "a.flac").rename(music / "A.flac")
    found = scanned(heard, music)
    assert (found.new, found.changed, found.moved, found.missing) == (0, 0, 1, 0)
    assert _genres(heard, music / "A.flac") == ["Genre of a.flac"]
    assert _is_heard(heard, music / "A.flac")
    track = _at(heard, music / "A.flac")
    assert track.state is TrackState.WRITTEN
    assert len(heard.catalog.journal.history(track.id)) == 1
    assert heard.catalog.tracks.by_path(music / "a.flac") is None


def test_a_renamed_folder_is_recognised_without_reading_it(heard: Workbench, music: Path) -> None:
    (music / "inner").mkdir()
    for name in ("a.flac", "b.mp3"):
        (music / name).rename(music / "inner" / name)
    found = scanned(heard, music)
    assert (found.moved, found.new, found.changed, found.unchanged) == (2, 0, 0, 1)
    assert _genres(heard, music / "inner" / "b.mp3") == ["Genre of b.mp3"]


def test_a_file_that_was_never_heard_is_recognised_when_renamed(
    bench: Workbench, music: Path
) -> None:
    scanned(bench, music)
    accept(bench, _at(bench, music / "a.flac").id, Category.MOOD, "Calm")
    (music / "a.flac").rename(music / "z.flac")
    assert scanned(bench, music).moved == 1
    assert _genres(bench, music / "z.flac") == ["Calm"]


def test_moved_to_another_disk_and_retagged_at_once(heard: Workbench, music: Path) -> None:
    other = music.parent / "other"
    other.mkdir()
    shutil.copy(music / "a.flac", other / "x.flac")
    (music / "a.flac").unlink()
    retag(other / "x.flac", "genre", "Polka")
    found = scanned(heard, other)
    assert (found.new, found.changed, found.moved) == (0, 0, 1)
    assert _genres(heard, other / "x.flac") == ["Genre of a.flac"]
    assert _is_heard(heard, other / "x.flac")
    track = _at(heard, other / "x.flac")
    assert track.file_tags.tags["genre"] == ("Polka",)
    [change] = heard.catalog.outside.many([track.id])[track.id]
    assert (change.change.before, change.change.after) == ((), ("Polka",))
    assert scanned(heard, music).missing == 0


def test_a_copy_is_no_move(heard: Workbench, music: Path) -> None:
    shutil.copy2(music / "a.flac", music / "copy.flac")
    found = scanned(heard, music)
    assert (found.new, found.moved, found.missing) == (1, 0, 0)
    assert _genres(heard, music / "a.flac") == ["Genre of a.flac"]
    assert _genres(heard, music / "copy.flac") == []


def test_a_copy_in_a_folder_scanned_alone_is_no_move(heard: Workbench, music: Path) -> None:
    other = music.parent / "other"
    other.mkdir()
    shutil.copy2(music / "a.flac", other / "a.flac")
    assert scanned(heard, other).moved == 0
    assert _genres(heard, music / "a.flac") == ["Genre of a.flac"]


@pytest.mark.parametrize("retagged", [False, True])
def test_swapped_names_follow_the_music(heard: Workbench, music: Path, *, retagged: bool) -> None:
    write_piece(music / "d.flac", 44, 4.0)
    _hear(heard, music)
    accept(heard, _at(heard, music / "d.flac").id, Category.GENRE, "Genre of d.flac")
    (music / "a.flac").rename(music / "t")
    (music / "d.flac").rename(music / "a.flac")
    (music / "t").rename(music / "d.flac")
    if retagged:
        retag(music / "a.flac", "mood", "Calm")
        retag(music / "d.flac", "mood", "Happy")
    found = scanned(heard, music)
    assert (found.new, found.moved, found.missing) == (0, 2, 0)
    assert _genres(heard, music / "a.flac") == ["Genre of d.flac"]
    assert _genres(heard, music / "d.flac") == ["Genre of a.flac"]
    assert _is_heard(heard, music / "a.flac")
    assert _is_heard(heard, music / "d.flac")
    assert _total(heard) == 4


def test_another_recording_where_one_was_moved_away_is_new(heard: Workbench, music: Path) -> None:
    shutil.copy(music / "a.flac", music / "kept.flac")
    write_piece(music / "a.flac", 99, 4.0)
    found = scanned(heard, music)
    assert (found.new, found.moved, found.missing) == (1, 1, 0)
    assert _genres(heard, music / "kept.flac") == ["Genre of a.flac"]
    assert _genres(heard, music / "a.flac") == []
    assert not _is_heard(heard, music / "a.flac")


def test_a_file_moved_over_another_loses_neither_history(heard: Workbench, music: Path) -> None:
    (music / "a.flac").rename(music / "d.flac")
    scanned(heard, music)
    write_piece(music / "e.flac", 50, 4.0)
    _hear(heard, music)
    (music / "d.flac").replace(music / "e.flac")
    scanned(heard, music)
    assert _genres(heard, music / "e.flac") == ["Genre of a.flac"]
    gone = _at(heard, music / "e (overwritten).flac")
    assert gone.state is TrackState.MISSING


def test_a_link_to_a_known_file_is_neither_new_nor_a_move(heard: Workbench, music: Path) -> None:
    os.link(music / "b.mp3", music / "a link.mp3")
    (music / "another.mp3").symlink_to(music / "b.mp3")
    found = scanned(heard, music)
    assert (found.new, found.moved, found.missing, found.unchanged) == (0, 0, 0, 3)
    assert _genres(heard, music / "b.mp3") == ["Genre of b.mp3"]


def test_a_missing_file_that_turns_up_elsewhere_is_recognised(
    heard: Workbench, music: Path
) -> None:
    away = music.parent / "away.flac"
    shutil.copy(music / "a.flac", away)
    (music / "a.flac").unlink()
    assert scanned(heard, music).missing == 1
    away.rename(music / "back.flac")
    assert scanned(heard, music).moved == 1
    assert _genres(heard, music / "back.flac") == ["Genre of a.flac"]


def test_without_its_folder_a_library_is_offline_and_comes_back(
    heard: Workbench, music: Path
) -> None:
    away = music.with_name("unplugged")
    music.rename(away)
    found = [*rescan(heard)][-1]
    assert getattr(found, "offline", None) == 3
    assert getattr(found, "missing", None) == 0
    assert {track.state for track in heard.catalog.tracks.pages([1, 2, 3])} == {TrackState.OFFLINE}
    assert heard.catalog.places.lost() == []
    copy = music.with_name("copy")
    shutil.copytree(away, copy)
    assert scanned(heard, copy).moved == 0
    away.rename(music)
    rescanned = [*rescan(heard)][-1]
    assert getattr(rescanned, "offline", None) == 0
    assert TrackState.OFFLINE not in heard.catalog.search.counts().states
    assert _genres(heard, music / "a.flac") == ["Genre of a.flac"]


def test_tracks_on_a_disk_that_is_not_there_are_out_of_reach(music: Path) -> None:
    walk = Walk([music], {".flac", ".mp3", ".ogg"})
    [_, device] = [identity.device for step in walk if step for _, identity in [step]][:2]
    whereabouts = Whereabouts([music, music / "no such folder"], walk.devices)
    assert whereabouts.in_reach(music / "deleted.flac", device)
    assert not whereabouts.in_reach(music / "usb" / "x.flac", device + 1)
    assert not whereabouts.in_reach(music / "no such folder" / "x.flac", device)
    assert whereabouts.has(music / "a.flac")
    assert not whereabouts.has(music / "A.flac")


def test_what_another_program_changed_is_told_with_both_values(
    heard: Workbench, music: Path
) -> None:
    finished(write_decided(heard, heard.catalog.search.waiting()))
    track = _at(heard, music / "a.flac")
    assert heard.catalog.outside.many([track.id]) == {}
    retag(music / "a.flac", "genre", "Polka")
    retag(music / "a.flac", "genre", "Waltz")
    scanned(heard, music)
    assert _at(heard, music / "a.flac").state is TrackState.CHANGED
    [change] = heard.catalog.outside.many([track.id])[track.id]
    assert change.change.before == ("Genre of a.flac",)
    assert change.change.after == ("Waltz",)
    retag(music / "a.flac", "genre", "Genre of a.flac")
    scanned(heard, music)
    assert _at(heard, music / "a.flac").state is TrackState.WRITTEN


def test_only_what_is_asked_for_is_forgotten(heard: Workbench, music: Path) -> None:
    finished(write_decided(heard, heard.catalog.search.waiting()))
    (music / "a.flac").unlink()
    scanned(heard, music)
    lost = heard.catalog.places.lost(music)
    assert [track.path.name for track in heard.catalog.tracks.pages(lost)] == ["a.flac"]
    assert heard.catalog.places.forget(lost) == 1
    assert _total(heard) == 2
    assert heard.catalog.problems() == []
    assert heard.catalog.places.lost() == []
    [place] = heard.catalog.places.at([music / "b.mp3"]).values()
    assert isinstance(place, Place)
    assert heard.catalog.decisions.of(place.track_id) == {
        (Category.GENRE, "Genre of b.mp3"): Verdict.ACCEPTED
    }


def test_other_files_in_folders_are_counted(bench: Workbench, music: Path) -> None:
    (music / "cover.jpg").write_bytes(b"")
    (music / "notes.txt").write_bytes(b"")
    (music / ".hidden").write_bytes(b"")
    assert scanned(bench, music).passed_over == 2


def test_library_folders_are_those_that_were_scanned(bench: Workbench, music: Path) -> None:
    library = bench.catalog.library
    inner = music / "inner"
    inner.mkdir()
    loose = write_piece(music.parent / "loose.flac")
    scanned(bench, inner, loose)
    assert library.folders() == [inner]
    assert library.loose_files() == [loose]
    scanned(bench, music)
    assert library.folders() == [music]
    write_piece(inner / "new.flac", 5)
    last = [*rescan(bench)][-1]
    assert getattr(last, "new", None) == 1

    library.unwatch(music)
    write_piece(inner / "newer.flac", 6)
    assert library.folders() == []
    assert library.loose_files() == [loose]
    last = [*rescan(bench)][-1]
    assert (getattr(last, "new", None), getattr(last, "missing", None)) == (0, 0)
    assert len(bench.catalog.search.ids(TrackQuery(folder=music))) == 4
    assert scanned(bench, inner).new == 1
    assert library.folders() == [inner], "what is added below it is watched"
    scanned(bench, music)
    assert library.folders() == [music]
