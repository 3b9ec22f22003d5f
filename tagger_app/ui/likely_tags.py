"""The tags that a person most probably means, and how many tracks have them."""

import heapq
from collections.abc import Mapping, Sequence

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.vocabulary import tag_key

_MOST = 5_000
"""Tags of the library that are known by name: a library of a hundred thousand odd ones is not to
slow down typing."""


class LikelyTags:
    """Known tags and those of the library.

    Args:
        known: tags of the vocabulary and the model, whose spellings count.
        amounts: tracks of the library by category and tag.
    """

    def __init__(
        self,
        known: Mapping[Category, Sequence[str]],
        amounts: Mapping[tuple[Category, str], int],
    ) -> None:
        self._amounts: dict[tuple[Category, str], int] = {}
        commonest = heapq.nlargest(_MOST, amounts.items(), key=lambda one: one[1])
        for (category, name), amount in commonest:
            place = category, tag_key(name)
            self._amounts[place] = self._amounts.get(place, 0) + amount
        spellings = {(c, tag_key(name)): name for c, names in known.items() for name in names}
        library: dict[Category, list[str]] = {c: [] for c in TAG_CATEGORIES}
        for (category, name), _ in commonest:
            library[category].append(spellings.get((category, tag_key(name)), name))
        self.tags: Mapping[Category, Sequence[str]] = {
            category: tuple(dict.fromkeys((*there, *known.get(category, ()))))
            for category, there in library.items()
        }
        """The commonest first, then those that no track has."""

    def amount(self, category: Category | None, name: str) -> int:
        """How many tracks have a tag, of any category without one."""
        meant = TAG_CATEGORIES if category is None else (category,)
        return sum(self._amounts.get((one, tag_key(name)), 0) for one in meant)
