"""Writes a network as one self-describing ONNX file that keeps the contract of the model card."""

import copy
import logging
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import METADATA_KEY, ModelCard
from training.front_ends import to_decibels
from training.models.activations import Activation, activation_of
from training.models.network import MelNetwork, Network, Outputs
from training.parity import parity

OPSET = 17
PARITY = 1e-4
"""Largest difference of a score between torch and onnxruntime."""
MOST_BYTES = 512 * 2**20
"""Of a file; the program opens none that is larger."""

logger = logging.getLogger(__name__)


class Contract(nn.Module):
    """The graph of a model file: waveform → scores, embedding and, if it has one, mel in dB."""

    def __init__(self, network: Network, activation: Activation) -> None:
        super().__init__()
        self.network = copy.deepcopy(network).eval().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]  # missing in stubs
        self.front_end = network.portable()
        self.activation = activation

    def forward(self, waveform: Tensor) -> tuple[Tensor, ...]:
        """Waveform [batch, chunk_samples] → scores, embedding, spectrogram."""
        outputs: Outputs = self.network.judge(self.front_end(waveform))
        scores = self.activation(outputs.logits)
        if outputs.mel_power is None:
            return scores, outputs.embedding
        return scores, outputs.embedding, to_decibels(outputs.mel_power)


def export(
    network: Network,
    card: ModelCard,
    path: Path,
    *,
    sound: Tensor | None = None,
    most_bytes: int = MOST_BYTES,
) -> float:
    """Write the model file, check it against torch, and only then give it its name.

    Args:
        network: on the CPU; any system of `training.models.names`.
        card: tells each tag's activation, among other things.
        path: of the file.
        sound: [samples] at the network's sample rate, to compare with; see `parity`.
        most_bytes: largest size of the file.

    Returns:
        The largest difference of a score between onnxruntime and torch.

    Raises:
        ModelError: the card does not fit the network, the graph needs more than standard operators
            or is too large, or onnxruntime computes something else.
    """
    ModelCard.from_json(card.to_json())
    if (card.sample_rate, card.chunk_samples, len(card.tags), card.embedding_width) != (
        network.sample_rate,
        network.chunk_samples,
        network.output_layer().out_features,
        network.embedding_width,
    ):
        raise ModelError(f"The card of {card.name!r} does not describe the network.")
    activation = activation_of(card)
    model = graph_of(network, activation)
    onnx.helper.set_model_props(model, {METADATA_KEY: card.to_json()})
    content = _checked(model, most_bytes)
    difference = parity(content, network, activation, sound)
    if not difference <= PARITY:
        raise ModelError(f"onnxruntime differs from torch by {difference:.1e} in a score.")
    logger.info("largest difference of onnxruntime from torch: %.1e", difference)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
    return difference


def _checked(model: onnx.ModelProto, most_bytes: int) -> bytes:
    """The bytes of a model that every runtime of our operator set opens."""
    onnx.checker.check_model(model)
    sets = {entry.domain: entry.version for entry in model.opset_import}
    if sets != {"": OPSET}:
        raise ModelError(f"The graph needs the operator sets {sets}, not {OPSET} of ONNX alone.")
    if any(attribute.HasField("g") for node in model.graph.node for attribute in node.attribute):
        raise ModelError("The graph holds loops or branches, which the program refuses.")
    content: bytes = model.SerializeToString()
    if len(content) > most_bytes:
        size, most = len(content) / 2**20, most_bytes / 2**20
        raise ModelError(f"The model would be {size:.1f} MB; at most {most:.1f} MB are allowed.")
    return content


def graph_of(network: Network, activation: Activation | None = None) -> onnx.ModelProto:
    """The network as an ONNX graph that keeps the contract, without a card.

    Without `activation` the scores are sigmoids.
    """
    contract = Contract(network, activation or _sigmoids(network)).eval()
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


def _sigmoids(network: Network) -> Activation:
    return Activation([(Category.OTHER, "sigmoid")] * network.output_layer().out_features)
