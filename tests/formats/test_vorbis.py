"""Vorbis comments: what is not valid, what is not ours, and where pictures are."""

import struct
from pathlib import Path

import pytest
from mutagen.flac import FLAC
from mutagen.oggvorbis import OggVorbis

from tagger_app.audio.packets import contents
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.formats import read_tags
from tagger_app.formats.replace import write_tags
from tagger_app.formats.tag_format import UnwritableTagError
from tagger_app.formats.vorbis import Comments
from tests.formats.conftest import MakeFile

JAZZ = ChangeSet((FieldChange("genre", (), ("Jazz",)),))
ODD = [b"TITLE=caf\xe9", b"no equals sign", b"=nameless", b"\xff\xfe=x", b"TITLE=again", b"EMPTY="]


def with_comments(path: Path, entries: list[bytes]) -> None:
    """Put raw comments into a FLAC file whose comments are its last block but the padding."""
    data = path.read_bytes()
    content = struct.pack("<I", 4) + b"test" + struct.pack("<I", len(entries))
    content += b"".join(struct.pack("<I", len(entry)) + entry for entry in entries)
    info = data[4:42]
    block = b"\x84" + len(content).to_bytes(3, "big") + content
    audio = data[data.index(b"\xff\xf8") :]
    path.write_bytes(b"fLaC" + bytes([info[0] & 0x7F]) + info[1:] + block + audio)


def raw_comments(path: Path) -> tuple[bytes, ...]:
    data = path.read_bytes()
    return Comments.parse(data[46:]).entries


def test_comments_that_are_no_valid_text_keep_their_bytes(make_file: MakeFile) -> None:
    path = make_file("flac", "empty")
    with_comments(path, ODD)
    write_tags(path, JAZZ)
    assert raw_comments(path) == (*ODD, b"GENRE=Jazz")
    assert read_tags(path).tags == {"genre": ("Jazz",)}


def test_values_stay_where_the_first_one_was(make_file: MakeFile) -> None:
    path = make_file("flac", "empty")
    entries = [b"A=1", b"Genre=Rock", b"B=2", b"GENRE=Pop; Soul", b"C=3"]
    with_comments(path, entries)
    assert read_tags(path).tags == {"genre": ("Rock", "Pop", "Soul")}
    write_tags(path, ChangeSet((FieldChange("genre", ("Rock", "Pop", "Soul"), ("Jazz", "Funk")),)))
    assert raw_comments(path) == (b"A=1", b"GENRE=Jazz", b"GENRE=Funk", b"B=2", b"C=3")


def test_a_flac_without_comments_gets_them(make_file: MakeFile) -> None:
    path = make_file("flac", "empty")
    audio = FLAC(path)
    audio.metadata_blocks = [block for block in audio.metadata_blocks if block.code != 4]
    audio.tags = None
    audio.save()
    assert FLAC(path).tags is None
    write_tags(path, JAZZ)
    assert FLAC(path).tags["GENRE"] == ["Jazz"]


def test_a_performers_instrument_is_a_credit(make_file: MakeFile) -> None:
    path = make_file("ogg", "empty")
    audio = OggVorbis(path)
    audio["PERFORMER"] = ["somebody (guitar)"]
    audio.save()
    assert read_tags(path).tags == {}


@pytest.mark.parametrize("kind", ["ogg", "opus", "oga"])
def test_comments_over_many_pages_are_rewritten(kind: str, make_file: MakeFile) -> None:
    path = make_file(kind, "full")
    before = contents(path)
    long = tuple(f"a long genre, number {number}" for number in range(8_000))
    change = ChangeSet((FieldChange("genre", ("Rock", "Blues"), long),))
    write_tags(path, change)
    assert path.stat().st_size > 200_000
    assert read_tags(path).tags["genre"] == long
    assert contents(path).streams == before.streams
    write_tags(path, change.inverse())
    assert read_tags(path).tags["genre"] == ("Rock", "Blues")
    assert contents(path).streams == before.streams


def test_a_second_stream_behind_the_first_is_not_lost(make_file: MakeFile) -> None:
    """Chained Ogg files: two pieces, one after the other, in one file."""
    path = make_file("ogg", "empty")
    first = path.read_bytes()
    serial = first[14:18]
    path.write_bytes(first + first.replace(serial, b"\x01\x02\x03\x04"))
    second = path.read_bytes()[len(first) :]
    write_tags(path, JAZZ)
    assert path.read_bytes().endswith(second)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xff\xff\xff", struct.pack("<2I", 0, 2**31), struct.pack("<3I", 0, 1, 9)]
)
def test_comments_that_lie_about_their_size_are_refused(data: bytes) -> None:
    with pytest.raises(UnwritableTagError):
        Comments.parse(data)
