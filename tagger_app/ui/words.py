"""How values are put into words: names, durations, rates. Text of files is shown as plain text."""

import unicodedata

from PySide6.QtCore import QCoreApplication

from tagger_app.core.fields import Category
from tagger_app.core.track import AudioFacts, Track
from tagger_app.pipeline.review import Chip, ChipStatus

_CODECS = {"mp3": "MP3", "flac": "FLAC", "aac": "AAC", "alac": "ALAC", "vorbis": "Vorbis"}


def tr(text: str, *, count: int = -1) -> str:
    """Translate a text that belongs to no widget."""
    return QCoreApplication.translate("Words", text, None, count)


def plain(text: str) -> str:
    """Text of a file without what would steer its display: controls, line ends, bidi marks."""
    return "".join(
        " " if char in "\t\r\n" else char
        for char in text
        if char in "\t\r\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co"}
    ).strip()


def category_name(category: Category) -> str:
    """The category as a heading."""
    return {
        Category.GENRE: tr("Genre"),
        Category.MOOD: tr("Mood"),
        Category.INSTRUMENT: tr("Instrument"),
        Category.OTHER: tr("Other"),
    }[category]


def status_name(status: ChipStatus) -> str:
    """What is known about a tag, as the end of a sentence."""
    return {
        ChipStatus.IN_FILE: tr("in the file"),
        ChipStatus.ACCEPTED: tr("accepted"),
        ChipStatus.ADDED: tr("added by hand"),
        ChipStatus.REJECTED: tr("rejected"),
        ChipStatus.SUGGESTED: tr("suggested"),
        ChipStatus.SCORED: tr("below threshold"),
    }[status]


def chip_sentence(chip: Chip) -> str:
    """A tag as a full sentence: "Mood happy, 82 percent, suggested"."""
    parts = [f"{category_name(chip.category)} {plain(chip.name)}"]
    if chip.score is not None:
        parts.append(tr("{0} percent").format(round(100 * chip.score)))
    parts.append(status_name(chip.status))
    return ", ".join(parts)


def title_of(track: Track) -> str:
    """The track's title, or its file name where the file has none."""
    return plain(track.file_tags.title) or plain(track.path.name)


def duration(seconds: float) -> str:
    """4:07 or 1:02:30; empty where it is not known."""
    if seconds <= 0:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_left(seconds: float) -> str:
    """A coarse time: "1 h 24 min", "3 min", "under a minute"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr("under a minute")
    if minutes < 60:
        return tr("{0} min").format(minutes)
    return tr("{0} h {1} min").format(minutes // 60, minutes % 60)


def facts_line(facts: AudioFacts) -> str:
    """Codec, sample rate, channels and bit rate in one line."""
    channels = {1: tr("mono"), 2: tr("stereo")}
    parts = [
        _CODECS.get(facts.codec, facts.codec.upper()),
        f"{facts.sample_rate / 1000:g} kHz" if facts.sample_rate else "",
        channels.get(facts.channels, tr("{0} channels").format(facts.channels)),
        f"{round(facts.bit_rate / 1000)} kb/s" if facts.bit_rate else "",
        duration(facts.duration),
    ]
    return " · ".join(part for part in parts if part)


def number(value: int) -> str:
    """1204 as 1,204."""
    return f"{value:,}"


def counted(amount: int, one: str, many: str) -> str:
    """A text about one thing, or one about many with their number in place of {0}."""
    return one if amount == 1 else many.format(number(amount))
