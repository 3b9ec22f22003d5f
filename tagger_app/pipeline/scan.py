"""From folders to tracks in the catalog: find the music, read the tags of what is new."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tagger_app.core.errors import Reason
from tagger_app.core.track import Failure, FileIdentity, ScannedFile, Track
from tagger_app.formats import SUFFIXES
from tagger_app.formats.temporary import sweep_orphans
from tagger_app.pipeline.events import Event, FilesFound, ScanFinished, Tick, TracksScanned
from tagger_app.pipeline.moves import MovedFiles
from tagger_app.pipeline.tag_worker import Read, Reading, failure_of
from tagger_app.pipeline.walk import Walk, standing
from tagger_app.pipeline.whereabouts import Whereabouts
from tagger_app.pipeline.workbench import Workbench

_BATCH = 64
_WALK_TICK = 500


@dataclass(slots=True)
class _Found:
    """What the walk found, sorted by what is to be done with it.

    gone: tracks that the walk did not come across, by path.
    """

    unchanged: list[int] = field(default_factory=list)
    to_read: dict[Path, FileIdentity] = field(default_factory=dict)
    known: dict[Path, int] = field(default_factory=dict)
    gone: dict[Path, tuple[int, FileIdentity]] = field(default_factory=dict)


def scan(bench: Workbench, roots: Sequence[Path]) -> Iterator[Event]:
    """Bring the catalog up to date with what lies in folders and files.

    Only new and changed files are read. A file that was moved or renamed keeps its track, and so
    everything known about it. Tracks of these folders whose file is gone become missing, or offline
    where their disk or folder is not there; nothing is ever deleted from the catalog. The folders
    are library folders from now on. Temporaries of a killed write are removed.
    """
    walk = Walk(roots, SUFFIXES)
    found = yield from _find(bench, roots, walk)
    for folder in walk.folders:
        sweep_orphans([folder])
        yield Tick()
    places = [standing(root) for root in roots]
    bench.catalog.library.add([place for place in places if place.is_dir()])
    whereabouts = Whereabouts({*places, *bench.catalog.library.folders()}, walk.devices)
    reading = _Scan(bench, found, whereabouts)
    yield from reading.run()
    lost = [entry for path, entry in found.gone.items() if entry[0] not in reading.moved]
    paths = {entry[0]: path for path, entry in found.gone.items()}
    offline = [i for i, known in lost if not whereabouts.in_reach(paths[i], known.device)]
    missing = [i for i, _ in lost if i not in set(offline)]
    bench.catalog.places.lose(missing)
    bench.catalog.places.lose(offline, offline=True)
    yield ScanFinished(
        ids=tuple(dict.fromkeys((*found.unchanged, *reading.ids))),
        new=reading.new,
        changed=reading.changed,
        unchanged=len(found.unchanged) + reading.unchanged,
        missing=len(missing),
        problems=(*walk.problems, *reading.problems),
        moved=len(reading.moved),
        back=reading.back,
        offline=len(offline),
        passed_over=walk.passed_over,
    )


def rescan(bench: Workbench) -> Iterator[Event]:
    """Scan the whole library again: its folders, and the files that were added one by one."""
    library = bench.catalog.library
    yield from scan(bench, [*library.folders(), *library.loose_files()])


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
    found.gone = {
        path: entry
        for path, entry in stored.items()
        if not any(path.is_relative_to(place) for place in unseen)
    }
    yield FilesFound(len(found.unchanged) + len(found.to_read))
    return found


class _Scan:
    """One scan after its walk: recognises what moved, reads what is new or changed."""

    def __init__(self, bench: Workbench, found: _Found, whereabouts: Whereabouts) -> None:
        self._bench = bench
        self._found = found
        self._moves = MovedFiles(
            bench.catalog.places, whereabouts, found.unchanged, dict(found.to_read)
        )
        self._replaced: dict[Path, Reading] = {}
        self._total = self._done = 0
        self.ids: list[int] = []
        self.moved: set[int] = set()
        self._to_hear: set[int] = set()
        self.problems: list[tuple[Path, Failure]] = []
        self.new = self.changed = self.unchanged = self.back = 0

    def run(self) -> Iterator[Event]:
        """Everything, in batches that are committed before they are told."""
        found = self._found
        if found.to_read:
            self._recognise_renamed()
        self._total = len(found.to_read)
        # First what is known to be another file now: only then can be told what moved from there.
        known = [path for path in found.to_read if path in found.known]
        yield from self._read(known, listen=True)
        yield from self._place_replaced()
        new = [path for path in found.to_read if path not in found.known]
        yield from self._read(new, listen=self._bench.catalog.places.knows_audio())
        rest = [(reading, reading.fingerprint) for reading in self._replaced.values()]
        for path in self._replaced:
            track = self._bench.catalog.tracks.by_path(path)
            if track is not None:  # another recording in the place of the one that was heard
                self._bench.catalog.predictions.forget(track.id)
        for start in range(0, len(rest), _BATCH):
            yield self._store([(r.file, print_) for r, print_ in rest[start : start + _BATCH]])

    def _recognise_renamed(self) -> None:
        found = self._found
        moves, links = self._moves.renamed()
        self._bench.catalog.places.move(moves)
        for path, _ in moves.values():
            del found.to_read[path]
            found.known.pop(path, None)
        for path, track_id in links.items():
            del found.to_read[path]
            found.known.pop(path, None)
            found.gone = {p: e for p, e in found.gone.items() if e[0] != track_id}
            if track_id not in found.unchanged:
                found.unchanged.append(track_id)
        self.moved |= moves.keys()
        self.ids += moves

    def _read(self, paths: Iterable[Path], *, listen: bool) -> Iterator[Event]:
        batch: list[tuple[ScannedFile, str]] = []
        for outcome in self._bench.tag_pool().run(Read(path, listen=listen) for path in paths):
            if outcome is None:
                yield Tick()
                continue
            path = outcome.call.path
            if isinstance(outcome.value, Reading):
                if self._set_aside(outcome.value):
                    continue
                batch.append((outcome.value.file, outcome.value.fingerprint))
            else:
                failure = failure_of(outcome)
                self.problems.append((path, failure))
                identity = self._found.to_read[path]
                batch.append((ScannedFile(path, identity, failure=failure), ""))
            if len(batch) == _BATCH:
                yield self._store(batch)
                batch = []
        if batch:
            yield self._store(batch)

    def _set_aside(self, reading: Reading) -> bool:
        """Whether a known path holds other audio, so that it must wait until all are read."""
        path, fingerprint = reading.file.path, reading.fingerprint
        track_id = self._found.known.get(path)
        if track_id is None:
            self._move_by_audio(path, reading)
            return False
        track = self._bench.catalog.tracks.get(track_id)
        if track is not None and track.facts is not None and track.facts.promised is not None:
            # It ended early, and the rest, which no fingerprint covers, may be there now.
            self._bench.catalog.predictions.forget(track_id)
            self._to_hear.add(track_id)
            return False
        before = self._bench.catalog.places.at([path])[path].fingerprint
        if before == fingerprint or reading.file.failure is not None:
            return False
        if not (before and fingerprint):
            self._bench.catalog.predictions.forget(track_id)
            return False
        self._replaced[path] = reading
        self._moves.other_audio.add(path)
        return True

    def _move_by_audio(self, path: Path, reading: Reading) -> None:
        track_id = self._moves.by_audio(path, reading.fingerprint)
        if track_id is not None:
            self._bench.catalog.places.move({track_id: (path, reading.file.identity)})
            self.moved.add(track_id)

    def _place_replaced(self) -> Iterator[Event]:
        """Known paths that hold the audio of other tracks now, such as names that were swapped."""
        moves = {}
        arrived = []
        for path, reading in self._replaced.items():
            track_id = self._moves.by_audio(path, reading.fingerprint)
            if track_id is not None:
                moves[track_id] = (path, reading.file.identity)
                arrived.append(path)
        self._bench.catalog.places.move(moves)
        self.moved |= moves.keys()
        for start in range(0, len(arrived), _BATCH):
            batch = [self._replaced.pop(path) for path in arrived[start : start + _BATCH]]
            yield self._store([(reading.file, reading.fingerprint) for reading in batch])

    def _store(self, batch: Sequence[tuple[ScannedFile, str]]) -> TracksScanned:
        catalog = self._bench.catalog
        there = catalog.places.at([file.path for file, _ in batch])
        known = {t.id: t for t in catalog.tracks.pages([p.track_id for p in there.values()])}
        ids = catalog.tracks.store([file for file, _ in batch])
        catalog.places.fingerprints(
            {i: print_ for i, (_, print_) in zip(ids, batch, strict=True) if print_}
        )
        self.new += sum(file.path not in there for file, _ in batch)
        for track_id, (file, _) in zip(ids, batch, strict=True):
            if track_id in self.moved or track_id not in known:
                continue
            same_audio = track_id not in self._to_hear and file.path not in self._replaced
            if not (same_audio and _reads_the_same(known[track_id], file)):
                self.changed += 1
            elif there[file.path].gone:
                self.back += 1
            else:
                self.unchanged += 1
        self.ids += ids
        self._done += len(batch)
        return TracksScanned(tuple(ids), self._done, self._total)


def _reads_the_same(track: Track, file: ScannedFile) -> bool:
    """Whether a file that seems to be another says what it said before: it was only touched."""
    return track.failure is None and file.failure is None and track.file_tags == file.file_tags
