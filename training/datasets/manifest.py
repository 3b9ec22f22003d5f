"""Clips listed in a CSV manifest with what is known about each."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category

COLUMNS = ("path", "source", "licence", "seconds", "split", "group", "title")


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording of a manifest.

    `labels[category]` are positive labels in the manifest's own words; a label that is absent is
    unknown. Clips of one `group` share an artist or a recording and belong to one split.
    """

    path: Path
    source: str
    licence: str
    labels: Mapping[Category, tuple[str, ...]]
    seconds: float
    split: str
    group: str
    title: str


def read_manifest(path: Path) -> list[Clip]:
    """Read a manifest; clip paths in it are relative to its folder.

    Raises:
        TaggerError: a column is missing, or a value cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise TaggerError(f"{path}: the manifest lacks the columns {', '.join(missing)}.")
        try:
            return [_clip(row, path.parent) for row in reader]
        except (ValueError, AttributeError) as error:
            raise TaggerError(f"{path}, line {reader.line_num}: {error}.") from None


def _clip(row: Mapping[str, str], folder: Path) -> Clip:
    labels = {
        category: tuple(word for word in (row.get(f"labels_{category}") or "").split("|") if word)
        for category in (Category.GENRE, Category.MOOD, Category.INSTRUMENT)
    }
    return Clip(
        path=folder / row["path"],
        source=row["source"],
        licence=row["licence"],
        labels=labels,
        seconds=float(row["seconds"]),
        split=row["split"],
        group=row["group"],
        title=row["title"],
    )
