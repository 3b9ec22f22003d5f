"""What a person sees of a track before deciding: suggestions, decisions, the change to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.outside import OutsideChange
from tagger_app.catalog.store import Catalog
from tagger_app.core.changes import ChangeSet, Edits
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy, Suggestions, propose, suggest
from tagger_app.core.prediction import Prediction
from tagger_app.core.track import Track, TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.workbench import Workbench

Decisions = Mapping[tuple[Category, str], Verdict]
Accepted = Mapping[Category, tuple[str, ...]]


class ChipStatus(StrEnum):
    """What is known about one tag of one track; what is removed or edited is still in the file."""

    IN_FILE = "in-file"
    REMOVED = "removed"
    EDITED = "edited"
    ACCEPTED = "accepted"
    ADDED = "added"
    REJECTED = "rejected"
    SUGGESTED = "suggested"
    SCORED = "scored"


_NOTHING_WAITS = frozenset(
    {
        *(TrackState.NEW, TrackState.TO_REVIEW, TrackState.REVIEWED),
        *(TrackState.WRITTEN, TrackState.CHANGED),
    }
)
"""What was accepted is dealt with, though by other preferences a file would get something else."""

_IN_FILE = frozenset({ChipStatus.IN_FILE, ChipStatus.REMOVED, ChipStatus.EDITED})
_EDITED = _IN_FILE - {ChipStatus.IN_FILE}

_DECIDED = {
    Verdict.ACCEPTED: ChipStatus.ACCEPTED,
    Verdict.ADDED: ChipStatus.ADDED,
    Verdict.REJECTED: ChipStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One tag of one track; score and threshold are None where no model speaks of it.

    becomes: what a person wants in its place in the file; empty unless it is edited.
    """

    category: Category
    name: str
    status: ChipStatus
    score: float | None = None
    threshold: float | None = None
    becomes: str = ""

    @property
    def in_file(self) -> bool:
        """Whether the file has it, whatever is to become of it."""
        return self.status in _IN_FILE

    @property
    def confirmed(self) -> bool:
        """Whether the model's score reaches the tag's threshold."""
        if self.score is None or self.threshold is None:
            return False
        return self.score >= self.threshold

    @property
    def strength(self) -> float:
        """The score relative to the threshold: 0 at 0, a half at the threshold, 1 at 1.

        Below 0 where no score would be enough for a suggestion, and where no model speaks of it.
        """
        if self.score is None or self.threshold is None:
            return -1.0
        if self.threshold > 1:
            return self.score - 1
        if self.score < self.threshold:
            return 0.5 * self.score / self.threshold
        return 0.5 + 0.5 * (self.score - self.threshold) / max(1 - self.threshold, 1e-9)


@dataclass(frozen=True, slots=True)
class ReviewTrack:
    """A track with all that a row of the table and the inspector show.

    tags: per category, first the values in the file, then every other tag of the model and of the
        decisions, best score first.
    proposal: the change that writing the accepted tags and the edits would make.
    prediction: None where the model has not heard the track.
    scales: where the model places the track on each of its scales, 0…1, such as valence.
    decisions: what was decided about its tags, oldest first.
    outside: what other programs changed and nobody has seen yet.
    edits: what is to become of values in the file.
    """

    track: Track
    tags: Mapping[Category, tuple[Chip, ...]]
    proposal: ChangeSet
    prediction: Prediction | None
    scales: Mapping[str, float] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)
    outside: tuple[OutsideChange, ...] = ()
    edits: Edits = field(default_factory=dict)

    def chips(self, category: Category) -> tuple[Chip, ...]:
        """The tags of a category that a table row shows: all but those merely scored."""
        return tuple(c for c in self.tags[category] if c.status is not ChipStatus.SCORED)

    @property
    def is_rejected(self) -> bool:
        """Whether everything that was suggested was rejected, and nothing accepted or added."""
        statuses = {chip.status for chips in self.tags.values() for chip in chips}
        taken = {ChipStatus.ACCEPTED, ChipStatus.ADDED, ChipStatus.SUGGESTED}
        return ChipStatus.REJECTED in statuses and not statuses & taken

    def is_unsure(self, category: Category) -> bool:
        """Whether the model heard no tag of a category that it could suggest.

        Where a person asks for none of what it heard, it is not unsure.
        """
        scored = [c for c in self.tags[category] if not c.in_file]
        return bool(scored) and all(
            chip.status is ChipStatus.SCORED and not chip.confirmed for chip in scored
        )

    def suggested(self) -> Accepted:
        """The open suggestions per category: at or above threshold, undecided, not in the file."""
        return {
            category: tuple(c.name for c in chips if c.status is ChipStatus.SUGGESTED)
            for category, chips in self.tags.items()
        }


