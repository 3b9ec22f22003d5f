"""Where the ID3v2 tag lies in each container, and how it is exchanged there.

At the start (MP3, TrueAudio), at the end behind a pointer (DSF), or in a chunk (WAV, AIFF,
DSDIFF: `id3_chunk.py`). Everything outside the tag keeps its bytes.
"""

import struct
from collections.abc import Mapping
from typing import BinaryIO, Protocol

from tagger_app.core.track import FileTags
from tagger_app.formats import id3_block, tags_at_end
from tagger_app.formats.id3_block import MalformedTagError
from tagger_app.formats.splice import digest, size_of, splice


class Place(Protocol):
    """Where a tag lies."""

    def read(self, file: BinaryIO) -> bytes:
        """The tag's bytes; empty when there is none. Raises MalformedTagError."""

    def write(self, file: BinaryIO, tag: bytes) -> None:
        """Exchange the tag; empty bytes remove it. Raises MalformedTagError."""

    def completed(self, file: BinaryIO, known: FileTags) -> FileTags:
        """`known`, completed with what only other tags of the file say."""

    def keep_in_step(self, file: BinaryIO, values: Mapping[str, tuple[str, ...]]) -> None:
        """Let other tags of the file that hold these fields have these values too."""

    def rest(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        """What is not ours in other tags, and digests of all that is no tag, in order."""


class AtStart:
    """The tag is the first thing in the file."""

    def read(self, file: BinaryIO) -> bytes:
        """See `Place`."""
        file.seek(0)
        length = id3_block.tag_length(file.read(id3_block.HEADER_SIZE))
        if length > size_of(file):
            raise MalformedTagError("the ID3v2 tag claims to be longer than the file")
        file.seek(0)
        return file.read(length)

    def write(self, file: BinaryIO, tag: bytes) -> None:
        """See `Place`."""
        splice(file, 0, len(self.read(file)), tag)

    def completed(self, file: BinaryIO, known: FileTags) -> FileTags:
        """See `Place`."""
        return tags_at_end.completed(file, known)

    def keep_in_step(self, file: BinaryIO, values: Mapping[str, tuple[str, ...]]) -> None:
        """See `Place`."""
        tags_at_end.keep_in_step(file, values)

    def rest(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        """See `Place`."""
        return tags_at_end.rest(file, len(self.read(file)))


class Alone:
    """A place in a container that carries no other tags."""

    def completed(self, file: BinaryIO, known: FileTags) -> FileTags:
        """See `Place`."""
        del file
        return known

    def keep_in_step(self, file: BinaryIO, values: Mapping[str, tuple[str, ...]]) -> None:
        """See `Place`."""


class BehindPointer(Alone):
    """DSF: the header names the file's size and where the tag begins, at the end of the file."""

    def _pointer(self, file: BinaryIO) -> int:
        file.seek(0)
        header = file.read(28)
        if len(header) < 28:
            raise MalformedTagError("the DSF header is cut off")
        (pointer,) = struct.unpack("<Q", header[20:28])
        size = size_of(file)
        if pointer > size:
            raise MalformedTagError("the DSF header points behind the end of the file")
        return int(pointer) or size

    def read(self, file: BinaryIO) -> bytes:
        """See `Place`."""
        file.seek(self._pointer(file))
        return file.read()

    def write(self, file: BinaryIO, tag: bytes) -> None:
        """See `Place`."""
        start = self._pointer(file)
        splice(file, start, size_of(file) - start, tag)
        file.seek(12)
        file.write(struct.pack("<QQ", start + len(tag), start if tag else 0))

    def rest(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        """See `Place`."""
        return [], [digest(file, 0, 12), digest(file, 28, self._pointer(file))]
