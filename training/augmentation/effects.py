"""How altering a sound changes what is right about it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tagger_app.core.vocabulary import Vocabulary
from training.datasets.recording import Tag


class Property(StrEnum):
    """What a tag depends on."""

    TEMPO = "tempo"
    REGISTER = "register"
    VOICE = "voice"
    TIMBRE = "timbre"
    DYNAMICS = "dynamics"
    PRODUCTION = "production"


class Policy(StrEnum):
    """What becomes of the labels an alteration makes untrue or uncertain.

    keep: nothing. drop: nothing is known about the tag any more (weight 0). change: a label that
    the alteration speaks for stands; of those it speaks against a yes becomes 0.5 and a no is no
    longer known; a tag it makes uncertain either way is dropped.
    """

    KEEP = "keep"
    DROP = "drop"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class LabelEffect:
    """The tags that an alteration touches where its amount is less than `below` or over `above`.

    There a larger amount makes tags in `raised` truer, in `lowered` less true, and in `uncertain`
    either.
    """

    depends_on: Property
    below: float = -math.inf
    above: float = math.inf
    raised: Sequence[Tag] = ()
    lowered: Sequence[Tag] = ()
    uncertain: Sequence[Tag] = ()

    def direction(self, amount: float) -> int:
        """1 or −1 where labels are touched, by a larger or a smaller amount, else 0."""
        return int(amount > self.above) - int(amount < self.below)

    def tags(self) -> tuple[Tag, ...]:
        """All tags it touches."""
        return (*self.raised, *self.lowered, *self.uncertain)


def columns_of(wanted: Sequence[Tag], tags: Sequence[Tag], vocabulary: Vocabulary) -> list[int]:
    """The columns of `tags` that mean one of the tags wanted, however either is spelt."""
    identities = {(category, vocabulary.identity(category, word)) for category, word in wanted}
    return [
        column
        for column, (category, word) in enumerate(tags)
        if (category, vocabulary.identity(category, word)) in identities
    ]
