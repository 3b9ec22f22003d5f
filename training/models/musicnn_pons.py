"""MusiCNN as published: Pons and Serra 2019, "musicnn: pre-trained convolutional neural networks".

Batch normalisation comes after ReLU, maximum and mean over time alternate. Its front end is that
of Pons et al. 2018, "End-to-end learning for music audio tagging at scale".
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.network import MelNetwork

OPTIONS = MelOptions(mel_scale="slaney", norm="slaney", padding="none", compression="log10p")
"""Without padding a chunk has the same frames as the middle of a long recording."""
CHUNK_SAMPLES = 48_128
"""187 frames: (187 − 1) · 256 + 512."""
EPSILON = 1e-3
"""Of batch normalisation, as in Keras."""
FRONTS = {
    "TF": ((0.4, 0.7), (128, 64, 32)),
    "F": ((0.4, 0.7), ()),
    "T": ((), (128, 64, 32)),
}
"""Heights of the timbral filters, as a part of all bands, and lengths of the temporal ones."""


class ConvNorm(nn.Module):
    """Convolution, ReLU, batch normalisation; as many frames after it as before it.

    Args:
        channels_in: of the input.
        channels_out: of the output.
        height: of the filters in bands; there are height − 1 bands fewer after it.
        width: of the filters in frames.
    """

    def __init__(self, channels_in: int, channels_out: int, height: int, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, (height, width))
        self.bn = nn.BatchNorm2d(channels_out, eps=EPSILON)
        self.before, self.after = (width - 1) // 2, width // 2

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, bands, frames] → [batch, channels_out, fewer bands, frames]."""
        y: Tensor = self.bn(torch.relu(self.conv(functional.pad(x, (self.before, self.after)))))
        return y


class PonsMusiCNN(MelNetwork):
    """Timbral and temporal filters over 3 s; maximum and mean over time; one dense layer.

    Args:
        n_tags: number of outputs.
        front: "F" for timbral filters only, "T" for temporal ones only, "TF" for both.
        filters: temporal filters of each length; there are 4 times as many timbral ones of each
            height.
        channels: width of the middle layers.
        dense: width of the dense layer, the embedding.
        options: the mel front end.
    """

    def __init__(
        self,
        n_tags: int,
        front: str = "TF",
        filters: int = 51,
        channels: int = 64,
        dense: int = 200,
        options: MelOptions = OPTIONS,
    ) -> None:
        normalisation = nn.BatchNorm2d(1, eps=EPSILON)
        super().__init__(options, CHUNK_SAMPLES, dense, normalisation)
        heights, lengths = FRONTS[front]
        timbral = [ConvNorm(1, 4 * filters, int(part * options.n_mels), 7) for part in heights]
        temporal = [ConvNorm(1, filters, 1, length) for length in lengths]
        width = filters * (4 * len(timbral) + len(temporal))
        self.front = nn.ModuleList([*timbral, *temporal])
        self.mid1 = ConvNorm(width, channels, 1, 7)
        self.mid2 = ConvNorm(channels, channels, 1, 7)
        self.mid3 = ConvNorm(channels, channels, 1, 7)
        pooled = 2 * (width + 3 * channels)
        self.bn_pooled = nn.BatchNorm1d(pooled, eps=EPSILON)
        self.dropout = nn.Dropout(0.5)
        self.dense1 = nn.Linear(pooled, dense)
        self.bn = nn.BatchNorm1d(dense, eps=EPSILON)
        self.dense2 = nn.Linear(dense, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        bands = [layer(spectrogram).amax(dim=2, keepdim=True) for layer in self.front]
        front = torch.cat(bands, dim=1)
        first = self.mid1(front)
        second = self.mid2(first) + first
        third = self.mid3(second) + second
        everything = torch.cat([front, first, second, third], dim=1)[:, :, 0]
        pooled = torch.stack([everything.amax(dim=2), everything.mean(dim=2)], dim=2).flatten(1)
        dense = torch.relu(self.dense1(self.dropout(self.bn_pooled(pooled))))
        embedding: Tensor = self.bn(dense)
        return embedding

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense2


class PonsVGG(MelNetwork):
    """Five 3 × 3 convolution layers over 3 s, of the same authors and with the same front end.

    Args:
        n_tags: number of outputs.
        width: channels of every layer (128 as published).
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions = OPTIONS) -> None:
        normalisation = nn.BatchNorm2d(1, eps=EPSILON)
        super().__init__(options, CHUNK_SAMPLES, 2 * width, normalisation)
        for number in range(1, 6):
            conv = nn.Conv2d(1 if number == 1 else width, width, 3, padding=1)
            self.add_module(f"conv_{number}", conv)
            self.add_module(f"bn_{number}", nn.BatchNorm2d(width, eps=EPSILON))
        self.dropout = nn.Dropout(0.25)
        self.dropout_last = nn.Dropout(0.5)
        self.dense = nn.Linear(2 * width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = spectrogram
        pools = [((1, 4), 2), ((2, 2), 2), ((2, 2), 2), ((2, 2), 2), ((4, 4), 4)]
        for number, (pool, stride) in enumerate(pools, start=1):
            x = torch.relu(self.get_submodule(f"conv_{number}")(x))
            x = functional.max_pool2d(self.get_submodule(f"bn_{number}")(x), pool, stride)
            x = self.dropout(x)
        return x.permute(0, 3, 2, 1).flatten(1)

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout_last(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense
