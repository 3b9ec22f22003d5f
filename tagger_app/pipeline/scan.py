"""From folders to tracks in the catalog: find the music, read the tags of what is new."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tagger_app.core.errors import Reason
from tagger_app.core.track import Failure, FileIdentity, ScannedFile
from tagger_app.formats import SUFFIXES
from tagger_app.formats.temporary import sweep_orphans
from tagger_app.pipeline.events import Event, FilesFound, ScanFinished, Tick, TracksScanned
from tagger_app.pipeline.tag_worker import Read, Reading, failure_of
from tagger_app.pipeline.walk import Walk, standing
from tagger_app.pipeline.workbench import Workbench

_BATCH = 64
_WALK_TICK = 500


@dataclass(slots=True)
class _Found:
    """What the walk found, sorted by what is to be done with it."""

    unchanged: list[int] = field(default_factory=list)
    to_read: dict[Path, FileIdentity] = field(default_factory=dict)
    known: dict[Path, int] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


def scan(bench: Workbench, roots: Sequence[Path]) -> Iterator[Event]:
    """Bring the catalog up to date with what lies in folders and files.

    Only new and changed files are read. Tracks of these folders whose file is gone become missing;
    nothing is ever deleted from the catalog. Temporaries of a killed write are removed.
    """
    walk = Walk(roots, SUFFIXES)
    found = yield from _find(bench, roots, walk)
    for folder in walk.folders:
        sweep_orphans([folder])
        yield Tick()
    if found.missing:
        bench.catalog.tracks.missing(found.missing)
    ids = list(found.unchanged)
    problems = list(walk.problems)
    total = len(found.to_read)
    done = 0
    for batch in _read(bench, found, problems):
        if not batch:
            yield Tick()
            continue
        done += len(batch)
        ids += batch
        yield TracksScanned(tuple(batch), done, total)
    yield ScanFinished(
        ids=tuple(ids),
        new=total - len(found.known),
        changed=len(found.known),
        unchanged=len(found.unchanged),
        missing=len(found.missing),
        problems=tuple(problems),
    )


def _find(bench: Workbench, roots: Sequence[Path], walk: Walk) -> Generator[Event, None, _Found]:
    stored = bench.catalog.tracks.identities([standing(root) for root in roots])
    found = _Found()
    count = 0
    for step in walk:
        if step is None:
            yield Tick()
            continue
        path, identity = step
        count += 1
        entry = stored.pop(path, None)
        if entry is not None and entry[1] == identity:
            found.unchanged.append(entry[0])
        else:
            found.to_read[path] = identity
            if entry is not None:
                found.known[path] = entry[0]
        if count % _WALK_TICK == 0:
            yield FilesFound(count)
    unseen = [path for path, failure in walk.problems if failure.reason is not Reason.MISSING]
    found.missing = [
        track_id
        for path, (track_id, _) in stored.items()
        if not any(path.is_relative_to(place) for place in unseen)
    ]
    yield FilesFound(len(found.unchanged) + len(found.to_read))
    return found


def _read(
    bench: Workbench, found: _Found, problems: list[tuple[Path, Failure]]
) -> Iterator[list[int]]:
    """Ids of stored tracks, batch by batch; an empty batch stands for time that passed."""
    batch: list[ScannedFile] = []
    calls = (Read(path, listen=path in found.known) for path in found.to_read)
    for outcome in bench.tag_pool().run(calls):
        if outcome is None:
            yield []
            continue
        path = outcome.call.path
        if isinstance(outcome.value, Reading):
            file = outcome.value.file
            _forget_other_audio(bench, found.known.get(path), outcome.value.fingerprint)
        else:
            failure = failure_of(outcome)
            problems.append((path, failure))
            file = ScannedFile(path, found.to_read[path], failure=failure)
        batch.append(file)
        if len(batch) == _BATCH:
            yield bench.catalog.tracks.store(batch)
            batch = []
    if batch:
        yield bench.catalog.tracks.store(batch)


def _forget_other_audio(bench: Workbench, track_id: int | None, fingerprint: str) -> None:
    """A changed file with other audio is heard anew; one that was only retagged is not."""
    if track_id is None:
        return
    track = bench.catalog.tracks.get(track_id)
    if track is not None and track.facts is not None and track.facts.fingerprint != fingerprint:
        bench.catalog.predictions.forget(track_id)
