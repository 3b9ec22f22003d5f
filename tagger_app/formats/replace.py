"""The safe write: a file is replaced by a proven copy, or not touched at all.

The original is whole at every moment: the change is made on a hidden copy in the same folder,
proven there, synced to disk and then renamed over the original.
"""

import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import Reason, WriteRefusedError
from tagger_app.core.track import FileIdentity
from tagger_app.formats.border import reading, writing
from tagger_app.formats.in_place import finish_interrupted, require_whole, write_in_place
from tagger_app.formats.proof import prove
from tagger_app.formats.reading import identity_of, supported_container
from tagger_app.formats.temporary import (
    TEMPORARY_MARKER,
    hidden_copy,
    is_temporary,
    sweep_orphans,
    sync_folder,
)
from tagger_app.formats.values import stored_values

__all__ = ["TEMPORARY_MARKER", "WriteOptions", "is_temporary", "sweep_orphans", "write_tags"]

_LOCK_ATTEMPTS = 3
_LOCK_PAUSE = 1.0
_WINDOWS_IN_USE = (5, 32)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How to write.

    Args:
        new_id3_version: for files that get their first ID3v2 tag: "2.4" or "2.3".
        keep_modification_time: leave the file's time as it was.
        expected: the identity of the file that the person reviewed; None does not ask.
        hard_links: whether a file with several names is refused or written in place.
    """

    new_id3_version: Literal["2.4", "2.3"] = "2.4"
    keep_modification_time: bool = False
    expected: FileIdentity | None = None
    hard_links: Literal["refuse", "in-place"] = "refuse"


_DEFAULTS = WriteOptions()


def write_tags(path: Path, change: ChangeSet, options: WriteOptions = _DEFAULTS) -> FileIdentity:
    """Apply a change to the tags of one file; the file's identity afterwards.

    A symbolic link stays one: what it names is written. A field that already has its new values
    counts as written; when that is so for all, the file is not touched.

    Raises:
        WriteRefusedError: the file was left exactly as it was; the reason says why. Only with
            INTERRUPTED is it damaged; the detail then names the whole copy beside it.
    """
    with writing(path):
        identity = identity_of(path)
        target = path.resolve(strict=True)
        keep_time = options.keep_modification_time
        if finish_interrupted(target, options.expected, keep_time=keep_time):
            identity = identity_of(target)
        elif options.expected not in (None, identity):
            require_whole(target)  # else the reason is ours
            raise _changed_outside(path)
        tags = supported_container(target).tags
        with reading(target):
            current = tags.read(target).tags
        values = _outstanding(target, change, current)
        if not values:
            return identity
        expected = {field: texts for field, texts in {**current, **values}.items() if texts}
        _require_writable(target, options)
        with hidden_copy(target) as copy:
            tags.save(copy, values, options.new_id3_version)
            try:
                prove(target, copy, tags, expected)
            except WriteRefusedError:
                _require_unchanged(target, identity)  # which then is the reason
                raise
            _set_time(target, copy, keep=keep_time)
            _sync(copy)
            _require_unchanged(target, identity)
            if target.stat().st_nlink > 1:
                write_in_place(target, copy, keep_time=keep_time)
            else:
                _replace(copy, target)
        sync_folder(target.parent)
        return identity_of(target)


def _require_unchanged(target: Path, identity: FileIdentity) -> None:
    if identity_of(target) != identity:
        raise _changed_outside(target)


def _changed_outside(target: Path) -> WriteRefusedError:
    return WriteRefusedError(
        target,
        Reason.CHANGED_OUTSIDE,
        "Another program changed the file since it was reviewed. Review it again.",
    )


def _outstanding(
    target: Path, change: ChangeSet, current: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The values still to be written, by field."""
    values = {}
    for one in change.changes:
        held = current.get(one.field, ())
        wanted = stored_values(one.field, one.after)
        if held == wanted:
            continue
        if held != stored_values(one.field, one.before):
            raise _changed_outside(target)
        values[one.field] = wanted
    return values


def _require_writable(target: Path, options: WriteOptions) -> None:
    status = target.stat()
    # The superuser may write anything: the mode tells what the owner wants.
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(
        target, os.W_OK
    ):
        raise WriteRefusedError(
            target, Reason.READ_ONLY, "The file is read-only. Allow writing to it first."
        )
    if status.st_nlink > 1 and options.hard_links == "refuse":
        raise WriteRefusedError(
            target,
            Reason.HARD_LINKED,
            f"The file has {status.st_nlink} names (hard links); writing would separate them."
            " Choose to write such files in place, or copy it first.",
        )


def _set_time(target: Path, copy: Path, *, keep: bool) -> None:
    if keep:
        status = target.stat()
        os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    else:
        os.utime(copy)


def _sync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _replace(copy: Path, target: Path) -> None:
    for attempt in range(_LOCK_ATTEMPTS):
        try:
            copy.replace(target)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _WINDOWS_IN_USE:
                raise
            if attempt == _LOCK_ATTEMPTS - 1:
                raise WriteRefusedError(
                    target,
                    Reason.LOCKED,
                    "Another program is using the file. Close it there and try again.",
                ) from error
            time.sleep(_LOCK_PAUSE)
        else:
            return
