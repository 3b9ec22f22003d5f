"""Pitch without tempo, tempo without pitch, and both together."""

from fractions import Fraction

import numpy as np
import pedalboard
import torch

from training.datasets.corpus import Waveform
from training.torchaudio_import import import_torchaudio

functional = import_torchaudio().functional

FINEST_RATIO = 96
"""torchaudio's resampler takes seconds where the two rates share no large divisor."""
FADE_SECONDS = 0.01


def stretched(waveform: Waveform, sample_rate: int, rate: float) -> Waveform:
    """The sound `rate` times as fast at the same pitch: [samples / rate].

    By Rubber Band's phase vocoder with its faster engine. Its other ways to treat transients put
    steady tones of 110 Hz off by up to 40 cents; "smooth" keeps them within 0.2.
    """
    if not waveform.any():
        return np.zeros(round(len(waveform) / rate), dtype=np.float32)
    altered = pedalboard.time_stretch(
        waveform, float(sample_rate), rate, high_quality=False, transient_mode="smooth"
    )
    return np.asarray(altered[0], dtype=np.float32)


def resampled(waveform: Waveform, speed: float) -> Waveform:
    """The sound `speed` times as fast and as high, as a record player does: [samples / speed]."""
    ratio = Fraction(speed).limit_denominator(FINEST_RATIO)
    altered: Waveform = functional.resample(
        torch.from_numpy(waveform), ratio.numerator, ratio.denominator
    ).numpy()
    return altered


def shifted(waveform: Waveform, sample_rate: int, semitones: float) -> Waveform:
    """The sound higher by so many semitones at the same tempo: [samples]."""
    ratio = float(2.0 ** (semitones / 12.0))
    # Stretched by what the resampler, whose ratio is a fraction, will take back.
    ratio = float(Fraction(ratio).limit_denominator(FINEST_RATIO))
    slower = stretched(waveform, sample_rate, 1.0 / ratio)
    return fitted(resampled(slower, ratio), len(waveform), sample_rate)


def fitted(waveform: Waveform, samples: int, sample_rate: int) -> Waveform:
    """Exactly so many samples: cut, or begun anew after its end with a short cross-fade."""
    while 0 < len(waveform) < samples:
        fade = min(round(FADE_SECONDS * sample_rate), len(waveform) // 2)
        rise = np.linspace(0.0, 1.0, fade, dtype=np.float32)
        joint = waveform[len(waveform) - fade :] * (1 - rise) + waveform[:fade] * rise
        waveform = np.concatenate([waveform[: len(waveform) - fade], joint, waveform[fade:]])
    return waveform[:samples]


def pitch_shift(
    waveform: Waveform, sample_rate: int, semitones: float, _rng: np.random.Generator
) -> Waveform:
    """See `shifted`."""
    return shifted(waveform, sample_rate, semitones)


def time_stretch(
    waveform: Waveform, sample_rate: int, rate: float, _rng: np.random.Generator
) -> Waveform:
    """See `stretched`; a chunk that becomes shorter begins anew."""
    return fitted(stretched(waveform, sample_rate, rate), len(waveform), sample_rate)


def speed(
    waveform: Waveform, sample_rate: int, factor: float, _rng: np.random.Generator
) -> Waveform:
    """See `resampled`; a chunk that becomes shorter begins anew."""
    return fitted(resampled(waveform, factor), len(waveform), sample_rate)
