"""What accepting everything that a model suggests on many tracks would decide."""

from collections.abc import Iterator, Sequence

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.pipeline.deciding import Change, Page
from tagger_app.pipeline.workbench import Workbench

_PAGE = 500


def open_suggestions(bench: Workbench, ids: Sequence[int]) -> Iterator[Page]:
    """What accepting every open suggestion on these tracks would decide, page by page.

    A suggestion is open while nothing was decided about it and the file does not have the tag,
    but carries tags.

    Raises:
        ModelError: there is no model.
    """
    model_id = bench.model_id()
    for start in range(0, len(ids), _PAGE):
        yield tuple(_open_on(bench, model_id, ids[start : start + _PAGE]))


def _open_on(bench: Workbench, model_id: int, ids: Sequence[int]) -> Iterator[Change]:
    identity = bench.vocabulary.identity
    suggested = bench.catalog.predictions.suggested(model_id, ids)
    decided = bench.catalog.decisions.many(ids)
    for track in bench.catalog.tracks.pages(ids):
        if not track.takes_tags:
            continue
        known = {(category, identity(category, tag)) for category, tag in decided.get(track.id, {})}
        for category in TAG_CATEGORIES:
            in_file = track.file_tags.tags.get(category.value, ())
            there = {identity(category, value) for value in in_file}
            for tag in suggested.get(track.id, {}).get(category, ()):
                key = identity(category, tag.name)
                if (category, key) not in known and key not in there:
                    yield Change(Decision(track.id, category, tag.name, Verdict.ACCEPTED))
