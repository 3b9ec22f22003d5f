"""The conformance matrix: every field in every kind of file, empty, full and unparseable."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

from tagger_app.audio.packets import contents, decoded_digest
from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason, TagReadError, WriteRefusedError
from tagger_app.core.fields import FIELD_BY_NAME, FIELDS, TagFamily
from tagger_app.formats import SUFFIXES, cover, read_tags, stored_values
from tagger_app.formats.replace import write_tags
from tests.formats.conftest import MakeFile
from tests.formats.files import FULL_TAGS, JPEG, KINDS, Kind, full_id3

NEW_VALUES = {
    "genre": ("Jazz", "Drum & Bass/Jungle", "Élektro"),
    "mood": ("calm", "夜"),
    "instrument": ("piano", "double bass"),
    "valence": ("0.125",),
    "arousal": ("-0.5",),
    "energy": ("1",),
    "provenance": ('{"app": "Tagger", "scores": {"calm": 0.5}}',),
}
LISTS = ("genre", "mood", "instrument")

all_kinds = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
all_fields = pytest.mark.parametrize("field", [field.name for field in FIELDS])
both_states = pytest.mark.parametrize("state", ["empty", "full"])


def change_of(path: Path, field: str, after: tuple[str, ...]) -> ChangeSet:
    return ChangeSet((FieldChange(field, read_tags(path).tags.get(field, ()), after),))


def id3_of(path: Path) -> ID3:
    audio = mutagen.File(path)
    return audio.tags


def sound(path: Path) -> object:
    """What is heard and seen. A demuxer may count a tag behind the audio to the last packet."""
    found = contents(path)
    return decoded_digest(path), [stream.body for stream in found.streams], found.pictures


def stored(path: Path, family: str, field: str) -> list[str]:
    """What another program finds under the field's key in the table of tag fields."""
    key = FIELD_BY_NAME[field].keys[TagFamily(family)]
    match family:
        case TagFamily.ID3V22 | TagFamily.ID3V23 | TagFamily.ID3V24:
            tags = ID3(path, translate=False) if path.suffix == ".mp3" else id3_of(path)
            key = key.replace("TXX:", "TXXX:").replace("TCO", "TCON").replace("TCONN", "TCON")
            return list(map(str, tags[key].text)) if key in tags else []
        case TagFamily.VORBIS:
            return list(mutagen.File(path).tags.get(key, []))
        case TagFamily.MP4:
            values = MP4(path).tags.get(key, [])
            return [v.decode() if isinstance(v, bytes) else v for v in values]
        case TagFamily.APE:
            tags = mutagen.apev2.APEv2(path)
            return list(tags[key]) if key in tags else []
        case _:
            return [str(value) for value in ASF(path).tags.get(key, [])]


def as_stored(family: str, values: tuple[str, ...]) -> list[str]:
    return ["; ".join(values)] if family in (TagFamily.ID3V22, TagFamily.ID3V23) else list(values)


def strangers(path: Path) -> Counter[str]:
    """Everything that another program sees and that is not ours, picture bytes included."""
    audio = mutagen.File(path)
    tags: Any = audio.tags if audio.tags is not None else {}
    pairs = tags if isinstance(tags, list) else list(tags.items())
    ours = {key.casefold() for field in FIELDS for key in field.keys.values()}
    seen = Counter(f"{key}={value!r}" for key, value in pairs if key.casefold() not in ours)
    if isinstance(audio, FLAC):
        seen.update(hashlib.sha256(picture.write()).hexdigest() for picture in audio.pictures)
    if isinstance(tags, ID3):
        seen.update(map(repr, tags.unknown_frames))
    return seen


@all_kinds
@both_states
@pytest.mark.parametrize(
    ("field", "values", "held"),
    [
        ("genre", ("Dub; Ska", " Jazz ", "", "Ska"), ("Dub", "Ska", "Jazz")),
        ("mood", ("calm;", "R&B/Soul"), ("calm", "R&B/Soul")),
        ("instrument", ("piano\0organ", "voice, male"), ("piano", "organ", "voice, male")),
        ("genre", (" ; ",), ()),
        ("provenance", ('{"a;b": 1}',), ('{"a;b": 1}',)),
    ],
)
def test_what_a_file_will_hold_is_known_before_it_is_written(
    make_file: MakeFile,
    kind: Kind,
    state: str,
    field: str,
    values: tuple[str, ...],
    held: tuple[str, ...],
) -> None:
    path = make_file(kind, state)
    assert stored_values(field, values) == held
    write_tags(path, change_of(path, field, values))
    assert read_tags(path).tags.get(field, ()) == held


