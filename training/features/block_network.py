"""Blocks of frames, whitened, encoded, and pooled over the chunk: Nam et al. 2012.

"Learning sparse feature representations for music annotation and retrieval": principal components
of several neighbouring frames, features of these, each one's maximum over segments of about a
second, and the mean of these maxima.
"""

from torch import Tensor, nn

from training.features.constant_q import ConstantQ, ConstantQOptions
from training.features.frames import SECONDS, Whitening, blocks, mean_of_maxima, mel_front
from training.features.network import FeatureNetwork
from training.front_ends import MelOptions, compress

MEL = MelOptions(n_fft=1_024, hop_length=512, n_mels=80, compression="log10p")


class BlockNetwork(FeatureNetwork):
    """Encodes whitened blocks.

    Args:
        n_tags: number of outputs.
        units: number of features.
        block: frames that are heard as one.
        components: of a block that are kept.
        segment: blocks over which the maximum is taken.
        options: the front end, mel or constant-Q.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    def __init__(
        self,
        n_tags: int,
        units: int,
        block: int,
        components: int,
        segment: int,
        options: MelOptions | ConstantQOptions,
        chunk_samples: int | None,
    ) -> None:
        front: nn.Module
        if isinstance(options, MelOptions):
            front, bands = mel_front(options), options.n_mels
        else:
            front, bands = ConstantQ(options), options.bins
        super().__init__(
            n_tags,
            front,
            options.card(),
            options.sample_rate,
            chunk_samples or SECONDS * options.sample_rate,
            units,
        )
        self._compression = options.compression
        self._block = block
        self._segment = segment
        self.whitening = Whitening(block * bands, min(components, block * bands))

    def encode(self, whitened: Tensor) -> Tensor:
        """[batch, blocks, components] → features, 0 or more, [batch, blocks, units]."""
        raise NotImplementedError

    def describe(self, heard: Tensor) -> Tensor:
        """See `FeatureNetwork.describe`: blocks of compressed frames."""
        return blocks(compress(heard, self._compression), self._block)

    def embed(self, frames: Tensor) -> Tensor:
        """See `FeatureNetwork.embed`: maxima over segments, averaged."""
        return mean_of_maxima(self.encode(self.whitening(frames)), self._segment)
