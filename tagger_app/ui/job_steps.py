"""The generators that the job thread runs for the window, and the news of theirs alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tagger_app.catalog.search import TrackQuery
from tagger_app.core.model_card import ModelCard
from tagger_app.core.texts import Text
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.deciding import Newer, Outdated, Page, PageDecided
from tagger_app.pipeline.events import (
    Event,
    ScanFinished,
    Tick,
    TrackFailed,
    TrackHeard,
    TrackWritten,
)
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import Stop, recover, write_decided


@dataclass(frozen=True, slots=True)
class Model:
    """The model that listens and its row in the catalog."""

    id: int
    card: ModelCard


@dataclass(frozen=True, slots=True)
class Device:
    """What the model runs on, and why not on something faster."""

    note: Text


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """Tracks that were to be tried again are heard, as far as they can be."""

    ids: tuple[int, ...]


News = Event | Device | HeardAgain | PageDecided | Outdated | Page


def touched(events: Sequence[News]) -> list[int]:
    """The tracks that events are about."""
    ids: list[int] = []
    for event in events:
        if isinstance(event, TrackHeard | TrackFailed | TrackWritten):
            ids.append(event.track_id)
        elif isinstance(event, PageDecided):
            ids += event.ids
    return ids


def model_of(bench: Workbench) -> Model | None:
    """The model that listens, with its row."""
    return Model(bench.model_id(), bench.model.card) if bench.has_model else None


def settle(bench: Workbench) -> Iterator[Tick]:
    """Settle what an earlier run left begun, and what the preferences say of suggestions now."""
    yield from recover(bench)
    words = bench.vocabulary.other_words()
    if not bench.catalog.tag_words.holds(words):
        yield from (Tick() for _ in bench.catalog.tag_words.replace(words))
    if bench.has_model:
        model_id = bench.model_id()
        predictions = bench.catalog.predictions
        if not predictions.obeys(model_id, bench.policy):
            yield from (Tick() for _ in predictions.rescore(model_id, bench.policy))


def redo_write(bench: Workbench, undo_id: int | None, stop: Stop) -> Iterator[Event]:
    """Write again what an undo took back.

    Args:
        undo_id: the newest if None; nothing happens, where the key came once too often.
    """
    chosen = bench.catalog.journal.last_redoable() if undo_id is None else undo_id
    if chosen is not None:
        yield from undo(bench, chosen, stop=stop)


def undo_write(bench: Workbench, write_id: int | None, stop: Stop) -> Iterator[Event]:
    """Take a write back.

    Args:
        write_id: the newest if None; nothing happens, where the key came once too often.
    """
    chosen = bench.catalog.journal.last_undoable() if write_id is None else write_id
    if chosen is not None:
        yield from undo(bench, chosen, stop=stop)


def scan_again(bench: Workbench, ids: Sequence[int]) -> Iterator[Event]:
    """Look whether the files of these tracks have changed."""
    paths = [track.path for track in bench.catalog.tracks.pages(ids)]
    return (event for event in scan(bench, paths) if not isinstance(event, ScanFinished))


def write_again(bench: Workbench, ids: Sequence[int], stop: Stop, newer: Newer) -> Iterator[Event]:
    """Write those of these tracks that wait to be written; tells nothing if none does."""
    waiting = set(bench.catalog.search.waiting())
    wanted = [track_id for track_id in ids if track_id in waiting]
    if wanted:
        yield from write_decided(bench, wanted, stop, newer)


def hear(bench: Workbench, retried: tuple[int, ...]) -> Iterator[News]:
    """Tracks that failed, then whatever was not heard yet."""
    if retried:
        if bench.has_model:
            yield from _hear_those(bench, retried, retry_failed=True)
        yield HeardAgain(retried)
    if bench.has_model or not retried:
        ids = bench.catalog.search.ids(TrackQuery())
        yield Tick()
        yield from _hear_those(bench, ids)


def _hear_those(
    bench: Workbench, ids: Sequence[int], *, retry_failed: bool = False
) -> Iterator[News]:
    predictions = bench.catalog.predictions
    if predictions.unheard(bench.model_id(), bench.coverage, ids, retry_failed=retry_failed):
        for _ in bench.engine().open():
            yield Tick()
        yield Device(bench.engine().device_note)
        yield from analyze(bench, ids, retry_failed=retry_failed)
