"""What every family of tags offers to the reader and to the safe write."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tagger_app.core.track import FileTags


class UnwritableTagError(ValueError):
    """The tags of a file cannot be edited without risk; the message says why."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Everything in a file's tags that is not ours, as text that tells any two contents apart.

    `fields` has one entry per frame, comment, atom, picture or block. `payload` has digests of
    the bytes outside the tag where the family can tell them apart without decoding.
    `has_tag` is False when the file has no tag of the family yet. `certain` is False when the
    kind of file was told from a few bits only, so that something else must confirm it.
    """

    fields: tuple[str, ...]
    payload: tuple[str, ...] = ()
    has_tag: bool = True
    certain: bool = True


class TagFormat(Protocol):
    """Reads and edits the tags of one kind of file.

    Errors are those of the system, of the library, and `UnwritableTagError`: `border.py`
    translates them.
    """

    def read(self, path: Path) -> FileTags:
        """The tags in this program's words."""

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """Set these fields, remove those without values, leave all others alone.

        `path` is a copy that nobody else uses. `new_id3_version` is "2.3" or "2.4", for a file
        that gets its first ID3v2 tag.
        """

    def rest(self, path: Path) -> Rest:
        """What `save` must not change."""

    def cover(self, path: Path) -> bytes | None:
        """The front cover's image file, or the first picture's, or None."""
