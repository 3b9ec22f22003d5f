"""What the window asks of the job thread: scan, hear, write, undo, decide about many."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from tagger_app.pipeline.deciding import (
    Newer,
    Outdated,
    Page,
    PageDecided,
    PagesOn,
    decide_told,
    nothing_newer,
    redecide,
    tracks_of,
)
from tagger_app.pipeline.events import (
    FilesFound,
    ScanFinished,
    TrackFailed,
    TrackHeard,
    TracksScanned,
    TrackWritten,
    WriteFinished,
)
from tagger_app.pipeline.scan import rescan, scan
from tagger_app.pipeline.workbench import Workbench
from tagger_app.pipeline.write import Stop, write_decided
from tagger_app.ui import failures, words
from tagger_app.ui.job_steps import (
    Device,
    HeardAgain,
    Model,
    News,
    hear,
    model_of,
    redo_write,
    scan_again,
    settle,
    touched,
    undo_write,
    write_again,
)
from tagger_app.ui.jobs import Job, JobEnd, JobRunner, Steps, always
from tagger_app.ui.pace import Pace
from tagger_app.ui.scan_news import scan_news, stopped_scan

RESCAN = "rescan"
SCAN, HEAR, WRITE, UNDO, REDO, COUNT, ACCEPT, DECIDE, OPEN = (
    "scan", "hear", "write", "undo", "redo", "count", "accept", "decide", "open"
)  # fmt: skip

WRITING = frozenset({WRITE, UNDO, REDO})
"""Jobs that end between two files when they are stopped."""
SCANNING = frozenset({SCAN, RESCAN})
STOPPABLE = WRITING | SCANNING | {ACCEPT}
"""Jobs that a person can stop for good; hearing is paused instead."""
DECIDING = frozenset({ACCEPT, DECIDE, UNDO})
"""Jobs after which tags may wait to be written."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `total` is 0 while it is not known, `per_minute` while nothing is done."""

    name: str
    done: int
    total: int
    per_minute: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate; None where there is no rate yet."""
        left = self.total - self.done
        return left / self.per_minute * 60 if self.per_minute > 0 else None


_WITH_PROGRESS = TrackHeard | TrackFailed | TrackWritten | TracksScanned | PageDecided


class Work(QObject):
    """Starts jobs and says in the window's words what came of them.

    Args:
        from_now_on: begins to note what a person decides, which a write leaves to the next.
    """

    progress = Signal(object)
    """`Progress` of the job that runs."""
    begun = Signal(str)
    """A job of this name was asked for."""
    idle = Signal(str)
    """The job of this name has ended."""
    tracks_changed = Signal(list)
    """Ids of tracks about which something new is in the catalog."""
    failed = Signal(str, list)
    """(job's name, paths of tracks that failed)"""
    scanned = Signal()
    """Any track may have changed, moved or gone."""
    library_changed = Signal()
    """Tracks came, went, or moved to another queue."""
    said = Signal(str, bool)
    """(message, whether it is a failure)"""
    written = Signal(str, object, int)
    """(job's name, `WriteFinished`, in how many files an undo left something alone)"""
    counted = Signal(list)
    """`Page`s of what a wish would decide; none is empty."""
    decided = Signal(list, bool)
    """(`Page`s of what is stored of a wish, whether it was stopped before it was through)"""
    outdated = Signal()
    """Nothing was decided, for it would not be what was counted."""
    redecided = Signal(int, int)
    """(tags, tracks) on which a wish was done again, or taken back."""
    listening = Signal(object)
    """`Model` that listens, once it is open."""
    device_known = Signal(str)
    hearing_changed = Signal(bool)

    def __init__(
        self,
        runner: JobRunner,
        parent: QObject | None = None,
        *,
        from_now_on: Callable[[], Newer] = lambda: nothing_newer,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._from_now_on = from_now_on
        self._running: Counter[str] = Counter()
        self._pace = Pace()
        self._counted: list[Page] = []
        self._decided: list[Page] = []
        self._retried: tuple[int, ...] = ()
        self._kept = 0
        self._rescan_told = self._scan_told = False
        self._stop_writing = Event()
        self._scanned = (0, 0)
        runner.news.connect(self._on_news)
        runner.ended.connect(self._on_end)
        runner.failed.connect(lambda _, message: self.said.emit(message, True))

    @property
    def hearing(self) -> bool:
        """Whether tracks are being heard, or will be as soon as other work is through."""
        return self._running[HEAR] > 0

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits to."""
        return self._running.total() > 0

    @property
    def deciding(self) -> bool:
        """Whether tags may wait to be written as soon as what runs is through."""
        return any(self._running[name] > 0 for name in DECIDING)

    def open(self) -> None:
        """Settle what an earlier run left, and find out which model listens."""
        self._runner.act(model_of, self._on_model)
        self._start(Job(OPEN, settle))

    def add(self, roots: Sequence[Path], *, told: bool = False) -> None:
        """Scan folders and files, then hear what is new.

        Args:
            told: say what is new or changed there, or that nothing is.
        """
        self._scan_told = self._scan_told or told
        self._start(Job(SCAN, lambda bench: scan(bench, roots)))

    def rescan(self, *, told: bool) -> None:
        """Look through the whole library again, then hear what is new.

        Args:
            told: also say so where nothing has changed.
        """
        self._rescan_told = self._rescan_told or told
        self._start(Job(RESCAN, rescan))

    def hear(self) -> None:
        """Hear whatever was not heard yet."""
        # What is found while tracks are heard comes after them.
        self._start_hearing(())

    def pause(self) -> None:
        """Stop hearing; what was heard is stored."""
        self._retried = ()
        self._runner.cancel(HEAR)

    def retry(self, ids: Sequence[int]) -> None:
        """Hear or write tracks again for which that failed, before anything else is heard."""
        # Those asked for before may not be through yet, and are cancelled with the hearing.
        retried = self._retried = tuple(dict.fromkeys((*self._retried, *ids)))
        self._runner.cancel(HEAR)
        self._start(Job(SCAN, lambda bench: scan_again(bench, retried)))
        self._start_hearing(retried)

    def _start_hearing(self, retried: tuple[int, ...]) -> None:
        self._pace.begin()
        self._start(Job(HEAR, lambda bench: hear(bench, retried), background=True))
        self.hearing_changed.emit(True)

    def write(self) -> None:
        """Write everything that was accepted until now, or will be by what runs."""
        newer = self._from_now_on()

        def steps(bench: Workbench, stop: Stop) -> Steps:
            return write_decided(bench, bench.catalog.search.waiting(), stop, newer)

        self._start_writing(WRITE, steps)

    def _write_again(self, ids: Sequence[int]) -> None:
        # In the foreground, as everything is that asks the tag process.
        newer = self._from_now_on()
        self._start_writing(WRITE, lambda bench, stop: write_again(bench, ids, stop, newer))

    def undo(self, write_id: int | None = None) -> None:
        """Take a write back, the newest that can be if it is not said which."""
        self._start_writing(UNDO, lambda bench, stop: undo_write(bench, write_id, stop))

    def redo(self, undo_id: int | None = None) -> None:
        """Write again what an undo took back, the newest that can be if it is not said which."""
        self._start_writing(REDO, lambda bench, stop: redo_write(bench, undo_id, stop))

    def _start_writing(self, name: str, steps: Callable[[Workbench, Stop], Steps]) -> None:
        stop = self._stop_writing.is_set
        self._start(Job(name, lambda bench: steps(bench, stop)))

    def stop(self, name: str) -> None:
        """End the jobs of this name, one of `STOPPABLE`, for good; what they have done stays.

        A file that is being written is finished first.
        """
        if name in WRITING:
            self._stop_writing.set()
            self._stop_writing = Event()  # what is asked for from now on is not meant
        else:
            self._runner.cancel(name)

    def count(self, ids: Sequence[int], wish: PagesOn) -> None:
        """Find out what a wish would decide about these tracks."""
        self._runner.cancel(COUNT)
        self._start(Job(COUNT, lambda bench: wish(bench, ids)))

    def decide(
        self,
        told: Sequence[Page],
        wish: PagesOn,
        newer: Newer = nothing_newer,
        wanted: Callable[[], bool] = always,
    ) -> None:
        """Decide what was counted of a wish, but for what something newer is decided about.

        Args:
            wanted: whether that is to be done even if the program is closed meanwhile. May be
                answered in another thread.
        """
        steps = partial(decide_told, told=told, now=wish, newer=newer)
        self._start(Job(ACCEPT, steps, promised=wanted))

    def redecide(self, pages: Sequence[Page], newer: Newer, *, back: bool) -> None:
        """Do again or take back what was decided, but for what something newer is decided about."""
        steps = partial(redecide, pages=pages, newer=newer, back=back)
        self._start(Job(DECIDE, steps, promised=always))

    def _on_model(self, model: Model | None) -> None:
        if model is not None:
            self.listening.emit(model)

    def _on_news(self, name: str, events: list[News]) -> None:
        last: Progress | None = None
        for event in events:
            self._sum_up(event)
            if isinstance(event, _WITH_PROGRESS):
                last = Progress(name, event.done, event.total)
            elif isinstance(event, FilesFound):
                last = Progress(name, event.count, 0)
            else:
                self._on_result(name, event)
        if any(isinstance(event, TracksScanned) for event in events):
            self.library_changed.emit()
        self._tell_failed(name, [event.path for event in events if isinstance(event, TrackFailed)])
        if ids := touched(events):
            self.tracks_changed.emit(ids)
        if last is not None:
            self._on_progress(last)

    def _on_result(self, name: str, event: News) -> None:
        match event:
            case ScanFinished():
                self._tell_failed(name, [path for path, _ in event.problems])
                (self._on_rescan if name == RESCAN else self._on_scan)(event)
            case WriteFinished():
                self.written.emit(name, event, self._kept)
            case Device(note):
                self.device_known.emit(failures.said(note))
            case HeardAgain(ids):
                self._retried = ()
                self._write_again(ids)
            case Outdated():
                self.outdated.emit()
            case tuple() if event:
                self._counted.append(event)

    def _tell_failed(self, name: str, paths: list[Path]) -> None:
        if paths:
            self.failed.emit(name, paths)

    def _sum_up(self, event: News) -> None:
        """What is told at the end of a job."""
        match event:
            case TrackWritten() if event.kept:
                self._kept += 1
            case PageDecided() if event.changes:
                self._decided.append(event.changes)

    def _on_progress(self, progress: Progress) -> None:
        if progress.name in SCANNING:
            self._scanned = (progress.done, progress.total)
        if progress.name == HEAR:
            progress = replace(progress, per_minute=self._pace.per_minute(progress.done))
        self.progress.emit(progress)

    def _on_scan(self, event: ScanFinished) -> None:
        self.scanned.emit()
        if event.moved or (self._scan_told and event.ids):
            news = scan_news(event, asked=self._scan_told)
            self.said.emit(news or self.tr("Nothing has changed."), False)
        self._scan_told = False
        if not event.ids:
            text = self.tr("No music was found there.")
            if event.passed_over:
                one = self.tr("1 file there has no name of music, such as .mp3 or .flac.")
                many = self.tr("{0} files there have no name of music, such as .mp3 or .flac.")
                text = f"{text} {words.counted(event.passed_over, one, many)}"
            if event.problems:
                path, failure = event.problems[0]
                text = f"{words.place(path)}: {failures.told(failure)}"
            self.said.emit(text, True)
        self.hear()

    def _on_rescan(self, event: ScanFinished) -> None:
        self.scanned.emit()
        news = scan_news(event, asked=self._rescan_told)
        if news or self._rescan_told:
            self.said.emit(news or self.tr("Nothing has changed."), False)
        self._rescan_told = False
        if event.new or event.changed or event.moved or event.back:
            self.hear()

    def _on_scan_stopped(self) -> None:
        self._rescan_told = self._scan_told = False
        self.scanned.emit()
        self.said.emit(stopped_scan(*self._scanned), False)

    def _start(self, job: Job) -> None:
        self._running[job.name] += 1
        self._runner.run(job)
        self.begun.emit(job.name)

    def _on_end(self, name: str, how: JobEnd) -> None:
        self._running[name] -= 1
        if name == HEAR:
            self.hearing_changed.emit(self.hearing)
        if name in WRITING:
            self._kept = 0
        if name in SCANNING:
            if how is JobEnd.CANCELLED:
                self._on_scan_stopped()
            self._scanned = (0, 0)
        self._tell_decided(name, how)
        if name != COUNT:
            self.library_changed.emit()
        self.idle.emit(name)

    def _tell_decided(self, name: str, how: JobEnd) -> None:
        if name == COUNT:
            counted, self._counted = self._counted, []
            if how is JobEnd.COMPLETE and not self._running[COUNT]:
                self.counted.emit(counted)
        if name not in {ACCEPT, DECIDE}:
            return
        decided, self._decided = self._decided, []
        stopped = how is JobEnd.CANCELLED
        if name == ACCEPT and (decided or stopped):
            self.decided.emit(decided, stopped)
        elif name == DECIDE and how is JobEnd.COMPLETE:
            # No track is on two pages.
            self.redecided.emit(sum(map(len, decided)), sum(len(tracks_of(p)) for p in decided))
