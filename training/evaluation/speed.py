"""How fast a network hears, as a model file does."""

import statistics
import time
from collections.abc import Mapping

import numpy as np
import onnxruntime as ort
import torch

from training.evaluation.metrics import Floats
from training.export import graph_of
from training.models.network import Network
from training.parity import made_up_music

SECONDS = 30.0
"""Of sound in a batch, at least."""
CHUNKS = 8
"""Of a track, heard by default."""


def times_real_time(network: Network, repeats: int = 5) -> float:
    """Seconds of sound heard in a second of one CPU thread, front end included.

    The median over batches of at least `SECONDS`; the first one is not counted.
    """
    session = _session(graph_of(network).SerializeToString())
    chunk = made_up_music(network)[: network.chunk_samples]
    heard = network.chunk_samples / network.sample_rate
    batch = max(1, round(SECONDS / heard))
    waveform = torch.stack([chunk] * batch).numpy()
    took = []
    for _ in range(1 + repeats):
        started = time.process_time()
        session.run(["scores"], {"waveform": waveform})
        took.append(time.process_time() - started)
    return batch * heard / statistics.median(took[1:])


def track_milliseconds(models: Mapping[str, bytes], repeats: int = 20) -> dict[str, float]:
    """CPU time in which each of several models hears `CHUNKS` chunks of its own length, in ms.

    One thread, front end included, the median. The models take turns, so that what else the
    machine does disturbs all of them alike; the first turn is not counted.

    Args:
        models: the content of model files, by any name.
        repeats: turns.
    """
    rng = np.random.default_rng(0)
    sessions = [_session(content) for content in models.values()]
    sounds = [
        0.1 * rng.standard_normal((CHUNKS, session.get_inputs()[0].shape[1]), np.float32)
        for session in sessions
    ]
    turns = [
        [_milliseconds(session, sound) for session, sound in zip(sessions, sounds, strict=True)]
        for _ in range(1 + repeats)
    ]
    medians = (statistics.median(took) for took in zip(*turns[1:], strict=True))
    return dict(zip(models, medians, strict=True))


def _milliseconds(session: ort.InferenceSession, sound: Floats) -> float:
    started = time.process_time()
    session.run(["scores", "embedding"], {"waveform": sound})
    return 1_000 * (time.process_time() - started)


def _session(content: bytes) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
