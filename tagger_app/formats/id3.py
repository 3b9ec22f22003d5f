"""ID3v2 tags: MP3, TrueAudio, AIFF, WAV, DSF, DSDIFF.

A tag keeps the version it has: 2.2 (TCO, TXX), 2.3 (values joined with "; ", mood in TXXX) or
2.4 (lists, mood in TMOO).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from mutagen.id3 import ID3, TCON

from tagger_app.core.fields import FIELD_BY_NAME, FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats import id3_block, id3v1
from tagger_app.formats.id3_block import Block, HeaderFlags, MalformedTagError, RawFrame
from tagger_app.formats.id3_place import AtStart, Place
from tagger_app.formats.tag_format import Rest
from tagger_app.formats.values import LIST_SEPARATOR, separated, without_blanks

_FAMILIES = {2: TagFamily.ID3V22, 3: TagFamily.ID3V23, 4: TagFamily.ID3V24}
_USER_TEXT = ("TXX", "TXXX")
_PICTURES = ("PIC", "APIC")
_FRONT_COVER = 3
_OUR_TEXT_FRAMES = {
    key: field.name
    for field in FIELDS
    for family in _FAMILIES.values()
    if ":" not in (key := field.keys[family])
}
_OUR_DESCRIPTIONS = {
    key.split(":")[1].casefold(): field.name
    for field in FIELDS
    for family in _FAMILIES.values()
    if ":" in (key := field.keys[family])
}
_DESCRIPTIVE = {
    "title": ("TIT2", "TT2"),
    "artist": ("TPE1", "TP1"),
    "album": ("TALB", "TAL"),
    "album_artist": ("TPE2", "TP2"),
    "track_number": ("TRCK", "TRK"),
    "date": ("TDRC", "TYER", "TYE"),
}


@dataclass(frozen=True, slots=True)
class Id3Format:
    """ID3v2 tags at one kind of place."""

    place: Place

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        with path.open("rb") as file:
            block = self._block(file)
            known = _known(block) if block else FileTags(TagFamily.ID3V24, {})
            return self.place.completed(file, known)

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        with path.open("r+b") as file:
            block = self._block(file)
            if block is None:
                block = Block(int(new_id3_version.split(".")[1]))
                if isinstance(self.place, AtStart):
                    _carry_over(id3v1.read(file), block)
            for field, field_values in values.items():
                _set(block, field, field_values)
            self.place.write(file, block.render())
            self.place.keep_in_step(file, values)

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        with path.open("rb") as file:
            block = self._block(file)
            fields, payload = self.place.rest(file)
        if block is None:
            certain = not isinstance(self.place, AtStart)  # MPEG audio begins with no name
            return Rest(tuple(fields), tuple(payload), has_tag=False, certain=certain)
        fields += [
            f"{frame.id} {hashlib.sha256(frame.data).hexdigest()}"
            for frame in block.frames
            if not _our_field(block, frame)
        ]
        if block.tail:
            fields.append(f"unparseable {hashlib.sha256(block.tail).hexdigest()}")
        return Rest(tuple(fields), tuple(payload))

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        with path.open("rb") as file:
            block = self._block(file)
        if block is None:
            return None
        pictures = [
            picture
            for frame in block.frames
            if frame.id in _PICTURES and (picture := _decoded(block, frame)) is not None
        ]
        pictures.sort(key=lambda picture: picture.type != _FRONT_COVER)
        return bytes(pictures[0].data) if pictures else None

    def _block(self, file: BinaryIO) -> Block | None:
        data = self.place.read(file)
        if not data:
            return None
        block = id3_block.parse(data)
        if data[block.length :].strip(b"\0"):
            raise MalformedTagError("unknown data follows the ID3v2 tag where only the tag may be")
        return block


def _known(block: Block) -> FileTags:
    """What a tag says in this program's words."""
    texts: dict[str, list[str]] = {}
    for frame in block.frames:
        if field := _our_field(block, frame):
            texts.setdefault(field, []).extend(_texts(block, frame))
    tags = without_blanks(texts)
    if "genre" in tags:
        tags["genre"] = separated("genre", TCON(text=list(tags["genre"])).genres)
    return FileTags(
        _FAMILIES[block.version],
        tags,
        pictures=sum(frame.id in _PICTURES for frame in block.frames),
        **{name: next(_descriptions(block, ids), "") for name, ids in _DESCRIPTIVE.items()},
    )


