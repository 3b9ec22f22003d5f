"""Networks of Choi et al. over 29.12 s at 12 kHz, in 96 mel bands and 1366 frames.

FCN-4 is of 2016, "Automatic tagging using deep convolutional neural networks"; k1c2, k2c1 and k2c2
are of 2017, "Convolutional recurrent neural networks for music classification": k tells in how many
dimensions the kernels are, c in how many they move. The code of the latter was never released; the
numbers of channels are ours and give about a million weights, one of the paper's sizes.
"""

from itertools import pairwise

from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork

OPTIONS = MelOptions(sample_rate=12_000, f_max=6_000.0, mel_scale="slaney", norm="slaney")
CHUNK_SAMPLES = 349_440


class ConvELU(nn.Module):
    """Convolution, batch normalisation, ELU, max pooling; no fewer steps after the convolution.

    Args:
        channels_in: of the input.
        channels_out: of the output.
        kernel: in bands and frames. A kernel over all bands leaves one.
        pool: bands and frames from which the maximum is taken.
        padding: "same", or "frames" for a kernel over all bands.
    """

    def __init__(
        self,
        channels_in: int,
        channels_out: int,
        kernel: tuple[int, int],
        pool: tuple[int, int],
        padding: str = "same",
    ) -> None:
        super().__init__()
        bands = ((kernel[0] - 1) // 2, kernel[0] // 2) if padding == "same" else (0, 0)
        self.pad = nn.ZeroPad2d(((kernel[1] - 1) // 2, kernel[1] // 2, *bands))
        self.conv = nn.Conv2d(channels_in, channels_out, kernel)
        self.bn = nn.BatchNorm2d(channels_out)
        self.elu = nn.ELU()
        self.mp = nn.MaxPool2d(pool)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, bands, frames] → [batch, channels_out, fewer, fewer]."""
        pooled: Tensor = self.mp(self.elu(self.bn(self.conv(self.pad(x)))))
        return pooled


class FCN4(MelNetwork):
    """Four convolution layers; the embedding is the last, 1 × 1, feature map.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper); then 3, 6 and 16 times as many.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions = OPTIONS) -> None:
        super().__init__(options, CHUNK_SAMPLES, 16 * width)
        widths = (1, width, 3 * width, 6 * width, 16 * width)
        pools = [(2, 4), (4, 5), (3, 8), (4, 8)]
        layers = zip(pairwise(widths), pools, strict=True)
        self.layers = nn.Sequential(
            *(ConvPool2d(before, after, pool) for (before, after), pool in layers)
        )
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(16 * width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        features: Tensor = self.layers(spectrogram)
        return features.flatten(1)

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense


class TwoDense(MelNetwork):
    """Convolution layers and two dense ones; the embedding is the second's.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        layers: the convolution layers.
        features: how many values they give.
        dense: width of the dense layers.
    """

    def __init__(
        self, n_tags: int, options: MelOptions, layers: nn.Module, features: int, dense: int
    ) -> None:
        super().__init__(options, CHUNK_SAMPLES, dense)
        self.layers = layers
        self.dense1 = nn.Linear(features, dense)
        self.dense2 = nn.Linear(dense, dense)
        self.elu = nn.ELU()
        self.dropout = nn.Dropout(0.5)
        self.output = nn.Linear(dense, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.layers(spectrogram).flatten(1)
        x = self.dropout(self.elu(self.dense1(x)))
        embedding: Tensor = self.elu(self.dense2(x))
        return embedding

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.output(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.output


class K1C2(TwoDense):
    """Kernels over time only, moved over time and bands.

    Args:
        n_tags: number of outputs.
        width: channels of the first two layers; the other two have twice as many.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 36, options: MelOptions = OPTIONS) -> None:
        widths = (1, width, width, 2 * width, 2 * width)
        layers = zip(pairwise(widths), (4, 5, 8, 8), strict=True)
        convolutions = nn.Sequential(
            *(ConvELU(before, after, (1, 4), (1, pool)) for (before, after), pool in layers)
        )
        super().__init__(n_tags, options, convolutions, 2 * width * options.n_mels, 4 * width)


class K2C1(TwoDense):
    """A first kernel over all bands, so that all layers move over time only.

    Args:
        n_tags: number of outputs.
        width: channels of the first two layers; then there are 2, 2 and 4 times as many.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 100, options: MelOptions = OPTIONS) -> None:
        widths = (width, width, 2 * width, 2 * width, 4 * width)
        layers = zip(pairwise(widths), (4, 5, 4, 4), strict=True)
        first = ConvELU(1, width, (options.n_mels, 4), (1, 4), padding="frames")
        rest = [ConvELU(before, after, (1, 4), (1, pool)) for (before, after), pool in layers]
        super().__init__(n_tags, options, nn.Sequential(first, *rest), 4 * width, 4 * width)


class K2C2(MelNetwork):
    """Kernels of 3 × 3, moved over time and bands; no dense layer but the last.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer; the others have twice as many.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 88, options: MelOptions = OPTIONS) -> None:
        super().__init__(options, CHUNK_SAMPLES, 2 * width)
        widths = (1, width, 2 * width, 2 * width, 2 * width, 2 * width)
        pools = [(2, 4), (2, 4), (2, 4), (3, 5), (4, 4)]
        layers = zip(pairwise(widths), pools, strict=True)
        self.layers = nn.Sequential(
            *(ConvELU(before, after, (3, 3), pool) for (before, after), pool in layers)
        )
        self.dense = nn.Linear(2 * width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        features: Tensor = self.layers(spectrogram)
        return features.flatten(1)

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(embedding)
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense
