"""The tags that an MPEG or TrueAudio file may carry at its end beside ID3v2: APEv2 and ID3v1.

They complete what ID3v2 does not say, and a field that they hold is kept in step; nothing is
ever added to them.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from tagger_app.core.track import FileTags
from tagger_app.formats import ape_block, id3v1
from tagger_app.formats.splice import digest


def completed(file: BinaryIO, known: FileTags) -> FileTags:
    """`known`, completed with what only the tags at the end say."""
    if (tag := ape_block.find_intact(file)) is not None:
        other = tag.read()
        known = replace(
            known,
            tags={**other.tags, **known.tags},
            title=known.title or other.title,
            artist=known.artist or other.artist,
            album=known.album or other.album,
            album_artist=known.album_artist or other.album_artist,
            track_number=known.track_number or other.track_number,
            date=known.date or other.date,
        )
    return id3v1.completed(known, id3v1.read(file))


def keep_in_step(file: BinaryIO, values: Mapping[str, tuple[str, ...]]) -> None:
    """Let the fields that the tags at the end hold have these values too."""
    tag = ape_block.find_intact(file)
    held = [name for name in values if tag is not None and tag.has_field(name)]
    if tag is not None and held:
        for name in held:
            tag.set_field(name, values[name])
        tag.write(file)
    if "genre" in values:
        id3v1.set_genre(file, values["genre"])


def rest(file: BinaryIO, start: int) -> tuple[list[str], list[str]]:
    """What is not ours in the tags at the end, and digests of all from `start` that is no tag."""
    end = id3v1.end_of_what_is_not_ours(file)
    tag = ape_block.find_intact(file)
    if tag is None:
        return [], [digest(file, start, end)]
    return tag.other_items(), [digest(file, start, tag.start), digest(file, tag.end, end)]
