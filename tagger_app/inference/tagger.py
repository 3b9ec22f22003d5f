"""From a file to what a model says about it."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.probe import probe
from tagger_app.core.errors import FileError, ModelError, Reason
from tagger_app.core.prediction import Coverage, Prediction
from tagger_app.inference.heard import MOST_COLUMNS, Heard, Spectrogram, levels_of
from tagger_app.inference.session import Array, Session


class Tagger:
    """Hears files with one open model."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def hear(self, path: Path, coverage: Coverage, *, spectrogram: bool = False) -> Heard:
        """Decode a file, run the model over its chunks and average.

        Raises:
            DecodeError: the file cannot be heard.
            FileError: the model gave no numbers for this file.
        """
        card = self._session.card
        chunks = Chunks(path, card.sample_rate, card.chunk_samples, coverage)
        starts: list[float] = []
        scores: list[Array] = []
        embeddings: list[Array] = []
        levels: list[NDArray[np.uint8]] = []
        for batch in chunks:
            try:
                output = self._session.run(batch.waveforms, spectrogram=spectrogram)
            except ModelError as error:
                raise FileError(path, Reason.INTERNAL, str(error)) from error
            starts += batch.starts
            scores.append(output.scores)
            embeddings.append(output.embedding)
            if output.spectrogram is not None:
                levels += list(levels_of(output.spectrogram))
        facts = probe(path, measured=chunks.counted)
        return Heard(
            self._prediction(coverage, starts, np.concatenate(scores), np.concatenate(embeddings)),
            facts,
            self._spectrogram(levels, starts, chunks) if levels else None,
        )

    def _prediction(
        self, coverage: Coverage, starts: list[float], scores: Array, embeddings: Array
    ) -> Prediction:
        card = self._session.card
        return Prediction(
            model=card.name,
            coverage=coverage,
            scores=tuple(scores.mean(axis=0, dtype=np.float64).tolist()),
            chunk_scores=tuple(tuple(row) for row in scores.tolist()),
            chunk_starts=tuple(starts),
            chunk_seconds=card.chunk_seconds,
            embedding=tuple(embeddings.mean(axis=0, dtype=np.float64).tolist()),
        )

    def _spectrogram(
        self, levels: list[NDArray[np.uint8]], starts: list[float], chunks: Chunks
    ) -> Spectrogram:
        seconds = self._session.card.chunk_seconds
        if chunks.whole:
            return Spectrogram(
                _joined(levels, starts, seconds, chunks.duration)[None], (0.0,), chunks.duration
            )
        columns = max(1, MOST_COLUMNS // len(levels))
        parts = [_reduced(part, columns) for part in levels]
        return Spectrogram(np.stack(parts), tuple(starts), seconds)


def _joined(
    levels: list[NDArray[np.uint8]], starts: list[float], seconds: float, duration: float
) -> NDArray[np.uint8]:
    """Consecutive chunks, [mels, frames] each, as one picture of at most `MOST_COLUMNS` columns."""
    frames = levels[0].shape[1]
    width = max(1, min(MOST_COLUMNS, int(duration / seconds * frames)))
    times = np.concatenate(
        [start + (np.arange(frames) + 0.5) * seconds / frames for start in starts]
    )
    column = np.minimum((times / duration * width).astype(np.int64), width - 1)
    # The last chunk overlaps its neighbour and a repeated one outlasts its track: the frames are
    # put in order of time, and those after the end are left out, but for the very first.
    kept = times < duration
    kept[0] = True
    order = np.argsort(column, kind="stable")
    order = order[kept[order]]
    picture = np.concatenate(levels, axis=1)[:, order]
    first = np.searchsorted(column[order], np.arange(width))
    return np.maximum.reduceat(picture, np.minimum(first, picture.shape[1] - 1), axis=1)


def _reduced(part: NDArray[np.uint8], columns: int) -> NDArray[np.uint8]:
    """The picture with at most so many columns."""
    frames = part.shape[1]
    if frames <= columns:
        return part
    return np.maximum.reduceat(part, np.arange(columns) * frames // columns, axis=1)
