"""A track as the program knows it: which file, what audio, which tags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tagger_app.core.errors import Reason

Tags = Mapping[str, tuple[str, ...]]
"""Field name (see `core.fields`) to its values in file order; an absent field has no values."""


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """What tells whether a file is still the one that was looked at."""

    device: int
    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class AudioFacts:
    """Technical facts of a file's first audio stream.

    `duration` is in seconds and measured where the whole file was decoded, else what the
    container claims (0.0 when it claims nothing); `bit_rate` is in bits per second, 0 if unknown.
    `fingerprint` is a hash of audio packets: it survives retagging and moving; empty if unknown.
    `promised` is None of a whole file. Of one that ends early it is the length in seconds that the
    file says it has, 0.0 where it says none.
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    bit_rate: int
    duration: float
    fingerprint: str = ""
    promised: float | None = None


@dataclass(frozen=True, slots=True)
class FileTags:
    """What the tags of one file say, in this program's words.

    `family` is the tag family a write would use ("id3v2.3", "vorbis", …).
    """

    family: str
    tags: Tags
    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    track_number: str = ""
    date: str = ""
    pictures: int = 0


class TrackState(StrEnum):
    """Where a track stands on its way from the folder to written tags.

    `CHANGED`: it was reviewed or written, and another program has changed its tags since.
    `OFFLINE`: the disk or library folder of the file is not there; `MISSING`: the file itself.
    """

    NEW = "new"
    TO_REVIEW = "to-review"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    WRITTEN = "written"
    CHANGED = "changed-outside"
    FAILED = "failed"
    MISSING = "missing"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a track could not be heard, read or written."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Track:
    """One file of the catalog. `facts` is None until the file was heard or probed."""

    id: int
    path: Path
    identity: FileIdentity
    state: TrackState
    file_tags: FileTags
    facts: AudioFacts | None = None
    failure: Failure | None = None

    @property
    def takes_tags(self) -> bool:
        """Whether its file carries tags, as far as is known: they could be read once."""
        return self.failure is None or bool(self.file_tags.family)


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file the scan found and whose tags were read (or whose failure is known)."""

    path: Path
    identity: FileIdentity
    file_tags: FileTags = field(default_factory=lambda: FileTags("", {}))
    failure: Failure | None = None
