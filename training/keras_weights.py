"""Weights that Keras stored, under the names and in the layout of our networks."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import h5py  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tagger_app.core.errors import ModelError

MOST_VALUES = 2**26
"""Of one layer; the largest published one has 300,000."""

_Values = NDArray[np.float32]
_Layer = Mapping[str, _Values]


def read_keras(path: Path, architecture: str) -> dict[str, Tensor]:
    """The state dict of one of `KERAS_ARCHITECTURES`, without the front end.

    Raises:
        ModelError: the file cannot be read, or layers are missing, unexpected or have values that
            the architecture has not.
    """
    layers = _layers(path)
    state: dict[str, Tensor] = {}
    try:
        for layer, name, convert in KERAS_ARCHITECTURES[architecture]:
            found = convert(layers.pop(layer))
            state |= {f"{name}.{key}": _tensor(values) for key, values in found.items()}
    except KeyError as error:
        raise ModelError(
            f"{path} does not fit architecture {architecture}: {error.args[0]} is missing."
        ) from None
    except ValueError as error:
        raise ModelError(f"{path} does not fit architecture {architecture}: {error}.") from None
    if layers:
        listed = ", ".join(sorted(layers))
        raise ModelError(f"{path} does not fit architecture {architecture}: {listed} unexpected.")
    return state


def _tensor(values: _Values) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))


def _layers(path: Path) -> dict[str, dict[str, _Values]]:
    """Layer → kind of weight, such as "kernel" or "W_z" → values."""
    layers: dict[str, dict[str, _Values]] = {}

    def note(name: str, entry: object) -> None:
        if isinstance(entry, h5py.Dataset):
            layer, _, weight = name.removeprefix("model_weights/").partition("/")
            kind = weight.rpartition("/")[2].removeprefix(f"{layer}_")
            kind = kind.removesuffix(":0").removesuffix("_1")
            if entry.size > MOST_VALUES or entry.dtype.kind != "f":
                size = f"{entry.size} values of {entry.dtype}"
                raise ModelError(f"{path} does not hold weights only: {name} has {size}.")
            layers.setdefault(layer, {})[kind] = np.asarray(entry)

    try:
        with h5py.File(path) as stored:
            stored.get("model_weights", stored).visititems(note)
    except OSError as error:
        raise ModelError(f"{path} cannot be read as weights of Keras: {error}.") from None
    return layers


def _named(**names: str) -> Callable[[_Layer], dict[str, _Values]]:
    """Weights as they are, under new names: new="old"."""

    def convert(layer: _Layer) -> dict[str, _Values]:
        if sorted(layer) != sorted(names.values()):
            raise ValueError(f"a layer has {sorted(layer)} instead of {sorted(names.values())}")
        return {new: layer[old] for new, old in names.items()}

    return convert


def _convolution(layer: _Layer) -> dict[str, _Values]:
    """[frames, bands, in, out] → [out, in, bands, frames]."""
    found = _named(weight="kernel", bias="bias")(layer)
    return {**found, "weight": found["weight"].transpose(3, 2, 1, 0)}


def _middle(layer: _Layer) -> dict[str, _Values]:
    """[frames, in, 1, out] → [out, in, 1, frames]: the channels stand where bands stood."""
    found = _named(weight="kernel", bias="bias")(layer)
    return {**found, "weight": found["weight"].transpose(3, 1, 2, 0)}


def _dense(layer: _Layer) -> dict[str, _Values]:
    found = _named(weight="kernel", bias="bias")(layer)
    return {**found, "weight": found["weight"].transpose()}


_NORM = _named(
    weight="gamma", bias="beta", running_mean="moving_mean", running_var="moving_variance"
)
_OLD_NORM = _named(
    weight="gamma", bias="beta", running_mean="running_mean", running_var="running_std"
)
"""Keras 1 calls the variance a standard deviation."""
_OLD_CONVOLUTION = _named(weight="W", bias="b")


def _old_dense(layer: _Layer) -> dict[str, _Values]:
    found = _named(weight="W", bias="b")(layer)
    return {**found, "weight": found["weight"].transpose()}


def _old_gru(layer: _Layer) -> dict[str, _Values]:
    gates = ("z", "r", "h")
    _named(**{f"{kind}_{gate}": f"{kind}_{gate}" for kind in "WUb" for gate in gates})(layer)
    return {
        "inputs.weight": np.concatenate([layer[f"W_{gate}"].transpose() for gate in gates]),
        "inputs.bias": np.concatenate([layer[f"b_{gate}"] for gate in gates]),
        "gates.weight": np.concatenate([layer[f"U_{gate}"].transpose() for gate in "zr"]),
        "candidate.weight": layer["U_h"].transpose(),
    }


_Rows = tuple[tuple[str, str, Callable[[_Layer], dict[str, _Values]]], ...]


def _musicnn() -> Iterator[tuple[str, str, Callable[[_Layer], dict[str, _Values]]]]:
    yield "batch_normalization", "spec_bn", _NORM
    for number in range(5):
        suffix = f"_{number}" if number else ""
        yield f"conv2d{suffix}", f"front.{number}.conv", _convolution
        yield f"batch_normalization_{number + 1}", f"front.{number}.bn", _NORM
    for number in range(1, 4):
        yield f"midend_conv{number}", f"mid{number}.conv", _middle
        yield f"bn_midend_conv{number}", f"mid{number}.bn", _NORM
    yield "bn_flatpool", "bn_pooled", _NORM
    yield "dense", "dense1", _dense
    yield "bn_dense", "bn", _NORM
    yield "dense_1", "dense2", _dense


def _vgg() -> Iterator[tuple[str, str, Callable[[_Layer], dict[str, _Values]]]]:
    yield "bn_input", "spec_bn", _NORM
    for number in range(1, 6):
        yield f"{number}CNN", f"conv_{number}", _convolution
        yield f"bn_conv{number}", f"bn_{number}", _NORM
    yield "output", "dense", _dense


def _choi() -> Iterator[tuple[str, str, Callable[[_Layer], dict[str, _Values]]]]:
    yield "bn_0_freq", "spec_bn.bn", _OLD_NORM
    for number in range(1, 5):
        yield f"conv{number}", f"conv{number}", _OLD_CONVOLUTION
        yield f"bn{number}", f"bn{number}", _OLD_NORM
    yield "gru1", "gru1", _old_gru
    yield "gru2", "gru2", _old_gru
    yield "output", "dense", _old_dense


KERAS_ARCHITECTURES: Mapping[str, _Rows] = {
    "musicnn_pons": tuple(_musicnn()),
    "vgg_pons": tuple(_vgg()),
    "crnn_choi": tuple(_choi()),
}
"""Architecture → (layer in Keras, layer of ours, how its weights change)."""
