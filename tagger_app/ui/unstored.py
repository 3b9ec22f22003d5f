"""What was decided and edited a moment ago, and is on its way to the catalog."""

from collections.abc import Iterable, Sequence

from tagger_app.catalog.decisions import Decision, Verdict
from tagger_app.catalog.edits import Edit
from tagger_app.core.changes import Edits
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import tag_key
from tagger_app.pipeline.deciding import Newer, TagOfTrack
from tagger_app.pipeline.review import Decisions, ReviewTrack

Wish = Decision | Edit
"""A decision, or an edit of a tag that a file has."""


class Unstored:
    """Wishes by track, in the order of their coming, batch by batch."""

    def __init__(self) -> None:
        self._batches: dict[int, list[Sequence[Wish]]] = {}

    def __bool__(self) -> bool:
        return bool(self._batches)

    def __contains__(self, track_id: int) -> bool:
        return track_id in self._batches

    def add(self, wishes: Sequence[Wish]) -> list[int]:
        """Know of more; returns the tracks that they are about."""
        by_track: dict[int, list[Wish]] = {}
        for wish in wishes:
            by_track.setdefault(wish.track_id, []).append(wish)
        for track_id, mine in by_track.items():
            self._batches.setdefault(track_id, []).append(mine)
        return list(by_track)

    def drop_oldest(self, track_id: int) -> None:
        """The oldest batch of a track is stored."""
        waiting = self._batches.get(track_id)
        if waiting:
            waiting.pop(0)
        if not waiting:
            self._batches.pop(track_id, None)

    def clear(self) -> None:
        """Forget what could not be stored."""
        self._batches.clear()

    def verdicts(self, review: ReviewTrack) -> Decisions:
        """All decisions about a track, with those on their way."""
        verdicts = dict(review.decisions)
        for wish in self._of(review.track.id):
            if isinstance(wish, Decision):
                _overlay(verdicts, wish)
        return verdicts

    def edits(self, review: ReviewTrack) -> Edits:
        """All edits of a track's file, with those on their way."""
        edits = dict(review.edits)
        for wish in self._of(review.track.id):
            if isinstance(wish, Edit):
                edits.pop((wish.category, wish.value), None)
                if wish.becomes is not None:
                    edits[wish.category, wish.value] = wish.becomes
        return edits

    def _of(self, track_id: int) -> list[Wish]:
        return [wish for batch in self._batches.get(track_id, ()) for wish in batch]


class Latest:
    """When each tag was last wished something about, counted in wishes."""

    def __init__(self) -> None:
        self._last: dict[TagOfTrack, int] = {}
        self._count = 0

    def add(self, wishes: Iterable[Wish]) -> None:
        """These are the newest."""
        self._count += 1
        for wish in wishes:
            name = wish.tag if isinstance(wish, Decision) else wish.value
            self._last[wish.track_id, wish.category, tag_key(name)] = self._count

    def from_now_on(self) -> Newer:
        """Tells what is wished after this moment."""
        last, now = self._last, self._count
        return lambda tag: last.get(tag, 0) > now


def _overlay(verdicts: dict[tuple[Category, str], Verdict], decision: Decision) -> None:
    """Do to these verdicts what storing the decision will do to the catalog."""
    key = tag_key(decision.tag)
    for category, name in tuple(verdicts):
        if category is decision.category and tag_key(name) == key:
            del verdicts[category, name]
    if decision.verdict is not None:
        verdicts[decision.category, decision.tag] = decision.verdict
