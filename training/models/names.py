"""The one table of architectures."""

from collections.abc import Callable, Mapping

from training.models.crnn import CRNN
from training.models.fcn import FCN
from training.models.fcn_elu import FCNELU
from training.models.mel_resnet import MelResNet
from training.models.musicnn import MusiCNN
from training.models.network import MelNetwork
from training.models.short_chunk import ShortChunkCNN

ARCHITECTURES: Mapping[str, Callable[..., MelNetwork]] = {
    "fcn": FCN,
    "fcn_elu": FCNELU,
    "crnn": CRNN,
    "musicnn": MusiCNN,
    "short_chunk": ShortChunkCNN,
    "mel_resnet": MelResNet,
}
"""Name → constructor; the first argument is the number of tags, the rest have defaults."""
