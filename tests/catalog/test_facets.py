import random

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tests.catalog.samples import TAGS, file, hear, register


def decide(
    catalog: Catalog, ids: list[int], model_id: int, other: int, chance: random.Random
) -> None:
    """Suggestions of two models, and decisions of every kind about some of them."""
    for track_id in ids:
        hear(catalog, model_id, track_id, *(chance.random() for _ in TAGS))
        hear(catalog, other, track_id, 0.9, 0.9, 0.9, 0.9)
        for category, tag in ((Category.GENRE, "Jazz"), (Category.GENRE, "Polka"),
                              (Category.MOOD, "Calm"), (Category.INSTRUMENT, "Kazoo")):  # fmt: skip
            verdict = chance.choice((None, Verdict.ACCEPTED, Verdict.REJECTED, Verdict.ADDED))
            if verdict is not None:
                catalog.decisions.decide(track_id, category, tag, verdict)


def test_every_number_is_what_a_click_on_it_finds(catalog: Catalog) -> None:
    chance = random.Random(3)  # noqa: S311 (no secret)
    words = ("Jazz", "jazz", "Hip-Hop", "hiphop", "Polka")
    ids = catalog.tracks.store(
        [
            file(
                f"/m/{number}.mp3",
                date=f"{1970 + number}",
                genre=tuple(chance.sample(words, chance.randrange(3))),
                mood=("calm",) * chance.randrange(2),
            )
            for number in range(40)
        ]
    )
    model_id, other = register(catalog), register(catalog, "other")
    with catalog.transaction():
        decide(catalog, ids[:30], model_id, other, chance)

    for model in (model_id, None):
        counts = catalog.facets.counts(model)
        assert {tag.casefold() for _, tag in counts.tags} >= {"jazz", "hip-hop", "polka", "kazoo"}
        for tag, amount in counts.tags.items():
            query = TrackQuery(tags=frozenset({tag}), model_id=model)
            assert len(catalog.search.ids(query)) == amount, (tag, model)
    assert len({(category, tag.casefold()) for category, tag in counts.tags}) == len(counts.tags)
    assert counts.decades == {1970: 10, 1980: 10, 1990: 10, 2000: 10}
    assert counts.codecs == {"mp3": 30}
    assert len(catalog.search.ids(TrackQuery(codec="mp3"))) == 30


def test_tracks_out_of_reach_are_counted_by_folder(catalog: Catalog) -> None:
    ids = catalog.tracks.store([file(f"/m/{folder}/{n}.mp3") for folder in "ab" for n in range(3)])
    catalog.places.lose(ids[:2])
    catalog.places.lose(ids[3:], offline=True)
    counts = catalog.facets.counts()
    assert {str(folder): n for folder, n in counts.missing.items()} == {"/m/a": 2}
    assert {str(folder): n for folder, n in counts.offline.items()} == {"/m/b": 3}
