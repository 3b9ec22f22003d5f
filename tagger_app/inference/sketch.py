"""A first look at a whole track in a fraction of a second: short samples from all over it."""

from pathlib import Path

import numpy as np

from tagger_app.audio.chunks import Chunks
from tagger_app.core.prediction import Coverage
from tagger_app.inference.heard import Spectrogram, levels_of
from tagger_app.inference.session import Array, Session

_SAMPLES = 32
_SECONDS = 0.25
"""Of each sample: a dozen frames, and cheap to seek and decode."""
_COLUMNS = 4
"""Per sample, stretched over the time to the next one."""
_SEAM = 2
"""Frames beside a seam between two samples that hold a click nobody would hear in the track."""


def sketch(session: Session, path: Path) -> Spectrogram | None:
    """A coarse spectrogram of all of a track; None where the model draws none.

    Raises:
        DecodeError: the file cannot be heard.
        ModelError: the model failed.
    """
    card = session.card
    length = min(round(_SECONDS * card.sample_rate), card.chunk_samples)
    per_chunk = card.chunk_samples // length
    chunks = Chunks(path, card.sample_rate, length, Coverage(_SAMPLES))
    samples = np.concatenate([batch.waveforms for batch in chunks])
    pictures = []
    for first in range(0, len(samples), per_chunk):
        row = samples[first : first + per_chunk]
        # The model's input has one length: samples lie in it side by side.
        waveform = np.zeros((1, card.chunk_samples), np.float32)
        waveform[0, : row.size] = row.reshape(-1)
        drawn = session.spectrogram(waveform)
        if drawn is None:
            return None
        frames = length / card.chunk_samples * drawn.shape[2]
        pictures += [
            _columns(drawn[0, :, round(place * frames) : round((place + 1) * frames)])
            for place in range(len(row))
        ]
    return Spectrogram(levels_of(np.concatenate(pictures, axis=1))[None], (0.0,), chunks.duration)


def _columns(picture: Array) -> Array:
    """A sample's picture, [mels, frames], in a few columns, without its seams."""
    inner = picture[:, _SEAM:-_SEAM] if picture.shape[1] > 2 * _SEAM + _COLUMNS else picture
    parts = np.array_split(inner, min(_COLUMNS, inner.shape[1]), axis=1)
    return np.stack([part.max(axis=1) for part in parts], axis=1)
