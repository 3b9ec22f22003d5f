"""From accepted tags to files: compared with what was reviewed, journalled, safely replaced."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.journal import WriteKind
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason
from tagger_app.core.fields import FIELDS, Category
from tagger_app.core.policy import WriteMode, propose
from tagger_app.core.prediction import Prediction
from tagger_app.core.track import Failure, FileTags, ScannedFile, Track
from tagger_app.core.vocabulary import tag_key
from tagger_app.formats import stored_values
from tagger_app.pipeline.deciding import Newer, nothing_newer
from tagger_app.pipeline.events import Event, Tick, TrackFailed, TrackWritten, WriteFinished
from tagger_app.pipeline.provenance import with_provenance
from tagger_app.pipeline.review import Accepted, reviewer_on
from tagger_app.pipeline.tag_worker import Read, Reading, Rewritten, Write, ask, failure_of
from tagger_app.pipeline.workbench import Workbench

_PAGE = 100

_Word = TypeVar("_Word")
_NO_TAGS = frozenset({Reason.UNSUPPORTED, Reason.UNREADABLE_TAGS})
"""Why a file that can be read carries no tags."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change for one track.

    kept: names of fields that an undo leaves alone.
    settles: the accepted tags that this write deals with, whether the file has to change or not.
    edits: likewise, the values whose edits it deals with.
    """

    change: ChangeSet
    kept: tuple[str, ...] = ()
    settles: tuple[tuple[Category, str], ...] = ()
    edits: tuple[tuple[Category, str], ...] = ()


WantedFor = Callable[[Track], Wanted]
Stop = Callable[[], bool]
"""Whether a write is to end before the next file."""


def never() -> bool:
    """Nobody stops the write."""
    return False


def write_decided(
    bench: Workbench, ids: Sequence[int], stop: Stop = never, newer: Newer = nothing_newer
) -> Iterator[Event]:
    """Write what a person accepted or added, and what is to become of tags that files have.

    A file that another program changed since it was reviewed is not written: it goes back to
    review. What is left when the write is stopped stays accepted.

    Args:
        newer: what was decided since the write was asked for, which is left to the next.
    """
    model_id = bench.model_id() if bench.has_model else None
    reviewer = reviewer_on(bench)

    def wanted(track: Track) -> Wanted:
        decisions = _older(track, bench.catalog.decisions.of(track.id), newer)
        edits = _older(track, bench.catalog.edits.of(track.id), newer)
        prediction = None
        if model_id is not None:
            prediction = bench.catalog.predictions.of(track.id, model_id)
        change = reviewer.review(track, prediction, decisions, edits=edits).proposal
        change = _recorded(bench, change, track, prediction)
        settles = (tag for tag, verdict in decisions.items() if verdict is not Verdict.REJECTED)
        return Wanted(change, settles=tuple(settles), edits=tuple(edits))

    return write(bench, ids, wanted, WriteKind.WRITE, model_id=model_id, stop=stop)


def _older(
    track: Track, by_tag: Mapping[tuple[Category, str], _Word], newer: Newer
) -> dict[tuple[Category, str], _Word]:
    return {
        (category, tag): word
        for (category, tag), word in by_tag.items()
        if not newer((track.id, category, tag_key(tag)))
    }


def write_given(
    bench: Workbench,
    accepted: Mapping[int, Accepted],
    mode: WriteMode,
    *,
    model_id: int | None = None,
) -> Iterator[Event]:
    """Write given tags, per track id, whatever a model says.

    Args:
        model_id: the workbench's model, where the tags are its suggestions.
    """

    def wanted(track: Track) -> Wanted:
        current = track.file_tags.tags
        change = propose(current, accepted[track.id], mode, bench.vocabulary)
        if model_id is None:
            return Wanted(change)
        prediction = bench.catalog.predictions.of(track.id, model_id)
        return Wanted(_recorded(bench, change, track, prediction))

    return write(bench, tuple(accepted), wanted, WriteKind.WRITE, model_id=model_id)


def _recorded(
    bench: Workbench, change: ChangeSet, track: Track, prediction: Prediction | None
) -> ChangeSet:
    """The change with a record of the model's part in it, if the person wants that in files."""
    if prediction is None or not bench.settings.provenance:
        return change
    today = datetime.now().astimezone().date()
    tags, card = track.file_tags.tags, bench.model.card
    return with_provenance(change, tags, card, prediction, bench.vocabulary, today)


