"""A very small real model: an ONNX graph of eight filters, whose scores follow what is heard."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from tagger_app.core.fields import Category
from tagger_app.core.model_card import METADATA_KEY, FrontEnd, ModelCard, ModelTag

SAMPLE_RATE = 16_000
CHUNK_SAMPLES = 16_000
FILTER_SAMPLES = 512
HOP = 256
FREQUENCIES = (110.0, 220.0, 440.0, 880.0, 1_320.0, 1_760.0, 2_640.0, 3_520.0)
"""Of the filters, in hertz. Tag number i answers to filter number i."""

TAGS = (
    ("Folk", Category.GENRE),
    ("Ambient", Category.GENRE),
    ("Electronic", Category.GENRE),
    ("Calm", Category.MOOD),
    ("Energetic", Category.MOOD),
    ("Guitar", Category.INSTRUMENT),
    ("Drums", Category.INSTRUMENT),
    ("Flute", Category.INSTRUMENT),
)

CARD = ModelCard(
    name="tiny",
    version="1",
    architecture="eight filters",
    description="For tests: a tag's score is high where its filter hears more than the others.",
    licence="CC0-1.0",
    sample_rate=SAMPLE_RATE,
    chunk_samples=CHUNK_SAMPLES,
    embedding_width=len(FREQUENCIES),
    tags=tuple(ModelTag(name, category, 0.5, 0.7) for name, category in TAGS),
    front_end=FrontEnd(FILTER_SAMPLES, HOP, len(FREQUENCIES), 0.0, 8_000.0, "db"),
)

SCALES = ("valence", "arousal")
_NEVER = 2.0
SCALED_CARD = replace(
    CARD,
    name="scaled",
    tags=(
        *CARD.tags[: -len(SCALES)],
        *(ModelTag(name, Category.OTHER, _NEVER, _NEVER, "linear") for name in SCALES),
    ),
)
"""The same filters, the last two of which stand for scales."""


def write_tiny_model(path: Path, *, name: str = "tiny", card: ModelCard = CARD) -> Path:
    """Write the model file; returns its path."""
    onnx.save_model(tiny_model(replace(card, name=name)), str(path))
    return path


def tiny_model(card: ModelCard = CARD) -> onnx.ModelProto:
    """The model as a message, for tests that break it."""
    model = helper.make_model(_graph(), opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    model.metadata_props.add(key=METADATA_KEY, value=card.to_json())
    return model


def _graph() -> onnx.GraphProto:
    width = len(FREQUENCIES)
    time = np.arange(FILTER_SAMPLES) / SAMPLE_RATE
    angles = 2 * np.pi * np.outer(FREQUENCIES, time)
    window = np.hanning(FILTER_SAMPLES)
    weights = {
        "cosines": (window * np.cos(angles))[:, None],
        "sines": (window * np.sin(angles))[:, None],
        # A tag's logit: how far its filter is above the mean of all, in decibels.
        "mixing": 0.1 * (np.eye(width) - 1 / width),
        "floor": np.array(1e-10),
        "decibels": np.array(10 / np.log(10)),
    }
    nodes = [
        helper.make_node("Unsqueeze", ["waveform", "channel"], ["signal"]),
        helper.make_node("Conv", ["signal", "cosines"], ["real"], strides=[HOP]),
        helper.make_node("Conv", ["signal", "sines"], ["imaginary"], strides=[HOP]),
        helper.make_node("Mul", ["real", "real"], ["real_power"]),
        helper.make_node("Mul", ["imaginary", "imaginary"], ["imaginary_power"]),
        helper.make_node("Add", ["real_power", "imaginary_power"], ["power"]),
        helper.make_node("Max", ["power", "floor"], ["floored"]),
        helper.make_node("Log", ["floored"], ["logarithm"]),
        helper.make_node("Mul", ["logarithm", "decibels"], ["spectrogram"]),
        helper.make_node("ReduceMean", ["spectrogram"], ["embedding"], axes=[2], keepdims=0),
        helper.make_node("MatMul", ["embedding", "mixing"], ["logits"]),
        helper.make_node("Sigmoid", ["logits"], ["scores"]),
    ]
    initializers = [
        numpy_helper.from_array(values.astype(np.float32), name) for name, values in weights.items()
    ]
    initializers.append(numpy_helper.from_array(np.array([1], np.int64), "channel"))

    def port(name: str, *shape: str | int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    return helper.make_graph(
        nodes,
        "tiny",
        [port("waveform", "batch", CHUNK_SAMPLES)],
        [
            port("scores", "batch", width),
            port("embedding", "batch", width),
            port("spectrogram", "batch", width, "frames"),
        ],
        initializers,
    )
