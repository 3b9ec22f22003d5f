"""Sparse restricted Boltzmann machine over whitened blocks: features that are rarely on."""

import numpy as np
import torch
from torch import Tensor

from training.configuration import Unsupervised
from training.features.block_network import MEL, BlockNetwork
from training.features.boltzmann import MachineOptions, train_machine
from training.features.constant_q import ConstantQOptions
from training.features.network import Floats
from training.front_ends import MelOptions

SPARSITY = 0.03


class SparseRBM(BlockNetwork):
    """How likely each hidden unit is on.

    Options of the unsupervised stage: the fields of `MachineOptions`; `sparsity` 0.03 unless told.

    Args:
        n_tags: number of outputs.
        units: number of hidden units.
        block: frames that are heard as one.
        components: of a block that are kept.
        segment: blocks over which the maximum is taken; about a second.
        options: the front end, mel or constant-Q.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    weight: Tensor
    bias: Tensor

    def __init__(
        self,
        n_tags: int,
        units: int = 512,
        block: int = 4,
        components: int = 128,
        segment: int = 32,
        options: MelOptions | ConstantQOptions = MEL,
        chunk_samples: int | None = None,
    ) -> None:
        super().__init__(n_tags, units, block, components, segment, options, chunk_samples)
        width = self.whitening.projection.shape[1]
        self.register_buffer("weight", torch.randn(units, width) / width**0.5)
        self.register_buffer("bias", torch.zeros(units))

    def encode(self, whitened: Tensor) -> Tensor:
        """See `BlockNetwork.encode`: probabilities."""
        return torch.sigmoid(torch.matmul(whitened, self.weight.t()) + self.bias)

    def learn(self, frames: Floats, options: Unsupervised, rng: np.random.Generator) -> None:
        """See `FeatureNetwork.learn`.

        Raises:
            TaggerError: the machine diverges, or has no such option.
        """
        how = MachineOptions.of(options.options, sparsity=SPARSITY)
        self.whitening.fit(frames)
        with torch.inference_mode():
            whitened = self.whitening(torch.from_numpy(frames))
            units = len(self.bias)
            machine = train_machine(whitened, units, options.epochs, how, rng, gaussian=True)
        self.weight.copy_(machine.weight)
        self.bias.copy_(machine.bias)
