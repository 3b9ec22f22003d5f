"""The tag fields the program owns, one row per field, with its key in every tag family.

Keys follow the mapping tables of Picard, Kid3 and Navidrome. `performer:instrument` credits
people and is never read or written as an instrument.
"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a tag says about the music."""

    GENRE = "genre"
    MOOD = "mood"
    INSTRUMENT = "instrument"
    OTHER = "other"


class TagFamily(StrEnum):
    """A family of tag formats that share their keys."""

    ID3V24 = "id3v2.4"
    ID3V23 = "id3v2.3"
    ID3V22 = "id3v2.2"
    VORBIS = "vorbis"
    MP4 = "mp4"
    APE = "ape"
    ASF = "asf"


@dataclass(frozen=True, slots=True)
class Field:
    """One tag field: its name in this program and its key in each tag family."""

    name: str
    keys: dict[TagFamily, str]
    category: Category | None = None


def _field(  # one row of the table below
    name: str,
    id3v24: str,
    id3v23: str,
    vorbis: str,
    mp4: str,
    ape: str,
    asf: str,
    category: Category | None = None,
) -> Field:
    keys = {
        TagFamily.ID3V24: id3v24,
        TagFamily.ID3V23: id3v23,
        # The same frames under the three-letter names of that version.
        TagFamily.ID3V22: id3v23.replace("TXXX", "TXX").replace("TCON", "TCO"),
        TagFamily.VORBIS: vorbis,
        TagFamily.MP4: mp4,
        TagFamily.APE: ape,
        TagFamily.ASF: asf,
    }
    return Field(name, keys, category)


def _freeform(name: str) -> str:
    return f"----:com.apple.iTunes:{name}"


# fmt: off
FIELDS: tuple[Field, ...] = (
    _field("genre", "TCON", "TCON", "GENRE", "\xa9gen", "Genre", "WM/Genre", Category.GENRE),
    _field("mood", "TMOO", "TXXX:MOOD", "MOOD", _freeform("MOOD"), "Mood", "WM/Mood",
           Category.MOOD),
    _field("instrument", "TXXX:INSTRUMENT", "TXXX:INSTRUMENT", "INSTRUMENT",
           _freeform("INSTRUMENT"), "Instrument", "INSTRUMENT", Category.INSTRUMENT),
    _field("valence", "TXXX:VALENCE", "TXXX:VALENCE", "VALENCE", _freeform("VALENCE"),
           "Valence", "VALENCE"),
    _field("arousal", "TXXX:AROUSAL", "TXXX:AROUSAL", "AROUSAL", _freeform("AROUSAL"),
           "Arousal", "AROUSAL"),
    _field("energy", "TXXX:ENERGY", "TXXX:ENERGY", "ENERGY", _freeform("ENERGY"),
           "Energy", "ENERGY"),
    _field("provenance", "TXXX:TAGGER_PROVENANCE", "TXXX:TAGGER_PROVENANCE",
           "TAGGER_PROVENANCE", _freeform("TAGGER_PROVENANCE"), "TAGGER_PROVENANCE",
           "TAGGER_PROVENANCE"),
)
# fmt: on

FIELD_BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}
TAG_CATEGORIES: tuple[Category, ...] = (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
