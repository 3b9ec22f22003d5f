"""Tracks that sound alike: nearest neighbours by embedding, near and exact duplicates."""

import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.catalog.store import Catalog
from tagger_app.catalog.vectors import Stamp
from tagger_app.core.errors import TaggerError

SAME_RECORDING = 0.985
"""From this cosine on two tracks of one length are taken for one recording.

Measured with the bundled models on real music: between a piece and its MP3 (64 kbit/s) or Vorbis
(q 3) at least 0.992, between two of 656 pieces at most 0.978 (tagger-base) and 0.988 (tagger-small,
1 % of the pieces have another above 0.985). Copies 6 dB quieter are at 0.95 to 0.99: half are not
found.
"""

_ONE = 32_767
_BLOCK = 512
_SECONDS_APART, _PART_APART = 2.0, 0.01
_SLAB = 2_048

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A track and how alike it sounds: the cosine of the embeddings, 1 for the same."""

    track_id: int
    similarity: float


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Tracks that seem to be one recording, by path.

    exact: their audio data are equal, whatever their tags. similarity: the lowest that made two of
    them belong together; 1 where exact.
    """

    ids: tuple[int, ...]
    exact: bool
    similarity: float


@dataclass(frozen=True, slots=True)
class Compared:
    """How much of the library was compared."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Matrix:
    """ids: int64 [n]. vectors: int16 [n, width], unit vectors times `_ONE`, or zero.

    heard: bool [n], where the vector is not zero. durations: float32 [n], seconds.
    """

    ids: NDArray[np.int64]
    vectors: NDArray[np.int16]
    heard: NDArray[np.bool_]
    durations: Floats
    stamp: Stamp


class SoundIndex:
    """The embeddings of one model in memory, 16 bits a number, read anew when they change.

    For one thread at a time, and not the window's: reading 100,000 embeddings takes a second.

    Args:
        catalog: a view of the catalog that belongs to the thread.
        model_id: the model; embeddings of two models cannot be compared.
    """

    def __init__(self, catalog: Catalog, model_id: int) -> None:
        self._catalog = catalog
        self._model_id = model_id
        self._matrix: _Matrix | None = None
        self._lock = threading.Lock()

    def similar(self, track_id: int, count: int = 100) -> list[Neighbour]:
        """The tracks that sound most like one, the most alike first, without itself.

        Raises:
            TaggerError: the model has not heard the track, so that there is nothing to compare.
        """
        matrix = self._fresh()
        place = int(np.searchsorted(matrix.ids, track_id))
        if place >= len(matrix.ids) or matrix.ids[place] != track_id or not matrix.heard[place]:
            raise TaggerError("This track was not heard yet. Let it be analyzed first.")
        wanted = matrix.vectors[place].astype(np.float32) / np.float32(_ONE)
        similarity = _cosines(matrix, wanted)
        similarity[place] = -2.0
        most = min(count, len(similarity) - 1)
        if most < 1:
            return []
        nearest = np.argpartition(-similarity, most - 1)[:most]
        nearest = nearest[np.lexsort((matrix.ids[nearest], -similarity[nearest]))]
        return [
            Neighbour(int(matrix.ids[i]), float(min(1.0, similarity[i])))
            for i in nearest
            if matrix.heard[i]
        ]

    def near_duplicates(
        self, least: float = SAME_RECORDING
    ) -> Generator[Compared, None, list[DuplicateGroup]]:
        """Tracks of about one length (2 s or 1 % apart) that sound alike, as groups.

        Returns, as a generator does, the groups, the most alike first. Tracks whose length is not
        known and missing files are left out.

        Args:
            least: the similarity from which on two tracks belong together.
        """
        matrix = self._fresh()
        there = ~np.isin(matrix.ids, self._catalog.places.lost())
        usable = np.flatnonzero((matrix.durations > 0) & matrix.heard & there)
        order = usable[np.argsort(matrix.durations[usable], kind="stable")]
        durations = matrix.durations[order]
        reach = durations + np.maximum(_SECONDS_APART, _PART_APART * durations)
        ends = np.searchsorted(durations, reach, side="right")
        joined = _Groups(len(order))
        for start in range(0, len(order), _SLAB):
            stop = min(start + _SLAB, len(order))
            rows = _unit(matrix, order[start:stop])
            # Each pair once: a block meets itself and what is as long or longer.
            for left in range(start, int(ends[stop - 1]), _SLAB):
                right = min(left + _SLAB, int(ends[stop - 1]))
                columns = rows if left == start else _unit(matrix, order[left:right])
                products = rows @ columns.T
                for i, j in np.argwhere(products >= least):
                    one, other = start + int(i), left + int(j)
                    if one < other < ends[one]:
                        joined.join(one, other, float(products[i, j]))
            yield Compared(stop, len(order))
        ids = matrix.ids[order]
        return joined.groups([int(track_id) for track_id in ids])

    def _fresh(self) -> _Matrix:
        with self._lock:
            stamp = self._catalog.vectors.stamp(self._model_id)
            if self._matrix is None or self._matrix.stamp != stamp:
                self._matrix = None  # before the next one takes its memory
                self._matrix = self._read(stamp)
            return self._matrix

    def _read(self, stamp: Stamp) -> _Matrix:
        ids, vectors, heard, durations = [], [], [], []
        for page in self._catalog.vectors.pages(self._model_id):
            fixed, is_heard = _fixed_point(page.vectors)
            ids.append(page.ids)
            vectors.append(fixed)
            heard.append(is_heard)
            durations.append(page.durations)
        if not ids:
            ids.append(np.zeros(0, np.int64))
            vectors.append(np.zeros((0, 1), np.int16))
            heard.append(np.zeros(0, np.bool_))
            durations.append(np.zeros(0, np.float32))
        return _Matrix(
            np.concatenate(ids),
            np.concatenate(vectors),
            np.concatenate(heard),
            np.concatenate(durations),
            stamp,
        )


def exact_duplicates(catalog: Catalog) -> list[DuplicateGroup]:
    """Groups of tracks whose audio data are equal, whatever their tags and names.

    A fingerprint covers the beginning of the audio only, so that equal lengths are asked for, too.
    """
    return [DuplicateGroup(ids, True, 1.0) for ids in catalog.places.same_audio()]


def _cosines(matrix: _Matrix, wanted: Floats) -> Floats:
    """Similarities of all tracks to a unit vector, [n]."""
    total, width = matrix.vectors.shape
    result = np.empty(total, np.float32)
    block = np.empty((_BLOCK, width), np.float32)
    for start in range(0, total, _BLOCK):  # block by block the numbers stay in the cache
        part = block[: min(_BLOCK, total - start)]
        np.copyto(part, matrix.vectors[start : start + _BLOCK])
        np.dot(part, wanted, out=result[start : start + _BLOCK])
    return result / np.float32(_ONE)


def _unit(matrix: _Matrix, rows: NDArray[np.intp]) -> Floats:
    return matrix.vectors[rows].astype(np.float32) / np.float32(_ONE)


def _fixed_point(vectors: NDArray[np.float16]) -> tuple[NDArray[np.int16], NDArray[np.bool_]]:
    """Unit vectors as integers, and which of them were not zero.

    As exact as float16 and four times as fast to multiply, as processors convert it at once.
    """
    numbers = vectors.astype(np.float32)
    norms = np.linalg.norm(numbers, axis=1)
    unit = numbers / np.where(norms > 0, norms, 1)[:, None]
    return np.rint(unit * _ONE).astype(np.int16), norms > 0


class _Groups:
    """Things that belong together, directly or by way of others."""

    def __init__(self, count: int) -> None:
        self._parent = np.arange(count)
        self._lowest: dict[int, float] = {}

    def join(self, one: int, other: int, similarity: float) -> None:
        """Say that two belong together."""
        first, second = self._root(one), self._root(other)
        lowest = min(similarity, self._lowest.get(first, 1.0), self._lowest.get(second, 1.0))
        if first != second:
            self._parent[second] = first
            self._lowest[first] = lowest

    def groups(self, ids: Sequence[int]) -> list[DuplicateGroup]:
        """Those of more than one, the most alike first."""
        members: dict[int, list[int]] = {}
        for place, track_id in enumerate(ids):
            members.setdefault(self._root(place), []).append(track_id)
        found = [
            DuplicateGroup(tuple(sorted(group)), False, min(1.0, self._lowest[root]))
            for root, group in members.items()
            if len(group) > 1
        ]
        return sorted(found, key=lambda group: (-group.similarity, group.ids))

    def _root(self, place: int) -> int:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = int(self._parent[place])
        return place
