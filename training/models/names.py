"""The one table of architectures."""

from collections.abc import Callable, Mapping

from training.models.attention import AttentionCNN
from training.models.choi_crnn import ChoiCRNN
from training.models.crnn import CRNN
from training.models.fcn import FCN
from training.models.fcn_elu import FCNELU
from training.models.harmonic import HarmonicCNN
from training.models.mel_resnet import MelResNet
from training.models.musicnn import MusiCNN
from training.models.musicnn_pons import PonsMusiCNN, PonsVGG
from training.models.network import Network
from training.models.sample_cnn import SampleCNN, SampleCNNSE
from training.models.short_chunk import ShortChunkCNN, ShortChunkCNNRes

ARCHITECTURES: Mapping[str, Callable[..., Network]] = {
    "fcn": FCN,
    "fcn_elu": FCNELU,
    "crnn": CRNN,
    "crnn_choi": ChoiCRNN,
    "musicnn": MusiCNN,
    "musicnn_pons": PonsMusiCNN,
    "vgg_pons": PonsVGG,
    "sample_cnn": SampleCNN,
    "sample_cnn_se": SampleCNNSE,
    "harmonic_cnn": HarmonicCNN,
    "attention": AttentionCNN,
    "short_chunk": ShortChunkCNN,
    "short_chunk_res": ShortChunkCNNRes,
    "mel_resnet": MelResNet,
}
"""Name → constructor; the first argument is the number of tags, the rest have defaults."""
