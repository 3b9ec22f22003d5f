"""The one table of architectures."""

from collections.abc import Callable, Mapping
from functools import partial

from training.features.constant_q import ConstantQOptions
from training.features.dbn import DeepBeliefNetwork
from training.features.mel_statistics import MelStatistics
from training.features.mfcc_kmeans import MfccKMeans
from training.features.sparse_coding import SparseCoding
from training.features.sparse_rbm import SparseRBM
from training.front_ends import MelOptions
from training.models.attention import AttentionCNN
from training.models.choi import FCN4, K1C2, K2C1, K2C2
from training.models.choi_crnn import ChoiCRNN
from training.models.crnn import CRNN
from training.models.dieleman import DielemanCNN
from training.models.fcn import FCN
from training.models.fcn_elu import FCNELU
from training.models.harmonic import HarmonicCNN
from training.models.mel_attention import MelAttention
from training.models.mel_resnet import MelResNet
from training.models.mel_separable import MelSeparable
from training.models.multi_scale import MultiScaleCNN, SegmentCNN
from training.models.musicnn import MusiCNN
from training.models.musicnn_pons import PonsMusiCNN, PonsVGG
from training.models.network import Network
from training.models.sample_cnn import SampleCNN, SampleCNNSE
from training.models.short_chunk import ShortChunkCNN, ShortChunkCNNRes

_MEL_128 = MelOptions(n_mels=128)
_CONSTANT_Q = ConstantQOptions()

ARCHITECTURES: Mapping[str, Callable[..., Network]] = {
    # features learned without labels, under a linear layer
    "mel_statistics": MelStatistics,
    "mfcc_kmeans": MfccKMeans,
    "sparse_coding": SparseCoding,
    "sparse_coding_cqt": partial(SparseCoding, block=1, options=_CONSTANT_Q),
    "sparse_rbm": SparseRBM,
    "sparse_rbm_cqt": partial(SparseRBM, block=1, options=_CONSTANT_Q),
    "dbn": DeepBeliefNetwork,
    # Won et al. 2020, the reference networks
    "fcn": FCN,
    "fcn_128": partial(FCN, options=_MEL_128),
    "musicnn": MusiCNN,
    "musicnn_128": partial(MusiCNN, options=_MEL_128),
    "crnn": CRNN,
    "crnn_128": partial(CRNN, options=_MEL_128),
    "sample_cnn": SampleCNN,
    "sample_cnn_se": SampleCNNSE,
    "harmonic_cnn": HarmonicCNN,
    "attention": AttentionCNN,
    "short_chunk": ShortChunkCNN,
    "short_chunk_res": ShortChunkCNNRes,
    # published by others
    "musicnn_pons": PonsMusiCNN,
    "musicnn_pons_t": partial(PonsMusiCNN, front="T"),
    "musicnn_pons_f": partial(PonsMusiCNN, front="F"),
    "vgg_pons": PonsVGG,
    "crnn_choi": ChoiCRNN,
    "fcn_elu": FCNELU,
    # earlier networks over mel-spectrograms
    "dieleman": DielemanCNN,
    "fcn4": FCN4,
    "k1c2": K1C2,
    "k2c1": K2C1,
    "k2c2": K2C2,
    "segments_18": partial(SegmentCNN, frames=18),
    "segments_27": partial(SegmentCNN, frames=27),
    "segments_54": partial(SegmentCNN, frames=54),
    "multi_scale": MultiScaleCNN,
    # over the waveform in frames: a long first filter, then powers of 3 or of 2
    "frames_9": partial(SampleCNN, first=9, levels=8),
    "frames_27": partial(SampleCNN, first=27, levels=7),
    "frames_81": partial(SampleCNN, first=81, levels=6),
    "frames_243": partial(SampleCNN, first=243, levels=5),
    "frames_729": partial(SampleCNN, first=729, levels=4),
    "frames_256": partial(SampleCNN, first=256, factor=2, levels=7),
    "frames_512": partial(SampleCNN, first=512, factor=2, levels=6),
    "frames_1024": partial(SampleCNN, first=1_024, factor=2, levels=5),
    # our own
    "mel_resnet": MelResNet,
    "mel_separable": MelSeparable,
    "mel_attention": MelAttention,
}
"""Name → constructor; the first argument is the number of tags, the rest have defaults."""
