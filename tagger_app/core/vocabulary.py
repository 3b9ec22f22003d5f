"""One spelling per tag, and the words other people use for the same thing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category

_SEPARATORS = re.compile(r"[\s\-_/&'’.,+]+")


@lru_cache(maxsize=8_192)
def tag_key(text: str) -> str:
    """The form in which two spellings of a tag are compared: "Hip-Hop" and "hip hop" are equal.

    A text of separators alone is its own key, so that no two odd tags fall together by accident.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SEPARATORS.sub("", folded) or folded


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The canonical tags per category with their aliases.

    `spellings[category]` maps each key (see `tag_key`) to the canonical spelling.
    `written[category]` maps identities (see `identity`) of tags to a person's word for them.
    """

    spellings: Mapping[Category, Mapping[str, str]]
    written: Mapping[Category, Mapping[str, str]] = field(default_factory=dict)
    _meant: Mapping[Category, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, table: Mapping[str, Mapping[str, Iterable[str]]]) -> "Vocabulary":
        """Build from {category: {canonical tag: [aliases]}}.

        Raises:
            TaggerError: an unknown category, or one alias that names two tags of a category.
        """
        spellings: dict[Category, dict[str, str]] = {}
        for category_name, tags in table.items():
            try:
                category = Category(category_name)
            except ValueError:
                raise TaggerError(
                    "Vocabulary: the category “{name}” is not known.", name=category_name
                ) from None
            keys: dict[str, str] = {}
            for tag, aliases in tags.items():
                for word in (tag, *aliases):
                    other = keys.setdefault(tag_key(word), tag)
                    if other != tag:
                        raise TaggerError(
                            "Vocabulary: “{word}” stands for both “{one}” and “{other}” in the"
                            " category “{category}”.",
                            word=word,
                            one=other,
                            other=tag,
                            category=category,
                        )
            spellings[category] = keys
        return cls(spellings)

    def renamed(self, names: Mapping[Category, Mapping[str, str]]) -> "Vocabulary":
        """This vocabulary with a person's words for some tags, {tag: word}, and no other such.

        A word that names no other tag is an alias from then on: a file that has it has the tag.
        """
        plain = Vocabulary(self.spellings)
        written, meant = {}, {}
        for category, words in names.items():
            ours = {tag: plain.canonical(category, tag) or tag for tag in words}
            written[category] = {tag_key(ours[tag]): word for tag, word in words.items()}
            meant[category] = {tag_key(word): ours[tag] for tag, word in words.items()}
        return replace(plain, written=written, _meant=meant)

    def in_files(self, category: Category, text: str) -> str:
        """A tag as it is to be written: the person's word for it, if there is one."""
        return self.written.get(category, {}).get(self.identity(category, text), text)

    def canonical(self, category: Category, text: str) -> str | None:
        """The canonical spelling of a tag, or None where the vocabulary does not know it."""
        key = tag_key(text)
        known = self.spellings.get(category, {}).get(key)
        return known or self._meant.get(category, {}).get(key)

    def same_tag(self, category: Category, one: str, other: str) -> bool:
        """Whether two texts name the same tag."""
        return self.identity(category, one) == self.identity(category, other)

    def identity(self, category: Category, text: str) -> str:
        """A string that is equal for all spellings and aliases of one tag."""
        return tag_key(self.canonical(category, text) or text)

    def other_words(self) -> dict[tuple[Category, str], str]:
        """{(category, key of a word): identity of its tag}, of all words where these differ."""
        found = {}
        for words in (self._meant, self.spellings):
            for category, keys in words.items():
                for key in keys:
                    identity = self.identity(category, key)
                    if identity != key:
                        found[category, key] = identity
        return found

    def tags(self, category: Category) -> tuple[str, ...]:
        """The canonical tags of a category, in the order they were given."""
        return tuple(dict.fromkeys(self.spellings.get(category, {}).values()))
