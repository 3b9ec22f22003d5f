"""Lets a network or a model file hear whole clips."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import METADATA_KEY, ModelCard
from training.datasets.corpus import Waveform
from training.evaluation.metrics import Floats
from training.models.network import Network

BATCH = 4
"""Chunks that are heard at once."""


def chunked(waveform: Waveform, samples: int, most: int | None = None) -> Floats:
    """[chunks, samples]: evenly spaced chunks that cover a clip once, or at most `most` of it.

    Those lie in the middle of equal parts, and a clip shorter than a chunk is repeated until it
    fills one, as in the program.
    """
    if len(waveform) < samples:
        waveform = np.resize(waveform, samples)
    if most is not None and len(waveform) > most * samples:
        middles = (np.arange(most) + 0.5) * len(waveform) / most
        starts = (middles - samples / 2).astype(int)
    else:
        room = len(waveform) - samples
        starts = np.linspace(0, room, max(1, len(waveform) // samples)).round().astype(int)
        starts = starts if len(starts) > 1 else np.asarray([room // 2])
    return np.stack([waveform[start : start + samples] for start in starts])


def _parts(chunks: Floats) -> list[Floats]:
    return np.split(chunks, range(BATCH, len(chunks), BATCH))


def chunk_logits(network: Network, waveform: Waveform, most: int | None = None) -> Floats:
    """Logits [chunks, tags]."""
    chunks = chunked(waveform, network.chunk_samples, most)
    parts = [torch.from_numpy(part) for part in _parts(chunks)]
    with torch.inference_mode():
        logits: Floats = torch.cat([network(part).logits for part in parts]).numpy()
    return logits


class ModelFile:
    """A model file, opened on the CPU.

    Raises:
        ModelError: not an ONNX file, or one without a valid model card.
    """

    def __init__(self, path: Path, threads: int = 2) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # noqa: BLE001 - onnxruntime's classes share no base but this
            raise ModelError(f"{path} cannot be opened as a model: {error}") from None
        text = self._session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        if text is None:
            raise ModelError(f"{path} has no model card.")
        self.card = ModelCard.from_json(text)

    def chunk_scores(self, waveform: Waveform, most: int | None = None) -> Floats:
        """Scores [chunks, tags] of a waveform at the card's sample rate."""
        return self._chunks(waveform, most)[0]

    def scores(self, waveform: Waveform, most: int | None = None) -> Floats:
        """Scores [tags] of a whole clip: the mean over its chunks."""
        return self.hear(waveform, most)[0]

    def hear(self, waveform: Waveform, most: int | None = None) -> tuple[Floats, Floats]:
        """Scores [tags] and embedding [width] of a whole clip: the means over its chunks."""
        scores, embeddings = self._chunks(waveform, most)
        return scores.mean(axis=0), embeddings.mean(axis=0)

    def _chunks(self, waveform: Waveform, most: int | None) -> tuple[Floats, Floats]:
        chunks = chunked(waveform, self.card.chunk_samples, most)
        names = ["scores", "embedding"]
        heard = [self._session.run(names, {"waveform": part}) for part in _parts(chunks)]
        scores, embeddings = (np.concatenate(outputs) for outputs in zip(*heard, strict=True))
        return scores, embeddings
