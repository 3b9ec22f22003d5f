"""Which files below some folders are music."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from tagger_app.core.errors import Reason
from tagger_app.core.track import Failure, FileIdentity

Step = tuple[Path, FileIdentity] | None


def standing(path: Path) -> Path:
    """The path from the root, without `..`; links stay, since `resolve` would follow them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (see above)


class Walk:
    """A walk through folders and single files.

    Yields each file with its identity, and None for each folder, so that a walk that finds nothing
    still tells that it goes on. Each file is seen once, however many links lead to it; loops of
    links end. A file named on its own is taken whatever its suffix; in a folder only `suffixes`
    count, and hidden files do not. Afterwards `problems` has what cannot be opened, `devices` the
    disks that files and folders lie on, and `passed_over` the number of other files.
    """

    def __init__(self, roots: Sequence[Path], suffixes: Collection[str]) -> None:
        self._roots = roots
        self._suffixes = suffixes
        self._seen: set[tuple[int, int]] = set()
        self.problems: list[tuple[Path, Failure]] = []
        self.folders: list[Path] = []
        self.devices: set[int] = set()
        self.passed_over = 0

    def __iter__(self) -> Iterator[Step]:
        for root in self._roots:
            yield from self._entry(standing(root), named=True)

    def _entry(self, path: Path, *, named: bool) -> Iterator[Step]:
        try:
            facts = path.stat()
        except OSError as error:
            if named or not isinstance(error, FileNotFoundError):
                self._problem(path, error)
            return
        key = (facts.st_dev, facts.st_ino)
        if key in self._seen:
            return
        self.devices.add(facts.st_dev)
        if path.is_dir():
            self._seen.add(key)
            self.folders.append(path)
            yield None
            yield from self._folder(path)
        elif path.is_file():
            if named or self._is_music(path.name):
                self._seen.add(key)
                identity = FileIdentity(*key, facts.st_size, facts.st_mtime_ns)
                yield path, identity
            else:
                self.passed_over += 1
        elif named or self._is_music(path.name):
            self._seen.add(key)
            detail = "This is a device, pipe or socket, not a file; it is left alone."
            self.problems.append((path, Failure(Reason.NOT_REGULAR, detail)))

    def _folder(self, folder: Path) -> Iterator[Step]:
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries)
        except OSError as error:
            self._problem(folder, error)
            return
        for name in names:
            if not name.startswith("."):
                yield from self._entry(folder / name, named=False)

    def _is_music(self, name: str) -> bool:
        return os.path.splitext(name)[1].lower() in self._suffixes  # noqa: PTH122 (a bare name)

    def _problem(self, path: Path, error: OSError) -> None:
        reason, detail = Reason.INPUT_OUTPUT, f"It cannot be opened: {error.strerror}."
        if isinstance(error, FileNotFoundError):
            reason, detail = Reason.MISSING, "There is no such file or folder."
        elif isinstance(error, PermissionError):
            reason, detail = Reason.NO_PERMISSION, "You have no permission to read it."
        self.problems.append((path, Failure(reason, detail)))