@all_kinds
def test_its_suffix_is_taken_for_music(kind: Kind) -> None:
    assert kind.suffix in SUFFIXES


@all_kinds
def test_an_empty_file_has_no_tags(kind: Kind, make_file: MakeFile) -> None:
    found = read_tags(make_file(kind, "empty"))
    assert found.tags == {}
    assert found.title == ""
    assert found.pictures == 0


@all_kinds
def test_a_full_file_is_read_whole(kind: Kind, make_file: MakeFile) -> None:
    path = make_file(kind, "full")
    found = read_tags(path)
    assert found.family == kind.family
    assert found.tags == FULL_TAGS
    assert (found.title, found.artist, found.pictures) == ("A title", "An artist", 1)
    assert cover(path) == JPEG


@all_kinds
@both_states
@all_fields
def test_one_field_changes_and_nothing_else(
    kind: Kind, state: str, field: str, make_file: MakeFile
) -> None:
    path = make_file(kind, state)
    tags, others, audio = read_tags(path).tags, strangers(path), sound(path)
    change = change_of(path, field, NEW_VALUES[field])

    write_tags(path, change)

    written = read_tags(path)
    assert written.tags == {**tags, field: NEW_VALUES[field]}
    assert stored(path, written.family, field) == as_stored(written.family, NEW_VALUES[field])
    assert strangers(path) == others
    assert sound(path) == audio
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]

    write_tags(path, change.inverse())

    assert read_tags(path).tags == tags
    assert strangers(path) == others
    assert sound(path) == audio


@all_kinds
def test_all_fields_at_once_and_back(kind: Kind, make_file: MakeFile) -> None:
    path = make_file(kind, "full")
    changes = [FieldChange(name, FULL_TAGS[name], NEW_VALUES[name]) for name in NEW_VALUES]
    changes[1] = FieldChange("mood", FULL_TAGS["mood"], ())
    change = ChangeSet(tuple(changes))
    others = strangers(path)
    write_tags(path, change)
    assert read_tags(path).tags == {k: v for k, v in NEW_VALUES.items() if k != "mood"}
    assert read_tags(path).family == kind.family
    write_tags(path, change.inverse())
    assert read_tags(path).tags == FULL_TAGS
    assert strangers(path) == others


@all_kinds
@both_states
def test_a_change_already_there_touches_nothing(
    kind: Kind, state: str, make_file: MakeFile
) -> None:
    path = make_file(kind, state)
    values = FULL_TAGS["genre"] if state == "full" else ()
    before = path.stat()
    write_tags(path, ChangeSet((FieldChange("genre", ("anything",), values),)))
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@all_kinds
def test_an_unparseable_file_is_named_and_left_alone(kind: Kind, make_file: MakeFile) -> None:
    path = make_file(kind, "unparseable")
    data = path.read_bytes()
    with pytest.raises(TagReadError) as reading:
        read_tags(path)
    assert reading.value.reason in (Reason.UNREADABLE_TAGS, Reason.UNSUPPORTED)
    with pytest.raises(WriteRefusedError):
        write_tags(path, ChangeSet((FieldChange("genre", (), ("Jazz",)),)))
    assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


@all_kinds
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.97])
def test_a_file_cut_off_anywhere_is_tagged_or_left_alone(
    kind: Kind, share: float, make_file: MakeFile
) -> None:
    path = make_file(kind, "full")
    whole = path.read_bytes()
    path.write_bytes(whole[: round(share * len(whole))])
    cut = path.read_bytes()
    try:
        write_tags(path, change_of(path, "genre", ("Jazz",)))
    except (TagReadError, WriteRefusedError):
        assert path.read_bytes() == cut
    else:
        assert read_tags(path).tags["genre"] == ("Jazz",)
    assert list(path.parent.iterdir()) == [path]


def test_the_hand_made_tag_is_what_the_library_reads(tmp_path: Path) -> None:
    path = tmp_path / "tag.mp3"
    path.write_bytes(full_id3())
    assert ID3(path).getall("TXXX:REPLAYGAIN_TRACK_GAIN")[0].text == ["-7.89 dB"]
