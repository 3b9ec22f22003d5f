"""The chunks of a track that a model hears: all of it, or some evenly spaced ones by seeking.

Memory stays bounded whatever a file claims: chunks come in small batches, a whole track is never
held at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from tagger_app.audio.container import decode_frames, open_audio, unheard
from tagger_app.audio.decode import MAX_SECONDS, Cleaner, Waveform, decode_blocks, resampled
from tagger_app.audio.probe import ENDS_EARLY, GUESSING, counted_seconds, starts_at
from tagger_app.core.errors import DecodeError, Reason
from tagger_app.core.prediction import Coverage

BATCH_SIZE = 4
"""Chunks per batch: on a CPU larger ones cost memory and gain nothing."""

_LEAD_IN = 0.25
"""Seconds decoded before a chunk, in which decoders and the resampler settle: an MP3 frame of 32
kbit/s may need the six frames before it."""
_RESAMPLER_TAIL = 0.05
"""Seconds decoded after a chunk, so that the resampler's delay takes nothing from its end."""
_SEEK_TOLERANCE = 0.05
"""A chunk may miss this many seconds at the end of a track before the duration counts as a lie."""
_END_LEAD_IN = 2.0
"""Seconds before the end from which on packets are read to find out whether it is the end."""
_FAR = 30.0
"""A seek that ends so many seconds too early is followed no further."""


@dataclass(frozen=True, slots=True)
class ChunkBatch:
    """Some chunks: waveforms [n, chunk_samples] in −1…1, starts [n] in seconds."""

    waveforms: Waveform
    starts: tuple[float, ...]


class Chunks:
    """The chunks of one file; iterate it once.

    `full` coverage cuts the track into consecutive chunks; the last one is moved back to end with
    the track, so it overlaps its neighbour instead of ending in silence. N chunks lie in the middle
    of N equal parts of the track. A track shorter than the chunks asked for is heard in full, and
    one shorter than a chunk is repeated until it fills it.

    Valid after the iteration: `duration` in seconds; `measured`, whether all of the track was
    decoded to know it, or the container's claim was good enough to seek by; `counted`, the duration
    where it was decoded or counted packet by packet, None where it is a claim; `whole`, whether the
    chunks cover all of the track.

    Raises:
        DecodeError: while iterating: see `decode.decode`.
    """

    def __init__(
        self,
        path: Path,
        sample_rate: int,
        chunk_samples: int,
        coverage: Coverage,
        *,
        batch_size: int = BATCH_SIZE,
        max_seconds: float = MAX_SECONDS,
    ) -> None:
        self._path = path
        self._rate = sample_rate
        self._samples = chunk_samples
        self._wanted = coverage.chunks
        self._batch_size = batch_size
        self._max_seconds = max_seconds
        self.duration = 0.0
        self.measured = False
        self.counted: float | None = None
        self.whole = False

    def __iter__(self) -> Iterator[ChunkBatch]:
        chunks = self._consecutive() if self._wanted is None else self._spaced(self._wanted)
        starts: list[int] = []
        waveforms: list[Waveform] = []
        for start, waveform in chunks:
            starts.append(start)
            waveforms.append(waveform)
            if len(starts) == self._batch_size:
                yield self._batch(starts, waveforms)
                starts, waveforms = [], []
        if starts:
            yield self._batch(starts, waveforms)

    def _batch(self, starts: list[int], waveforms: list[Waveform]) -> ChunkBatch:
        return ChunkBatch(np.stack(waveforms), tuple(start / self._rate for start in starts))

    def _consecutive(self) -> Iterator[tuple[int, Waveform]]:
        """(start, chunk) one after the other, starts in samples."""
        self.whole = True
        size = self._samples
        position = 0  # of the start of `rest` in the track
        rest = last = np.zeros(0, np.float32)
        for block in self._blocks():
            rest = np.concatenate((rest, block)) if rest.size else block
            while rest.size >= size:
                last, rest = rest[:size], rest[size:]
                yield position, last
                position += size
        self._measure(position + rest.size)
        if not last.size:
            yield 0, _repeated(rest, size)
        elif rest.size:
            yield position + rest.size - size, np.concatenate((last, rest))[-size:]

    def _spaced(self, wanted: int) -> Iterator[tuple[int, Waveform]]:
        sought = self._by_seeking(wanted)
        yield from self._by_decoding(wanted) if sought is None else sought

    def _by_seeking(self, wanted: int) -> list[tuple[int, Waveform]] | None:
        """The chunks, or None where the track is too short or seeking can't be relied on."""
        found = []
        with open_audio(self._path) as (container, stream):
            guessed = container.format.name in GUESSING
            duration = min(counted_seconds(container, stream), self._max_seconds)
            if duration * self._rate <= wanted * self._samples:
                return None
            seeker = _Seeker(self._path, container, stream, self._rate, self._samples)
            if duration < self._max_seconds and not seeker.ends_at(duration):
                return None
            for start in self._spread(wanted, int(duration * self._rate)):
                chunk = seeker.chunk_at(start)
                if chunk is None:
                    return None
                found.append((start, chunk))
        self.duration, self.counted = duration, duration if guessed else None
        return found

    def _by_decoding(self, wanted: int) -> Iterator[tuple[int, Waveform]]:
        """Count first, then cut: twice the work, for the few files that can't be sought in."""
        self._measure(sum(block.size for block in self._blocks()))
        total = int(self.duration * self._rate)
        if total <= wanted * self._samples:
            yield from self._consecutive()
            return
        starts = self._spread(wanted, total)
        position = 0
        rest = np.zeros(0, np.float32)
        for block in self._blocks():
            rest = np.concatenate((rest, block))
            while starts and starts[0] + self._samples <= position + rest.size:
                start = starts.pop(0)
                rest, position = rest[start - position :], start
                yield start, rest[: self._samples]
            if not starts:
                return
            skip = min(rest.size, max(0, starts[0] - position))
            rest, position = rest[skip:], position + skip

    def _spread(self, wanted: int, total: int) -> list[int]:
        """Starts, in samples, of chunks in the middle of `wanted` equal parts."""
        centres = (np.arange(wanted) + 0.5) * total / wanted
        starts = np.clip(centres - self._samples / 2, 0, total - self._samples)
        return [int(start) for start in starts]

    def _blocks(self) -> Iterator[Waveform]:
        return decode_blocks(self._path, self._rate, max_seconds=self._max_seconds)

    def _measure(self, samples: int) -> None:
        if not samples:
            detail = "The file holds no audible sample; replace it."
            raise unheard(self._path, Reason.DAMAGED, detail)
        self.duration = self.counted = samples / self._rate
        self.measured = True