def write(
    bench: Workbench,
    ids: Sequence[int],
    wanted: WantedFor,
    kind: WriteKind,
    *,
    model_id: int | None = None,
    undoes: int | None = None,
    stop: Stop = never,
) -> Iterator[Event]:
    """Bring one change per track into the files, one journalled write in all.

    Args:
        wanted: the change for a track whose `file_tags` are what the file holds now.
        undoes: the write that this one takes back.
        stop: asked before every file; the one that is being written is finished. May be answered
            from another thread.
    """
    writer = _Writer(bench, wanted, kind, len(ids), model_id, undoes)
    yield from writer.all(ids, stop)
    yield writer.end()


def same_owned_tags(one: FileTags, other: FileTags) -> bool:
    """Whether two readings of a file agree in every field that the program writes."""
    return all(one.tags.get(f.name, ()) == other.tags.get(f.name, ()) for f in FIELDS)


class _Writer:
    """One write as it goes on. Its row in the journal is made with the first real change."""

    def __init__(
        self,
        bench: Workbench,
        wanted: WantedFor,
        kind: WriteKind,
        total: int,
        model_id: int | None,
        undoes: int | None,
    ) -> None:
        self._bench = bench
        self._catalog = bench.catalog
        self._wanted = wanted
        self._kind = kind
        self._model_id = model_id
        self._undoes = undoes
        self._total = total
        self._done = self._left = 0
        self._write_id: int | None = None
        self._written = self._unchanged = self._refusals = 0

    def all(self, ids: Sequence[int], stop: Stop) -> Generator[Event, None, None]:
        """One file after the other, until there is none or somebody stops it."""
        for start in range(0, len(ids), _PAGE):
            for track in self._catalog.tracks.pages(ids[start : start + _PAGE]):
                if stop():
                    self._left = self._total - self._done
                    return
                yield from self._one(track)

    def end(self) -> WriteFinished:
        """What came of it."""
        return WriteFinished(
            self._write_id, self._written, self._unchanged, self._refusals, self._left
        )

    def _one(self, track: Track) -> Generator[Event, None, None]:
        """Read the file anew, compare, write."""
        outcome = yield from ask(self._bench.tag_pool(), Read(track.path))
        if not isinstance(outcome.value, Reading):
            yield self._refused(track, failure_of(outcome))
            return
        fresh = outcome.value.file
        if fresh.failure is not None:
            if track.failure is None or track.takes_tags or fresh.failure.reason not in _NO_TAGS:
                yield self._refused(track, fresh.failure)
            else:  # why it could not be heard says more
                yield self._refused(track, track.failure, store=False)
            return
        if not same_owned_tags(fresh.file_tags, track.file_tags):
            self._catalog.tracks.store([fresh])
            if self._undoes is None:
                detail = "Another program changed its tags since they were read; look at it again."
                yield self._refused(track, Failure(Reason.CHANGED_OUTSIDE, detail), store=False)
                return
        current = replace(track, identity=fresh.identity, file_tags=fresh.file_tags)
        wanted = self._wanted(current)
        wanted = replace(wanted, change=_as_stored(wanted.change))
        if wanted.change:
            yield from self._change(current, wanted)
            return
        with self._catalog.transaction():
            self._store(track, fresh, wanted)
            self._catalog.decisions.settle(track.id, wanted.settles)
            self._settle_edits(track, wanted)
        self._unchanged += 1
        yield self._finished(track, wanted)

    def _change(self, track: Track, wanted: Wanted) -> Generator[Event, None, None]:
        journal = self._catalog.journal
        if self._write_id is None:
            self._write_id = journal.start(self._kind, model_id=self._model_id, undoes=self._undoes)
        entry = journal.begin(
            self._write_id, track.id, track.path, wanted.change, track.identity, wanted.edits
        )
        options = replace(self._bench.write_options, expected=track.identity)
        call = Write(track.path, wanted.change, options)
        outcome = yield from ask(self._bench.tag_pool(), call)
        if isinstance(outcome.value, Rewritten):
            new = outcome.value
            file = ScannedFile(track.path, new.identity, new.file_tags)
        else:
            # A child can be lost after the file was replaced: only the file knows.
            found = yield from _file_now(self._bench, track)
            if found.failure is not None or not _holds(found, wanted.change):
                failure = failure_of(outcome)
                if found.failure is not None and found.failure.reason is Reason.INTERRUPTED:
                    failure = found.failure  # it names the copy that holds the music
                journal.fail(entry, failure)
                yield self._refused(track, failure, store=False)
                return
            file = found
        # One commit, lest a reader find the track where it stands in between.
        with self._catalog.transaction():
            self._store(track, file, wanted)
            journal.finish(entry, file.identity, wanted.settles)
            self._settle_edits(track, wanted)
        self._written += 1
        yield self._finished(track, wanted)

    def _settle_edits(self, track: Track, wanted: Wanted) -> None:
        """Also those by which nothing changes, as a file has the new tag already."""
        if wanted.edits:
            self._catalog.edits.settle(track.id, wanted.edits)

    def _store(self, track: Track, file: ScannedFile, wanted: Wanted) -> None:
        """What a file is now; taking a write back is no look at what others did since."""
        fields = None if self._undoes is None else {c.field for c in wanted.change.changes}
        self._catalog.tracks.rewritten(track.id, file.identity, file.file_tags, fields)

    def _finished(self, track: Track, wanted: Wanted) -> TrackWritten:
        self._done += 1
        return TrackWritten(
            track.id, track.path, wanted.change, self._done, self._total, wanted.kept
        )

    def _refused(self, track: Track, failure: Failure, *, store: bool = True) -> TrackFailed:
        if store:
            self._catalog.tracks.fail(track.id, failure, hearing=False)
        self._done += 1
        self._refusals += 1
        return TrackFailed(track.id, track.path, failure, self._done, self._total)


