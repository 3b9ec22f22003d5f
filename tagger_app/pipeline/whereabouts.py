"""Whether a file is still where it was: gone, out of reach, or only known by another name."""

import os
from collections.abc import Collection
from pathlib import Path


class Whereabouts:
    """What is there now, asked once per folder.

    Args:
        roots: folders that are scanned, there or not; what lies below one that is not there is out
            of reach and not gone.
        devices: disks that are known to be there.
    """

    def __init__(self, roots: Collection[Path], devices: Collection[int]) -> None:
        self._absent = [root for root in roots if not root.exists()]
        self._devices = set(devices)
        self._listings: dict[Path, frozenset[str] | None] = {}

    def has(self, path: Path) -> bool:
        """Whether something lies at a path under exactly this name.

        Where case does not matter to the file system, a file that was renamed from "a" to "A"
        would answer to both.
        """
        if not os.path.lexists(path):
            return False
        return all(
            names is None or part.name in names
            for part in (path, *path.parents)
            if part != part.parent and (names := self._names(part.parent)) is not None
        )

    def in_reach(self, path: Path, device: int) -> bool:
        """Whether the disk and the library folder of a path are there, so that it may be gone."""
        if any(path.is_relative_to(root) and path != root for root in self._absent):
            return False
        if device in self._devices:
            return True
        for parent in path.parents:
            try:
                here = parent.stat().st_dev
            except OSError:
                continue
            return here == device
        return False

    def _names(self, folder: Path) -> frozenset[str] | None:
        """The names in a folder; None where it may not be read."""
        if folder not in self._listings:
            try:
                with os.scandir(folder) as entries:
                    self._listings[folder] = frozenset(entry.name for entry in entries)
            except OSError:
                self._listings[folder] = None
        return self._listings[folder]
