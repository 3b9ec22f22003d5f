"""Reading tags: which file it is, what kind, what its tags say."""

import stat
from pathlib import Path

from tagger_app.core.errors import FileError, Reason, TagReadError
from tagger_app.core.track import FileIdentity, FileTags
from tagger_app.formats.border import explained, reading
from tagger_app.formats.containers import Container, container_of
from tagger_app.formats.in_place import require_whole


def identity_of(path: Path) -> FileIdentity:
    """What tells whether the file behind `path` (links followed) is still the same.

    The file is not opened: a FIFO or a device would block or never end.

    Raises:
        FileError: it is missing (MISSING) or not a regular file (NOT_REGULAR).
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason, detail = explained(error)
        raise FileError(path, reason, detail) from error
    if not stat.S_ISREG(status.st_mode):
        raise FileError(path, Reason.NOT_REGULAR, "Only regular files are read and written.")
    return FileIdentity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def supported_container(path: Path) -> Container:
    """The registry row of a regular file.

    Raises:
        TagReadError: it is not regular, not readable, its kind of file carries no tags, or a
            write into it was interrupted.
    """
    try:
        identity_of(path)
    except FileError as error:
        raise TagReadError(path, error.reason, error.detail) from error
    with reading(path):
        require_whole(path)
        container = container_of(path)
        if container is None:
            raise TagReadError(
                path,
                Reason.UNSUPPORTED,
                "This kind of file carries no tags that the program can write.",
            )
        return container


def read_tags(path: Path) -> FileTags:
    """The tags of a file in this program's words; a file without a tag has empty ones.

    Raises:
        TagReadError: the file is missing, not regular, of no supported kind, its tags cannot
            be read, or it was damaged by an interrupted write.
    """
    container = supported_container(path)
    with reading(path):
        return container.tags.read(path)


def cover(path: Path) -> bytes | None:
    """The image file embedded as front cover, else the first picture, else None.

    Raises:
        TagReadError: as for `read_tags`.
    """
    container = supported_container(path)
    with reading(path):
        return container.tags.cover(path)
