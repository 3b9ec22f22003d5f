"""What went wrong below the window, in the person's language."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from tagger_app.core.errors import FileError, Reason, TaggerError
from tagger_app.core.texts import Text
from tagger_app.core.track import Failure, TrackState
from tagger_app.ui import words


def said(text: Text | TaggerError) -> str:
    """A text that is said below the window, where `.ci/translate.py` finds it."""
    if isinstance(text, FileError):
        failure = told(Failure(text.reason, text.detail))
        return f"{words.place(text.path)}: {failure}"
    if isinstance(text, TaggerError):
        text = text.text
    translated = QCoreApplication.translate("Below", text.english)
    if not text.values:
        return translated
    return translated.format(**{name: _value(value) for name, value in text.values.items()})


def _value(value: object) -> str:
    if isinstance(value, Text | TaggerError):
        return said(value)
    if isinstance(value, Path):
        return words.place(value)
    if isinstance(value, int):
        return words.number(value)
    return words.plain(str(value))


def told(failure: Failure) -> str:
    """What was found out about a file, and what to do.

    The rooms that know no language say it in English, down to the share of a damaged track. In
    another language there is a sentence for each kind of failure; `Failure.detail` says the rest.
    """
    english = _ENGLISH[failure.reason]
    translated = words.tr(english)
    return translated if translated != english else words.plain(failure.detail)


def in_english(failure: Failure) -> str:
    """What is known beyond `told`, marked as English; empty where `told` says it all."""
    detail = words.plain(failure.detail)
    return "" if told(failure) == detail else words.tr("In English: {0}").format(detail)


def _sentences(tr: Callable[[str], str]) -> dict[Reason, str]:
    return {
        Reason.MISSING: tr("There is no such file any more."),
        Reason.NOT_REGULAR: tr("This is no regular file."),
        Reason.NO_PERMISSION: tr("You have no permission to read this file."),
        Reason.UNSUPPORTED: tr(
            "This is no audio format that the program knows. Convert it or replace it."
        ),
        Reason.NO_AUDIO: tr("There is no audio in this file."),
        Reason.DAMAGED: tr("The audio is damaged. Replace the file if it plays nowhere."),
        Reason.CUT_OFF: tr("The file is cut off. Download or copy it again."),
        Reason.UNREADABLE_TAGS: tr("The tags of this file cannot be read."),
        Reason.READ_ONLY: tr("The file is read-only. Allow writing to it first."),
        Reason.HARD_LINKED: tr("The file has several names, which writing would separate."),
        Reason.CHANGED_OUTSIDE: tr("Another program changed the file. Review it again."),
        Reason.DISK_FULL: tr("There is no room left on the disk."),
        Reason.LOCKED: tr("Another program is using the file. Close it there first."),
        Reason.INTERRUPTED: tr(
            "A write was interrupted. The whole file lies beside it and ends in .tagger-rescue:"
            " copy it over the damaged one, then scan again."
        ),
        Reason.UNPROVEN: tr("A safe write was not possible; the file is as it was."),
        Reason.CRASHED: tr("The decoder crashed over this file. It may be damaged."),
        Reason.HUNG: tr("The decoder found no end of this file. It may be damaged."),
        Reason.OUT_OF_MEMORY: tr("This file takes too much memory. It may be damaged."),
        Reason.INPUT_OUTPUT: tr("The disk could not read or write this file."),
        Reason.INTERNAL: tr("The program met an error of its own over this file."),
    }


_ENGLISH = _sentences(str)


def out_of_reach(state: TrackState) -> str:
    """Why a file cannot be heard or played for the present; empty where it is there."""
    if state is TrackState.MISSING:
        return words.tr("The file is missing.")
    if state is TrackState.OFFLINE:
        return words.tr("The disk or folder of this file is not there now.")
    return ""
