"""Whether a model file says what the network it was made from says."""

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.models.activations import Activation
from training.models.network import Network

BATCHES = (1, 16)
"""Sizes at which both are compared: a listener's last chunk comes alone, the others in rows."""
_SCALE = (0, 3, 5, 7, 10, 12)
"""Of the made-up music, in semitones."""


def parity(
    content: bytes, network: Network, activation: Activation, sound: Tensor | None = None
) -> float:
    """Largest difference of a score between onnxruntime and torch.

    Args:
        content: of the model file.
        network: in evaluation mode or not; it is left in evaluation mode.
        activation: what makes scores of its logits.
        sound: [samples] at the network's sample rate, of which chunks are taken; some made-up
            music if not told.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    network.eval()
    sound = made_up_music(network) if sound is None else sound
    largest = 0.0
    for batch in BATCHES:
        chunks = _chunks(sound, network, batch)
        with torch.inference_mode():
            expected = activation(network(chunks).logits)
        found = torch.from_numpy(session.run(["scores"], {"waveform": chunks.numpy()})[0])
        difference = float((found - expected).abs().max())
        # What is not a number is as different as can be, and would get lost in a maximum.
        largest = max(largest, float("inf") if np.isnan(difference) else difference)
    return largest


def _chunks(sound: Tensor, network: Network, batch: int) -> Tensor:
    """[batch, chunk_samples]: evenly spaced; a sound shorter than a chunk is repeated."""
    length = network.chunk_samples
    if len(sound) < length:
        sound = sound.repeat(-(-length // len(sound)))
    starts = np.linspace(0, len(sound) - length, batch).round().astype(int)
    return torch.stack([sound[start : start + length] for start in starts]).float()


def made_up_music(network: Network) -> Tensor:
    """Chords of notes that fade, a beat of noise and a rest: two chunks long."""
    rate = network.sample_rate
    samples = 2 * network.chunk_samples
    rng = np.random.default_rng(0)
    sound = np.zeros(samples)
    beat = max(rate // 4, 1)
    time = np.arange(4 * beat) / rate
    notes = {
        (step, octave): _note(110.0 * 2.0 ** (step / 12 + octave), time)
        for step in _SCALE
        for octave in range(3)
    }
    for number, start in enumerate(range(0, samples, beat)):
        length = min(4 * beat, samples - start)
        if number % 8 < 6:
            for step in rng.choice(_SCALE, size=3, replace=False).tolist():
                sound[start : start + length] += notes[step, int(rng.integers(3))][:length]
        hit = rng.standard_normal(length) * np.exp(-40.0 * time[:length])
        sound[start : start + length] += (0.3 if number % 2 else 0.05) * hit
    sound[samples // 3 : samples // 3 + beat] = 0.0
    return torch.from_numpy(np.clip(sound, -1.0, 1.0)).float()


def _note(pitch: float, time: NDArray[np.float64]) -> NDArray[np.float64]:
    """A sawtooth of six partials that fades."""
    partials = np.sum([np.sin(2 * np.pi * k * pitch * time) / k for k in range(1, 7)], axis=0)
    faded: NDArray[np.float64] = 0.1 * partials * np.exp(-3.0 * time)
    return faded
