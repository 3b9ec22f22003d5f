"""Published networks whose scores another network learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray

from training.datasets.corpus import Corpus, Waveform
from training.export import graph_of
from training.models.network import Network
from training.torchaudio_import import import_torchaudio

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Teacher:
    """A network with the words for its outputs.

    words: in output order, as published. session: the network in onnxruntime, which is faster on
    a CPU than torch.
    """

    name: str
    network: Network
    words: tuple[str, ...]
    session: ort.InferenceSession


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


def hear(teacher: Teacher, waveform: Waveform, sample_rate: int) -> Scores:
    """Probabilities [windows, tags] of one clip."""
    network = teacher.network
    wanted = network.sample_rate
    if wanted != sample_rate:
        tensor = torch.from_numpy(np.ascontiguousarray(waveform))
        resample = import_torchaudio().functional.resample
        waveform = resample(tensor, sample_rate, wanted).numpy()
    heard = windows(waveform, network.chunk_samples)
    parts = np.split(heard, range(1, len(heard)))
    scores = [teacher.session.run(["scores"], {"waveform": part})[0] for part in parts]
    return np.concatenate(scores).astype(np.float32)


def teacher(name: str, network: Network, words: tuple[str, ...], threads: int) -> Teacher:
    """A teacher, ready to hear."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    content = graph_of(network).SerializeToString()
    session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    return Teacher(name, network, words, session)


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
    return [scores[a:b] for a, b in pairwise(bounds)]