def _decoded(block: Block, frame: RawFrame) -> Any | None:
    """The frame as the library understands it, or None when it does not."""
    flags = block.flags & HeaderFlags.UNSYNCHRONISED if block.version == 4 else HeaderFlags(0)
    header = b"ID3" + bytes([block.version, 0, flags]) + id3_block.synchsafe(len(frame.data))
    decoded = ID3(BytesIO(header + frame.data), translate=False, load_v1=False)
    return next(iter(decoded.values()), None)


def _our_field(block: Block, frame: RawFrame) -> str | None:
    """The name of our field that this frame holds."""
    if frame.id in _USER_TEXT:
        decoded = _decoded(block, frame)
        return _OUR_DESCRIPTIONS.get(decoded.desc.casefold()) if decoded is not None else None
    return _OUR_TEXT_FRAMES.get(frame.id)


def _texts(block: Block, frame: RawFrame) -> list[str]:
    decoded = _decoded(block, frame)
    return [str(text) for text in decoded.text] if decoded is not None else []


def _descriptions(block: Block, ids: tuple[str, ...]) -> Iterator[str]:
    for frame_id in ids:
        for frame in block.frames:
            if frame.id == frame_id and (text := LIST_SEPARATOR.join(_texts(block, frame))):
                yield text


def _set(block: Block, field: str, values: tuple[str, ...]) -> None:
    """Exchange all frames of a field for one, at the place of the first."""
    position = len(block.frames)
    kept: list[RawFrame] = []
    for frame in block.frames:
        if _our_field(block, frame) == field:
            position = min(position, len(kept))
        else:
            kept.append(frame)
    if values:
        key = FIELD_BY_NAME[field].keys[_FAMILIES[block.version]]
        kept.insert(position, _text_frame(block, key, values))
    block.frames = kept


def _text_frame(block: Block, key: str, values: tuple[str, ...]) -> RawFrame:
    frame_id, _, description = key.partition(":")
    if block.version == 4:
        text = "\0".join(values)
    else:
        text = LIST_SEPARATOR.join(values)
        if frame_id.startswith("TCO") and text.startswith("("):
            text = "(" + text  # a parenthesis would begin a genre number
    parts = [description, text] if description else [text]
    if block.version == 4:
        body = b"\x03" + b"\0".join(part.encode() for part in parts)
    elif all(ord(character) < 256 for part in parts for character in part):
        body = b"\0" + b"\0".join(part.encode("latin-1") for part in parts)
    else:
        body = b"\x01" + b"\0\0".join(b"\xff\xfe" + part.encode("utf-16-le") for part in parts)
    return block.new_frame(frame_id, body)


def _carry_over(version1: id3v1.Version1 | None, block: Block) -> None:
    """Repeat ID3v1 in a new tag, because many programs stop reading ID3v1 where there is ID3v2."""
    if version1 is None:
        return
    date = "TDRC" if block.version == 4 else "TYER"
    for frame_id, text in (
        ("TIT2", version1.title),
        ("TPE1", version1.artist),
        ("TALB", version1.album),
        ("TRCK", version1.track),
        (date, version1.year),
        ("TCON", version1.genre),
    ):
        if text:
            block.frames.append(_text_frame(block, frame_id, (text,)))
    if version1.comment:
        body = b"\0eng\0" + version1.comment.encode("latin-1")
        block.frames.append(block.new_frame("COMM", body))
