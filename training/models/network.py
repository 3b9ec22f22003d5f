"""What every mel network has in common."""

from typing import NamedTuple

from torch import Tensor, nn

from training.front_ends import MelOptions, compress, mel_power_transform


class Outputs(NamedTuple):
    """logits [batch, tags], embedding [batch, width], mel power [batch, n_mels, frames]."""

    logits: Tensor
    embedding: Tensor
    mel_power: Tensor


class MelNetwork(nn.Module):
    """A network over a compressed, batch-normalised mel-spectrogram.

    The names `spec` and `spec_bn` are those of the published state dicts.

    Args:
        options: the mel front end.
        chunk_samples: length of the waveform the network is made for.
        embedding_width: length of the embedding.
    """

    def __init__(self, options: MelOptions, chunk_samples: int, embedding_width: int) -> None:
        super().__init__()
        self.options = options
        self.chunk_samples = chunk_samples
        self.embedding_width = embedding_width
        self.spec = mel_power_transform(options)
        self.spec_bn = nn.BatchNorm2d(1)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames], normalised → [batch, embedding_width]."""
        raise NotImplementedError

    def classify(self, embedding: Tensor) -> Tensor:
        """[batch, embedding_width] → logits [batch, tags]."""
        raise NotImplementedError

    def output_layer(self) -> nn.Linear:
        """The last layer, in which calibration is folded."""
        raise NotImplementedError

    def from_mel_power(self, mel_power: Tensor) -> Outputs:
        """Everything after the front end; mel_power [batch, n_mels, frames]."""
        compressed = compress(mel_power, self.options.compression).unsqueeze(1)
        embedding = self.embed(self.spec_bn(compressed))
        return Outputs(self.classify(embedding), embedding, mel_power)

    def forward(self, waveform: Tensor) -> Outputs:
        """Waveform [batch, samples], mono, −1…1."""
        return self.from_mel_power(self.spec(waveform))


class ConvPool2d(nn.Module):
    """Convolution 3 × 3, batch normalisation, ReLU, max pooling."""

    def __init__(self, channels_in: int, channels_out: int, pool: int | tuple[int, int]) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.bn = nn.BatchNorm2d(channels_out)
        self.relu = nn.ReLU()
        self.mp = nn.MaxPool2d(pool)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, height, width] → pooled [batch, channels_out, …]."""
        pooled: Tensor = self.mp(self.relu(self.bn(self.conv(x))))
        return pooled
