"""A change to the tags of one file, and its inverse."""

from collections.abc import Mapping
from dataclasses import dataclass

from tagger_app.core.fields import Category
from tagger_app.core.track import Tags

Edits = Mapping[tuple[Category, str], str]
"""What a person wants values of one file to become, by category and exact value; "": to go."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's values before and after; an empty tuple means that the field is absent."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def inverse(self) -> "FieldChange":
        """The change that takes this one back."""
        return FieldChange(self.field, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All field changes of one write to one file. Only fields that really change are in it."""

    changes: tuple[FieldChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def inverse(self) -> "ChangeSet":
        """The change set that restores every value this one replaced."""
        return ChangeSet(tuple(change.inverse() for change in self.changes))

    def applied_to(self, tags: Tags) -> dict[str, tuple[str, ...]]:
        """The tags after this change; fields left without values are dropped."""
        result = dict(tags)
        for change in self.changes:
            if change.after:
                result[change.field] = change.after
            else:
                result.pop(change.field, None)
        return result

    def still_in(self, tags: Tags) -> "ChangeSet":
        """The part of this change whose `after` values are what `tags` hold now.

        Undo restores only these: what someone else changed since stays.
        """
        kept = (change for change in self.changes if tags.get(change.field, ()) == change.after)
        return ChangeSet(tuple(kept))
