"""One log file per person, bounded in size."""

import logging
import logging.handlers
from pathlib import Path

LOG_NAME = "tagger.log"
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
