"""Altered copies of clips, made before teachers hear them, so that teacher and student hear alike.

After Beyer et al. 2022, "Knowledge distillation: a good teacher is patient and consistent".
"""

from collections.abc import Iterator, Sequence

import numpy as np

from training.augmentation.filters import KNOTS, filtered, low_response, smooth_response
from training.augmentation.tempo_and_pitch import resampled
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
        waveform = _altered_alone(corpus, index, rng)
        if rng.random() < 0.5 and other != index:
            under = resampled(corpus.waveform(int(other)), float(rng.uniform(*SPEEDS)))
            under = normalised(under)
            key = f"{key} + {corpus.keys[int(other)]}"
            under = np.resize(under, len(waveform))
            waveform = waveform + under * np.float32(10.0 ** (rng.uniform(-9.0, 0.0) / 20.0))
        peak = max(float(np.abs(waveform).max()), 1e-6)
        level = np.float32(rng.uniform(0.2, 1.0) / peak)
        yield key, (waveform * level).astype(np.float32)


def copies(
    corpus: Corpus, indices: Sequence[int], count: int, seed: int
) -> Iterator[tuple[str, Waveform]]:
    """All clips as they are, then all again `count` times with other speeds and colours."""
    rng = np.random.default_rng(seed)
    for index in indices:
        yield corpus.keys[index], corpus.waveform(index)
    for _ in range(count):
        for index in indices:
            yield corpus.keys[index], _altered_alone(corpus, index, rng)


def _altered_alone(corpus: Corpus, index: int, rng: np.random.Generator) -> Waveform:
    waveform = resampled(corpus.waveform(index), float(rng.uniform(*SPEEDS)))
    return normalised(recoloured(waveform, corpus.sample_rate, rng))


def normalised(waveform: Waveform) -> Waveform:
    """The same with a root mean square of 0.1 (silence stays silence)."""
    level = float(np.sqrt(np.mean(np.square(waveform))))
    return (waveform * np.float32(0.1 / max(level, 1e-4))).astype(np.float32)


def recoloured(waveform: Waveform, sample_rate: int, rng: np.random.Generator) -> Waveform:
    """A smooth random equaliser of up to ± 9 dB, and now and then a low-pass."""
    gains_db = rng.uniform(-TILT_DB, TILT_DB, KNOTS)
    cutoff = sample_rate / 2.0 * (float(rng.uniform(0.35, 0.9)) if rng.random() < 0.2 else np.inf)
    return filtered(
        waveform, sample_rate, lambda f: smooth_response(f, gains_db) * low_response(f, cutoff)
    )
