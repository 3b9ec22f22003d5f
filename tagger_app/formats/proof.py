"""Proving on the copy that a write changed our fields and nothing else.

Three witnesses look at original and copy independently: this package at the tags' own bytes, the
library at the whole file, and FFmpeg at packets, pictures and metadata.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tagger_app.audio.packets import Contents, contents, decoded_digest
from tagger_app.core.errors import DecodeError, Reason, WriteRefusedError
from tagger_app.formats.library_view import OUR_NAMES, LibraryView, library_view
from tagger_app.formats.tag_format import Rest, TagFormat

_PACKETS_BEFORE_TAG = 8
"""How many packets are decoded at the end of a file when only the last of them differs."""


class _Unproven(Exception):  # noqa: N818  # never leaves this module
    """What differs."""


def prove(
    original: Path, copy: Path, tags: TagFormat, expected: Mapping[str, tuple[str, ...]]
) -> None:
    """Check that `copy` is `original` with `expected` as its values of our fields.

    Raises:
        WriteRefusedError: with UNPROVEN, when that is not so or cannot be known.
    """
    try:
        before, after = tags.rest(original), tags.rest(copy)
        _compare_ours(tags.read(copy).tags, expected)
        _compare_rest(before, after)
        _compare_views(library_view(original), library_view(copy), new_tag=not before.has_tag)
        _compare_contents(original, copy, sure=before.certain and bool(before.payload))
    except _Unproven as difference:
        raise WriteRefusedError(
            original,
            Reason.UNPROVEN,
            f"Writing was tried on a copy, where {difference}. The file was left as it is.",
        ) from difference


def _compare_ours(
    found: Mapping[str, tuple[str, ...]], expected: Mapping[str, tuple[str, ...]]
) -> None:
    if dict(found) != dict(expected):
        raise _Unproven("the tags read back are not the ones that were written")


def _compare_rest(before: Rest, after: Rest) -> None:
    if before.payload != after.payload:
        raise _Unproven("bytes outside the tag changed")
    lost = Counter(before.fields) - Counter(after.fields)
    if lost:
        raise _Unproven("another tag field or picture would be lost or changed")
    added = Counter(after.fields) - Counter(before.fields)
    if added and before.has_tag:
        raise _Unproven("another tag field appeared")


def _compare_views(before: LibraryView | None, after: LibraryView | None, *, new_tag: bool) -> None:
    """A new tag repeats what ID3v1 says in its own encoding: then only the kind is compared."""
    if before is None:
        return
    if after is None or after.kind != before.kind:
        raise _Unproven("the file could no longer be read by other programs")
    if not new_tag and before.tags - after.tags:
        raise _Unproven("other programs would see another tag field or picture lost or changed")


def _compare_contents(original: Path, copy: Path, *, sure: bool) -> None:
    """Compare what FFmpeg sees.

    `sure` when that may be nothing: the kind of file is certain, and the bytes outside the tag are
    known to be equal.
    """
    try:
        before = contents(original)
    except DecodeError as error:
        if sure:
            return
        raise _Unproven("the audio could not be compared because FFmpeg cannot read it") from error
    if not sure and not any(stream.packets for stream in before.streams):
        raise _Unproven("the audio could not be compared because FFmpeg finds none")
    try:
        after = contents(copy)
    except DecodeError as error:
        raise _Unproven("the audio could no longer be read") from error
    _compare_audio(original, copy, before, after)
    if before.pictures - after.pictures:
        raise _Unproven("a picture would be lost or changed")
    values = {value for texts in after.metadata.values() for value in texts}
    for key, texts in before.metadata.items():
        if key not in OUR_NAMES and any(text.strip("\0 ") and text not in values for text in texts):
            raise _Unproven(f'the tag "{key}" would no longer be seen by other programs')


def _compare_audio(original: Path, copy: Path, before: Contents, after: Contents) -> None:
    """Equal packets, or where a demuxer hands out trailing tags as audio, equal sound."""
    if before.streams == after.streams:
        return
    same_until_last = [stream.body for stream in before.streams] == [
        stream.body for stream in after.streams
    ]
    if len(before.streams) == len(after.streams) and (
        (same_until_last and _sounds_same(original, copy, _PACKETS_BEFORE_TAG))
        or _sounds_same(original, copy, None)
    ):
        return
    raise _Unproven("the audio would change")


def _sounds_same(original: Path, copy: Path, last_packets: int | None) -> bool:
    """Whether both files, or their last packets, decode to the same samples, and to any."""
    try:
        samples, heard = decoded_digest(original, last_packets=last_packets)
        return samples > 0 and (samples, heard) == decoded_digest(copy, last_packets=last_packets)
    except DecodeError:
        return False
