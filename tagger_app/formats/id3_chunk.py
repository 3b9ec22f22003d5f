"""The ID3v2 tag as a chunk of a RIFF (WAV), AIFF or DSDIFF file."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from tagger_app.core.track import FileTags
from tagger_app.formats.id3_block import MalformedTagError
from tagger_app.formats.id3_place import Alone
from tagger_app.formats.splice import digest, size_of, splice
from tagger_app.formats.values import separated

_TAG_ID = b"ID3 "
_GENRE = b"IGNR"
_DESCRIPTIVE = {
    "title": (b"INAM", b"NAME"),
    "artist": (b"IART", b"AUTH"),
    "album": (b"IPRD",),
    "track_number": (b"ITRK", b"IPRT"),
    "date": (b"ICRD",),
}
"""Names of text chunks: in a WAV's list of information, and on their own in AIFF."""
_LONGEST_TEXT = 1 << 16


@dataclass(frozen=True, slots=True)
class _Chunk:
    """One chunk; `end` includes the pad byte after an odd size."""

    id: bytes
    offset: int
    data: int
    size: int

    @property
    def end(self) -> int:
        return self.data + self.size + self.size % 2

    @property
    def is_tag(self) -> bool:
        return self.id.upper() == _TAG_ID


@dataclass(frozen=True, slots=True)
class _Form:
    """The chunks of a file, and where the last one ends.

    `end` is one byte behind the file's end where the last pad byte is missing.
    """

    chunks: tuple[_Chunk, ...]
    end: int
    sound: bool
    """Whether the chunks fill the form or the file exactly."""

    @property
    def tags(self) -> list[_Chunk]:
        return [chunk for chunk in self.chunks if chunk.is_tag]


@dataclass(frozen=True, slots=True)
class InChunk(Alone):
    """The tag is a chunk of an IFF-like file.

    Args:
        size_format: struct format of sizes.
        chunk_id: what a new chunk is called; an existing one keeps its name.
    """

    size_format: str
    chunk_id: bytes

    @property
    def _width(self) -> int:
        return struct.calcsize(self.size_format)

    def read(self, file: BinaryIO) -> bytes:
        """See `Place`. Of a file whose sizes lie, what can be found is read."""
        tags = self._form(file).tags
        if not tags:
            return b""
        file.seek(tags[0].data)
        return file.read(tags[0].size)

    def write(self, file: BinaryIO, tag: bytes) -> None:
        """See `Place`. A new tag is the last chunk, where it moves no audio."""
        form = self._sound_form(file)
        name = form.tags[0].id if form.tags else self.chunk_id
        chunk = name + struct.pack(self.size_format, len(tag)) + tag + bytes(len(tag) % 2)
        if not tag:
            chunk = b""
        file_end = size_of(file)
        if form.tags:
            start, end = form.tags[0].offset, min(form.tags[0].end, file_end)
        else:
            start = end = min(form.end, file_end)
            chunk = bytes(form.end - start) + chunk  # the pad byte that the last chunk lacks
        splice(file, start, end - start, chunk)
        form_end = min(form.end, file_end) + len(chunk) - (end - start)
        file.seek(4)
        file.write(struct.pack(self.size_format, form_end - 4 - self._width))

    def completed(self, file: BinaryIO, known: FileTags) -> FileTags:
        """See `Place`. What only the container's own text chunks say."""
        texts = self._texts(file)
        tags = dict(known.tags)
        if genres := separated("genre", [texts.get(_GENRE, "")]):
            tags.setdefault("genre", genres)
        found = {
            name: next((texts[key] for key in keys if key in texts), "")
            for name, keys in _DESCRIPTIVE.items()
        }
        missing: dict[str, Any] = {
            name: text for name, text in found.items() if not getattr(known, name)
        }
        return replace(known, tags=tags, **missing)

    def _texts(self, file: BinaryIO) -> dict[bytes, str]:
        """Texts by chunk name."""
        texts: dict[bytes, str] = {}
        for chunk in self._form(file).chunks:
            if chunk.size <= _LONGEST_TEXT:
                file.seek(chunk.data)
                data = file.read(chunk.size)
                if chunk.id == b"LIST" and data.startswith(b"INFO"):
                    texts.update(self._information(data))
                else:
                    texts[chunk.id] = _text(data)
        return {name: text for name, text in texts.items() if text}

    def _information(self, data: bytes) -> Iterator[tuple[bytes, str]]:
        position = 4
        while position + 8 <= len(data):
            name = data[position : position + 4]
            size = int.from_bytes(data[position + 4 : position + 8], "little")
            yield name, _text(data[position + 8 : position + 8 + size])
            position += 8 + size + size % 2

    def rest(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        """See `Place`."""
        form = self._sound_form(file)
        digests = [
            f"{chunk.id!r} {chunk.size} {digest(file, chunk.data, chunk.data + chunk.size)}"
            for chunk in form.chunks
            if not chunk.is_tag
        ]
        return [], [*digests, digest(file, form.end, size_of(file))]

    def _sound_form(self, file: BinaryIO) -> _Form:
        """The form of a file that can be written.

        Raises:
            MalformedTagError: sizes contradict the file, so that a tag could become noise or
                vanish.
        """
        form = self._form(file)
        if not form.sound:
            raise MalformedTagError(
                "the sizes in the file contradict its length; open it in an audio editor and save"
                " it anew"
            )
        if len(form.tags) > 1:
            raise MalformedTagError("the file holds more than one ID3v2 tag")
        return form

    def _form(self, file: BinaryIO) -> _Form:
        """The chunks up to the end of the file, or up to the form's where that fails."""
        file_end = size_of(file)
        file.seek(4)
        (form_size,) = struct.unpack(self.size_format, file.read(self._width))
        whole = self._walk(file, file_end)
        if whole.sound or 4 + self._width + form_size >= file_end:
            return whole
        inner = self._walk(file, 4 + self._width + form_size)
        return inner if inner.sound else whole

    def _walk(self, file: BinaryIO, limit: int) -> _Form:
        chunks: list[_Chunk] = []
        position = 8 + self._width
        while position + 4 + self._width <= limit:
            file.seek(position)
            header = file.read(4 + self._width)
            (size,) = struct.unpack(self.size_format, header[4:])
            chunk = _Chunk(header[:4], position, position + len(header), size)
            if chunk.data + size > limit or any(not 32 <= byte < 127 for byte in chunk.id):
                return _Form(tuple(chunks), position, sound=False)
            chunks.append(chunk)
            position = chunk.end
        sound = bool(chunks) and abs(limit - position) <= 1
        return _Form(tuple(chunks), position, sound)


def _text(data: bytes) -> str:
    """Text up to the first NUL; these chunks do not name their encoding."""
    line = data.split(b"\0")[0]
    try:
        return line.decode().strip()
    except UnicodeDecodeError:
        return line.decode("latin-1").strip()
