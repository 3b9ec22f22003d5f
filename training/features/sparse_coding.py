"""Sparse coding: a learned dictionary, and codes that use few of its atoms."""

import logging
import math
import warnings

import numpy as np
import torch
from sklearn.decomposition import MiniBatchDictionaryLearning
from sklearn.exceptions import ConvergenceWarning
from torch import Tensor
from torch.nn import functional

from training.configuration import Unsupervised
from training.features.block_network import MEL, BlockNetwork
from training.features.constant_q import ConstantQOptions
from training.features.network import Floats
from training.front_ends import MelOptions

BATCH = 256
CODE_STEPS = 200
"""Of coordinate descent for one code while the dictionary is learned."""

logger = logging.getLogger(__name__)


class SparseCoding(BlockNetwork):
    """Magnitudes of sparse codes.

    The code z of a block x under a dictionary D minimises ½·|x − zD|² + penalty·|z|₁. It is found
    by a fixed number of steps of FISTA (Beck and Teboulle 2009), unrolled: matrix products and
    thresholds, which every ONNX runtime has, and the objective the dictionary was learned for;
    0 steps leave the thresholded products with the atoms (Coates and Ng 2011), which do not
    compete with each other.

    Options of the unsupervised stage: none; `epochs` are passes of scikit-learn's mini-batch
    dictionary learning (Mairal et al. 2009) over the frames, about 1.5 ms a frame and pass.

    Args:
        n_tags: number of outputs.
        atoms: size of the dictionary.
        block: frames that are heard as one.
        components: of a block that are kept.
        segment: blocks over which the maximum is taken; about a second.
        penalty: how dear an atom is, where each component of a block has variance 1.
        steps: of FISTA.
        options: the front end, mel or constant-Q.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    dictionary: Tensor
    rate: Tensor

    def __init__(
        self,
        n_tags: int,
        atoms: int = 512,
        block: int = 4,
        components: int = 128,
        segment: int = 32,
        penalty: float = 1.0,
        steps: int = 12,
        options: MelOptions | ConstantQOptions = MEL,
        chunk_samples: int | None = None,
    ) -> None:
        super().__init__(n_tags, atoms, block, components, segment, options, chunk_samples)
        self._penalty = penalty
        self._steps = steps
        width = self.whitening.projection.shape[1]
        self.register_buffer("dictionary", torch.empty(atoms, width))
        self.register_buffer("rate", torch.empty(1))
        self._take(torch.randn(atoms, width))

    def code(self, whitened: Tensor) -> Tensor:
        """[batch, blocks, components] → signed codes [batch, blocks, atoms]."""
        products = torch.matmul(whitened, self.dictionary.t())
        if self._steps == 0:
            return _shrunk(products, self._penalty)
        gram = torch.matmul(self.dictionary, self.dictionary.t())
        threshold = self.rate * self._penalty
        code = ahead = _shrunk(self.rate * products, threshold)
        weight = 1.0
        for _ in range(self._steps - 1):
            descent = self.rate * (products - torch.matmul(ahead, gram))
            following = _shrunk(ahead + descent, threshold)
            next_weight = (1.0 + math.sqrt(1.0 + 4.0 * weight * weight)) / 2.0
            ahead = following + (weight - 1.0) / next_weight * (following - code)
            code, weight = following, next_weight
        return code

    def encode(self, whitened: Tensor) -> Tensor:
        """See `BlockNetwork.encode`: magnitudes."""
        return self.code(whitened).abs()

    def learn(self, frames: Floats, options: Unsupervised, rng: np.random.Generator) -> None:
        """See `FeatureNetwork.learn`."""
        self.whitening.fit(frames)
        # In single precision coordinate descent goes on to its last step, for nothing.
        whitened = self.whitening(torch.from_numpy(frames)).double().numpy()
        learning = MiniBatchDictionaryLearning(
            len(self.dictionary),
            alpha=self._penalty,
            max_iter=max(options.epochs, 1),
            batch_size=BATCH,
            fit_algorithm="cd",
            transform_max_iter=CODE_STEPS,
            random_state=int(rng.integers(2**31)),
        )
        with warnings.catch_warnings():
            # A code that is not quite the best one teaches the dictionary as well.
            warnings.simplefilter("ignore", ConvergenceWarning)
            learning.fit(whitened)
        self._take(torch.from_numpy(learning.components_))
        code = self.code(torch.from_numpy(whitened[:BATCH]).float())
        logger.info(
            "dictionary of %d atoms: %.1f%% of a code's entries are used, %.0f%% of the variance"
            " is left",
            len(self.dictionary),
            100.0 * float((code != 0).float().mean()),
            100.0 * self._left(torch.from_numpy(whitened[:BATCH]).float(), code),
        )

    def _left(self, whitened: Tensor, code: Tensor) -> float:
        rest = whitened - torch.matmul(code, self.dictionary)
        return float(rest.square().sum() / whitened.square().sum().clamp_min(1e-12))

    def _take(self, atoms: Tensor) -> None:
        """Take a dictionary [atoms, components], and the rate at which FISTA converges with it."""
        atoms = functional.normalize(atoms.double(), dim=1)
        self.dictionary.copy_(atoms)
        self.rate.fill_(1.0 / float(torch.linalg.matrix_norm(atoms, ord=2)) ** 2)


def _shrunk(code: Tensor, threshold: Tensor | float) -> Tensor:
    """Soft threshold."""
    return torch.relu(code - threshold) - torch.relu(-code - threshold)
