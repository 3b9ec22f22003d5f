"""APEv2 tags: Monkey's Audio, Musepack, WavPack, TAK, OptimFROG."""

from collections.abc import Mapping
from pathlib import Path

from tagger_app.core.track import FileTags
from tagger_app.formats import ape_block, id3v1
from tagger_app.formats.ape_block import ApeTag, Item
from tagger_app.formats.splice import digest
from tagger_app.formats.tag_format import Rest


class ApeFormat:
    """APEv2 at the end of a file, before an ID3v1 tag where there is one."""

    def read(self, path: Path) -> FileTags:
        """See `TagFormat`."""
        with path.open("rb") as file:
            return id3v1.completed(ape_block.find(file).read(), id3v1.read(file))

    def save(self, path: Path, values: Mapping[str, tuple[str, ...]], new_id3_version: str) -> None:
        """See `TagFormat`."""
        del new_id3_version
        with path.open("r+b") as file:
            tag = ape_block.find(file)
            if not tag.exists:
                _carry_over(id3v1.read(file), tag)
            for name, field_values in values.items():
                tag.set_field(name, field_values)
            tag.write(file)
            if "genre" in values:
                id3v1.set_genre(file, values["genre"])

    def rest(self, path: Path) -> Rest:
        """See `TagFormat`."""
        with path.open("rb") as file:
            tag = ape_block.find(file)
            end = id3v1.end_of_what_is_not_ours(file)
            payload = (digest(file, 0, tag.start), digest(file, tag.end, end))
        return Rest(tuple(tag.other_items()), payload, has_tag=tag.exists)

    def cover(self, path: Path) -> bytes | None:
        """See `TagFormat`."""
        with path.open("rb") as file:
            pictures = [item for item in ape_block.find(file).items if item.is_picture]
        pictures.sort(key=lambda item: item.name != "cover art (front)")
        return pictures[0].value.partition(b"\0")[2] if pictures else None


def _carry_over(version1: id3v1.Version1 | None, tag: ApeTag) -> None:
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
            tag.items.append(Item(key.encode(), 0, text.encode()))
