"""What comes out of hearing a track; values that travel from the engine's processes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.prediction import Prediction
from tagger_app.core.track import AudioFacts

LOWEST_DB, HIGHEST_DB = -60.0, 50.0
"""The range of the spectrogram's levels. A full-scale sine under a Hann window of 512 samples has
42 dB."""

MOST_COLUMNS = 4_000
"""Of a spectrogram: about the pixels of a wide screen."""


@dataclass(frozen=True, slots=True)
class Spectrogram:
    """The log-mel spectrogram of the heard parts of a track, small enough to keep and to draw.

    levels: uint8 [parts, mels, columns]; 0 is `LOWEST_DB`, 255 is `HIGHEST_DB`, linear in between.
        One part covers the whole track where all of it was heard, else there is one per chunk.
    starts: [parts], seconds from the start of the track.
    part_seconds: length of each part.
    """

    levels: NDArray[np.uint8]
    starts: tuple[float, ...]
    part_seconds: float

    @property
    def frames_per_second(self) -> float:
        """Columns per second."""
        columns: int = self.levels.shape[2]
        return columns / self.part_seconds


def levels_of(decibels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Decibels as the levels of a `Spectrogram`."""
    share = (decibels - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)
    return np.asarray(np.clip(share * 255 + 0.5, 0, 255), np.uint8)


@dataclass(frozen=True, slots=True)
class Heard:
    """A prediction, the facts of the audio and, where asked for, its spectrogram."""

    prediction: Prediction
    facts: AudioFacts
    spectrogram: Spectrogram | None
