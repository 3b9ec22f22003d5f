"""Small files of every container, with no tags, with full ones and with damaged ones.

What FFmpeg encodes is encoded; the containers that it only reads are put together by hand from
their specifications, with made-up packets that no decoder needs to understand.
"""

import base64
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutagen.apev2 import APEv2
from mutagen.asf import ASF, ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.ogg import OggPage
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggspeex import OggSpeex
from mutagen.oggvorbis import OggVorbis

from tagger_app.audio.encode import write_audio
from tagger_app.core.fields import TagFamily
from tests.samples import chirp

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8 + b"\xff\xd9"
FULL_TAGS = {
    "genre": ("Rock", "Blues"),
    "mood": ("sad", "slow"),
    "instrument": ("guitar",),
    "valence": ("0.25",),
    "arousal": ("0.5",),
    "energy": ("0.75",),
    "provenance": ('{"app": "another; older"}',),
}
_RATE = 44_100


# ID3v2, built by hand so that nothing of the code under test or of a library shapes it.


def synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(version: int, name: str, body: bytes) -> bytes:
    if version == 2:
        return name.encode() + len(body).to_bytes(3, "big") + body
    size = synchsafe(len(body)) if version == 4 else len(body).to_bytes(4, "big")
    return name.encode() + size + b"\0\0" + body


def tag(version: int, frames: list[bytes], flags: int = 0, padding: int = 0) -> bytes:
    content = b"".join(frames) + bytes(padding)
    return b"ID3" + bytes([version, 0, flags]) + synchsafe(len(content)) + content


def other_frames(version: int) -> list[bytes]:
    """Frames that are not ours: comments, ratings, pictures, private and unknown ones."""
    two = version == 2
    text = "TT2" if two else "TIT2"
    user = "TXX" if two else "TXXX"
    picture = b"\0JPG\x03front\0" if two else b"\0image/jpeg\0\x03front\0"
    frames = [
        (text, b"\0A title"),
        ("TP1" if two else "TPE1", b"\x01\xff\xfeA\0n\0 \0a\0r\0t\0i\0s\0t\0"),
        ("COM" if two else "COMM", b"\0eng\0a comment"),
        ("COM" if two else "COMM", b"\0deuNotiz\0noch einer"),
        ("POP" if two else "POPM", b"me@example.org\0\xc4\0\0\0\x07"),
        (user, b"\0REPLAYGAIN_TRACK_GAIN\0-7.89 dB"),
        (user, b"\0performer:guitar\0somebody"),
        ("PIC" if two else "APIC", picture + JPEG),
        ("XZY" if two else "XZYW", b"nobody knows this frame"),
    ]
    if not two:
        frames.append(("PRIV", b"owner\0\x01\x02\xff\xe0\0"))
    return [frame(version, name, body) for name, body in frames]


def our_frames(version: int) -> list[bytes]:
    """`FULL_TAGS` as each version stores it."""
    separator = "\0" if version == 4 else "; "
    user = "TXX" if version == 2 else "TXXX"
    frames = []
    for name, values in FULL_TAGS.items():
        text = separator.join(values)
        if name == "genre":
            frames.append(("TCO" if version == 2 else "TCON", text))
        elif name == "mood" and version == 4:
            frames.append(("TMOO", text))
        else:
            key = "TAGGER_PROVENANCE" if name == "provenance" else name.upper()
            frames.append((user, f"{key}\0{text}"))
    return [frame(version, name, b"\0" + text.encode()) for name, text in frames]


def full_id3(version: int = 4) -> bytes:
    others = other_frames(version)
    return tag(version, [*others[:3], *our_frames(version), *others[3:]], padding=64)


def id3v1(title: str = "Old title", genre: int = 17) -> bytes:
    fields = (title, "Old artist", "Old album")
    text = b"".join(field.encode("latin-1").ljust(30, b"\0") for field in fields)
    return b"TAG" + text + b"1999" + b"Old comment".ljust(28, b"\0") + b"\0\x05" + bytes([genre])


def ape_item(key: bytes, value: bytes, flags: int = 0) -> bytes:
    return struct.pack("<2I", len(value), flags) + key + b"\0" + value


