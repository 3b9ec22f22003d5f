"""The catalog's knowledge as CSV, JSON lines, a playlist or a report."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from tagger_app.core.errors import Reason, TaggerError
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.texts import reason
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.report import write_report
from tagger_app.pipeline.review import Chip, ChipStatus, Reviewer, ReviewTrack
from tagger_app.pipeline.walk import standing

_PAGE = 200
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class ExportKind(StrEnum):
    """What an export looks like."""

    CSV = "csv"
    JSON = "json"
    M3U8 = "m3u8"
    HTML = "html"


class Omission(StrEnum):
    """Why a playlist does without a track."""

    MISSING = "its file is missing"
    OFFLINE = "its disk is not there"
    UNPLAYABLE = "it could not be heard"
    NO_NAME = "a playlist has no way to write such a file name"
    OTHER_DRIVE = "no relative path leads to another drive"


_PLAYABLE = frozenset(
    {
        *(Reason.READ_ONLY, Reason.HARD_LINKED, Reason.CHANGED_OUTSIDE, Reason.DISK_FULL),
        *(Reason.LOCKED, Reason.UNPROVEN, Reason.INTERNAL),
    }
)
"""Failures to write, or of our own, which say nothing against the audio."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many tracks are in an export, and which are not."""

    count: int
    left_out: tuple[tuple[Path, Omission], ...] = ()


def export(
    reviewer: Reviewer,
    ids: Sequence[int],
    kind: ExportKind,
    stream: TextIO,
    *,
    base: Path | None = None,
    title: str = "Tagger",
    tell: Callable[[int], None] | None = None,
) -> Exported:
    """Write the tracks of any view to a text stream.

    Args:
        reviewer: knows the tracks.
        ids: the tracks, in the order of the view.
        kind: what to write.
        stream: where to.
        base: the folder that the paths of a playlist are relative to; absolute paths without it.
        title: of a report.
        tell: is called with the number of tracks read so far.
    """
    tracks = _tracks(reviewer, ids, tell)
    if kind is ExportKind.CSV:
        return Exported(_csv(tracks, reviewer.scales, stream))
    if kind is ExportKind.JSON:
        return Exported(_json(tracks, stream))
    if kind is ExportKind.HTML:
        return Exported(write_report(tracks, title, stream))
    return _playlist(tracks, stream, base)


def export_file(
    reviewer: Reviewer,
    ids: Sequence[int],
    kind: ExportKind,
    path: Path,
    *,
    relative: bool = False,
    title: str = "Tagger",
    tell: Callable[[int], None] | None = None,
) -> Exported:
    """Write the tracks to a file, which is replaced only when all is written.

    Args:
        reviewer: knows the tracks.
        ids: the tracks, in the order of the view.
        kind: what to write.
        path: the file.
        relative: whether the paths of a playlist are relative to its folder.
        title: of a report.
        tell: is called with the number of tracks read so far; what it raises ends the export.

    Raises:
        TaggerError: the file cannot be written; what was there before is untouched.
    """
    base = standing(path).parent if relative else None
    if path.is_dir():
        raise TaggerError("{path} cannot be written: it is a folder.", path=path)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            done = export(reviewer, ids, kind, stream, base=base, title=title, tell=tell)
        unfinished.replace(path)
    except BaseException as error:
        with suppress(OSError):
            unfinished.unlink()
        if not isinstance(error, OSError):
            raise
        raise TaggerError(
            "{path} cannot be written: {why}.", path=path, why=reason(error)
        ) from None
    return done


def _tracks(
    reviewer: Reviewer, ids: Sequence[int], tell: Callable[[int], None] | None
) -> Iterator[ReviewTrack]:
    for start in range(0, len(ids), _PAGE):
        if tell is not None:
            tell(start)
        yield from reviewer.load(ids[start : start + _PAGE])


