"""From tracks to predictions: hear what this model has not heard yet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tagger_app.catalog.store import Catalog
from tagger_app.core.policy import suggest
from tagger_app.inference.engine import FailedFile
from tagger_app.pipeline.events import Event, Tick, TrackFailed, TrackHeard
from tagger_app.pipeline.workbench import Workbench

_PAGE = 200


def analyze(bench: Workbench, ids: Sequence[int], *, retry_failed: bool = False) -> Iterator[Event]:
    """Hear the tracks that the model has not heard with the wanted coverage.

    Each prediction is committed before its event. Files that failed twice are left out unless
    `retry_failed`.

    Raises:
        ModelError: there is no model, or it does not keep its contract.
    """
    model_id = bench.model_id()
    catalog, card = bench.catalog, bench.model.card
    if not catalog.predictions.obeys(model_id, bench.policy):
        for _ in catalog.predictions.rescore(model_id, bench.policy):
            yield Tick()
    unheard = catalog.predictions.unheard(model_id, bench.coverage, ids, retry_failed=retry_failed)
    if not unheard:
        return
    in_flight: dict[Path, int] = {}
    done, total = 0, len(unheard)
    for news in bench.engine().hear(_paths(catalog, unheard, in_flight), bench.coverage):
        if news is None:
            yield Tick()
            continue
        done += 1
        track_id = in_flight.pop(news.path)
        if isinstance(news, FailedFile):
            catalog.tracks.fail(track_id, news.failure)
            yield TrackFailed(track_id, news.path, news.failure, done, total)
            continue
        heard = news.heard
        suggestions = suggest(card, heard.prediction.scores, bench.policy)
        catalog.predictions.store(model_id, track_id, heard.prediction, suggestions, heard.facts)
        yield TrackHeard(track_id, news.path, done, total)


def _paths(catalog: Catalog, ids: Sequence[int], in_flight: dict[Path, int]) -> Iterator[Path]:
    """Paths of tracks, read page by page as they are asked for, and remembered in `in_flight`."""
    for start in range(0, len(ids), _PAGE):
        for track in catalog.tracks.pages(ids[start : start + _PAGE]):
            in_flight[track.path] = track.id
            yield track.path
