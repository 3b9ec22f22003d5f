"""From tracks to predictions: hear what this model has not heard yet."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tagger_app.core.policy import suggest
from tagger_app.core.track import Failure
from tagger_app.inference.engine import FailedFile
from tagger_app.pipeline.events import Event, Tick, TrackFailed, TrackHeard
from tagger_app.pipeline.workbench import Workbench


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
    by_path: dict[Path, int] = {track.path: track.id for track in catalog.tracks.pages(unheard)}
    total = len(by_path)
    if not total:
        return
    done = 0
    for news in bench.engine().hear(by_path, bench.coverage):
        if news is None:
            yield Tick()
            continue
        done += 1
        track_id = by_path[news.path]
        if isinstance(news, FailedFile):
            catalog.tracks.fail(track_id, news.failure)
            yield TrackFailed(track_id, news.path, news.failure, done, total)
            continue
        heard = news.heard
        suggestions = suggest(card, heard.prediction.scores, bench.policy)
        catalog.predictions.store(model_id, track_id, heard.prediction, suggestions, heard.facts)
        yield TrackHeard(track_id, news.path, done, total)


def failures(bench: Workbench, ids: Sequence[int]) -> dict[int, Failure]:
    """The tracks among `ids` that failed, with their reasons."""
    tracks = bench.catalog.tracks.pages(ids)
    return {track.id: track.failure for track in tracks if track.failure is not None}
