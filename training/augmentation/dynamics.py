"""Gain, polarity and dynamic range compression."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.datasets.corpus import Waveform

BLOCK_SECONDS = 0.01
ATTACK_SECONDS, RELEASE_SECONDS = 0.1, 0.3
SILENCE_DB = -100.0
LOUDNESS_WINDOW_DB = 30.0
"""Blocks fainter than the loudest by more are pauses, which the level does not count."""

Points = Sequence[tuple[float, float]]
"""(level, gain), both in dB, in rising order of levels; the gain stays the same beyond the ends."""

DIALOGUE_DB = -31.0
PROFILES: dict[str, Points] = {
    "film light": ((-53, 6), (-41, 0), (-21, 0), (-11, -5), (4, -19.25)),
    "film standard": ((-43, 6), (-31, 0), (-26, 0), (-16, -5), (4, -24)),
    "music light": ((-65, 12), (-41, 0), (-21, 0), (9, -15)),
    "music standard": ((-55, 12), (-31, 0), (-26, 0), (-16, -5), (4, -24)),
    "speech": ((-50, 15), (-31, 0), (-26, 0), (-16, -5), (4, -24)),
}
"""Dynamic range control profiles of Dolby Digital, in relation to `DIALOGUE_DB`.

From the ranges and ratios in Dolby's guide to metadata (DP570 user's manual, appendix D.4): a
ratio of 2:1 over 10 dB takes 5 dB, one of 20:1 over 20 dB takes 19 dB.
"""


def amplified(waveform: Waveform, gain_db: float) -> Waveform:
    """The sound louder by that much."""
    return waveform * np.float32(10.0 ** (gain_db / 20.0))


def compressed(waveform: Waveform, sample_rate: int, points: Points) -> Waveform:
    """The sound with a gain that follows its level, which is measured relative to its mean.

    Args:
        waveform: [samples].
        sample_rate: in Hz.
        points: level above the mean level of the sound → gain.
    """
    block = max(1, round(BLOCK_SECONDS * sample_rate))
    levels = _levels(waveform, block)
    heard = levels[levels > levels.max() - LOUDNESS_WINDOW_DB]
    mean = 10.0 * np.log10(np.mean(10.0 ** (heard / 10.0)))
    if mean <= SILENCE_DB:
        return waveform.copy()
    followed = _followed(levels - mean)
    gains = np.interp(followed, [level for level, _ in points], [gain for _, gain in points])
    centres = (np.arange(len(gains)) + 0.5) * block
    per_sample = np.interp(np.arange(len(waveform)), centres, gains)
    altered: Waveform = waveform * np.power(10.0, per_sample / 20.0, dtype=np.float32)
    return altered


def profiled(waveform: Waveform, sample_rate: int, profile: str) -> Waveform:
    """The sound through one of `PROFILES`, its mean level taken as that of dialogue."""
    points = [(level - DIALOGUE_DB, gain) for level, gain in PROFILES[profile]]
    return compressed(waveform, sample_rate, points)


def _levels(waveform: Waveform, block: int) -> NDArray[np.float64]:
    """Level in dB of each block; the last may be shorter."""
    padded = np.pad(waveform.astype(np.float64), (0, -len(waveform) % block))
    powers = np.mean(padded.reshape(-1, block) ** 2, axis=1)
    return np.asarray(10.0 * np.log10(np.maximum(powers, 10.0 ** (SILENCE_DB / 10.0))))


def _followed(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Levels as a compressor's detector sees them: it follows rises faster than falls."""
    rise, fall = (1.0 - np.exp(-BLOCK_SECONDS / t) for t in (ATTACK_SECONDS, RELEASE_SECONDS))
    state, followed = float(levels[0]), []
    for level in levels.tolist():
        state += (rise if level > state else fall) * (level - state)
        followed.append(state)
    return np.asarray(followed)


def gain(
    waveform: Waveform, _sample_rate: int, gain_db: float, _rng: np.random.Generator
) -> Waveform:
    """See `amplified`."""
    return amplified(waveform, gain_db)


def polarity(
    waveform: Waveform, _sample_rate: int, sign: float, _rng: np.random.Generator
) -> Waveform:
    """Upside down where the sign is negative: only a network over the waveform could notice."""
    return waveform * np.float32(np.sign(sign))


def compression(
    waveform: Waveform, sample_rate: int, ratio: float, _rng: np.random.Generator
) -> Waveform:
    """Levels from 30 dB below the mean on nearer to the mean, by that ratio."""
    slope = 1.0 / ratio - 1.0
    points = ((-LOUDNESS_WINDOW_DB, -LOUDNESS_WINDOW_DB * slope), (30.0, 30.0 * slope))
    return compressed(waveform, sample_rate, points)
