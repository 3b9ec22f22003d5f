"""Decoded recordings, by way of a cache on disk."""

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.errors import DecodeError
from training.datasets.cache import ArrayCache, cached_samples
from training.datasets.corpus import FULL_SCALE, Decode, Waveform
from training.datasets.recording import Recording

logger = logging.getLogger(__name__)


class Waveforms:
    """Hears recordings; what cannot be heard is told once and left out ever after.

    Args:
        cache: of the decoded files.
        sample_rate: in Hz.
        decode: (path, sample rate) → the whole file.
        left_out: told of each recording that cannot be heard, in whatever thread asked for it.
    """

    def __init__(
        self,
        cache: ArrayCache,
        sample_rate: int,
        decode: Decode,
        left_out: Callable[[Recording, DecodeError], None] | None = None,
    ) -> None:
        self.sample_rate = sample_rate
        self.failures: dict[Path, DecodeError] = {}
        self._cache = cache
        self._decode = decode
        self._left_out = left_out

    def samples(self, recording: Recording) -> NDArray[np.int16] | None:
        """The whole recording; None if it cannot be heard."""
        if recording.path in self.failures:
            return None
        try:
            return cached_samples(self._cache, recording.path, self.sample_rate, self._decode)
        except DecodeError as error:
            if self.failures.setdefault(recording.path, error) is error:
                logger.warning("left out: %s", error)
                if self._left_out is not None:
                    self._left_out(recording, error)
            return None

    def waveform(self, recording: Recording, least: int = 1) -> Waveform | None:
        """The same as float32, −1…1; one of fewer than `least` samples is repeated."""
        kept = self.samples(recording)
        return None if kept is None else as_waveform(repeated(kept, least))


def repeated(samples: NDArray[np.int16], least: int) -> NDArray[np.int16]:
    """The samples again and again until there are `least`, as the program hears short tracks."""
    return samples if len(samples) >= least else np.resize(samples, least)


def as_waveform(samples: NDArray[np.int16]) -> Waveform:
    """16-bit samples as float32, −1…1."""
    return samples.astype(np.float32) / np.float32(FULL_SCALE)
