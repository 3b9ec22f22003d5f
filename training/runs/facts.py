"""A run's recipe and the facts of its data, in memory and as JSON."""

import importlib.metadata
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tagger_app.core.fields import Category
from training.configuration import (
    Linear,
    OptimizerOptions,
    Recipe,
    ScheduleOptions,
    Training,
    Unsupervised,
)
from training.datasets.recording import Tag
from training.optimization.losses import ACTIVATIONS, columns_of


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


def activations_of(
    tags: Sequence[Tag], exclusive: frozenset[Category], losses: Mapping[Category, str]
) -> tuple[str, ...]:
    """[tags]: what makes a score of each logit, by the loss of the tag's category.

    softmax over an exclusive category, linear for a position on a scale, else sigmoid.
    """
    found = [""] * len(tags)
    for loss, columns in columns_of([category for category, _ in tags], exclusive, losses):
        for column in columns:
            found[column] = ACTIVATIONS[loss]
    return tuple(found)


def versions() -> dict[str, str]:
    """Of Python and of the libraries on which the figures depend."""
    names = ("torch", "torchaudio", "numpy", "scikit-learn", "onnx")
    return {"python": platform.python_version()} | {n: importlib.metadata.version(n) for n in names}


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    """As JSON reads it back, so that recipes can be compared."""
    plain = asdict(recipe) | {"learner": "linear"}
    if isinstance(recipe.learning, Training):
        plain["learner"] = "training"
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def recipe_from_json(raw: Mapping[str, Any]) -> Recipe:
    """What `recipe_to_json` made; KeyError, TypeError or ValueError where it did not."""
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
    for name in ("augmentations", "scales"):
        values[name] = tuple(values[name])
    return Recipe(**values)


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Plain values."""
    return asdict(facts) | {
        "tags": [[category.value, name] for category, name in facts.tags],
        "exclusive": sorted(facts.exclusive),
    }


def identity(facts: Facts) -> dict[str, Any]:
    """What must stay the same for a run to go on."""
    return {name: value for name, value in facts_to_json(facts).items() if name != "versions"}


def facts_from_json(raw: Mapping[str, Any]) -> Facts:
    """What `facts_to_json` made; KeyError, TypeError or ValueError where it did not."""
    values = dict(raw)
    values["tags"] = tuple((Category(category), name) for category, name in raw["tags"])
    values["exclusive"] = frozenset(Category(category) for category in raw["exclusive"])
    return Facts(**values)