def _repeated(waveform: Waveform, size: int) -> Waveform:
    return np.resize(waveform, size)


class _Seeker:
    """Cuts chunks out of an open file."""

    def __init__(
        self,
        path: Path,
        container: InputContainer,
        stream: AudioStream,
        sample_rate: int,
        chunk_samples: int,
    ) -> None:
        self._path = path
        self._container = container
        self._stream = stream
        self._rate = sample_rate
        self._samples = chunk_samples
        self._origin = starts_at(stream)
        self._first_time = 0.0

    def ends_at(self, seconds: float) -> bool:
        """Whether the audio ends about there, neither well before nor well after.

        True also where only reading on for long would tell.
        """
        if not self._seek(max(0.0, seconds - _END_LEAD_IN)):
            return False
        end = None
        try:
            for packet in self._container.demux(self._stream):
                if not packet.size:
                    break
                if packet.pts is None or packet.time_base is None:
                    return True
                start = float(packet.pts * packet.time_base) - self._origin
                if start > seconds + 0.5:
                    return False
                if end is None and start < seconds - _FAR:
                    return True
                end = start + float((packet.duration or 0) * packet.time_base)
        except av.error.FFmpegError:
            pass  # what came before it is what there is
        return end is not None and end >= seconds - ENDS_EARLY

    def chunk_at(self, start: int) -> Waveform | None:
        """The chunk that starts at a sample, or None where seeking does not get there."""
        seconds = start / self._rate
        if not self._seek(max(0.0, seconds - _LEAD_IN)):
            return None
        frames = self._frames(seconds - _LEAD_IN, seconds + self._samples / self._rate)
        cleaner = Cleaner(self._path)
        try:
            blocks = list(resampled(frames, self._rate))
        except DecodeError:
            return None
        if not blocks or self._first_time > seconds:
            return None
        surplus = round((seconds - self._first_time) * self._rate)
        chunk = cleaner.clean(np.concatenate(blocks)[surplus : surplus + self._samples])
        cleaner.check()
        missing = self._samples - chunk.size
        if missing > _SEEK_TOLERANCE * self._rate:
            return None
        return np.pad(chunk, (0, missing)) if missing else chunk

    def _seek(self, seconds: float) -> bool:
        base = self._stream.time_base
        if base is None:
            return False
        try:
            self._container.seek(int((self._origin + seconds) / base), stream=self._stream)
        except OSError:  # FFmpeg's answer where a container or a position can't be sought
            return False
        return True

    def _frames(self, begin: float, end: float) -> Iterator[AudioFrame]:
        """Frames from the one that holds `begin` to the one that holds `end` and a little more."""
        self._first_time = np.inf
        for frame in decode_frames(self._path, self._container, self._stream):
            if frame.time is None:
                return
            time = frame.time - self._origin
            length = frame.samples / frame.sample_rate
            if time + length <= begin:
                continue
            self._first_time = min(self._first_time, time)
            yield frame
            if time + length >= end + _RESAMPLER_TAIL:
                return
