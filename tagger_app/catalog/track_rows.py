"""Tracks as rows of tables and back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from tagger_app.catalog.columns import AnyRow, among, sort_key
from tagger_app.catalog.schema import tag_values, tracks
from tagger_app.core.errors import Reason
from tagger_app.core.fields import TAG_CATEGORIES
from tagger_app.core.track import (
    AudioFacts,
    Failure,
    FileIdentity,
    FileTags,
    Track,
    TrackState,
)
from tagger_app.core.vocabulary import tag_key

NO_FAILURE: Mapping[str, Any] = {
    "failure_stage": None,
    "failure_reason": None,
    "failure_detail": None,
}
_NUMBER = re.compile(r"\d{1,9}")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)


def identity_row(identity: FileIdentity) -> dict[str, Any]:
    """The columns of an identity."""
    return {
        "device": identity.device,
        "inode": identity.inode,
        "size": identity.size,
        "mtime_ns": identity.mtime_ns,
    }


def year_in(date: str) -> int | None:
    """The year that a date of a file names; None where it names none."""
    year = _YEAR.search(date)
    return int(year[0]) if year else None


def tags_row(file_tags: FileTags) -> dict[str, Any]:
    """The columns of what a file says, with those it is sorted by; the tag values are apart."""
    number = _NUMBER.search(file_tags.track_number)
    return {
        "family": file_tags.family,
        "title": file_tags.title,
        "artist": file_tags.artist,
        "album": file_tags.album,
        "album_artist": file_tags.album_artist,
        "track_number": file_tags.track_number,
        "date": file_tags.date,
        "pictures": file_tags.pictures,
        "title_key": sort_key(file_tags.title),
        "artist_key": sort_key(file_tags.artist),
        "album_key": sort_key(file_tags.album),
        "track_order": int(number[0]) if number else None,
        "year": year_in(file_tags.date),
        **{
            f"{category}_key": sort_key("; ".join(file_tags.tags.get(category.value, ())))
            for category in TAG_CATEGORIES
        },
    }


def failure_row(failure: Failure | None, stage: str) -> dict[str, Any]:
    """The columns of a failure to read, hear or write a file."""
    if failure is None:
        return dict(NO_FAILURE)
    return {
        "failure_stage": stage,
        "failure_reason": failure.reason.value,
        "failure_detail": failure.detail,
    }


def store_values(connection: Connection, tags: Mapping[int, FileTags]) -> None:
    """Replace the tag values of these tracks."""
    connection.execute(delete(tag_values).where(tag_values.c.track_id.in_(among(tags))))
    rows = [
        {
            "track_id": track_id,
            "field": field,
            "position": position,
            "value": value,
            "key": tag_key(value),
        }
        for track_id, file_tags in tags.items()
        for field, values in file_tags.tags.items()
        for position, value in enumerate(values)
    ]
    if rows:
        connection.execute(insert(tag_values), rows)


def load_tracks(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Track]:
    """The tracks that fulfil a condition, in path order."""
    rows = connection.execute(select(tracks).where(condition).order_by(tracks.c.path)).all()
    statement = (
        select(tag_values.c.track_id, tag_values.c.field, tag_values.c.value)
        .where(tag_values.c.track_id.in_(among(row.id for row in rows)))
        .order_by(tag_values.c.track_id, tag_values.c.field, tag_values.c.position)
    )
    values: dict[int, dict[str, tuple[str, ...]]] = {}
    for track_id, field, value in connection.execute(statement):
        fields = values.setdefault(track_id, {})
        fields[field] = (*fields.get(field, ()), value)
    return (_track(row, values.get(row.id, {})) for row in rows)


def _track(row: AnyRow, tags: Mapping[str, tuple[str, ...]]) -> Track:
    facts = failure = None
    if row.container is not None:
        facts = AudioFacts(
            container=row.container,
            codec=row.codec,
            sample_rate=row.sample_rate,
            channels=row.channels,
            bit_rate=row.bit_rate,
            duration=row.duration,
            fingerprint=row.fingerprint or "",
            promised=row.promised,
        )
    if row.failure_reason is not None:
        failure = Failure(Reason(row.failure_reason), row.failure_detail)
    file_tags = FileTags(
        family=row.family,
        tags=tags,
        title=row.title,
        artist=row.artist,
        album=row.album,
        album_artist=row.album_artist,
        track_number=row.track_number,
        date=row.date,
        pictures=row.pictures,
    )
    return Track(
        row.id, row.path, identity_of(row), TrackState(row.state), file_tags, facts, failure
    )


def identity_of(row: AnyRow) -> FileIdentity:
    """The identity in a row of the table of tracks."""
    return FileIdentity(row.device, row.inode, row.size, row.mtime_ns)
