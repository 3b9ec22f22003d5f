"""How fast the catalog is with many tracks: `python -m tests.benchmarks.catalog_scale [TRACKS]`."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import FrontEnd, ModelCard, ModelTag
from tagger_app.core.policy import Policy, Strictness, suggest
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.core.track import AudioFacts, FileIdentity, FileTags, ScannedFile, TrackState

_CATEGORIES = (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
_FACTS = AudioFacts("mp3", "mp3", 44_100, 2, 256_000, 231.0)
_SHORTEST, _LONGEST = 90.0, 480.0


def _card(tags: int) -> ModelCard:
    return ModelCard(
        name="scale",
        version="1",
        architecture="none",
        description="",
        licence="",
        sample_rate=16_000,
        chunk_samples=59_049,
        embedding_width=256,
        tags=tuple(
            ModelTag(f"tag {i}", _CATEGORIES[i % len(_CATEGORIES)], 0.8, 0.9) for i in range(tags)
        ),
        front_end=FrontEnd(512, 256, 128, 0.0, 8_000.0, "db"),
    )


def _file(number: int, chance: random.Random) -> ScannedFile:
    album, artist = number // 12, number // 60
    tags = {"genre": (f"Tag {chance.randrange(0, 50, 3)}",)} if chance.random() < 0.7 else {}
    return ScannedFile(
        Path(f"/music/Artist {artist:05}/Album {album:05}/{number % 12:02} Title {number}.mp3"),
        FileIdentity(1, number, 5_000_000, 1_700_000_000_000_000_000),
        FileTags(
            "id3v2.4",
            tags,
            title=f"Song {chance.randrange(10**6)} of the night",
            artist=f"Artist {artist}",
            album=f"Album {album}",
            track_number=str(number % 12 + 1),
            date="1999",
        ),
    )


def _prediction(chance: random.Random, card: ModelCard) -> Prediction:
    tags = len(card.tags)
    scores = tuple(chance.random() ** 2 for _ in range(tags))
    starts = tuple(20.0 * i for i in range(8))
    return Prediction(
        card.name,
        Coverage(8),
        scores,
        (scores,) * 8,
        starts,
        3.69,
        tuple(chance.gauss(0, 1) for _ in range(card.embedding_width)),
    )


def _report(what: str, seconds: float, count: int = 1) -> None:
    per = "" if count == 1 else f"  ({1000 * seconds / count:.2f} ms each of {count})"
    print(f"{what:44}{1000 * seconds:10.1f} ms{per}")  # noqa: T201 (the result)


def _timed(what: str, work: Callable[[], object], count: int = 1) -> None:
    start = time.perf_counter()
    work()
    _report(what, time.perf_counter() - start, count)


def fill(
    catalog: Catalog, total: int, card: ModelCard | None = None, digest: str = "digest"
) -> int:
    """Tracks, heard; prints how long that takes, returns the model's id.

    Args:
        card: of the model that is said to have heard them; of one with 50 tags if None.
        digest: of its file.
    """
    chance, policy = random.Random(1), Policy()  # noqa: S311 (no secret)
    card = card or _card(50)
    files = [_file(number, chance) for number in range(total)]

    def in_batches() -> None:
        for start in range(0, total, 500):
            catalog.tracks.store(files[start : start + 500])

    _timed("store tracks, batches of 500", in_batches, total)
    model_id = catalog.predictions.register(card.name, card.version, digest, card.to_json())
    predictions = [_prediction(chance, card) for _ in range(200)]

    def hear(ids: range) -> None:
        for track_id in ids:
            prediction = predictions[track_id % 200]
            suggested = suggest(card, prediction.scores, policy)
            facts = replace(_FACTS, duration=chance.uniform(_SHORTEST, _LONGEST))
            catalog.predictions.store(model_id, track_id, prediction, suggested, facts)

    _timed("store predictions, a commit each", lambda: hear(range(1, 501)), 500)
    with catalog.transaction():
        _timed("store predictions, one commit", lambda: hear(range(501, total + 1)), total - 500)
    return model_id


def main(total: int) -> None:
    """Fill a catalog and time what the window asks of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.sqlite"
        _timed("make a catalog", lambda: open_catalog(path).close())
        with open_catalog(path) as catalog:
            model_id = fill(catalog, total)
            _timed("decide, a commit each", partial(_decide, catalog), 200)
            _questions(catalog.reader(), model_id, total)
            careful = Policy(strictness=dict.fromkeys(TAG_CATEGORIES, Strictness.CAREFUL))
            _timed(
                "rescore under another policy",
                lambda: list(catalog.predictions.rescore(model_id, careful)),
            )
        _report("megabytes on disk / 1000", path.stat().st_size / 1e9)
        _timed("open again", lambda: open_catalog(path).close())


def _decide(catalog: Catalog) -> None:
    for track_id in range(1, 201):
        catalog.decisions.decide(track_id, Category.MOOD, "tag 1", Verdict.ACCEPTED)


def _questions(reader: Catalog, model_id: int, total: int) -> None:
    for round_ in ("first", "second"):
        for order in Order:
            query = TrackQuery(order=order, model_id=model_id)
            _timed(f"ids by {order}, {round_}", partial(reader.search.ids, query))
    base = TrackQuery(model_id=model_id)
    for what, query in {
        "one word": replace(base, text="night"),
        "a rare word": replace(base, text="4711"),
        "two starts of words": replace(base, text="son alb"),
        "a state by title": replace(
            base, states=frozenset({TrackState.TO_REVIEW}), order=Order.TITLE
        ),
        "a folder": replace(base, folder=Path("/music/Artist 00100")),
        "a tag": replace(base, tags=frozenset({(Category.GENRE, "tag 3")})),
        "two tags, uncertain first": replace(
            base,
            tags=frozenset({(Category.GENRE, "tag 3"), (Category.MOOD, "tag 1")}),
            order=Order.UNCERTAIN,
        ),
    }.items():
        _timed(f"find {what}", partial(reader.search.ids, query))
    _timed("counts", lambda: reader.search.counts(model_id))
    page = list(range(total // 2, total // 2 + 100))
    _timed("a page of 100 tracks", lambda: reader.tracks.pages(page))
    _timed("their predictions", lambda: reader.predictions.many(model_id, page))
    _timed("their decisions", lambda: reader.decisions.many(page))
    _timed("unheard", lambda: reader.predictions.unheard(model_id, Coverage(8)))
    _timed("identities of all", lambda: reader.tracks.identities([Path("/music")]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