def ape_tag(items: list[bytes], *, header: bool = True, version: int = 2000) -> bytes:
    content = b"".join(items)
    counts = struct.pack("<3I", version, len(content) + 32, len(items))
    flags = 1 << 31 if header else 0
    footer = b"APETAGEX" + counts + struct.pack("<I8x", flags)
    start = b"APETAGEX" + counts + struct.pack("<I8x", flags | 1 << 29)
    return (start if header else b"") + content + footer


# Containers


def encoded(suffix: str, codec: str | None = None) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        plain = path.with_suffix(suffix)
        write_audio(plain, chirp(0.4, _RATE), _RATE, codec=codec)
        if plain != path:
            plain.rename(path)

    return make


def mp3(path: Path) -> None:
    """MPEG audio without the tag that the encoder writes."""
    encoded(".mp3")(path)
    ID3(path).delete()


def wavpack(path: Path) -> None:
    """WavPack without the tag that the encoder writes."""
    encoded(".wv")(path)
    APEv2(path).delete()


def dsf(path: Path) -> None:
    samples = bytes(range(256)) * 64
    layout = (1, 0, 2, 2, 2_822_400, 1, len(samples) * 4, 4096, 0)
    form = b"fmt " + struct.pack("<Q6IQ2I", 52, *layout)
    data = b"data" + struct.pack("<Q", 12 + len(samples)) + samples
    whole = 28 + len(form) + len(data)
    path.write_bytes(b"DSD " + struct.pack("<3Q", 28, whole, 0) + form + data)


def dsdiff(path: Path) -> None:
    def chunk(name: bytes, content: bytes) -> bytes:
        return name + struct.pack(">Q", len(content)) + content + bytes(len(content) % 2)

    properties = b"SND " + chunk(b"FS  ", struct.pack(">I", 2_822_400))
    properties += chunk(b"CHNL", struct.pack(">H", 2) + b"SLFTSRGT")
    properties += chunk(b"CMPR", b"DSD \x0enot compressed\0"[:20])
    content = b"DSD " + chunk(b"FVER", bytes.fromhex("01050000"))
    content += chunk(b"PROP", properties) + chunk(b"DSD ", bytes(range(256)) * 64)
    path.write_bytes(b"FRM8" + struct.pack(">Q", len(content)) + content)


def monkeys_audio(path: Path) -> None:
    """One frame of silence: a checksum with its flag bit, and the flags that mean silence."""
    frame_bytes = struct.pack("<2I", 1 << 31, 3) + bytes(32)
    seek_table = struct.pack("<I", 52 + 24 + 4 + 44)
    header = struct.pack("<2H3I2HI", 2000, 0, 73_728, 4_000, 1, 16, 2, _RATE)
    sizes = (52, len(header), len(seek_table), 44, len(frame_bytes), 0, 0)
    descriptor = b"MAC " + struct.pack("<2H7I16x", 3990, 0, *sizes)
    path.write_bytes(descriptor + header + seek_table + bytes(44) + frame_bytes)


def musepack(path: Path) -> None:
    def packet(key: bytes, content: bytes) -> bytes:
        return key + bytes([3 + len(content)]) + content

    stream = bytes([1, 2, 3, 4]) + b"\x08" + b"\xa0\0" + b"\0" + bytes([0x0B, 0x18])
    blocks = packet(b"SH", stream) + packet(b"RG", b"\x01" + bytes(8))
    blocks += b"".join(packet(b"AP", bytes(range(seed, seed + 60))) for seed in range(1, 20))
    path.write_bytes(b"MPCK" + blocks + packet(b"SE", b""))


def speex(path: Path) -> None:
    header = b"Speex   " + b"1.2".ljust(20, b"\0")
    header += struct.pack("<13I", 1, 80, 8000, 0, 4, 1, 0xFFFFFFFF, 160, 0, 1, 0, 0, 0)
    comments = struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    audio = [bytes([0x1E, seed]) + bytes(range(36)) for seed in range(40)]
    pages = []
    for number, packets in enumerate(([header], [comments], audio)):
        page = OggPage()
        page.serial, page.sequence, page.packets = 7, number, packets
        page.position = 160 * len(audio) if number == 2 else 0
        pages.append(page)
    pages[0].first, pages[-1].last = True, True
    path.write_bytes(b"".join(page.write() for page in pages))


