"""What is offered for failed tracks in the table, by a right click or the menus."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from tagger_app.core.track import TrackState
from tagger_app.ui.shelf import FAILED
from tagger_app.ui.track_menu import track_menu
from tests.ui.claims import does
from tests.ui.conftest import Program, Start


class Folders(QObject):
    """Where the desktop would open a folder."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def texts(program: Program) -> list[str]:
    table = program.window.view.table
    return [action.text() for action in track_menu(table, program.window.commands).actions()]


@does("retry-selected", "show-folder")
def test_a_failed_track_is_shown_in_its_folder_and_tried_again(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    window = program.window
    commands, table = window.commands, window.view.table
    window.work.add([music])
    qtbot.waitUntil(lambda: window.progress.text == "4 tracks")
    table.go_to(window.view.model.ids[0])
    assert "Try selected tracks again" not in texts(program)
    commands["retry-selected"].trigger()
    assert window.message.text == "None of the selected tracks failed."

    window.sidebar.choose(FAILED)
    qtbot.waitUntil(lambda: table.current is not None and len(window.view.model.ids) == 1)
    qtbot.waitUntil(lambda: "Try selected tracks again" in texts(program))
    folders = Folders()
    QDesktopServices.setUrlHandler("file", folders, "open")  # type: ignore[arg-type]
    try:
        commands["show-folder"].trigger()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert folders.opened == [str(music)]

    [failed] = window.view.model.ids
    (music / "broken.mp3").write_bytes((music / "b.mp3").read_bytes())
    commands["retry-selected"].trigger()

    def state() -> TrackState | None:
        track = program.catalog.tracks.get(failed)
        return None if track is None else track.state

    qtbot.waitUntil(lambda: state() is TrackState.TO_REVIEW)
