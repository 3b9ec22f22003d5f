"""What a write has come to, in words."""

from tagger_app.pipeline.events import WriteFinished
from tagger_app.ui import words
from tagger_app.ui.work import REDO, UNDO, WRITE


def write_news(name: str, event: WriteFinished, kept: int) -> str:
    """What a person wants to know of a write that is through.

    Args:
        name: the job's, one of `WRITING`.
        kept: in how many files something was left alone, for it was changed since.
    """
    tr, parts = words.tr, []
    if event.write_id is not None and name == UNDO:
        one, many = tr("1 file has its"), tr("{0} files have their")
        parts = [tr("{0} old tags back.").format(words.counted(event.written, one, many))]
    elif event.write_id is not None:
        one, many = tr("Wrote tags to 1 file."), tr("Wrote tags to {0} files.")
        parts = [words.counted(event.written, one, many)]
    if kept:
        one = tr("In 1 file, what was changed since the write stays as it is.")
        many = tr("In {0} files, what was changed since the write stays as it is.")
        parts.append(words.counted(kept, one, many))
    if event.refused:
        one = tr("1 file was left as it was; see Failed for the reason.")
        many = tr("{0} files were left as they were; see Failed for the reasons.")
        parts.append(words.counted(event.refused, one, many))
    if event.left:
        parts.append(_told_left(name, event.left))
    return " ".join(parts or [tr("There was nothing to write.")])


def _told_left(name: str, left: int) -> str:
    """What is the matter with the tracks that a stopped write has not reached."""
    tr = words.tr
    one, many = {
        WRITE: (tr("Stopped: 1 track still waits to be written."),
                tr("Stopped: {0} tracks still wait to be written.")),
        UNDO: (tr("Stopped: 1 file still has its new tags."),
               tr("Stopped: {0} files still have their new tags.")),
        REDO: (tr("Stopped: 1 file still has its old tags."),
               tr("Stopped: {0} files still have their old tags.")),
    }[name]  # fmt: skip
    return words.counted(left, one, many)
