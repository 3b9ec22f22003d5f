"""Texts for a person that are said below the window, which translates them.

What is said stands where it is said, in English and as a literal, with places for what is not known
before: `.ci/translate.py` finds it there. The command line prints it as it is.
"""

import errno


class Text:
    """A text in English, and what belongs in its places.

    Args:
        english: the text, with places such as {path} where there are values.
        values: what stands in the places; a `Text` or a `TaggerError` is translated too.
    """

    __slots__ = ("english", "values")

    def __init__(self, english: str, /, **values: object) -> None:
        self.english = english
        self.values = values

    def __str__(self) -> str:
        return self.english.format(**self.values) if self.values else self.english

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


_SYSTEM = {
    errno.ENOENT: Text("there is no such file or folder"),
    errno.EACCES: Text("you have no permission"),
    errno.EPERM: Text("the system does not allow it"),
    errno.EEXIST: Text("there is such a file already"),
    errno.EISDIR: Text("it is a folder"),
    errno.ENOTDIR: Text("a part of its path is no folder"),
    errno.ENOSPC: Text("the disk is full"),
    errno.EROFS: Text("the disk is read-only"),
    errno.EIO: Text("the disk reports an error"),
    errno.ENAMETOOLONG: Text("the name is too long"),
    errno.EBUSY: Text("another program is using it"),
    errno.EMFILE: Text("too many files are open"),
    errno.EFBIG: Text("the file is too large for this disk"),
    errno.ENOMEM: Text("there is not enough memory"),
    errno.ETIMEDOUT: Text("the disk does not answer"),
}


def reason(error: Exception) -> Text:
    """What the system or a library says of why something failed, as a part of a sentence."""
    known = _SYSTEM.get(error.errno or 0) if isinstance(error, OSError) else None
    said = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return known or Text("{said}", said=said.rstrip("."))
