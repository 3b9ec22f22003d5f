"""White noise, pink noise and babble at a signal-to-noise ratio."""

from functools import cache

import numpy as np

from training.datasets.corpus import Waveform
from training.datasets.generated import Signal, speech_like

LOWEST_PINK_HERTZ = 20.0
VOICES, VOICE_SECONDS, VOICE_SEED = 16, 12.0, 1952


def white(samples: int, _sample_rate: int, rng: np.random.Generator) -> Signal:
    """Noise of equal power at all frequencies: [samples]."""
    return rng.standard_normal(samples)


def pink(samples: int, sample_rate: int, rng: np.random.Generator) -> Signal:
    """Noise of equal power in all octaves above `LOWEST_PINK_HERTZ`: [samples]."""
    spectrum = np.fft.rfft(rng.standard_normal(samples))
    frequency = np.fft.rfftfreq(samples, 1.0 / sample_rate)
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(frequency, LOWEST_PINK_HERTZ)), n=samples)


@cache
def _voices(sample_rate: int) -> Signal:
    """[VOICES, samples]: always the same voices; making them takes longer than mixing them."""
    rng = np.random.default_rng(VOICE_SEED)
    samples = round(VOICE_SECONDS * sample_rate)
    voices = np.stack([speech_like(rng, samples, sample_rate) for _ in range(VOICES)])
    voices /= np.sqrt(np.mean(voices**2, axis=1, keepdims=True))
    return voices


def babble(samples: int, sample_rate: int, rng: np.random.Generator) -> Signal:
    """Three to eight generated voices at once, at different levels: [samples]."""
    voices = _voices(sample_rate)
    mixture = np.zeros(samples)
    for voice in rng.choice(VOICES, int(rng.integers(3, 9)), replace=False):
        places = (np.arange(samples) + rng.integers(voices.shape[1])) % voices.shape[1]
        mixture += voices[voice, places] * 10.0 ** (rng.uniform(-9.0, 0.0) / 20.0)
    return mixture


def added(waveform: Waveform, noise: Signal, snr_db: float) -> Waveform:
    """The sum in which the power of the sound is `snr_db` above that of the noise.

    Silence stays silence: no noise is that faint.
    """
    sound, disturbance = float(np.mean(np.square(waveform, dtype=np.float64))), np.mean(noise**2)
    gain = np.sqrt(sound / max(float(disturbance), 1e-20) / 10.0 ** (snr_db / 10.0))
    noisy: Waveform = (waveform + gain * noise).astype(np.float32)
    return noisy


def white_noise(
    waveform: Waveform, sample_rate: int, snr_db: float, rng: np.random.Generator
) -> Waveform:
    """White noise added."""
    return added(waveform, white(len(waveform), sample_rate, rng), snr_db)


def pink_noise(
    waveform: Waveform, sample_rate: int, snr_db: float, rng: np.random.Generator
) -> Waveform:
    """Pink noise added."""
    return added(waveform, pink(len(waveform), sample_rate, rng), snr_db)


def babble_noise(
    waveform: Waveform, sample_rate: int, snr_db: float, rng: np.random.Generator
) -> Waveform:
    """Babble added."""
    return added(waveform, babble(len(waveform), sample_rate, rng), snr_db)
