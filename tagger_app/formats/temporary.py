"""The hidden copy beside the original on which a safe write works, and what a killed run leaves."""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tagger_app.core.errors import Reason, WriteRefusedError

if sys.platform != "win32":
    import fcntl

TEMPORARY_MARKER = ".tagger-unfinished-"
"""How the names of hidden copies begin; the scan ignores them."""

_LONGEST_SUFFIX = 16
_SPARE_BYTES = 1 << 20
_KEPT_ATTRIBUTES = ("user.", "system.posix_acl")
_COPYFILE_METADATA = 0b111  # COPYFILE_ACL | COPYFILE_STAT | COPYFILE_XATTR of copyfile(3)


def is_temporary(path: Path) -> bool:
    """Whether this is the hidden copy of a write under way or of one that was killed."""
    return path.name.startswith(TEMPORARY_MARKER)


@contextmanager
def hidden_copy(original: Path) -> Iterator[Path]:
    """A copy with the same content, suffix, mode, owner and attributes; removed at the end.

    The caller may rename it away. It is locked meanwhile, so that a sweep leaves it alone.

    Raises:
        OSError: the copy could not be made; nothing is left behind.
        WriteRefusedError: the copy would lose the owner or the attributes.
    """
    size = original.stat().st_size
    if shutil.disk_usage(original.parent).free < size + _SPARE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    suffix = original.suffix if len(os.fsencode(original.suffix)) <= _LONGEST_SUFFIX else ""
    copy = original.with_name(f"{TEMPORARY_MARKER}{secrets.token_hex(8)}{suffix}")
    descriptor = os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        if sys.platform == "win32":
            os.close(descriptor)  # an open file could not be renamed
        else:
            with contextlib.suppress(OSError):  # some network disks know no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.copyfile(original, copy)
        _keep_attributes(original, copy)
        yield copy
    finally:
        if sys.platform != "win32":
            os.close(descriptor)
        copy.unlink(missing_ok=True)


def _keep_attributes(original: Path, copy: Path) -> None:
    wanted = original.stat()
    if os.name == "posix":
        given = copy.stat()
        if (wanted.st_uid, wanted.st_gid) != (given.st_uid, given.st_gid):
            try:
                os.chown(copy, wanted.st_uid, wanted.st_gid)
            except PermissionError as error:
                raise WriteRefusedError(
                    original,
                    Reason.NO_PERMISSION,
                    "The file belongs to another user or group, which a safe write could not keep."
                    " Take it over first.",
                ) from error
    shutil.copystat(original, copy)
    if sys.platform == "darwin":
        library = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(original), os.fsencode(copy)
        if library.copyfile(*names, None, _COPYFILE_METADATA) != 0:
            raise OSError(ctypes.get_errno(), "the file's attributes cannot be kept")
    elif hasattr(os, "listxattr"):
        if _attributes(original) != _attributes(copy):
            raise OSError(errno.EPERM, "the file's extended attributes cannot be kept")
    if stat.S_IMODE(copy.stat().st_mode) != stat.S_IMODE(wanted.st_mode):
        raise OSError(errno.EPERM, "the file's permissions cannot be kept")


def _attributes(path: Path) -> dict[str, bytes]:
    try:
        names = [name for name in os.listxattr(path) if name.startswith(_KEPT_ATTRIBUTES)]
    except OSError:
        return {}  # a file system without extended attributes
    return {name: os.getxattr(path, name) for name in names}


def sweep_orphans(folders: Iterable[Path]) -> list[Path]:
    """Remove hidden copies that a killed run left in these folders; the ones removed.

    Copies that a running write holds stay. A folder that cannot be read is passed over.
    """
    removed: list[Path] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            with os.scandir(folder) as entries:
                files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
            copies = filter(is_temporary, (Path(entry.path) for entry in files))
            removed.extend(path for path in copies if _remove_unlocked(path))
    return removed


def _remove_unlocked(path: Path) -> bool:
    with contextlib.suppress(OSError):
        with path.open("rb") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
        return True
    return False


def sync_folder(folder: Path) -> None:
    """Make a rename durable; the files are whole either way, so a refusal is not an error."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
