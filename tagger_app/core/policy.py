"""Rules from scores to suggestions, and from accepted tags to a change of the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tagger_app.core.changes import ChangeSet, Edits, FieldChange
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard, ModelTag
from tagger_app.core.track import Tags
from tagger_app.core.vocabulary import Vocabulary, tag_key

_NO_GENRES = frozenset(
    {
        *("other", "others", "unknown", "unknowngenre", "unclassifiable", "unclassified"),
        *("undefined", "misc", "miscellaneous", "genre", "none", "nogenre", "notset", "na"),
        *("andere", "sonstige", "sonstiges", "unbekannt"),
    }
)
"""`tag_key`s of what programs write where nobody chose a genre; "Other" is number 12 of ID3v1."""


class WriteMode(StrEnum):
    """How accepted tags meet the values a field has already."""

    ADD = "add"
    FILL = "fill"
    REPLACE = "replace"


class Strictness(StrEnum):
    """Which of a tag's two thresholds decides."""

    BALANCED = "balanced"
    CAREFUL = "careful"


@dataclass(frozen=True, slots=True)
class Policy:
    """A person's preferences for suggesting and writing.

    strictness: by category; balanced where it says nothing.
    ignored: by category, `tag_key`s of tags that are never suggested.
    only: by category, `tag_key`s of the only ones that are; `ignored` does not count there.
    """

    mode: WriteMode = WriteMode.ADD
    strictness: Mapping[Category, Strictness] = field(default_factory=dict)
    most_tags: Mapping[Category, int] = field(
        default_factory=lambda: {Category.GENRE: 3, Category.MOOD: 3, Category.INSTRUMENT: 5}
    )
    ignored: Mapping[Category, frozenset[str]] = field(default_factory=dict)
    only: Mapping[Category, frozenset[str]] = field(default_factory=dict)

    def threshold(self, tag: ModelTag) -> float:
        """The score from which on a tag is suggested, if it may be."""
        careful = self.strictness.get(tag.category) is Strictness.CAREFUL
        return tag.careful_threshold if careful else tag.threshold

    def may_suggest(self, tag: ModelTag) -> bool:
        """Whether a person wants to be asked about a tag at all."""
        if not self.only and not self.ignored:
            return True
        key, wanted = tag_key(tag.name), self.only.get(tag.category)
        if wanted is not None:
            return key in wanted
        return key not in self.ignored.get(tag.category, ())


@dataclass(frozen=True, slots=True)
class ScoredTag:
    """A tag with the model's score (0…1) and the threshold that applied."""

    category: Category
    name: str
    score: float
    threshold: float


Suggestions = Mapping[Category, tuple[ScoredTag, ...]]


def suggest(card: ModelCard, scores: Sequence[float], policy: Policy) -> Suggestions:
    """The tags at or above their threshold, best first, at most `most_tags` per category.

    Args:
        scores: [tags], in the order of `card.tags`.

    Raises:
        TaggerError: the number of scores is not the number of tags of the card.
    """
    if len(scores) != len(card.tags):
        raise TaggerError(
            "{scores} scores do not belong to the model “{name}” of {tags} tags.",
            scores=len(scores),
            name=card.name,
            tags=len(card.tags),
        )
    chosen: dict[Category, tuple[ScoredTag, ...]] = {}
    for category in TAG_CATEGORIES:
        passing = [
            ScoredTag(category, tag.name, scores[i], threshold)
            for i, tag in card.tags_of(category)
            if scores[i] >= (threshold := policy.threshold(tag)) and policy.may_suggest(tag)
        ]
        passing.sort(key=lambda scored: -scored.score)
        chosen[category] = tuple(passing[: policy.most_tags.get(category, 0)])
    return chosen


def propose(
    current: Tags,
    accepted: Mapping[Category, Sequence[str]],
    mode: WriteMode,
    vocabulary: Vocabulary,
    edits: Edits | None = None,
) -> ChangeSet:
    """The change that brings accepted tags into a file, and edits those that it has.

    A category without accepted tags or edits is never touched. Two spellings of one tag are never
    written side by side: when adding, what the file has already stays in its own spelling. What is
    new is spelled as the vocabulary wants it in files. A genre that says nothing, such as "Other",
    counts as no genre as soon as a real one comes.

    An edit concerns one value, whatever the mode: it goes, or another takes its place. Accepted
    tags then meet what is left; where they replace it, what an edit brought stays.

    Args:
        current: the file's tags now.
        accepted: per category, in the order of writing (highest score first).
        edits: of values that are no longer in the file, nothing comes.
    """
    changes = []
    for category in TAG_CATEGORIES:
        wanted = tuple(vocabulary.in_files(category, tag) for tag in accepted.get(category, ()))
        before = current.get(category.value, ())
        new, brought = _edited(before, category, edits or {}, vocabulary)
        telling = _telling(new, wanted, category, vocabulary)
        if wanted and not (mode is WriteMode.FILL and telling):
            kept = telling if mode is WriteMode.ADD else brought
            new = _without_repeats((*kept, *wanted), category, vocabulary, keep_all=len(kept))
        if new != before:
            changes.append(FieldChange(category.value, before, new))
    return ChangeSet(tuple(changes))


def _edited(
    before: tuple[str, ...], category: Category, edits: Edits, vocabulary: Vocabulary
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values after a person's edits, each in the old one's place, and which of them are new.

    Another spelling of the same tag is meant as it was typed.
    """
    kept = [value for value in before if (category, value) not in edits]
    if len(kept) == len(before):
        return before, ()
    there = {vocabulary.identity(category, value) for value in kept}
    after, brought = [], []
    for value in before:
        new = edits.get((category, value))
        if new is None:
            after.append(value)
        elif new:
            if not vocabulary.same_tag(category, value, new):
                new = vocabulary.in_files(category, new)
            if (identity := vocabulary.identity(category, new)) not in there:
                there.add(identity)
                after.append(new)
                brought.append(new)
    return tuple(after), tuple(brought)


def _telling(
    before: tuple[str, ...], wanted: Sequence[str], category: Category, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """The file's values; without those that say nothing, if a value that says something is new."""
    if category is not Category.GENRE:
        return before
    there = {vocabulary.identity(category, value) for value in before}
    if any(_says_something(v) and vocabulary.identity(category, v) not in there for v in wanted):
        return tuple(filter(_says_something, before))
    return before


def _says_something(genre: str) -> bool:
    return tag_key(genre) not in _NO_GENRES


def _without_repeats(
    values: Iterable[str], category: Category, vocabulary: Vocabulary, keep_all: int
) -> tuple[str, ...]:
    """Drop repeats after the first `keep_all` values, which are the file's own and stay."""
    seen: set[str] = set()
    result = []
    for position, value in enumerate(values):
        identity = vocabulary.identity(category, value)
        if position < keep_all or identity not in seen:
            result.append(value)
        seen.add(identity)
    return tuple(result)
