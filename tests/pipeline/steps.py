"""Steps that several tests of the pipeline take."""

from collections.abc import Iterable
from pathlib import Path

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.fields import Category
from tagger_app.formats import read_tags
from tagger_app.formats.replace import write_tags
from tagger_app.pipeline.events import Event, ScanFinished, TrackFailed, TrackWritten, WriteFinished
from tagger_app.pipeline.scan import scan
from tagger_app.pipeline.workbench import Workbench


def scanned(bench: Workbench, *roots: Path) -> ScanFinished:
    """Scan to the end."""
    last = list(scan(bench, roots))[-1]
    assert isinstance(last, ScanFinished)
    return last


def finished(events: Iterable[Event]) -> WriteFinished:
    """Write to the end."""
    last = list(events)[-1]
    assert isinstance(last, WriteFinished)
    return last


def failed(events: Iterable[Event]) -> list[TrackFailed]:
    """The failures of a run."""
    return [event for event in events if isinstance(event, TrackFailed)]


def written(events: Iterable[Event]) -> list[TrackWritten]:
    """The files of a write."""
    return [event for event in events if isinstance(event, TrackWritten)]


def accept(bench: Workbench, track_id: int, category: Category, tag: str) -> None:
    """A person accepts one tag."""
    bench.catalog.decisions.decide(track_id, category, tag, Verdict.ACCEPTED)


def retag(path: Path, field: str, *values: str) -> None:
    """Another program changes one field."""
    before = read_tags(path).tags.get(field, ())
    write_tags(path, ChangeSet((FieldChange(field, before, values),)))
