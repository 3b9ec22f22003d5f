"""Review as the window does it: decisions are shown at once and stored by the job thread."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.catalog.store import Catalog
from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import CatalogError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary, tag_key
from tagger_app.pipeline.provenance import with_provenance
from tagger_app.pipeline.review import Chip, ChipStatus, Reviewer, ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import words
from tagger_app.ui.brief_wait import BriefWait
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.undo_list import UndoList, UndoStep

_CHOSEN = frozenset({ChipStatus.ACCEPTED, ChipStatus.ADDED})

TagOfTrack = tuple[int, Category, str]
"""(track's id, category, `tag_key`)"""


class Desk(QObject):
    """Where tracks are decided about.

    Args:
        reader: the window's own view of the catalog.
        runner: stores what is decided here.
        provenance: whether a write records where tags come from.
    """

    changed = Signal(list)
    """Ids of tracks that were decided about just now; `load` and `decided` know of it."""
    stored = Signal(list)
    """Ids of tracks whose decisions are in the catalog now."""

    def __init__(
        self,
        reader: Catalog,
        runner: JobRunner,
        policy: Policy,
        vocabulary: Vocabulary,
        parent: QObject | None = None,
        *,
        provenance: bool = False,
    ) -> None:
        super().__init__(parent)
        self.history = UndoList(self)
        self._reader = reader
        self._brief = BriefWait()
        self._runner = runner
        self._policy = policy
        self._vocabulary = vocabulary
        self._provenance = provenance
        self._model_id: int | None = None
        self._card: ModelCard | None = None
        self._waiting: deque[tuple[Sequence[Decision], int | None]] = deque()
        """Decisions that the job thread has not begun to store, with the model they answer."""
        self._unstored: dict[int, list[Sequence[Decision]]] = {}
        self.latest: set[TagOfTrack] = set()
        """What was decided about here since this was last cleared."""
        self._reviewer = Reviewer(reader, None, None, policy, vocabulary)

    @property
    def model_id(self) -> int | None:
        """The model whose suggestions are reviewed."""
        return self._model_id

    @property
    def storing(self) -> bool:
        """Whether decisions are on their way to the catalog."""
        return bool(self._unstored)

    def set_rules(
        self, policy: Policy, vocabulary: Vocabulary, *, provenance: bool = False
    ) -> None:
        """Review by other preferences; what was loaded before must be loaded anew."""
        self._policy, self._vocabulary, self._provenance = policy, vocabulary, provenance
        self.set_model(self._model_id, self._card)

    def set_model(self, model_id: int | None, card: ModelCard | None) -> None:
        """Review the suggestions of this model."""
        self._model_id, self._card = model_id, card
        self._reviewer = Reviewer(self._reader, model_id, card, self._policy, self._vocabulary)

    def preview(self, review: ReviewTrack) -> ChangeSet:
        """All that a write would change in a track's file, were it today."""
        prediction = review.prediction
        if not self._provenance or prediction is None or self._card is None:
            return review.proposal
        if not prediction.is_by(self._card):  # until the track is loaded anew
            return review.proposal
        tags, today = review.track.file_tags.tags, datetime.now().astimezone().date()
        return with_provenance(
            review.proposal, tags, self._card, prediction, self._vocabulary, today
        )

    def load(self, ids: Sequence[int], *, wait: bool = True) -> list[ReviewTrack]:
        """Tracks for the table, with decisions that are on their way to the catalog.

        Args:
            wait: for what is being stored just now, and for the disk, which can take long.

        Raises:
            CatalogBusyError: something is being stored, or reading takes long, and `wait` is false.
        """
        reviews = self._reviewer.load(ids) if wait else self._brief.read(self._read_at_once, ids)
        return [self.decided(r) if r.track.id in self._unstored else r for r in reviews]

    def _read_at_once(self, ids: Sequence[int]) -> list[ReviewTrack]:
        with self._reader.at_once():
            return self._reviewer.load(ids)

    def decided(self, review: ReviewTrack) -> ReviewTrack:
        """A track as it is after the decisions on their way; nothing is asked of the catalog."""
        return self._reviewer.review(
            review.track,
            review.prediction,
            self._verdicts(review),
            review.outside,
            unstored=review.track.id in self._unstored,
        )

    def accept(self, reviews: Sequence[ReviewTrack]) -> None:
        """Accept every open suggestion of these tracks; those without any are done with."""
        statuses = frozenset({ChipStatus.SUGGESTED})
        self._decide_or_look(self._accepts, reviews, _all_of(statuses, Verdict.ACCEPTED))

    def reject(self, reviews: Sequence[ReviewTrack]) -> None:
        """Reject every suggestion of these tracks that is open or was accepted.

        Tracks without any are done with.
        """
        statuses = frozenset({ChipStatus.SUGGESTED, ChipStatus.ACCEPTED})
        self._decide_or_look(self._rejects, reviews, _all_of(statuses, Verdict.REJECTED))

    def toggle(self, review: ReviewTrack, chip: Chip) -> None:
        """Accept a tag, or take its acceptance back."""
        verdict = None if chip.status in _CHOSEN else Verdict.ACCEPTED
        told = self._resets if verdict is None else self._accepts
        self._decide(told, [review], lambda _: [(chip.category, chip.name, verdict)])

    def refuse(self, review: ReviewTrack, chip: Chip) -> None:
        """Reject a tag, or take its rejection back."""
        verdict = None if chip.status is ChipStatus.REJECTED else Verdict.REJECTED
        told = self._resets if verdict is None else self._rejects
        self._decide(told, [review], lambda _: [(chip.category, chip.name, verdict)])

    def add(self, reviews: Sequence[ReviewTrack], category: Category, name: str) -> None:
        """Add a tag by hand; one that the model knows is accepted instead."""
        same = self._vocabulary.same_tag

        def added(review: ReviewTrack) -> list[tuple[Category, str, Verdict | None]]:
            for chip in review.tags[category]:
                if same(category, chip.name, name):
                    if chip.status is ChipStatus.IN_FILE:
                        return []
                    scored = chip.score is not None
                    return [(category, chip.name, Verdict.ACCEPTED if scored else Verdict.ADDED)]
            return [(category, name, Verdict.ADDED)]

        self._decide(self._adds, reviews, added)

    def _accepts(self, tags: int) -> str:
        return words.counted(tags, self.tr("accept of 1 tag"), self.tr("accept of {0} tags"))

    def _rejects(self, tags: int) -> str:
        return words.counted(tags, self.tr("reject of 1 tag"), self.tr("reject of {0} tags"))

    def _resets(self, tags: int) -> str:
        return words.counted(tags, self.tr("reset of 1 tag"), self.tr("reset of {0} tags"))

    def _adds(self, tags: int) -> str:
        return words.counted(tags, self.tr("adding of 1 tag"), self.tr("adding of {0} tags"))

    def drop_unstored(self) -> None:
        """Forget decisions that could not be stored."""
        self._unstored.clear()

    def apply(self, decisions: Sequence[Decision]) -> None:
        """Show decisions and store them."""
        by_track: dict[int, list[Decision]] = {}
        for decision in decisions:
            by_track.setdefault(decision.track_id, []).append(decision)
        for track_id, mine in by_track.items():
            self._unstored.setdefault(track_id, []).append(mine)
        self.latest.update((d.track_id, d.category, tag_key(d.tag)) for d in decisions)
        ids = list(by_track)
        self.changed.emit(ids)
        self._waiting.append((decisions, self._model_id))
        self._runner.act(self._store, self._stored)

    def look(self, ids: Sequence[int], *, looked: bool) -> None:
        """Say that these tracks, about which nothing is suggested, were looked at, or were not."""
        self._runner.act(
            lambda bench: bench.catalog.decisions.look(ids, looked=looked),
            lambda _: self.stored.emit(list(ids)),
        )

    def _store(self, bench: Workbench) -> list[Sequence[Decision]]:
        """Store all that waits as one commit, for a slow disk is waited for at each."""
        batches = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not batches:
            return []  # they went with those before
        stored = bench.catalog.decisions
        try:
            with bench.catalog.transaction():
                for decisions, model_id in batches:
                    stored.decide_all(decisions, model_id=model_id)
        except CatalogError as error:
            # One by one, lest what cannot be stored take the rest with it.
            for decisions, model_id in batches if len(batches) > 1 else ():
                with suppress(CatalogError):
                    stored.decide_all(decisions, model_id=model_id)
            raise error from None
        return [decisions for decisions, _ in batches]

    def _stored(self, batches: list[Sequence[Decision]]) -> None:
        # Answers come in the order of the questions, so the oldest is what was stored.
        for decisions in batches:
            ids = list(dict.fromkeys(decision.track_id for decision in decisions))
            for track_id in ids:
                waiting = self._unstored.get(track_id)
                if waiting:
                    waiting.pop(0)
                if not waiting:
                    self._unstored.pop(track_id, None)
            self.stored.emit(ids)

    def _verdicts(self, review: ReviewTrack) -> dict[tuple[Category, str], Verdict]:
        verdicts = dict(review.decisions)
        for batch in self._unstored.get(review.track.id, ()):
            for decision in batch:
                _overlay(verdicts, decision)
        return verdicts

    def _decide_or_look(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[tuple[Category, str, Verdict | None]]],
    ) -> None:
        unsure = [
            review.track.id
            for review in reviews
            if _waits_in_vain(review) and not any(choose(review)) and not self._verdicts(review)
        ]
        if not unsure:
            self._decide(told, reviews, choose)
            return
        one, many = self.tr("review of 1 track"), self.tr("review of {0} tracks")
        decision = self._step(told, reviews, choose)
        steps = [] if decision is None else [decision]
        text = words.counted(len(reviews), one, many)
        self.history.do(_Review(text, [*steps, _Look(self, unsure)]))

    def _decide(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[tuple[Category, str, Verdict | None]]],
    ) -> None:
        step = self._step(told, reviews, choose)
        if step is not None:
            self.history.do(step)

    def _step(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[tuple[Category, str, Verdict | None]]],
    ) -> "_Decisions | None":
        same = self._vocabulary.same_tag
        forward, backward = [], []
        tags = 0
        for review in reviews:
            track_id, verdicts = review.track.id, self._verdicts(review)
            for category, name, verdict in choose(review):
                before = [
                    Decision(track_id, category, spelled, was)
                    for (decided, spelled), was in verdicts.items()
                    if decided is category and same(category, spelled, name)
                ]
                if [d.verdict for d in before] == ([] if verdict is None else [verdict]):
                    continue
                tags += 1
                # Under whatever name it was decided before: now under this one alone.
                forward += [replace(decision, verdict=None) for decision in before]
                forward.append(Decision(track_id, category, name, verdict))
                backward.append(Decision(track_id, category, name, None))
                backward += before
        return _Decisions(self, told(tags), forward, backward) if forward else None


