"""Writing the tracks in view, or those selected, to a playlist, a table or a report."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from tagger_app.core.errors import TaggerError
from tagger_app.pipeline.export import Exported, ExportKind, Omission, export_file
from tagger_app.pipeline.review import Reviewer
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import failures, words
from tagger_app.ui.commands import Commands
from tagger_app.ui.job_steps import Model
from tagger_app.ui.jobs import Job, JobRunner
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.list_bar import ListBar
from tagger_app.ui.message_bar import MessageBar

_EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported, and where to."""

    ids: tuple[int, ...]
    kind: ExportKind
    path: Path
    title: str
    relative: bool = False
    """Whether the paths of a playlist are relative to its folder."""


@dataclass(frozen=True, slots=True)
class _Written:
    wish: Wish
    exported: Exported


class _CancelledError(Exception):
    """The person wants no more of it."""


class Exporting(QObject):
    """Asks where to, writes beside the window, and says what was left out.

    Args:
        runner: with a reading view of the catalog.
        titled: tells what is in view, as the title of a report.
    """

    _progress = Signal(int, int)

    def __init__(
        self,
        runner: JobRunner,
        commands: Commands,
        view: LibraryView,
        bar: ListBar,
        message: MessageBar,
        titled: Callable[[], str],
    ) -> None:
        super().__init__(view)
        self._runner = runner
        self._commands = commands
        self._view = view
        self._bar = bar
        self._message = message
        self._titled = titled
        self._model: Model | None = None
        self._cancelled = threading.Event()
        for kind in ExportKind:
            commands.connect_to(f"export-{kind.value}", partial(self.ask, kind))
        self._progress.connect(self._show_progress)
        bar.cancelled.connect(self._cancelled.set)
        view.answered.connect(lambda _: self._enable())
        runner.news.connect(self._on_news)

    def set_model(self, model: Model) -> None:
        """The model whose suggestions are exported."""
        self._model = model

    def stop(self) -> None:
        """Give up what is being written; the file that was there before stays."""
        self._cancelled.set()

    def ask(self, kind: ExportKind) -> None:
        """Let the person choose the file, then write it."""
        ids = self._chosen()
        one, many = self.tr("Export 1 track"), self.tr("Export {0} tracks")
        name, kinds = self._suggested(kind)
        chosen, chosen_kind = QFileDialog.getSaveFileName(
            self._view, words.counted(len(ids), one, many), str(Path.home() / name), kinds
        )
        if chosen:
            path = Path(chosen)
            suffix = f".{kind.value}"
            path = path if path.suffix else path.with_name(path.name + suffix)
            relative = chosen_kind == self._relative()
            self.write(Wish(ids, kind, path, self._titled(), relative))

    def write(self, wish: Wish) -> None:
        """Write a file."""
        self._cancelled.clear()
        self._show_progress(0, len(wish.ids))
        self._runner.run(Job(_EXPORT, lambda bench: self._steps(bench, wish)))

    def _chosen(self) -> tuple[int, ...]:
        """The selected tracks where there are several, else all in view."""
        selected = self._view.table.selected_ids()
        return tuple(selected if len(selected) > 1 else self._view.model.ids)

    def _relative(self) -> str:
        return self.tr("Playlist with paths relative to it (*.m3u8)")

    def _suggested(self, kind: ExportKind) -> tuple[str, str]:
        """A file name to start with, and the kinds of files in the dialog."""
        return {
            ExportKind.CSV: (self.tr("tracks.csv"), self.tr("Table (*.csv)")),
            ExportKind.JSON: (self.tr("tracks.json"), self.tr("JSON (*.json)")),
            ExportKind.M3U8: (
                self.tr("playlist.m3u8"),
                ";;".join(
                    (
                        self.tr("Playlist (*.m3u8)"),
                        self._relative(),
                    )
                ),
            ),
            ExportKind.HTML: (self.tr("report.html"), self.tr("Report (*.html)")),
        }[kind]

    def _steps(self, bench: Workbench, wish: Wish) -> Iterator[_Written | TaggerError]:
        def tell(done: int) -> None:
            if self._cancelled.is_set():
                raise _CancelledError
            self._progress.emit(done, len(wish.ids))

        model = self._model
        reviewer = Reviewer(
            bench.catalog,
            model.id if model is not None else None,
            model.card if model is not None else None,
            bench.policy,
            bench.vocabulary,
        )
        try:
            written = export_file(
                reviewer,
                wish.ids,
                wish.kind,
                wish.path,
                relative=wish.relative,
                title=wish.title,
                tell=tell,
            )
        except TaggerError as error:
            yield error
        except _CancelledError:
            return
        else:
            yield _Written(wish, written)

    def _show_progress(self, done: int, total: int) -> None:
        text = self.tr("Exporting: {0} of {1} tracks")
        self._bar.show_progress(text.format(words.number(done), words.number(total)), done, total)

    def _on_news(self, name: str, events: list[_Written | TaggerError]) -> None:
        if name != _EXPORT:
            return
        for event in events:
            if isinstance(event, TaggerError):
                self._message.say(failures.said(event), failure=True)
            else:
                self._tell(event.wish, event.exported)

    def _tell(self, wish: Wish, done: Exported) -> None:
        one, many = self.tr("Wrote 1 track to {1}."), self.tr("Wrote {0} tracks to {1}.")
        text = (one if done.count == 1 else many).format(words.number(done.count), wish.path.name)
        reasons = Counter(why for _, why in done.left_out)
        for why, count in reasons.items():
            told = words.counted(
                count, self.tr("1 track was left out"), self.tr("{0} tracks were left out")
            )
            text = f"{text} {told}: {self._reason(why)}."
        self._message.say(
            text,
            button=self.tr("Show in folder"),
            act=lambda: _open(wish.path.parent),
        )

    def _reason(self, why: Omission) -> str:
        return {
            Omission.MISSING: self.tr("the file is missing"),
            Omission.OFFLINE: self.tr("its disk is not there"),
            Omission.UNPLAYABLE: self.tr("no audio could be heard"),
            Omission.NO_NAME: self.tr("a playlist has no way to write such a file name"),
            Omission.OTHER_DRIVE: self.tr("no relative path leads to another drive"),
        }[why]

    def _enable(self) -> None:
        for kind in ExportKind:
            self._commands[f"export-{kind.value}"].setEnabled(bool(self._view.model.ids))


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
