"""What sounds alike, asked in a thread of its own."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from tagger_app.core.errors import TaggerError
from tagger_app.pipeline.similar import (
    Compared,
    DuplicateGroup,
    Neighbour,
    SoundIndex,
    exact_duplicates,
)
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import failures
from tagger_app.ui.jobs import Job, JobRunner

_COMPARE = "compare"


class SoundSearch(QObject):
    """Asks for what sounds alike.

    Args:
        runner: with a reading view of the catalog.
    """

    compared = Signal(int, int)
    """(tracks compared, of how many)"""
    grouped = Signal(object)
    """The `DuplicateGroup`s found."""
    failed = Signal(str)

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._model_id: int | None = None
        self._index: tuple[int, SoundIndex] | None = None  # touched by the runner's thread alone
        runner.news.connect(self._on_news)

    def set_model_id(self, model_id: int) -> None:
        """The model whose embeddings are compared."""
        self._model_id = model_id

    def similar(self, track_id: int, tell: Callable[[list[Neighbour]], None]) -> None:
        """Find what sounds like a track; `tell` gets it, or `failed` says why not."""

        def ask(bench: Workbench) -> list[Neighbour] | TaggerError:
            try:
                return self._index_of(bench).similar(track_id)
            except TaggerError as error:
                return error

        def answer(found: list[Neighbour] | TaggerError) -> None:
            if isinstance(found, TaggerError):
                self.failed.emit(failures.said(found))
            else:
                tell(found)

        self._runner.act(ask, answer)

    def near_duplicates(self) -> None:
        """Find recordings that are there more than once."""
        self._runner.run(Job(_COMPARE, self._compare))

    def exact_duplicates(self) -> None:
        """Find files with the same audio."""
        self._runner.run(Job(_COMPARE, lambda bench: iter([exact_duplicates(bench.catalog)])))

    def cancel(self) -> None:
        """Compare no more."""
        self._runner.cancel(_COMPARE)

    def _compare(self, bench: Workbench) -> Iterator[Compared | list[DuplicateGroup]]:
        yield (yield from self._index_of(bench).near_duplicates())

    def _index_of(self, bench: Workbench) -> SoundIndex:
        if self._model_id is None:
            raise TaggerError("No model is installed, so that nothing can be compared.")
        if self._index is None or self._index[0] != self._model_id:
            self._index = (self._model_id, SoundIndex(bench.catalog, self._model_id))
        return self._index[1]

    def _on_news(self, name: str, events: list[Compared | list[DuplicateGroup]]) -> None:
        if name != _COMPARE:
            return
        for event in events:
            if isinstance(event, Compared):
                last = event
                self.compared.emit(last.done, last.total)
            else:
                self.grouped.emit(event)