class _Decisions:
    """Decisions as one step that can be taken back."""

    def __init__(
        self,
        desk: Desk,
        text: str,
        forward: Sequence[Decision],
        backward: Sequence[Decision],
    ) -> None:
        self.text = text
        self._desk = desk
        self._forward = forward
        self._backward = backward

    def redo(self) -> None:
        """Decide."""
        self._desk.apply(self._forward)

    def undo(self) -> None:
        """Take the decisions back."""
        self._desk.apply(self._backward)


class _Look:
    """Tracks without a suggestion that are done with, as one step that can be taken back."""

    text = ""  # it is part of another step

    def __init__(self, desk: Desk, ids: Sequence[int]) -> None:
        self._desk = desk
        self._ids = ids

    def redo(self) -> None:
        """Done with."""
        self._desk.look(self._ids, looked=True)

    def undo(self) -> None:
        """To be reviewed again."""
        self._desk.look(self._ids, looked=False)


class _Review:
    """Several steps as one."""

    def __init__(self, text: str, steps: Sequence[UndoStep]) -> None:
        self.text = text
        self._steps = steps

    def redo(self) -> None:
        """Do all of them."""
        for step in self._steps:
            step.redo()

    def undo(self) -> None:
        """Take all of them back, the last one first."""
        for step in reversed(self._steps):
            step.undo()


def _waits_in_vain(review: ReviewTrack) -> bool:
    """Whether a track is to be reviewed, although nothing is suggested."""
    return review.track.state is TrackState.TO_REVIEW and review.prediction is not None


def _all_of(
    statuses: frozenset[ChipStatus], verdict: Verdict
) -> Callable[[ReviewTrack], Iterable[tuple[Category, str, Verdict | None]]]:
    def chosen(review: ReviewTrack) -> list[tuple[Category, str, Verdict | None]]:
        chips = (chip for category in TAG_CATEGORIES for chip in review.tags[category])
        return [(c.category, c.name, verdict) for c in chips if c.status in statuses]

    return chosen


def _overlay(verdicts: dict[tuple[Category, str], Verdict], decision: Decision) -> None:
    """Do to these verdicts what storing the decision will do to the catalog."""
    key = tag_key(decision.tag)
    for category, name in tuple(verdicts):
        if category is decision.category and tag_key(name) == key:
            del verdicts[category, name]
    if decision.verdict is not None:
        verdicts[decision.category, decision.tag] = decision.verdict
