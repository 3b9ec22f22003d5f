"""Adding music: by the dialog, dropped, pasted, or handed over by a later start of the program."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tagger_app.pipeline.walk import standing
from tagger_app.ui.commands import Commands
from tagger_app.ui.desktop import bring_to_front, local_paths, music_folder
from tagger_app.ui.drop_overlay import DropOverlay
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.single_instance import Handed
from tagger_app.ui.work import Work


class Adding(QObject):
    """Hands folders and files to the job thread, wherever a person brings them from.

    Args:
        window: takes what is dropped anywhere in it.
        view: gets the keys, so that what was added can be reviewed; asks for the first folder.
    """

    folder_wanted = Signal(object)
    """`Path` of a folder that is to be shown as soon as it is known."""

    def __init__(
        self,
        window: QWidget,
        work: Work,
        commands: Commands,
        view: LibraryView,
        message: MessageBar,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._work = work
        self._view = view
        self._message = message
        self._begin = ""
        commands.connect_to("add", self._choose_folder)
        commands.connect_to("paste", lambda: self._paste(QGuiApplication.clipboard().mimeData()))
        view.empty.add_wanted.connect(self._choose_folder)
        DropOverlay(window).dropped.connect(self.add)

    def add(self, paths: Sequence[Path]) -> None:
        """Scan folders and files, and hear what is new."""
        if paths:
            self._work.add(paths)
            self._view.take_keys()

    def start_with(self, paths: Sequence[Path]) -> None:
        """Add what is to be opened, say what is new there, and show the folder, if it is one."""
        if not paths:
            return
        self._work.add(paths, told=True)
        self._view.take_keys()
        if len(paths) == 1 and paths[0].is_dir():
            self.folder_wanted.emit(standing(paths[0]))

    def open(self, paths: Sequence[Path]) -> None:
        """Come to the front and add what the file manager wants to be opened."""
        bring_to_front(self._window)
        self.start_with(paths)

    def take_over(self, handed: Handed) -> None:
        """Come to the front and add what a later start of the program was given."""
        bring_to_front(self._window, handed.token)
        self.start_with(handed.paths)

    def _choose_folder(self) -> None:
        begin = self._begin or str(music_folder())
        chosen = QFileDialog.getExistingDirectory(self._window, self.tr("Add folder"), begin)
        if chosen:
            self._begin = str(Path(chosen).parent)
            self.add([Path(chosen)])

    def _paste(self, copied: QMimeData) -> None:
        paths = local_paths(copied)
        if paths:
            self.add(paths)
        else:
            told = self.tr("What was copied is no file or folder of this computer.")
            self._message.say(told, failure=True)
