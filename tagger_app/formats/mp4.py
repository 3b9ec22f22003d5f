"""MP4 metadata: M4A, ALAC, MP4.

The library moves atoms and corrects offsets; every atom that is not ours goes through as bytes.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from mutagen.mp4 import MP4, AtomDataType, Atoms, MP4FreeForm, MP4Tags

from tagger_app.core.fields import FIELDS, TagFamily
from tagger_app.core.track import FileTags
from tagger_app.formats.tag_format import Rest, UnwritableTagError
from tagger_app.formats.values import LIST_SEPARATOR, without_blanks

_FREEFORM = "----"
_NUMERIC_GENRE = b"gnre"
_OUR_FIELDS = {field.keys[TagFamily.MP4].casefold(): field.name for field in FIELDS}
_KEYS = {field.name: field.keys[TagFamily.MP4] for field in FIELDS}
_DESCRIPTIVE = {
    "title": "\xa9nam",
    "artist": "\xa9ART",
    "album": "\xa9alb",
    "album_artist": "aART",
    "date": "\xa9day",
}


class Mp4Format:
    """The iTunes-style list of atoms under moov.udta.meta.ilst."""

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        with path.open("rb") as file:
            tags = _tags(file)
        texts: dict[str, list[str]] = {}
        for key, value in tags.items():
            if name := _OUR_FIELDS.get(key.casefold()):
                texts.setdefault(name, []).extend(map(_text, value))
        descriptive = {
            name: LIST_SEPARATOR.join(map(_text, tags.get(key, [])))
            for name, key in _DESCRIPTIVE.items()
        }
        numbers = tags.get("trkn", [])
        return FileTags(
            TagFamily.MP4,
            without_blanks(texts),
            track_number=str(numbers[0][0]) if numbers else "",
            pictures=len(tags.get("covr", [])),
            **descriptive,
        )

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        del new_id3_version
        audio = MP4(path)
        if audio.tags is None:
            audio.add_tags()
        with path.open("rb") as file:
            kept = [(name, data) for name, data in _ilst(file) if _field(name, data) not in values]
        audio.tags.clear()
        # What the library could not parse it writes back as it is: so it treats all but ours.
        unparsed = audio.tags._failed_atoms  # noqa: SLF001  # no public way keeps the bytes
        unparsed.clear()
        for atom_name, data in kept:
            unparsed.setdefault(atom_name.decode("latin-1"), []).append(data)
        for name, field_values in values.items():
            if field_values:
                audio.tags[_KEYS[name]] = _rendered(_KEYS[name], field_values)
        audio.tags.save(path)

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        with path.open("rb") as file:
            atoms = list(_ilst(file))
            has_tag = _path(file) is not None
        fields = [
            f"{name!r} {hashlib.sha256(data).hexdigest()}"
            for name, data in atoms
            if _field(name, data) is None
        ]
        return Rest(tuple(fields), has_tag=has_tag)

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        with path.open("rb") as file:
            pictures = _tags(file).get("covr", [])
        return bytes(pictures[0]) if pictures else None


def _path(file: BinaryIO) -> Any | None:
    file.seek(0)
    atoms = Atoms(file)
    try:
        return atoms.path(b"moov", b"udta", b"meta", b"ilst")
    except KeyError:
        return None


def _tags(file: BinaryIO) -> Mapping[str, Any]:
    file.seek(0)
    atoms = Atoms(file)
    if b"moov" not in atoms:
        raise UnwritableTagError("the file has no index (moov); it is damaged or still growing")
    return MP4Tags(atoms, file) if MP4Tags._can_load(atoms) else {}  # noqa: SLF001


def _ilst(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Name and raw content of every atom of the list."""
    path = _path(file)
    for atom in path[-1].children if path else ():
        complete, data = atom.read(file)
        if not complete:
            raise UnwritableTagError("an atom of the metadata is cut off")
        yield atom.name, data


def _field(name: bytes, data: bytes) -> str | None:
    """The name of our field that this atom holds."""
    if name == _NUMERIC_GENRE:
        return "genre"
    key = name.decode("latin-1")
    if key == _FREEFORM:
        key = ":".join([key, *_mean_and_name(data)])
    return _OUR_FIELDS.get(key.casefold())


def _mean_and_name(data: bytes) -> Iterator[str]:
    position = 0
    for _ in range(2):
        size = int.from_bytes(data[position : position + 4], "big")
        yield data[position + 12 : position + size].decode("utf-8", "replace")
        position += size


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _rendered(key: str, values: tuple[str, ...]) -> list[Any]:
    if key.startswith(_FREEFORM):
        return [MP4FreeForm(value.encode(), AtomDataType.UTF8) for value in values]
    return list(values)
