"""ID3v2 and ID3v1: versions, lists, numeric genres, and the bytes that are nobody's business."""

from pathlib import Path

import pytest
from mutagen.id3 import ID3

from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason, TagReadError, WriteRefusedError
from tagger_app.formats import read_tags
from tagger_app.formats.replace import WriteOptions, write_tags
from tests.formats.conftest import MakeFile
from tests.formats.files import ape_item, ape_tag, frame, id3v1, other_frames, tag

ALL_VERSIONS = pytest.mark.parametrize("version", [2, 3, 4])


@pytest.fixture
def audio(make_file: MakeFile) -> Path:
    return make_file("mp3-2.4", "empty")


def tagged(path: Path, header: bytes, trailer: bytes = b"") -> Path:
    path.write_bytes(header + path.read_bytes() + trailer)
    return path


def write(path: Path, field: str, *after: str, **options: object) -> None:
    before = read_tags(path).tags.get(field, ())
    chosen = WriteOptions(**options)  # type: ignore[arg-type]  # named in each test
    write_tags(path, ChangeSet((FieldChange(field, before, after),)), chosen)


def genre_frame(version: int, text: str, encoding: bytes = b"\0") -> bytes:
    return frame(version, "TCO" if version == 2 else "TCON", encoding + text.encode("latin-1"))


@ALL_VERSIONS
def test_the_version_is_kept(audio: Path, version: int) -> None:
    tagged(audio, tag(version, other_frames(version)))
    write(audio, "mood", "calm")
    assert audio.read_bytes()[3] == version
    assert read_tags(audio).family == f"id3v2.{version}"


@pytest.mark.parametrize(("preference", "byte"), [("2.3", 3), ("2.4", 4)])
def test_a_new_tag_has_the_preferred_version(audio: Path, preference: str, byte: int) -> None:
    write(audio, "mood", "calm", "dark", new_id3_version=preference)
    assert audio.read_bytes()[:4] == b"ID3" + bytes([byte])
    assert read_tags(audio).tags == {"mood": ("calm", "dark")}


@ALL_VERSIONS
@pytest.mark.parametrize("padding", [0, 400])
def test_every_other_frame_keeps_its_bytes_and_order(
    audio: Path, version: int, padding: int
) -> None:
    others = other_frames(version)
    music = audio.read_bytes()
    old = genre_frame(version, "Rock")
    tagged(audio, tag(version, [*others[:4], old, *others[4:]], padding=padding))
    write(audio, "genre", "Jazz")
    data = audio.read_bytes()
    new = frame(version, *(("TCO",) if version == 2 else ("TCON",)), b"\0Jazz")
    if version == 4:
        new = frame(version, "TCON", b"\x03Jazz")
    assert data[10:].startswith(b"".join([*others[:4], new, *others[4:]]))
    assert data.endswith(music)


def test_the_padding_is_used_so_that_the_audio_does_not_move(audio: Path) -> None:
    tagged(audio, tag(4, other_frames(4), padding=400))
    size = audio.stat().st_size
    write(audio, "genre", "Jazz", "Soul")
    assert audio.stat().st_size == size


def test_a_tag_without_frames_is_removed(audio: Path) -> None:
    music = audio.read_bytes()
    write(audio, "genre", "Jazz")
    write(audio, "genre")
    assert audio.read_bytes() == music


@pytest.mark.parametrize(
    ("text", "genres"),
    [
        ("(17)(4)Eurodisco", ("Rock", "Disco", "Eurodisco")),
        ("17", ("Rock",)),
        ("(17)", ("Rock",)),
        ("17; 4", ("Rock", "Disco")),
        ("(17)Rock", ("Rock",)),
        ("(RX)", ("Remix",)),
        ("((Live)", ("(Live)",)),
        ("R&B/Soul", ("R&B/Soul",)),
        ("Folk, World; Country ;", ("Folk, World", "Country")),
        ("Rock\0Pop", ("Rock", "Pop")),
        ("80s", ("80s",)),
    ],
)
@ALL_VERSIONS
def test_genres_are_read_as_names(
    audio: Path, version: int, text: str, genres: tuple[str, ...]
) -> None:
    tagged(audio, tag(version, [genre_frame(version, text)]))
    assert read_tags(audio).tags == {"genre": genres}


def test_numeric_genres_are_written_as_text(audio: Path) -> None:
    tagged(audio, tag(3, [genre_frame(3, "(17)")]))
    write(audio, "genre", "Rock", "Jazz")
    assert ID3(audio, translate=False)["TCON"].text == ["Rock; Jazz"]


def test_a_genre_in_parentheses_survives_in_old_versions(audio: Path) -> None:
    tagged(audio, tag(3, other_frames(3)))
    write(audio, "genre", "(Live) Jazz")
    assert read_tags(audio).tags == {"genre": ("(Live) Jazz",)}


