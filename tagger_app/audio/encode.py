"""Writing audio files, for samples and tests."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from tagger_app.core.errors import TaggerError
from tagger_app.core.texts import reason

CODECS: dict[str, tuple[str, str]] = {
    ".aac": ("adts", "aac"),
    ".aiff": ("aiff", "pcm_s16be"),
    ".flac": ("flac", "flac"),
    ".m4a": ("ipod", "aac"),
    ".mka": ("matroska", "flac"),
    ".mp3": ("mp3", "libmp3lame"),
    ".oga": ("ogg", "flac"),
    ".ogg": ("ogg", "vorbis"),
    ".opus": ("ogg", "libopus"),
    ".tta": ("tta", "tta"),
    ".wav": ("wav", "pcm_s16le"),
    ".wma": ("asf", "wmav2"),
    ".wv": ("wv", "wavpack"),
}
"""Suffix to FFmpeg's names of container and encoder."""

_RATES = {"libopus": 48_000}
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


def write_audio(
    path: Path,
    waveform: NDArray[np.float32],
    sample_rate: int,
    *,
    codec: str | None = None,
    bit_rate: int = 128_000,
) -> None:
    """Encode a waveform; the container follows the suffix.

    Args:
        path: the file to create.
        waveform: [channels, samples], −1…1.
        sample_rate: in Hz; encoders that know only one rate get the audio resampled.
        codec: another encoder than the container's usual one, such as "alac" in `.m4a`.
        bit_rate: in bits per second, for lossy encoders.

    Raises:
        TaggerError: the suffix, channel count or encoder is not known.
    """
    try:
        container_format, encoder = CODECS[path.suffix.lower()]
        layout = _LAYOUTS[waveform.shape[0]]
    except KeyError as error:
        raise TaggerError(
            "Cannot write {file}: {kind} is not supported.", file=path.name, kind=error
        ) from None
    encoder = codec or encoder
    if encoder == "vorbis":  # FFmpeg's knows stereo only
        layout = "stereo"
    rate = _RATES.get(encoder, sample_rate)
    try:
        with av.open(str(path), "w", format=container_format) as container:
            # FFmpeg calls its own Vorbis encoder experimental.
            stream = cast(
                "AudioStream",
                container.add_stream(encoder, rate=rate, layout=layout, options={"strict": "-2"}),
            )
            stream.bit_rate = bit_rate
            stream.codec_context.open()
            for piece in _frames(stream, waveform, sample_rate):
                container.mux(stream.encode(piece))
            container.mux(stream.encode(None))
    except av.error.FFmpegError as error:
        raise TaggerError(
            "Cannot write {file}: {why}.", file=path.name, why=reason(error)
        ) from error


def _frames(
    stream: AudioStream, waveform: NDArray[np.float32], sample_rate: int
) -> Iterator[av.AudioFrame]:
    """The waveform as frames of the format, rate and size the encoder wants."""
    context = stream.codec_context
    resampler = av.AudioResampler(
        context.format.name, context.layout, context.sample_rate, frame_size=context.frame_size
    )
    packed = np.ascontiguousarray(waveform.T, np.float32).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, "flt", _LAYOUTS[waveform.shape[0]])
    frame.sample_rate = sample_rate
    position = 0
    for piece in (*resampler.resample(frame), *resampler.resample(None)):
        piece.pts, piece.time_base = position, Fraction(1, context.sample_rate)
        position += piece.samples
        yield piece