def recover(bench: Workbench) -> Iterator[Tick]:
    """Settle writes that a killed run began: the file itself tells which way they ended.

    A file that cannot be read now, on a disk that is not plugged in, is asked again next time.
    """
    journal = bench.catalog.journal
    for entry in journal.unfinished():
        outcome = yield from ask(bench.tag_pool(), Read(entry.path))
        if not isinstance(outcome.value, Reading) or outcome.value.file.failure is not None:
            continue
        file = outcome.value.file
        bench.catalog.tracks.rewritten(entry.track_id, file.identity, file.file_tags)
        if _holds(file, entry.change):
            journal.finish(entry.id, file.identity)
        else:
            journal.abandon(entry.id)


def _file_now(bench: Workbench, track: Track) -> Generator[Tick, None, ScannedFile]:
    """What a file is now, or why it cannot be read."""
    outcome = yield from ask(bench.tag_pool(), Read(track.path))
    if isinstance(outcome.value, Reading):
        return outcome.value.file
    return ScannedFile(track.path, track.identity, failure=failure_of(outcome))


def _holds(file: ScannedFile, change: ChangeSet) -> bool:
    return change.still_in(file.file_tags.tags) == change


def _as_stored(change: ChangeSet) -> ChangeSet:
    """The change in the words the file will hold, by which undo will know them again.

    A value that holds a separator becomes two, and what leaves nothing to change is dropped.
    """
    fields = (
        FieldChange(c.field, c.before, stored_values(c.field, c.after)) for c in change.changes
    )
    return ChangeSet(tuple(c for c in fields if c.before != c.after))
