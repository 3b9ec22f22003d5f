"""Vorbis comments: FLAC, Ogg Vorbis, Opus, Speex, Ogg FLAC, Ogg Theora.

The library rebuilds blocks and pages; the comments themselves go through as bytes, because
decoding and encoding them again would change those that are not valid UTF-8.
"""

import base64
import binascii
import hashlib
import struct
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mutagen.flac import FLAC, Picture
from mutagen.ogg import OggPage

from tagger_app.core.fields import FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats import id3_block
from tagger_app.formats.splice import digest
from tagger_app.formats.tag_format import Rest, UnwritableTagError
from tagger_app.formats.values import LIST_SEPARATOR, without_blanks

_OUR_FIELDS = {field.keys[TagFamily.VORBIS]: field.name for field in FIELDS}
_KEYS = {field.name: field.keys[TagFamily.VORBIS] for field in FIELDS}
_DESCRIPTIVE = {
    "title": "TITLE",
    "artist": "ARTIST",
    "album": "ALBUM",
    "album_artist": "ALBUMARTIST",
    "track_number": "TRACKNUMBER",
    "date": "DATE",
}
_PICTURE_KEY = "METADATA_BLOCK_PICTURE"
_BARE_PICTURE_KEY = "COVERART"
_FRONT_COVER = 3
_PADDING_BLOCK, _COMMENT_BLOCK, _PICTURE_BLOCK = 1, 4, 6
_MOST_PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Comments:
    """The raw content of one comment header."""

    vendor: bytes
    entries: tuple[bytes, ...]
    length: int = 0
    """Bytes that the content took."""

    @classmethod
    def parse(cls, data: bytes) -> "Comments":
        """Raises UnwritableTagError when a length points behind the end."""
        position = 0

        def piece() -> bytes:
            nonlocal position
            (size,) = struct.unpack_from("<I", data, position)
            found = data[position + 4 : position + 4 + size]
            if len(found) < size:
                raise UnwritableTagError("the comments are cut off")
            position += 4 + size
            return found

        try:
            vendor = piece()
            (count,) = struct.unpack_from("<I", data, position)
            position += 4
            if count > len(data) // 4:
                raise UnwritableTagError("the number of comments is not valid")
            entries = tuple(piece() for _ in range(count))
        except struct.error as error:
            raise UnwritableTagError("the comments are cut off") from error
        return cls(vendor, entries, position)

    def render(self) -> bytes:
        """The content's bytes, without the framing bit."""
        pieces = [self.vendor, *self.entries]
        sized = [struct.pack("<I", len(piece)) + piece for piece in pieces]
        return sized[0] + struct.pack("<I", len(self.entries)) + b"".join(sized[1:])

    def texts(self, key: str) -> list[str]:
        """All values under a key."""
        return [
            entry.partition(b"=")[2].decode("utf-8", "replace")
            for entry in self.entries
            if _key(entry) == key
        ]

    def changed(self, values: Mapping[str, tuple[str, ...]]) -> "Comments":
        """The comments with these fields exchanged, each at the place of its first value."""
        entries = list(self.entries)
        for name, field_values in values.items():
            key = _KEYS[name]
            found = [index for index, entry in enumerate(entries) if _key(entry) == key]
            position = found[0] if found else len(entries)
            entries = [entry for entry in entries if _key(entry) != key]
            entries[position:position] = [f"{key}={value}".encode() for value in field_values]
        return Comments(self.vendor, tuple(entries))


def _key(entry: bytes) -> str:
    return entry.partition(b"=")[0].decode("ascii", "replace").upper() if b"=" in entry else ""