def test_mood_is_read_from_both_frames_and_written_to_one(audio: Path) -> None:
    both = [frame(4, "TMOO", b"\x03calm"), frame(4, "TXXX", b"\x03mood\0calm\0dark")]
    tagged(audio, tag(4, [*both, *other_frames(4)]))
    assert read_tags(audio).tags == {"mood": ("calm", "dark")}
    write(audio, "mood", "bright")
    assert ID3(audio).getall("TMOO")[0].text == ["bright"]
    assert not ID3(audio).getall("TXXX:MOOD") + ID3(audio).getall("TXXX:mood")


def test_mood_in_v23_leaves_no_frame_of_v24(audio: Path) -> None:
    tagged(audio, tag(3, [frame(3, "TMOO", b"\0calm"), *other_frames(3)]))
    assert read_tags(audio).tags == {"mood": ("calm",)}
    write(audio, "mood", "bright", "夜")
    stored = ID3(audio, translate=False)
    assert stored.getall("TXXX:MOOD")[0].text == ["bright; 夜"]
    assert "TMOO" not in stored


def test_credits_are_no_instruments(audio: Path) -> None:
    people = [frame(4, "TMCL", b"\x03guitar\0somebody"), frame(4, "TIPL", b"\x03mix\0me")]
    tagged(audio, tag(4, people))
    assert read_tags(audio).tags == {}
    write(audio, "instrument", "piano")
    assert ID3(audio)["TMCL"].people == [["guitar", "somebody"]]


def test_an_unsynchronised_tag_stays_one(audio: Path) -> None:
    content = b"".join(other_frames(3))
    escaped = content.replace(b"\xff\xe0", b"\xff\0\xe0").replace(b"\xff\xfe", b"\xff\0\xfe")
    escaped = escaped.replace(b"\xff\xff", b"\xff\0\xff").replace(b"\xff\0\x01", b"\xff\0\0\x01")
    tagged(audio, tag(3, [escaped], flags=0x80))
    before = read_tags(audio)
    assert (before.title, before.artist) == ("A title", "An artist")
    pictures = [picture.data for picture in ID3(audio).getall("APIC")]
    write(audio, "genre", "Jazz")
    assert audio.read_bytes()[5] == 0x80
    assert [picture.data for picture in ID3(audio).getall("APIC")] == pictures
    assert read_tags(audio).artist == "An artist"


def test_plain_frame_sizes_of_old_itunes_are_understood(audio: Path) -> None:
    picture = b"\0image/jpeg\0\x03\0" + bytes(range(256))
    frames = [b"APIC" + len(picture).to_bytes(4, "big") + b"\0\0" + picture, *other_frames(4)[:1]]
    tagged(audio, tag(4, frames))
    assert read_tags(audio).title == "A title"
    write(audio, "genre", "Jazz")
    assert ID3(audio)["APIC:"].data == bytes(range(256))
    assert read_tags(audio).tags == {"genre": ("Jazz",)}


def test_a_frame_that_nobody_can_parse_survives(audio: Path) -> None:
    damaged = frame(3, "COMM", b"\0eng")[:-3] + b"\0"
    torn = b"TPE1\0\0\xff\xff\0\0\0cut off here"
    tagged(audio, tag(3, [*other_frames(3), torn]))
    write(audio, "genre", "Jazz")
    assert torn in audio.read_bytes()
    assert read_tags(audio).tags == {"genre": ("Jazz",)}
    assert damaged not in audio.read_bytes()


def test_an_extended_header_does_not_hide_the_frames(audio: Path) -> None:
    extended = (6).to_bytes(4, "big") + bytes(6)
    tagged(audio, tag(3, [extended, *other_frames(3)], flags=0x40))
    assert read_tags(audio).title == "A title"
    write(audio, "genre", "Jazz")
    assert ID3(audio)["TIT2"].text == ["A title"]
    assert read_tags(audio).tags == {"genre": ("Jazz",)}


def test_id3v1_is_kept_in_step_and_repeated_in_the_new_tag(audio: Path) -> None:
    tagged(audio, b"", id3v1())
    found = read_tags(audio)
    assert found.tags == {"genre": ("Rock",)}
    assert (found.title, found.artist, found.album) == ("Old title", "Old artist", "Old album")
    assert (found.track_number, found.date) == ("5", "1999")

    write(audio, "genre", "Jazz", "Rock")

    assert audio.read_bytes()[-128:] == id3v1(genre=8)
    tags = ID3(audio, load_v1=False)
    assert (tags["TIT2"].text, tags["TPE1"].text) == (["Old title"], ["Old artist"])
    assert (tags["TRCK"].text, str(tags["TDRC"])) == (["5"], "1999")
    assert tags["COMM::eng"].text == ["Old comment"]

    write(audio, "genre", "Zydeco")
    assert audio.read_bytes()[-1] == 255
    write(audio, "genre")
    assert read_tags(audio).tags == {}


