"""Weights that Keras stored become our networks, or a clear error."""

from collections.abc import Callable, Iterator
from pathlib import Path

import h5py  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tagger_app.core.errors import ModelError
from tests.training.rule_weights import set_rule_weights
from training.import_published import load_published
from training.models.names import ARCHITECTURES
from training.models.network import Network

Stored = Iterator[tuple[str, NDArray[np.float32]]]
NORM = {"weight": "gamma", "bias": "beta"}
NEW_NORM = NORM | {"running_mean": "moving_mean", "running_var": "moving_variance"}
OLD_NORM = NORM | {"running_mean": "running_mean", "running_var": "running_std"}


def values(network: Network, name: str) -> NDArray[np.float32]:
    array: NDArray[np.float32] = network.state_dict()[name].numpy()
    return array


def new_layer(network: Network, ours: str, layer: str, axes: tuple[int, ...]) -> Stored:
    yield f"{layer}/{layer}/kernel_1:0", values(network, f"{ours}.weight").transpose(axes)
    yield f"{layer}/{layer}/bias_1:0", values(network, f"{ours}.bias")


def new_norm(network: Network, ours: str, layer: str) -> Stored:
    for key, kind in NEW_NORM.items():
        yield f"{layer}/{layer}/{kind}:0", values(network, f"{ours}.{key}")


def musicnn(network: Network) -> Stored:
    yield from new_norm(network, "spec_bn", "batch_normalization")
    for number in range(5):
        layer = f"conv2d_{number}" if number else "conv2d"
        yield from new_layer(network, f"front.{number}.conv", layer, (3, 2, 1, 0))
        yield from new_norm(network, f"front.{number}.bn", f"batch_normalization_{number + 1}")
    for number in (1, 2, 3):
        # In Keras the channels of the layer before stand where bands stood.
        yield from new_layer(network, f"mid{number}.conv", f"midend_conv{number}", (3, 1, 2, 0))
        yield from new_norm(network, f"mid{number}.bn", f"bn_midend_conv{number}")
    yield from new_norm(network, "bn_pooled", "bn_flatpool")
    yield from new_layer(network, "dense1", "dense", (1, 0))
    yield from new_norm(network, "bn", "bn_dense")
    yield from new_layer(network, "dense2", "dense_1", (1, 0))


def vgg(network: Network) -> Stored:
    yield from new_norm(network, "spec_bn", "bn_input")
    for number in range(1, 6):
        yield from new_layer(network, f"conv_{number}", f"{number}CNN", (3, 2, 1, 0))
        yield from new_norm(network, f"bn_{number}", f"bn_conv{number}")
    yield from new_layer(network, "dense", "output", (1, 0))


def choi(network: Network) -> Stored:
    for layer, ours in [("bn_0_freq", "spec_bn.bn"), *((f"bn{n}",) * 2 for n in range(1, 5))]:
        for key, kind in OLD_NORM.items():
            yield f"{layer}/{layer}_{kind}_1:0", values(network, f"{ours}.{key}")
    for number in range(1, 5):
        for key, kind in (("weight", "W"), ("bias", "b")):
            yield f"conv{number}/conv{number}_{kind}_1:0", values(network, f"conv{number}.{key}")
    for layer in ("gru1", "gru2"):
        inputs = np.split(values(network, f"{layer}.inputs.weight"), 3)
        biases = np.split(values(network, f"{layer}.inputs.bias"), 3)
        states = np.split(values(network, f"{layer}.gates.weight"), 2)
        states.append(values(network, f"{layer}.candidate.weight"))
        for gate, weight, bias, state in zip("zrh", inputs, biases, states, strict=True):
            yield f"{layer}/{layer}_W_{gate}:0", weight.transpose()
            yield f"{layer}/{layer}_U_{gate}:0", state.transpose()
            yield f"{layer}/{layer}_b_{gate}:0", bias
    yield "output/output_W_1:0", values(network, "dense.weight").transpose()
    yield "output/output_b_1:0", values(network, "dense.bias")


LAYOUTS: dict[str, tuple[str, Callable[[Network], Stored]]] = {
    "musicnn_pons": ("model_weights/", musicnn),
    "vgg_pons": ("model_weights/", vgg),
    "crnn_choi": ("", choi),
}


def stored(folder: Path, architecture: str) -> tuple[Path, Network]:
    network = ARCHITECTURES[architecture](50)
    set_rule_weights(network)
    group, layout = LAYOUTS[architecture]
    path = folder / "published.h5"
    with h5py.File(path, "w") as file:
        file.create_group(f"{group}dropout")
        for name, array in layout(network):
            file[f"{group}{name}"] = array
    return path, network


@pytest.mark.parametrize("architecture", LAYOUTS)
def test_every_weight_finds_its_place(architecture: str, tmp_path: Path) -> None:
    path, network = stored(tmp_path, architecture)
    found = load_published(path, architecture, 50).state_dict()
    for name, tensor in network.state_dict().items():
        torch.testing.assert_close(found[name], tensor, rtol=0, atol=0)


def remove(file: h5py.File) -> None:
    del file["model_weights/2CNN"]


def add(file: h5py.File) -> None:
    file["model_weights/6CNN/6CNN/kernel:0"] = np.zeros(3, np.float32)


def halve(file: h5py.File) -> None:
    del file["model_weights/2CNN/2CNN/bias_1:0"]


def widen(file: h5py.File) -> None:
    del file["model_weights/output/output/bias_1:0"]
    file["model_weights/output/output/bias_1:0"] = np.zeros(51, np.float32)


def spoil(file: h5py.File) -> None:
    file["model_weights/output/output/bias_1:0"][3] = np.nan


def write_words(file: h5py.File) -> None:
    file["model_weights/output/output/note"] = "hello"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (remove, "2CNN is missing"),
        (add, "6CNN unexpected"),
        (halve, r"a layer has \['kernel'\] instead of \['bias', 'kernel'\]"),
        (widen, r"dense.bias has shape \(51,\) instead of \(50,\)"),
        (spoil, "dense.bias has values that are not numbers"),
        (write_words, "does not hold weights only"),
    ],
)
def test_what_does_not_fit_is_named(
    change: Callable[[h5py.File], None], message: str, tmp_path: Path
) -> None:
    path, _ = stored(tmp_path, "vgg_pons")
    with h5py.File(path, "r+") as file:
        change(file)
    with pytest.raises(ModelError, match=message):
        load_published(path, "vgg_pons", 50)


def test_another_number_of_tags_is_an_error(tmp_path: Path) -> None:
    path, _ = stored(tmp_path, "vgg_pons")
    with pytest.raises(ModelError, match=r"dense.weight has shape \(50, 256\)"):
        load_published(path, "vgg_pons", 49)


def test_a_state_dict_is_no_file_of_keras_and_the_reverse(tmp_path: Path) -> None:
    path, network = stored(tmp_path, "vgg_pons")
    with pytest.raises(ModelError, match=r"published\.h5"):
        load_published(path, "fcn", 50)
    other = tmp_path / "published.pth"
    torch.save(network.state_dict(), other)
    with pytest.raises(ModelError, match=r"published\.pth cannot be read as weights of Keras"):
        load_published(other, "vgg_pons", 50)
    with pytest.raises(ModelError, match=r"missing\.h5"):
        load_published(tmp_path / "missing.h5", "vgg_pons", 50)
