"""Technical facts of an audio file, without decoding it."""

import hashlib
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from tagger_app.audio.container import open_audio
from tagger_app.core.track import AudioFacts

_GUESSING = (
    *("aac", "ac3", "amr", "amrnb", "amrwb", "dts", "eac3", "gsm", "loas", "mlp", "mp3"),
    *("mpeg", "mpegts", "truehd"),
)
"""Containers whose duration FFmpeg extrapolates from the bit rate of the first packets."""

_PACKETS, _BYTES, _MOST_PACKETS = 64, 65_536, 4_096
"""A fingerprint covers this many distinct packets and bytes: silence before the music is equal in
many tracks, and its packets are alike or tiny. `_MOST_PACKETS` bounds the search."""


def probe(path: Path) -> AudioFacts:
    """Facts of the first audio stream; `duration` is what the container claims.

    Raises:
        DecodeError: see `container.open_audio`.
    """
    with open_audio(path) as (container, stream):
        context = stream.codec_context
        return AudioFacts(
            container=container.format.name.split(",")[1 if _is_mov(container) else 0],
            codec=context.codec.canonical_name,
            sample_rate=context.sample_rate or 0,
            channels=context.channels,
            bit_rate=max(0, stream.bit_rate or container.bit_rate or 0),
            duration=claimed_seconds(container, stream),
            fingerprint=_fingerprint(container, stream),
        )


def _is_mov(container: InputContainer) -> bool:
    return container.format.name.startswith("mov,")


def claimed_seconds(container: InputContainer, stream: AudioStream) -> float:
    """What the container says about the stream's length in seconds; 0.0 if nothing."""
    if stream.duration is not None and stream.time_base is not None:
        return max(0.0, float(stream.duration * stream.time_base))
    if container.duration is not None:
        return max(0.0, container.duration / av.time_base)
    return 0.0


def counted_seconds(container: InputContainer, stream: AudioStream) -> float:
    """The stream's length in seconds: claimed, or counted by packet where a claim is a guess.

    The position in the file is somewhere else afterwards.
    """
    claimed = claimed_seconds(container, stream)
    # A LAME header, which also tells the true length, is what gives an MP3 a start time.
    if container.format.name not in _GUESSING or (stream.name == "mp3" and stream.start_time):
        return claimed
    if stream.time_base is None:
        return 0.0
    ticks = 0
    try:
        for packet in container.demux(stream):
            ticks += packet.duration or 0
    except av.error.FFmpegError:
        return 0.0
    return float(ticks * stream.time_base)


def starts_at(stream: AudioStream) -> float:
    """The timestamp of the first sample, in seconds."""
    if stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)


def _fingerprint(container: InputContainer, stream: AudioStream) -> str:
    """A hash that tells audio streams apart and that tags do not touch; empty if unreadable."""
    context = stream.codec_context
    digest = hashlib.sha256(
        f"{context.codec.canonical_name} {context.sample_rate} {context.channels}".encode()
    )
    seen: set[bytes] = set()
    total = 0
    try:
        for count, packet in enumerate(container.demux(stream)):
            content = bytes(packet)
            digest.update(content)
            seen.add(content)
            total += len(content)
            if (len(seen) >= _PACKETS and total >= _BYTES) or count >= _MOST_PACKETS:
                break
    except av.error.FFmpegError:
        pass  # what came before the damage is as good a fingerprint
    return digest.hexdigest()[:32] if total else ""
