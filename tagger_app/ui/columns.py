"""The columns of the track table: their names, and what their cells show and say."""

from collections.abc import Callable
from enum import IntEnum

from tagger_app.catalog.track_rows import year_in
from tagger_app.core.fields import Category
from tagger_app.core.track import Track, TrackState
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui import failures, words


class Column(IntEnum):
    """The columns, from left to right."""

    STATE = 0
    TITLE = 1
    ARTIST = 2
    ALBUM = 3
    GENRE = 4
    MOOD = 5
    INSTRUMENT = 6
    LENGTH = 7
    MATCH = 8
    """Only in lists that no query gives: see `ui.listing`."""
    FOLDER = 9
    FORMAT = 10
    """Codec and bit rate."""
    YEAR = 11
    TRACK = 12
    """The number of the track on its album."""
    SIZE = 13

    @property
    def category(self) -> Category | None:
        """The tag category a column shows, if it shows one."""
        return _CATEGORIES.get(self)


_CATEGORIES = {
    Column.GENRE: Category.GENRE,
    Column.MOOD: Category.MOOD,
    Column.INSTRUMENT: Category.INSTRUMENT,
}
NUMBERS = frozenset({Column.LENGTH, Column.YEAR, Column.TRACK, Column.SIZE})
"""Columns of numbers, which stand at the right."""
ON_REQUEST = frozenset({Column.FOLDER, Column.FORMAT, Column.YEAR, Column.TRACK, Column.SIZE})
"""Columns that are hidden until a person wants them."""


def column_name(column: Column) -> str:
    """A column's name."""
    return {
        Column.STATE: words.tr("State"),
        Column.TITLE: words.tr("Title"),
        Column.ARTIST: words.tr("Artist"),
        Column.ALBUM: words.tr("Album"),
        Column.GENRE: words.tr("Genre"),
        Column.MOOD: words.tr("Mood"),
        Column.INSTRUMENT: words.tr("Instrument"),
        Column.LENGTH: words.tr("Length"),
        Column.MATCH: words.tr("Similarity"),
        Column.FOLDER: words.tr("Folder"),
        Column.FORMAT: words.tr("Format"),
        Column.YEAR: words.tr("Year"),
        Column.TRACK: words.tr("Track no."),
        Column.SIZE: words.tr("Size"),
    }[column]


def state_name(review: ReviewTrack) -> str:
    """Where a track stands, in words."""
    track = review.track
    if track.state is TrackState.FAILED and track.failure is not None:
        return words.tr("failed: {0}").format(failures.told(track.failure))
    if review.proposal:
        return words.tr("accepted, not yet written")
    if track.state is TrackState.REVIEWED and review.is_rejected:
        return words.tr("rejected")
    if track.state is TrackState.TO_REVIEW and review.prediction is None:
        return words.not_heard(track)
    return {
        TrackState.NEW: words.tr("not heard yet"),
        TrackState.TO_REVIEW: words.tr("to review"),
        TrackState.ACCEPTED: words.tr("accepted, not yet written"),
        TrackState.REVIEWED: words.tr("reviewed"),
        TrackState.WRITTEN: words.tr("written"),
        TrackState.CHANGED: words.tr("changed by another program"),
        TrackState.FAILED: words.tr("failed"),
        TrackState.MISSING: words.tr("file is missing"),
        TrackState.OFFLINE: words.tr("its disk is not there"),
    }[track.state]


def cell_text(review: ReviewTrack, column: Column) -> str:
    """The plain text of a cell."""
    category = column.category
    if category is not None:
        return ", ".join(words.chip_text(chip) for chip in review.chips(category))
    told = _TEXTS.get(column)
    return told(review.track) if told is not None else ""


_TEXTS: dict[Column, Callable[[Track], str]] = {
    Column.TITLE: words.title_of,
    Column.ARTIST: lambda track: words.plain(track.file_tags.artist),
    Column.ALBUM: lambda track: words.plain(track.file_tags.album),
    Column.LENGTH: lambda track: words.duration(track.facts.duration) if track.facts else "",
    Column.FOLDER: lambda track: words.place(track.path.parent),
    Column.FORMAT: lambda track: words.format_line(track.facts) if track.facts else "",
    Column.YEAR: lambda track: str(year_in(track.file_tags.date) or ""),
    Column.TRACK: lambda track: words.plain(track.file_tags.track_number),
    Column.SIZE: lambda track: words.file_size(track.identity.size),
}


def cell_sentence(review: ReviewTrack, column: Column) -> str:
    """A cell as a sentence, for those who hear the table."""
    if column is Column.STATE:
        return words.tr("State: {0}").format(state_name(review))
    if column.category is not None:
        chips = review.chips(column.category)
        if chips:
            return "; ".join(words.chip_sentence(chip) for chip in chips)
        name = words.category_name(column.category)
        if review.is_unsure(column.category):
            return words.tr("{0}: none, the model is not sure").format(name)
        return words.tr("{0}: none").format(name)
    text = cell_text(review, column) or words.tr("unknown")
    return f"{column_name(column)}: {text}"


def cell_hint(review: ReviewTrack, column: Column) -> str:
    """What is shown where the pointer rests on a cell."""
    if column is Column.STATE:
        return words.plain(state_name(review))
    if column.category is not None:
        return "\n".join(words.chip_sentence(chip) for chip in review.chips(column.category))
    return words.plain(str(review.track.path))
