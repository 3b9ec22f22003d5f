"""`recipes`: the systems that can be trained, or one of them with everything it says."""

import argparse
import inspect
import json
from collections.abc import Iterator
from functools import partial

from tagger_app.core.errors import TaggerError
from training.commands.inputs import Commands
from training.configuration import Recipe
from training.evaluation.speed import times_real_time
from training.models.names import ARCHITECTURES
from training.models.network import Network
from training.recipes import RECIPES
from training.runs.facts import recipe_to_json

TAGS = 50
"""Outputs of the networks whose parameters are counted."""


def add(commands: Commands) -> None:
    """Declare the command."""
    told = commands.add_parser("recipes", help="tell which systems can be trained, and how")
    told.add_argument("name", nargs="?", metavar="NAME", help="tell this recipe whole")
    told.add_argument(
        "--speed",
        action="store_true",
        help="measure too how many times faster than real time one CPU thread hears (minutes)",
    )
    told.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when it is told."""
    if options.name is None:
        for line in table(options.speed):
            print(line, flush=True)  # noqa: T201 - the output
    else:
        print(whole(options.name))  # noqa: T201 - the output
    return 0


def recipe_named(name: str) -> Recipe:
    """A recipe of the table.

    Raises:
        TaggerError: there is none of that name.
    """
    if name not in RECIPES:
        raise TaggerError(f"There is no recipe {name!r}; `recipes` tells which there are.")
    return RECIPES[name]()


def table(speed: bool = False) -> Iterator[str]:
    """All recipes, a line each: name, parameters, architecture, title, × real time if asked."""
    heading = f"{'× real time':>12}" if speed else ""
    yield f"{'recipe':<19}{'parameters':>12}{heading}  {'architecture':<19}title"
    for name, make in RECIPES.items():
        recipe = make()
        network = _network(recipe)
        rate = f"{times_real_time(network.eval()):>12.0f}" if speed else ""
        count = f"{network.parameter_count():>12,}"
        yield f"{name:<19}{count}{rate}  {recipe.architecture:<19}{recipe.title}"


def whole(name: str) -> str:
    """One recipe with everything it says."""
    recipe = recipe_named(name)
    make = RECIPES[name]
    why = inspect.getdoc(make.func if isinstance(make, partial) else make) or ""
    values = recipe_to_json(recipe)
    return f"{recipe.title}\n\n{why}\n\n{json.dumps(values, indent=2, ensure_ascii=False)}"


def parameters(recipe: Recipe, tags: int = TAGS) -> int:
    """Number of values that a system learns."""
    return _network(recipe, tags).parameter_count()


def _network(recipe: Recipe, tags: int = TAGS) -> Network:
    return ARCHITECTURES[recipe.architecture](tags, **recipe.options)
