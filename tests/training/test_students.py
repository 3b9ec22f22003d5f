"""The networks made for a CPU, in sizes that their tables do not hold."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch.nn import functional

from tests.training.rule_weights import golden_clip
from tests.training.test_models import TAGS, card_for
from training.export import PARITY, export, graph_of
from training.front_ends import MelOptions
from training.models.mel_attention import MelAttention
from training.models.mel_resnet import MelResNet
from training.models.mel_separable import MelSeparable
from training.models.network import MelNetwork

BANDS = MelOptions(n_mels=40, compression="log10p")
SIZES: dict[str, Callable[[], MelNetwork]] = {
    "deep resnet": lambda: MelResNet(TAGS, width=8, options=BANDS, blocks=2),
    "separable": lambda: MelSeparable(TAGS, width=8, options=BANDS, excitation=False),
    "attention": lambda: MelAttention(TAGS, width=12, options=BANDS, layers=2),
}


@pytest.fixture(params=SIZES)
def network(request: pytest.FixtureRequest) -> MelNetwork:
    torch.manual_seed(0)
    return SIZES[request.param]()


def learn(network: MelNetwork) -> float:
    """One step over a batch of four, as recipes of students have it; its loss."""
    network.to(memory_format=torch.channels_last).train()  # type: ignore[call-overload]  # missing in stubs
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(golden_clip(network.chunk_samples, 4)).logits
    truth = torch.eye(4)[:, :TAGS]
    loss = functional.binary_cross_entropy_with_logits(logits.float(), truth)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return float(loss.detach())


def test_a_step_in_half_precision_reaches_every_weight(network: MelNetwork) -> None:
    assert 0.3 < learn(network) < 1.5
    for name, weight in network.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.isfinite().all(), name
        assert weight.grad.abs().max() > 0, name


def test_what_learned_becomes_a_file_for_chunks_of_any_length(
    network: MelNetwork, tmp_path: Path
) -> None:
    network.chunk_samples = 40_000
    learn(network)
    assert export(network, card_for(network), tmp_path / "model.onnx") <= PARITY


def test_batch_normalisation_becomes_part_of_the_convolution_before_it(
    network: MelNetwork,
) -> None:
    nodes = [node.op_type for node in graph_of(network.eval()).graph.node]
    own = 2  # of the spectrogram and of the embedding, which no convolution is before
    assert nodes.count("BatchNormalization") <= own
