"""Self-attention: Won et al. 2019, "Toward interpretable music tagging with self-attention".

Layers and state-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models": the encoder is that of Devlin et al. 2019, "BERT", without positions.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.network import MelNetwork
from training.models.residual import Residual2d

HEADS = 8
LAYER_NORM_EPSILON = 1e-12
STRIDES: tuple[int | tuple[int, int], ...] = (2, 2, 2, (2, 1), (2, 1), (2, 1), (2, 1))


def class_token(width: int) -> Tensor:
    """[1, 1, width]: what stands before the sequence in place of a learned token.

    The published state dicts do not hold it; it is the first draw of NumPy's generator.
    """
    values = np.random.RandomState(0).random((1, width))
    return torch.from_numpy(values.astype(np.float32)).unsqueeze(0)


class SelfAttention(nn.Module):
    """Scaled dot-product attention of several heads: Vaswani et al. 2017."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.dropout = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, steps, width] → [batch, steps, width]."""
        query, key, value = (
            layer(x).unflatten(2, (HEADS, -1)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(key.shape[3])
        attended: Tensor = self.dropout(scores.softmax(dim=3)) @ value
        return attended.transpose(1, 2).flatten(2)


class AddNorm(nn.Module):
    """A dense layer, added to what came before, and layer normalisation."""

    def __init__(self, width_in: int, width: int) -> None:
        super().__init__()
        self.dense = nn.Linear(width_in, width)
        self.LayerNorm = nn.LayerNorm(width, eps=LAYER_NORM_EPSILON)
        self.dropout = nn.Dropout(0.4)

    def forward(self, x: Tensor, before: Tensor) -> Tensor:
        """[batch, steps, width_in] and [batch, steps, width] → [batch, steps, width]."""
        normalised: Tensor = self.LayerNorm(self.dropout(self.dense(x)) + before)
        return normalised


class EncoderLayer(nn.Module):
    """Attention and two dense layers, each added to its input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.attention = nn.ModuleDict(
            {"self": SelfAttention(width), "output": AddNorm(width, width)}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, 4 * width)})
        self.output = AddNorm(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, steps, width] → [batch, steps, width]."""
        x = self.attention["output"](self.attention["self"](x), x)
        inner = functional.gelu(self.intermediate["dense"](x))
        y: Tensor = self.output(inner, x)
        return y


class AttentionCNN(MelNetwork):
    """Residual blocks over 15 s, then two layers of self-attention over time.

    Args:
        n_tags: number of outputs.
        width: channels of the first block (128 in the paper); the encoder has twice as many.
        options: the mel front end.
    """

    token: Tensor

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions | None = None) -> None:
        options = options or MelOptions(n_mels=128)
        super().__init__(options, chunk_samples=240_000, embedding_width=2 * width)
        channels = 1
        for number, stride in enumerate(STRIDES, start=1):
            after = width if number <= 2 else 2 * width
            self.add_module(f"layer{number}", Residual2d(channels, after, stride))
            channels = after
        self.register_buffer("token", class_token(channels), persistent=False)
        layers = nn.ModuleList([EncoderLayer(channels) for _ in range(2)])
        self.encoder = nn.ModuleDict({"layer": layers})
        self.pooler = nn.ModuleDict({"dense": nn.Linear(channels, channels)})
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(channels, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = spectrogram
        for number in range(1, len(STRIDES) + 1):
            x = self.get_submodule(f"layer{number}")(x)
        steps = x[:, :, 0].transpose(1, 2)
        steps = torch.cat([self.token.expand(steps.shape[0], -1, -1), steps], dim=1)
        for layer in self.encoder["layer"].children():
            steps = layer(steps)
        return torch.tanh(self.pooler["dense"](steps[:, 0]))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense
