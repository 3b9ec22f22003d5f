"""Technical facts of an audio file, without decoding it."""

import hashlib
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from tagger_app.audio.container import open_audio
from tagger_app.audio.cut_off import is_cut_off, promised_seconds
from tagger_app.audio.decode import MAX_SECONDS
from tagger_app.core.track import AudioFacts

GUESSING = (
    *("aac", "ac3", "amr", "amrnb", "amrwb", "dts", "eac3", "gsm", "loas", "mlp", "mp3"),
    *("mpeg", "mpegts", "truehd"),
)
"""Containers whose duration FFmpeg extrapolates from the bit rate of the first packets."""

_PACKETS, _BYTES, _MOST_PACKETS = 64, 65_536, 4_096
"""A fingerprint covers this many distinct packets and bytes: silence before the music is equal in
many tracks, and its packets are alike or tiny. `_MOST_PACKETS` bounds the search."""


ENDS_EARLY = 1.0
"""Seconds less than promised from which on a file counts as one that ends early."""


def probe(path: Path, *, measured: float | None = None) -> AudioFacts:
    """Facts of the first audio stream; `duration` is what the container claims.

    Args:
        path: the file.
        measured: its length in seconds, where its audio was decoded or counted.

    Raises:
        DecodeError: see `container.open_audio`.
    """
    with open_audio(path) as (container, stream):
        context = stream.codec_context
        duration = claimed_seconds(container, stream) if measured is None else measured
        return AudioFacts(
            container=container.format.name.split(",")[1 if _is_mov(container) else 0],
            codec=context.codec.canonical_name,
            sample_rate=context.sample_rate or 0,
            channels=context.channels,
            bit_rate=max(0, stream.bit_rate or container.bit_rate or 0),
            duration=duration,
            promised=_promised(path, container, stream, duration),
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


def _promised(
    path: Path, container: InputContainer, stream: AudioStream, duration: float
) -> float | None:
    """See `AudioFacts.promised`."""
    promised = promised_seconds(path)
    if container.format.name != "ogg" and not _is_guess(container, stream):
        promised = max(promised, claimed_seconds(container, stream))
    if promised > duration + ENDS_EARLY and duration < MAX_SECONDS:
        return promised
    # Ogg tells no length but the place of its last page, which may be incomplete.
    return 0.0 if container.format.name == "ogg" and is_cut_off(path) else None


def _is_guess(container: InputContainer, stream: AudioStream) -> bool:
    """Whether FFmpeg extrapolates the length; a LAME header tells it, and gives a start time."""
    told = stream.codec_context.codec.canonical_name == "mp3" and bool(stream.start_time)
    return container.format.name in GUESSING and not told


def counted_seconds(container: InputContainer, stream: AudioStream) -> float:
    """The stream's length in seconds: claimed, or counted by packet where a claim is a guess.

    The position in the file is somewhere else afterwards.
    """
    claimed = claimed_seconds(container, stream)
    if container.format.name not in GUESSING:
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
