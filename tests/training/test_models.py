"""Every architecture learns, and says the same in a model file as in torch."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import METADATA_KEY, ModelCard, ModelTag
from tests.training.rule_weights import golden_clip
from training.export import export
from training.front_ends import ConvolutionMel, MelOptions, mel_power_transform, to_decibels
from training.losses import masked_bce
from training.models.names import ARCHITECTURES
from training.models.network import MelNetwork

NARROW = {"short_chunk": {"width": 8}, "mel_resnet": {"width": 8}}
TAGS = 4


def small(architecture: str) -> MelNetwork:
    torch.manual_seed(0)
    return ARCHITECTURES[architecture](TAGS, **NARROW.get(architecture, {}))


def card_for(network: MelNetwork, tags: int = TAGS) -> ModelCard:
    return ModelCard(
        name="tiny",
        version="1",
        architecture="test",
        description="",
        licence="none",
        sample_rate=network.options.sample_rate,
        chunk_samples=network.chunk_samples,
        embedding_width=network.embedding_width,
        tags=tuple(ModelTag(f"Tag {i}", Category.GENRE, 0.5, 0.7) for i in range(tags)),
        front_end=network.options.card(),
    )


@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_learns_one_batch_by_heart(architecture: str) -> None:
    network = small(architecture)
    for module in network.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    with torch.inference_mode():
        power = network.spec(golden_clip(network.chunk_samples, batch=2)).clone()
    values = torch.tensor([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]])
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-2)
    losses = []
    for _ in range(12):
        loss = masked_bce(network.from_mel_power(power).logits, values, torch.ones_like(values))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


@pytest.mark.parametrize("architecture", sorted(ARCHITECTURES))
def test_a_model_file_says_what_torch_says(architecture: str, tmp_path: Path) -> None:
    network = small(architecture).eval()
    path = tmp_path / "model.onnx"
    export(network, card_for(network), path)
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    card = ModelCard.from_json(session.get_modelmeta().custom_metadata_map[METADATA_KEY])
    assert card == card_for(network)
    for batch in (1, 3):
        waveform = golden_clip(network.chunk_samples, batch)
        with torch.inference_mode():
            expected = network(waveform)
        scores, embedding, spectrogram = session.run(
            ["scores", "embedding", "spectrogram"], {"waveform": waveform.numpy()}
        )
        np.testing.assert_allclose(scores, torch.sigmoid(expected.logits), atol=1e-4)
        np.testing.assert_allclose(embedding, expected.embedding, atol=1e-2)
        assert spectrogram.shape[:2] == (batch, network.options.n_mels)
        loud = to_decibels(expected.mel_power).numpy()
        audible = loud > -40
        np.testing.assert_allclose(spectrogram[audible], loud[audible], atol=0.05)


def test_a_card_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    network = small("mel_resnet")
    with pytest.raises(ModelError, match="does not describe"):
        export(network, card_for(network, tags=3), tmp_path / "model.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("padding", ["reflect", "constant"])
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
