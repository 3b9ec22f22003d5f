"""The timeline's axes: time as m:ss, frequency on the mel scale, tags by name."""

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg

from tagger_app.core.model_card import FrontEnd
from tagger_app.ui import words

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
_FREQUENCIES = (100, 500, 1000, 2000, 4000, 8000, 16000)


class TimeAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """Time from the start of the track."""

    def tickSpacing(self, min_value: float, max_value: float, size: float) -> Any:
        """Steps a person counts in, at least 80 pixels apart."""
        wanted = (max_value - min_value) * 80 / max(size, 1)
        step = next((step for step in _STEPS if step >= wanted), _STEPS[-1])
        return [(step, 0)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """m:ss."""
        del scale, spacing
        return [words.duration(value) or "0:00" for value in values]


def mel(frequency: float) -> float:
    """Hz to mel, as O'Shaughnessy (1987) has it and torchaudio's default front end uses."""
    return 2595.0 * math.log10(1.0 + frequency / 700.0)


def mel_band(frequency: float, front_end: FrontEnd) -> float:
    """The (fractional) mel band whose centre is at a frequency in Hz."""
    low, high = mel(front_end.f_min), mel(front_end.f_max)
    return (mel(frequency) - low) / (high - low) * (front_end.n_mels + 1) - 1


def band_frequency(band: float, front_end: FrontEnd) -> float:
    """The frequency in Hz at the centre of a (fractional) mel band."""
    low, high = mel(front_end.f_min), mel(front_end.f_max)
    height = low + (band + 1) / (front_end.n_mels + 1) * (high - low)
    return float(700.0 * (10.0 ** (height / 2595.0) - 1.0))


def frequency_ticks(front_end: FrontEnd) -> list[tuple[float, str]]:
    """(band, text) of round frequencies within the front end's range."""
    bands = {frequency: mel_band(frequency, front_end) for frequency in _FREQUENCIES}
    return [
        (band + 0.5, f"{f // 1000} kHz" if f >= 1000 else f"{f} Hz")
        for f, band in bands.items()
        if front_end.f_min <= f <= front_end.f_max and 0 <= band < front_end.n_mels
    ]


def apart_ticks(ticks: Sequence[tuple[float, str]], apart: float) -> list[tuple[float, str]]:
    """Those of the ticks, from low to high, that are at least so far from the last one kept."""
    kept: list[tuple[float, str]] = []
    for place, text in ticks:
        if not kept or place - kept[-1][0] >= apart:
            kept.append((place, text))
    return kept
