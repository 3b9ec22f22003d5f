"""The bytes of one APEv2 tag as a list of items that keep their bytes and flags.

Layout: "APEv2 specification", Hydrogenaudio Knowledgebase.
"""

import hashlib
import struct
from dataclasses import dataclass, field
from typing import BinaryIO

from tagger_app.core.fields import FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats import id3v1
from tagger_app.formats.splice import size_of, splice
from tagger_app.formats.tag_format import UnwritableTagError
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
class Item:
    """One item: key, flags (kind, read-only) and value as they are in the file."""

    key: bytes
    flags: int
    value: bytes

    @property
    def name(self) -> str:
        """The key in lower case; keys differ in more than case."""
        return self.key.decode("ascii", "replace").casefold()

    @property
    def texts(self) -> list[str]:
        """The values of a text item."""
        if self.flags & _KIND == _BINARY:
            return []
        return self.value.decode("utf-8", "replace").split("\0")

    @property
    def is_picture(self) -> bool:
        """Whether this is a cover: a file name, NUL, an image file."""
        return self.name.startswith("cover art")

    def render(self) -> bytes:
        """The item's bytes."""
        return struct.pack("<2I", len(self.value), self.flags) + self.key + b"\0" + self.value


@dataclass(slots=True)
class ApeTag:
    """A tag and the stretch of the file that it takes, empty where there is none yet."""

    start: int
    end: int
    exists: bool = True
    version: int = _VERSION_2
    has_header: bool = True
    items: list[Item] = field(default_factory=list)

    def write(self, file: BinaryIO) -> None:
        """Put the tag where it was found, or where a new one belongs; none without items."""
        splice(file, self.start, self.end - self.start, self._render() if self.items else b"")

    def _render(self) -> bytes:
        content = b"".join(item.render() for item in self.items)
        flags = _HAS_HEADER if self.has_header else 0
        counts = (self.version, len(content) + _FRAME_SIZE, len(self.items))
        header = _PREAMBLE + struct.pack("<4I8x", *counts, flags | _IS_HEADER)
        footer = _PREAMBLE + struct.pack("<4I8x", *counts, flags)
        return (header if self.has_header else b"") + content + footer

    def read(self) -> FileTags:
        """The tags in this program's words."""
        texts: dict[str, list[str]] = {}
        for item in self.items:
            if name := _OUR_FIELDS.get(item.name):
                texts.setdefault(name, []).extend(item.texts)
        descriptive = {
            name: LIST_SEPARATOR.join(self._texts(keys)) for name, keys in _DESCRIPTIVE.items()
        }
        pictures = sum(item.is_picture for item in self.items)
        return FileTags(TagFamily.APE, without_blanks(texts), pictures=pictures, **descriptive)

    def _texts(self, names: tuple[str, ...]) -> list[str]:
        """All texts under the first of these names that has any."""
        for name in names:
            for item in self.items:
                if item.name == name and item.texts:
                    return item.texts
        return []

    def has_field(self, name: str) -> bool:
        """Whether any item holds this field."""
        return any(_OUR_FIELDS.get(item.name) == name for item in self.items)

    def set_field(self, name: str, values: tuple[str, ...]) -> None:
        """Exchange all items of a field for one, at the place of the first."""
        position = len(self.items)
        kept: list[Item] = []
        for item in self.items:
            if _OUR_FIELDS.get(item.name) == name:
                position = min(position, len(kept))
            else:
                kept.append(item)
        if values:
            kept.insert(position, Item(_KEYS[name].encode(), 0, "\0".join(values).encode()))
        self.items = kept

    def other_items(self) -> list[str]:
        """What tells any two contents apart, for every item that is not ours."""
        return [
            f"{item.key!r} {item.flags} {hashlib.sha256(item.value).hexdigest()}"
            for item in self.items
            if item.name not in _OUR_FIELDS
        ]


def find(file: BinaryIO) -> ApeTag:
    """The tag at the end of a file, or an empty one at the place where a new one belongs.

    Raises:
        UnwritableTagError: the tag is damaged, or somewhere else.
    """
    end = size_of(file)
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
    return ApeTag(end, end, exists=False)


def find_intact(file: BinaryIO) -> ApeTag | None:
    """The tag at the end of a file where there is one and nothing is wrong with it."""
    try:
        tag = find(file)
    except UnwritableTagError:
        return None
    return tag if tag.exists else None


def _parse(file: BinaryIO, end: int) -> ApeTag:
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
    return ApeTag(start, end, True, version, has_header, items)


def _items(content: bytes) -> list[Item]:
    items = []
    position = 0
    while position + 8 < len(content):
        size, flags = struct.unpack_from("<2I", content, position)
        key_end = content.find(b"\0", position + 8)
        if key_end < 0 or key_end + 1 + size > len(content):
            raise UnwritableTagError("the APE tag is damaged: an item is cut off")
        value = content[key_end + 1 : key_end + 1 + size]
        items.append(Item(content[position + 8 : key_end], flags, value))
        position = key_end + 1 + size
    if content[position:].strip(b"\0"):
        raise UnwritableTagError("the APE tag is damaged: there are stray bytes in it")
    return items


def _bytes(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)
