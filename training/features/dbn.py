"""Deep belief network over spectral frames: Hamel and Eck 2010.

"Learning features from music audio with deep belief networks": three layers of 50 sigmoid units
over the magnitudes of a DFT, learned greedily as Boltzmann machines, then fine-tuned as a network;
what they say is summed up over five seconds by mean and deviation. Ours differ in the sample rate
(16 kHz), in the compression of the spectrum (logarithmic, each bin standardised, so that the first
machine's visible units are normal), and in fine-tuning through the pooling, not frame by frame.
"""

import numpy as np
import torch
from torch import Tensor, nn

from tagger_app.core.model_card import FrontEnd
from training.configuration import Unsupervised
from training.features.boltzmann import MachineOptions, train_machine
from training.features.frames import Standardisation, mean_and_deviation
from training.features.network import FeatureNetwork, Floats
from training.front_ends import ConvolutionSpectrum, compress

SAMPLE_RATE = 16_000
N_FFT = 1_024
HOP = N_FFT // 2
SECONDS = 5
COMPRESSION = "log10p"


class DeepBeliefNetwork(FeatureNetwork):
    """Sigmoid layers; the embedding is mean and deviation of every unit of every layer.

    Options of the unsupervised stage: the fields of `MachineOptions`, for all layers; `epochs` are
    those of each layer.

    Args:
        n_tags: number of outputs.
        units: of each layer.
        layers: how many.
        chunk_samples: length of a chunk; 5 s unless told.
    """

    def __init__(
        self,
        n_tags: int,
        units: int = 50,
        layers: int = 3,
        chunk_samples: int = SECONDS * SAMPLE_RATE,
    ) -> None:
        bins = N_FFT // 2 + 1
        super().__init__(
            n_tags,
            ConvolutionSpectrum(torch.hann_window(N_FFT), HOP),
            FrontEnd(N_FFT, HOP, bins, 0.0, SAMPLE_RATE / 2, COMPRESSION),
            SAMPLE_RATE,
            chunk_samples,
            2 * layers * units,
        )
        self.standardisation = Standardisation(bins)
        widths = [bins, *[units] * layers]
        self.layers = nn.ModuleList(nn.Linear(width, units) for width in widths[:-1])

    def describe(self, heard: Tensor) -> Tensor:
        """See `FeatureNetwork.describe`: compressed spectra."""
        return compress(heard, COMPRESSION).transpose(1, 2)

    def embed(self, frames: Tensor) -> Tensor:
        """See `FeatureNetwork.embed`."""
        said = []
        x = self.standardisation(frames)
        for layer in self.layers:
            x = torch.sigmoid(layer(x))
            said.append(x)
        return mean_and_deviation(torch.cat(said, dim=2))

    def learn(self, frames: Floats, options: Unsupervised, rng: np.random.Generator) -> None:
        """See `FeatureNetwork.learn`: greedily, from the first layer up.

        Raises:
            TaggerError: a machine diverges, or has no such option.
        """
        how = MachineOptions.of(options.options)
        self.standardisation.fit(frames)
        with torch.inference_mode():
            x = self.standardisation(torch.from_numpy(frames))
            for number, layer in enumerate(self.layers):
                assert isinstance(layer, nn.Linear)  # noqa: S101 - torch types it as any Module
                machine = train_machine(
                    x, layer.out_features, options.epochs, how, rng, gaussian=number == 0
                )
                layer.weight.copy_(machine.weight)
                layer.bias.copy_(machine.bias)
                x = torch.sigmoid(layer(x))
