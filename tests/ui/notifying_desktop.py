"""A desktop that shows notes, as a process of its own: `python -m tests.ui.notifying_desktop BUS`.

It prints what it is asked for, a JSON list a line, and does what it reads: `click NUMBER TOKEN`.
"""

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


@ClassInfo({"D-Bus Interface": NAME})  # type: ignore[call-arg]
class Desktop(QObject):  # type: ignore[operator]
    """The notes' service."""

    ActionInvoked = Signal("uint", "QString")  # type: ignore[arg-type]
    ActivationToken = Signal("uint", "QString")  # type: ignore[arg-type]
    read = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.count = 40
        self.read.connect(self.obey)

    @Slot(str, "uint", str, str, str, "QStringList", "QVariantMap", int, result="uint")
    def Notify(self, *asked: Any) -> int:  # noqa: N802 (its name on the bus)
        self.count += 1
        say("Notify", *asked)
        return self.count

    @Slot("uint")
    def CloseNotification(self, number: int) -> None:  # noqa: N802 (its name on the bus)
        say("CloseNotification", number)

    @Slot(str)
    def obey(self, line: str) -> None:
        _, number, token = line.split()
        self.ActivationToken.emit(int(number), token)
        self.ActionInvoked.emit(int(number), "default")


def say(*what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(address: str) -> None:
    app = QCoreApplication([])
    bus = QDBusConnection.connectToBus(address, "desktop")
    desktop = Desktop()
    everything = QDBusConnection.RegisterOption.ExportAllContents
    assert bus.registerObject(PATH, desktop, everything)
    assert bus.registerService(NAME)

    def listen() -> None:
        for line in sys.stdin:
            desktop.read.emit(line)

    threading.Thread(target=listen, daemon=True).start()
    say("ready")
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1])