def _csv(tracks: Iterable[ReviewTrack], scales: Sequence[str], stream: TextIO) -> int:
    columns = [
        *("path", "state", "title", "artist", "album", "album_artist", "track_number", "date"),
        *("duration", "codec", "failure"),
    ]
    kinds = [
        f"{category}_{status}"
        for category in TAG_CATEGORIES
        for status in ("in_file", "suggested", "accepted", "rejected")
    ]
    writer = csv.writer(stream)
    writer.writerow([*columns, *kinds, *scales])
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
            track.file_tags.album_artist,
            track.file_tags.track_number,
            track.file_tags.date,
            f"{track.facts.duration:.2f}" if track.facts else "",
            track.facts.codec if track.facts else "",
            track.failure.reason.value if track.failure else "",
        ]
        tags = [
            "|".join(chip.name for chip in chips)
            for category in TAG_CATEGORIES
            for chips in _by_status(review.tags[category])
        ]
        places = [f"{review.scales[name]:.3f}" if review.scales else "" for name in scales]
        writer.writerow([_no_formula(_encodable(cell)) for cell in (*plain, *tags, *places)])
    return count


def _by_status(chips: Sequence[Chip]) -> Iterator[list[Chip]]:
    yield [chip for chip in chips if chip.in_file]
    yield [chip for chip in chips if chip.status is ChipStatus.SUGGESTED]
    yield [chip for chip in chips if chip.status in {ChipStatus.ACCEPTED, ChipStatus.ADDED}]
    yield [chip for chip in chips if chip.status is ChipStatus.REJECTED]


def _json(tracks: Iterable[ReviewTrack], stream: TextIO) -> int:
    """One array, with a track on each line."""
    count = 0
    stream.write("[")
    for review in tracks:
        count += 1
        track = review.track
        record = {
            "path": _encodable(str(track.path)),
            "state": track.state.value,
            "title": track.file_tags.title,
            "artist": track.file_tags.artist,
            "album": track.file_tags.album,
            "album_artist": track.file_tags.album_artist,
            "track_number": track.file_tags.track_number,
            "date": track.file_tags.date,
            "duration": track.facts.duration if track.facts else None,
            "promised": track.facts.promised if track.facts else None,
            "codec": track.facts.codec if track.facts else None,
            "fingerprint": track.facts.fingerprint if track.facts else None,
            "failure": track.failure.reason.value if track.failure else None,
            "tags": {
                category.value: [
                    {
                        "tag": chip.name,
                        "status": chip.status.value,
                        "score": chip.score,
                        "threshold": _reachable(chip.threshold),
                    }
                    for chip in review.tags[category]
                ]
                for category in TAG_CATEGORIES
            },
            "scales": dict(review.scales),
        }
        stream.write(",\n" if count > 1 else "\n")
        stream.write(json.dumps(record, ensure_ascii=False))
    stream.write("\n]\n")
    return count


def _reachable(threshold: float | None) -> float | None:
    """A threshold above 1 stands for a tag that is never suggested: it has none."""
    return None if threshold is None or threshold > 1 else threshold


def _playlist(tracks: Iterable[ReviewTrack], stream: TextIO, base: Path | None) -> Exported:
    stream.write("#EXTM3U\n")
    count = 0
    left_out = []
    for review in tracks:
        track = review.track
        place = _place(track, base)
        if isinstance(place, Omission):
            left_out.append((track.path, place))
            continue
        seconds = round(track.facts.duration) if track.facts else -1
        parts = (track.file_tags.artist, track.file_tags.title or track.path.stem)
        name = _encodable(" - ".join(" ".join(part.split()) for part in parts if part))
        stream.write(f"#EXTINF:{seconds},{name}\n{place}\n")
        count += 1
    return Exported(count, tuple(left_out))


def _place(track: Track, base: Path | None) -> str | Omission:
    """The line of a playlist that names a track, or why there can be none."""
    if track.state is TrackState.MISSING:
        return Omission.MISSING
    if track.state is TrackState.OFFLINE:
        return Omission.OFFLINE
    if not _plays(track):
        return Omission.UNPLAYABLE
    path = str(track.path)
    if base is not None:
        try:
            path = os.path.relpath(path, base)
        except ValueError:
            return Omission.OTHER_DRIVE
        if path.startswith("#"):
            path = f".{os.sep}{path}"  # else it would be a comment
    unwritable = "\n" in path or "\r" in path or _encodable(path) != path or path != path.strip()
    return Omission.NO_NAME if unwritable else path


def _plays(track: Track) -> bool:
    """Whether nothing is known against playing a file: where its tags cannot be read, it may."""
    if track.failure is None or track.failure.reason in _PLAYABLE:
        return True
    return track.failure.reason is Reason.UNREADABLE_TAGS and track.facts is not None


def _no_formula(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _encodable(text: str) -> str:
    """Bytes of a file name that are no text are shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
