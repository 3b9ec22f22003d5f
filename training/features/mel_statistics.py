"""The baseline of simple features: how loud each mel band is, how much it varies and changes."""

import torch
from torch import Tensor

from training.features.frames import SECONDS, mean_and_deviation, mel_front
from training.features.network import FeatureNetwork
from training.front_ends import MelOptions, compress

OPTIONS = MelOptions(compression="log10p")


class MelStatistics(FeatureNetwork):
    """Statistics of a mel-spectrogram; nothing is learned without labels.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    def __init__(
        self, n_tags: int, options: MelOptions = OPTIONS, chunk_samples: int | None = None
    ) -> None:
        super().__init__(
            n_tags,
            mel_front(options),
            options.card(),
            options.sample_rate,
            chunk_samples or SECONDS * options.sample_rate,
            3 * options.n_mels,
        )
        self._compression = options.compression

    def describe(self, heard: Tensor) -> Tensor:
        """See `FeatureNetwork.describe`: bands, [batch, frames, n_mels]."""
        return compress(heard, self._compression).transpose(1, 2)

    def embed(self, frames: Tensor) -> Tensor:
        """See `FeatureNetwork.embed`: means, deviations, deviations of frame-to-frame steps."""
        steps = mean_and_deviation(frames[:, 1:] - frames[:, :-1])
        return torch.cat([mean_and_deviation(frames), steps[:, frames.shape[2] :]], dim=1)
