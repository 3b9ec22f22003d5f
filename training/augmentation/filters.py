"""Filters and equalisers by their response in the frequency domain, without shifting phases.

The responses of filters fall like those of Butterworth (1930): 1 / √(1 + (f / cutoff)^(2·order)).
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft

from training.datasets.corpus import Waveform

Curve: TypeAlias = NDArray[np.float64]
ORDER = 4
MARGIN_SECONDS = 0.25
"""Silence after the sound, so that nothing of its end comes back at its beginning."""
LOWEST_HERTZ = 50.0
KNOTS = 6
SHELF_HERTZ = {"low": (100.0, 500.0), "high": (1_500.0, 5_000.0)}


def filtered(waveform: Waveform, sample_rate: int, response: Callable[[Curve], Curve]) -> Waveform:
    """The waveform with the gain `response` gives to each frequency in Hz: [samples]."""
    samples = len(waveform)
    size = next_fast_len(samples + round(MARGIN_SECONDS * sample_rate), real=True)
    frequency = np.asarray(np.fft.rfftfreq(size, 1.0 / sample_rate), dtype=np.float64)
    gains = response(frequency).astype(np.float32)
    altered: Waveform = irfft(rfft(waveform, size) * gains, size)[:samples]
    return altered


def low_response(frequency: Curve, cutoff: float) -> Curve:
    """Of a low-pass filter: 1 at 0 Hz, −3 dB at the cutoff."""
    low: Curve = 1.0 / np.sqrt(1.0 + (frequency / cutoff) ** (2 * ORDER))
    return low


def high_response(frequency: Curve, cutoff: float) -> Curve:
    """Of a high-pass filter: 0 at 0 Hz, −3 dB at the cutoff."""
    steep = (frequency / cutoff) ** ORDER
    return steep * low_response(frequency, cutoff)


def shelf_response(frequency: Curve, corner: float, gain_db: float, *, high: bool) -> Curve:
    """Of a shelf: the gain far beyond the corner, half of it in dB there, 1 on the other side."""
    octaves = np.log2(np.maximum(frequency, 1.0) / corner)
    part = 1.0 / (1.0 + np.exp(-3.0 * (octaves if high else -octaves)))
    gains: Curve = 10.0 ** (part * gain_db / 20.0)
    return gains


def smooth_response(frequency: Curve, gains_db: Curve) -> Curve:
    """Through gains [knots] at knots evenly spaced in octaves from `LOWEST_HERTZ` to the top."""
    octaves = np.log2(np.maximum(frequency, LOWEST_HERTZ))
    knots = np.linspace(np.log2(LOWEST_HERTZ), octaves[-1], len(gains_db))
    gains: Curve = 10.0 ** (np.interp(octaves, knots, gains_db) / 20.0)
    return gains


def low_pass(
    waveform: Waveform, sample_rate: int, cutoff: float, _rng: np.random.Generator
) -> Waveform:
    """What is below the cutoff in Hz."""
    return filtered(waveform, sample_rate, lambda f: low_response(f, cutoff))


def high_pass(
    waveform: Waveform, sample_rate: int, cutoff: float, _rng: np.random.Generator
) -> Waveform:
    """What is above the cutoff in Hz."""
    return filtered(waveform, sample_rate, lambda f: high_response(f, cutoff))


def band_pass(
    waveform: Waveform, sample_rate: int, octaves: float, rng: np.random.Generator
) -> Waveform:
    """A band so many octaves wide around a random centre between 500 Hz and 1.5 kHz."""
    centre = 500.0 * 3.0 ** rng.random()
    half = 2.0 ** (octaves / 2.0)
    return filtered(
        waveform,
        sample_rate,
        lambda f: high_response(f, centre / half) * low_response(f, centre * half),
    )


def low_shelf(
    waveform: Waveform, sample_rate: int, gain_db: float, rng: np.random.Generator
) -> Waveform:
    """Low frequencies louder or fainter, below a random corner."""
    corner = float(np.exp(rng.uniform(*np.log(SHELF_HERTZ["low"]))))
    return filtered(waveform, sample_rate, lambda f: shelf_response(f, corner, gain_db, high=False))


def high_shelf(
    waveform: Waveform, sample_rate: int, gain_db: float, rng: np.random.Generator
) -> Waveform:
    """High frequencies louder or fainter, above a random corner."""
    corner = float(np.exp(rng.uniform(*np.log(SHELF_HERTZ["high"]))))
    return filtered(waveform, sample_rate, lambda f: shelf_response(f, corner, gain_db, high=True))


def equaliser(
    waveform: Waveform, sample_rate: int, spread_db: float, rng: np.random.Generator
) -> Waveform:
    """A smooth random response with that standard deviation."""
    gains_db = rng.normal(0.0, spread_db, KNOTS)
    return filtered(waveform, sample_rate, lambda f: smooth_response(f, gains_db))
