"""The process in which tags are read and written: a parser that fails there costs one file."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from tagger_app.audio.probe import probe
from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import DecodeError, FileError, TaggerError
from tagger_app.core.track import Failure, FileIdentity, FileTags, ScannedFile
from tagger_app.formats import cover, identity_of, read_tags
from tagger_app.formats.replace import WriteOptions, write_tags
from tagger_app.isolation import Outcome, WorkerPool
from tagger_app.pipeline.events import Tick

_MEMORY = 2 << 30
_PATIENCE = 20.0
_BYTES_PER_SECOND = 2_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """Read one file's tags; with `listen`, its audio fingerprint too."""

    path: Path
    listen: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a `Read` found; `fingerprint` is empty where it was not asked for or not possible."""

    file: ScannedFile
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Write one change into one file."""

    path: Path
    change: ChangeSet
    options: WriteOptions


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a `Write` left behind: the file's new identity and tags."""

    identity: FileIdentity
    file_tags: FileTags


@dataclass(frozen=True, slots=True)
class Cover:
    """Find the picture in one file: its front cover, else the first there is."""

    path: Path


@dataclass(frozen=True, slots=True)
class Picture:
    """What a `Cover` found: an image file, None where there is none."""

    content: bytes | None


TagCall = Read | Write | Cover
TagAnswer = Reading | Rewritten | Picture
TagPool = WorkerPool[TagCall, TagAnswer]


def open_tag_pool(size: int = 1) -> TagPool:
    """Start `size` processes that serve `TagCall`s."""
    return WorkerPool(start_tag_worker, (), size=size, seconds=seconds_for, memory_bytes=_MEMORY)


def seconds_for(call: TagCall) -> float:
    """The longest a call may take: a large file is copied, and proven twice, byte by byte."""
    try:
        size = call.path.stat().st_size
    except OSError:
        size = 0
    return _PATIENCE + size / _BYTES_PER_SECOND


def start_tag_worker() -> Callable[[TagCall], TagAnswer]:
    """Runs in the child once; returns what serves the calls."""
    return _serve


def ask(pool: TagPool, call: TagCall) -> Generator[Tick, None, Outcome[TagCall, TagAnswer]]:
    """Make one call and wait for it, telling about the time that passes."""
    for outcome in pool.run([call]):
        if outcome is not None:
            return outcome
        yield Tick()
    raise TaggerError("The tag process ended before it answered; start again.")


def failure_of(outcome: Outcome[TagCall, TagAnswer]) -> Failure:
    """Why a call did not come back with a value."""
    if isinstance(outcome.error, FileError):
        return Failure(outcome.error.reason, outcome.error.detail)
    if outcome.failure is None:
        raise TaggerError("A call ended without an answer: {call}.", call=outcome.call)
    return Failure(outcome.failure, outcome.detail)


def _serve(call: TagCall) -> TagAnswer:
    if isinstance(call, Write):
        identity = write_tags(call.path, call.change, call.options)
        return Rewritten(identity, read_tags(call.path))
    if isinstance(call, Cover):
        return Picture(cover(call.path))
    return _read(call)


def _read(call: Read) -> Reading:
    identity = identity_of(call.path)
    try:
        file = ScannedFile(call.path, identity, read_tags(call.path))
    except FileError as error:
        failure = Failure(error.reason, error.detail)
        return Reading(ScannedFile(call.path, identity, failure=failure))
    if not call.listen:
        return Reading(file)
    try:
        return Reading(file, probe(call.path).fingerprint)
    except DecodeError:
        return Reading(file)
