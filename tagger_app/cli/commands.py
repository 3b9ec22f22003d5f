"""The commands that work with the catalog."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tagger_app.catalog.search import TrackQuery
from tagger_app.cli import records
from tagger_app.cli.printer import Printer, follow
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.policy import suggest
from tagger_app.core.track import TrackState
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.events import (
    Event,
    ScanFinished,
    TrackFailed,
    TrackHeard,
    TrackWritten,
    WriteFinished,
)
from tagger_app.pipeline.export import ExportKind, export
from tagger_app.pipeline.review import Accepted, Reviewer
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import recover, write_decided, write_given

_DONE, _REFUSED = 0, 1


def tag(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Scan, hear, print what is suggested; write only when asked to."""
    found = _scan(bench, options.paths, printer)
    printed: set[int] = set()

    def on_event(event: Event) -> None:
        if isinstance(event, TrackHeard | TrackFailed):
            printed.add(event.track_id)
            printer.result(*records.tagged(bench, event.track_id))

    follow("Hearing", analyze(bench, found.ids), on_event)
    for track_id in found.ids:
        if track_id not in printed:
            printer.result(*records.tagged(bench, track_id))
    if not options.write:
        return _DONE
    suggested = dict(_suggested(bench, found.ids))
    return _write(write_given(bench, suggested, bench.policy.mode), printer, quiet=printer.as_json)


def scan_paths(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Scan and print every track found."""
    found = _scan(bench, options.paths, printer)
    for track in bench.catalog.tracks.pages(found.ids):
        printer.result(*records.track(track))
    return _DONE


def analyze_tracks(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Hear what the catalog holds and was not heard yet."""

    def on_event(event: Event) -> None:
        if isinstance(event, TrackHeard | TrackFailed):
            printer.result(*records.tagged(bench, event.track_id))

    ids = _ids(bench, options.paths)
    events = analyze(bench, ids, retry_failed=options.retry_failed)
    follow("Hearing", events, on_event)
    return _DONE


def write_accepted(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write what was accepted in review."""
    follow("Recovering", recover(bench), lambda _: None)
    ids = _ids(bench, options.paths, frozenset({TrackState.ACCEPTED}))
    return _write(write_decided(bench, ids), printer)


def undo_write(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Take a write back, or list the writes."""
    if options.list:
        for write in bench.catalog.journal.writes():
            printer.result(*records.journalled(write))
        return _DONE
    follow("Recovering", recover(bench), lambda _: None)
    return _write(undo(bench, options.write_id), printer)


def apply_tags(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write given tags into files; every file must be tagged for exit code 0."""
    given: Accepted = {
        category: tuple(dict.fromkeys(values))
        for category in (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
        if (values := [v.strip() for v in getattr(options, category.value) if v.strip()])
    }
    if not given:
        raise TaggerError("Nothing to write: give --genre, --mood or --instrument.")
    follow("Recovering", recover(bench), lambda _: None)
    found = _scan(bench, options.paths, printer)
    wanted = dict.fromkeys(found.ids, given)
    code = _write(write_given(bench, wanted, bench.policy.mode), printer)
    return _REFUSED if found.problems else code


def export_catalog(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write the catalog's knowledge as a table or a playlist."""
    reviewer = Reviewer(
        bench.catalog, bench.model_id(), bench.model.card, bench.policy, bench.vocabulary
    )
    kind = ExportKind(options.kind)
    ids = _ids(bench, options.paths)
    if options.output is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a real stream here
        export(reviewer, ids, kind, sys.stdout)
        return _DONE
    try:
        with options.output.open("w", encoding="utf-8", newline="") as stream:
            count = export(reviewer, ids, kind, stream)
    except OSError as error:
        raise TaggerError(f"{options.output}: it cannot be written: {error.strerror}.") from None
    printer.message(f"{count} of {len(ids)} tracks are in {options.output}.")
    return _DONE


def _scan(bench: Workbench, paths: Sequence[Path], printer: Printer) -> ScanFinished:
    finished: list[ScanFinished] = []

    def on_event(event: Event) -> None:
        if isinstance(event, ScanFinished):
            finished.append(event)

    follow("Reading tags", scan(bench, paths), on_event)
    found = finished[0]
    for path, failure in found.problems:
        if bench.catalog.tracks.by_path(path) is None:
            printer.result(*records.problem(path, failure))
    counts = f"{found.new} new, {found.changed} changed, {found.unchanged} unchanged"
    printer.message(f"{len(found.ids)} tracks found: {counts}, {found.missing} missing.")
    return found


def _suggested(bench: Workbench, ids: Sequence[int]) -> Iterator[tuple[int, Accepted]]:
    """Per heard track, the tags at or above their threshold."""
    predictions = bench.catalog.predictions.many(bench.model_id(), ids)
    for track_id, prediction in predictions.items():
        scored = suggest(bench.model.card, prediction.scores, bench.policy)
        yield track_id, {c: tuple(tag.name for tag in tags) for c, tags in scored.items()}


def _write(events: Iterator[Event], printer: Printer, *, quiet: bool = False) -> int:
    finished: list[WriteFinished] = []

    def on_event(event: Event) -> None:
        if isinstance(event, WriteFinished):
            finished.append(event)
        elif isinstance(event, TrackFailed):
            printer.message(f"{event.path}: {event.failure.detail} [{event.failure.reason}]")
        if isinstance(event, TrackWritten | TrackFailed) and not quiet:
            printer.result(*records.written(event))

    follow("Writing", events, on_event)
    if not finished:
        return _DONE
    end = finished[0]
    number = f" This is write {end.write_id}." if end.written else ""
    printer.message(
        f"{end.written} files written, {end.unchanged} needed no change,"
        f" {end.refused} refused.{number}"
    )
    return _REFUSED if end.refused else _DONE


def _ids(
    bench: Workbench,
    folders: Sequence[Path],
    states: frozenset[TrackState] = frozenset(),
) -> list[int]:
    """Ids of the catalog's tracks below the folders, or of all, in path order."""
    search = bench.catalog.search
    if not folders:
        return list(search.ids(TrackQuery(states=states)))
    queries = (TrackQuery(states=states, folder=folder.absolute()) for folder in folders)
    return list(dict.fromkeys(track_id for query in queries for track_id in search.ids(query)))
