"""Failures the program knows and can explain.

Every error carries a message a person can act on. A `FileError` also names the file and a
`Reason`, a stable code that is stored in the catalog, printed by the command line and translated
by the window. Of all others the window translates the message itself.
"""

from enum import StrEnum
from pathlib import Path

from tagger_app.core.texts import Text


class Reason(StrEnum):
    """Why one file could not be heard, read or written."""

    MISSING = "missing"
    NOT_REGULAR = "not-a-regular-file"
    NO_PERMISSION = "no-permission"
    UNSUPPORTED = "unsupported-format"
    NO_AUDIO = "no-audio"
    DAMAGED = "damaged-audio"
    CUT_OFF = "cut-off"
    UNREADABLE_TAGS = "unreadable-tags"
    READ_ONLY = "read-only"
    HARD_LINKED = "hard-linked"
    CHANGED_OUTSIDE = "changed-outside"
    DISK_FULL = "disk-full"
    LOCKED = "locked"
    INTERRUPTED = "write-interrupted"
    UNPROVEN = "write-could-not-be-proven"
    CRASHED = "decoder-crashed"
    HUNG = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    INPUT_OUTPUT = "input-output-error"
    INTERNAL = "internal-error"


class TaggerError(Exception):
    """A known failure with a message that says what happened and what to do about it.

    Args:
        english: the message as in `Text`: a literal where it can reach the window.
        values: what stands in its places.
    """

    def __init__(self, english: str, /, **values: object) -> None:
        super().__init__(english)
        self.text = Text(english, **values)

    def __str__(self) -> str:
        return str(self.text)


class FileError(TaggerError):
    """A failure that concerns exactly one file.

    Args:
        path: the file.
        reason: stable code.
        detail: what was found and the remedy, without the file's name.
    """

    def __init__(self, path: Path, reason: Reason, detail: str) -> None:
        super().__init__("{path}: {detail} [{reason}]", path=path, detail=detail, reason=reason)
        self.args = (path, reason, detail)  # of which a copy is made in another process
        self.path = path
        self.reason = reason
        self.detail = detail


class DecodeError(FileError):
    """The audio of a file could not be decoded."""


class TagReadError(FileError):
    """The tags of a file could not be read."""


class WriteRefusedError(FileError):
    """A file was left exactly as it was because writing it safely was not possible.

    Only with INTERRUPTED, which only a write in place can end in, is it damaged: the detail then
    names the whole copy that lies beside it.
    """


class ModelError(TaggerError):
    """A model file is missing, malformed, or does not keep its contract."""


class CatalogError(TaggerError):
    """The catalog cannot be opened, migrated, read or written."""


class CatalogBusyError(CatalogError):
    """Something is being stored just now, and whoever asked did not want to wait for that."""


class SettingsError(TaggerError):
    """A settings file or a setting's value is not valid."""
