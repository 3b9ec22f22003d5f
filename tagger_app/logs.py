"""One log file per person, bounded in size."""

import faulthandler
import logging
import logging.handlers
from pathlib import Path
from typing import IO

LOG_NAME = "tagger.log"
CRASH_NAME = "crash.txt"
_FORMAT = "%(asctime)s %(levelname)s %(processName)s %(name)s: %(message)s"


def start_log(folder: Path, level: int = logging.INFO) -> Path | None:
    """Send the program's log records to a rotating file (three of 1 MB at most).

    Returns:
        The log file, or None where the folder cannot be written: a missing log never stops the
        program.
    """
    root = logging.getLogger("tagger_app")
    root.setLevel(level)
    root.propagate = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / LOG_NAME
        sink: logging.Handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=1_000_000, backupCount=2, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    sink.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(sink)
    return file


def stop_log() -> None:
    """Close the log file."""
    root = logging.getLogger("tagger_app")
    for sink in tuple(root.handlers):
        root.removeHandler(sink)
        sink.close()


class CrashLog:
    """Keeps where every thread was when the process dies of a signal, for the next start to tell.

    All running programs of a person share the file; each only adds to its end.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / CRASH_NAME
        self._stream: IO[str] | None = None

    def begin(self) -> str:
        """Watch from now on; returns what an earlier run died of, empty if none did."""
        try:
            self._stream = self._file.open("a+", encoding="utf-8", errors="replace")
            self._stream.seek(0)
            earlier = self._stream.read()
            self._stream.truncate(0)
            faulthandler.enable(self._stream)
        except OSError:
            return ""  # as with the log: the program goes on without
        return earlier.strip()

    def end(self) -> None:
        """Watch no more."""
        faulthandler.disable()
        if self._stream is not None:
            self._stream.close()
            self._stream = None
