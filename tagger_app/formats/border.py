"""Translating what the system and the library raise into this program's errors."""

import errno
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mutagen
from mutagen.mp4 import AtomError

from tagger_app.core.errors import FileError, Reason, TagReadError, WriteRefusedError
from tagger_app.formats.tag_format import UnwritableTagError

LIBRARY_ERRORS = (
    mutagen.MutagenError,
    AtomError,
    MemoryError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What parsers are known to leak from damaged files."""

_SYSTEM_REASONS = {
    errno.ENOENT: (Reason.MISSING, "the file is no longer there; scan again"),
    errno.ENOTDIR: (Reason.MISSING, "the folder is no longer there; scan again"),
    errno.ELOOP: (Reason.NOT_REGULAR, "the link leads back to itself; remove it"),
    errno.EISDIR: (Reason.NOT_REGULAR, "this is a folder, not a file"),
    errno.EACCES: (Reason.NO_PERMISSION, "you may not do this here; check the permissions"),
    errno.EPERM: (Reason.NO_PERMISSION, "you may not do this here; check the permissions"),
    errno.EROFS: (Reason.READ_ONLY, "the disk is read-only; remount it or copy the file elsewhere"),
    errno.ENOSPC: (Reason.DISK_FULL, "the disk is full; a safe write needs room for a copy"),
    errno.EDQUOT: (Reason.DISK_FULL, "your disk quota is used up; a safe write needs a copy"),
    errno.EFBIG: (Reason.DISK_FULL, "the copy would be larger than this disk or limit allows"),
    errno.EBUSY: (Reason.LOCKED, "another program is using the file; close it and try again"),
    errno.ETXTBSY: (Reason.LOCKED, "another program is using the file; close it and try again"),
}


def explained(error: BaseException) -> tuple[Reason, str]:
    """The reason and a sentence for an error of the system or the library."""
    system = _system_error(error)
    if system is not None:
        known = _SYSTEM_REASONS.get(system.errno or 0)
        if known:
            return known
        return Reason.INPUT_OUTPUT, f"the disk reported an error ({system.strerror or system})"
    if isinstance(error, MemoryError):
        return Reason.OUT_OF_MEMORY, "the tags claim more memory than there is; they are damaged"
    if isinstance(error, UnwritableTagError):
        return Reason.UNREADABLE_TAGS, str(error)
    words = str(error) or type(error).__name__
    return Reason.UNREADABLE_TAGS, f"the tags are damaged or of an unknown kind ({words[:200]})"


def _system_error(error: BaseException) -> OSError | None:
    """The system's error, also where the library wrapped it."""
    if isinstance(error, OSError):
        return error
    if isinstance(error, mutagen.MutagenError):
        for inner in (*error.args, error.__cause__, error.__context__):
            if isinstance(inner, OSError):
                return inner
    return None


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Errors inside the `with` block become `TagReadError`."""
    try:
        yield
    except FileError:
        raise
    except (OSError, *LIBRARY_ERRORS) as error:
        reason, detail = explained(error)
        raise TagReadError(path, reason, _sentence(detail)) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Errors inside the `with` block become `WriteRefusedError`; the file was not touched."""
    try:
        yield
    except WriteRefusedError:
        raise
    except FileError as error:
        raise WriteRefusedError(path, error.reason, error.detail) from error
    except (OSError, *LIBRARY_ERRORS) as error:
        reason, detail = explained(error)
        raise WriteRefusedError(path, reason, _sentence(detail)) from error


def _sentence(detail: str) -> str:
    return detail[:1].upper() + detail[1:] + "."
