"""A training run's folder: what was asked for, how it went, and what came of it.

recipe.json          the recipe and the facts of its data, written first
checkpoint.pt        where a killed run goes on
history.csv          one row an epoch
left_out.csv         recordings that cannot be heard, if any
weights.safetensors  the trained network
validation.npz       what it says about the validation part
model.onnx           the model file for the program
report.html, tensorboard/
"""

import csv
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.configuration import Recipe, Training
from training.datasets.recording import Floats, Tag
from training.models.names import ARCHITECTURES
from training.models.network import Network
from training.optimization.initialisation import initialise
from training.runs.facts import (
    Facts,
    activations_of,
    facts_from_json,
    facts_to_json,
    identity,
    recipe_from_json,
    recipe_to_json,
)


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
    def features_path(self) -> Path:
        """The network after its unsupervised stage."""
        return self.folder / "features.safetensors"

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
    def losses(self) -> Mapping[Category, str]:
        """By category, where the recipe asks for one."""
        learning = self.recipe.learning
        return learning.losses if isinstance(learning, Training) else {}

    @property
    def activations(self) -> tuple[str, ...]:
        """[tags]: see `activations_of`."""
        return activations_of(self.tags, self.facts.exclusive, self.losses)

    def fresh_network(self) -> Network:
        """The network with first weights that follow from the seed."""
        return self.fresh(self.recipe.architecture, **self.recipe.options)

    def fresh(self, architecture: str, **options: Any) -> Network:
        """Any network for the run's tags, likewise."""
        with torch.random.fork_rng([]):
            torch.manual_seed(self.facts.seed)
            network = ARCHITECTURES[architecture](len(self.tags), **options)
            if isinstance(self.recipe.learning, Training):
                initialise(network, self.recipe.learning.initialisation)
        return network

    def network(self) -> Network:
        """The trained network, ready to hear.

        Raises:
            TaggerError: the run is not finished, or its weights are not this network's.
        """
        network = self.fresh_network()
        if not load_weights(self.weights_path, network):
            raise TaggerError(
                f"{self.folder}: the run has no trained network yet; let `train` finish it."
            )
        return network.eval()

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


def save_weights(path: Path, network: Network) -> None:
    """Write a network's weights; complete or not at all.

    Raises:
        TaggerError: they cannot be written.
    """
    partial = path.with_suffix(".partial")
    state = {name: t.detach().cpu().contiguous() for name, t in network.state_dict().items()}
    try:
        save_file(state, partial)
        partial.replace(path)
    except (OSError, SafetensorError) as error:
        raise TaggerError(f"The weights {path} cannot be written: {error}.") from None


def load_weights(path: Path, network: Network) -> bool:
    """Give a network the weights in a file; False if there is none.

    Raises:
        TaggerError: they are another network's.
    """
    if not path.is_file():
        return False
    try:
        network.load_state_dict(load_file(path))
    except (RuntimeError, SafetensorError, OSError) as error:
        raise TaggerError(f"{path} does not fit the recipe's network: {error}") from None
    return True


def start_run(folder: Path, recipe: Recipe, facts: Facts) -> Run:
    """A new run in a folder, or the same one again, to go on where it stopped.

    Raises:
        TaggerError: the folder holds another run, or cannot be written.
    """
    path = folder / "recipe.json"
    if path.exists():
        before = open_run(folder)
        for what, one, other in (
            ("another recipe", recipe_to_json(before.recipe), recipe_to_json(recipe)),
            ("other data", identity(before.facts), identity(facts)),
        ):
            if one != other:
                raise TaggerError(
                    f"{folder} holds a run with {what} ({_differences(one, other)}). Name another"
                    " folder, or ask for the same again to go on with it."
                )
        return before
    text = json.dumps({"recipe": recipe_to_json(recipe), "data": facts_to_json(facts)}, indent=1)
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
        return Run(folder, recipe_from_json(raw["recipe"]), facts_from_json(raw["data"]))
    except OSError:
        raise TaggerError(f"{folder} holds no run: it has no readable recipe.json.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise TaggerError(f"{path} cannot be understood: {error!r}.") from None


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return ", ".join(sorted(key for key in {*one, *other} if one.get(key) != other.get(key)))
