"""The commands that work with the catalog."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import filterfalse
from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.journal import EntryStatus
from tagger_app.catalog.search import TrackQuery
from tagger_app.cli import records
from tagger_app.cli.finding import ids_of
from tagger_app.cli.printer import Printer, counted, follow, name_of
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.policy import suggest
from tagger_app.pipeline.analyze import analyze
from tagger_app.pipeline.events import (
    Event,
    ScanFinished,
    TrackFailed,
    TrackHeard,
    TrackWritten,
    WriteFinished,
)
from tagger_app.pipeline.export import ExportKind, export, export_file
from tagger_app.pipeline.review import Accepted, reviewer_on
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.undo import undo
from tagger_app.pipeline.walk import standing
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import recover, write_decided, write_given

_DONE, _REFUSED = 0, 1
_PAGE = 200


def tag(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Scan, hear, print what is suggested; write only when asked to."""
    if options.write:
        follow("Recovering", recover(bench), lambda _: None)
    found = _scan(bench, options.paths, printer)
    printed: set[int] = set()

    def show(track_id: int) -> None:
        printed.add(track_id)
        printer.result(*records.tagged(bench, track_id))

    def on_heard(event: Event) -> None:
        # What is to be written is shown when it is, with what became of it.
        if isinstance(event, TrackFailed) or (isinstance(event, TrackHeard) and not options.write):
            show(event.track_id)

    def on_written(event: Event) -> None:
        if isinstance(event, TrackWritten | TrackFailed):
            printed.add(event.track_id)
            printer.result(*records.tagged(bench, event.track_id, event))

    _warn_of_device(bench, printer)
    follow("Hearing", analyze(bench, found.ids), on_heard)
    code = _unread(found, options.paths)
    if options.write:
        wanted = _suggested(bench, found.ids)
        events = write_given(bench, wanted, bench.policy.mode, model_id=bench.model_id())
        code = max(code, _write(bench, events, printer, on_written))
    for track_id in filterfalse(printed.__contains__, found.ids):
        show(track_id)
    code = max(code, _unheard(bench, found.ids, printer))
    if found.ids and not options.write:
        printer.message("Nothing was written; with --write, suggestions are.")
    return code


