"""What a command line may say instead of a recipe."""

import argparse
from collections.abc import Callable
from dataclasses import fields, replace

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.augmentation.names import AUGMENTATIONS, augmentations
from training.commands.inputs import above_zero, categories, count, from_zero, number, words
from training.configuration import Recipe, ScheduleOptions, Training
from training.optimization.initialisation import INITIALISATIONS
from training.optimization.losses import LOSSES
from training.optimization.optimizers import OPTIMIZERS
from training.optimization.schedules import SCHEDULES
from training.optimization.train import expect_consistent

_TRAINING = (
    "epochs",
    "steps",
    "batch",
    "schedule",
    "initialisation",
    "patience",
    "mixed_precision",
)
"""Options that are fields of `Training` too."""
_OPTIMIZER = {
    "optimizer": "name",
    "learning_rate": "learning_rate",
    "weight_decay": "weight_decay",
}
"""Option → field of `OptimizerOptions`."""


def add_overrides(train: argparse.ArgumentParser) -> None:
    """Declare the options; see `overridden`."""
    changed = train.add_argument_group("instead of what the recipe says")
    changed.add_argument("--epochs", type=count, metavar="N")
    changed.add_argument("--steps", type=count, metavar="N", help="in an epoch")
    changed.add_argument("--batch", type=count, metavar="N", help="chunks in a step")
    changed.add_argument("--seed", type=from_zero, metavar="N")
    changed.add_argument(
        "--loss",
        type=_losses,
        metavar="CATEGORY=LOSS,…",
        help=f"{', '.join(LOSSES)}; l1 and l2 for positions on a scale, such as other=l2 for"
        " valence and arousal",
    )
    changed.add_argument(
        "--optimizer", choices=tuple(OPTIMIZERS), metavar="NAME", help=", ".join(OPTIMIZERS)
    )
    changed.add_argument("--learning-rate", type=above_zero, metavar="X")
    changed.add_argument("--weight-decay", type=_not_negative, metavar="X")
    changed.add_argument(
        "--schedule",
        type=schedule,
        metavar="NAME[:KEY=X,…]",
        help=f"of the learning rate: {', '.join(SCHEDULES)}; such as step:period=5,factor=0.3,"
        " lengths in epochs; keys and what they are without being told:"
        f" {', '.join(f'{f.name} {f.default}' for f in fields(ScheduleOptions)[1:])}",
    )
    changed.add_argument(
        "--initialisation", choices=INITIALISATIONS, metavar="NAME", help=", ".join(INITIALISATIONS)
    )
    changed.add_argument(
        "--patience",
        type=from_zero,
        metavar="N",
        help="stop after so many epochs without a lower validation loss; 0: never",
    )
    changed.add_argument(
        "--mixed-precision", action=argparse.BooleanOptionalAction, help="half precision, or not"
    )
    changed.add_argument("--augment", metavar="A,B", help="augmentations, see below; or none")


def overridden(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """The recipe with what the command line says instead.

    Raises:
        TaggerError: an augmentation is not known, the system learns without steps, or the options
            contradict the recipe.
    """
    told = {
        name: value
        for name in (*_TRAINING, *_OPTIMIZER, "loss")
        if (value := getattr(options, name)) is not None
    }
    if isinstance(recipe.learning, Training):
        learning = replace(
            recipe.learning,
            **{name: told[name] for name in _TRAINING if name in told},
            losses={**recipe.learning.losses, **told.get("loss", {})},
            optimizer=replace(
                recipe.learning.optimizer,
                **{field: told[name] for name, field in _OPTIMIZER.items() if name in told},
            ),
        )
        expect_consistent(learning)
        recipe = replace(recipe, learning=learning)
    elif told:
        given = ", ".join(f"--{name.replace('_', '-')}" for name in told)
        raise TaggerError(f"{recipe.name} learns in one go; leave {given} out.")
    if options.seed is not None:
        recipe = replace(recipe, seed=options.seed)
    if options.augment is not None:
        names = words(options.augment) if options.augment != "none" else ()
        augmentations(names)
        recipe = replace(recipe, augmentations=names)
    return recipe


def how_to_augment() -> str:
    """The augmentations and how they are written, for the end of a help text."""
    rows = [
        f"  {name:<15}{row.amount.low:>7g}..{row.amount.high:<8g}{row.odds:<5.0%}{row.title},"
        f" {row.amount.unit}"
        for name, row in AUGMENTATIONS.items()
    ]
    return "\n".join(
        [
            "augmentations: NAME[:POLICY][:LOW..HIGH][:NN%],… in the order they are applied",
            "  POLICY    what becomes of labels that are no longer true: drop them (unless told),",
            "            change them, or keep them",
            "  LOW..HIGH the amount is drawn from it; the usual one stands below, its unit last",
            "  NN%       share of the chunks that are altered",
            "  such as --augment pitch_shift:-1..1:keep,white_noise:5..20:30%,spec_augment",
            "",
            *rows,
        ]
    )


def schedule(text: str) -> ScheduleOptions:
    """A schedule as it is written in an option: its name, and what of it is not as usual."""
    name, _, rest = text.partition(":")
    if name not in SCHEDULES:
        known = ", ".join(SCHEDULES)
        raise argparse.ArgumentTypeError(f"there is no schedule {name!r}; there are {known}")
    told: dict[str, float] = {}
    for word in words(rest):
        key, _, value = word.partition("=")
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise argparse.ArgumentTypeError(f"a schedule has no {key!r}; it has {known}")
        told[key] = _KEYS[key](value)
    return ScheduleOptions(name, **told)  # type: ignore[arg-type]  # `count` made the whole one


def _not_negative(text: str) -> float:
    return number(text, lambda value: value >= 0, "from 0 on")


def _share(text: str) -> float:
    return number(text, lambda value: 0 <= value <= 1, "from 0 to 1")


def _from_one(text: str) -> float:
    return number(text, lambda value: value >= 1, "from 1 on")


_KEYS: dict[str, Callable[[str], float]] = {
    "warm_up": _not_negative,
    "factor": above_zero,
    "period": above_zero,
    "growth": _from_one,
    "patience": count,
    "lowest": _share,
}
"""Field of `ScheduleOptions` → what reads it."""


def _losses(text: str) -> dict[Category, str]:
    parts = [word.partition("=") for word in words(text)]
    if unknown := [loss for _, _, loss in parts if loss not in LOSSES]:
        known = ", ".join(LOSSES)
        raise argparse.ArgumentTypeError(f"there is no loss {unknown[0]!r}; there are {known}")
    return {category: loss for name, _, loss in parts for category in categories(name)}
