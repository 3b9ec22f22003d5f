"""What a scan found, in words."""

from tagger_app.pipeline.events import ScanFinished
from tagger_app.ui import words


def scan_news(event: ScanFinished, *, asked: bool = False) -> str:
    """What has changed in the library; empty where nothing has.

    Args:
        asked: whether a person wants to know, and is told of what is out of reach, too.
    """
    tr = words.tr
    parts = [
        (event.moved, tr("1 file has moved and kept its decisions."),
         tr("{0} files have moved and kept their decisions.")),
        (event.back, tr("1 file is there again."), tr("{0} files are there again.")),
        (event.new, tr("1 file is new."), tr("{0} files are new.")),
        (event.changed, tr("1 file was changed by another program."),
         tr("{0} files were changed by other programs.")),
        (event.missing, tr("1 file is missing."), tr("{0} files are missing.")),
        (event.offline, tr("1 file is on a disk that is not there."),
         tr("{0} files are on a disk that is not there.")),
    ]  # fmt: skip
    if not (asked or event.moved or event.back or event.new or event.changed):
        # What was missing before is told of by the sidebar.
        return ""
    return " ".join(words.counted(count, one, many) for count, one, many in parts if count)


def stopped_scan(done: int, total: int) -> str:
    """What a scan has done that a person stopped.

    Args:
        done: files that were read.
        total: files there are to read; 0 while the folders are still being looked through.
    """
    tr = words.tr
    if not total:
        return tr("Stopped before any file was read.")
    text = tr("Stopped after {0} of {1} files. “Look for changes” reads the others.")
    return text.format(words.number(done), words.number(total))
