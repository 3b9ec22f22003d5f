"""All scores of a model as one table, kept as long as nothing is stored, and comparing them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CompoundSelect, Connection, Select, select, text

from tagger_app.catalog.columns import unpack
from tagger_app.catalog.schema import predictions
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


class ScoreTable:
    """Reads scores; those of a whole model again only after something was stored."""

    def __init__(self) -> None:
        self._stamp: tuple[int, int, int | None] | None = None
        self._scores: Scores | None = None

    def of_model(self, connection: Connection, model_id: int | None) -> Scores:
        """The scores of all tracks that a model has heard."""
        # Others' commits change the one number, those of this connection the other.
        others = connection.scalar(text("PRAGMA data_version"))
        driver = connection.connection.driver_connection
        own = driver.total_changes if driver is not None else 0
        stamp = (int(others or 0), own, model_id)
        if self._scores is None or stamp != self._stamp:
            self._stamp, self._scores = stamp, scores_of(connection, _all(model_id))
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