# Full tags


def fill_at_start(version: int) -> Callable[[Path], None]:
    def fill(path: Path) -> None:
        path.write_bytes(full_id3(version) + path.read_bytes())

    return fill


def fill_chunk(name: bytes, size_format: str) -> Callable[[Path], None]:
    def fill(path: Path) -> None:
        data, content = path.read_bytes(), full_id3()
        data += bytes(len(data) % 2) + name + struct.pack(size_format, len(content)) + content
        data += bytes(len(content) % 2)
        width = struct.calcsize(size_format)
        size = struct.pack(size_format, len(data) - 4 - width)
        path.write_bytes(data[:4] + size + data[4 + width :])

    return fill


def fill_dsf(path: Path) -> None:
    data, content = path.read_bytes(), full_id3()
    pointers = struct.pack("<2Q", len(data) + len(content), len(data))
    path.write_bytes(data[:12] + pointers + data[28:] + content)


def fill_vorbis(library_type: type) -> Callable[[Path], None]:
    def fill(path: Path) -> None:
        audio = library_type(path)
        if audio.tags is None:
            audio.add_tags()
        picture = Picture()
        picture.type, picture.mime, picture.data = 3, "image/jpeg", JPEG
        audio.tags.extend([("TITLE", "A title"), ("artist", "An artist"), ("COMMENT", "ein Wört")])
        for name, values in FULL_TAGS.items():
            key = "TAGGER_PROVENANCE" if name == "provenance" else name
            audio.tags.extend((key, value) for value in values)
        audio.tags.extend([("REPLAYGAIN_TRACK_GAIN", "-7.89 dB"), ("PERFORMER", "me (guitar)")])
        if isinstance(audio, FLAC):
            audio.add_picture(picture)
        else:
            coded = base64.b64encode(picture.write()).decode()
            audio.tags.append(("METADATA_BLOCK_PICTURE", coded))
        audio.save()

    return fill


def fill_mp4(path: Path) -> None:
    audio = MP4(path)
    if audio.tags is None:
        audio.add_tags()
    tags = audio.tags
    tags["\xa9nam"], tags["\xa9ART"], tags["\xa9cmt"] = ["A title"], ["An artist"], ["a comment"]
    tags["\xa9gen"] = list(FULL_TAGS["genre"])
    for name, values in FULL_TAGS.items():
        key = "TAGGER_PROVENANCE" if name == "provenance" else name.upper()
        if name != "genre":
            freeform = [MP4FreeForm(value.encode()) for value in values]
            tags[f"----:com.apple.iTunes:{key}"] = freeform
    tags["----:com.apple.iTunes:replaygain_track_gain"] = [MP4FreeForm(b"-7.89 dB")]
    tags["----:org.example:odd"] = [MP4FreeForm(b"\x00\x01\xff", 0)]
    tags["covr"], tags["rtng"], tags["trkn"] = [MP4Cover(JPEG)], [1], [(3, 9)]
    audio.save()


def fill_ape(path: Path) -> None:
    tags = APEv2()
    tags["Title"], tags["Artist"], tags["Comment"] = "A title", "An artist", "ein Wört"
    for name, values in FULL_TAGS.items():
        tags["TAGGER_PROVENANCE" if name == "provenance" else name.title()] = list(values)
    tags["REPLAYGAIN_TRACK_GAIN"] = "-7.89 dB"
    tags["Cover Art (Front)"] = b"cover.jpg\0" + JPEG
    tags.save(path)


def fill_asf(path: Path) -> None:
    audio = ASF(path)
    tags = audio.tags
    tags["Title"], tags["Author"], tags["Description"] = "A title", "An artist", "a comment"
    keys = {"genre": "WM/Genre", "mood": "WM/Mood", "provenance": "TAGGER_PROVENANCE"}
    for name, values in FULL_TAGS.items():
        tags[keys.get(name, name.upper())] = list(values)
    tags["WM/SharedUserRating"], tags["REPLAYGAIN_TRACK_GAIN"] = 50, "-7.89 dB"
    kind = "image/jpeg\0".encode("utf-16-le") + "\0".encode("utf-16-le")
    picture = b"\x03" + struct.pack("<I", len(JPEG)) + kind + JPEG
    tags["WM/Picture"] = ASFByteArrayAttribute(picture)
    audio.save()