class Reviewer:
    """Puts together what review shows, from one catalog, model, policy and vocabulary."""

    def __init__(
        self,
        catalog: Catalog,
        model_id: int | None,
        card: ModelCard | None,
        policy: Policy,
        vocabulary: Vocabulary,
    ) -> None:
        self._catalog = catalog
        self._model_id = model_id
        self._card = card
        self._policy = policy
        self._vocabulary = vocabulary
        # Worked out once: there are a hundred tags, and thousands of tracks to show.
        self._rated_tags: dict[Category, list[tuple[int, str, float]]] = {
            category: [
                (index, tag.name, policy.threshold(tag))
                for index, tag in (card.tags_of(category) if card is not None else ())
                if policy.may_suggest(tag)
            ]
            for category in TAG_CATEGORIES
        }
        self._identities = {
            category: {vocabulary.identity(category, name): name for _, name, _ in rated}
            for category, rated in self._rated_tags.items()
        }

    def load(self, ids: Sequence[int]) -> list[ReviewTrack]:
        """The tracks with these ids, in this order; ids that are gone are left out."""
        tracks = self._catalog.tracks.pages(ids)
        decisions = self._catalog.decisions.many(ids)
        outside = self._catalog.outside.many(ids)
        edits = self._catalog.edits.many(ids)
        predictions: Mapping[int, Prediction] = {}
        if self._model_id is not None:
            predictions = self._catalog.predictions.many(self._model_id, ids)
        return [
            self.review(
                track,
                predictions.get(track.id),
                decisions.get(track.id, {}),
                outside.get(track.id, ()),
                edits=edits.get(track.id),
            )
            for track in tracks
        ]

    def review(
        self,
        track: Track,
        prediction: Prediction | None,
        decisions: Decisions,
        outside: tuple[OutsideChange, ...] = (),
        *,
        edits: Edits | None = None,
        unstored: bool = False,
    ) -> ReviewTrack:
        """One track's review from its parts.

        Args:
            edits: those that wait.
            unstored: whether the track's state does not know of all the decisions yet.
        """
        edits = edits or {}
        suggested: Suggestions = {}
        if prediction is not None and self._card is not None:
            suggested = suggest(self._card, prediction.scores, self._policy)
        tags = {
            category: self._tags(
                category,
                track,
                prediction,
                decisions,
                edits,
                frozenset(scored.name for scored in suggested.get(category, ())),
            )
            for category in TAG_CATEGORIES
        }
        wanted = {
            category: self._wanted(category, tags[category], decisions)
            for category in TAG_CATEGORIES
        }
        proposal = ChangeSet(())
        if track.takes_tags and (unstored or track.state not in _NOTHING_WAITS):
            current, mode = track.file_tags.tags, self._policy.mode
            proposal = propose(current, wanted, mode, self._vocabulary, edits)
        scales = self._on_scales(prediction)
        return ReviewTrack(track, tags, proposal, prediction, scales, decisions, outside, edits)

    @property
    def scales(self) -> tuple[str, ...]:
        """The names of the model's scales."""
        return () if self._card is None else tuple(name for _, name in self._card.scales)

    def _on_scales(self, prediction: Prediction | None) -> dict[str, float]:
        if prediction is None or self._card is None:
            return {}
        return {name: prediction.scores[index] for index, name in self._card.scales}

    def _wanted(
        self, category: Category, chips: Sequence[Chip], decisions: Decisions
    ) -> tuple[str, ...]:
        """The tags to be written, scored ones by score, then those added by hand.

        Where something was accepted, values that the file has and the model confirms count as
        accepted too, so that replacing does not drop them.
        """
        identity = self._vocabulary.identity
        accepted = {
            identity(category, name)
            for (decided, name), verdict in decisions.items()
            if decided is category and verdict in {Verdict.ACCEPTED, Verdict.ADDED}
        }
        if not accepted:
            return ()
        wanted = [
            chip
            for chip in chips
            if chip.status not in _EDITED
            and (
                identity(category, chip.name) in accepted
                or (chip.status is ChipStatus.IN_FILE and chip.confirmed)
            )
        ]
        wanted.sort(key=_by_score)
        return tuple(chip.name for chip in wanted)

    def _tags(
        self,
        category: Category,
        track: Track,
        prediction: Prediction | None,
        decisions: Decisions,
        edits: Edits,
        suggested: frozenset[str],
    ) -> tuple[Chip, ...]:
        rated = self._rated(category, prediction)
        in_file = track.file_tags.tags.get(category.value, ())
        identity = self._vocabulary.identity
        known = self._identities[category] if rated else {}
        chips = []
        for value in in_file:
            name = known.get(identity(category, value), value)
            score, threshold = rated.pop(name, (None, None))
            becomes, status = edits.get((category, value)), ChipStatus.IN_FILE
            if becomes is not None:
                status = ChipStatus.EDITED if becomes else ChipStatus.REMOVED
            chips.append(Chip(category, value, status, score, threshold, becomes or ""))
        there = {identity(category, value) for value in in_file}
        verdicts = {
            identity(category, name): verdict
            for (decided, name), verdict in decisions.items()
            if decided is category
        }
        for decided, name in decisions:
            if decided is category and identity(category, name) not in there | known.keys():
                rated[name] = (None, None)
        rest = []
        for name, pair in rated.items():
            verdict = verdicts.get(identity(category, name)) if verdicts else None
            status = ChipStatus.SUGGESTED if name in suggested else ChipStatus.SCORED
            if verdict is not None:
                status = _DECIDED[verdict]
            rest.append(Chip(category, name, status, *pair))
        rest.sort(key=_by_score)
        return (*chips, *rest)

    def _rated(
        self, category: Category, prediction: Prediction | None
    ) -> dict[str, tuple[float | None, float | None]]:
        if prediction is None or self._card is None:
            return {}
        scores = prediction.scores
        return {
            name: (scores[index], threshold)
            for index, name, threshold in self._rated_tags[category]
        }


def reviewer_on(bench: Workbench) -> Reviewer:
    """The reviewer of a workbench; without a model it knows files and decisions alone."""
    model_id = bench.model_id() if bench.has_model else None
    card = bench.model.card if bench.has_model else None
    return Reviewer(bench.catalog, model_id, card, bench.policy, bench.vocabulary)


def _by_score(chip: Chip) -> float:
    return 1.0 if chip.score is None else -chip.score
