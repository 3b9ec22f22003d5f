"""Opening audio files, and nothing but audio files, with FFmpeg.

A music folder is untrusted input: only demuxers that read one local file are allowed, so that a
playlist or a concat script under a music suffix opens no other file and no socket.
"""

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from tagger_app.audio.cut_off import is_cut_off
from tagger_app.core.errors import DecodeError, Reason

DEMUXERS = (
    "aa,aac,ac3,aiff,alaw,amr,amrnb,amrwb,ape,apc,asf,ast,au,avi,bonk,brstm,caf,dsf,dts,dtshd,eac3,"
    "flac,flv,gsm,iff,ircam,laf,loas,lc3,matroska,mlp,mmf,mov,mp3,mpc,mpc8,mpeg,mpegts,mulaw,"
    "nistsphere,nut,ogg,oma,osq,pvf,qcp,qoa,rka,rm,shn,sox,spdif,tak,truehd,tta,voc,vqf,w64,wav,"
    "wavarc,webm,wsd,wv,wve,xwma"
)
"""FFmpeg's names of the containers that hold music and refer to no other file."""

SLOWEST, FASTEST = 1_000, 6_000_000
"""Sample rates in Hz that a stream may claim; DSD runs at up to 5.6 MHz (bytes are counted /8)."""

MOST_CHANNELS = 64
_DEMUX_RETRIES = 64


def translated(path: Path, error: BaseException) -> DecodeError:
    """The `DecodeError` that says in our words what FFmpeg or the system reported."""
    if isinstance(error, DecodeError):
        return error
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    for kinds, reason, detail in _TRANSLATIONS:
        if isinstance(error, kinds):
            return DecodeError(path, reason, detail.format(words=words))
    # FFmpeg's own errors for damaged input are OSErrors too; these two come from the disk.
    if isinstance(error, OSError) and error.errno in {errno.EIO, errno.ESTALE}:
        detail = f"The disk reported an error ({words}); check it, then try again."
        return DecodeError(path, Reason.INPUT_OUTPUT, detail)
    detail = f"The audio could not be decoded ({words}); replace the file if it plays nowhere."
    return unheard(path, Reason.DAMAGED, detail)


def unheard(path: Path, reason: Reason, detail: str) -> DecodeError:
    """The error of a file of which nothing can be heard: another one if it is empty or cut off."""
    with suppress(OSError):
        if path.stat().st_size == 0:
            return DecodeError(path, Reason.DAMAGED, "The file is empty; replace it.")
    if is_cut_off(path):
        return DecodeError(path, Reason.CUT_OFF, _CUT_OFF)
    return DecodeError(path, reason, detail)


_CUT_OFF = (
    "The file is cut off: it ends before what is needed to hear it. Download or copy it again."
)


_TRANSLATIONS: tuple[tuple[tuple[type[BaseException], ...], Reason, str], ...] = (
    (
        (FileNotFoundError, NotADirectoryError),
        Reason.MISSING,
        "The file is no longer there; scan again.",
    ),
    ((IsADirectoryError,), Reason.NOT_REGULAR, "This is a folder, not a file."),
    (
        (PermissionError,),
        Reason.NO_PERMISSION,
        "The file may not be read; check its permissions.",
    ),
    (
        (MemoryError,),
        Reason.OUT_OF_MEMORY,
        "Decoding ran out of memory; the file is probably damaged: replace it.",
    ),
    (
        (av.error.DecoderNotFoundError, av.error.PatchWelcomeError, NotImplementedError),
        Reason.UNSUPPORTED,
        "FFmpeg has no decoder for this kind of audio ({words}); convert the file.",
    ),
)


def _require_regular(path: Path) -> None:
    """A FIFO or a device would block or never end; links are followed to what they name."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise DecodeError(
            path, Reason.NOT_REGULAR, "This is not a regular file; only regular files are heard."
        )


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """The open container of a file, whatever its streams are.

    Errors of FFmpeg and of the system inside the `with` block become `DecodeError`.

    Raises:
        DecodeError: the file is missing, not regular, not readable, of no known format, or
            damaged.
    """
    try:
        _require_regular(path)
        with _open(path) as container:
            yield container
    except (av.error.FFmpegError, OSError, MemoryError, ValueError) as error:
        raise translated(path, error) from error


@contextmanager
def open_audio(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """The open container of a file and its first audio stream that has a decoder.

    Raises:
        DecodeError: as `open_container`, or the file holds no audio.
    """
    with open_container(path) as container:
        stream = _first_audio(path, container)
        # One thread each: several files are decoded side by side.
        stream.codec_context.thread_count = 1
        yield container, stream


def _open(path: Path) -> InputContainer:
    options = {"format_whitelist": DEMUXERS, "protocol_whitelist": "file"}
    try:
        return av.open(
            str(path.absolute()), "r", container_options=options, metadata_errors="replace"
        )
    except (av.error.InvalidDataError, av.error.ArgumentError) as error:
        raise unheard(
            path,
            Reason.UNSUPPORTED,
            "This is no audio format the program knows, or its beginning is damaged. If it plays"
            " elsewhere, convert it; else replace it.",
        ) from error


def _first_audio(path: Path, container: InputContainer) -> AudioStream:
    streams = container.streams.audio
    if not streams:
        raise unheard(path, Reason.NO_AUDIO, "The file holds no audio stream.")
    for stream in streams:
        if stream.codec_context is not None:
            return stream
    detail = "There is no decoder for this file's audio; convert it."
    raise unheard(path, Reason.UNSUPPORTED, detail)


def decode_frames(
    path: Path, container: InputContainer, stream: AudioStream
) -> Iterator[AudioFrame]:
    """Decoded frames from the current position to the end; broken packets are skipped.

    Raises:
        DecodeError: nothing at all could be decoded, or a frame claims an impossible format.
    """
    decoded = False
    problem: BaseException | None = None
    for packet, error in _packets(container, stream):
        if packet is None:
            problem = error
            continue
        try:
            frames = packet.decode()
        except av.error.EOFError:
            continue
        except av.error.FFmpegError as broken:
            problem = broken
            continue
        for frame in frames:
            if not frame.samples:
                continue
            _check_frame(path, frame)
            decoded = True
            yield frame
    if not decoded:
        if problem is not None:
            raise translated(path, problem) from problem
        raise unheard(path, Reason.DAMAGED, "The file claims audio but holds none; replace it.")


def _packets(
    container: InputContainer, stream: AudioStream
) -> Iterator[tuple["av.Packet[AudioStream] | None", BaseException | None]]:
    """Packets, or the error met between them; reading goes on after an error for a while."""
    for _ in range(_DEMUX_RETRIES):
        try:
            for packet in container.demux(stream):
                yield packet, None
        except av.error.FFmpegError as error:
            yield None, error
        else:
            return


def _check_frame(path: Path, frame: AudioFrame) -> None:
    channels = frame.layout.nb_channels
    if not SLOWEST <= frame.sample_rate <= FASTEST or not 0 < channels <= MOST_CHANNELS:
        raise DecodeError(
            path,
            Reason.DAMAGED,
            f"The file claims {frame.sample_rate} Hz and {channels} channels, which cannot be.",
        )


def is_same_kind(one: AudioFrame, other: AudioFrame) -> bool:
    """Whether two frames may share a buffer: equal sample format, rate and channels."""
    return (
        one.format.name == other.format.name
        and one.sample_rate == other.sample_rate
        and one.layout.nb_channels == other.layout.nb_channels
        and one.layout.name == other.layout.name
    )
