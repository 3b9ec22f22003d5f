"""What a file's streams hold, without decoding: to tell whether two files carry the same audio."""

import hashlib
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream

from tagger_app.audio.container import open_audio, open_container
from tagger_app.core.errors import DecodeError, Reason

_DEMUX_RETRIES = 64


@dataclass(frozen=True, slots=True)
class StreamContents:
    """The packets of one stream: how many, how many bytes, and digests of bytes and timing.

    `body` is the digest of all packets but the last.
    """

    kind: str
    codec: str
    packets: int
    size: int
    digest: str
    body: str
    timing: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that FFmpeg finds in a file.

    `pictures` counts digests of attached pictures; `metadata` maps keys in lower case to the
    values of the container and its streams.
    """

    streams: tuple[StreamContents, ...]
    pictures: Counter[str]
    metadata: dict[str, list[str]]


@dataclass(slots=True)
class _Digest:
    packets: int = 0
    size: int = 0
    content: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    body: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    timing: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, packet: "av.Packet[Stream]") -> None:
        content = bytes(packet)
        self.body = self.content.copy()
        self.packets += 1
        self.size += len(content)
        self.content.update(content)
        self.timing.update(f"{packet.pts} {packet.duration};".encode())


def contents(path: Path) -> Contents:
    """Demux a whole file.

    Raises:
        DecodeError: FFmpeg cannot open the file.
    """
    with open_container(path) as container:
        digests = _demuxed(container)
        pictures: Counter[str] = Counter()
        streams = []
        for stream in container.streams:
            digest = digests[stream.index]
            if Disposition.attached_pic in stream.disposition:
                pictures[digest.content.hexdigest()] += 1
            else:
                streams.append(_stream_contents(stream, digest))
        return Contents(tuple(streams), pictures, _metadata(container))


def audio_digest(path: Path) -> str:
    """A hash of the packets of every audio stream: equal when the audio bytes are equal.

    Raises:
        DecodeError: FFmpeg cannot open the file, or it holds no audio.
    """
    audio = [stream for stream in contents(path).streams if stream.kind == "audio"]
    if not audio:
        raise DecodeError(path, Reason.NO_AUDIO, "The file holds no audio stream.")
    text = ";".join(f"{stream.codec} {stream.digest}" for stream in audio)
    return hashlib.sha256(text.encode()).hexdigest()


def decoded_digest(path: Path, *, last_packets: int | None = None) -> tuple[int, str]:
    """Number and hash of the decoded samples of the first audio stream, at its own rate.

    The answer where demuxers hand out trailing tags as if they were audio, and decoders skip them.

    Args:
        path: the file.
        last_packets: decode only that many packets at the end.

    Raises:
        DecodeError: nothing could be decoded.
    """
    samples = 0
    digest = hashlib.sha256()
    resampler = av.AudioResampler(format="dbl")
    with open_audio(path) as (container, stream):
        packets: Iterable[av.Packet[AudioStream]] = container.demux(stream)
        if last_packets is not None:
            packets = deque(packets, last_packets + 1)  # and the empty one that flushes
        for packet in packets:
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                for packed in resampler.resample(frame):
                    size = packed.samples * packed.layout.nb_channels * 8
                    digest.update(memoryview(packed.planes[0])[:size])
                    samples += packed.samples
    return samples, digest.hexdigest()


def _demuxed(container: InputContainer) -> dict[int, _Digest]:
    """Digests by stream index; reading goes on after an error for a while."""
    digests = {stream.index: _Digest() for stream in container.streams}
    for _ in range(_DEMUX_RETRIES):
        try:
            for packet in container.demux():
                if packet.size and packet.stream_index in digests:
                    digests[packet.stream_index].add(packet)
        except av.error.FFmpegError:
            continue
        break
    return digests


def _stream_contents(stream: Stream, digest: _Digest) -> StreamContents:
    context = stream.codec_context
    return StreamContents(
        stream.type,
        context.name if context is not None else "",
        digest.packets,
        digest.size,
        digest.content.hexdigest(),
        digest.body.hexdigest(),
        digest.timing.hexdigest(),
    )


def _metadata(container: InputContainer) -> dict[str, list[str]]:
    metadata: dict[str, list[str]] = {}
    for source in (container.metadata, *(stream.metadata for stream in container.streams)):
        for key, value in source.items():
            metadata.setdefault(key.lower(), []).append(value)
    return metadata
