"""MP4 atoms: numeric genres, unknown atoms, and an index before the audio."""

from pathlib import Path

import av
import pytest
from mutagen.mp4 import MP4, MP4FreeForm

from tagger_app.audio.packets import contents
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason, WriteRefusedError
from tagger_app.formats import read_tags
from tagger_app.formats.replace import write_tags
from tests.formats.conftest import MakeFile

JAZZ = ChangeSet((FieldChange("genre", (), ("Jazz",)),))


def atom(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def with_atoms(path: Path, atoms: bytes) -> None:
    """Let these be the list of metadata, in place of a placeholder of the same size."""
    audio = MP4(path)
    if audio.tags is None:
        audio.add_tags()
    placeholder = b"x" * (len(atoms) - 24)
    audio.tags.clear()
    audio.tags["\xa9cmt"] = [placeholder.decode()]
    audio.save()
    data = path.read_bytes()
    at = data.index(placeholder) - 24
    path.write_bytes(data[:at] + atoms + data[at + len(atoms) :])


UNKNOWN = atom(b"zzzz", b"\x01\x02\x03") + atom(b"sosn", atom(b"data", b"\0\0\0\x09" + bytes(4)))
NUMERIC_GENRE = atom(b"gnre", atom(b"data", bytes(8) + b"\0\x12"))


def test_a_numeric_genre_is_read_by_name_and_replaced(make_file: MakeFile) -> None:
    path = make_file("m4a", "empty")
    with_atoms(path, UNKNOWN + NUMERIC_GENRE)
    assert read_tags(path).tags == {"genre": ("Rock",)}
    write_tags(path, ChangeSet((FieldChange("genre", ("Rock",), ("Jazz",)),)))
    data = path.read_bytes()
    assert b"gnre" not in data
    assert UNKNOWN[:11] in data
    assert read_tags(path).tags == {"genre": ("Jazz",)}


def test_a_numeric_genre_stays_when_another_field_is_written(make_file: MakeFile) -> None:
    path = make_file("m4a", "empty")
    with_atoms(path, UNKNOWN + NUMERIC_GENRE)
    write_tags(path, ChangeSet((FieldChange("mood", (), ("calm",)),)))
    assert NUMERIC_GENRE in path.read_bytes()
    assert read_tags(path).tags == {"genre": ("Rock",), "mood": ("calm",)}


def test_other_spellings_of_our_names_are_ours(make_file: MakeFile) -> None:
    path = make_file("m4a", "empty")
    audio = MP4(path)
    if audio.tags is None:
        audio.add_tags()
    audio.tags.clear()
    audio.tags["----:com.apple.iTunes:Mood"] = [MP4FreeForm(b"sad")]
    audio.save()
    write_tags(path, ChangeSet((FieldChange("mood", ("sad",), ("calm",)),)))
    assert MP4(path).tags == {"----:com.apple.iTunes:MOOD": [b"calm"]}


def test_offsets_follow_audio_that_moves(make_file: MakeFile, tmp_path: Path) -> None:
    source = make_file("m4a", "empty")
    path = tmp_path / "index-first.m4a"
    with (
        av.open(str(source)) as old,
        av.open(str(path), "w", format="ipod", options={"movflags": "faststart"}) as new,
    ):
        stream = new.add_stream_from_template(old.streams.audio[0])
        for packet in old.demux(audio=0):
            if packet.size:
                packet.stream = stream
                new.mux(packet)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    before = contents(path).streams
    write_tags(path, ChangeSet((FieldChange("genre", (), ("Jazz" * 2000,)),)))
    assert contents(path).streams == before
    assert path.stat().st_size > len(data)


def test_audio_that_would_be_lost_is_not_risked(make_file: MakeFile) -> None:
    """An index that points past its own tables: the library would save it and lose the audio."""
    path = make_file("m4a", "empty")
    data = path.read_bytes()
    at = data.index(b"stco") + 8
    path.write_bytes(data[:at] + b"\0\0\0\0" + data[at + 4 :])
    damaged = path.read_bytes()
    with pytest.raises(WriteRefusedError) as refusal:
        write_tags(path, JAZZ)
    assert refusal.value.reason in (Reason.UNPROVEN, Reason.UNREADABLE_TAGS)
    assert path.read_bytes() == damaged
