"""Any audio file as float32 at the sample rate a model or a sound device wants."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from tagger_app.audio.container import decode_frames, is_same_kind, open_audio
from tagger_app.core.errors import DecodeError, Reason

Waveform = NDArray[np.float32]

MAX_SECONDS = 7200.0
BLOCK_SECONDS = 5
"""Frames are gathered into blocks before resampling: up to 1.8 × faster than frame by frame."""

_LOUDEST = 16.0
"""A sample beyond 24 dB over full scale is not music but damage."""
_BROKEN_SHARE = 0.01


class BlockResampler:
    """Turns decoded frames into blocks of packed float32 at one sample rate.

    Channels are mixed with FFmpeg's own weights. Frames may change their format midway, as chained
    Ogg files do.

    Args:
        sample_rate: of the blocks, in Hz.
        layout: FFmpeg's name of their channels.
        block_seconds: of sound that is gathered before it is resampled.
    """

    def __init__(self, sample_rate: int, layout: str, block_seconds: float) -> None:
        self._sample_rate = sample_rate
        self._layout = layout
        self._block_seconds = block_seconds
        self._first: AudioFrame | None = None
        self._fifo = av.AudioFifo()
        self._resampler = self._new_resampler()

    def _new_resampler(self) -> av.AudioResampler:
        # Packed, because to_ndarray() crashes on eight and more planes; rematrix_maxval,
        # because libswresample would otherwise not normalise its weights for float formats and
        # the same music would be 3 dB louder from MP3 than from FLAC.
        options = {"rematrix_maxval": "1"}
        return av.AudioResampler("flt", self._layout, self._sample_rate, options=options)

    def push(self, frame: AudioFrame) -> Iterator[Waveform]:
        """Take one frame; yields the blocks that became ready."""
        if self._first is not None and not is_same_kind(self._first, frame):
            yield from self.flush()
        if self._first is None:
            self._first = frame
        frame.pts = None
        self._fifo.write(frame)
        if self._fifo.samples >= self._block_seconds * frame.sample_rate:
            yield from self._resample(self._fifo.read())

    def flush(self) -> Iterator[Waveform]:
        """Yield what is still buffered and start anew."""
        if self._first is None:
            return
        if self._fifo.samples:
            yield from self._resample(self._fifo.read())
        yield from self._resample(None)
        self._first = None
        self._fifo = av.AudioFifo()
        self._resampler = self._new_resampler()

    def _resample(self, frame: AudioFrame | None) -> Iterator[Waveform]:
        for piece in self._resampler.resample(frame):
            if piece is not None:
                yield cast("Waveform", piece.to_ndarray()).reshape(-1)


class Cleaner:
    """Makes every sample finite and within −1…1, and notices when that hides real damage."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._samples = 0
        self._broken = 0

    def clean(self, block: Waveform) -> Waveform:
        """The block, cleaned."""
        self._samples += block.size
        if block.size and not max(-block.min(), block.max()) <= _LOUDEST:  # also true for NaN
            sound = np.abs(block) <= _LOUDEST
            self._broken += int(block.size - np.count_nonzero(sound))
            block = np.where(sound, block, np.float32(0.0))
        return np.clip(block, -1.0, 1.0)

    def check(self) -> None:
        """Call at the end.

        Raises:
            DecodeError: more than one sample in a hundred was not a number or absurdly loud.
        """
        if self._broken > _BROKEN_SHARE * self._samples:
            share = 100 * self._broken / self._samples
            raise DecodeError(
                self._path,
                Reason.DAMAGED,
                f"Damaged audio: {share:.0f} % of the samples are not valid numbers."
                " Replace the file.",
            )


def decode_blocks(
    path: Path, sample_rate: int, *, max_seconds: float = MAX_SECONDS
) -> Iterator[Waveform]:
    """Yield the whole file as consecutive blocks of mono float32 in −1…1.

    What follows `max_seconds` is left out: a container's claims about its length are never
    believed, so this is what bounds time and memory.

    Raises:
        DecodeError: see `container.open_audio`; or nothing decodes, or the samples are damaged.
    """
    budget = int(max_seconds * sample_rate)
    cleaner = Cleaner(path)
    with open_audio(path) as (container, stream):
        for block in resampled(decode_frames(path, container, stream), sample_rate):
            yield cleaner.clean(block[:budget])
            budget -= block.size
            if budget <= 0:
                break
    cleaner.check()


def resampled(
    frames: Iterable[AudioFrame],
    sample_rate: int,
    *,
    layout: str = "mono",
    block_seconds: float = BLOCK_SECONDS,
) -> Iterator[Waveform]:
    """Yield the frames' audio as blocks of packed float32, [samples × channels]."""
    resampler = BlockResampler(sample_rate, layout, block_seconds)
    for frame in frames:
        yield from resampler.push(frame)
    yield from resampler.flush()


def decode(path: Path, sample_rate: int, *, max_seconds: float = MAX_SECONDS) -> Waveform:
    """The whole file as mono float32 in −1…1, [samples]; see `decode_blocks`.

    Raises:
        DecodeError: the file cannot be heard; its reason and detail say why.
    """
    blocks = list(decode_blocks(path, sample_rate, max_seconds=max_seconds))
    waveform = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
    if not waveform.size:
        raise DecodeError(path, Reason.DAMAGED, "The file holds no audible sample; replace it.")
    return waveform
