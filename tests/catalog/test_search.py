from pathlib import Path

import pytest

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tagger_app.core.track import AudioFacts, TrackState
from tests.catalog.samples import file, hear, register


@pytest.fixture
def model_id(catalog: Catalog) -> int:
    return register(catalog)


def _names(catalog: Catalog, query: TrackQuery) -> list[str]:
    return [track.path.stem for track in catalog.tracks.pages(catalog.search.ids(query))]


def _found(catalog: Catalog, text: str) -> set[str]:
    return set(_names(catalog, TrackQuery(text=text)))


def test_words_are_found_wherever_they_stand(catalog: Catalog) -> None:
    catalog.tracks.store(
        [
            file("/m/Jazz Club/one.mp3", title="Füße im Wind", artist="Motörhead"),
            file("/m/x/two.mp3", title="Wind of Change", album="Crazy World", genre=("Hip-Hop",)),
            file("/m/x/three.mp3", mood=("calm", "windy"), artist="!!!", title="100% \\_"),
            file("/m/x/four.mp3", artist="AC/DC", title="T.N.T."),
        ]
    )

    assert _found(catalog, "wind") == {"one", "two", "three"}
    assert _found(catalog, "WIND motor") == {"one"}
    assert _found(catalog, "fusse") == set()
    assert _found(catalog, "fuße") == {"one"}
    assert _found(catalog, "jazz clu") == {"one"}
    assert _found(catalog, "hip-hop") == {"two"}
    assert _found(catalog, "craz chan hop") == {"two"}
    assert _found(catalog, "ac/dc t.n") == {"four"}
    assert _found(catalog, "!!!") == {"three"}
    assert _found(catalog, "%") == {"three"}
    assert _found(catalog, "_") == {"three"}
    assert _found(catalog, "  ") == {"one", "two", "three", "four"}


@pytest.mark.parametrize(
    "text",
    [
        *('"', '"wind', 'wi"nd', "wind OR", "NOT wind", "wind*", "title:wind", "^wind", "(wind"),
        *("NEAR(wind, 2)", "{title}:x", "-wind", "'; DROP TABLE tracks; --", "\ud800", "wind +"),
        "a\0b",
    ],
)
def test_no_text_is_taken_for_a_query_language(catalog: Catalog, text: str) -> None:
    catalog.tracks.store([file("/m/1.mp3", title=f"the {text} song"), file("/m/2.mp3")])

    assert catalog.search.ids(TrackQuery(text=text)) in ([1], [])
    assert catalog.search.ids(TrackQuery(text=f"the {text}")) in ([1], [])


def test_the_index_follows_every_change(catalog: Catalog) -> None:
    [track_id] = catalog.tracks.store([file("/m/1.mp3", title="Old", genre=("Rock",))])
    tags = file("/m/1.mp3", title="New", genre=("Jazz",))
    catalog.tracks.rewritten(track_id, tags.identity, tags.file_tags)

    assert catalog.search.ids(TrackQuery(text="old")) == []
    assert catalog.search.ids(TrackQuery(text="rock")) == []
    assert catalog.search.ids(TrackQuery(text="new jazz")) == [track_id]


def test_texts_are_sorted_as_people_sort_them(catalog: Catalog) -> None:
    titles = {"1": "zebra", "2": "Äpfel", "3": "", "4": "apple", "5": "Birne", "6": "ápfelmus"}
    catalog.tracks.store([file(f"/m/{name}.mp3", title=title) for name, title in titles.items()])

    assert _names(catalog, TrackQuery(order=Order.TITLE)) == ["2", "6", "4", "5", "1", "3"]
    falling = TrackQuery(order=Order.TITLE, descending=True)
    assert _names(catalog, falling) == ["1", "5", "4", "6", "2", "3"]


def test_albums_stay_together_in_track_order(catalog: Catalog) -> None:
    catalog.tracks.store(
        [
            file("/m/a/x.mp3", album="Hits", track_number="10/12", artist="A"),
            file("/m/b/y.mp3", album="Hits", track_number="1", artist="B"),
            file("/m/a/z.mp3", album="Hits", track_number="2/12", artist="A"),
            file("/m/c/w.mp3", album="Best", track_number="", artist="B"),
        ]
    )

    assert _names(catalog, TrackQuery(order=Order.ALBUM)) == ["w", "z", "x", "y"]
    assert _names(catalog, TrackQuery(order=Order.ARTIST)) == ["z", "x", "w", "y"]


def test_queues_of_a_model(catalog: Catalog, model_id: int) -> None:
    ids = catalog.tracks.store(
        [
            file("/m/agrees.mp3", genre=("hip hop",)),
            file("/m/disagrees.mp3", genre=("Classical",)),
            file("/m/silent.mp3"),
            file("/m/unheard.mp3", genre=("Folk",)),
        ]
    )
    hear(catalog, model_id, ids[0], 0.95)
    hear(catalog, model_id, ids[1], 0.8, 0.7)
    hear(catalog, model_id, ids[2], 0.52)

    def names(order: Order, *, descending: bool = False) -> list[str]:
        query = TrackQuery(order=order, model_id=model_id, descending=descending)
        return _names(catalog, query)

    assert names(Order.UNCERTAIN)[0] == "silent"
    assert names(Order.UNCERTAIN)[-1] == "unheard"
    assert names(Order.DISAGREES)[0] == "disagrees"
    assert names(Order.DISAGREES, descending=True)[-2:] == ["disagrees", "unheard"]
    assert names(Order.BEST_SCORE) == ["agrees", "disagrees", "silent", "unheard"]
    assert names(Order.GENRE) == ["disagrees", "unheard", "agrees", "silent"]
    assert names(Order.NEWEST)[0] == "unheard"

    written = file("/m/disagrees.mp3", genre=("Hip-Hop", "jazz"))
    catalog.tracks.rewritten(ids[1], written.identity, written.file_tags)
    assert names(Order.DISAGREES)[:2] != ["disagrees"]
    assert set(names(Order.DISAGREES)[:3]) == {"agrees", "disagrees", "silent"}


