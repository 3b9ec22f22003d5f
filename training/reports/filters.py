"""What the first learned layer of a network listens for, sorted by the frequency it prefers."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray
from torch import Tensor, nn

from training.features.block_network import BlockNetwork
from training.features.dbn import DeepBeliefNetwork
from training.features.mfcc_kmeans import MfccKMeans
from training.features.network import FeatureNetwork
from training.front_ends import ConvolutionMel
from training.models.network import Network, WaveformNetwork
from training.reports.chart import IMAGES, drawing

Doubles = NDArray[np.float64]

POINTS = 512
"""Of a spectrum, at least; short filters are padded."""
TALL = 16
"""Bands from which a filter's shape over frequency says more than every single weight."""
FEW = 8
"""Inputs that are maps; more of them are bands."""
MOST_PATCHES = 128
KILOHERTZ, MEL = "frequency in kHz", "mel band"


@dataclass(frozen=True, slots=True)
class Filters:
    """The first learned layer, every filter scaled so that its largest value is 1 or −1.

    values: [filters, bins] over frequency, 0…1, sorted by peak, or [filters, bands, frames] of
    small filters over a spectrogram, −1…1, sorted by the band of their largest weight.
    label: of the axis of bins; top: what its upper end stands for.
    """

    title: str
    values: Doubles
    label: str = ""
    top: float = 0.0


def first_filters(network: Network) -> Filters | None:
    """What the first learned layer listens for; None where nothing is learned but the output."""
    if isinstance(network, FeatureNetwork):
        return _features(network)
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv1d | nn.Conv2d):
            return _convolution(network, name, _numbers(module.weight))
    return None


def _features(network: FeatureNetwork) -> Filters | None:
    """Features learned without labels, as they look in the spectrogram."""
    card = network.front_end()
    if isinstance(network, MfccKMeans):
        coefficients = len(network.cosines)
        gain, mean = map(_numbers, (network.standardisation.gain, network.standardisation.mean))
        words = (_numbers(network.codebook) / gain + mean)[:, :coefficients]
        levels = words @ _numbers(network.cosines)
        title = f"{len(words)} codewords as mel-spectra, each above its quietest band"
        return Filters(title, by_peak(levels - levels.min(axis=1, keepdims=True)), MEL, card.n_mels)
    if isinstance(network, DeepBeliefNetwork):
        first = network.layers[0]
        assert isinstance(first, nn.Linear)  # noqa: S101 - torch types it as any Module
        weights = _numbers(first.weight) * _numbers(network.standardisation.gain)
        title = f"Weights of the {len(weights)} units of the first layer, without their signs"
        return Filters(title, by_peak(np.abs(weights)), KILOHERTZ, network.sample_rate / 2_000)
    if isinstance(network, BlockNetwork):
        name, units = next(
            (name, _numbers(buffer))
            for name, buffer in network.named_buffers()
            if name in {"dictionary", "weight"}
        )
        # From principal components of variance 1 back to blocks of frames.
        blocks = units @ np.linalg.pinv(_numbers(network.whitening.projection))
        blocks = np.abs(blocks).reshape(len(blocks), -1, card.n_mels)
        what = "atoms of the dictionary" if name == "dictionary" else "hidden units"
        title = f"{len(blocks)} {what} over {blocks.shape[1]} frames, without their signs:"
        title += " the largest weight of every band"
        label = MEL if isinstance(network.front, ConvolutionMel) else "constant-Q bin"
        return Filters(title, by_peak(blocks.max(axis=1)), label, card.n_mels)
    return None


def _convolution(network: Network, name: str, weight: Doubles) -> Filters:
    count, inputs = weight.shape[:2]
    start = f"{count} filters of {name}"
    if isinstance(network, WaveformNetwork):
        told = f"{start}, {weight.shape[2]} samples long: magnitude spectra"
        return Filters(told, spectra(weight[:, 0]), KILOHERTZ, network.sample_rate / 2_000)
    if inputs > FEW:
        bands = np.sqrt(np.square(weight).reshape(count, inputs, -1).mean(axis=2))
        return Filters(
            f"{start}: weights over bands, without their signs", by_peak(bands), MEL, inputs
        )
    patches = weight.mean(axis=1)
    height, width = patches.shape[1:]
    if height >= TALL:
        bands = np.sqrt(np.square(patches).mean(axis=2))
        told = f"{start}, {height} bands × {width} frames: weights over bands, without their signs"
        return Filters(told, by_peak(bands), "band of the filter", height)
    if height == 1:
        rate = network.sample_rate / network.front_end().hop_length
        told = f"{start}, {width} frames long: magnitude spectra"
        return Filters(told, spectra(patches[:, 0]), "changes a second in Hz", rate / 2)
    return Filters(f"{start}, {height} bands × {width} frames each", by_peak(patches))


def _numbers(tensor: Tensor) -> Doubles:
    numbers: Doubles = tensor.detach().cpu().double().numpy()
    return numbers


def spectra(filters: Doubles) -> Doubles:
    """[filters, bins] from 0 to half the sampling rate, sorted by peak, of filters over time."""
    points = max(POINTS, 2 ** int(np.ceil(np.log2(filters.shape[1]))))
    return by_peak(np.abs(np.fft.rfft(filters, points)))


def by_peak(values: Doubles) -> Doubles:
    """Filters [filters, bins, …], scaled and sorted by peak, then by their centre of mass."""
    strength = np.abs(values).reshape(*values.shape[:2], -1).max(axis=2)
    largest = np.maximum(strength.max(axis=1), np.finfo(np.float64).tiny)
    centre = (strength * np.arange(strength.shape[1])).sum(axis=1) / largest
    centre /= np.maximum(strength.sum(axis=1) / largest, np.finfo(np.float64).tiny)
    order = np.lexsort((centre, strength.argmax(axis=1)))
    scaled: Doubles = (values / largest.reshape(-1, *[1] * (values.ndim - 1)))[order]
    return scaled


def drawn_filters(name: str, filters: Filters) -> str:
    """The filters as SVG: an image with a column a filter, or every small filter by itself."""
    with drawing(3.2) as (figure, drawn):
        if filters.values.ndim == 2:
            axes = figure.subplots()
            _image(axes, filters)
        else:
            shown = filters.values
            if len(shown) > MOST_PATCHES:
                shown = shown[np.linspace(0, len(shown) - 1, MOST_PATCHES).round().astype(int)]
            columns = min(16, len(shown))
            rows = -(-len(shown) // columns)
            figure.set_figheight(0.3 * rows + 0.1)
            for axes in np.ravel(figure.subplots(rows, columns, squeeze=False)):
                axes.set_axis_off()
            for axes, patch in zip(figure.axes, shown, strict=False):
                axes.imshow(
                    patch, cmap=IMAGES, vmin=-1, vmax=1, origin="lower", interpolation="none"
                )
    return drawn.svg(name, f"{filters.title}, sorted by peak")


def _image(axes: Axes, filters: Filters) -> None:
    count = len(filters.values)
    axes.imshow(
        filters.values.T,
        aspect="auto",
        cmap=IMAGES,
        vmin=0.0,
        vmax=1.0,
        origin="lower",
        interpolation="none",
        extent=(0.5, count + 0.5, 0.0, filters.top),
    )
    axes.set(xlabel="sorted by peak", ylabel=filters.label)
    axes.grid(visible=False)
