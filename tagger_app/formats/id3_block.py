"""The bytes of one ID3v2 tag as a list of frames that are never decoded unless they are ours.

A tag is edited by exchanging single frames: every other frame keeps its bytes, its place and its
order, the tag keeps its version, and what no library can parse survives.
Layout: id3.org, "ID3 tag version 2.2.0", "2.3.0" and "2.4.0 - Main Structure".
"""

import re
from dataclasses import dataclass, field
from enum import IntFlag

from tagger_app.formats.tag_format import UnwritableTagError

HEADER_SIZE = 10
_GROWTH_PADDING = 1024
_FRAME_ID = {2: re.compile(rb"[A-Z][A-Z0-9]{2}"), 3: re.compile(rb"[A-Z][A-Z0-9]{2}[A-Z0-9 \0]")}
_FRAME_ID[4] = _FRAME_ID[3]
LARGEST = (1 << 28) - 1


class HeaderFlags(IntFlag):
    """Flags of the tag header."""

    UNSYNCHRONISED = 0x80
    EXTENDED = 0x40
    EXPERIMENTAL = 0x20
    FOOTER = 0x10


_NO_FLAGS = HeaderFlags(0)


class MalformedTagError(UnwritableTagError):
    """The bytes are not an ID3v2 tag that can be edited without risk."""


@dataclass(frozen=True, slots=True)
class RawFrame:
    """One frame: its id without padding, and all of its bytes including the frame header."""

    id: str
    data: bytes
    header_size: int

    @property
    def body(self) -> bytes:
        """The bytes after the frame header."""
        return self.data[self.header_size :]


@dataclass(slots=True)
class Block:
    """A parsed tag. `tail` is what follows the last frame and is not padding."""

    version: int
    flags: HeaderFlags = _NO_FLAGS
    frames: list[RawFrame] = field(default_factory=list)
    tail: bytes = b""
    length: int = 0
    plain_sizes: bool = False
    """ID3v2.4 whose frame sizes are ordinary integers, as old iTunes wrote them."""

    def new_frame(self, frame_id: str, body: bytes) -> RawFrame:
        """A frame of this tag's version."""
        name = frame_id.encode("ascii")
        if self.version == 2:
            header = name + len(body).to_bytes(3, "big")
        elif self.version == 3 or self.plain_sizes:
            header = name + len(body).to_bytes(4, "big") + b"\0\0"
        else:
            header = name + synchsafe(len(body)) + b"\0\0"
        return RawFrame(frame_id, header + body, len(header))

    def render(self) -> bytes:
        """The tag's bytes, as long as before where that suffices; empty without any frame.

        The extended header (checksum, restrictions) and the footer are left out: they would no
        longer be true.
        """
        content = b"".join(frame.data for frame in self.frames) + self.tail
        if not content:
            return b""
        flags = self.flags & ~(HeaderFlags.EXTENDED | HeaderFlags.FOOTER)
        whole = self.version < 4 and HeaderFlags.UNSYNCHRONISED in flags
        if whole:
            content = unsynchronised(content)
        room = self.length - HEADER_SIZE - len(content)
        if room < 0:
            room = _GROWTH_PADDING
        if self.tail:
            # What cannot be parsed must not get longer or be followed by anything new.
            room = 0
        content += bytes(room)
        if len(content) > LARGEST:
            raise MalformedTagError("the tag would be larger than ID3v2 allows (256 MB)")
        return b"ID3" + bytes([self.version, 0, flags]) + synchsafe(len(content)) + content


def tag_length(header: bytes) -> int:
    """Length in bytes of the tag that begins with these ten bytes; 0 when none does.

    Raises:
        MalformedTagError: a tag of an unknown version, or one with an impossible size.
    """
    if len(header) < HEADER_SIZE or header[:3] != b"ID3":
        return 0
    if not 2 <= header[3] <= 4:
        raise MalformedTagError(f"ID3v2.{header[3]} is not a known version")
    if any(byte & 0x80 for byte in header[6:10]):
        raise MalformedTagError("the size in the ID3v2 header is not valid")
    footer = HEADER_SIZE if header[3] == 4 and header[5] & HeaderFlags.FOOTER else 0
    return HEADER_SIZE + from_synchsafe(header[6:10]) + footer


def parse(data: bytes) -> Block:
    """Parse a whole tag.

    Raises:
        MalformedTagError: the header or the extended header cannot be understood.
    """
    length = tag_length(data[:HEADER_SIZE])
    if not length or len(data) < length:
        raise MalformedTagError("the ID3v2 tag is cut off")
    version = data[3]
    block = Block(version, HeaderFlags(data[5] & 0xF0), length=length)
    content = data[HEADER_SIZE : HEADER_SIZE + from_synchsafe(data[6:10])]
    if version < 4 and HeaderFlags.UNSYNCHRONISED in block.flags:
        content = synchronised(content)
    if version == 2 and HeaderFlags.EXTENDED in block.flags:
        raise MalformedTagError("the ID3v2.2 tag is compressed")
    if HeaderFlags.EXTENDED in block.flags:
        content = _after_extended_header(version, content)
    block.frames, block.tail = _frames(version, content, plain_sizes=False)
    if version == 4 and block.tail:
        frames, tail = _frames(version, content, plain_sizes=True)
        if len(frames) > len(block.frames) or (len(frames) == len(block.frames) and not tail):
            block.frames, block.tail, block.plain_sizes = frames, tail, True
    return block


def _after_extended_header(version: int, content: bytes) -> bytes:
    if _FRAME_ID[version].fullmatch(content[:4]):
        return content  # the flag is set, yet the frames follow at once
    size = content[:4]
    skip = from_synchsafe(size) if version == 4 else int.from_bytes(size, "big") + 4
    if not 4 < skip <= len(content):
        raise MalformedTagError("the extended header of the ID3v2 tag is not valid")
    return content[skip:]


def _frames(version: int, content: bytes, *, plain_sizes: bool) -> tuple[list[RawFrame], bytes]:
    """All frames, and what is left when it is not padding."""
    header_size, id_size = (6, 3) if version == 2 else (10, 4)
    frames = []
    position = 0
    while position + header_size <= len(content):
        name = content[position : position + id_size]
        size_bytes = content[position + id_size : position + (6 if version == 2 else 8)]
        if not _FRAME_ID[version].fullmatch(name):
            break
        if version == 4 and not plain_sizes:
            if any(byte & 0x80 for byte in size_bytes):
                break
            size = from_synchsafe(size_bytes)
        else:
            size = int.from_bytes(size_bytes, "big")
        end = position + header_size + size
        if end > len(content):
            break
        frame_id = name.decode("ascii").rstrip(" \0")
        frames.append(RawFrame(frame_id, content[position:end], header_size))
        position = end
    tail = content[position:]
    return frames, tail if tail.strip(b"\0") else b""


def synchsafe(number: int) -> bytes:
    """Four bytes of seven bits each."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def from_synchsafe(data: bytes) -> int:
    """The inverse of `synchsafe`."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
    return number


def unsynchronised(data: bytes) -> bytes:
    """`data` with a zero after every 0xFF that could look like an MPEG frame."""
    escaped = re.sub(rb"\xff(?=[\xe0-\xff\0])", b"\xff\0", data, flags=re.DOTALL)
    return escaped + b"\0" if escaped.endswith(b"\xff") else escaped


def synchronised(data: bytes) -> bytes:
    """The inverse of `unsynchronised`."""
    return data.replace(b"\xff\0", b"\xff")
