"""Counts for the sidebar, worked out in a thread of their own."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tagger_app.catalog.facets import FacetCounts
from tagger_app.catalog.search import Counts
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui.folder_tree import NO_FOLDERS, FolderTree, folder_tree
from tagger_app.ui.jobs import JobRunner

_SOONEST_MS = 300
_LOAD = 10
"""Counting anew may take one part in so many of the thread's time."""


@dataclass(frozen=True, slots=True)
class FacetAnswer:
    """Counts of the whole catalog, and the tree of its folders.

    earlier: tracks that other models have heard, and the one that listens has not.
    """

    counts: FacetCounts
    tree: FolderTree
    earlier: int


class FacetSearch(QObject):
    """Counts facets, and no more often than they are worth.

    Args:
        runner: with a reading view of the catalog.
    """

    counted = Signal(object)
    """`FacetAnswer`"""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted: tuple[Counts, int | None] | None = None
        self._latest: tuple[Counts, int | None] | None = None
        self._trees = _Trees()
        self._cost = 0.0
        self._asked = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    def ask(self, counts: Counts, model_id: int | None) -> None:
        """Count soon, the later the longer that takes.

        Args:
            counts: what is known already.
            model_id: the model whose suggestions count.
        """
        if self._latest is not None and counts is self._latest[0] and model_id == self._latest[1]:
            return  # nothing was counted anew
        self._latest = (counts, model_id)
        first = self._wanted is None and not self._cost
        self._wanted = (counts, model_id)
        if first:
            self._timer.start(0)
        elif not self._timer.isActive() and not self._asked:
            self._start()

    def _start(self) -> None:
        self._timer.start(round(max(_SOONEST_MS, 1000 * _LOAD * self._cost)))

    def stop(self) -> None:
        """Ask nothing more."""
        self._timer.stop()
        self._wanted = None

    def _ask(self) -> None:
        if self._wanted is None:
            return
        (counts, model_id), self._wanted, self._asked = self._wanted, None, True
        trees = self._trees
        self._runner.act(lambda bench: _count(bench, counts, model_id, trees), self._answer)

    def _answer(self, found: tuple[FacetAnswer, float]) -> None:
        self._asked = False
        answer, self._cost = found
        self.counted.emit(answer)
        if self._wanted is not None:
            self._start()


class _Trees:
    """The tree of folders, made anew only where it differs: decisions change nothing of it."""

    def __init__(self) -> None:
        self._of: tuple[Mapping[Path, int], ...] = ()
        self._tree = NO_FOLDERS

    def of(self, folders: Mapping[Path, int], facets: FacetCounts) -> FolderTree:
        of = (folders, facets.missing, facets.offline)
        if of != self._of:
            self._of, self._tree = of, folder_tree(folders, facets)
        return self._tree


def _count(
    bench: Workbench, counts: Counts, model_id: int | None, trees: _Trees
) -> tuple[FacetAnswer, float]:
    begin = time.perf_counter()
    facets = bench.catalog.facets.counts(model_id)
    earlier = bench.catalog.predictions.heard_by_others(model_id) if model_id is not None else 0
    answer = FacetAnswer(facets, trees.of(counts.folders, facets), earlier)
    return answer, time.perf_counter() - begin
