"""The window: where everything is, and what tells what to whom."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from tagger_app.catalog.search import TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.settings import Settings
from tagger_app.ui.adding import Adding
from tagger_app.ui.commands import SORTS, TOGGLES, Commands
from tagger_app.ui.desk import Desk
from tagger_app.ui.desktop import (
    Exposed,
    size_on,
)
from tagger_app.ui.exporting import Exporting
from tagger_app.ui.finding import Finding
from tagger_app.ui.history import History
from tagger_app.ui.inspector import Inspector
from tagger_app.ui.job_steps import Model
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.keys_dialog import KeysDialog
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.listener import Listener
from tagger_app.ui.listening import Keep, Listening
from tagger_app.ui.long_run import Announcer, LongRun, is_seen, notes_of_desktop
from tagger_app.ui.lookup import Answer
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.message_place import MessagePlace
from tagger_app.ui.panels import Panels
from tagger_app.ui.progress import ProgressLine
from tagger_app.ui.putting_off import PuttingOff
from tagger_app.ui.readiness import Readiness
from tagger_app.ui.reviewing import Reviewing
from tagger_app.ui.shelf import FAILED
from tagger_app.ui.sidebar import Sidebar
from tagger_app.ui.state_keeping import StateKeeping
from tagger_app.ui.status import Status
from tagger_app.ui.steering import Steering
from tagger_app.ui.tab_order import lead_through
from tagger_app.ui.theme import Theme
from tagger_app.ui.timeline import Timeline
from tagger_app.ui.tool_bar import ToolBar
from tagger_app.ui.watching import Watching
from tagger_app.ui.whereabouts import Whereabouts
from tagger_app.ui.window_state import StateFile, WindowState
from tagger_app.ui.work import Work


class MainWindow(QMainWindow):
    """The one window.

    Args:
        reader: the window's own view of the catalog; closed by whoever opened it.
        runner: the job thread; begun here and stopped when the window closes.
        looker: another, for hearing the current track in full.
        finder: another, with a reading view of the catalog, for lists and counts.
        seeker: another of that kind, for what takes longer.
        keep: stores settings.
    """

    def __init__(
        self,
        reader: Catalog,
        runner: JobRunner,
        looker: JobRunner,
        finder: JobRunner,
        seeker: JobRunner,
        settings: Settings,
        vocabulary: Vocabulary,
        theme: Theme,
        state_file: StateFile,
        keep: Keep,
    ) -> None:
        super().__init__()
        self._reader = reader
        self._runners = (runner, looker, finder, seeker)
        self._theme = theme
        self._closed = False
        self.ended = True
        """Whether all threads have ended, once the window is closed."""
        self.setWindowTitle("Tagger")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # a list of one bar
        self.resize(size_on(self.screen()))
        self.desk = Desk(
            reader, runner, settings.policy, vocabulary, self, provenance=settings.provenance
        )
        self.work = Work(runner, self, from_now_on=self.desk.from_now_on)
        self.listener = Listener(looker, self)
        self.commands = Commands(self, theme)
        self.view = LibraryView(finder, self.desk, theme)
        self.sidebar = Sidebar(theme)
        self.inspector = Inspector(theme, vocabulary)
        self.timeline = Timeline(theme)
        self.message = MessageBar(theme)
        self.progress = ProgressLine(theme)
        self.tools = ToolBar(self.commands, vocabulary, theme)
        self.search = self.tools.search
        self.finding = Finding(
            reader, runner, seeker, self.commands, self.tools, self.sidebar, self.view, self.message
        )
        self.listening = Listening(self.commands, self.timeline, settings, keep, theme)
        self._make_layout()
        self.addToolBar(self.tools)
        self._connect_commands()
        self._connect_parts()
        beside, above, details = self._panels.borders
        lead_through([
            self.tools, self.sidebar, beside, self.finding.bar, self.view, self.message, above,
            self.timeline, details, self.inspector, self.progress,
        ])  # fmt: skip
        state = state_file.load()
        self._restore(state)
        self._keeping = self._keep_state(state_file)
        runner.failed.connect(self._on_failed)
        runner.begin()
        looker.begin()
        self.work.open()
        if settings.rescan_at_start:
            self.work.rescan(told=False)
        if state.hearing:
            self.work.hear()

    def _make_layout(self) -> None:
        self._panels = Panels(
            self.sidebar, self.finding.page, self.timeline, self.inspector, self.commands
        )
        self._panels.left.connect(self.view.take_keys)
        MessagePlace(self.message, self.view)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._panels, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.progress)

    def _connect_commands(self) -> None:
        do = self.commands.connect_to
        table, desk = self.view.table, self.desk
        self.history = History(
            self._reader, desk.history, self.work, self.commands["undo"], self.commands["redo"]
        )
        review = Reviewing(desk, self.work, self.history, self.view, self.inspector, self.message)
        Whereabouts(desk.history, table, self.message)
        do("hear", self._toggle_hearing)
        do("retry", self._retry_failed)
        do("write", review.write)
        do("undo-write", self.history.undo_write)
        do("quit", self.close)
        do("retry-selected", review.retry)
        do("show-folder", self._show_in_folder)
        do("accept", review.accept)
        do("reject", review.reject)
        do("later", PuttingOff(self.view, desk.history).later)
        do("accept-all", review.accept_all)
        do("next", lambda: table.go(1))
        do("previous", lambda: table.go(-1))
        do("columns", table.choose_columns)
        do("enter", self._enter_tag)
        self.watching = Watching(
            self._reader, self._runners[0], self.work, desk, self.commands, self.sidebar,
            self.view, self.inspector, self.message,
        )  # fmt: skip
        self.exporting = Exporting(
            self._runners[3],
            self.commands,
            self.view,
            self.finding.bar,
            self.message,
            lambda: self.finding.title,
        )
        self.adding = Adding(self, self.work, self.commands, self.view, self.message)
        self.adding.folder_wanted.connect(self.sidebar.want_folder)
        do("keys", self._open_keys)
        for number in range(1, TOGGLES + 1):
            do(f"toggle-{number}", partial(review.toggle, number))
        for name, order in SORTS.items():
            do(name, partial(self.view.sort_by, order))

    def _connect_parts(self) -> None:
        work, inspector, view = self.work, self.inspector, self.view
        view.table.current_changed.connect(self._show_track)
        view.table.selected_changed.connect(inspector.show_selected)
        view.answered.connect(self._show_counts)
        view.order_changed.connect(self.commands.mark_order)
        self.tools.left.connect(view.take_keys)
        self.message.left.connect(view.take_keys)
        self.message.close_by_escape_in(view.table)
        inspector.entry.left.connect(view.take_keys)
        inspector.preview = self.desk.preview
        self.finding.tags_counted.connect(inspector.entry.set_amounts)
        self.commands.keys_changed.connect(self._show_keys)
        inspector.tag_picked.connect(lambda chip: self.timeline.pick(chip.category, chip.name))
        inspector.folder_wanted.connect(self._show_in_folder)
        self.listener.sketched.connect(self.timeline.show_sketch)
        self.listener.heard.connect(self.timeline.show_whole)
        self.listener.said.connect(self.timeline.say)
        self.listener.cover_found.connect(inspector.show_cover)
        work.listening.connect(self._on_model)
        work.tracks_changed.connect(view.tracks_changed)
        work.library_changed.connect(view.request_refresh)
        work.progress.connect(self.progress.show_progress)
        work.said.connect(self._say)
        for source in (work, self.listener):
            source.device_known.connect(self.progress.show_device)
        work.hearing_changed.connect(self.tools.show_hearing)
        self.listening.said.connect(self._say)
        self.progress.failed_wanted.connect(lambda: self.sidebar.choose(FAILED))
        self.progress.left.connect(view.take_keys)
        Steering(work, self.commands, self.progress)
        Status(work, view, self.finding, self.progress, self.commands)
        Readiness(self.commands, self.desk, work, view, self.history)
        self._theme.changed.connect(self._refresh_look)
        announcer = Announcer(self, self._theme, notes_of_desktop(self))
        LongRun(work, time.monotonic, is_seen, self).over.connect(announcer.tell)

    # Hearing.

    def _toggle_hearing(self) -> None:
        if self.work.hearing:
            self.work.pause()
        else:
            self.work.hear()

    def _retry_failed(self) -> None:
        failed = self._reader.search.ids(TrackQuery(states=FAILED.states))
        if failed:
            self.work.retry(failed)
        else:
            self._say(self.tr("Nothing failed."), False)

    def _enter_tag(self) -> None:
        self._panels.want("inspector")
        self.inspector.enter_tag()

    def _show_in_folder(self) -> None:
        if self.inspector.review is not None:
            folder = self.inspector.review.track.path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_model(self, model: Model) -> None:
        self.desk.set_model(model.id, model.card)
        self.timeline.set_card(model.card)
        self.inspector.entry.set_card(model.card)
        self.listening.set_card(model.card)
        self.view.set_model_id(model.id)
        self.finding.set_model(model)
        self.exporting.set_model(model)

    # Showing.

    def _show_track(self, review: ReviewTrack | None) -> None:
        self.inspector.show_track(review)
        self.timeline.show_track(review)
        self.listening.show_track(review)
        self.listener.listen(review)

    def _open_keys(self) -> None:
        KeysDialog(self.commands.menus, self.commands.titles(), self).open()

    def _show_keys(self) -> None:
        keys = [self.commands.key_of(f"toggle-{n}") for n in range(1, TOGGLES + 1)]
        self.inspector.set_keys(keys)
        self.listening.refresh()

    def _show_counts(self, answer: Answer) -> None:
        self.sidebar.show_counts(answer.counts)
        self._panels.offer(answer.counts.total > 0)

    def _say(self, text: str, failure: bool) -> None:
        self.message.say(text, failure=failure)

    def _on_failed(self, job: str, _: str) -> None:
        if not job:  # something short, such as storing a decision: show what is stored
            self.desk.drop_unstored()
            self.view.model.forget_all()
            self.view.request_refresh()

    def _refresh_look(self) -> None:
        for part in (self.commands, self.sidebar, self.inspector, self.timeline, self.message,
                     self.progress, self.view.empty, self.listening, self.tools):  # fmt: skip
            part.refresh()
        self.view.table.viewport().update()

    # Coming and going.

    def when_exposed(self, do: Callable[[], None]) -> None:
        """Do something once the window is on the screen; the window must have been shown."""
        self._exposed = Exposed(self.windowHandle(), do)

    def _restore(self, state: WindowState) -> None:
        if not state.geometry.isEmpty():
            self.restoreGeometry(state.geometry)
        self._panels.restore(state.splitters, state.hidden)
        if not state.columns.isEmpty():
            self.view.table.header.restore(state.columns, by_hand=state.columns_by_hand)
        self.view.set_order(state.order, descending=state.descending)
        self.sidebar.blockSignals(True)
        self.sidebar.choose(state.shelf)
        self.sidebar.blockSignals(False)
        self.view.set_shelf(self.sidebar.shelf)
        self.finding.restore(state.search)
        self.view.go_to(state.track_id)

    def _state(self) -> WindowState:
        current = self.view.table.current
        order, descending = self.view.order
        return WindowState(
            geometry=self.saveGeometry(),
            splitters=self._panels.save(),
            hidden=self._panels.hidden,
            columns=self.view.table.header.save(),
            columns_by_hand=self.view.table.header.by_hand,
            search=self.search.text(),
            shelf=self.sidebar.shelf,
            order=order,
            descending=descending,
            track_id=current.track.id if current is not None else 0,
            hearing=self.work.hearing,
        )

    def _keep_state(self, file: StateFile) -> StateKeeping:
        """From now on, save the state when it changes."""
        made = StateKeeping(self, self._state, file)
        header = self.view.table.header
        for changed in (
            self._panels.changed, header.sectionResized, header.sectionMoved, self.view.answered,
            self.view.order_changed, self.view.table.current_changed, self.work.hearing_changed,
        ):  # fmt: skip
            changed.connect(made.note)
        return made

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the state and end the work; what is done is stored already."""
        if self._closed:
            super().closeEvent(event)
            return
        self._closed = True
        self._keeping.save()
        self._keeping.stop()
        self.hide()
        self.desk.history.clear()  # which tells of it, while there is somebody to be told
        for runner in self._runners:
            runner.end()
        self.ended = all(runner.stop() for runner in self._runners)
        self.tools.stop()
        self.finding.stop()
        self.exporting.stop()
        self.listening.close()
        self.view.stop()
        self.listener.stop()
        super().closeEvent(event)
