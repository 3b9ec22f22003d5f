"""The commands that look for tracks, and the one that lets the catalog forget them."""

import argparse
from collections.abc import Sequence

from tagger_app.catalog.search import Order, TrackQuery
from tagger_app.cli import records
from tagger_app.cli.printer import Printer, counted
from tagger_app.core.conditions import Condition
from tagger_app.core.errors import TaggerError
from tagger_app.core.query import parse
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.matches import asks_for_tags, matching_scales, matching_tags
from tagger_app.pipeline.review import reviewer_on
from tagger_app.pipeline.similar import DuplicateGroup, SoundIndex, exact_duplicates
from tagger_app.pipeline.walk import standing
from tagger_app.pipeline.workbench import Workbench

_PAGE = 200


def find(bench: Workbench, options: argparse.Namespace, printer: Printer) -> int:
    """Print the tracks that a query finds, each with the tags that are why."""
    conditions = parse(options.query, bench.vocabulary).conditions
    ids = _found(bench, conditions, Order(options.order))
    names = [tag.name for tag in bench.model.card.tags] if bench.has_model else ()
    reviewer = reviewer_on(bench) if asks_for_tags(conditions, names) else None
    for start in range(0, len(ids), _PAGE):
        page = ids[start : start + _PAGE]
        if reviewer is not None:
            for review in reviewer.load(page):
                tags = matching_tags(conditions, review)
                scales = matching_scales(conditions, review)
                printer.result(*records.found(review.track, tags, scales))
        else:
            for track in bench.catalog.tracks.pages(page):
                printer.result(*records.found(track))
    printer.message(f"{counted(len(ids), 'track')} found.")
    return 0


def ids_of(bench: Workbench, query: str) -> list[int]:
    """Ids of the tracks that a query finds, by path.

    Raises:
        QueryError: a part of the query cannot be understood.
    """
    return _found(bench, parse(query, bench.vocabulary).conditions, Order.PATH)


def _found(bench: Workbench, conditions: tuple[Condition, ...], order: Order) -> list[int]:
    model_id = bench.model_id() if bench.has_model else None
    wanted = TrackQuery(conditions=conditions, model_id=model_id, order=order)
    return bench.catalog.search.ids(wanted)


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
