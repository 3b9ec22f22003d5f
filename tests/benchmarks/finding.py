"""How fast tracks are found among many: `python -m tests.benchmarks.finding [TRACKS]`.

Medians over runs; the load of the machine stands beside them.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.fields import Category
from tagger_app.core.query import parse
from tagger_app.pipeline.similar import SoundIndex
from tests.benchmarks.catalog_scale import fill

_RUNS = 7
_QUERIES = (
    "night",
    "4711",
    "son alb",
    'artist:"artist 100"',
    'genre:"tag 3"',
    'genre:"tag 3" score>0.9',
    'genre:"tag 3" mood:"tag 1" score>0.8 -instrument:"tag 2" night',
    "tag:tag* score>0.95",
    "tag:tag* score<0.1",
    "genre:tag mood:tag instrument:tag",
    "score>0.9",
    "year>1990",
    'status:review -genre:"tag 3"',
    "title:4711 path:artist",
)


def main(total: int) -> None:
    """Fill a catalog and time what finding asks of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_catalog(Path(folder) / "catalog.sqlite") as catalog,
    ):
        model_id = fill(catalog, total)
        print(f"load {os.getloadavg()[0]:.1f}, median and best of {_RUNS}")  # noqa: T201
        _search(catalog.reader(), model_id)
        _decide(catalog, total)
        _sound(catalog.reader(), model_id, total)


def _search(reader: Catalog, model_id: int) -> None:
    for text in _QUERIES:
        query = TrackQuery(conditions=parse(text).conditions, model_id=model_id)
        found = reader.search.ids(query)
        _timed(f"{text} ({len(found)} found)", partial(reader.search.ids, query))


def _decide(catalog: Catalog, total: int) -> None:
    chance = random.Random(2)  # noqa: S311 (no secret)
    accepted = Verdict.ACCEPTED
    _timed(
        "decide",
        lambda: catalog.decisions.decide(chance.randint(1, total), Category.MOOD, "x", accepted),
        50,
    )


def _sound(reader: Catalog, model_id: int, total: int) -> None:
    index = SoundIndex(reader, model_id)
    _timed("similar, first time", lambda: index.similar(total // 2), 1)
    _timed("similar", lambda: index.similar(total // 2))
    _timed("near duplicates", lambda: list(index.near_duplicates()), 1)


def _timed(what: str, work: Callable[[], object], runs: int = _RUNS) -> None:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    print(f"{what:74}{statistics.median(times):9.1f} ms{min(times):9.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
