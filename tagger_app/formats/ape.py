"""APEv2 tags: Monkey's Audio, Musepack, WavPack, TAK, OptimFROG.

Tags are edited item by item, so that every other item keeps its bytes and flags.
Layout: "APEv2 specification", Hydrogenaudio Knowledgebase.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tagger_app.core.fields import FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats import id3v1
from tagger_app.formats.splice import digest, splice
from tagger_app.formats.tag_format import Rest, UnwritableTagError
from tagger_app.formats.values import LIST_SEPARATOR, without_blanks

_PREAMBLE = b"APETAGEX"
_FRAME_SIZE = 32
_VERSION_2 = 2000
_HAS_HEADER = 1 << 31
_IS_HEADER = 1 << 29
_KIND = 0b110
_BINARY = 0b010
_LYRICS_END = b"LYRICS200"
_OUR_FIELDS = {field.keys[TagFamily.APE].casefold(): field.name for field in FIELDS}
_KEYS = {field.name: field.keys[TagFamily.APE] for field in FIELDS}
_DESCRIPTIVE = {
    "title": ("title",),
    "artist": ("artist",),
    "album": ("album",),
    "album_artist": ("album artist", "albumartist"),
    "track_number": ("track",),
    "date": ("year", "date"),
}


@dataclass(frozen=True, slots=True)
class _Item:
    key: bytes
    flags: int
    value: bytes

    @property
    def name(self) -> str:
        return self.key.decode("ascii", "replace").casefold()

    @property
    def texts(self) -> list[str]:
        if self.flags & _KIND == _BINARY:
            return []
        return self.value.decode("utf-8", "replace").split("\0")

    def render(self) -> bytes:
        return struct.pack("<2I", len(self.value), self.flags) + self.key + b"\0" + self.value


@dataclass(slots=True)
class _Tag:
    """A tag and the stretch of the file that it takes, empty where there is none yet."""

    start: int
    end: int
    exists: bool = True
    version: int = _VERSION_2
    has_header: bool = True
    items: list[_Item] = field(default_factory=list)

    def render(self) -> bytes:
        if not self.items:
            return b""
        content = b"".join(item.render() for item in self.items)
        flags = _HAS_HEADER if self.has_header else 0
        counts = (self.version, len(content) + _FRAME_SIZE, len(self.items))
        header = _PREAMBLE + struct.pack("<4I8x", *counts, flags | _IS_HEADER)
        footer = _PREAMBLE + struct.pack("<4I8x", *counts, flags)
        return (header if self.has_header else b"") + content + footer

    def texts(self, names: tuple[str, ...]) -> list[str]:
        """All texts under the first of these names that has any."""
        for name in names:
            for item in self.items:
                if item.name == name and item.texts:
                    return item.texts
        return []


class ApeFormat:
    """APEv2 at the end of a file, before an ID3v1 tag where there is one."""

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        with path.open("rb") as file:
            tag = _find(file)
            version1 = id3v1.read(file)
        texts: dict[str, list[str]] = {}
        for item in tag.items:
            if name := _OUR_FIELDS.get(item.name):
                texts.setdefault(name, []).extend(item.texts)
        tags = without_blanks(texts)
        descriptive = {
            name: LIST_SEPARATOR.join(tag.texts(keys)) for name, keys in _DESCRIPTIVE.items()
        }
        pictures = sum(item.name.startswith("cover art") for item in tag.items)
        known = FileTags(TagFamily.APE, tags, pictures=pictures, **descriptive)
        return id3v1.completed(known, version1)

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        del new_id3_version
        with path.open("r+b") as file:
            tag = _find(file)
            if not tag.exists:
                _carry_over(id3v1.read(file), tag)
            for name, field_values in values.items():
                _set(tag, name, field_values)
            splice(file, tag.start, tag.end - tag.start, tag.render())
            if "genre" in values:
                id3v1.set_genre(file, values["genre"])

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        with path.open("rb") as file:
            tag = _find(file)
            # The last byte of ID3v1 is its genre, which is ours.
            end = file.seek(0, 2) - (id3v1.find(file) is not None)
            payload = (digest(file, 0, tag.start), digest(file, tag.end, end))
        fields = tuple(
            f"{item.key!r} {item.flags} {hashlib.sha256(item.value).hexdigest()}"
            for item in tag.items
            if item.name not in _OUR_FIELDS
        )
        return Rest(fields, payload, has_tag=tag.exists)

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        with path.open("rb") as file:
            tag = _find(file)
        pictures = [item for item in tag.items if item.name.startswith("cover art")]
        pictures.sort(key=lambda item: item.name != "cover art (front)")
        return pictures[0].value.partition(b"\0")[2] if pictures else None


def has_tag(file: BinaryIO) -> bool:
    """Whether an intact APEv2 tag ends an open file."""
    try:
        return _find(file).exists
    except UnwritableTagError:
        return False


def _find(file: BinaryIO) -> _Tag:
    """The tag, or an empty one at the place where a new one belongs."""
    end = file.seek(0, 2)
    if (version1 := id3v1.find(file)) is not None:
        end = version1
        if end >= 15 and _bytes(file, end - 9, 9) == _LYRICS_END:
            size = _bytes(file, end - 15, 6)
            if not size.isdigit() or int(size) + 15 > end:
                raise UnwritableTagError("the Lyrics3 tag at the end of the file is damaged")
            end -= int(size) + 15
    if end >= _FRAME_SIZE and _bytes(file, end - _FRAME_SIZE, 8) == _PREAMBLE:
        return _parse(file, end)
    if _bytes(file, 0, 8) == _PREAMBLE:
        raise UnwritableTagError("the APE tag is at the start of the file, where few programs look")
    return _Tag(end, end, exists=False)


def _parse(file: BinaryIO, end: int) -> _Tag:
    footer = _bytes(file, end - _FRAME_SIZE, _FRAME_SIZE)
    version, size, count, flags = struct.unpack("<4I", footer[8:24])
    start = end - size
    if size < _FRAME_SIZE or start < 0 or flags & _IS_HEADER:
        raise UnwritableTagError("the APE tag is damaged: its size is not valid")
    content = _bytes(file, start, size - _FRAME_SIZE)
    has_header = bool(flags & _HAS_HEADER)
    if start >= _FRAME_SIZE and _bytes(file, start - _FRAME_SIZE, 8) == _PREAMBLE:
        has_header = True
        start -= _FRAME_SIZE
    elif has_header:
        raise UnwritableTagError("the APE tag is damaged: its header is missing")
    items = _items(content)
    if len(items) != count:
        raise UnwritableTagError("the APE tag is damaged: items are missing")
    return _Tag(start, end, True, version, has_header, items)


def _items(content: bytes) -> list[_Item]:
    items = []
    position = 0
    while position + 8 < len(content):
        size, flags = struct.unpack_from("<2I", content, position)
        key_end = content.find(b"\0", position + 8)
        if key_end < 0 or key_end + 1 + size > len(content):
            raise UnwritableTagError("the APE tag is damaged: an item is cut off")
        value = content[key_end + 1 : key_end + 1 + size]
        items.append(_Item(content[position + 8 : key_end], flags, value))
        position = key_end + 1 + size
    if content[position:].strip(b"\0"):
        raise UnwritableTagError("the APE tag is damaged: there are stray bytes in it")
    return items


def _bytes(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def _set(tag: _Tag, name: str, values: tuple[str, ...]) -> None:
    """Exchange all items of a field for one, at the place of the first."""
    position = len(tag.items)
    kept: list[_Item] = []
    for item in tag.items:
        if _OUR_FIELDS.get(item.name) == name:
            position = min(position, len(kept))
        else:
            kept.append(item)
    if values:
        kept.insert(position, _Item(_KEYS[name].encode(), 0, "\0".join(values).encode()))
    tag.items = kept


def _carry_over(version1: id3v1.Version1 | None, tag: _Tag) -> None:
    """Repeat ID3v1 in a new tag, because many programs stop reading ID3v1 where there is APEv2."""
    if version1 is None:
        return
    for key, text in (
        ("Title", version1.title),
        ("Artist", version1.artist),
        ("Album", version1.album),
        ("Year", version1.year),
        ("Track", version1.track),
        ("Genre", version1.genre),
        ("Comment", version1.comment),
    ):
        if text:
            tag.items.append(_Item(key.encode(), 0, text.encode()))