def test_a_file_agrees_in_other_words(catalog: Catalog, model_id: int) -> None:
    tags = {"own": ("Rap Music",), "other": ("Classical",), "same": ("hip hop",)}
    ids = catalog.tracks.store([file(f"/m/{n}.mp3", genre=genre) for n, genre in tags.items()])
    for track_id in ids:
        hear(catalog, model_id, track_id, 0.9)
    query = TrackQuery(order=Order.DISAGREES, model_id=model_id)
    assert set(_names(catalog, query)[:2]) == {"own", "other"}
    words = {(Category.GENRE, "rapmusic"): "hiphop"}
    assert not catalog.tag_words.holds(words)
    assert list(catalog.tag_words.replace(words)) == [3]
    assert catalog.tag_words.holds(words)
    assert _names(catalog, query)[0] == "other"
    hear(catalog, model_id, ids[0], 0.95)
    assert _names(catalog, query)[0] == "other"
    next(catalog.tag_words.replace({}))  # and no further, as when the program is killed
    assert not catalog.tag_words.holds({})
    list(catalog.tag_words.replace({}))
    assert catalog.tag_words.holds({})
    assert _names(catalog, query)[0] == "own"


def test_durations_and_states_are_sorted(catalog: Catalog, model_id: int) -> None:
    ids = catalog.tracks.store([file(f"/m/{name}.mp3") for name in ("new", "long", "short")])
    catalog.tracks.heard(ids[1], AudioFacts("mp3", "mp3", 1, 1, 1, 300.0))
    hear(catalog, model_id, ids[2], 0.9)
    catalog.decisions.decide(ids[1], Category.MOOD, "calm", Verdict.ACCEPTED)

    assert _names(catalog, TrackQuery(order=Order.DURATION)) == ["short", "long", "new"]
    assert _names(catalog, TrackQuery(order=Order.STATE)) == ["new", "short", "long"]


def test_filters_narrow_each_other(catalog: Catalog, model_id: int) -> None:
    ids = catalog.tracks.store(
        [
            file("/m/a/file.mp3", genre=("JAZZ",)),
            file("/m/a/suggested.mp3"),
            file("/m/a/rejected.mp3"),
            file("/m/b/added.mp3"),
            file("/m/b/hiphop.mp3"),
        ]
    )
    hear(catalog, model_id, ids[1], 0.0, 0.9, 0.9)
    hear(catalog, model_id, ids[2], 0.0, 0.9, 0.9)
    hear(catalog, model_id, ids[4], 0.9)
    catalog.decisions.decide(ids[2], Category.GENRE, "jazz", Verdict.REJECTED)
    catalog.decisions.decide(ids[3], Category.GENRE, "Jazz", Verdict.ADDED)
    jazz, calm = (Category.GENRE, "Jazz"), (Category.MOOD, "calm")

    def found(*tags: tuple[Category, str], **others: object) -> set[str]:
        query = TrackQuery(tags=frozenset(tags), model_id=model_id, **others)  # type: ignore[arg-type]  # any field
        return set(_names(catalog, query))

    assert found(jazz) == {"file", "suggested", "added"}
    assert found(jazz, folder=Path("/m/b")) == {"added"}
    assert found(jazz, calm) == {"suggested"}
    assert found(jazz, (Category.GENRE, "hip hop")) == {"file", "suggested", "added", "hiphop"}
    assert found(jazz, text="sugg") == {"suggested"}
    assert found(jazz, states=frozenset({TrackState.ACCEPTED, TrackState.NEW})) == {"file", "added"}
    assert _names(catalog, TrackQuery(tags=frozenset({calm}))) == []


def test_counts(catalog: Catalog, model_id: int) -> None:
    ids = catalog.tracks.store(
        [
            file("/m/a/1.mp3", genre=("Jazz", "Rock"), energy=("0.5",)),
            file("/m/a/2.mp3", genre=("jazz",)),
            file("/m/b/3.mp3", mood=("calm",)),
        ]
    )
    hear(catalog, model_id, ids[0], 0.9, 0.9)
    hear(catalog, model_id, ids[1], 0.9)

    counts = catalog.search.counts(model_id)

    assert counts.total == 3
    assert counts.states == {TrackState.TO_REVIEW: 2, TrackState.NEW: 1}
    assert counts.folders == {Path("/m/a"): 2, Path("/m/b"): 1}
    assert counts.suggested == {(Category.GENRE, "Hip-Hop"): 2, (Category.GENRE, "Jazz"): 1}
    assert counts.in_file == {
        (Category.GENRE, "Jazz"): 2,
        (Category.GENRE, "Rock"): 1,
        (Category.MOOD, "calm"): 1,
    }
    assert catalog.search.counts().suggested == {}


def test_an_empty_catalog_answers(catalog: Catalog) -> None:
    assert catalog.search.ids(TrackQuery()) == []
    assert catalog.search.counts().total == 0
