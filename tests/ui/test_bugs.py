"""What a person gets of an error that nobody foresaw."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tagger_app import __version__
from tagger_app.ui.bugs import BugDialog, BugReporter

ROOT = Path(__file__).resolve().parents[2]
DIES = """
import os, signal, sys
from pathlib import Path
from tagger_app.logs import CrashLog

CrashLog(Path(sys.argv[1])).begin()
os.kill(os.getpid(), signal.SIGSEGV)
"""


TELLS = """
import sys
from pathlib import Path
from tagger_app.logs import CrashLog

print(CrashLog(Path(sys.argv[1])).begin(), end="")
"""

CLOSES = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from tagger_app.ui.bugs import BugReporter

os.environ["QT_QPA_PLATFORM"] = "offscreen"
app, window = QApplication([]), QWidget()
reporter = BugReporter(None)

def met() -> None:
    reporter.report(ValueError("a surprise"))
    window.close()
    app.exit()

app.lastWindowClosed.connect(lambda: print("the program ends"))
window.show()
QTimer.singleShot(0, met)
app.exec()
"""


def run(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """A process of its own: what it does to the handling of signals ends with it."""
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def open_reports() -> list[BugDialog]:
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, BugDialog)]
    return [dialog for dialog in dialogs if dialog.isVisible()]


def shown_report(qtbot: QtBot) -> tuple[BugDialog, str]:
    (dialog,) = open_reports()
    qtbot.addWidget(dialog)
    text = dialog.findChild(QPlainTextEdit)
    assert isinstance(text, QPlainTextEdit)
    return dialog, text.toPlainText()


def test_the_report_names_versions_and_can_be_copied(qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "tagger.log"
    log.write_text("what happened before\n")
    reporter = BugReporter(log)
    reporter.report(ValueError("a surprise"))
    dialog, text = shown_report(qtbot)
    assert f"Tagger {__version__}, Python" in text
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    assert "Show log file" in buttons
    buttons["Copy"].click()
    assert QApplication.clipboard().text() == text
    # Qt would delete it after the interpreter that made it has ended.
    QApplication.clipboard().clear()
    dialog.reject()


def test_a_report_that_is_open_does_not_keep_the_program(tmp_path: Path) -> None:
    assert run(CLOSES, tmp_path).stdout == "the program ends\n"


def test_a_report_stays_above_the_window_that_is_used(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    reporter = BugReporter(None)
    reporter.report(ValueError("a surprise"))
    dialog, _ = shown_report(qtbot)
    assert dialog.parentWidget() is window
    dialog.reject()


def test_an_error_in_a_thread_is_reported(qtbot: QtBot) -> None:
    reporter = BugReporter(None)
    restore = reporter.install()

    def fail() -> None:
        raise ValueError("in a thread")

    try:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        qtbot.waitUntil(
            lambda: any(
                isinstance(w, BugDialog) and w.isVisible() for w in QApplication.topLevelWidgets()
            )
        )
    finally:
        restore()
    dialog, text = shown_report(qtbot)
    assert "in a thread" in text
    dialog.reject()


@pytest.mark.skipif(sys.platform == "win32", reason="dies of a signal")
def test_the_next_start_tells_of_a_crash(qtbot: QtBot, tmp_path: Path) -> None:
    assert run(DIES, tmp_path).returncode < 0
    earlier = run(TELLS, tmp_path).stdout
    assert "Segmentation fault" in earlier
    assert run(TELLS, tmp_path).stdout == ""  # told once
    reporter = BugReporter(None)
    reporter.report_crash(earlier)
    dialog, text = shown_report(qtbot)
    assert "Segmentation fault" in text
    dialog.reject()


def fails(kind: type[Exception]) -> Exception:
    """An error that was met, always at the same place."""

    def fail() -> None:
        raise kind("of some kind")

    with pytest.raises(kind) as met:
        fail()
    return met.value


def test_another_bug_is_shown_once_the_first_report_is_closed(qtbot: QtBot) -> None:
    reporter = BugReporter(None)
    reporter.report(fails(ValueError))
    first, text = shown_report(qtbot)
    assert "ValueError" in text
    reporter.report(fails(KeyError))
    again, text = shown_report(qtbot)  # there is one
    assert again is first
    assert "KeyError" not in text
    first.reject()
    reporter.report(fails(ValueError))
    assert not open_reports(), "it was shown already"
    reporter.report(fails(KeyError))
    second, text = shown_report(qtbot)
    assert "KeyError" in text
    second.reject()
    reporter.report(fails(KeyError))
    assert not open_reports()


def test_a_bug_is_shown_after_the_window_under_the_last_report_is_gone(qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    reporter = BugReporter(None)
    reporter.report(fails(ValueError))
    assert len(open_reports()) == 1
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: not open_reports())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    reporter.report(fails(KeyError))
    second, _ = shown_report(qtbot)
    second.reject()
