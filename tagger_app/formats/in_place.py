"""Writing into a file itself, so that all its names (hard links) keep pointing to it.

The file cannot stay whole meanwhile. From before its first byte is changed until the last one is
on the disk, the proven content therefore lies beside it under a name that people see and that is
not taken for music. An interruption leaves that rescue file. While it is there and differs, the
file counts as damaged, whatever its tags say.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from tagger_app.core.errors import Reason, TagReadError, WriteRefusedError
from tagger_app.core.track import FileIdentity
from tagger_app.formats.border import explained
from tagger_app.formats.temporary import sync_folder

_RESCUE_SUFFIX = ".tagger-rescue"
_LONGEST_NAME = 143  # bytes; the least that a common file system allows (eCryptfs)
_ATTEMPTS = 3
_BLOCK = 1 << 20


def write_in_place(target: Path, copy: Path, *, keep_time: bool) -> None:
    """Put the content of `copy`, which is used up, into `target`.

    Raises:
        OSError: `target` was left as it was.
        WriteRefusedError: `target` is damaged (INTERRUPTED); the detail names the rescue file.
    """
    status = target.stat()
    rescue = _rescue_of(target)
    with target.open("r+b", buffering=0) as file:
        os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))  # see `finish_interrupted`
        copy.rename(rescue)
        sync_folder(target.parent)
        try:
            _grow(file, rescue.stat().st_size)
        except OSError as error:
            _shrink_back(target, file, status, rescue, error)
            raise
    _overwrite(target, rescue, keep_time=keep_time)
    rescue.unlink()


def finish_interrupted(target: Path, reviewed: FileIdentity | None, *, keep_time: bool) -> bool:
    """Finish a write into `target` that was killed, if it had begun at what was reviewed.

    Only then is it certain that nobody has changed the file since: the rescue file bears the
    modification time that the file had. Any other interrupted write is left to the person.

    Returns:
        Whether `target` now holds what that write meant.

    Raises:
        WriteRefusedError: it failed again (INTERRUPTED).
    """
    rescue = _rescue_of(target)
    if not rescue.is_file():
        return False
    now = target.stat()
    begun_at = (now.st_dev, now.st_ino, rescue.stat().st_mtime_ns)
    same_write = reviewed is not None and begun_at == (
        reviewed.device,
        reviewed.inode,
        reviewed.mtime_ns,
    )
    if not _same_content(target, rescue):
        if not same_write:
            return False
        _overwrite(target, rescue, keep_time=keep_time)
    rescue.unlink()
    return same_write


def require_whole(path: Path) -> None:
    """Make sure that no write into the file (links followed) was interrupted.

    Raises:
        TagReadError: with INTERRUPTED; the detail names the rescue file.
    """
    target = path.resolve() if path.is_symlink() else path
    rescue = _rescue_of(target)
    if rescue.is_file() and not _same_content(target, rescue):
        raise TagReadError(
            path,
            Reason.INTERRUPTED,
            f"A write into this file was interrupted; it is probably damaged. {_remedy(rescue)}",
        )


def _rescue_of(target: Path) -> Path:
    name = f"{target.name}{_RESCUE_SUFFIX}"
    if len(os.fsencode(name)) > _LONGEST_NAME:
        short = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
        name = f"{short}{_RESCUE_SUFFIX}"
    return target.with_name(name)


def _remedy(rescue: Path) -> str:
    return (
        f'The whole file with its new tags is "{rescue}". Copy that over the damaged file, so'
        " that all its names stay, then delete the copy and scan again."
    )


def _grow(file: BinaryIO, size: int) -> None:
    """Take the room that a larger content needs before anything is overwritten."""
    missing = size - file.seek(0, os.SEEK_END)
    while missing > 0:
        written = file.write(bytes(min(missing, _BLOCK)))
        missing -= written
    os.fsync(file.fileno())


def _shrink_back(
    target: Path, file: BinaryIO, status: os.stat_result, rescue: Path, reason: OSError
) -> None:
    try:
        file.truncate(status.st_size)
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    except OSError:
        raise _damaged(target, rescue, reason) from reason
    rescue.unlink()


def _overwrite(target: Path, rescue: Path, *, keep_time: bool) -> None:
    for attempt in range(_ATTEMPTS):
        try:
            with rescue.open("rb") as source, target.open("r+b", buffering=0) as file:
                while block := source.read(_BLOCK):
                    _write_all(file, block)
                file.truncate()
                os.fsync(file.fileno())
        except OSError as error:
            if attempt == _ATTEMPTS - 1:
                raise _damaged(target, rescue, error) from error
        else:
            break
    if keep_time:
        time = rescue.stat()
        os.utime(target, ns=(time.st_atime_ns, time.st_mtime_ns))


def _write_all(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _damaged(target: Path, rescue: Path, error: OSError) -> WriteRefusedError:
    _, why = explained(error)
    return WriteRefusedError(
        target,
        Reason.INTERRUPTED,
        f"Writing into this file failed halfway, which damaged it: {why}. {_remedy(rescue)}",
    )


def _same_content(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(_BLOCK):
            if block != second.read(_BLOCK):
                return False
    return True
