"""What the child process does for the player: it decodes pieces of a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.isolation import WorkerPool

Stereo = NDArray[np.float32]
"""[frames, 2] in −1…1."""

_PATIENCE = 30.0
"""Seconds for one piece: a slow disk may have to wake, and some files must be decoded from their
beginning to get anywhere."""
_MEMORY = 2**30


@dataclass(frozen=True, slots=True)
class Read:
    """Asks for `frames` frames of a file from frame `start` on, at `rate` Hz.

    It says all there is to know, so that a fresh child can serve it as well.
    """

    path: Path
    start: int
    frames: int
    rate: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound; whether the file ends with it; what the container claims of its length, in seconds."""

    sound: Stereo
    ended: bool
    duration: float


ReaderPool = WorkerPool[Read, Piece]


def open_reader_pool() -> ReaderPool:
    """The child process, started with the first call."""
    return WorkerPool(start_reading, (), size=1, seconds=_PATIENCE, memory_bytes=_MEMORY)


def start_reading() -> Callable[[Read], Piece]:
    """Runs in the child."""
    from tagger_app.audio.stereo import StereoReader  # noqa: PLC0415  # only the child decodes

    readers: list[StereoReader] = []  # at most one: the file that is played

    def serve(call: Read) -> Piece:
        if not readers or (readers[0].path, readers[0].sample_rate) != (call.path, call.rate):
            readers[:] = [StereoReader(call.path, call.rate)]
        sound, ended = readers[0].read(call.start, call.frames)
        return Piece(sound, ended, readers[0].duration)

    return serve
