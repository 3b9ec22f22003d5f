"""ID3v1, the 128 bytes at the very end of some files: read, kept in step, never created."""

from dataclasses import dataclass, replace
from typing import BinaryIO

from mutagen.id3 import TCON

from tagger_app.core.track import FileTags
from tagger_app.formats.splice import size_of

SIZE = 128
_NO_GENRE = 255


@dataclass(frozen=True, slots=True)
class Version1:
    """The fields of an ID3v1 or ID3v1.1 tag; empty where it says nothing."""

    title: str
    artist: str
    album: str
    year: str
    comment: str
    track: str
    genre: str


def find(file: BinaryIO) -> int | None:
    """Offset of the ID3v1 tag, or None."""
    end = size_of(file)
    if end < SIZE:
        return None
    start = max(0, end - SIZE - len("APE"))
    file.seek(start)
    tail = file.read()
    # "TAG" inside "APETAGEX", the footer of another kind of tag, is none.
    if tail[-SIZE:].startswith(b"TAG") and not tail.startswith(b"APETAGEX"):
        return end - SIZE
    return None


def end_of_what_is_not_ours(file: BinaryIO) -> int:
    """The file's end, or that of an ID3v1 tag without its last byte, the genre."""
    return size_of(file) - (find(file) is not None)


def read(file: BinaryIO) -> Version1 | None:
    """The ID3v1 tag at the end of a file, or None."""
    offset = find(file)
    if offset is None:
        return None
    file.seek(offset)
    tag = file.read(SIZE)
    comment, track = tag[97:127], ""
    if comment[28] == 0 and comment[29]:
        comment, track = comment[:28], str(comment[29])
    genre = tag[127]
    return Version1(
        title=_text(tag[3:33]),
        artist=_text(tag[33:63]),
        album=_text(tag[63:93]),
        year=_text(tag[93:97]),
        comment=_text(comment),
        track=track,
        genre=TCON.GENRES[genre] if genre < len(TCON.GENRES) else "",
    )


def set_genre(file: BinaryIO, genres: tuple[str, ...]) -> None:
    """Let the tag that is there name the first genre, where ID3v1 has a number for it."""
    offset = find(file)
    if offset is None:
        return
    first = genres[0].casefold() if genres else None
    known = [name.casefold() for name in TCON.GENRES]
    number = known.index(first) if first in known else _NO_GENRE
    file.seek(offset + SIZE - 1)
    file.write(bytes([number]))


def completed(known: FileTags, version1: Version1 | None) -> FileTags:
    """`known`, completed with what only ID3v1 says."""
    if version1 is None:
        return known
    tags = dict(known.tags)
    if version1.genre:
        tags.setdefault("genre", (version1.genre,))
    return replace(
        known,
        tags=tags,
        title=known.title or version1.title,
        artist=known.artist or version1.artist,
        album=known.album or version1.album,
        track_number=known.track_number or version1.track,
        date=known.date or version1.year,
    )


def _text(data: bytes) -> str:
    return data.split(b"\0")[0].decode("latin-1").strip()
