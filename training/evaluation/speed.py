"""How fast a network hears, as a model file does."""

import statistics
import time

import onnxruntime as ort
import torch

from training.export import graph_of
from training.models.network import Network
from training.parity import made_up_music

SECONDS = 30.0
"""Of sound in a batch, at least."""


def times_real_time(network: Network, repeats: int = 5) -> float:
    """Seconds of sound heard in a second of one CPU thread, front end included.

    The median over batches of at least `SECONDS`; the first one is not counted.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    content = graph_of(network).SerializeToString()
    session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
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
