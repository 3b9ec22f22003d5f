"""What all networks have in common."""

from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional

from tagger_app.core.model_card import FrontEnd
from training.front_ends import ConvolutionMel, MelOptions, compress, mel_power_transform


class Outputs(NamedTuple):
    """logits [batch, tags], embedding [batch, width], mel power [batch, n_mels, frames].

    A network over the waveform itself or over other filters has no mel power.
    """

    logits: Tensor
    embedding: Tensor
    mel_power: Tensor | None = None


class Network(nn.Module):
    """A network that hears a chunk of a waveform.

    Two steps, so that the first, which is slow and mostly fixed, can be computed once: `listen`
    is the front end, `judge` all that comes after it.

    Args:
        sample_rate: in Hz.
        chunk_samples: length of the waveform the network is made for.
        embedding_width: length of the embedding.
    """

    def __init__(self, sample_rate: int, chunk_samples: int, embedding_width: int) -> None:
        super().__init__()
        self.sample_rate = sample_rate
        self.chunk_samples = chunk_samples
        self.embedding_width = embedding_width

    def listen(self, waveform: Tensor) -> Tensor:
        """Waveform [batch, samples], mono, −1…1 → what the layers are over."""
        raise NotImplementedError

    def judge(self, heard: Tensor) -> Outputs:
        """What `listen` gave → outputs."""
        raise NotImplementedError

    def portable(self) -> nn.Module:
        """`listen` of operators that every ONNX runtime has."""
        raise NotImplementedError

    def front_end(self) -> FrontEnd:
        """The front end as a model card tells it."""
        raise NotImplementedError

    def output_layer(self) -> nn.Linear:
        """The last layer, in which calibration is folded."""
        raise NotImplementedError

    def parameter_count(self) -> int:
        """Number of values that are learned."""
        return sum(parameter.numel() for parameter in self.parameters())

    def forward(self, waveform: Tensor) -> Outputs:
        """Waveform [batch, samples], mono, −1…1."""
        return self.judge(self.listen(waveform))


class WaveformNetwork(Network):
    """A network over the waveform itself.

    Args:
        sample_rate: in Hz.
        chunk_samples: length of the waveform the network is made for.
        embedding_width: length of the embedding.
    """

    def embed(self, waveform: Tensor) -> Tensor:
        """[batch, 1, samples] → [batch, embedding_width]."""
        raise NotImplementedError

    def classify(self, embedding: Tensor) -> Tensor:
        """[batch, embedding_width] → logits [batch, tags]."""
        raise NotImplementedError

    def listen(self, waveform: Tensor) -> Tensor:
        """See `Network.listen`."""
        return waveform

    def judge(self, heard: Tensor) -> Outputs:
        """See `Network.judge`."""
        embedding = self.embed(heard.unsqueeze(1))
        return Outputs(self.classify(embedding), embedding)

    def portable(self) -> nn.Module:
        """See `Network.portable`."""
        return nn.Identity()

    def front_end(self) -> FrontEnd:
        """See `Network.front_end`; one frame and band a sample, as there is no spectrogram."""
        return FrontEnd(1, 1, 1, 0.0, self.sample_rate / 2, "none")


class MelNetwork(Network):
    """A network over a compressed, normalised mel-spectrogram.

    The names `spec` and `spec_bn` are those of the published state dicts.

    Args:
        options: the mel front end.
        chunk_samples: length of the waveform the network is made for.
        embedding_width: length of the embedding.
        normalisation: of the compressed spectrogram [batch, 1, n_mels, frames]; batch
            normalisation of all values together unless told.
    """

    def __init__(
        self,
        options: MelOptions,
        chunk_samples: int,
        embedding_width: int,
        normalisation: nn.Module | None = None,
    ) -> None:
        super().__init__(options.sample_rate, chunk_samples, embedding_width)
        self.options = options
        self.spec = mel_power_transform(options)
        self.spec_bn = normalisation or nn.BatchNorm2d(1)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames], normalised → [batch, embedding_width]."""
        raise NotImplementedError

    def classify(self, embedding: Tensor) -> Tensor:
        """[batch, embedding_width] → logits [batch, tags]."""
        raise NotImplementedError

    def from_mel_power(self, mel_power: Tensor) -> Outputs:
        """Everything after the front end; mel_power [batch, n_mels, frames]."""
        compressed = compress(mel_power, self.options.compression).unsqueeze(1)
        embedding = self.embed(self.spec_bn(compressed))
        return Outputs(self.classify(embedding), embedding, mel_power)

    def listen(self, waveform: Tensor) -> Tensor:
        """See `Network.listen`: mel power [batch, n_mels, frames]."""
        power: Tensor = self.spec(waveform)
        return power

    def judge(self, heard: Tensor) -> Outputs:
        """See `Network.judge`."""
        return self.from_mel_power(heard)

    def portable(self) -> nn.Module:
        """See `Network.portable`."""
        return ConvolutionMel(
            self.get_buffer("spec.spectrogram.window"),
            self.get_buffer("spec.mel_scale.fb"),
            self.options.hop_length,
            self.options.padding,
        )

    def front_end(self) -> FrontEnd:
        """See `Network.front_end`."""
        return self.options.card()


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


class Conv1d(nn.Module):
    """Convolution over time, batch normalisation, ReLU, max pooling.

    Args:
        channels_in: of the input.
        channels_out: of the output.
        length: of the filters, in steps of the input.
        stride: of the convolution. Without it there are as many steps after the convolution as
            before it; with it filters of odd length reach half their length beyond both ends.
        pool: steps from which the maximum is taken; 1 leaves it out.
    """

    def __init__(
        self, channels_in: int, channels_out: int, length: int, stride: int = 1, pool: int = 1
    ) -> None:
        super().__init__()
        odd = length % 2 == 1
        padding = length // 2 if odd else 0
        self.conv = nn.Conv1d(channels_in, channels_out, length, stride, padding)
        # An even filter reaches one step farther to the right.
        self.margin = (0, 0) if odd or stride > 1 else (length // 2 - 1, length // 2)
        self.bn = nn.BatchNorm1d(channels_out)
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, steps] → [batch, channels_out, fewer steps]."""
        x = functional.pad(x, self.margin) if any(self.margin) else x
        y = functional.relu(self.bn(self.conv(x)))
        return functional.max_pool1d(y, self.pool) if self.pool > 1 else y
