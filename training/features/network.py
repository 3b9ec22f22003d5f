"""What the systems have in common that learn their features from sound without labels."""

import logging
from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from tagger_app.core.errors import TaggerError
from tagger_app.core.model_card import FrontEnd
from training.configuration import Unsupervised
from training.models.network import Network, Outputs

Floats = NDArray[np.float32]

logger = logging.getLogger(__name__)


class FeatureNetwork(Network):
    """Learned features of frames, pooled over the chunk, and a linear layer over them.

    All it hears with is made of operators that every ONNX runtime has, so that training and model
    files compute the same, step by step. Before `learn_features` it hears at random.

    Args:
        n_tags: number of outputs.
        front: waveform [batch, samples] → [batch, bands, frames]; its buffers follow from the
            options alone and are not saved.
        card: the same as a model card tells it.
        sample_rate: in Hz.
        chunk_samples: length of the waveform the network is made for.
        embedding_width: number of pooled features.
    """

    def __init__(
        self,
        n_tags: int,
        front: nn.Module,
        card: FrontEnd,
        sample_rate: int,
        chunk_samples: int,
        embedding_width: int,
    ) -> None:
        super().__init__(sample_rate, chunk_samples, embedding_width)
        for module in front.modules():
            for name, buffer in list(module.named_buffers(recurse=False)):
                module.register_buffer(name, buffer, persistent=False)
        self.front = front
        self._card = card
        self.output = nn.Linear(embedding_width, n_tags)

    def describe(self, heard: Tensor) -> Tensor:
        """What `listen` gave → what the features are learned from, [batch, frames, width]."""
        raise NotImplementedError

    def embed(self, frames: Tensor) -> Tensor:
        """[batch, frames, width], as `describe` gave it → [batch, embedding_width]."""
        raise NotImplementedError

    def learn(self, frames: Floats, options: Unsupervised, rng: np.random.Generator) -> None:
        """Learn the features from frames [frames, width]; nothing, where none are learned."""

    def learn_features(
        self, chunks: Iterable[Tensor], options: Unsupervised, rng: np.random.Generator
    ) -> None:
        """The unsupervised stage: draw frames, each equally likely, and learn from them.

        Args:
            chunks: waveforms [batch, samples]; gone through once, only the frames drawn are kept.
            options: `frames` bounds how many; the rest is the method's.
            rng: the only source of chance.

        Raises:
            TaggerError: there is no chunk.
        """
        device = next(self.parameters()).device
        with torch.inference_mode():
            described = (
                self.describe(self.listen(chunk.to(device))).flatten(0, 1).cpu().numpy()
                for chunk in chunks
            )
            frames = draw(described, options.frames, rng)
        logger.info("learning features from %d frames of %d values", *frames.shape)
        self.cpu()  # the methods learn there
        self.learn(frames, options, rng)
        self.to(device)

    def parameter_count(self) -> int:
        """See `Network.parameter_count`; codebooks and the like are buffers."""
        return sum(values.numel() for values in self.state_dict().values())

    def listen(self, waveform: Tensor) -> Tensor:
        """See `Network.listen`: [batch, bands, frames]."""
        heard: Tensor = self.front(waveform)
        return heard

    def judge(self, heard: Tensor) -> Outputs:
        """See `Network.judge`."""
        embedding = self.embed(self.describe(heard))
        return Outputs(self.output(embedding), embedding)

    def portable(self) -> nn.Module:
        """See `Network.portable`."""
        return self.front

    def front_end(self) -> FrontEnd:
        """See `Network.front_end`."""
        return self._card

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.output


def draw(parts: Iterable[Floats], count: int, rng: np.random.Generator) -> Floats:
    """At most `count` rows out of all rows of the parts, each equally likely, in chance order.

    Vitter 1985, "Random sampling with a reservoir": one pass, memory for `count` rows and a part.

    Args:
        parts: [rows, width] each.
        count: of rows wanted.
        rng: decides.

    Raises:
        TaggerError: there is no row.
    """
    kept: Floats | None = None
    seen = 0
    for part in parts:
        if kept is None:
            kept = np.empty((count, part.shape[1]), dtype=np.float32)
        room = min(max(count - seen, 0), len(part))
        kept[seen : seen + room] = part[:room]
        places = rng.integers(0, np.arange(seen + room, seen + len(part)) + 1)
        chosen = places < count
        kept[places[chosen]] = part[room:][chosen]
        seen += len(part)
    if kept is None or seen == 0:
        raise TaggerError("There is no sound to learn features from; is the training split empty?")
    return kept[rng.permutation(min(seen, count))]
