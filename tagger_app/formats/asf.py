"""ASF attributes: WMA."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutagen.asf import ASF, ASFUnicodeAttribute

from tagger_app.core.fields import FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats.splice import digest
from tagger_app.formats.tag_format import Rest
from tagger_app.formats.values import LIST_SEPARATOR, without_blanks

_OUR_FIELDS = {field.keys[TagFamily.ASF].casefold(): field.name for field in FIELDS}
_KEYS = {field.name: field.keys[TagFamily.ASF] for field in FIELDS}
_DESCRIPTIVE = {
    "title": "Title",
    "artist": "Author",
    "album": "WM/AlbumTitle",
    "album_artist": "WM/AlbumArtist",
    "track_number": "WM/TrackNumber",
    "date": "WM/Year",
}
_PICTURE = "WM/Picture"
_FRONT_COVER = 3
_HEADER_SIZE_OFFSET = 16


class AsfFormat:
    """Attributes in the header objects of an ASF file."""

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        tags = ASF(path).tags
        texts: dict[str, list[str]] = {}
        for key, value in tags:
            if name := _OUR_FIELDS.get(key.casefold()):
                texts.setdefault(name, []).append(str(value))
        descriptive = {
            name: LIST_SEPARATOR.join(str(value) for key, value in tags if key == wanted)
            for name, wanted in _DESCRIPTIVE.items()
        }
        pictures = sum(key == _PICTURE for key, _ in tags)
        return FileTags(TagFamily.ASF, without_blanks(texts), pictures=pictures, **descriptive)

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        del new_id3_version
        audio = ASF(path)
        tags = audio.tags
        for name, field_values in values.items():
            ours = [key for key, _ in tags if _OUR_FIELDS.get(key.casefold()) == name]
            for key in set(ours):
                del tags[key]
            tags.extend((_KEYS[name], ASFUnicodeAttribute(value)) for value in field_values)
        audio.save(path)

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        audio = ASF(path)
        fields = sorted(
            repr((key, type(value).__name__, value.value, value.stream, value.language))
            for key, value in audio.tags
            if key.casefold() not in _OUR_FIELDS
        )
        with path.open("rb") as file:
            file.seek(_HEADER_SIZE_OFFSET)
            start = int.from_bytes(file.read(8), "little")
            payload = digest(file, start, file.seek(0, 2))
        return Rest(tuple(fields), (payload,))

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        pictures = [_picture(value.value) for key, value in ASF(path).tags if key == _PICTURE]
        pictures.sort(key=lambda picture: picture[0] != _FRONT_COVER)
        return pictures[0][1] if pictures else None


def _picture(value: Any) -> tuple[int, bytes]:
    """Kind and content of a WM/Picture: kind, size, type and description in UTF-16, content."""
    data = bytes(value)
    size = int.from_bytes(data[1:5], "little")
    return data[0], data[len(data) - size :]
