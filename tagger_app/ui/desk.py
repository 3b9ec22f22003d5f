"""Review as the window does it: decisions are shown at once and stored by the job thread."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.catalog.edits import Edit
from tagger_app.catalog.store import Catalog
from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import CatalogError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary, tag_key
from tagger_app.pipeline.provenance import with_provenance
from tagger_app.pipeline.review import Chip, ChipStatus, Decisions, Reviewer, ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import words
from tagger_app.ui.brief_wait import BriefWait
from tagger_app.ui.editing import EDITED, TagVerdict, Wishes, added, changed, edited
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.review_steps import LookStep, Steps, WishStep
from tagger_app.ui.undo_list import UndoList, UndoStep
from tagger_app.ui.unstored import Unstored, Wish

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
        self._waiting: deque[tuple[Sequence[Wish], int | None]] = deque()
        """Wishes that the job thread has not begun to store, with the model they answer."""
        self._unstored = Unstored()
        self.latest: set[TagOfTrack] = set()
        """What was decided about here since this was last cleared."""
        self._reviewer = Reviewer(reader, None, None, policy, vocabulary)

    @property
    def model_id(self) -> int | None:
        """The model whose suggestions are reviewed."""
        return self._model_id

    @property
    def storing(self) -> bool:
        """Whether decisions or edits are on their way to the catalog."""
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
            self._unstored.verdicts(review),
            review.outside,
            edits=self._unstored.edits(review),
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
        """Accept a tag, or take that back; what is to become of a tag of the file is taken back."""
        if chip.in_file:
            if chip.status in EDITED:
                self._wish(self._resets, [review], partial(edited, chip=chip, becomes=None))
            return
        verdict = None if chip.status in _CHOSEN else Verdict.ACCEPTED
        told = self._resets if verdict is None else self._accepts
        self._decide(told, [review], lambda _: [(chip.category, chip.name, verdict)])

    def refuse(self, review: ReviewTrack, chip: Chip) -> None:
        """Reject a tag, or take its rejection back; one that the file has is to be removed."""
        if chip.in_file:
            removed = chip.status is ChipStatus.REMOVED
            told = self._resets if removed else self._removals
            becomes = None if removed else ""
            self._wish(told, [review], partial(edited, chip=chip, becomes=becomes))
            return
        verdict = None if chip.status is ChipStatus.REJECTED else Verdict.REJECTED
        told = self._resets if verdict is None else self._rejects
        self._decide(told, [review], lambda _: [(chip.category, chip.name, verdict)])

    def change(self, review: ReviewTrack, chip: Chip, category: Category, name: str) -> None:
        """Let another tag take the place of one that the file has, or that was added by hand.

        Args:
            category: of the other tag; it need not be the same.
        """
        wishes = partial(changed, chip=chip, category=category, name=name)
        self._wish(self._changes, [review], wishes)

    def add(self, reviews: Sequence[ReviewTrack], category: Category, name: str) -> None:
        """Add a tag by hand; one that the model knows is accepted instead."""
        self._wish(self._adds, reviews, partial(added, category=category, name=name))

    def _wish(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        wishes: Callable[[ReviewTrack, Vocabulary, Decisions], Wishes],
    ) -> None:
        chosen = {
            review.track.id: wishes(review, self._vocabulary, self._unstored.verdicts(review))
            for review in reviews
        }
        self._decide(
            told, reviews, lambda r: chosen[r.track.id][1], lambda r: chosen[r.track.id][0]
        )

    def _accepts(self, tags: int) -> str:
        return words.counted(tags, self.tr("accept of 1 tag"), self.tr("accept of {0} tags"))

    def _rejects(self, tags: int) -> str:
        return words.counted(tags, self.tr("reject of 1 tag"), self.tr("reject of {0} tags"))

    def _resets(self, tags: int) -> str:
        return words.counted(tags, self.tr("reset of 1 tag"), self.tr("reset of {0} tags"))

    def _adds(self, tags: int) -> str:
        return words.counted(tags, self.tr("adding of 1 tag"), self.tr("adding of {0} tags"))

    def _removals(self, _: int) -> str:
        return self.tr("removal of 1 tag")

    def _changes(self, _: int) -> str:
        return self.tr("change of 1 tag")

    def drop_unstored(self) -> None:
        """Forget decisions that could not be stored."""
        self._unstored.clear()

    def apply(self, wishes: Sequence[Wish]) -> None:
        """Show decisions and edits, and store them."""
        ids = self._unstored.add(wishes)
        decisions = (wish for wish in wishes if isinstance(wish, Decision))
        self.latest.update((d.track_id, d.category, tag_key(d.tag)) for d in decisions)
        self.changed.emit(ids)
        self._waiting.append((wishes, self._model_id))
        self._runner.act(self._store, self._stored)

    def look(self, ids: Sequence[int], *, looked: bool) -> None:
        """Say that these tracks, about which nothing is suggested, were looked at, or were not."""
        self._runner.act(
            lambda bench: bench.catalog.decisions.look(ids, looked=looked),
            lambda _: self.stored.emit(list(ids)),
        )

    def _store(self, bench: Workbench) -> list[Sequence[Wish]]:
        """Store all that waits as one commit, for a slow disk is waited for at each."""
        batches = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if not batches:
            return []  # they went with those before
        try:
            with bench.catalog.transaction():
                for wishes, model_id in batches:
                    _store_all(bench.catalog, wishes, model_id)
        except CatalogError as error:
            # One by one, lest what cannot be stored take the rest with it.
            for wishes, model_id in batches if len(batches) > 1 else ():
                with suppress(CatalogError), bench.catalog.transaction():
                    _store_all(bench.catalog, wishes, model_id)
            raise error from None
        return [wishes for wishes, _ in batches]

    def _stored(self, batches: list[Sequence[Wish]]) -> None:
        # Answers come in the order of the questions, so the oldest is what was stored.
        for wishes in batches:
            ids = list(dict.fromkeys(wish.track_id for wish in wishes))
            for track_id in ids:
                self._unstored.drop_oldest(track_id)
            self.stored.emit(ids)

    def _decide_or_look(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[TagVerdict]],
    ) -> None:
        unsure = [
            review.track.id
            for review in reviews
            if _waits_in_vain(review)
            and not any(choose(review))
            and not self._unstored.verdicts(review)
        ]
        if not unsure:
            self._decide(told, reviews, choose)
            return
        one, many = self.tr("review of 1 track"), self.tr("review of {0} tracks")
        decision = self._step(told, reviews, choose)
        steps: list[UndoStep] = [] if decision is None else [decision]
        text = words.counted(len(reviews), one, many)
        self.history.do(Steps(text, [*steps, LookStep(self.look, unsure)]))

    def _decide(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[TagVerdict]],
        edit: Callable[[ReviewTrack], Iterable[Edit]] = lambda _: (),
    ) -> None:
        step = self._step(told, reviews, choose, edit)
        if step is not None:
            self.history.do(step)

    def _step(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Callable[[ReviewTrack], Iterable[TagVerdict]],
        edit: Callable[[ReviewTrack], Iterable[Edit]] = lambda _: (),
    ) -> WishStep | None:
        same = self._vocabulary.same_tag
        forward: list[Wish] = []
        backward: list[Wish] = []
        tags: set[TagOfTrack] = set()
        for review in reviews:
            track_id, verdicts = review.track.id, self._unstored.verdicts(review)
            edits = self._unstored.edits(review)
            for wish in edit(review):
                was = edits.get((wish.category, wish.value))
                if was != wish.becomes:
                    tags.add((track_id, wish.category, tag_key(wish.value)))
                    forward.append(wish)
                    backward.append(replace(wish, becomes=was))
            for category, name, verdict in choose(review):
                before = [
                    Decision(track_id, category, spelled, was)
                    for (decided, spelled), was in verdicts.items()
                    if decided is category and same(category, spelled, name)
                ]
                if [d.verdict for d in before] == ([] if verdict is None else [verdict]):
                    continue
                tags.add((track_id, category, tag_key(name)))
                # Under whatever name it was decided before: now under this one alone.
                forward += [replace(decision, verdict=None) for decision in before]
                forward.append(Decision(track_id, category, name, verdict))
                backward.append(Decision(track_id, category, name, None))
                backward += before
        return WishStep(self.apply, told(len(tags)), forward, backward) if forward else None


def _waits_in_vain(review: ReviewTrack) -> bool:
    """Whether a track is to be reviewed, although nothing is suggested."""
    return review.track.state is TrackState.TO_REVIEW and review.prediction is not None


def _all_of(
    statuses: frozenset[ChipStatus], verdict: Verdict
) -> Callable[[ReviewTrack], Iterable[TagVerdict]]:
    def chosen(review: ReviewTrack) -> list[TagVerdict]:
        chips = (chip for category in TAG_CATEGORIES for chip in review.tags[category])
        return [(c.category, c.name, verdict) for c in chips if c.status in statuses]

    return chosen


def _store_all(catalog: Catalog, wishes: Sequence[Wish], model_id: int | None) -> None:
    catalog.decisions.decide_all(
        [wish for wish in wishes if isinstance(wish, Decision)], model_id=model_id
    )
    catalog.edits.store([wish for wish in wishes if isinstance(wish, Edit)])
