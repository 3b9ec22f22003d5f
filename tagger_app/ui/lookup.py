"""What the window asks of the whole catalog, worked out in a thread of its own."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from tagger_app.catalog.search import Counts, TrackQuery
from tagger_app.catalog.store import Catalog
from tagger_app.core.track import TrackState
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.listing import Listing

NO_COUNTS = Counts(0, {}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be shown, and what is shown now.

    listing: only tracks of this list; of the whole catalog without it.
    listed: in the list's own order, not in that of the query.
    anew: start at the top; otherwise the place in the list stays.
    forget: leave out what has left the query; otherwise that stays in its row.
    count: count anew; otherwise the numbers are those of the answer before, if there was one.
    wider: the same search over the whole library, where less than that is searched.
    last: tracks that come after all others, in this order, unless it is the list's own order.
    """

    query: TrackQuery
    listing: Listing | None
    listed: bool
    shown: Sequence[int]
    anew: bool
    forget: bool
    count: bool
    wider: TrackQuery | None = None
    last: tuple[int, ...] = ()

    @property
    def asks_for(self) -> tuple[TrackQuery, Listing | None, bool, tuple[int, ...]]:
        """What tells whether two questions are for the same tracks in the same order."""
        return self.query, self.listing, self.listed, self.last


@dataclass(frozen=True, slots=True)
class Answer:
    """The tracks to show and the counts of the whole catalog.

    rows: the row of each id.
    counted: whether there are numbers.
    same: whether that is what was shown already.
    waiting: tracks with accepted tags to be written.
    undoable, redoable: whether there is a write to take back, and one to do again.
    elsewhere: how many tracks the wider search finds where this one finds none.
    seconds: how long it took to find out.
    """

    question: Question
    ids: Sequence[int]
    rows: dict[int, int]
    counted: bool
    same: bool
    counts: Counts
    waiting: int
    undoable: bool
    redoable: bool
    elsewhere: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Counts of the whole catalog, how many tracks wait to be written, and what the journal has."""

    counts: Counts
    waiting: int
    undoable: bool
    redoable: bool


_NO_NUMBERS = _Numbers(NO_COUNTS, 0, undoable=False, redoable=False)


class Lookup(QObject):
    """Asks one question at a time; of those that came meanwhile, only the last.

    Args:
        runner: with a reading view of the catalog; begun here.
        tell: gets each answer, in the window's thread.
    """

    def __init__(
        self, runner: JobRunner, tell: Callable[[Answer], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tell = tell
        self._asked: Question | None = None
        self._next: Question | None = None
        self._numbers: _Numbers | None = None
        runner.failed.connect(lambda *_: self._go_on())
        runner.begin()

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None

    @property
    def asked_again(self) -> bool:
        """Whether another question waits for the answer that is on its way."""
        return self._next is not None

    def ask(self, question: Question) -> None:
        """Ask; an answer to an earlier question that is no more wanted is not told."""
        if self._asked is not None:
            self._next = question
            return
        self._asked = question
        known = None if question.count else self._numbers
        self._runner.act(lambda bench: _find(bench, question, known), self._on_answer)

    def _on_answer(self, answer: Answer) -> None:
        if answer.counted:
            self._numbers = _Numbers(
                answer.counts, answer.waiting, answer.undoable, answer.redoable
            )
        # One for the same query is worth showing while another is asked for, lest a list that is
        # asked for again and again never changes.
        if self._next is None or self._next.asks_for == answer.question.asks_for:
            self._tell(answer)
        self._go_on()

    def _go_on(self) -> None:
        wanted, self._asked, self._next = self._next, None, None
        if wanted is not None:
            self.ask(wanted)


def _find(bench: Workbench, question: Question, known: _Numbers | None) -> Answer:
    begin = time.perf_counter()
    catalog = bench.catalog
    ids: Sequence[int] = catalog.search.ids(question.query)
    if question.listing is not None:
        ids = _of_list(question.listing, ids, listed=question.listed)
    if not question.listed:
        ids = put_last(ids, question.last)
    if not question.forget:
        ids = with_those_that_left(question.shown, ids)
    numbers = known
    if question.count:
        counts = catalog.search.counts(question.query.model_id)
        numbers = _Numbers(
            counts,
            _waiting(catalog, counts),
            catalog.journal.last_undoable() is not None,
            catalog.journal.last_redoable() is not None,
        )
    told = numbers or _NO_NUMBERS
    elsewhere = 0
    if question.wider is not None and not ids:
        elsewhere = len(catalog.search.ids(question.wider))
    return Answer(
        question,
        ids,
        {track_id: row for row, track_id in enumerate(ids)},
        numbers is not None,
        list(ids) == list(question.shown),
        told.counts,
        told.waiting,
        told.undoable,
        told.redoable,
        elsewhere,
        time.perf_counter() - begin,
    )


def _of_list(listing: Listing, found: Sequence[int], *, listed: bool) -> list[int]:
    if listed:
        there = set(found)
        return [track_id for track_id in listing.ids if track_id in there]
    return [track_id for track_id in found if track_id in listing.notes]


def _waiting(catalog: Catalog, counts: Counts) -> int:
    """What a write was refused for waits, too; looked up only where something failed."""
    if counts.states.get(TrackState.FAILED, 0):
        return len(catalog.search.waiting())
    return counts.states.get(TrackState.ACCEPTED, 0)


def put_last(ids: Sequence[int], last: Sequence[int]) -> Sequence[int]:
    """These tracks, with those of `last` after all others, in that order."""
    place = {track_id: number for number, track_id in enumerate(last)}
    there = sorted((track_id for track_id in ids if track_id in place), key=place.__getitem__)
    return [*(track_id for track_id in ids if track_id not in place), *there] if there else ids


def with_those_that_left(shown: Sequence[int], found: Sequence[int]) -> Sequence[int]:
    """The tracks found, with those shown before that are not found any more at their old place."""
    there = set(found)
    if all(track_id in there for track_id in shown):
        return found
    followers: dict[int | None, list[int]] = {}
    before: int | None = None
    for track_id in shown:
        if track_id in there:
            before = track_id
        else:
            followers.setdefault(before, []).append(track_id)
    merged = list(followers.get(None, ()))
    for track_id in found:
        merged.append(track_id)
        merged += followers.get(track_id, ())
    return merged
