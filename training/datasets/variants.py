"""Altered copies of clips, made before teachers hear them, so that teacher and student hear alike.

After Beyer et al. 2022, "Knowledge distillation: a good teacher is patient and consistent".
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len

from training.datasets.corpus import Corpus, Waveform

SPEEDS = (0.87, 1.15)
TILT_DB = 9.0


def altered(corpus: Corpus, indices: Sequence[int], seed: int) -> Iterator[tuple[str, Waveform]]:
    """Every clip once: sped up or slowed down, with another colour, half of them over another.

    The key of a copy is that of its clip; of a mixture "louder + softer".
    """
    rng = np.random.default_rng(seed)
    others = rng.permutation(np.asarray(indices))
    for index, other in zip(indices, others, strict=True):
        key = corpus.keys[index]
        waveform = normalised(recoloured(resampled(corpus.waveform(index), rng), rng))
        if rng.random() < 0.5 and other != index:
            under = normalised(resampled(corpus.waveform(int(other)), rng))
            key = f"{key} + {corpus.keys[int(other)]}"
            under = np.resize(under, len(waveform))
            waveform = waveform + under * np.float32(10.0 ** (rng.uniform(-9.0, 0.0) / 20.0))
        peak = max(float(np.abs(waveform).max()), 1e-6)
        level = np.float32(rng.uniform(0.2, 1.0) / peak)
        yield key, (waveform * level).astype(np.float32)


def normalised(waveform: Waveform) -> Waveform:
    """The same with a root mean square of 0.1 (silence stays silence)."""
    level = float(np.sqrt(np.mean(np.square(waveform))))
    return (waveform * np.float32(0.1 / max(level, 1e-4))).astype(np.float32)


def resampled(waveform: Waveform, rng: np.random.Generator) -> Waveform:
    """Another speed and with it another pitch, by cutting or padding the spectrum."""
    speed = rng.uniform(*SPEEDS)
    padded = int(next_fast_len(len(waveform), real=True))
    length = int(next_fast_len(round(padded / speed), real=True))
    spectrum = np.fft.rfft(waveform, n=padded)
    resized = np.fft.irfft(spectrum, n=length) * (length / padded)
    return resized[: round(len(waveform) * length / padded)].astype(np.float32)


def recoloured(waveform: Waveform, rng: np.random.Generator) -> Waveform:
    """A smooth random equaliser of up to ± 9 dB, and now and then a low-pass."""
    padded = int(next_fast_len(len(waveform), real=True))
    spectrum = np.fft.rfft(waveform, n=padded)
    position = np.linspace(0.0, 1.0, len(spectrum))
    gain_db: NDArray[np.float64] = np.interp(
        np.sqrt(position), np.linspace(0, 1, 6), rng.uniform(-TILT_DB, TILT_DB, 6)
    )
    if rng.random() < 0.2:
        gain_db = gain_db - 40.0 * np.clip((position - rng.uniform(0.35, 0.9)) * 8.0, 0.0, 1.0)
    shaped = np.fft.irfft(spectrum * 10.0 ** (gain_db / 20.0), n=padded)
    cut: Waveform = shaped[: len(waveform)].astype(np.float32)
    return cut
