"""What the status bar says while nothing is at work: how many tracks there are."""

from PySide6.QtCore import QObject

from tagger_app.catalog.search import Counts
from tagger_app.core.track import TrackState
from tagger_app.ui import words
from tagger_app.ui.commands import Commands
from tagger_app.ui.finding import Finding
from tagger_app.ui.library_view import LibraryView
from tagger_app.ui.lookup import Answer
from tagger_app.ui.progress import ProgressLine
from tagger_app.ui.work import Work


class Status(QObject):
    """Tells how many tracks are shown, how many failed, and what Analyze would do."""

    def __init__(
        self,
        work: Work,
        view: LibraryView,
        finding: Finding,
        progress: ProgressLine,
        commands: Commands,
    ) -> None:
        super().__init__(progress)
        self._hear = commands["hear"]
        self._work = work
        self._view = view
        self._progress = progress
        self._counts = Counts(0, {}, {}, {}, {})
        self._earlier = 0
        view.answered.connect(self._on_answer)
        view.table.selected_changed.connect(self._on_selected)
        finding.earlier_known.connect(self._on_earlier)
        work.idle.connect(lambda _: self._rest())

    def _on_answer(self, answer: Answer) -> None:
        self._counts = answer.counts
        self._progress.show_failed(answer.counts.states.get(TrackState.FAILED, 0))
        self._rest()

    def _on_selected(self, count: int) -> None:
        self._progress.show_selected(count, len(self._view.model.ids))

    def _on_earlier(self, count: int) -> None:
        self._earlier = count
        self._rest()

    def _rest(self) -> None:
        if self._work.busy:
            return
        new = self._counts.states.get(TrackState.NEW, 0)
        total = self._counts.total
        text = words.counted(total, self.tr("1 track"), self.tr("{0} tracks"))
        shown = len(self._view.model.ids)
        if shown < total:
            text = self.tr("{0} of {1} tracks").format(words.number(shown), words.number(total))
        if new:
            text = self.tr("{0} · {1} not heard yet").format(text, words.number(new))
        if self._earlier:
            told = self.tr("{0} · {1} heard by another model: Analyze hears them again")
            text = told.format(text, words.number(self._earlier))
        self._progress.rest(text if total else "", self._hear if new or self._earlier else None)
