import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import Reason
from tagger_app.core.track import (
    AudioFacts,
    Failure,
    FileIdentity,
    FileTags,
    ScannedFile,
    TrackState,
)
from tests.catalog.samples import FACTS, file, hear, identity, register, state

ODD_PATHS = [
    "/music/line\nbreak\tand\rmore.mp3",
    "/music/ 'quotes\" % _ * ? ; -- .mp3",
    "/music/" + "/".join(["very long " * 20] * 18) + ".mp3",
    "/music/Ünïcödé 日本語 \u202e.mp3",
    "/music/e\u0301 decomposed.mp3",
    "/music/é composed.mp3",
]


def test_a_stored_track_comes_back_as_it_was(catalog: Catalog) -> None:
    tags = FileTags(
        family="vorbis",
        tags={"genre": ("Rock", "rock", "Hip-Hop"), "mood": ("",)},
        title="A",
        artist="B",
        album="C",
        album_artist="D",
        track_number="3/12",
        date="1999-04",
        pictures=2,
    )
    [track_id] = catalog.tracks.store([ScannedFile(Path("/m/a.ogg"), identity(), tags)])

    track = catalog.tracks.get(track_id)

    assert track is not None
    assert (track.path, track.identity, track.file_tags) == (Path("/m/a.ogg"), identity(), tags)
    assert (track.state, track.facts, track.failure) == (TrackState.NEW, None, None)
    assert catalog.tracks.by_path(Path("/m/a.ogg")) == track


@pytest.mark.parametrize("name", ODD_PATHS)
def test_odd_paths_survive(catalog: Catalog, name: str) -> None:
    [track_id] = catalog.tracks.store([file(name)])

    assert catalog.tracks.pages([track_id])[0].path == Path(name)
    assert catalog.tracks.store([file(name)]) == [track_id]
    assert list(catalog.tracks.identities([Path("/music")])) == [Path(name)]


@pytest.mark.skipif(sys.platform != "linux", reason="such names exist on Linux only")
def test_names_that_are_no_text_survive_and_stay_apart(catalog: Catalog) -> None:
    names = [Path(os.fsdecode(b"/m/\xff.mp3")), Path(os.fsdecode(b"/m/\xfe.mp3"))]
    detail = f"could not open {names[0]}"
    ids = catalog.tracks.store([file(name, title=f"the {name}") for name in names])
    catalog.tracks.fail(ids[0], Failure(Reason.DAMAGED, detail))

    assert [track.path for track in catalog.tracks.pages(ids)] == names
    failed = catalog.tracks.get(ids[0])
    assert failed is not None
    assert failed.failure == Failure(Reason.DAMAGED, "could not open /m/\ufffd.mp3")
    assert catalog.search.ids(TrackQuery(text="mp3", folder=Path("/m"))) == [ids[1], ids[0]]


def test_numbers_beyond_64_bits_survive(catalog: Catalog) -> None:
    wide = FileIdentity(2**64 - 1, 2**127, 2**40, 2**66)
    catalog.tracks.store([ScannedFile(Path("/m/a.mp3"), wide)])

    assert catalog.tracks.identities([Path("/m")]) == {Path("/m/a.mp3"): (1, wide)}


def test_a_folder_does_not_take_its_neighbours_in(catalog: Catalog) -> None:
    inside = ["/m/a/1.mp3", "/m/a/b/2.mp3"]
    catalog.tracks.store([file(p) for p in [*inside, "/m/a-live/3.mp3", "/m/ab.mp3", "/m/A/4.mp3"]])

    assert [str(p) for p in catalog.tracks.identities([Path("/m/a")])] == inside
    assert [str(p) for p in catalog.tracks.identities([Path("/m/a/1.mp3")])] == inside[:1]
    assert len(catalog.tracks.identities([Path("/")])) == 5
    assert len(catalog.search.ids(TrackQuery(folder=Path("/m/a")))) == 2


def test_storing_again_updates_and_keeps_ids_in_order(catalog: Catalog) -> None:
    first = catalog.tracks.store([file("/m/1.mp3", genre=("Rock",)), file("/m/2.mp3")])
    again = catalog.tracks.store(
        [file("/m/3.mp3"), file("/m/2.mp3"), file("/m/1.mp3", title="New", genre=("Jazz",))]
    )

    assert again[1:] == [first[1], first[0]]
    track = catalog.tracks.get(first[0])
    assert track is not None
    assert track.file_tags.title == "New"
    assert track.file_tags.tags == {"genre": ("Jazz",)}
    assert catalog.search.ids(TrackQuery(text="rock")) == []
    assert catalog.search.ids(TrackQuery(text="jazz")) == [first[0]]


