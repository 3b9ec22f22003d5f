"""What the use cases tell about their progress: frozen values, in the order things happened."""

from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.changes import ChangeSet
from tagger_app.core.track import Failure


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed without news; whoever listens can react, cancel, or do something short."""


@dataclass(frozen=True, slots=True)
class FilesFound:
    """The walk through the folders goes on; `count` music files so far."""

    count: int


@dataclass(frozen=True, slots=True)
class TracksScanned:
    """Tracks whose tags were read and stored just now."""

    ids: tuple[int, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ScanFinished:
    """All folders were walked; `ids` are all tracks found.

    changed: files whose tags or audio are others than before; those with a new date alone are
    unchanged. moved: tracks whose file was found at another path. back: files that were missing,
    or out of reach, and are there again as they were. offline: tracks whose disk or folder is not
    there. passed_over: files in the folders that have no suffix of music.
    """

    ids: tuple[int, ...]
    new: int
    changed: int
    unchanged: int
    missing: int
    problems: tuple[tuple[Path, Failure], ...] = ()
    moved: int = 0
    back: int = 0
    offline: int = 0
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class TrackHeard:
    """A track's prediction is in the catalog."""

    track_id: int
    path: Path
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TrackFailed:
    """A track could not be heard, or its tags could not be written; the file is untouched."""

    track_id: int
    path: Path
    failure: Failure
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class TrackWritten:
    """A file's tags are what `change` says; an empty change means there was nothing to do.

    `kept` names fields that an undo left alone because someone else changed them since.
    """

    track_id: int
    path: Path
    change: ChangeSet
    done: int
    total: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteFinished:
    """One write (or undo) is complete. `write_id` is None when nothing had to be written.

    left: tracks that were not reached, because somebody stopped the write.
    """

    write_id: int | None
    written: int
    unchanged: int
    refused: int
    left: int = 0


Event = (
    Tick
    | FilesFound
    | TracksScanned
    | ScanFinished
    | TrackHeard
    | TrackFailed
    | TrackWritten
    | WriteFinished
)
