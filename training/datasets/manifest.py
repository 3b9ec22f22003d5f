"""Clips listed in a CSV manifest with what is known about each."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.splits import SPLITS

LABELS = (Category.GENRE, Category.MOOD, Category.INSTRUMENT)


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

    The column `path` is needed; `labels_genre`, `labels_mood`, `labels_instrument` (words
    separated by `|`), `source`, `licence`, `seconds`, `split`, `group` and `title` may be there.

    Raises:
        TaggerError: the file cannot be read, has no paths, or a value cannot be read.
    """
    try:
        return _read(path)
    except (OSError, UnicodeDecodeError) as error:
        raise TaggerError(f"The manifest cannot be read: {error}.") from None


def _read(path: Path) -> list[Clip]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if "path" not in (reader.fieldnames or ()):
            raise TaggerError(f"{path}: the manifest has no column named path.")
        try:
            return [_clip(row, path.parent) for row in reader]
        except (ValueError, AttributeError, csv.Error) as error:
            raise TaggerError(f"{path}, line {reader.line_num}: {error}.") from None


def _clip(row: Mapping[str, str], folder: Path) -> Clip:
    if not row["path"]:
        raise ValueError("the path is empty")
    split = (row.get("split") or "").strip().lower()
    if split and split not in SPLITS:
        raise ValueError(f"the split {row['split']!r} is none of {', '.join(SPLITS)}")
    labels = {
        category: tuple(word for word in (row.get(f"labels_{category}") or "").split("|") if word)
        for category in LABELS
    }
    return Clip(
        path=folder / row["path"],
        source=row.get("source") or "",
        licence=row.get("licence") or "",
        labels=labels,
        seconds=float(row.get("seconds") or 0.0),
        split=SPLITS[split] if split else "",
        group=row.get("group") or row["path"],
        title=row.get("title") or row["path"],
    )
