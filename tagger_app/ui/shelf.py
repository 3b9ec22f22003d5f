"""Parts of the library that can be chosen in the sidebar."""

from dataclasses import dataclass, replace
from pathlib import Path

from tagger_app.core.conditions import (
    Bounds,
    Condition,
    HasStatus,
    NumberField,
    Status,
    Within,
)
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the library: tracks in some states, of a folder, with a tag, and so on.

    decade: the first year of ten. codec: as the catalog names it. search_id: a saved search, whose
    text stands in the search line. changed: what another program changed and nobody has seen yet,
    in whatever state.
    """

    states: frozenset[TrackState] = frozenset()
    folder: Path | None = None
    tag: tuple[Category, str] | None = None
    decade: int | None = None
    codec: str = ""
    search_id: int = 0
    changed: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What a query must ask for beside states, folder, tag and codec."""
        if self.changed:
            return (HasStatus(Status.CHANGED),)
        if self.decade is None:
            return ()
        return (Within(NumberField.YEAR, Bounds(self.decade, self.decade + 9)),)

    @property
    def is_part(self) -> bool:
        """Whether it has less than all tracks; a saved search is a search of all of them."""
        return replace(self, search_id=0) != ALL


ALL = Shelf()
TO_REVIEW = Shelf(frozenset({TrackState.TO_REVIEW}))
ACCEPTED = Shelf(frozenset({TrackState.ACCEPTED}))
WRITTEN = Shelf(frozenset({TrackState.WRITTEN}))
REVIEWED = Shelf(frozenset({TrackState.REVIEWED}))
NEW = Shelf(frozenset({TrackState.NEW}))
FAILED = Shelf(frozenset({TrackState.FAILED}))
CHANGED = Shelf(changed=True)
MISSING = Shelf(frozenset({TrackState.MISSING}))
OFFLINE = Shelf(frozenset({TrackState.OFFLINE}))
