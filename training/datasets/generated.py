"""Sounds that are no music: silence, noise, tones and something like speech."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from training.datasets.corpus import Waveform

Signal = NDArray[np.float64]
_Maker = Callable[[np.random.Generator, int, int], Signal]

# First three formants of vowels in Hz, averages for men after Peterson & Barney 1952.
_VOWELS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (300, 870, 2240),
    (530, 1840, 2480),
    (570, 840, 2410),
    (660, 1720, 2410),
)


def silence(rng: np.random.Generator, samples: int, _rate: int) -> Signal:
    """Digital silence, or the faint noise of a converter."""
    return rng.standard_normal(samples) * (0.0 if rng.random() < 0.4 else 10 ** rng.uniform(-5, -3))


def noise(rng: np.random.Generator, samples: int, _rate: int) -> Signal:
    """Noise with a power density between 1/f⁰ and 1/f², steady or slowly swelling."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequency = np.maximum(np.arange(len(spectrum)), 8.0)
    coloured = np.fft.irfft(spectrum / frequency ** rng.uniform(0.0, 1.0), n=samples)
    if rng.random() < 0.4:
        period = samples / rng.uniform(1.0, 8.0)
        coloured = coloured * (1.2 + np.sin(2 * np.pi * np.arange(samples) / period))
    return coloured


def tone(rng: np.random.Generator, samples: int, rate: int) -> Signal:
    """A sine, a hum with harmonics, two that beat, or a slow sweep; pulsed, swelling or steady."""
    time = np.arange(samples) / rate
    frequency = 2.0 ** rng.uniform(5.6, 12.6)
    end = frequency if rng.random() < 0.7 else 2.0 ** rng.uniform(5.6, 12.6)
    phase = 2 * np.pi * np.cumsum(np.geomspace(frequency, end, samples)) / rate
    signal = np.sin(phase)
    if rng.random() < 0.6:
        fall = rng.uniform(0.3, 2.0)
        for harmonic in range(2, int(rng.integers(3, 16))):
            if harmonic * max(frequency, end) < rate / 2:
                shift = rng.uniform(0.0, 2 * np.pi)
                signal = signal + np.sin(harmonic * phase + shift) * rng.random() / harmonic**fall
    if rng.random() < 0.15:
        signal = signal + np.sin(phase * rng.uniform(1.001, 1.02))
    if rng.random() < 0.2:
        signal = signal * (np.sin(2 * np.pi * rng.uniform(0.5, 4.0) * time) > 0)
    elif rng.random() < 0.2:
        signal = signal * (1.0 + rng.random() * np.sin(2 * np.pi * rng.uniform(0.2, 7.0) * time))
    return signal


def clicks(rng: np.random.Generator, samples: int, rate: int) -> Signal:
    """Single knocks at irregular times."""
    signal = np.zeros(samples)
    for start in rng.integers(0, samples, max(1, round(rng.uniform(0.5, 3.0) * samples / rate))):
        length = min(int(rng.uniform(0.005, 0.08) * rate), samples - int(start))
        decay = np.exp(-5.0 * np.arange(length) / max(length, 1))
        signal[start : start + length] += rng.standard_normal(length) * decay
    return signal


def speech_like(rng: np.random.Generator, samples: int, rate: int) -> Signal:
    """Syllables of a pulse train through vowel formants, hisses and pauses."""
    pieces: list[Signal] = []
    done = 0
    pitch = rng.uniform(85.0, 230.0)
    stretch = float(rng.uniform(0.85, 1.2))
    while done < samples:
        length = int(rng.uniform(0.06, 0.3) * rate)
        kind = rng.random()
        if kind < 0.2:
            piece = rng.standard_normal(length) * 1e-3
        elif kind < 0.4:
            piece = np.diff(rng.standard_normal(length + 1)) * 0.15 * np.hanning(length)
        else:
            formants = [stretch * f for f in _VOWELS[rng.integers(len(_VOWELS))]]
            contour = pitch * np.linspace(rng.uniform(0.85, 1.2), rng.uniform(0.75, 1.1), length)
            piece = _vowel(rng, contour, formants, rate) * np.hanning(length) ** 0.5
        pieces.append(piece)
        done += length
    return np.concatenate(pieces)[:samples]


def _vowel(
    rng: np.random.Generator, contour: Signal, formants: Sequence[float], rate: int
) -> Signal:
    cycles = np.cumsum(contour * (1 + 0.02 * rng.standard_normal(len(contour)))) / rate
    pulses = np.diff(np.floor(cycles), prepend=0.0)
    frequency = np.fft.rfftfreq(len(contour), 1.0 / rate)
    response = sum(
        (1.0 / (k + 1)) / (1.0 + ((frequency - f) / (60.0 + 40.0 * k)) ** 2)
        for k, f in enumerate(formants)
    )
    voiced = np.fft.irfft(np.fft.rfft(pulses) * response, n=len(contour))
    return voiced / max(float(np.abs(voiced).max()), 1e-9)


KINDS: dict[str, _Maker] = {
    "silence": silence,
    "noise": noise,
    "tone": tone,
    "clicks": clicks,
    "speech": speech_like,
}


def not_music(
    count: int, seconds: float, sample_rate: int, seed: int
) -> Iterator[tuple[str, Waveform]]:
    """(kind, waveform) of `count` sounds, the kinds in turn with speech twice as often."""
    rng = np.random.default_rng(seed)
    kinds = [*KINDS, "speech"]
    samples = round(seconds * sample_rate)
    for number in range(count):
        kind = kinds[number % len(kinds)]
        signal = KINDS[kind](rng, samples, sample_rate)
        if kind != "silence":
            signal = signal * 10.0 ** rng.uniform(-2.0, 0.0) / max(np.abs(signal).max(), 1e-9)
        yield kind, np.clip(signal, -1.0, 1.0).astype(np.float32)