class VorbisFormat(ABC):
    """What FLAC and the Ogg formats share."""

    _framed = True
    """Whether a framing bit follows the comments where the library does not say."""

    @abstractmethod
    def comments(self, file: BinaryIO) -> Comments | None:
        """The comments of an open file, or None where it has none yet."""

    @abstractmethod
    def _open(self, path: Path) -> Any:
        """The library's object for a file."""

    @abstractmethod
    def _others(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        """What else of tags there is, and digests of what is audio."""

    @abstractmethod
    def _picture_blocks(self, file: BinaryIO) -> list[bytes]:
        """Pictures outside the comments."""

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        with path.open("rb") as file:
            comments = self.comments(file) or Comments(b"", ())
            pictures = len(self._picture_blocks(file))
        tags = without_blanks({name: comments.texts(key) for key, name in _OUR_FIELDS.items()})
        pictures += len(comments.texts(_PICTURE_KEY)) + len(comments.texts(_BARE_PICTURE_KEY))
        descriptive = {
            name: LIST_SEPARATOR.join(comments.texts(key)) for name, key in _DESCRIPTIVE.items()
        }
        return FileTags(TagFamily.VORBIS, tags, pictures=pictures, **descriptive)

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        del new_id3_version
        with path.open("rb") as file:
            comments = self.comments(file)
        audio = self._open(path)
        if audio.tags is None:
            audio.add_tags()
        if comments is None:
            comments = Comments(audio.tags.vendor.encode(), ())
        content = comments.changed(values).render()
        # The library asks the comments for their bytes: ours, not decoded and encoded again.
        audio.tags.write = lambda framing=self._framed: content + (b"\x01" if framing else b"")
        audio.save(path)

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        with path.open("rb") as file:
            comments = self.comments(file)
            others, payload = self._others(file)
        if comments is None:
            return Rest(tuple(others), tuple(payload), has_tag=False)
        kept = [entry for entry in comments.entries if _key(entry) not in _OUR_FIELDS]
        fields = [hashlib.sha256(entry).hexdigest() for entry in (comments.vendor, *kept)]
        return Rest(tuple(fields + others), tuple(payload))

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        with path.open("rb") as file:
            blocks = self._picture_blocks(file)
            comments = self.comments(file) or Comments(b"", ())
        try:
            blocks += [base64.b64decode(text) for text in comments.texts(_PICTURE_KEY)]
            pictures = [Picture(block) for block in blocks]
            pictures.sort(key=lambda picture: picture.type != _FRONT_COVER)
            bare = [base64.b64decode(text) for text in comments.texts(_BARE_PICTURE_KEY)]
        except binascii.Error:
            return None
        found = [bytes(picture.data) for picture in pictures] + bare
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Block:
    code: int
    data: int
    end: int


class FlacFormat(VorbisFormat):
    """Native FLAC: metadata blocks before the audio."""

    _framed = False

    def comments(self, file: BinaryIO) -> Comments | None:
        """See `VorbisFormat`."""
        for block in _blocks(file):
            if block.code == _COMMENT_BLOCK:
                return Comments.parse(_content(file, block))
        return None

    def _open(self, path: Path) -> Any:
        return FLAC(path)

    def _others(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        blocks = list(_blocks(file))
        start = _flac_start(file)
        first = next((b for b in blocks if b.code == _COMMENT_BLOCK), None)
        others = [
            f"{block.code} {digest(file, block.data, block.end)}"
            for block in blocks
            if block.code != _PADDING_BLOCK and block is not first
        ]
        end = file.seek(0, 2)
        return others, [digest(file, 0, start), digest(file, blocks[-1].end, end)]

    def _picture_blocks(self, file: BinaryIO) -> list[bytes]:
        return [_content(file, b) for b in _blocks(file) if b.code == _PICTURE_BLOCK]


def _flac_start(file: BinaryIO) -> int:
    file.seek(0)
    start = id3_block.tag_length(file.read(id3_block.HEADER_SIZE))
    file.seek(start)
    if file.read(4) != b"fLaC":
        raise UnwritableTagError("the FLAC marker is missing")
    return start


def _blocks(file: BinaryIO) -> Iterator[_Block]:
    """The metadata blocks.

    Some programs write a wrong length for comments; like other readers, this one then trusts the
    comments themselves.
    """
    position = _flac_start(file) + 4
    file_size = file.seek(0, 2)
    last = False
    while not last:
        file.seek(position)
        header = file.read(4)
        if len(header) < 4:
            raise UnwritableTagError("the metadata of the FLAC file is cut off")
        last, code = bool(header[0] & 0x80), header[0] & 0x7F
        data = position + 4
        end = data + int.from_bytes(header[1:4], "big")
        if end > file_size:
            raise UnwritableTagError("the metadata of the FLAC file is cut off")
        if code == _COMMENT_BLOCK:
            try:
                Comments.parse(_content(file, _Block(code, data, end)))
            except UnwritableTagError:
                end = data + Comments.parse(_content(file, _Block(code, data, file_size))).length
        yield _Block(code, data, end)
        position = end


def _content(file: BinaryIO, block: _Block) -> bytes:
    file.seek(block.data)
    return file.read(block.end - block.data)


class OggFormat(VorbisFormat):
    """Comments in the second packet of an Ogg stream.

    Args:
        library_type: the class that writes this kind of stream.
        magic: how the first packet begins.
        prefix_size: bytes before the comments in the second packet.
    """

    def __init__(self, library_type: Any, magic: bytes, prefix_size: int) -> None:
        self._library_type = library_type
        self._magic = magic
        self._prefix_size = prefix_size

    def comments(self, file: BinaryIO) -> Comments | None:
        """See `VorbisFormat`."""
        return Comments.parse(self._comment_packet(file)[self._prefix_size :])

    def _comment_packet(self, file: BinaryIO) -> bytes:
        file.seek(0)
        serial: int | None = None
        partial: list[bytes] = []
        complete = 0
        for _ in range(_MOST_PAGES):
            page = OggPage(file)
            if serial is None and page.packets and page.packets[0].startswith(self._magic):
                serial = page.serial
            if page.serial != serial:
                continue
            for index, packet in enumerate(page.packets):
                if index > 0 or not page.continued:
                    partial = []
                partial.append(packet)
                if index < len(page.packets) - 1 or page.complete:
                    complete += 1
                    if complete == 2:
                        return b"".join(partial)
        raise UnwritableTagError("the stream's comments were not found")

    def _open(self, path: Path) -> Any:
        return self._library_type(path)

    def _others(self, file: BinaryIO) -> tuple[list[str], list[str]]:
        del file
        return [], []

    def _picture_blocks(self, file: BinaryIO) -> list[bytes]:
        del file
        return []
