"""The catalog's knowledge as CSV, JSON lines or a playlist."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TextIO

from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.pipeline.review import Chip, ChipStatus, Reviewer, ReviewTrack

_PAGE = 200
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportKind(StrEnum):
    """What an export looks like."""

    CSV = "csv"
    JSON = "json"
    M3U8 = "m3u8"


def export(reviewer: Reviewer, ids: Sequence[int], kind: ExportKind, stream: TextIO) -> int:
    """Write the tracks to a text stream; returns how many were written."""
    tracks = _tracks(reviewer, ids)
    if kind is ExportKind.CSV:
        return _csv(tracks, stream)
    if kind is ExportKind.JSON:
        return _json(tracks, stream)
    return _playlist(tracks, stream)


def _tracks(reviewer: Reviewer, ids: Sequence[int]) -> Iterator[ReviewTrack]:
    for start in range(0, len(ids), _PAGE):
        yield from reviewer.load(ids[start : start + _PAGE])


def _csv(tracks: Iterable[ReviewTrack], stream: TextIO) -> int:
    columns = ["path", "state", "title", "artist", "album", "duration", "failure"]
    kinds = [
        f"{category}_{status}"
        for category in TAG_CATEGORIES
        for status in ("in_file", "suggested", "accepted", "rejected")
    ]
    writer = csv.writer(stream)
    writer.writerow([*columns, *kinds])
    count = 0
    for review in tracks:
        count += 1
        track = review.track
        plain = [
            str(track.path),
            track.state.value,
            track.file_tags.title,
            track.file_tags.artist,
            track.file_tags.album,
            f"{track.facts.duration:.2f}" if track.facts else "",
            track.failure.reason.value if track.failure else "",
        ]
        tags = [
            "|".join(chip.name for chip in chips)
            for category in TAG_CATEGORIES
            for chips in _by_status(review.tags[category])
        ]
        writer.writerow([_no_formula(_encodable(cell)) for cell in (*plain, *tags)])
    return count


def _by_status(chips: Sequence[Chip]) -> Iterator[list[Chip]]:
    yield [chip for chip in chips if chip.status is ChipStatus.IN_FILE]
    yield [chip for chip in chips if chip.status is ChipStatus.SUGGESTED]
    yield [chip for chip in chips if chip.status in {ChipStatus.ACCEPTED, ChipStatus.ADDED}]
    yield [chip for chip in chips if chip.status is ChipStatus.REJECTED]


def _json(tracks: Iterable[ReviewTrack], stream: TextIO) -> int:
    count = 0
    for review in tracks:
        count += 1
        track = review.track
        record = {
            "path": _encodable(str(track.path)),
            "state": track.state.value,
            "title": track.file_tags.title,
            "artist": track.file_tags.artist,
            "album": track.file_tags.album,
            "duration": track.facts.duration if track.facts else None,
            "failure": track.failure.reason.value if track.failure else None,
            "tags": {
                category.value: [
                    {"tag": chip.name, "status": chip.status.value, "score": chip.score}
                    for chip in review.tags[category]
                ]
                for category in TAG_CATEGORIES
            },
        }
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
    return count


def _playlist(tracks: Iterable[ReviewTrack], stream: TextIO) -> int:
    stream.write("#EXTM3U\n")
    count = 0
    for review in tracks:
        track = review.track
        path = str(track.path)
        if "\n" in path or "\r" in path or _encodable(path) != path:
            continue  # a playlist has no way to write such a name
        seconds = round(track.facts.duration) if track.facts else -1
        parts = (track.file_tags.artist, track.file_tags.title or track.path.stem)
        name = " - ".join(" ".join(part.split()) for part in parts if part)
        stream.write(f"#EXTINF:{seconds},{name}\n{path}\n")
        count += 1
    return count


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _encodable(text: str) -> str:
    """Bytes of a file name that are no text are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
