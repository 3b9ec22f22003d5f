"""Delay and reverberation."""

import numpy as np
from scipy.signal import fftconvolve

from training.datasets.corpus import Waveform

FAINTEST_ECHO = 0.02
PREDELAY_SECONDS = 0.01


def delayed(
    waveform: Waveform, sample_rate: int, seconds: float, mix: float, feedback: float
) -> Waveform:
    """The sound and its echoes, the first `mix` as loud, each next one `feedback` times the last.

    What would sound after the end is cut: [samples].
    """
    altered = waveform.copy()
    step, gain, place = max(1, round(seconds * sample_rate)), mix, 0
    while gain > FAINTEST_ECHO and (place := place + step) < len(waveform):
        altered[place:] += np.float32(gain) * waveform[: len(waveform) - place]
        gain *= feedback
    return altered


def reverberated(
    waveform: Waveform,
    sample_rate: int,
    decay_seconds: float,
    wet: float,
    rng: np.random.Generator,
) -> Waveform:
    """The sound in a room that falls by 60 dB within `decay_seconds`.

    The room answers with exponentially decaying noise (Moorer 1979), `wet` times as loud as the
    sound itself. What would sound after the end is cut: [samples].
    """
    length = round(decay_seconds * sample_rate)
    decay = 10.0 ** (-3.0 * np.arange(length) / max(length, 1))
    response = np.concatenate(
        [np.zeros(round(PREDELAY_SECONDS * sample_rate)), rng.standard_normal(length) * decay]
    ).astype(np.float32)
    response *= np.float32(wet / max(float(np.sqrt(np.sum(response**2))), 1e-9))
    altered: Waveform = waveform + fftconvolve(waveform, response)[: len(waveform)]
    return altered


def delay(
    waveform: Waveform, sample_rate: int, seconds: float, rng: np.random.Generator
) -> Waveform:
    """See `delayed`; how loud the echoes are is random."""
    mix, feedback = float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.2, 0.6))
    return delayed(waveform, sample_rate, seconds, mix, feedback)


def reverb(
    waveform: Waveform, sample_rate: int, decay_seconds: float, rng: np.random.Generator
) -> Waveform:
    """See `reverberated`; how loud the room is, is random."""
    return reverberated(waveform, sample_rate, decay_seconds, float(rng.uniform(0.2, 1.0)), rng)
