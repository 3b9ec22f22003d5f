"""The mood and theme FCN of the MTG-Jamendo baseline (Bogdanov et al. 2019): FCN with ELU.

It hears 29.1 s at 12 kHz; its mel filter bank has Slaney's scale and norm.
"""

from itertools import pairwise

from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.network import MelNetwork

OPTIONS = MelOptions(
    sample_rate=12_000, f_max=6_000.0, mel_scale="slaney", norm="slaney", padding="constant"
)


class FCNELU(MelNetwork):
    """Five convolution layers; state-dict names as published, without the front end's.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        width: channels of the first and the last layer; the others have twice as many.
    """

    def __init__(self, n_tags: int, options: MelOptions = OPTIONS, width: int = 64) -> None:
        super().__init__(options, chunk_samples=349_200, embedding_width=width)
        widths = (1, width, 2 * width, 2 * width, 2 * width, width)
        for layer, (before, after) in enumerate(pairwise(widths), start=1):
            self.add_module(f"conv_{layer}", nn.Conv2d(before, after, 3, padding=1))
            self.add_module(f"bn_{layer}", nn.BatchNorm2d(after))
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = spectrogram
        for layer, pool in enumerate([(2, 4), (2, 4), (2, 4), (3, 5), (4, 4)], start=1):
            x = self.get_submodule(f"conv_{layer}")(x)
            x = functional.elu(self.get_submodule(f"bn_{layer}")(x))
            x = functional.max_pool2d(x, pool)
        return x.flatten(1)

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense
