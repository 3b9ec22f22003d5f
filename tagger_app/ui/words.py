"""How values are put into words: names, durations, rates. Text of files is shown as plain text."""

import os
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from tagger_app.core.changes import FieldChange
from tagger_app.core.fields import FIELD_BY_NAME, Category, TagFamily
from tagger_app.core.track import AudioFacts, Track
from tagger_app.pipeline.review import Chip, ChipStatus

_CODECS = {"vorbis": "Vorbis", "opus": "Opus"}
"""Codecs that are names and no letters."""


_CONTEXTS = ("words", "")
"""Where lupdate files the texts of calls of `words.tr(…)` and of a bare `tr(…)`."""


def tr(text: str) -> str:
    """Translate a text that belongs to no widget."""
    found = (QCoreApplication.translate(context, text) for context in _CONTEXTS)
    return next((translated for translated in found if translated != text), text)


def plain(text: str) -> str:
    """Text of a file without what would steer its display: controls, line ends, bidi marks."""
    if text.isprintable():  # nearly all are, and every cell that is drawn asks
        return text.strip()
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
        ChipStatus.REMOVED: tr("in the file, to be removed"),
        ChipStatus.EDITED: tr("in the file, to be changed"),
        ChipStatus.ACCEPTED: tr("accepted"),
        ChipStatus.ADDED: tr("added by hand"),
        ChipStatus.REJECTED: tr("rejected"),
        ChipStatus.SUGGESTED: tr("suggested"),
        ChipStatus.SCORED: tr("not suggested"),
    }[status]


def chip_text(chip: Chip) -> str:
    """A tag's name, and what takes its place: "Rock → Blues"."""
    return f"{plain(chip.name)} → {plain(chip.becomes)}" if chip.becomes else plain(chip.name)


def chip_sentence(chip: Chip) -> str:
    """A tag as a full sentence: "Mood happy, 82 percent, suggested"."""
    parts = [f"{category_name(chip.category)} {chip_text(chip)}"]
    if chip.score is not None:
        parts.append(tr("{0} percent").format(round(100 * chip.score)))
    parts.append(status_name(chip.status))
    return ", ".join(parts)


def scale_line(scales: Mapping[str, float]) -> str:
    """Where a model places a track: "Valence 0.62 · Arousal 0.31"."""
    return " · ".join(f"{scale_name(name)} {score(value)}" for name, value in scales.items())


def scale_name(name: str) -> str:
    """What a scale of a model is called."""
    return {"valence": tr("Valence"), "arousal": tr("Arousal")}.get(name) or plain(name)


def title_of(track: Track) -> str:
    """The track's title, or its file name where the file has none."""
    return plain(track.file_tags.title) or plain(track.path.name)


def place(path: Path) -> str:
    """A path, with ~ for the person's home folder where the system's people write it so."""
    if os.name == "posix":
        with suppress(RuntimeError, ValueError):  # there is no home folder, or it is not in there
            path = "~" / path.relative_to(Path.home())
    return plain(str(path))


def not_heard(track: Track) -> str:
    """Why there is nothing that the present model has heard of a track."""
    # Its facts are known from hearing.
    return tr("not heard yet") if track.facts is None else tr("heard by another model")


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


def codec_name(codec: str) -> str:
    """A codec as it is commonly written: mp3 as MP3."""
    return _CODECS.get(codec, codec.upper())


def format_line(facts: AudioFacts) -> str:
    """Codec and bit rate."""
    rate = f"{round(facts.bit_rate / 1000)} kb/s" if facts.bit_rate else ""
    return " · ".join(part for part in (codec_name(facts.codec), rate) if part)


def file_size(size: int) -> str:
    """A number of bytes in the largest unit that fits, such as 3.4 MB."""
    return _locale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def facts_line(facts: AudioFacts) -> str:
    """Codec, sample rate, channels and bit rate in one line."""
    channels = {1: tr("mono"), 2: tr("stereo")}
    parts = [
        codec_name(facts.codec),
        f"{_short(facts.sample_rate / 1000, 3)} kHz" if facts.sample_rate else "",
        channels.get(facts.channels, tr("{0} channels").format(facts.channels)),
        f"{round(facts.bit_rate / 1000)} kb/s" if facts.bit_rate else "",
        duration(facts.duration),
    ]
    return " · ".join(part for part in parts if part)


def ends_early(facts: AudioFacts) -> str:
    """That a file holds less than it should; empty of a whole one."""
    if facts.promised is None:
        return ""
    heard = duration(facts.duration) or "0:00"
    if facts.promised:
        text = tr("The file ends early, after {0} of {1}. Download or copy it again.")
        return text.format(heard, duration(facts.promised))
    return tr("The file ends early, after {0}. Download or copy it again.").format(heard)


def change_line(change: FieldChange) -> str:
    """A field with its values before and after a change."""
    if change.field in set(Category):
        name = category_name(Category(change.field))
    else:  # the name that other programs show for it
        known = FIELD_BY_NAME.get(change.field)
        name = known.keys[TagFamily.VORBIS] if known is not None else change.field
    return f"{name}: {_listed(change.before)} → {_listed(change.after)}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(map(plain, values)) or tr("empty")


def percent(part: float) -> str:
    """0.987 as 98.7 %, and 1 as 100 %."""
    return tr("{0} %").format(_short(100 * part, 1))


def number(value: int) -> str:
    """1204 as 1,204, or as the language writes it."""
    return _locale().toString(value)


def score(value: float) -> str:
    """0.8249 as 0.82, or as the language writes it."""
    return fixed(value, 2)


def fixed(value: float, digits: int) -> str:
    """A number with so many digits behind the point."""
    return _locale().toString(float(value), "f", digits)


def _short(value: float, digits: int) -> str:
    """A number with at most so many digits behind the point, and no zeros at their end."""
    rounded = round(value, digits)
    while digits and rounded == round(rounded, digits - 1):
        digits -= 1
    return _locale().toString(rounded, "f", digits)


def _locale() -> QLocale:
    """The language's, in place of the C locale, which writes 1204."""
    locale = QLocale()
    return QLocale("en") if locale.language() is QLocale.Language.C else locale


def megabytes(size: int) -> str:
    """A number of bytes as 9.6 MB."""
    return tr("{0} MB").format(_locale().toString(size / 1e6, "f", 1))


def counted(amount: int, one: str, many: str) -> str:
    """A text about one thing, or one about many with their number in place of {0}."""
    return one if amount == 1 else many.format(number(amount))
