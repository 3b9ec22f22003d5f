"""APEv2: what else is in the tag and around it."""

import struct
from pathlib import Path

import pytest
from mutagen.apev2 import APEv2

from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import WriteRefusedError
from tagger_app.formats import read_tags
from tagger_app.formats.replace import write_tags
from tests.formats.conftest import MakeFile
from tests.formats.files import ape_item, ape_tag, id3v1

JAZZ = ChangeSet((FieldChange("genre", (), ("Jazz",)),))
READ_ONLY_BINARY = 0b011


@pytest.fixture
def path(make_file: MakeFile) -> Path:
    return make_file("wv", "empty")


ODD = [
    ape_item(b"Title", b"caf\xe9"),
    ape_item(b"Secret", b"\0\1\2", READ_ONLY_BINARY),
    ape_item(b"title", b"again"),
    ape_item(b"Link", b"http://example.org/", 0b100),
]


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("trailer", [b"", id3v1()])
def test_every_other_item_keeps_its_bytes(path: Path, header: bool, trailer: bytes) -> None:
    audio = path.read_bytes()
    path.write_bytes(
        audio + ape_tag([*ODD[:2], ape_item(b"GENRE", b"Rock"), *ODD[2:]], header=header) + trailer
    )
    write_tags(path, ChangeSet((FieldChange("genre", ("Rock",), ("Jazz", "Soul")),)))
    new = ape_tag([*ODD[:2], ape_item(b"Genre", b"Jazz\0Soul"), *ODD[2:]], header=header)
    assert path.read_bytes() == audio + new + (id3v1(genre=8) if trailer else b"")


def test_id3v1_is_repeated_in_the_new_tag_and_lyrics_stay(path: Path) -> None:
    lyrics = b"LYRICSBEGIN" + b"IND0000200"
    lyrics += str(len(lyrics)).zfill(6).encode() + b"LYRICS200"
    audio = path.read_bytes()
    path.write_bytes(audio + lyrics + id3v1())
    assert read_tags(path).tags == {"genre": ("Rock",)}
    write_tags(path, ChangeSet((FieldChange("genre", ("Rock",), ("Jazz",)),)))
    assert path.read_bytes().endswith(lyrics + id3v1(genre=8))
    tags = APEv2(path)
    assert (str(tags["Title"]), str(tags["Track"]), str(tags["Year"])) == ("Old title", "5", "1999")


def test_removing_the_last_item_removes_the_tag(path: Path) -> None:
    audio = path.read_bytes()
    write_tags(path, JAZZ)
    write_tags(path, JAZZ.inverse())
    assert path.read_bytes() == audio


@pytest.mark.parametrize(
    "damaged",
    [
        ape_tag(ODD)[:-20] + struct.pack("<I", 1 << 30) + ape_tag(ODD)[-16:],
        ape_tag(ODD)[32:],
        b"APETAGEX" + bytes(24),
        ape_tag([ape_item(b"Title", b"x")[:-1] + b"\0\0\0\0\0\0\0\0\0\0y"]),
    ],
    ids=["size", "header missing", "zeros", "stray bytes"],
)
def test_a_damaged_tag_is_refused(path: Path, damaged: bytes) -> None:
    path.write_bytes(path.read_bytes() + damaged)
    data = path.read_bytes()
    with pytest.raises(WriteRefusedError):
        write_tags(path, JAZZ)
    assert path.read_bytes() == data
