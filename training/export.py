"""Writes a network as one self-describing ONNX file that keeps the contract of the model card."""

import copy
import logging
import tempfile
import warnings
from pathlib import Path

import onnx
import onnxruntime as ort
import torch
from torch import Tensor, nn

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import METADATA_KEY, ModelCard
from training.front_ends import to_decibels
from training.models.network import MelNetwork, Network, Outputs

OPSET = 17
PARITY = 1e-4
"""Largest difference of a score between torch and onnxruntime."""

logger = logging.getLogger(__name__)


class Contract(nn.Module):
    """The graph of a model file: waveform → scores, embedding and, if it has one, mel in dB."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = copy.deepcopy(network).eval().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]  # missing in stubs
        self.front_end = network.portable()

    def forward(self, waveform: Tensor) -> tuple[Tensor, ...]:
        """Waveform [batch, chunk_samples] → scores, embedding, spectrogram."""
        outputs: Outputs = self.network.judge(self.front_end(waveform))
        scores = torch.sigmoid(outputs.logits)
        if outputs.mel_power is None:
            return scores, outputs.embedding
        return scores, outputs.embedding, to_decibels(outputs.mel_power)


def export(network: Network, card: ModelCard, path: Path) -> None:
    """Write the model file, check it against torch, and only then give it its name.

    Raises:
        ModelError: the card does not fit the network, or onnxruntime computes something else.
    """
    ModelCard.from_json(card.to_json())
    if (card.chunk_samples, len(card.tags), card.embedding_width) != (
        network.chunk_samples,
        network.output_layer().out_features,
        network.embedding_width,
    ):
        raise ModelError(f"The card of {card.name!r} does not describe the network.")
    model = graph_of(network)
    onnx.helper.set_model_props(model, {METADATA_KEY: card.to_json()})
    onnx.checker.check_model(model)
    content = model.SerializeToString()
    difference = parity(content, network)
    if not difference <= PARITY:
        raise ModelError(f"onnxruntime differs from torch by {difference:.1e} in a score.")
    logger.info("largest difference of onnxruntime from torch: %.1e", difference)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)


def graph_of(network: Network) -> onnx.ModelProto:
    """The network as an ONNX graph that keeps the contract, without a card."""
    contract = Contract(network).eval()
    example = torch.zeros(2, network.chunk_samples)
    names = ["scores", "embedding"]
    if isinstance(network, MelNetwork):
        names.append("spectrogram")
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        # The legacy exporter, the only one that works in a frozen program, announces its end.
        warnings.simplefilter("ignore")
        graph = Path(folder) / "graph.onnx"
        torch.onnx.export(
            contract,
            (example,),
            graph,
            input_names=["waveform"],
            output_names=names,
            dynamic_axes={name: {0: "batch"} for name in ("waveform", *names)},
            opset_version=OPSET,
            dynamo=False,
        )
        return onnx.load(graph)


def parity(content: bytes, network: Network, batch: int = 3) -> float:
    """Largest difference of a score between onnxruntime and torch on noise and tones."""
    generator = torch.Generator().manual_seed(0)
    time = torch.arange(network.chunk_samples) / network.sample_rate
    noise = torch.randn(batch, network.chunk_samples, generator=generator)
    level = torch.rand(batch, 1, generator=generator) * 0.1
    pitch = 110.0 * 2.0 ** torch.arange(batch)
    waveform = level * noise + 0.3 * torch.sin(2 * torch.pi * pitch[:, None] * time)
    with torch.inference_mode():
        expected = torch.sigmoid(network.eval()(waveform).logits)
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    found = session.run(["scores"], {"waveform": waveform.numpy()})[0]
    return float((torch.from_numpy(found) - expected).abs().max())
