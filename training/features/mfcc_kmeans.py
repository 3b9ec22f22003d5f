"""MFCC, a k-means codebook, and how often a chunk's frames are nearest to each codeword."""

import numpy as np
import torch
from scipy.fft import dct
from sklearn.cluster import MiniBatchKMeans
from torch import Tensor

from tagger_app.core.errors import TaggerError
from training.configuration import Unsupervised
from training.features.frames import SECONDS, Standardisation, deltas, mel_front
from training.features.network import FeatureNetwork, Floats
from training.front_ends import MelOptions, compress

OPTIONS = MelOptions(n_fft=1_024, hop_length=256, n_mels=40, compression="log10p")
SHARPNESS = 40.0
"""A frame counts for its nearest codeword alone unless another's squared distance is larger by
less than about 0.1; then it counts for both, so that rounding does not decide."""


class MfccKMeans(FeatureNetwork):
    """Histograms over a codebook; 1 is what each codeword has if all are equally frequent.

    Options of the unsupervised stage: none; `epochs` bounds the passes over the frames.

    Args:
        n_tags: number of outputs.
        codewords: size of the codebook.
        coefficients: of the cosine transform, from the 0th (loudness) up; their slopes join them.
        options: the mel front end.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    codebook: Tensor
    cosines: Tensor

    def __init__(
        self,
        n_tags: int,
        codewords: int = 500,
        coefficients: int = 20,
        options: MelOptions = OPTIONS,
        chunk_samples: int | None = None,
    ) -> None:
        super().__init__(
            n_tags,
            mel_front(options),
            options.card(),
            options.sample_rate,
            chunk_samples or SECONDS * options.sample_rate,
            codewords,
        )
        self._compression = options.compression
        basis = dct(np.eye(options.n_mels), axis=0, norm="ortho")[:coefficients]
        cosines = torch.from_numpy(basis.astype(np.float32))
        self.register_buffer("cosines", cosines, persistent=False)
        self.standardisation = Standardisation(2 * coefficients)
        self.register_buffer("codebook", torch.randn(codewords, 2 * coefficients))

    def describe(self, heard: Tensor) -> Tensor:
        """See `FeatureNetwork.describe`: coefficients and slopes."""
        coefficients = torch.matmul(self.cosines, compress(heard, self._compression))
        return torch.cat([coefficients, deltas(coefficients)], dim=1).transpose(1, 2)

    def assign(self, frames: Tensor) -> Tensor:
        """[batch, frames, width] → 1 at the nearest codeword, [batch, frames, codewords]."""
        # The frame's own square is the same for all codewords.
        closeness = 2.0 * torch.matmul(self.standardisation(frames), self.codebook.t())
        return torch.softmax(SHARPNESS * (closeness - self.codebook.square().sum(dim=1)), dim=2)

    def embed(self, frames: Tensor) -> Tensor:
        """See `FeatureNetwork.embed`: the histogram."""
        return self.codebook.shape[0] * self.assign(frames).mean(dim=1)

    def learn(self, frames: Floats, options: Unsupervised, rng: np.random.Generator) -> None:
        """See `FeatureNetwork.learn`.

        Raises:
            TaggerError: there are fewer frames than codewords.
        """
        codewords = self.codebook.shape[0]
        if len(frames) < codewords:
            raise TaggerError(
                f"A codebook of {codewords} cannot be learned from {len(frames)} frames. Train on"
                " more sound, or set fewer codewords."
            )
        self.standardisation.fit(frames)
        means = MiniBatchKMeans(
            codewords,
            batch_size=4_096,
            max_iter=max(options.epochs, 1),
            n_init=1,
            random_state=int(rng.integers(2**31)),
        )
        means.fit(self.standardisation(torch.from_numpy(frames)).numpy())
        self.codebook.copy_(torch.from_numpy(means.cluster_centers_))
