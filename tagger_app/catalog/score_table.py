"""All scores of a model as one table that is kept, and comparing them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CompoundSelect, Connection, Select, select

from tagger_app.catalog.columns import among, unpack
from tagger_app.catalog.schema import predictions
from tagger_app.catalog.score_changes import ScoreChanges
from tagger_app.core.conditions import Bounds

Codes = NDArray[np.uint16]
"""float16 numbers as integers in the same order, which are compared in a tenth of the time."""

_LOWEST = 0x0400  # the code of the least finite number
_HALVES = np.arange(1 << 16).astype(np.uint16).view(np.float16)
_FINITE = np.sort(_HALVES[np.isfinite(_HALVES)].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of tracks; ids: [tracks], codes: [tracks, outputs of the model]."""

    ids: NDArray[np.int64]
    codes: Codes

    def within(self, positions: Sequence[int], bounds: Iterable[Bounds]) -> NDArray[np.int64]:
        """The ids of tracks one of whose outputs at these positions is in all ranges."""
        low, high = _LOWEST, _LOWEST + len(_FINITE)
        for one in bounds:
            if one.low is not None:
                low = max(low, _place(one.low, after=not one.low_in))
            if one.high is not None:
                high = min(high, _place(one.high, after=one.high_in))
        if low >= high:
            return self.ids[:0]
        # What is below the range wraps round to the largest numbers.
        above = self.codes.take(positions, axis=1) - np.uint16(low)
        return self.ids[(above < high - low).any(axis=1)]

    def updated(self, changed: Sequence[int], theirs: "Scores") -> "Scores":
        """These with other scores of some tracks; those of them that have none are left out."""
        kept = ~np.isin(self.ids, np.array(changed, np.int64))
        ids, codes = self.ids[kept], self.codes[kept]
        if not len(theirs.ids):
            return Scores(ids, codes)
        if not len(ids):
            return theirs
        return Scores(np.concatenate([ids, theirs.ids]), np.concatenate([codes, theirs.codes]))


class ScoreTable:
    """Keeps the scores of a whole model, and reads again only what was stored since.

    Args:
        changes: of scores, of which commits are told; without it nothing is kept.
    """

    def __init__(self, changes: ScoreChanges | None) -> None:
        self._changes = changes
        self._model_id: int | None = None
        self._revision = 0
        self._scores: Scores | None = None

    def of_model(self, connection: Connection, model_id: int | None) -> Scores:
        """The scores of all tracks that a model has heard.

        Args:
            connection: that reads; nothing is committed meanwhile.
            model_id: the model.
        """
        if self._changes is None:
            return scores_of(connection, _all(model_id))
        revision = self._changes.revision
        changed = self._changes.since(self._revision)
        if self._scores is None or changed is None or self._model_id != model_id:
            self._scores = scores_of(connection, _all(model_id))
        elif changed:
            theirs = predictions.c.track_id.in_(among(changed))
            self._scores = self._scores.updated(
                changed, scores_of(connection, _all(model_id).where(theirs))
            )
        self._model_id, self._revision = model_id, revision
        return self._scores


def scores_of(
    connection: Connection, statement: Select[int, bytes] | CompoundSelect[int, bytes]
) -> Scores:
    """What a statement on predictions selects: (track_id, scores)."""
    # Rows of the driver, as in `Search.ids`.
    rows = connection.execute(statement).cursor.fetchall()
    ids = np.array([row[0] for row in rows], np.int64)
    values = unpack(b"".join([row[1] for row in rows])).reshape(len(rows), -1 if rows else 0)
    bits = values.view(np.uint16)
    # Numbers below zero in reverse, and before the others.
    flips = (bits >> 15) * np.uint16(0x7FFF) | np.uint16(0x8000)
    return Scores(ids, np.bitwise_xor(bits, flips, dtype=np.uint16))


def _all(model_id: int | None) -> Select[int, bytes]:
    return select(predictions.c.track_id, predictions.c.scores).where(
        predictions.c.model_id == model_id
    )


def _place(number: float, *, after: bool) -> int:
    """The code of the first float16 number that is at least this one, or greater."""
    return _LOWEST + int(np.searchsorted(_FINITE, np.float32(number), "right" if after else "left"))
