"""The folders of the library as a tree, with the tracks in and below each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tagger_app.catalog.facets import FacetCounts


@dataclass(frozen=True, slots=True)
class FolderTree:
    """Folders worth a line: with tracks of their own, or where two of them meet.

    totals: tracks in and below each. below: the folders right below each, by path; those below
    None are at the top. missing, offline: tracks in and below a folder that are out of reach.
    """

    totals: Mapping[Path, int]
    below: Mapping[Path | None, tuple[Path, ...]]
    above: Mapping[Path, Path | None]
    missing: Mapping[Path, int]
    offline: Mapping[Path, int]


NO_FOLDERS = FolderTree({}, {}, {}, {}, {})


def folder_tree(folders: Mapping[Path, int], counts: FacetCounts) -> FolderTree:
    """The tree of folders with these numbers of tracks of their own.

    Some 50 ms for 10,000 folders, so not for the window's thread.
    """
    totals = _totals(folders)
    children: dict[Path, set[Path]] = {}
    for folder in totals:
        if folder.parent != folder:
            children.setdefault(folder.parent, set()).add(folder)
    worth = {
        folder
        for folder in totals
        if folder in folders or (len(children[folder]) > 1 and folder.parent != folder)
    }
    below: dict[Path | None, list[Path]] = {}
    over: dict[Path, Path | None] = {}
    for folder in sorted(worth):
        above = next((parent for parent in folder.parents if parent in worth), None)
        below.setdefault(above, []).append(folder)
        over[folder] = above
    return FolderTree(
        {folder: totals[folder] for folder in worth},
        {above: tuple(found) for above, found in below.items()},
        over,
        _totals(counts.missing),
        _totals(counts.offline),
    )


def _totals(folders: Mapping[Path, int]) -> dict[Path, int]:
    totals: dict[Path, int] = {}
    for folder, amount in folders.items():
        for above in (folder, *folder.parents):
            totals[above] = totals.get(above, 0) + amount
    return totals
