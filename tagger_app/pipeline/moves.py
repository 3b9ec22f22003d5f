"""Recognising files that lie at another path than before, by what they are or how they sound."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from tagger_app.catalog.places import Place, Places
from tagger_app.core.track import FileIdentity
from tagger_app.pipeline.whereabouts import Whereabouts

Move = tuple[Path, FileIdentity]


class MovedFiles:
    """Finds the tracks that files at new paths belong to.

    A track can only move if its old path holds it no more: a copy is no move. What is out of reach
    has not moved either, as nobody knows whether it is still there.

    Args:
        places: of the catalog.
        whereabouts: what is there now.
        seen: ids of tracks that were found where they were.
        other: what lies at paths of tracks and is not the file it was.
    """

    def __init__(
        self,
        places: Places,
        whereabouts: Whereabouts,
        seen: Collection[int],
        other: Mapping[Path, FileIdentity],
    ) -> None:
        self._places = places
        self._whereabouts = whereabouts
        self._settled = set(seen)
        self._other = other
        self.other_audio: set[Path] = set()
        """Known paths whose file was found to hold other audio than their track's."""

    def renamed(self) -> tuple[dict[int, Move], dict[Path, int]]:
        """Files that are the very same, told without reading any.

        Returns:
            the moves by track; and by path further names (links) of tracks that are still there.
        """
        known: dict[FileIdentity, list[Place]] = {}
        for place in self._places.all():
            if place.identity not in known:
                known[place.identity] = []
            known[place.identity].append(place)
        moves: dict[int, Move] = {}
        links: dict[Path, int] = {}
        for path, identity in self._other.items():
            candidates = known.get(identity, ())
            if any(place.path == path for place in candidates):
                continue  # it came back to its place: it is read there
            there = [p for p in candidates if p.track_id in self._settled or self._stays(p)]
            left = [p for p in candidates if p not in there and p.track_id not in moves]
            if there:
                links[path] = there[0].track_id
            elif left:
                moves[_likest(path, left).track_id] = (path, identity)
        self._settled |= moves.keys()
        return moves, links

    def by_audio(self, path: Path, fingerprint: str) -> int | None:
        """The track that a file of this audio is, if that is at its old path no more."""
        left = [place for place in self._places.of_audio(fingerprint) if self._left(place)]
        if not left:
            return None
        track_id = _likest(path, left).track_id
        self._settled.add(track_id)
        return track_id

    def _stays(self, place: Place) -> bool:
        return place.path not in self._other and self._whereabouts.has(place.path)

    def _left(self, place: Place) -> bool:
        if place.track_id in self._settled:
            return False
        if place.path in self._other:
            return place.path in self.other_audio
        if self._whereabouts.has(place.path):
            return False
        return self._whereabouts.in_reach(place.path, place.identity.device)


def _likest(path: Path, places: Sequence[Place]) -> Place:
    """Of several tracks with one audio the one of the same name, else of the same folder."""
    return max(
        places, key=lambda place: (place.path.name == path.name, place.path.parent == path.parent)
    )
