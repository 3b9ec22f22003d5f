"""The contract between a model file and the program: what goes in, what comes out, how good it is.

A model is one ONNX file. Its metadata property `model_card` holds the JSON that this module reads
and writes. Graph: input `waveform` float32 [batch, chunk_samples], mono, −1…1, at `sample_rate`;
outputs `scores` float32 [batch, tags] in 0…1, `embedding` float32 [batch, embedding_width] and,
where the architecture has one, `spectrogram` float32 [batch, n_mels, frames], log-mel in dB.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.texts import Text

SCHEMA_VERSION = 1
METADATA_KEY = "model_card"
ACTIVATIONS = ("sigmoid", "softmax", "linear")
SPEED = "milliseconds for 8 chunks"
"""Name of the figure that tells how long one core of a processor hears eight chunks."""

_NOT_COMMERCIAL = re.compile(r"\bNC\b|non-?commercial", re.IGNORECASE)
_FREE = re.compile(r"\b(CC0|CC BY|MIT|Apache|BSD|ISC|GPL|public domain)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """How the waveform becomes a mel-spectrogram; lengths in samples, frequencies in Hz.

    `compression` names the function of the mel power: "db" is 10·log10(max(x, 1e-10)),
    "db2" is 20·log10(max(x, 1e-5)) and at most 80 dB below the chunk's loudest value, "log10p" is
    log10(1 + 10,000·x), "none" stands for a raw waveform network.
    """

    n_fft: int
    hop_length: int
    n_mels: int
    f_min: float
    f_max: float
    compression: str


@dataclass(frozen=True, slots=True)
class TagMetrics:
    """What was measured for one tag on the validation part; None where it was not measurable."""

    positives: int
    roc_auc: float | None = None
    pr_auc: float | None = None


@dataclass(frozen=True, slots=True)
class ModelTag:
    """One output of the model.

    `threshold` balances precision and recall; `careful_threshold` asks for more precision.
    A tag whose threshold is above 1 is never suggested (its score is still shown). A linear output
    of no tag category is a position on a scale, such as valence: 0…1, 0.5 in the middle of the
    training music.
    """

    name: str
    category: Category
    threshold: float
    careful_threshold: float
    activation: str = "sigmoid"
    metrics: TagMetrics | None = None

    @property
    def is_scale(self) -> bool:
        """Whether its number is shown as such, and never suggested."""
        return self.activation == "linear" and self.category is Category.OTHER


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything the program and a person need to know about a model.

    `training` holds data with licences, split, seed, recipe and software versions; `metrics` holds
    summary figures by name. Both are shown as they are.
    """

    name: str
    version: str
    architecture: str
    description: str
    licence: str
    sample_rate: int
    chunk_samples: int
    embedding_width: int
    tags: tuple[ModelTag, ...]
    front_end: FrontEnd
    aggregation: str = "mean"
    training: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    known_failures: tuple[str, ...] = ()

    @property
    def chunk_seconds(self) -> float:
        """Length of one chunk in seconds."""
        return self.chunk_samples / self.sample_rate

    def tags_of(self, category: Category) -> tuple[tuple[int, ModelTag], ...]:
        """(output index, tag) of one category, in output order."""
        return tuple((i, tag) for i, tag in enumerate(self.tags) if tag.category is category)

    @property
    def scales(self) -> tuple[tuple[int, str], ...]:
        """(output index, name) of every scale, in output order."""
        return tuple((i, tag.name) for i, tag in enumerate(self.tags) if tag.is_scale)

    @property
    def milliseconds(self) -> float | None:
        """How long one core hears eight chunks, where that was measured."""
        value = self.metrics.get(SPEED)
        return float(value) if isinstance(value, int | float) else None

    @property
    def allows_commercial_use(self) -> bool | None:
        """Whether the licence of the weights does, as far as its name tells."""
        if _NOT_COMMERCIAL.search(self.licence):
            return False
        return True if _FREE.search(self.licence) else None

    def to_json(self) -> str:
        """The JSON text that belongs into the model file's metadata."""
        return json.dumps({"schema": SCHEMA_VERSION, **_plain(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "ModelCard":
        """Read and validate the JSON of a model file's metadata.

        Raises:
            ModelError: not JSON, another schema version, or a value that breaks the contract.
        """
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ModelError("The model card is not valid JSON: {why}.", why=error) from None
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA_VERSION:
            found = raw.get("schema") if isinstance(raw, dict) else None
            raise ModelError(
                "The model card has schema {found}; this program reads schema {known}.",
                found=found,
                known=SCHEMA_VERSION,
            )
        try:
            card = _card(raw)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(
                "The model card is incomplete or malformed: {why}.", why=repr(error)
            ) from None
        _check(card)
        return card


def figure(value: Any) -> str:  # Any: as JSON has it
    """A figure of a card as text; one with an interval is {"value": …, "low": …, "high": …}."""
    if isinstance(value, Mapping) and {"value", "low", "high"} <= value.keys():
        low, high = figure(value["low"]), figure(value["high"])
        return f"{figure(value['value'])} ({low} to {high})"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {figure(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(figure, value))
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return "-" if value is None else str(value)


def _plain(value: Any) -> Any:  # Any: JSON has no narrower type
    if isinstance(value, ModelCard | FrontEnd | TagMetrics | ModelTag):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value


def _card(raw: Mapping[str, Any]) -> ModelCard:
    return ModelCard(
        name=str(raw["name"]),
        version=str(raw["version"]),
        architecture=str(raw["architecture"]),
        description=str(raw["description"]),
        licence=str(raw["licence"]),
        sample_rate=int(raw["sample_rate"]),
        chunk_samples=int(raw["chunk_samples"]),
        embedding_width=int(raw["embedding_width"]),
        tags=tuple(_tag(entry) for entry in raw["tags"]),
        front_end=_front_end(raw["front_end"]),
        aggregation=str(raw["aggregation"]),
        training=dict(raw.get("training", {})),
        metrics=dict(raw.get("metrics", {})),
        known_failures=tuple(str(entry) for entry in raw.get("known_failures", ())),
    )


def _front_end(raw: Mapping[str, Any]) -> FrontEnd:
    return FrontEnd(
        n_fft=int(raw["n_fft"]),
        hop_length=int(raw["hop_length"]),
        n_mels=int(raw["n_mels"]),
        f_min=float(raw["f_min"]),
        f_max=float(raw["f_max"]),
        compression=str(raw["compression"]),
    )


def _tag(raw: Mapping[str, Any]) -> ModelTag:
    measured = raw.get("metrics")
    return ModelTag(
        name=str(raw["name"]),
        category=Category(raw["category"]),
        threshold=float(raw["threshold"]),
        careful_threshold=float(raw["careful_threshold"]),
        activation=str(raw.get("activation", "sigmoid")),
        metrics=None if measured is None else _metrics(measured),
    )


def _metrics(raw: Mapping[str, Any]) -> TagMetrics:
    def number(key: str) -> float | None:
        return None if raw.get(key) is None else float(raw[key])

    return TagMetrics(int(raw["positives"]), number("roc_auc"), number("pr_auc"))


def _check(card: ModelCard) -> None:
    def need(condition: bool, problem: Text) -> None:
        if not condition:
            raise ModelError("Model card of “{name}”: {problem}.", name=card.name, problem=problem)

    need(bool(card.name.strip()), Text("the name is empty"))
    need(
        8_000 <= card.sample_rate <= 192_000,
        Text("the sample rate of {rate} Hz is out of range", rate=card.sample_rate),
    )
    longest = 60 * card.sample_rate
    need(
        0 < card.chunk_samples <= longest, Text("the chunk must be longer than 0 and at most 60 s")
    )
    need(card.embedding_width > 0, Text("the embedding width must be positive"))
    need(0 < len(card.tags) <= 2_000, Text("there must be between 1 and 2,000 tags"))
    need(
        card.aggregation == "mean",
        Text("the aggregation “{name}” is not known", name=card.aggregation),
    )
    names = [(tag.category, tag.name.casefold()) for tag in card.tags]
    need(len(set(names)) == len(names), Text("a tag appears twice in one category"))
    for tag in card.tags:
        need(bool(tag.name.strip()), Text("a tag has no name"))
        need(
            tag.activation in ACTIVATIONS,
            Text("the activation “{name}” is not known", name=tag.activation),
        )
        for threshold in (tag.threshold, tag.careful_threshold):
            need(
                math.isfinite(threshold),
                Text("a threshold of “{name}” is not a finite number", name=tag.name),
            )
