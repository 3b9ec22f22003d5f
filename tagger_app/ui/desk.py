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
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary, tag_key
from tagger_app.pipeline.deciding import (
    Choose,
    Page,
    accepting,
    adding,
    deciding_tag,
    is_in_vain,
    refused,
    rejecting,
    toggled,
    tracks_of,
    work_out,
)
from tagger_app.pipeline.provenance import with_provenance
from tagger_app.pipeline.review import Chip, ChipStatus, Decisions, Reviewer, ReviewTrack
from tagger_app.pipeline.workbench import Workbench
from tagger_app.ui import words
from tagger_app.ui.brief_wait import BriefWait
from tagger_app.ui.decision_words import accept_of, adding_of, reject_of, reset_of
from tagger_app.ui.editing import EDITED, Wishes, added, changed, edited
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.review_steps import LookStep, Steps, WishStep
from tagger_app.ui.undo_list import UndoList, UndoStep
from tagger_app.ui.unstored import Latest, Unstored, Wish


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
    refused = Signal(list)
    """`ReviewTrack`s for whose files tags were wanted just now, though they carry none."""

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
        self._latest = Latest()
        self.from_now_on = self._latest.from_now_on
        """Tells what is decided here after the moment at which this is called."""
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

    def load(self, ids: Sequence[int], *, wait: bool = True, version: int = 0) -> list[ReviewTrack]:
        """Tracks for the table, with decisions that are on their way to the catalog.

        Args:
            wait: for what is being stored just now, and for the disk, which can take long.
            version: what was read for another one, and nobody waited for, is out of date.

        Raises:
            CatalogBusyError: something is being stored, or reading takes long, and `wait` is false.
        """
        if wait:
            reviews = self._reviewer.load(ids)
        else:
            reviews = self._brief.read(self._read_at_once, ids, version)
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

    def accept(self, reviews: Sequence[ReviewTrack]) -> Page:
        """Accept every open suggestion of these tracks; those without any are done with.

        Returns:
            What was decided.
        """
        return self._decide_or_look(accept_of, reviews, accepting)

    def reject(self, reviews: Sequence[ReviewTrack]) -> Page:
        """Reject every suggestion of these tracks that is open or was accepted.

        Tracks without any are done with.

        Returns:
            What was decided.
        """
        return self._decide_or_look(reject_of, reviews, rejecting)

    def toggle(self, review: ReviewTrack, chip: Chip) -> None:
        """Accept a tag, or take that back; what is to become of a tag of the file is taken back."""
        if not chip.in_file:
            self.decide_tag(review, chip, toggled(chip))
        elif chip.status in EDITED:
            self._wish(reset_of, [review], partial(edited, chip=chip, becomes=None))

    def refuse(self, review: ReviewTrack, chip: Chip) -> None:
        """Reject a tag, or take its rejection back; one that the file has is to be removed."""
        if not chip.in_file:
            self.decide_tag(review, chip, refused(chip))
        elif chip.status is ChipStatus.REMOVED:
            self._wish(reset_of, [review], partial(edited, chip=chip, becomes=None))
        else:
            self._wish(self._removals, [review], partial(edited, chip=chip, becomes=""))

    def decide_tag(
        self,
        review: ReviewTrack,
        chip: Chip,
        verdict: Verdict | None,
        others: Sequence[ReviewTrack] = (),
    ) -> int:
        """Decide about a tag of a track, and about the same tag of others where that fits.

        See `deciding_tag`.

        Returns:
            On how many tracks something was decided.
        """
        told = {Verdict.ACCEPTED: accept_of, Verdict.REJECTED: reject_of}
        text = reset_of if verdict is None else told[verdict]
        rest = (other for other in others if other.track.id != review.track.id)
        choose = self.deciding_tag(review, chip, verdict)
        return len(tracks_of(self._decide(text, [review, *rest], choose)))

    def deciding_tag(self, review: ReviewTrack, chip: Chip, verdict: Verdict | None) -> Choose:
        """`decide_tag` as a wish for any number of tracks."""
        return deciding_tag(self._vocabulary, review, chip, verdict)

    def adding(self, category: Category, name: str) -> Choose:
        """`add` as a wish for any number of tracks; what is to become of tags of files stays."""
        return adding(self._vocabulary, category, name)

    def change(self, review: ReviewTrack, chip: Chip, category: Category, name: str) -> None:
        """Let another tag take the place of one that the file has, or that was added by hand.

        Args:
            category: of the other tag; it need not be the same.
        """
        wishes = partial(changed, chip=chip, category=category, name=name)
        self._wish(self._changes, [review], wishes)

    def add(self, reviews: Sequence[ReviewTrack], category: Category, name: str) -> Page:
        """Add a tag by hand; one that the model knows is accepted instead.

        Returns:
            What was decided.
        """
        return self._wish(adding_of, reviews, partial(added, category=category, name=name))

    def _wish(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        wishes: Callable[[ReviewTrack, Vocabulary, Decisions], Wishes],
    ) -> Page:
        chosen = {
            review.track.id: wishes(review, self._vocabulary, self._unstored.verdicts(review))
            for review in reviews
        }
        return self._decide(
            told, reviews, lambda r: chosen[r.track.id][1], lambda r: chosen[r.track.id][0]
        )

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
        self._latest.add(wishes)
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
        self, told: Callable[[int], str], reviews: Sequence[ReviewTrack], choose: Choose
    ) -> Page:
        unsure = [
            review.track.id
            for review in reviews
            if _waits_in_vain(review)
            and not any(choose(review))
            and not self._unstored.verdicts(review)
        ]
        if not unsure:
            return self._decide(told, reviews, choose)
        one, many = self.tr("review of 1 track"), self.tr("review of {0} tracks")
        page = work_out(reviews, choose, self._vocabulary, self._unstored.verdicts)
        steps: list[UndoStep] = [self._step(told, page)] if page else []
        text = words.counted(len(reviews), one, many)
        self.history.do(Steps(text, [*steps, LookStep(self.look, unsure)]))
        return page

    def _decide(
        self,
        told: Callable[[int], str],
        reviews: Sequence[ReviewTrack],
        choose: Choose,
        edit: Callable[[ReviewTrack], Iterable[Edit]] = lambda _: (),
    ) -> Page:
        page = work_out(reviews, choose, self._vocabulary, self._unstored.verdicts)
        edits = [
            (wish, replace(wish, becomes=was))
            for review in reviews
            for wish in edit(review)
            if (was := self._edit_of(review, wish)) != wish.becomes
        ]
        if page or edits:
            self.history.do(self._step(told, page, edits))
        in_vain = [review for review in reviews if is_in_vain(review, choose)]
        if in_vain:
            self.refused.emit(in_vain)
        return page

    def _edit_of(self, review: ReviewTrack, wish: Edit) -> str | None:
        return self._unstored.edits(review).get((wish.category, wish.value))

    def _step(
        self, told: Callable[[int], str], page: Page, edits: Sequence[tuple[Edit, Edit]] = ()
    ) -> WishStep:
        forward: list[Wish] = [after for after, _ in edits]
        backward: list[Wish] = [before for _, before in edits]
        tags = {(edit.track_id, edit.category, tag_key(edit.value)) for edit, _ in edits}
        for change in page:
            one = change.decision
            tags.add((one.track_id, one.category, tag_key(one.tag)))
            forward += change.forward
            backward += change.backward
        return WishStep(self.apply, told(len(tags)), forward, backward)


def _waits_in_vain(review: ReviewTrack) -> bool:
    """Whether a track is to be reviewed, although nothing is suggested."""
    return review.track.state is TrackState.TO_REVIEW and review.prediction is not None


def _store_all(catalog: Catalog, wishes: Sequence[Wish], model_id: int | None) -> None:
    catalog.decisions.decide_all(
        [wish for wish in wishes if isinstance(wish, Decision)], model_id=model_id
    )
    catalog.edits.store([wish for wish in wishes if isinstance(wish, Edit)])
