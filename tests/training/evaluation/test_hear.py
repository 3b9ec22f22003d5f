"""Training hears clips as the program does."""

from pathlib import Path

import numpy as np

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.encode import write_audio
from tagger_app.core.prediction import Coverage
from training.evaluation.hear import chunked

RATE = 16_000


def test_a_clip_shorter_than_a_chunk_is_repeated_as_in_the_program(tmp_path: Path) -> None:
    waveform = np.random.default_rng(0).uniform(-0.5, 0.5, RATE).astype(np.float32)
    path = tmp_path / "short.wav"
    write_audio(path, waveform[None], RATE)
    size = 5 * RATE // 2
    (batch,) = Chunks(path, RATE, size, Coverage(None))
    np.testing.assert_allclose(chunked(waveform, size), batch.waveforms, atol=1e-4)
