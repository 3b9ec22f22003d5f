"""The commands that look for tracks, and the one that lets the catalog forget them."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.cli import records
from tagger_app.cli.printer import Printer, counted
from tagger_app.core.errors import TaggerError
from tagger_app.core.query import parse
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.similar import DuplicateGroup, SoundIndex, exact_duplicates
from tagger_app.pipeline.walk import standing
from tagger_app.pipeline.workbench import Workbench

_PAGE = 200


def find(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Print the tracks that a query finds."""
    ids = ids_of(bench, options.query, order=Order(options.order))
    for start in range(0, len(ids), _PAGE):
        for track in bench.catalog.tracks.pages(ids[start : start + _PAGE]):
            printer.result(*records.track(track))
    printer.message(f"{counted(len(ids), 'track')} found.")
    return 0


def ids_of(
    bench: Workbench, query: str, folder: Path | None = None, *, order: Order = Order.PATH
) -> list[int]:
    """Ids of the tracks that a query finds.

    Raises:
        QueryError: a part of the query cannot be understood.
    """
    conditions = parse(query, bench.vocabulary).conditions
    model_id = bench.model_id() if bench.has_model else None
    return bench.catalog.search.ids(
        TrackQuery(conditions=conditions, folder=folder, model_id=model_id, order=order)
    )


def similar(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Print the tracks that sound most like one."""
    path = standing(options.path)
    track = bench.catalog.tracks.by_path(path)
    if track is None:
        raise TaggerError(
            f"{path}: the catalog does not know this file. Let it be heard first:"
            f" tagger-app tag {path}"
        )
    try:
        found = SoundIndex(bench.catalog, bench.model_id()).similar(track.id, options.count)
    except TaggerError:
        raise TaggerError(
            f"{path}: model {bench.model.card.name!r} has not heard this file. Let it be heard"
            f" first: tagger-app tag {path}"
        ) from None
    alike = {one.track_id: one.similarity for one in found}
    for neighbour in bench.catalog.tracks.pages(list(alike)):
        record, text = records.track(neighbour)
        similarity = alike[neighbour.id]
        printer.result({"similarity": round(similarity, 4), **record}, f"{similarity:.3f}  {text}")
    return 0


def duplicates(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Print groups of tracks that seem to be one recording."""
    groups = exact_duplicates(bench.catalog)
    if not options.exact:
        known = {frozenset(group.ids) for group in groups}
        steps = SoundIndex(bench.catalog, bench.model_id()).near_duplicates(options.least)
        near = printer.finish("Comparing", steps)
        groups += [group for group in near if frozenset(group.ids) not in known]
    for group in groups:
        _print_group(group, bench.catalog.tracks.pages(group.ids), printer)
    printer.message(f"{counted(len(groups), 'group')} found.")
    return 0


def forget(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Print the tracks whose file is missing; delete them from the catalog when told to."""
    lost = bench.catalog.places.lost
    found = [lost(standing(path)) for path in options.paths] or [lost()]
    ids = list(dict.fromkeys(track_id for part in found for track_id in part))
    for start in range(0, len(ids), _PAGE):
        for track in bench.catalog.tracks.pages(ids[start : start + _PAGE]):
            printer.result(*records.track(track))
    if options.yes:
        count = bench.catalog.places.forget(ids)
        lost_tracks = counted(count, "missing track")
        printer.message(f"{lost_tracks} forgotten, with all that was known of them.")
    elif ids:
        printer.message(
            f"{counted(len(ids), 'track')} missing. With --yes, what the catalog knows of them is"
            " forgotten: decisions, suggestions and journal. Files are never touched."
        )
    else:
        printer.message("No track is missing.")
    return 0


def _print_group(group: DuplicateGroup, tracks: Sequence[Track], printer: Printer) -> None:
    record = {
        "exact": group.exact,
        "similarity": round(group.similarity, 4),
        "paths": [str(track.path) for track in tracks],
    }
    kind = "the same audio" if group.exact else f"similarity {group.similarity:.3f}"
    paths = [
        f"  {track.path}{' (missing)' if track.state is TrackState.MISSING else ''}"
        for track in tracks
    ]
    printer.result(record, "\n".join((kind, *paths)))
