"""Emotify (Aljanaki, Wiering & Veltkamp 2016): what share of listeners felt which emotion."""

import csv
from collections.abc import Mapping
from pathlib import Path

from tagger_app.core.errors import TaggerError

EMOTIONS: Mapping[str, str] = {
    "solemnity": "Solemn",
    "tenderness": "Tender",
    "nostalgia": "Nostalgic",
    "calmness": "Calm",
    "power": "Powerful",
    "joyful_activation": "Happy",
    "tension": "Tense",
    "sadness": "Sad",
}
"""Column → mood. Amazement is left out: listeners did not agree on it (split-half .32)."""


def read_shares(path: Path) -> dict[Path, dict[str, float]]:
    """{clip: {mood: share of listeners 0…1}}; clips in it are relative to its folder.

    Raises:
        TaggerError: the file cannot be read, or a column is missing or is not a number.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return {
                path.parent / row["path"]: {
                    mood: float(row[column]) for column, mood in EMOTIONS.items()
                }
                for row in csv.DictReader(stream)
            }
    except OSError as error:
        raise TaggerError(f"The shares of listeners cannot be read: {error}.") from None
    except (KeyError, ValueError, TypeError, csv.Error) as error:
        raise TaggerError(f"{path}: no share of listeners: {error!r}.") from None