def test_unreadable_tags_leave_the_known_ones(catalog: Catalog) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3", title="T", genre=("Rock",))])
    failure = Failure(Reason.UNREADABLE_TAGS, "cut off")
    catalog.tracks.store([ScannedFile(Path("/m/1.mp3"), identity(size=5), failure=failure)])

    track = catalog.tracks.get(track_id)

    assert track is not None
    assert (track.state, track.failure) == (TrackState.FAILED, failure)
    assert track.file_tags.tags == {"genre": ("Rock",)}
    assert track.identity == identity(size=5)

    catalog.tracks.store([file("/m/1.mp3", size=5)])

    track = catalog.tracks.get(track_id)
    assert track is not None
    assert (track.state, track.failure) == (TrackState.NEW, None)


def test_a_missing_file_keeps_everything_and_counts_as_changed_when_it_is_back(
    catalog: Catalog,
) -> None:
    model_id = register(catalog)
    [track_id] = catalog.tracks.store([file("/m/1.mp3")])
    hear(catalog, model_id, track_id, 0.9)
    catalog.places.lose([track_id])

    assert state(catalog, track_id) is TrackState.MISSING
    assert catalog.tracks.identities([Path("/m")])[Path("/m/1.mp3")][1] != identity()

    catalog.tracks.store([file("/m/1.mp3")])

    assert state(catalog, track_id) is TrackState.TO_REVIEW
    assert catalog.predictions.of(track_id, model_id) is not None


def test_a_changed_file_gets_a_new_chance(catalog: Catalog) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3")])
    catalog.tracks.fail(track_id, Failure(Reason.CRASHED, "the decoder crashed"))
    catalog.tracks.store([file("/m/1.mp3")])
    assert state(catalog, track_id) is TrackState.FAILED

    catalog.tracks.store([file("/m/1.mp3", size=2)])

    assert state(catalog, track_id) is TrackState.NEW


def test_copies_are_found_by_their_audio(catalog: Catalog) -> None:
    ids = catalog.tracks.store([file(f"/m/{name}.mp3") for name in "abc"])
    for track_id, fingerprint in zip(ids, ("same", "same", ""), strict=True):
        catalog.tracks.heard(track_id, AudioFacts("mp3", "mp3", 1, 1, 0, 0.0, fingerprint))

    assert [place.track_id for place in catalog.places.of_audio("same")] == ids[:2]
    assert catalog.places.of_audio("") == []


def test_facts_come_back(catalog: Catalog) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3")])
    catalog.tracks.heard(track_id, FACTS)

    track = catalog.tracks.get(track_id)
    assert track is not None
    assert track.facts == FACTS


@pytest.mark.parametrize("promised", [0.0, 220.5])
def test_that_a_file_ends_early_comes_back_until_its_audio_is_another(
    catalog: Catalog, promised: float
) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3")])
    facts = replace(FACTS, promised=promised)
    catalog.tracks.heard(track_id, facts)

    track = catalog.tracks.get(track_id)
    assert track is not None
    assert track.facts == facts

    catalog.predictions.forget(track_id)
    catalog.tracks.heard(track_id, FACTS)
    track = catalog.tracks.get(track_id)
    assert track is not None
    assert track.facts == FACTS


def test_pages_keep_the_order_and_skip_what_is_gone(catalog: Catalog) -> None:
    ids = catalog.tracks.store([file(f"/m/{i}.mp3") for i in range(3)])

    assert [t.id for t in catalog.tracks.pages([ids[2], 999, ids[0]])] == [ids[2], ids[0]]
    assert catalog.tracks.get(999) is None
    assert catalog.tracks.by_path(Path("/m/none.mp3")) is None


def test_folders_are_those_that_hold_tracks(catalog: Catalog) -> None:
    catalog.tracks.store([file("/m/b/1.mp3"), file("/m/b/2.mp3"), file("/m/a/c/3.mp3")])

    assert catalog.tracks.folders() == [Path("/m/a/c"), Path("/m/b")]
