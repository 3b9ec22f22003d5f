"""One process at a time works with a catalog, and the next one learns how the last one ended."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tagger_app.core.errors import CatalogError
from tagger_app.core.texts import Text, reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCKED_BYTE = 1 << 30  # far behind the text: Windows forbids others to read a locked byte


class InstanceLock:
    """A lock on the file beside a catalog; the system releases it however the process ends.

    The file holds the owner's process id while the catalog is open and is emptied by an orderly
    close: text found in it tells of an unclean exit.

    Raises:
        CatalogError: another process has it, or the file cannot be made.
    """

    def __init__(self, catalog: Path) -> None:
        self._path = catalog.with_name(catalog.name + ".lock")
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise CatalogError(
                "{path}: the catalog cannot be opened: {why}. Check that you may write to its"
                " folder, or choose another catalog.",
                path=catalog,
                why=reason(error),
            ) from error
        try:
            _lock(self._descriptor)
        except OSError:
            owner = self._text()
            os.close(self._descriptor)
            other = Text("another Tagger")
            if owner.isdigit():
                other = Text("another Tagger (process {number})", number=owner)
            raise CatalogError(
                "{path}: {other} is using this catalog. Close it first, or choose another catalog.",
                path=catalog,
                other=other,
            ) from None
        self.was_left_open = bool(self._text())
        try:
            self._write(str(os.getpid()))
        except OSError as error:
            os.close(self._descriptor)
            raise CatalogError(
                "{path}: the catalog cannot be opened: {why}. Make room on its disk, or choose"
                " another catalog.",
                path=catalog,
                why=reason(error),
            ) from error

    def release(self, *, clean: bool) -> None:
        """Let others in; `clean` says that the catalog was closed in order."""
        if self._descriptor < 0:
            return
        if clean:
            self._write("")
        os.close(self._descriptor)
        self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release(clean=kind is None)

    def _text(self) -> str:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        return os.read(self._descriptor, 32).decode("ascii", "replace").strip()

    def _write(self, text: str) -> None:
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, text.encode("ascii"))
        os.fsync(self._descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