def test_id3v1_is_never_created_and_stays_when_the_genre_does(audio: Path) -> None:
    write(audio, "mood", "calm")
    assert audio.read_bytes()[-128:-125] != b"TAG"
    tagged(audio, b"", id3v1())
    write(audio, "mood", "dark")
    assert audio.read_bytes()[-128:] == id3v1()


@pytest.mark.parametrize("trailer", [b"", id3v1()])
def test_an_ape_tag_behind_the_audio_is_read_and_kept_in_step(audio: Path, trailer: bytes) -> None:
    items = [ape_item(b"Title", b"Ape title"), ape_item(b"MP3GAIN_MINMAX", b"1,2")]
    genre = ape_item(b"Genre", b"Rock\0Blues")
    tagged(audio, b"", ape_tag([items[0], genre, items[1]]) + trailer)
    assert read_tags(audio).title == "Ape title"
    assert read_tags(audio).tags == {"genre": ("Rock", "Blues")}

    write(audio, "genre", "Jazz")
    write(audio, "mood", "calm")

    genre = ape_item(b"Genre", b"Jazz")
    kept = ape_tag([items[0], genre, items[1]])
    assert audio.read_bytes().endswith(kept + (id3v1(genre=8) if trailer else b""))
    assert ID3(audio, load_v1=False)["TCON"].text == ["Jazz"]
    assert read_tags(audio).tags == {"genre": ("Jazz",), "mood": ("calm",)}

    write(audio, "genre")
    assert read_tags(audio).tags == {"mood": ("calm",)}
    assert ape_tag(items) in audio.read_bytes()


@pytest.mark.parametrize("header", [b"ID3\x05\0\0\0\0\0\x10", b"ID3\x04\0\0\0\0\xff\x10"])
def test_a_header_of_no_known_kind_is_refused(audio: Path, header: bytes) -> None:
    tagged(audio, header + bytes(16))
    data = audio.read_bytes()
    with pytest.raises(TagReadError) as reading:
        read_tags(audio)
    assert reading.value.reason == Reason.UNREADABLE_TAGS
    with pytest.raises(WriteRefusedError):
        write_tags(audio, ChangeSet((FieldChange("genre", (), ("Jazz",)),)))
    assert audio.read_bytes() == data


def test_a_tag_before_flac_stays_and_the_comments_are_used(make_file: MakeFile) -> None:
    path = make_file("flac", "full")
    header = tag(4, other_frames(4))
    tagged(path, header)
    write(path, "genre", "Jazz")
    assert path.read_bytes().startswith(header + b"fLaC")
    assert read_tags(path).tags["genre"] == ("Jazz",)


def test_a_wav_whose_sizes_lie_is_read_but_not_written(make_file: MakeFile) -> None:
    path = make_file("wav", "empty")
    data = path.read_bytes()
    at = data.index(b"data") + 4
    path.write_bytes(data[:at] + b"\xff\xff\xff\x7f" + data[at + 4 :])
    lying = path.read_bytes()
    assert read_tags(path).tags == {}
    with pytest.raises(WriteRefusedError) as refusal:
        write(path, "genre", "Jazz")
    assert refusal.value.reason == Reason.UNREADABLE_TAGS
    assert path.read_bytes() == lying


def test_a_wav_that_lacks_its_last_pad_byte_gets_it(make_file: MakeFile) -> None:
    path = make_file("wav", "empty")
    data = path.read_bytes() + b"note\x03\0\0\0abc"
    path.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])
    write(path, "genre", "Jazz")
    assert path.read_bytes().startswith(data[:4])
    assert b"note\x03\0\0\0abc\0id3 " in path.read_bytes()
    assert read_tags(path).tags == {"genre": ("Jazz",)}


def test_a_wavs_own_list_of_information_completes_the_tags(make_file: MakeFile) -> None:
    path = make_file("wav", "empty")
    texts = b"INAM\x06\0\0\0A nam\0" + b"IGNR\x05\0\0\0Rock\0\0" + b"IART\x04\0\0\0caf\xe9"
    data = path.read_bytes() + b"LIST" + (4 + len(texts)).to_bytes(4, "little") + b"INFO" + texts
    path.write_bytes(data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:])
    found = read_tags(path)
    assert (found.title, found.artist, found.tags) == ("A nam", "café", {"genre": ("Rock",)})
    write(path, "genre", "Jazz")
    assert texts in path.read_bytes()
    assert read_tags(path).tags == {"genre": ("Jazz",)}
    write(path, "genre", "Rock")
    assert read_tags(path).tags == {"genre": ("Rock",)}
