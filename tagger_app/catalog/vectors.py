"""The embeddings of tracks as one matrix, for comparing all of them with one another."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import and_, func, select

from tagger_app.catalog.columns import unpack
from tagger_app.catalog.database import Database
from tagger_app.catalog.schema import prediction_arrays, predictions, tracks

_PAGE = 4_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a model's embeddings are still those that were read."""

    count: int
    newest: datetime | None
    ids: int


@dataclass(frozen=True, slots=True)
class VectorPage:
    """Embeddings of some tracks.

    ids: int64 [tracks]. vectors: float16 [tracks, width]. durations: float32 [tracks], seconds, 0
    where not known.
    """

    ids: NDArray[np.int64]
    vectors: NDArray[np.float16]
    durations: NDArray[np.float32]


class Vectors:
    """The stored embeddings, model by model; those of two models cannot be compared."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self, model_id: int) -> Stamp:
        """Changes whenever a track is heard by the model, or its prediction is dropped."""
        statement = select(
            func.count(),
            func.max(predictions.c.heard_at),
            func.coalesce(func.sum(predictions.c.track_id), 0),
        ).where(predictions.c.model_id == model_id)
        with self._database.reading() as connection:
            count, newest, ids = connection.execute(statement).one()
        return Stamp(count, newest, ids)

    def pages(self, model_id: int) -> Generator[VectorPage, None, None]:
        """All embeddings of a model, by track; each page is a short transaction of its own."""
        statement = (
            select(prediction_arrays.c.track_id, prediction_arrays.c.embedding, tracks.c.duration)
            .join_from(prediction_arrays, tracks, and_(tracks.c.id == prediction_arrays.c.track_id))
            .where(prediction_arrays.c.model_id == model_id)
            .order_by(prediction_arrays.c.track_id)
            .limit(_PAGE)
        )
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = connection.execute(
                    statement.where(prediction_arrays.c.track_id > last)
                ).all()
            if not rows:
                return
            last = rows[-1][0]
            flat = unpack(b"".join(row[1] for row in rows))
            yield VectorPage(
                np.array([row[0] for row in rows], np.int64),
                flat.reshape(len(rows), -1).astype(np.float16, copy=False),
                np.array([row[2] or 0.0 for row in rows], np.float32),
            )
