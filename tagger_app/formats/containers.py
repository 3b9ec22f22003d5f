"""The registry: how each container is recognised, and which tags it carries."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggtheora import OggTheora
from mutagen.oggvorbis import OggVorbis

from tagger_app.formats import id3_block
from tagger_app.formats.ape import ApeFormat
from tagger_app.formats.ape_block import find_intact
from tagger_app.formats.asf import AsfFormat
from tagger_app.formats.id3 import Id3Format
from tagger_app.formats.id3_chunk import InChunk
from tagger_app.formats.id3_place import AtStart, BehindPointer
from tagger_app.formats.mp4 import Mp4Format
from tagger_app.formats.tag_format import TagFormat
from tagger_app.formats.vorbis import FlacFormat, OggFormat

_HEAD_SIZE = 4096
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_MP4_ATOMS = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot")


@dataclass(frozen=True, slots=True)
class Container:
    """One row of the registry.

    `recognises(head)` looks at the first bytes after an ID3v2 tag, if there is one. `mime_types`
    are those by which desktops know the files.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    tags: TagFormat
    mime_types: tuple[str, ...] = ()


def _begins(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magics)


def _ogg(magic: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(b"OggS") and magic in head


def _form(form: bytes, *kinds: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(form) and head[8:12] in kinds


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether an MPEG audio frame begins here: sync, a version, a layer, a bit and sample rate."""
    return (
        len(head) >= 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x18 != 0x08
        and head[1] & 0x06 != 0
        and head[2] & 0xF0 != 0xF0
        and head[2] & 0x0C != 0x0C
    )


# fmt: off
CONTAINERS: tuple[Container, ...] = (
    Container("FLAC", (".flac", ".fla"), _begins(b"fLaC"), FlacFormat(),
              ("audio/flac", "audio/x-flac")),
    Container("Ogg FLAC", (".oga",), _ogg(b"\x7fFLAC"), OggFormat(OggFLAC, b"\x7fFLAC", 4),
              ("audio/x-flac+ogg",)),
    Container("Opus", (".opus",), _ogg(b"OpusHead"), OggFormat(OggOpus, b"OpusHead", 8),
              ("audio/x-opus+ogg", "audio/opus")),
    Container("Speex", (".spx",), _ogg(b"Speex   "), OggFormat(OggSpeex, b"Speex   ", 0),
              ("audio/x-speex+ogg", "audio/x-speex")),
    Container("Ogg Theora", (), _ogg(b"\x80theora"), OggFormat(OggTheora, b"\x80theora", 7)),
    Container("Ogg Vorbis", (".ogg",), _ogg(b"\x01vorbis"), OggFormat(OggVorbis, b"\x01vorbis", 7),
              ("audio/x-vorbis+ogg", "audio/ogg")),
    Container("MP4", (".m4a", ".m4b", ".mp4", ".alac"), lambda head: head[4:8] in _MP4_ATOMS,
              Mp4Format(),
              ("audio/mp4", "audio/x-m4b")),
    Container("AIFF", (".aiff", ".aif", ".aifc"), _form(b"FORM", b"AIFF", b"AIFC"),
              Id3Format(InChunk(">I", b"ID3 ")),
              ("audio/x-aiff", "audio/x-aifc")),
    Container("WAV", (".wav", ".wave"), _form(b"RIFF", b"WAVE"), Id3Format(InChunk("<I", b"id3 ")),
              ("audio/x-wav", "audio/vnd.wave")),
    Container("DSF", (".dsf",), _begins(b"DSD "), Id3Format(BehindPointer()),
              ("audio/x-dsf",)),
    Container("DSDIFF", (".dff",), _begins(b"FRM8"), Id3Format(InChunk(">Q", b"ID3 ")),
              ("audio/x-dff",)),
    Container("WMA", (".wma", ".asf"), _begins(_ASF_HEADER), AsfFormat(),
              ("audio/x-ms-wma",)),
    Container("Monkey's Audio", (".ape",), _begins(b"MAC "), ApeFormat(),
              ("audio/x-ape",)),
    Container("Musepack", (".mpc", ".mp+", ".mpp"), _begins(b"MP+", b"MPCK"), ApeFormat(),
              ("audio/x-musepack",)),
    Container("WavPack", (".wv",), _begins(b"wvpk"), ApeFormat(),
              ("audio/x-wavpack",)),
    Container("TAK", (".tak",), _begins(b"tBaK"), ApeFormat(),
              ("audio/x-tak",)),
    Container("OptimFROG", (".ofr", ".ofs"), _begins(b"OFR "), ApeFormat()),
    Container("TrueAudio", (".tta",), _begins(b"TTA1", b"TTA2"), Id3Format(AtStart()),
              ("audio/x-tta",)),
    Container("MPEG audio", (".mp3", ".mp2", ".mpga"), _is_mpeg_audio, Id3Format(AtStart()),
              ("audio/mpeg", "audio/mp2")),
)
# fmt: on

_BEHIND_ID3 = Container("ID3v2", (), bool, Id3Format(AtStart()))
"""Whatever follows an ID3v2 tag at the start of a file: the tag can be edited without knowing."""
_BEFORE_APE = Container("APEv2", (), bool, ApeFormat())
"""Whatever an APEv2 tag at the end of a file follows."""

SUFFIXES: frozenset[str] = frozenset(
    suffix for container in CONTAINERS for suffix in container.suffixes
)
"""Suffixes in lower case, with the dot, of the files that are taken for music."""
MIME_TYPES: tuple[str, ...] = tuple(
    kind for container in CONTAINERS for kind in container.mime_types
)
"""What desktops call these files, which the program can be opened with."""


def container_of(path: Path) -> Container | None:
    """The row that fits what is in the file; its name decides only where MPEG audio begins late."""
    with path.open("rb") as file:
        length = id3_block.tag_length(file.read(id3_block.HEADER_SIZE))
        file.seek(length)
        head = file.read(_HEAD_SIZE)
        before_ape = find_intact(file) is not None
    for container in CONTAINERS:
        if container.recognises(head):
            return container
    if length:
        return _BEHIND_ID3
    if path.suffix.lower() in (".mp3", ".mp2", ".mpga") and _has_late_mpeg_audio(head):
        return _BEHIND_ID3
    return _BEFORE_APE if before_ape else None


def _has_late_mpeg_audio(head: bytes) -> bool:
    start = head.find(b"\xff")
    while start >= 0:
        if _is_mpeg_audio(head[start : start + 3]):
            return True
        start = head.find(b"\xff", start + 1)
    return False
