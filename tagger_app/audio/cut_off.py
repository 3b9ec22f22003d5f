"""Whether a file ends before it should, told from a few of its bytes.

FFmpeg adapts the length of some containers to what there is, and cannot open others at all; their
headers say what should be there.
"""

import struct
from collections.abc import Callable
from contextlib import suppress
from io import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

_UNKNOWN = 0x7FFF_0000
"""Programs that write to a pipe put this or more where they do not know a size yet."""
_FARTHEST = (1 << 63) - 1
_MOST_PARTS = 4096
_TAIL = 1 << 16
"""Bytes: the longest page of Ogg is a little shorter."""
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_BROADCAST = 1
"""The flag of an ASF file that was written as a stream: its lengths are not valid."""


def is_cut_off(path: Path) -> bool:
    """Whether the file's own structure says that something should follow its last byte."""
    with suppress(OSError), path.open("rb") as file:
        head = file.read(16)
        size = file.seek(0, SEEK_END)
        for magic, offset, check in _CHECKS:
            if head[offset : offset + len(magic)] == magic:
                try:
                    return check(file, size)
                except struct.error:  # it ends within its header
                    return True
    return False


def promised_seconds(path: Path) -> float:
    """The length in seconds that the header of a WAV or a cut-off ASF file tells; 0.0 if none."""
    with suppress(OSError, struct.error), path.open("rb") as file:
        head = file.read(16)
        if head[:4] == b"RIFF":
            return _riff_seconds(file)
        if head == _ASF_HEADER:
            size, seconds = _asf_properties(file)
            return seconds if size > file.seek(0, SEEK_END) else 0.0
    return 0.0


def _unpack(file: BinaryIO, layout: str, at: int) -> tuple[Any, ...]:
    if at > _FARTHEST:
        raise struct.error("no file is so long")
    file.seek(at)
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _riff_seconds(file: BinaryIO) -> float:
    at, byte_rate = 12, 0
    for _ in range(_MOST_PARTS):
        name, size = _unpack(file, "<4sI", at)
        if name == b"fmt ":
            (byte_rate,) = _unpack(file, "<I", at + 16)
        elif name == b"data":
            return size / byte_rate if byte_rate and size < _UNKNOWN else 0.0
        at += 8 + size + size % 2
    return 0.0


def _asf_properties(file: BinaryIO) -> tuple[int, float]:
    """The size in bytes and the length in seconds that an ASF header tells; zeros if none."""
    at = 30
    for _ in range(_MOST_PARTS):
        name, size = _unpack(file, "<16sQ", at)
        if name == _ASF_PROPERTIES:
            whole, _, _, play, _, preroll, flags = _unpack(file, "<QQQQQQI", at + 40)
            return (0, 0.0) if flags & _BROADCAST else (whole, max(0.0, play / 1e7 - preroll / 1e3))
        at += max(size, 24)
    return 0, 0.0


def _asf_lacks(file: BinaryIO, size: int) -> bool:
    (header,) = _unpack(file, "<Q", 16)
    return bool(header > size or _asf_properties(file)[0] > size)


def _id3_lacks(file: BinaryIO, size: int) -> bool:
    digits = _unpack(file, "4B", 6)
    return bool(
        10 + sum(digit << shift for digit, shift in zip(digits, (21, 14, 7, 0), strict=True)) > size
    )


def _mp4_lacks(file: BinaryIO, size: int) -> bool:
    """Boxes may end too soon; a file without `moov`, which often comes last, is not complete."""
    at, complete = 0, False
    for _ in range(_MOST_PARTS):
        if at + 8 > size:
            break
        length, name = _unpack(file, ">I4s", at)
        if length == 1:
            (length,) = _unpack(file, ">Q", at + 8)
        complete |= name == b"moov"
        if length == 0:  # it reaches to the end
            break
        if length < 8:  # damaged, and nobody knows what follows
            return False
        at += length
        if at > size:
            return True
    return not complete


def _flac_lacks(file: BinaryIO, size: int) -> bool:
    """Metadata must be followed by audio."""
    at = 4
    for _ in range(_MOST_PARTS):
        if at + 4 > size:
            return True
        (head,) = _unpack(file, ">I", at)
        at += 4 + (head & 0xFF_FFFF)
        if head >> 31:
            break
    return at >= size


def _chunks_lack(file: BinaryIO, size: int, order: str) -> bool:
    (length,) = _unpack(file, f"{order}I", 4)
    return bool(length < _UNKNOWN and 8 + length > size)


def _ogg_lacks(file: BinaryIO, size: int) -> bool:
    """The last page must be all there."""
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read()
    last = tail.rfind(b"OggS")
    if last < 0:
        return False
    page = tail[last:]
    if len(page) < 27:
        return True
    table = page[27 : 27 + page[26]]
    return len(table) < page[26] or 27 + len(table) + sum(table) > len(page)


_CHECKS: tuple[tuple[bytes, int, Callable[[BinaryIO, int], bool]], ...] = (
    (b"ftyp", 4, _mp4_lacks),
    (b"ID3", 0, _id3_lacks),
    (b"fLaC", 0, _flac_lacks),
    (b"OggS", 0, _ogg_lacks),
    (b"RIFF", 0, lambda file, size: _chunks_lack(file, size, "<")),
    (b"FORM", 0, lambda file, size: _chunks_lack(file, size, ">")),
    (_ASF_HEADER, 0, _asf_lacks),
    (b"DSD ", 0, lambda file, size: _unpack(file, "<Q", 12)[0] > size),
)
"""The first bytes of containers, where they stand, and what tells that a file lacks something."""
