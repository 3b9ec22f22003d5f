"""What a wish decides about tracks: worked out from what is known of them, done page by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.vocabulary import Vocabulary, tag_key
from tagger_app.pipeline.events import Tick
from tagger_app.pipeline.review import Chip, ChipStatus, Decisions, ReviewTrack, reviewer_on
from tagger_app.pipeline.workbench import Workbench

_PAGE = 500
_CHOSEN = frozenset({ChipStatus.ACCEPTED, ChipStatus.ADDED})
_WANTED = frozenset({Verdict.ACCEPTED, Verdict.ADDED})

TagOfTrack = tuple[int, Category, str]
"""(track's id, category, `tag_key`)"""

Newer = Callable[[TagOfTrack], bool]
"""Whether a tag was decided about since something was asked for. Answered in any thread."""


def nothing_newer(_: TagOfTrack) -> bool:
    """Nobody decides about anything meanwhile."""
    return False


Choose = Callable[[ReviewTrack], Iterable[tuple[Category, str, Verdict | None]]]
"""What a wish decides about a track: (category, tag, verdict)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One decision, and what was decided about that tag before, under whatever name."""

    decision: Decision
    before: tuple[Decision, ...] = ()

    @property
    def forward(self) -> tuple[Decision, ...]:
        """What it stores: from now on the tag is decided about under one name alone."""
        return (*(replace(one, verdict=None) for one in self.before), self.decision)

    @property
    def backward(self) -> tuple[Decision, ...]:
        """What takes it back."""
        return (replace(self.decision, verdict=None), *self.before)

    def is_spared(self, newer: Newer) -> bool:
        """Whether it touches a tag about which something newer is decided."""
        return any(newer(_tag_of(one)) for one in (self.decision, *self.before))


Page = tuple[Change, ...]
"""Changes of some hundred tracks; a track is on one page alone."""

PagesOn = Callable[[Workbench, Sequence[int]], Iterator[Page]]
"""What a wish would decide about these tracks as they are now."""


@dataclass(frozen=True, slots=True)
class PageDecided:
    """These changes are stored, or taken back; `ids` are all tracks that are dealt with."""

    changes: Page
    ids: tuple[int, ...]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """What a person was told of is no longer what would be decided; nothing was."""


def accepting(review: ReviewTrack) -> Iterable[tuple[Category, str, Verdict | None]]:
    """Accept every open suggestion."""
    return _all_of(review, frozenset({ChipStatus.SUGGESTED}), Verdict.ACCEPTED)


def rejecting(review: ReviewTrack) -> Iterable[tuple[Category, str, Verdict | None]]:
    """Reject every suggestion that is open or was accepted."""
    statuses = frozenset({ChipStatus.SUGGESTED, ChipStatus.ACCEPTED})
    return _all_of(review, statuses, Verdict.REJECTED)


def adding(vocabulary: Vocabulary, category: Category, name: str) -> Choose:
    """Add a tag by hand; one that the model knows is accepted instead."""

    def chosen(review: ReviewTrack) -> Iterable[tuple[Category, str, Verdict | None]]:
        for chip in review.tags[category]:
            if vocabulary.same_tag(category, chip.name, name):
                if chip.in_file:
                    return []
                scored = chip.score is not None
                return [(category, chip.name, Verdict.ACCEPTED if scored else Verdict.ADDED)]
        return [(category, name, Verdict.ADDED)]

    return chosen


def deciding_tag(
    vocabulary: Vocabulary, of: ReviewTrack, chip: Chip, verdict: Verdict | None
) -> Choose:
    """Decide about a tag of one track, and about the same tag of others where that fits.

    There it is accepted where it is suggested, rejected where it is suggested or accepted, and
    a decision is taken back where it is the same as that of the one track.

    Args:
        of: the one track. chip: its tag, as it is before.
    """
    fitting = _CHOSEN if chip.status in _CHOSEN else frozenset({chip.status})
    if verdict is Verdict.ACCEPTED:
        fitting = frozenset({ChipStatus.SUGGESTED})
    elif verdict is Verdict.REJECTED:
        fitting = frozenset({ChipStatus.SUGGESTED, ChipStatus.ACCEPTED})

    def chosen(review: ReviewTrack) -> Iterable[tuple[Category, str, Verdict | None]]:
        if review.track.id == of.track.id:
            yield chip.category, chip.name, verdict
            return
        for other in review.tags[chip.category]:
            same = vocabulary.same_tag(chip.category, other.name, chip.name)
            if same and other.status in fitting:
                yield other.category, other.name, verdict

    return chosen


def toggled(chip: Chip) -> Verdict | None:
    """The verdict that accepts a tag, or takes its acceptance back."""
    return None if chip.status in _CHOSEN else Verdict.ACCEPTED


def refused(chip: Chip) -> Verdict | None:
    """The verdict that rejects a tag, or takes its rejection back."""
    return None if chip.status is ChipStatus.REJECTED else Verdict.REJECTED


def work_out(
    reviews: Iterable[ReviewTrack],
    choose: Choose,
    vocabulary: Vocabulary,
    verdicts: Callable[[ReviewTrack], Decisions] = lambda review: review.decisions,
) -> Page:
    """What a wish would decide about tracks; what is decided so already is left out.

    For a file that carries no tags none can be wanted: see `is_in_vain`.

    Args:
        verdicts: tells what was decided about a track before.
    """
    return tuple(
        change
        for review in reviews
        for change in _changes(review.track.id, choose(review), verdicts(review), vocabulary)
        if review.track.takes_tags or change.decision.verdict not in _WANTED
    )


def is_in_vain(review: ReviewTrack, choose: Choose) -> bool:
    """Whether a wish wants a tag for a file that carries none."""
    return not review.track.takes_tags and any(
        verdict in _WANTED for _, _, verdict in choose(review)
    )


def pages_by(choose: Choose) -> PagesOn:
    """What a wish would decide about any number of tracks."""

    def pages(bench: Workbench, ids: Sequence[int]) -> Iterator[Page]:
        reviewer = reviewer_on(bench)
        for start in range(0, len(ids), _PAGE):
            reviews = reviewer.load(ids[start : start + _PAGE])
            yield work_out(reviews, choose, bench.vocabulary)

    return pages


def decide_told(
    bench: Workbench, told: Sequence[Page], now: PagesOn, newer: Newer = nothing_newer
) -> Iterator[Tick | Outdated | PageDecided]:
    """Decide exactly what a person was told, or nothing where that is true no longer.

    Args:
        now: tells what would be decided now.
        newer: what was decided since, which stays.
    """
    for page in told:
        true = {change for part in now(bench, tracks_of(page)) for change in part}
        if any(change not in true and not change.is_spared(newer) for change in page):
            yield Outdated()
            return
        yield Tick()
    yield from redecide(bench, told, newer)


def redecide(
    bench: Workbench, pages: Sequence[Page], newer: Newer = nothing_newer, *, back: bool = False
) -> Iterator[PageDecided]:
    """Store changes, page by page, but for those about tags that something newer is decided about.

    Args:
        back: take them back instead.
    """
    model_id = bench.model_id() if bench.has_model else None
    done, total = 0, sum(len(tracks_of(page)) for page in pages)
    for page in pages:
        changes = tuple(change for change in page if not change.is_spared(newer))
        decisions = [d for c in changes for d in (c.backward if back else c.forward)]
        bench.catalog.decisions.decide_all(decisions, model_id=model_id)
        ids = tuple(tracks_of(page))
        done += len(ids)
        yield PageDecided(changes, ids, done, total)


def tracks_of(page: Page) -> list[int]:
    """The tracks decided about on a page."""
    return list(dict.fromkeys(change.decision.track_id for change in page))


def _tag_of(decision: Decision) -> TagOfTrack:
    return decision.track_id, decision.category, tag_key(decision.tag)


def _all_of(
    review: ReviewTrack, statuses: frozenset[ChipStatus], verdict: Verdict
) -> list[tuple[Category, str, Verdict | None]]:
    chips = (chip for category in TAG_CATEGORIES for chip in review.tags[category])
    return [(chip.category, chip.name, verdict) for chip in chips if chip.status in statuses]


def _changes(
    track_id: int,
    choices: Iterable[tuple[Category, str, Verdict | None]],
    verdicts: Mapping[tuple[Category, str], Verdict],
    vocabulary: Vocabulary,
) -> Iterator[Change]:
    for category, name, verdict in choices:
        before = tuple(
            Decision(track_id, category, spelled, was)
            for (decided, spelled), was in verdicts.items()
            if decided is category and vocabulary.same_tag(category, spelled, name)
        )
        if [d.verdict for d in before] != ([] if verdict is None else [verdict]):
            yield Change(Decision(track_id, category, name, verdict), before)