# Damage: each takes a full file's bytes and makes its tags unreadable.


def lie_about_id3_size(data: bytes) -> bytes:
    """A tag of another version than any known, where the tag is."""
    return data.replace(b"ID3\x04\x00", b"ID3\x09\x00").replace(b"ID3\x03\x00", b"ID3\x09\x00")


def lie_about_v22(data: bytes) -> bytes:
    return data.replace(b"ID3\x02\x00", b"ID3\x09\x00")


def lie_about_comments(data: bytes) -> bytes:
    """One comment claims to be four billion bytes long."""
    at = data.index(b"TITLE=") - 4
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


def lie_about_atoms(data: bytes) -> bytes:
    """The list's first atom claims to be longer than the file."""
    at = data.index(b"ilst") + 4
    return data[:at] + b"\x7f\xff\xff\xff" + data[at + 4 :]


def lie_about_items(data: bytes) -> bytes:
    """The APE footer counts more items than there are."""
    return data[:-16] + b"\xff\0\0\0" + data[-12:]


def lie_about_objects(data: bytes) -> bytes:
    """The ASF header's first object has an impossible size."""
    return data[:46] + b"\xff" * 8 + data[54:]


@dataclass(frozen=True)
class Kind:
    """One column of the conformance matrix."""

    name: str
    suffix: str
    family: TagFamily
    make: Callable[[Path], None]
    fill: Callable[[Path], None]
    damage: Callable[[bytes], bytes]


def _id3(name: str, make: Callable[[Path], None], fill: Callable[[Path], None]) -> Kind:
    return Kind(name, f".{name}", TagFamily.ID3V24, make, fill, lie_about_id3_size)


def _ogg(name: str, make: Callable[[Path], None], library_type: type) -> Kind:
    family = TagFamily.VORBIS
    return Kind(name, f".{name}", family, make, fill_vorbis(library_type), lie_about_comments)


def _ape(name: str, make: Callable[[Path], None]) -> Kind:
    return Kind(name, f".{name}", TagFamily.APE, make, fill_ape, lie_about_items)


KINDS: tuple[Kind, ...] = (
    Kind("mp3-2.4", ".mp3", TagFamily.ID3V24, mp3, fill_at_start(4), lie_about_id3_size),
    Kind("mp3-2.3", ".mp3", TagFamily.ID3V23, mp3, fill_at_start(3), lie_about_id3_size),
    Kind("mp3-2.2", ".mp3", TagFamily.ID3V22, mp3, fill_at_start(2), lie_about_v22),
    _id3("tta", encoded(".tta"), fill_at_start(4)),
    _id3("aiff", encoded(".aiff"), fill_chunk(b"ID3 ", ">I")),
    _id3("wav", encoded(".wav"), fill_chunk(b"id3 ", "<I")),
    _id3("dff", dsdiff, fill_chunk(b"ID3 ", ">Q")),
    _id3("dsf", dsf, fill_dsf),
    _ogg("flac", encoded(".flac"), FLAC),
    _ogg("ogg", encoded(".ogg"), OggVorbis),
    _ogg("oga", encoded(".oga"), OggFLAC),
    _ogg("opus", encoded(".opus"), OggOpus),
    _ogg("spx", speex, OggSpeex),
    Kind("m4a", ".m4a", TagFamily.MP4, encoded(".m4a"), fill_mp4, lie_about_atoms),
    Kind("alac", ".m4a", TagFamily.MP4, encoded(".m4a", "alac"), fill_mp4, lie_about_atoms),
    Kind("wma", ".wma", TagFamily.ASF, encoded(".wma"), fill_asf, lie_about_objects),
    _ape("ape", monkeys_audio),
    _ape("mpc", musepack),
    _ape("wv", wavpack),
)
KIND_BY_NAME = {kind.name: kind for kind in KINDS}