def scan_paths(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Scan and print every track found; the whole library where no path is named."""
    library = bench.catalog.library
    paths = options.paths or [*library.folders(), *library.loose_files()]
    if not paths:
        raise TaggerError("The library has no folder yet. Name one: tagger-app scan FOLDER")
    found = _scan(bench, paths, printer)
    for start in range(0, len(found.ids), _PAGE):
        for track in bench.catalog.tracks.pages(found.ids[start : start + _PAGE]):
            printer.result(*records.track(track))
    return _DONE


def analyze_tracks(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Hear what the catalog holds and was not heard yet."""

    def on_event(event: Event) -> None:
        if isinstance(event, TrackHeard | TrackFailed):
            printer.result(*records.tagged(bench, event.track_id))

    ids = _ids(bench, options.paths)
    _warn_of_device(bench, printer)
    events = analyze(bench, ids, retry_failed=options.retry_failed)
    follow("Hearing", events, on_event)
    return _unheard(bench, ids, printer)


def write_accepted(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write what was accepted in review."""
    follow("Recovering", recover(bench), lambda _: None)
    search = bench.catalog.search
    folders = [standing(path) for path in options.paths]
    found = [search.waiting(folder) for folder in folders] or [search.waiting()]
    ids = list(dict.fromkeys(track_id for ids in found for track_id in ids))
    return _write(bench, write_decided(bench, ids), printer, _shown_by(printer))


def undo_write(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Take a write back, or list the writes."""
    if options.list:
        for write in bench.catalog.journal.writes():
            printer.result(*records.journalled(write))
        return _DONE
    follow("Recovering", recover(bench), lambda _: None)
    write_id = options.write_id
    if options.redo:
        write_id = bench.catalog.journal.last_redoable()
        if write_id is None:
            raise TaggerError("There is no undo to take back.")
    return _write(bench, undo(bench, write_id), printer, _shown_by(printer))


def apply_tags(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write given tags into files; every file must be tagged for exit code 0."""
    given: Accepted = {
        category: tuple(dict.fromkeys(values))
        for category in TAG_CATEGORIES
        if (values := [v.strip() for v in getattr(options, category.value) if v.strip()])
    }
    if not given:
        raise TaggerError("Nothing to write: give --genre, --mood or --instrument.")
    folders = [path for path in options.paths if path.is_dir()]
    if folders:
        raise TaggerError(
            f"{folders[0]} is a folder, and apply writes the same tags into each file it is given."
            " Name the files. Nothing was written."
        )
    follow("Recovering", recover(bench), lambda _: None)
    found = _scan(bench, options.paths, printer)
    wanted = dict.fromkeys(found.ids, given)
    events = write_given(bench, wanted, bench.policy.mode)
    code = _write(bench, events, printer, _shown_by(printer))
    return _REFUSED if found.problems else code


def export_catalog(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Write the catalog's knowledge as a table, a playlist or a report."""
    reviewer = reviewer_on(bench)
    kind = ExportKind(options.kind)
    ids = _ids(bench, options.paths)
    if options.query is not None:
        found = ids_of(bench, options.query)
        inside = set(ids)
        ids = [track_id for track_id in found if track_id in inside]
    title = ", ".join(str(standing(path)) for path in options.paths) or "The whole library"
    if options.output is None:
        if options.relative:
            raise TaggerError("Paths are relative to the playlist: say where it is, with --output.")
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a real stream here
        done = export(reviewer, ids, kind, sys.stdout, title=title)
    else:
        relative = options.relative
        done = export_file(reviewer, ids, kind, options.output, relative=relative, title=title)
        printer.message(f"{options.output}: {done.count} of {counted(len(ids), 'track')}.")
    for path, reason in done.left_out:
        printer.message(f"left out: {name_of(path)}: {reason}")
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
    counts = {"new": found.new, "changed": found.changed, "unchanged": found.unchanged}
    counts["missing"] = found.missing
    also = (("moved", found.moved), ("back", found.back), ("offline", found.offline))
    counts |= {word: number for word, number in also if number}
    words = ", ".join(f"{number} {word}" for word, number in counts.items())
    printer.message(f"{counted(len(found.ids), 'track')} found: {words}.")
    if found.passed_over:
        others = counted(found.passed_over, "other file")
        printer.message(f"{others} passed over: not named as music.")
    return found


def _warn_of_device(bench: Workbench, printer: Printer) -> None:
    """A graphics card that was asked for and is not used is told; the work is done all the same."""
    if bench.settings.device == "cuda":
        note = str(bench.engine().device_note)
        if not note.startswith("CUDA"):
            printer.message(f"Warning: --device cuda was asked for, but the model runs on {note}.")


def _suggested(bench: Workbench, ids: Sequence[int]) -> dict[int, Accepted]:
    """Per heard track, the tags at or above their threshold that no person rejected."""
    model_id, card, identity = bench.model_id(), bench.model.card, bench.vocabulary.identity
    found: dict[int, Accepted] = {}
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        decided = bench.catalog.decisions.many(page)
        for track_id, prediction in bench.catalog.predictions.many(model_id, page).items():
            rejected = {
                (category, identity(category, tag))
                for (category, tag), verdict in decided.get(track_id, {}).items()
                if verdict is Verdict.REJECTED
            }
            found[track_id] = {
                category: tuple(
                    tag.name
                    for tag in tags
                    if (category, identity(category, tag.name)) not in rejected
                )
                for category, tags in suggest(card, prediction.scores, bench.policy).items()
            }
    return found


def _shown_by(printer: Printer) -> Callable[[Event], None]:
    """Prints every file of a write."""

    def show(event: Event) -> None:
        if isinstance(event, TrackWritten | TrackFailed):
            printer.result(*records.written(event))

    return show


def _write(
    bench: Workbench,
    events: Iterator[Event],
    printer: Printer,
    show: Callable[[Event], None],
) -> int:
    finished: list[WriteFinished] = []
    written: list[Path] = []
    newest = _newest_write(bench)

    def on_event(event: Event) -> None:
        if isinstance(event, WriteFinished):
            finished.append(event)
        elif isinstance(event, TrackWritten) and event.change:
            written.append(event.path)
        elif isinstance(event, TrackFailed):
            printer.message(
                f"{name_of(event.path)}: {event.failure.detail} [{event.failure.reason}]"
            )
        show(event)

    try:
        follow("Writing", events, on_event)
    except KeyboardInterrupt:
        _tell_written(bench, written, printer, newest)
        raise
    end = finished[0]
    number = f" This is write {end.write_id}." if end.written else ""
    printer.message(
        f"{counted(end.written, 'file')} written, {end.unchanged} needed no change,"
        f" {end.refused} refused.{number}"
    )
    return _REFUSED if end.refused else _DONE


def _unheard(bench: Workbench, ids: Sequence[int], printer: Printer) -> int:
    """Tell how many of these tracks could not be heard; the exit code says whether all were."""
    unheard = bench.catalog.predictions.unheard
    rest = len(unheard(bench.model_id(), bench.coverage, ids, retry_failed=True))
    if rest:
        printer.message(f"{rest} of {counted(len(ids), 'track')} could not be heard.")
    return _REFUSED if rest else _DONE


def _newest_write(bench: Workbench) -> int:
    return max((write.id for write in bench.catalog.journal.writes()), default=0)


def _tell_written(bench: Workbench, written: Sequence[Path], printer: Printer, before: int) -> None:
    """What a write that is stopped has written; one file may have been under way."""
    follow("Recovering", recover(bench), lambda _: None)
    write_id = _newest_write(bench)
    if write_id <= before:
        printer.message("No file was written.")
        return
    entries = bench.catalog.journal.entries(write_id)
    done = [entry for entry in entries if entry.status is EntryStatus.DONE]
    for entry in done:
        if entry.path not in written:
            printer.result(
                *records.written(TrackWritten(entry.track_id, entry.path, entry.change, 0, 0))
            )
    printer.message(
        f"{counted(len(done), 'file')} written before this was stopped. This is write {write_id}:"
        f" tagger-app undo {write_id} takes it back."
    )


def _unread(found: ScanFinished, paths: Sequence[Path]) -> int:
    """The exit code that tells whether all paths of the command line could be read."""
    named = frozenset(standing(path) for path in paths)
    return _REFUSED if any(path in named for path, _ in found.problems) else _DONE


def _ids(bench: Workbench, folders: Sequence[Path]) -> list[int]:
    """Ids of the catalog's tracks below the folders, or of all, in path order.

    Raises:
        TaggerError: there is no track below one of the folders.
    """
    search = bench.catalog.search
    if not folders:
        return list(search.ids(TrackQuery()))
    found: dict[int, None] = {}
    for folder in folders:
        ids = search.ids(TrackQuery(folder=standing(folder)))
        if not ids:
            raise TaggerError(
                f"{standing(folder)}: the catalog has no tracks there. Scan it first:"
                f" tagger-app scan {folder}"
            )
        found |= dict.fromkeys(ids)
    return list(found)
