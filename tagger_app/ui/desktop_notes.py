"""Notes that a Linux desktop shows beside its clock or in a corner, asked for over D-Bus."""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT, QMetaObject, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusInterface
from PySide6.QtGui import QGuiApplication

from tagger_app.paths import APP_NAME, resources_folder

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_PATIENCE_MS = 5_000
_CLICKED = "default"
_AS_LONG_AS_USUAL = -1


def session_notes(parent: QObject) -> "DesktopNotes | None":
    """The notes of this person's desktop; None where there is no such desktop."""
    if sys.platform != "linux" or not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return None
    bus = QDBusConnection.sessionBus()
    return DesktopNotes(bus, parent) if bus.isConnected() else None


class DesktopNotes(QObject):
    """Shows one note at a time.

    Args:
        bus: on which the desktop is, if it shows notes.
    """

    clicked = Signal(str)
    """A person wants to see more. With it comes a token that lets the window come to the front,
    empty where the desktop needs none."""
    refused = Signal()
    """Nobody shows the note."""

    _sent = Signal(int)

    def __init__(self, bus: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self.number = 0
        """By which the desktop knows the note that is shown; 0 where none is."""
        self._token = ""
        self._sent.connect(self._on_sent)
        for name, slot in (("ActionInvoked", "_on_action"), ("ActivationToken", "_on_token")):
            called = SLOT(f"{slot}(uint,QString)")
            bus.connect(_NAME, _PATH, _NAME, name, self, called)  # type: ignore[call-overload]

    def show(self, title: str, text: str) -> None:
        """Show a note in the place of the one before."""
        self._in_thread(lambda: self._notify(title, text))

    def withdraw(self) -> None:
        """Take the note away."""
        number, self.number = self.number, 0
        if number:
            self._in_thread(lambda: self._ask("CloseNotification", Q_ARG("uint", number)))

    def _notify(self, title: str, text: str) -> None:
        icon = QUrl.fromLocalFile(str(resources_folder() / "icons" / "tagger-app.svg"))
        number = self._ask(
            "Notify",
            Q_RETURN_ARG("uint"),
            Q_ARG(str, APP_NAME),
            Q_ARG("uint", self.number),
            Q_ARG(str, icon.toString()),
            Q_ARG(str, title),
            Q_ARG(str, text),
            Q_ARG("QStringList", [_CLICKED, ""]),
            Q_ARG("QVariantMap", {"desktop-entry": QGuiApplication.desktopFileName()}),
            Q_ARG(int, _AS_LONG_AS_USUAL),
        )
        self._sent.emit(number or 0)

    def _ask(self, method: str, *arguments: Any) -> Any:
        """Call a method of the desktop; None where it does not answer.

        By the interface as the desktop describes it, which alone knows numbers without a sign.
        """
        desktop = QDBusInterface(_NAME, _PATH, _NAME, self._bus)
        if not desktop.isValid():
            return None
        desktop.setTimeout(_PATIENCE_MS)
        with suppress(RuntimeError):  # it has no such method
            here = Qt.ConnectionType.DirectConnection
            return QMetaObject.invokeMethod(desktop, method, here, *arguments)
        return None

    def _in_thread(self, do: Callable[[], object]) -> None:
        """A desktop that hangs must not hold the window."""

        def run() -> None:
            with suppress(RuntimeError):  # the program has ended meanwhile
                do()

        threading.Thread(target=run, daemon=True).start()

    @Slot(int)
    def _on_sent(self, number: int) -> None:
        self.number = number
        if not number:
            self.refused.emit()

    @Slot("uint", str)
    def _on_token(self, number: int, token: str) -> None:
        if number == self.number:
            self._token = token

    @Slot("uint", str)
    def _on_action(self, number: int, action: str) -> None:
        if number and number == self.number and action == _CLICKED:
            token, self._token = self._token, ""
            self.clicked.emit(token)
