"""A training run's folder: what was asked for, how it went, and what came of it.

recipe.json          the recipe and the facts of its data, written first
checkpoint.pt        where a killed run goes on
history.csv          one row an epoch
weights.safetensors  the trained network
validation.npz       what it says about the validation part
model.onnx           the model file for the program
report.html, tensorboard/
"""

import csv
import importlib.metadata
import json
import math
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.configuration import (
    Linear,
    OptimizerOptions,
    Recipe,
    ScheduleOptions,
    Training,
    Unsupervised,
)
from training.datasets.recording import Floats, Tag
from training.models.names import ARCHITECTURES
from training.models.network import Network

SCORED_AS_VALUES = frozenset({"l1", "l2"})
"""Losses under which an output is a position on a scale and not a probability."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run knows of its data.

    `splits`: recordings in each. `fingerprint`: of the recordings, their splits and targets, so
    that a run is not continued on others. `versions`: of Python and the libraries.
    """

    data: str
    tags: tuple[Tag, ...]
    exclusive: frozenset[Category]
    splits: Mapping[str, int]
    fingerprint: str
    seed: int
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EpochRow:
    """One row of `history.csv`; NaN where nothing was measured."""

    epoch: int
    step: int
    learning_rate: float
    train_loss: float
    val_loss: float
    val_roc_auc: float
    val_pr_auc: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Validation:
    """What the trained network says about the validation part.

    truth: [recordings, tags], NaN unknown. scores: [recordings, tags], the mean over chunks.
    embeddings: [recordings, width], likewise. titles, groups: [recordings]. logits: [chunks of
    all recordings, tags], from which `calibrate` starts; chunks: [recordings], how many of them
    are each recording's.
    """

    truth: Floats
    scores: Floats
    embeddings: Floats
    titles: NDArray[np.str_]
    groups: NDArray[np.str_]
    logits: Floats
    chunks: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """A run's folder; its parts may not be there yet."""

    folder: Path
    recipe: Recipe
    facts: Facts

    @property
    def checkpoint_path(self) -> Path:
        """Where a killed run goes on."""
        return self.folder / "checkpoint.pt"

    @property
    def weights_path(self) -> Path:
        """The trained network; only a run that came to its end has it."""
        return self.folder / "weights.safetensors"

    @property
    def history_path(self) -> Path:
        """One row an epoch."""
        return self.folder / "history.csv"

    @property
    def validation_path(self) -> Path:
        """What the trained network says about the validation part."""
        return self.folder / "validation.npz"

    @property
    def model_path(self) -> Path:
        """The model file."""
        return self.folder / "model.onnx"

    @property
    def report_path(self) -> Path:
        """The report."""
        return self.folder / "report.html"

    @property
    def tensorboard_path(self) -> Path:
        """Folder of TensorBoard's logs."""
        return self.folder / "tensorboard"

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The outputs, in order."""
        return self.facts.tags

    @property
    def activations(self) -> tuple[str, ...]:
        """[tags]: see `activations_of`."""
        return activations_of(self.recipe, self.facts.tags, self.facts.exclusive)

    def fresh_network(self) -> Network:
        """The network with first weights that follow from the seed."""
        torch.manual_seed(self.facts.seed)
        constructor = ARCHITECTURES[self.recipe.architecture]
        return constructor(len(self.tags), **self.recipe.options)

    def network(self) -> Network:
        """The trained network, ready to hear.

        Raises:
            TaggerError: the run is not finished, or its weights are not this network's.
        """
        if not self.weights_path.is_file():
            raise TaggerError(
                f"{self.folder}: the run has no trained network yet; let `train` finish it."
            )
        network = self.fresh_network()
        try:
            network.load_state_dict(load_file(self.weights_path))
        except (RuntimeError, SafetensorError, OSError) as error:
            raise TaggerError(
                f"{self.weights_path} does not fit {self.recipe.architecture}: {error}"
            ) from None
        return network.eval()

    def save_weights(self, network: Network) -> None:
        """Write the trained network; complete or not at all."""
        partial = self.weights_path.with_suffix(".partial")
        state = {name: t.detach().cpu().contiguous() for name, t in network.state_dict().items()}
        save_file(state, partial)
        partial.replace(self.weights_path)

    def history(self) -> tuple[EpochRow, ...]:
        """The epochs so far."""
        if not self.history_path.is_file():
            return ()
        with self.history_path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            return tuple(
                EpochRow(
                    int(row["epoch"]),
                    int(row["step"]),
                    *(_number(row[f.name]) for f in fields(EpochRow)[2:]),
                )
                for row in rows
            )

    def save_history(self, rows: Iterable[EpochRow]) -> None:
        """Write all epochs anew."""
        partial = self.history_path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([f.name for f in fields(EpochRow)])
            for row in rows:
                values = [getattr(row, f.name) for f in fields(EpochRow)]
                writer.writerow(["" if math.isnan(value) else value for value in values])
        partial.replace(self.history_path)

    def validation(self) -> Validation:
        """What the trained network says about the validation part.

        Raises:
            TaggerError: the run is not finished.
        """
        try:
            with np.load(self.validation_path, allow_pickle=False) as arrays:
                return Validation(*(arrays[f.name] for f in fields(Validation)))
        except (OSError, KeyError, ValueError) as error:
            raise TaggerError(
                f"{self.validation_path} cannot be read ({error}); let `train` finish the run."
            ) from None

    def save_validation(self, validation: Validation) -> None:
        """Write what the trained network says; complete or not at all."""
        partial = self.validation_path.with_suffix(".partial")
        with partial.open("wb") as stream:
            np.savez_compressed(
                stream, **{f.name: getattr(validation, f.name) for f in fields(Validation)}
            )
        partial.replace(self.validation_path)


def activations_of(
    recipe: Recipe, tags: Sequence[Tag], exclusive: frozenset[Category]
) -> tuple[str, ...]:
    """[tags]: what makes a score of each logit, by the loss of the tag's category.

    softmax over an exclusive category, linear for a position on a scale, else sigmoid.
    """
    losses = recipe.learning.losses if isinstance(recipe.learning, Training) else {}

    def one(category: Category) -> str:
        loss = losses.get(category, "softmax" if category in exclusive else "sigmoid")
        return (
            "linear" if loss in SCORED_AS_VALUES else "softmax" if loss == "softmax" else "sigmoid"
        )

    return tuple(one(category) for category, _ in tags)


def start_run(folder: Path, recipe: Recipe, facts: Facts) -> Run:
    """A new run in a folder, or the same one again, to go on where it stopped.

    Raises:
        TaggerError: the folder holds another run, or cannot be written.
    """
    path = folder / "recipe.json"
    if path.exists():
        before = open_run(folder)
        for what, one, other in (
            ("another recipe", _recipe_json(before.recipe), _recipe_json(recipe)),
            ("other data", _identity(before.facts), _identity(facts)),
        ):
            if one != other:
                raise TaggerError(
                    f"{folder} holds a run with {what} ({_differences(one, other)}). Name another"
                    " folder, or ask for the same again to go on with it."
                )
        return before
    text = json.dumps({"recipe": _recipe_json(recipe), "data": _facts_json(facts)}, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise TaggerError(f"{folder} cannot be written ({error.strerror}).") from None
    return open_run(folder)


def open_run(folder: Path) -> Run:
    """A run that was started before.

    Raises:
        TaggerError: there is none, or its `recipe.json` cannot be read.
    """
    path = folder / "recipe.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Run(folder, _recipe(raw["recipe"]), _facts(raw["data"]))
    except OSError:
        raise TaggerError(f"{folder} holds no run: it has no readable recipe.json.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise TaggerError(f"{path} cannot be understood: {error!r}.") from None


def versions() -> dict[str, str]:
    """Of Python and of the libraries on which the figures depend."""
    names = ("torch", "torchaudio", "numpy", "scikit-learn", "onnx")
    return {"python": platform.python_version()} | {n: importlib.metadata.version(n) for n in names}


def _recipe_json(recipe: Recipe) -> dict[str, Any]:
    """As JSON reads it back, so that recipes can be compared."""
    plain = asdict(recipe) | {"learner": "linear"}
    if isinstance(recipe.learning, Training):
        plain["learner"] = "training"
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def _recipe(raw: Mapping[str, Any]) -> Recipe:
    values = {name: value for name, value in raw.items() if name != "learner"}
    learning = dict(values["learning"])
    if raw["learner"] == "training":
        learning["optimizer"] = OptimizerOptions(**learning["optimizer"])
        learning["schedule"] = ScheduleOptions(**learning["schedule"])
        learning["losses"] = {Category(c): loss for c, loss in learning["losses"].items()}
        values["learning"] = Training(**learning)
    else:
        values["learning"] = Linear(**learning)
    if values["unsupervised"] is not None:
        values["unsupervised"] = Unsupervised(**values["unsupervised"])
    values["augmentations"] = tuple(values["augmentations"])
    return Recipe(**values)


def _facts_json(facts: Facts) -> dict[str, Any]:
    return asdict(facts) | {
        "tags": [[category.value, name] for category, name in facts.tags],
        "exclusive": sorted(facts.exclusive),
    }


def _identity(facts: Facts) -> dict[str, Any]:
    return {name: value for name, value in _facts_json(facts).items() if name != "versions"}


def _facts(raw: Mapping[str, Any]) -> Facts:
    values = dict(raw)
    values["tags"] = tuple((Category(category), name) for category, name in raw["tags"])
    values["exclusive"] = frozenset(Category(category) for category in raw["exclusive"])
    return Facts(**values)


def _differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return ", ".join(sorted(key for key in one | other if one.get(key) != other.get(key)))


def _number(text: str) -> float:
    return float(text) if text else math.nan
