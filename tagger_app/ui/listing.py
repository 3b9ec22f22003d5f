"""Lists that no query gives: what sounds like a track, and groups of duplicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tagger_app.pipeline.similar import DuplicateGroup, Neighbour
from tagger_app.ui import words


class ListKind(Enum):
    """What a list is about."""

    SIMILAR = auto()
    DUPLICATES = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """Tracks in an order of their own, each with a note in the table's last column.

    title: what the list is. starts: tracks with which a group begins.
    """

    kind: ListKind
    title: str
    notes: Mapping[int, str]
    starts: frozenset[int] = frozenset()

    @property
    def ids(self) -> Sequence[int]:
        """The tracks, in order."""
        return tuple(self.notes)


def neighbours(track_id: int, title: str, found: Sequence[Neighbour]) -> Listing:
    """The track itself, then what sounds like it, the most alike first."""
    notes = {track_id: words.tr("this track")}
    notes |= {one.track_id: words.percent(round(one.similarity, 2)) for one in found}
    text = words.tr("Sounds like “{0}”").format(title)
    return Listing(ListKind.SIMILAR, text, notes)


def duplicates(groups: Sequence[DuplicateGroup], title: str) -> Listing:
    """Groups of tracks that seem to be one recording, one below the other."""
    notes: dict[int, str] = {}
    for number, group in enumerate(groups, start=1):
        alike = words.tr("same audio") if group.exact else words.percent(group.similarity)
        note = words.tr("{0} · {1}").format(words.number(number), alike)
        notes |= dict.fromkeys(group.ids, note)
    return Listing(ListKind.DUPLICATES, title, notes, frozenset(g.ids[0] for g in groups))
