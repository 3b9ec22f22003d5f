"""Errors that nobody foresaw: logged, and each shown once with the text to copy."""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from tagger_app import __version__
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID

_log = logging.getLogger(__name__)

_LOG_TAIL = 20_000


def tell_failure(text: str) -> None:
    """Say why the program cannot go on; a person can do something about it."""
    box = QMessageBox(QMessageBox.Icon.Critical, "Tagger", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()


class BugDialog(QDialog):
    """Says that something went wrong and offers the log to copy.

    Args:
        log_file: can be shown in its folder; None where there is none.
        crashed: whether the program has ended of it, and this is the next start.
    """

    def __init__(
        self,
        report: str,
        log_file: Path | None,
        *,
        crashed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        # The program ends with its window, whose threads have ended then.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        text = self.tr(
            "Tagger met an error that it did not expect. Your files and what you decided are"
            " safe. Please report it with the text below."
        )
        if crashed:
            text = self.tr(
                "Tagger ended unexpectedly the last time. Your files and what you decided are"
                " safe. Please report it with the text below."
            )
        self._report = QPlainTextEdit(report)
        self._report.setAccessibleName(self.tr("Error report"))
        self._report.setReadOnly(True)
        # In a trace, signs of one line point to those of the line above.
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setMinimumSize(160 * GRID, 60 * GRID)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        if log_file is not None:
            show = buttons.addButton(
                self.tr("Show log file"), QDialogButtonBox.ButtonRole.ActionRole
            )
            folder = QUrl.fromLocalFile(str(log_file.parent))
            show.clicked.connect(lambda: QDesktopServices.openUrl(folder))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(PlainLabel(text, wrap=True))
        column.addWidget(self._report)
        column.addWidget(buttons)


class BugReporter(QObject):
    """Takes every unforeseen error of the program; logs all, shows each kind once.

    One report is open at a time: what comes meanwhile is logged, and shown when it comes again.

    Args:
        log_file: whose end goes into the report.
    """

    def __init__(self, log_file: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._dialog: BugDialog | None = None
        self._shown: set[tuple[object, ...]] = set()

    def install(self) -> Callable[[], None]:
        """Take errors that reach the top of any thread; returns what gives the old hooks back."""
        before, before_in_threads = sys.excepthook, threading.excepthook
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

        def restore() -> None:
            sys.excepthook = before
            threading.excepthook = before_in_threads

        return restore

    def report(self, error: BaseException) -> None:
        """Log an error; show it if it was not shown yet and no other is."""
        _log.critical("unexpected error", exc_info=error)
        trace = "".join(traceback.format_exception(error))
        print(trace, file=sys.stderr)  # noqa: T201 (who started the program there reads it there)
        known = _kind(error)
        if known not in self._shown and not self._is_open() and QApplication.instance() is not None:
            self._shown.add(known)
            self._show(trace, crashed=False)

    def report_crash(self, trace: str) -> None:
        """Show what an earlier run of the program died of."""
        _log.critical("the last run ended with:\n%s", trace)
        if not self._is_open():
            self._show(trace, crashed=True)

    def _is_open(self) -> bool:
        # It may have ended with the window below it.
        return self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible()

    def _show(self, trace: str, *, crashed: bool) -> None:
        report = "\n".join((versions(), trace, self._log_tail()))
        above = QApplication.activeWindow()
        self._dialog = BugDialog(report, self._log_file, crashed=crashed, parent=above)
        self._dialog.show()

    def _thread_hook(self, met: threading.ExceptHookArgs) -> None:
        error = met.exc_value
        if error is not None and not isinstance(error, SystemExit):
            # The dialog belongs to the thread of the window.
            QTimer.singleShot(0, self, lambda: self.report(error))

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self.report(error.with_traceback(trace))

    def _log_tail(self) -> str:
        if self._log_file is None:
            return ""
        try:
            return self._log_file.read_text(encoding="utf-8", errors="replace")[-_LOG_TAIL:]
        except OSError:
            return ""


def _kind(error: BaseException) -> tuple[object, ...]:
    """What errors of one bug have in common: what they are, and where they were met."""
    places = traceback.extract_tb(error.__traceback__)
    return (type(error), *((place.filename, place.lineno) for place in places))


def versions() -> str:
    """The program and what it stands on, in one line."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"Tagger {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {system}"
