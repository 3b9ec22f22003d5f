"""Replacing and comparing stretches of a file without reading the whole file into memory."""

import hashlib
from typing import BinaryIO

_BLOCK = 1 << 20


def size_of(file: BinaryIO) -> int:
    """The file's size in bytes; the position is at its end afterwards."""
    return file.seek(0, 2)


def splice(file: BinaryIO, offset: int, length: int, replacement: bytes) -> None:
    """Put `replacement` where `length` bytes at `offset` are, moving what follows.

    `file` is open for reading and writing in binary mode.
    """
    end = size_of(file)
    source, target = offset + length, offset + len(replacement)
    if target > source:
        _move_up(file, source, end, target - source)
    elif target < source:
        _move_down(file, source, end, target)
    file.seek(offset)
    file.write(replacement)
    file.flush()


def _move_up(file: BinaryIO, start: int, end: int, distance: int) -> None:
    position = end
    while position > start:
        size = min(_BLOCK, position - start)
        position -= size
        file.seek(position)
        block = file.read(size)
        file.seek(position + distance)
        file.write(block)


def _move_down(file: BinaryIO, start: int, end: int, target: int) -> None:
    position = start
    while position < end:
        file.seek(position)
        block = file.read(_BLOCK)
        file.seek(target + position - start)
        file.write(block)
        position += len(block)
    file.truncate(target + end - start)


def digest(file: BinaryIO, start: int, end: int) -> str:
    """SHA-256 of the bytes from `start` to `end`."""
    sha256 = hashlib.sha256()
    file.seek(start)
    while start < end and (block := file.read(min(_BLOCK, end - start))):
        sha256.update(block)
        start += len(block)
    return sha256.hexdigest()
