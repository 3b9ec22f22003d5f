"""What other programs did: files that moved, changed, or are gone, and what to do about it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QWidget

from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui import words
from tagger_app.ui.commands import Commands
from tagger_app.ui.desk import Desk
from tagger_app.ui.inspector import Inspector
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.question import Question
from tagger_app.ui.sidebar import Sidebar
from tagger_app.ui.work import Work


class Watching(QObject):
    """Scans again, shows what has changed outside, and forgets what a person wants forgotten.

    Args:
        reader: the window's view of the catalog.
        runner: stores.
    """

    def __init__(
        self,
        reader: Catalog,
        runner: JobRunner,
        work: Work,
        desk: Desk,
        commands: Commands,
        sidebar: Sidebar,
        view: LibraryView,
        inspector: Inspector,
        message: MessageBar,
    ) -> None:
        super().__init__(view)
        self._reader = reader
        self._runner = runner
        self._work = work
        self._desk = desk
        self._view = view
        self._inspector = inspector
        self._message = message
        commands.connect_to("rescan", lambda: work.rescan(told=True))
        commands.connect_to("forget", self._ask_to_forget)
        work.scanned.connect(self._on_scanned)
        sidebar.watched = reader.library.folders
        sidebar.menu.scan_wanted.connect(lambda folder: work.add([folder]))
        sidebar.menu.open_wanted.connect(_show_folder)
        sidebar.menu.unwatch_wanted.connect(self._ask_to_unwatch)
        view.table.current_changed.connect(self._show_changes)
        inspector.changes.seen.connect(self._see)
        inspector.changes.forget_wanted.connect(self._ask_to_forget)

    def _on_scanned(self) -> None:
        self._view.model.forget_all()
        self._view.request_refresh()

    def _show_changes(self, review: ReviewTrack | None) -> None:
        if review is None:
            return
        self._inspector.changes.show_changes(review.track.state, review.outside)

    def _see(self) -> None:
        """The current track's changes are seen; those of the other selected ones with it."""
        ids = self._view.table.selected_ids()
        self._runner.act(
            lambda bench: bench.catalog.outside.accept(ids),
            lambda _: self._view.tracks_changed(ids),
        )

    def _ask_to_forget(self) -> None:
        """Forget the selected tracks that are missing or, where none is, all that are."""
        selected = set(self._view.table.selected_ids())
        lost = self._reader.places.lost()
        ids = [track_id for track_id in lost if track_id in selected] or lost
        if not ids:
            self._message.say(self.tr("No file is missing."))
            return
        one, many = self.tr("Forget 1 missing track?"), self.tr("Forget {0} missing tracks?")
        question = Question(
            self.tr("Forget missing tracks"),
            words.counted(len(ids), one, many),
            self.tr(
                "Their decisions and their history are deleted and cannot be brought back. Tracks"
                " whose file only moved are found again without this: look for changes with the"
                " folder they moved to."
            ),
            self.tr("Forget"),
            self._window(),
            deletes=True,
        )
        question.confirmed.connect(lambda: self._forget(ids))
        question.open()

    def _ask_to_unwatch(self, folder: Path) -> None:
        """Watch a folder no more; its tracks stay unless the person wants them forgotten."""
        ids = self._reader.search.ids(TrackQuery(folder=folder))
        question = Question(
            self.tr("Stop watching"),
            self.tr("Stop watching “{0}”?").format(words.plain(folder.name or str(folder))),
            self.tr(
                "What is added, changed or removed there is not looked for any more. The files"
                " stay as they are."
            ),
            self.tr("Stop watching"),
            self._window(),
            deletes=False,
        )
        one = self.tr("Also forget its track, with decisions and history")
        many = self.tr("Also forget its {0} tracks, with decisions and history")
        forget = QCheckBox(words.counted(len(ids), one, many))
        question.setCheckBox(forget)
        question.confirmed.connect(lambda: self._unwatch(folder, ids if forget.isChecked() else ()))
        question.open()

    def _unwatch(self, folder: Path, ids: Sequence[int]) -> None:
        self._runner.act(lambda bench: bench.catalog.library.unwatch(folder))
        if ids:
            self._forget(ids)
        text = self.tr("“{0}” is not watched any more. Add it again to change that.")
        self._message.say(text.format(words.plain(folder.name or str(folder))))

    def _forget(self, ids: Sequence[int]) -> None:
        # What was decided about them can neither be taken back nor done again.
        self._desk.history.clear()
        self._runner.act(
            lambda bench: bench.catalog.places.forget(ids),
            lambda _: self._view.refresh(anew=True),
        )

    def _window(self) -> QWidget:
        return self._view.window()


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
