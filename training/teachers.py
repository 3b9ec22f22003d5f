"""Published networks whose scores another network learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.datasets.corpus import Corpus, Waveform
from training.models.network import MelNetwork
from training.torchaudio_import import import_torchaudio

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Teacher:
    """A network with the words for its outputs.

    words: in output order; where the data set has no such tag they are as published.
    """

    name: str
    network: MelNetwork
    words: tuple[str, ...]


def windows(waveform: Waveform, samples: int) -> NDArray[np.float32]:
    """Evenly spaced windows that cover a clip about once: [windows, samples].

    A clip that is shorter than a window is repeated.
    """
    if len(waveform) < samples:
        waveform = np.tile(waveform, -(-samples // max(len(waveform), 1)))[:samples]
    count = max(1, round(len(waveform) / samples))
    starts = np.linspace(0, len(waveform) - samples, count).astype(int)
    if count == 1:
        starts = np.asarray([(len(waveform) - samples) // 2])
    return np.stack([waveform[start : start + samples] for start in starts])


def hear(teacher: Teacher, waveform: Waveform, sample_rate: int, batch: int = 8) -> Scores:
    """Probabilities [windows, tags] of one clip."""
    network = teacher.network
    wanted = network.options.sample_rate
    tensor = torch.from_numpy(np.ascontiguousarray(waveform))
    if wanted != sample_rate:
        tensor = import_torchaudio().functional.resample(tensor, sample_rate, wanted)
    parts = torch.from_numpy(windows(tensor.numpy(), network.chunk_samples)).split(batch)
    half = network.chunk_samples < 5 * wanted  # measured: bfloat16 slows the 29 s networks down
    with torch.inference_mode():
        logits = []
        for part in parts:
            power = network.spec(part)
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                logits.append(network.from_mel_power(power).logits.float())
    scores: Scores = torch.sigmoid(torch.cat(logits)).numpy()
    return scores


def hear_corpus(teacher: Teacher, corpus: Corpus, folder: Path) -> list[Scores]:
    """Scores [windows, tags] of every clip, kept in `folder` from one run to the next."""
    path = folder / f"{teacher.name}.npz"
    if not path.is_file():
        heard = [hear(teacher, corpus.waveform(i), corpus.sample_rate) for i in range(len(corpus))]
        bounds = np.cumsum([0, *(len(scores) for scores in heard)])
        partial = folder / f"{teacher.name}.partial.npz"
        np.savez(partial, scores=np.concatenate(heard), bounds=bounds)
        partial.replace(path)
    with np.load(path) as stored:
        return split_rows(stored["scores"], stored["bounds"])


def split_rows(scores: Scores, bounds: Sequence[int] | NDArray[np.int64]) -> list[Scores]:
    """Cut [rows, tags] into one array per clip."""
    return [scores[a:b] for a, b in zip(bounds[:-1], bounds[1:], strict=True)]
