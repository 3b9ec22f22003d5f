"""Any audio file as stereo float32 from any moment on, for a sound device."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from tagger_app.audio.container import decode_frames, open_audio
from tagger_app.audio.decode import Cleaner, resampled
from tagger_app.audio.probe import claimed_seconds, starts_at

Stereo = NDArray[np.float32]
"""[frames, 2] in −1…1."""

_LEAD_IN = 0.25
"""Seconds decoded before the moment asked for, in which decoders and the resampler settle."""
_BLOCK_SECONDS = 0.25


class StereoReader:
    """Reads one file piece by piece; going on where the last piece ended costs no seeking.

    Args:
        path: the file.
        sample_rate: of the pieces, in Hz.
    """

    def __init__(self, path: Path, sample_rate: int) -> None:
        self.path = path
        self.sample_rate = sample_rate
        self.duration = 0.0
        """What the container claims, in seconds, once something was read; 0.0 if nothing."""
        self._blocks: Iterator[Stereo] = iter(())
        self._rest = np.zeros((0, 2), np.float32)
        self._next: int | None = None

    def read(self, start: int, frames: int) -> tuple[Stereo, bool]:
        """Read from frame `start`; also tells whether the file ends with this piece.

        Raises:
            DecodeError: see `container.open_audio`; or nothing decodes.
        """
        if start != self._next:
            self._blocks = self._from(start)
            self._rest = np.zeros((0, 2), np.float32)
        self._next = None  # whatever was begun is lost with an error
        parts, missing = [self._rest], frames - len(self._rest)
        ended = False
        while missing > 0 and not ended:
            block = next(self._blocks, None)
            ended = block is None
            if block is not None:
                parts.append(block)
                missing -= len(block)
        together = np.concatenate(parts)
        piece, self._rest = together[:frames], together[frames:]
        self._next = start + len(piece)
        return piece, ended

    def _from(self, start: int) -> Iterator[Stereo]:
        """Blocks that begin exactly with frame `start`."""
        seconds = start / self.sample_rate
        with open_audio(self.path) as (container, stream):
            self.duration = claimed_seconds(container, stream)
            frames = _sought(self.path, container, stream, seconds)
            if frames is not None:
                yield from self._blocks_of(*frames, seconds)
                return
        # Opened anew: where a seek failed, nobody knows where the container stands.
        with open_audio(self.path) as (container, stream):
            yield from self._blocks_of(0.0, decode_frames(self.path, container, stream), seconds)

    def _blocks_of(
        self, begins: float, frames: Iterator[AudioFrame], seconds: float
    ) -> Iterator[Stereo]:
        surplus = round((seconds - begins) * self.sample_rate)
        cleaner = Cleaner(self.path)
        for packed in resampled(
            frames, self.sample_rate, layout="stereo", block_seconds=_BLOCK_SECONDS
        ):
            block = packed.reshape(-1, 2)
            if surplus < len(block):
                yield cleaner.clean(block[surplus:])
            surplus = max(0, surplus - len(block))


def _sought(
    path: Path, container: InputContainer, stream: AudioStream, seconds: float
) -> tuple[float, Iterator[AudioFrame]] | None:
    """Where in the track the frames begin, and the frames; None where seeking fails.

    They begin at `seconds` or shortly before.
    """
    if seconds <= _LEAD_IN:
        return 0.0, decode_frames(path, container, stream)
    base, origin = stream.time_base, starts_at(stream)
    if base is None:
        return None
    try:
        container.seek(int((origin + seconds - _LEAD_IN) / base), stream=stream)
    except OSError:  # FFmpeg's answer where a container or a position can't be sought
        return None
    frames = decode_frames(path, container, stream)
    first = next(frames, None)
    if first is None or first.time is None or first.time - origin > seconds:
        return None
    return first.time - origin, _chained(first, frames)


def _chained(first: AudioFrame, rest: Iterator[AudioFrame]) -> Iterator[AudioFrame]:
    yield first
    yield from rest
