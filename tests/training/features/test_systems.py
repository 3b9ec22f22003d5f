"""Every system of learned features hears what its sounds differ in."""

from collections.abc import Callable

import numpy as np
import onnxruntime as ort
import pytest
import torch

from tagger_app.core.errors import TaggerError
from tests.training.features.sounds import RATE, both_kinds
from training.configuration import Unsupervised
from training.export import graph_of
from training.features.linear import fit_linear
from training.features.network import FeatureNetwork
from training.models.names import ARCHITECTURES

CHUNK = 2 * RATE
SMALL: dict[str, dict[str, int]] = {
    "mel_statistics": {},
    "mfcc_kmeans": {"codewords": 16},
    "sparse_coding": {"atoms": 24, "components": 16, "segment": 8},
    "sparse_coding_cqt": {"atoms": 24, "components": 16, "segment": 8},
    "sparse_rbm": {"units": 24, "components": 16, "segment": 8},
    "sparse_rbm_cqt": {"units": 24, "components": 16, "segment": 8},
    "dbn": {"units": 8, "layers": 2},
}


def learned(name: str, seed: int = 0) -> FeatureNetwork:
    torch.manual_seed(1)
    network = ARCHITECTURES[name](2, chunk_samples=CHUNK, **SMALL[name])
    assert isinstance(network, FeatureNetwork)
    waveforms, _ = both_kinds(CHUNK, 16, 100)
    options = Unsupervised(frames=400, epochs=2)
    network.learn_features(torch.split(waveforms, 4), options, np.random.default_rng(seed))
    return network.eval()


@pytest.mark.parametrize("name", SMALL)
def test_tells_two_kinds_of_sound_apart_in_torch_and_in_a_model_file(name: str) -> None:
    network = learned(name)
    waveforms, values = both_kinds(CHUNK, 16, 0)
    with torch.inference_mode():
        embeddings = network(waveforms).embedding.numpy()
    weight, bias = fit_linear(embeddings, values.numpy(), np.ones((32, 2), np.float32), [(0, 1)])
    with torch.no_grad():
        network.output_layer().weight.copy_(torch.from_numpy(weight))
        network.output_layer().bias.copy_(torch.from_numpy(bias))
    others, truth = both_kinds(CHUNK, 4, 50)
    with torch.inference_mode():
        logits = network(others).logits
    assert torch.equal(logits.argmax(dim=1), truth.argmax(dim=1))
    session = ort.InferenceSession(
        graph_of(network).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    scores, heard = session.run(["scores", "embedding"], {"waveform": others.numpy()})
    np.testing.assert_allclose(scores, torch.sigmoid(logits), atol=1e-4)
    assert heard.shape == (8, network.embedding_width)


@pytest.mark.parametrize("name", [name for name in SMALL if name != "mel_statistics"])
def test_what_is_learned_follows_from_the_seed(name: str) -> None:
    first, again, other = learned(name), learned(name), learned(name, seed=1)
    states = [network.state_dict() for network in (first, again, other)]
    kept = [key for key in states[0] if not key.startswith("output.")]
    assert all(torch.equal(states[0][key], states[1][key]) for key in kept)
    assert any(not torch.equal(states[0][key], states[2][key]) for key in kept)


def test_what_is_learned_survives_the_weights_file() -> None:
    network = learned("sparse_coding")
    torch.manual_seed(2)
    loaded = ARCHITECTURES["sparse_coding"](2, chunk_samples=CHUNK, **SMALL["sparse_coding"])
    loaded.load_state_dict(network.state_dict())
    waveforms, _ = both_kinds(CHUNK, 1, 0)
    with torch.inference_mode():
        assert torch.equal(loaded.eval()(waveforms).logits, network(waveforms).logits)


def test_no_sound_to_learn_from_is_told() -> None:
    network = ARCHITECTURES["mfcc_kmeans"](2)
    assert isinstance(network, FeatureNetwork)
    with pytest.raises(TaggerError, match="no sound"):
        network.learn_features([], Unsupervised(), np.random.default_rng(0))


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("mfcc_kmeans", Unsupervised(frames=10), "fewer codewords"),
        ("sparse_rbm", Unsupervised(frames=50, options={"sparseness": 0.1}), "sparsity"),
        ("sparse_rbm", Unsupervised(frames=200, options={"learning_rate": 1e3}), "learning_rate"),
    ],
)
def test_a_recipe_that_cannot_be_learned_is_told(
    name: str, options: Unsupervised, says: str
) -> None:
    network = ARCHITECTURES[name](2, chunk_samples=CHUNK, **SMALL[name])
    assert isinstance(network, FeatureNetwork)
    waveforms, _ = both_kinds(CHUNK, 2, 0)
    with pytest.raises(TaggerError, match=says):
        network.learn_features([waveforms], options, np.random.default_rng(0))


def test_the_layers_of_a_deep_belief_network_are_fine_tuned() -> None:
    network = learned("dbn").train()
    waveforms, values = both_kinds(CHUNK, 2, 0)
    loss: Callable[..., torch.Tensor] = torch.nn.functional.binary_cross_entropy_with_logits
    loss(network(waveforms).logits, values).backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    gradients = [weights.grad for weights in network.parameters()]
    assert len(gradients) == 6
    assert all(gradient is not None and bool(gradient.any()) for gradient in gradients)
