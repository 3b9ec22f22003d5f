"""What it means to remove or to change a tag that a file has."""

from collections.abc import Sequence

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.edits import Edit
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Chip, ChipStatus, Decisions, ReviewTrack

TagVerdict = tuple[Category, str, Verdict | None]

Wishes = tuple[Sequence[Edit], Sequence[TagVerdict]]
"""(edits, with the decisions that go with them)"""

EDITED = frozenset({ChipStatus.REMOVED, ChipStatus.EDITED})


def edited(
    review: ReviewTrack,
    vocabulary: Vocabulary,
    verdicts: Decisions,
    chip: Chip,
    becomes: str | None,
) -> Wishes:
    """Let another tag take the place of one that the file has.

    A tag that is to go altogether is rejected as well, lest it be suggested again afterwards.

    Args:
        becomes: "" where the tag is to go; None takes an earlier edit back.
        verdicts: all that was decided about the track.
    """
    category, same = chip.category, vocabulary.same_tag
    edits = [Edit(review.track.id, category, chip.name, becomes)]
    others = (c.name for c in review.tags[category] if c.status is ChipStatus.IN_FILE)
    stays = any(name != chip.name and same(category, name, chip.name) for name in others)
    if becomes is not None and not stays and not same(category, chip.name, becomes):
        decisions: list[TagVerdict] = [(category, chip.name, Verdict.REJECTED)]
    else:
        decisions = _not_rejected(category, chip.name, vocabulary, verdicts)
    if becomes:
        decisions += _not_rejected(category, becomes, vocabulary, verdicts)
    return edits, decisions


def changed(
    review: ReviewTrack,
    vocabulary: Vocabulary,
    verdicts: Decisions,
    chip: Chip,
    category: Category,
    name: str,
) -> Wishes:
    """Let another tag take the place of one that the file has, or that was added by hand.

    Args:
        category: of the other tag. Where it is not the same, the one goes and the other comes.
    """
    if chip.in_file and category is chip.category:
        return edited(review, vocabulary, verdicts, chip, None if name == chip.name else name)
    old: Wishes = ((), [(chip.category, chip.name, None)])
    if chip.in_file:
        old = edited(review, vocabulary, verdicts, chip, "")
    new = added(review, vocabulary, verdicts, category, name)
    return (*old[0], *new[0]), (*old[1], *new[1])


def added(
    review: ReviewTrack,
    vocabulary: Vocabulary,
    verdicts: Decisions,
    category: Category,
    name: str,
) -> Wishes:
    """Add a tag; one that the file has stays, if it was to go."""
    for chip in review.tags[category]:
        if not vocabulary.same_tag(category, chip.name, name):
            continue
        if chip.in_file:
            back = chip.status in EDITED
            return edited(review, vocabulary, verdicts, chip, None) if back else ((), ())
        verdict = Verdict.ADDED if chip.score is None else Verdict.ACCEPTED
        return (), [(category, chip.name, verdict)]
    return (), [(category, name, Verdict.ADDED)]


def _not_rejected(
    category: Category, name: str, vocabulary: Vocabulary, verdicts: Decisions
) -> list[TagVerdict]:
    return [
        (category, tag, None)
        for (decided, tag), verdict in verdicts.items()
        if decided is category
        and verdict is Verdict.REJECTED
        and vocabulary.same_tag(category, tag, name)
    ]
