"""Batches of random chunks of recordings."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray

from tagger_app.core.errors import TaggerError
from training.augmentation.augmentation import Augmentation
from training.datasets.batch import Batch
from training.datasets.corpus import Waveform
from training.datasets.recording import Floats, Recording, Tag
from training.datasets.waveforms import Waveforms, as_waveform, repeated
from training.optimization.objective import Share

_ORDER, _ROW, _MIXTURE = range(3)
"""What a random number is drawn for, so that no two draws share a seed."""


class Batches:
    """Draws from recordings: each once before any comes again, in another order every time.

    A batch follows from the seed and its step alone.

    Args:
        waveforms: of the recordings.
        recordings: to draw from.
        values: [recordings, tags], see `Batch`; what is unknown may be anything.
        weights: [recordings, tags], 0 where nothing is known.
        tags: of the columns.
        size: chunks in a batch.
        chunk_samples: length of a chunk.
        seed: of everything random.
        augmentations: of the waveform, in the order they are applied.
    """

    def __init__(
        self,
        waveforms: Waveforms,
        recordings: Sequence[Recording],
        values: Floats,
        weights: Floats,
        tags: Sequence[Tag],
        *,
        size: int,
        chunk_samples: int,
        seed: int,
        augmentations: Sequence[Augmentation] = (),
    ) -> None:
        self._waveforms = waveforms
        self._recordings = recordings
        self._values = values
        self._weights = weights
        self._tags = tags
        self._size = size
        self._chunk_samples = chunk_samples
        self._seed = seed
        self._augmentations = augmentations
        self._mixing = any(one.mixes_rows for one in augmentations)

    @property
    def steps(self) -> int:
        """Batches in which every recording is heard once."""
        return -(-len(self._recordings) // self._size)

    def draw(self, step: int, share: Share) -> Batch:
        """The share's rows of the step's batch.

        Raises:
            TaggerError: not one recording can be heard.
        """
        rows = range(self._size)
        if self._mixing:  # rows of other shares may be mixed into these
            whole = _joined([self._row(step, row) for row in rows])
            mixed = self._altered(whole, np.random.default_rng([self._seed, step, 0, _MIXTURE]))
            return Batch(*(part[share.rows] for part in mixed))
        return _joined([self._row(step, row) for row in rows[share.rows]])

    def _row(self, step: int, row: int) -> Batch:
        """One row: a random chunk of the recording whose turn it is."""
        rng = np.random.default_rng([self._seed, step, row, _ROW])
        index, samples = self._next_heard(step * self._size + row)
        samples = repeated(samples, self._chunk_samples)
        start = int(rng.integers(len(samples) - self._chunk_samples + 1))
        chunk: Waveform = as_waveform(samples[start : start + self._chunk_samples])
        values, weights = self._values[index], self._weights[index]
        batch = Batch(*(torch.from_numpy(part[np.newaxis]) for part in (chunk, values, weights)))
        return batch if self._mixing else self._altered(batch, rng)

    def _next_heard(self, place: int) -> tuple[int, NDArray[np.int16]]:
        """(index, samples) of the first from a place in the endless order on that can be heard."""
        count = len(self._recordings)
        order = np.random.default_rng([self._seed, place // count, 0, _ORDER]).permutation(count)
        for index in np.roll(order, -(place % count)).tolist():
            samples = self._waveforms.samples(self._recordings[index])
            if samples is not None and len(samples):
                return index, samples
        raise TaggerError(f"Not one of the {count} recordings to learn from can be heard.")

    def _altered(self, batch: Batch, rng: np.random.Generator) -> Batch:
        for augmentation in self._augmentations:
            batch = augmentation.apply(batch, self._waveforms.sample_rate, rng, self._tags)
        return batch


def _joined(batches: Sequence[Batch]) -> Batch:
    return Batch(*(torch.cat(parts) for parts in zip(*batches, strict=True)))


class Ahead:
    """Draws the batches of the next steps in threads while the network learns from one.

    A context manager.

    Args:
        draw: see `Batches.draw`; safe to call in several threads.
        steps: how many are drawn ahead, each in a thread; 0 draws only what is asked for.
    """

    def __init__(self, draw: Callable[[int, Share], Batch], steps: int = 2) -> None:
        self._draw = draw
        self._steps = steps
        self._threads = ThreadPoolExecutor(max(1, steps), "batches")
        self._drawn: dict[tuple[int, Share], Future[Batch]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def draw(self, step: int, share: Share) -> Batch:
        """See `Batches.draw`."""
        drawn = self._drawn.pop((step, share), None)
        for later in range(step + 1, step + 1 + self._steps):
            if (later, share) not in self._drawn:
                self._drawn[later, share] = self._threads.submit(self._draw, later, share)
        return self._draw(step, share) if drawn is None else drawn.result()
