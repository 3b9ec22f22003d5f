"""One window per catalog: a later start hands its folders and files to the one that is there."""

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 5_000
_ATTEMPTS = 3
_LARGEST = 4_000_000
"""Bytes of a message; what is longer comes from no Tagger."""
_TAKEN = b"taken\n"


@dataclass(frozen=True, slots=True)
class Handed:
    """What a later start wants of the window that is there.

    token: lets the window come to the front where the desktop asks for a permission.
    """

    paths: tuple[Path, ...] = ()
    token: str = ""


def instance_name(runtime: Path, catalog: Path) -> str:
    """The name under which the window of a catalog can be reached.

    Args:
        runtime: a folder of this person alone; used where names are those of files.
    """
    digest = hashlib.sha256(os.fsencode(catalog.resolve())).hexdigest()[:16]
    return f"tagger-{digest}" if sys.platform == "win32" else str(runtime / f"tagger-{digest}")


class SingleInstance(QObject):
    """The first start of a name listens; later ones hand over what they were given.

    Args:
        name: see `instance_name`.
    """

    handed = Signal(object)
    """`Handed` by a later start. What comes before `deliver` is called waits for it."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._early: list[Handed] | None = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def claim(self, handed: Handed) -> bool:
        """Become the first, or hand over to it.

        Returns:
            True if this is the first or nobody can be reached; False if another took what was
            handed over.
        """
        if not _is_private(Path(self._name).parent):
            return True
        for _ in range(_ATTEMPTS):
            if _hand_over(self._name, handed):
                return False
            if self._server.listen(self._name):
                return True
            # The first ended without an end, or began in this moment: the next attempt tells.
            if not _answers(self._name):
                QLocalServer.removeServer(self._name)
        return True

    def deliver(self) -> None:
        """Tell what was handed over so far, and from now on at once."""
        early, self._early = self._early or [], None
        for handed in early:
            self.handed.emit(handed)

    def close(self) -> None:
        """Take nothing any more."""
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LARGEST:
                socket.abort()
            return
        handed = _parse(bytes(socket.readLine().data()))
        if handed is None:
            socket.abort()
            return
        socket.write(_TAKEN)
        socket.disconnectFromServer()
        if self._early is not None:
            self._early.append(handed)
        else:
            # After the answer has left: adding a folder may open a message.
            QTimer.singleShot(0, self, lambda: self.handed.emit(handed))


def _is_private(folder: Path) -> bool:
    """Whether only this person can have put something into a folder, which is made if need be."""
    if sys.platform == "win32":
        return True  # names of pipes lie in no folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _hand_over(name: str, handed: Handed) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    paths = [str(path) for path in handed.paths]
    socket.write(json.dumps({"paths": paths, "token": handed.token}).encode("ascii") + b"\n")
    while not socket.canReadLine():
        if not socket.waitForReadyRead(_ANSWER_MS):
            break
    return bytes(socket.readLine().data()) == _TAKEN


def _answers(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(_ANSWER_MS)


def _parse(line: bytes) -> Handed | None:
    try:
        message = json.loads(line)
        paths = tuple(Path(path) for path in message["paths"])
        return Handed(paths, str(message["token"]))
    except (ValueError, KeyError, TypeError):
        return None
