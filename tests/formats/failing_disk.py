"""A disk that fails in the middle of a file."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self


class FailingDisk:
    """Makes writes that would cross the middle of a file stop there.

    Args:
        path: the file.
        error: what the system reports, or None to kill the process.
        failures: how often it fails, before it works.
    """

    def __init__(self, path: Path, error: int | None, failures: int) -> None:
        self.path = path
        self.middle = path.stat().st_size // 2
        self.error = error
        self.failures = failures

    def opener(self) -> Callable[..., Any]:
        """What stands in for `Path.open`."""
        really_open = Path.open

        def failing_open(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            file = really_open(path, mode, *arguments, **options)
            return _FailingFile(file, self) if (mode, path) == ("r+b", self.path) else file

        return failing_open


class _FailingFile:
    def __init__(self, file: Any, disk: FailingDisk) -> None:
        self._file = file
        self._disk = disk

    def write(self, data: Any) -> int:
        position = self._file.tell()
        if self._disk.failures and position <= self._disk.middle < position + len(data):
            self._disk.failures -= 1
            self._file.write(data[: self._disk.middle - position])
            self._file.flush()
            if self._disk.error is None:
                os.kill(os.getpid(), signal.SIGKILL)
            code = self._disk.error or errno.EIO
            raise OSError(code, os.strerror(code))
        return int(self._file.write(data))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
