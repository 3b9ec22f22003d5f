"""Every architecture says the same in a model file as in torch."""

import inspect
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard, ModelTag
from tagger_app.inference.model_store import load_model_file
from tests.training.rule_weights import golden_clip, set_rule_weights
from training.export import export
from training.front_ends import ConvolutionMel, MelOptions, mel_power_transform, to_decibels
from training.models.multi_scale import MultiScaleCNN, SegmentCNN
from training.models.names import ARCHITECTURES
from training.models.network import Network

NARROW = {"channels": 8, "dense": 20, "filters": 4, "width": 8}
"""What an architecture has of these options."""
TAGS = 4


def small(architecture: str) -> Network:
    torch.manual_seed(0)
    constructor = ARCHITECTURES[architecture]
    options = inspect.signature(constructor).parameters
    return constructor(TAGS, **{name: n for name, n in NARROW.items() if name in options})


def card_for(network: Network, tags: int = TAGS) -> ModelCard:
    return ModelCard(
        name="tiny",
        version="1",
        architecture="test",
        description="",
        licence="none",
        sample_rate=network.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=tuple(ModelTag(f"Tag {i}", Category.GENRE, 0.5, 0.7) for i in range(tags)),
        front_end=network.front_end(),
    )


@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_a_model_file_says_what_torch_says(architecture: str, tmp_path: Path) -> None:
    network = small(architecture).eval()
    set_rule_weights(network)
    path = tmp_path / "model.onnx"
    export(network, card_for(network), path)
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    assert load_model_file(path).card == card_for(network)
    outputs = [output.name for output in session.get_outputs()]
    for batch in (1, 2):
        waveform = golden_clip(network.chunk_samples, batch)
        waveform = waveform + 1e-3 * torch.randn(waveform.shape)
        with torch.inference_mode():
            expected = network(waveform)
        arrays = session.run(outputs, {"waveform": waveform.numpy()})
        found = dict(zip(outputs, arrays, strict=True))
        np.testing.assert_allclose(found["scores"], torch.sigmoid(expected.logits), atol=1e-4)
        np.testing.assert_allclose(found["embedding"], expected.embedding, atol=1e-2)
        assert ("spectrogram" in outputs) == (expected.mel_power is not None)
        if expected.mel_power is not None:
            decibels = to_decibels(expected.mel_power)
            np.testing.assert_allclose(found["spectrogram"], decibels, atol=0.05)


def test_a_card_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    network = small("mel_resnet")
    with pytest.raises(ModelError, match="does not describe"):
        export(network, card_for(network, tags=3), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("padding", ["reflect", "constant", "none"])
def test_the_mel_of_model_files_is_that_of_training(padding: str) -> None:
    options = MelOptions(padding=padding)
    transform = mel_power_transform(options)
    window, filters = transform.spectrogram.window, transform.mel_scale.fb  # type: ignore[union-attr]  # torch types submodules as tensors
    assert isinstance(window, torch.Tensor)
    assert isinstance(filters, torch.Tensor)
    waveform = golden_clip(16_000, batch=2)
    expected = transform(waveform)
    found = ConvolutionMel(window, filters, options.hop_length, padding)(waveform)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


def test_scales_trained_by_themselves_are_taken_and_trained_no_more() -> None:
    torch.manual_seed(0)
    network, trained = MultiScaleCNN(TAGS, width=4), SegmentCNN(TAGS, frames=54, width=4)
    network.take_scale(trained)
    network.train()(golden_clip(network.chunk_samples, batch=2))
    scale = network.scales[2]
    for name, tensor in trained.levels.state_dict().items():
        assert torch.equal(scale.state_dict()[name], tensor)
    assert sum(not weights.requires_grad for weights in network.parameters()) == len(
        list(trained.levels.parameters())
    )
