"""`recipes`: the systems that can be trained, or one of them with everything it says."""

import argparse
import inspect
import json
from functools import partial

from tagger_app.core.errors import TaggerError
from training.commands.inputs import Commands
from training.configuration import Recipe
from training.models.names import ARCHITECTURES
from training.recipes import RECIPES
from training.runs.facts import recipe_to_json

TAGS = 50
"""Outputs of the networks whose parameters are counted."""


def add(commands: Commands) -> None:
    """Declare the command."""
    told = commands.add_parser("recipes", help="tell which systems can be trained, and how")
    told.add_argument("name", nargs="?", metavar="NAME", help="tell this recipe whole")
    told.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when it is told."""
    print(table() if options.name is None else whole(options.name))  # noqa: T201 - the output
    return 0


def recipe_named(name: str) -> Recipe:
    """A recipe of the table.

    Raises:
        TaggerError: there is none of that name.
    """
    if name not in RECIPES:
        raise TaggerError(f"There is no recipe {name!r}; `recipes` tells which there are.")
    return RECIPES[name]()


def table() -> str:
    """All recipes: name, parameters, architecture and title."""
    lines = [f"{'recipe':<19}{'parameters':>12}  {'architecture':<19}title"]
    for name, make in RECIPES.items():
        recipe = make()
        lines.append(
            f"{name:<19}{parameters(recipe):>12,}  {recipe.architecture:<19}{recipe.title}"
        )
    return "\n".join(lines)


def whole(name: str) -> str:
    """One recipe with everything it says."""
    recipe = recipe_named(name)
    make = RECIPES[name]
    why = inspect.getdoc(make.func if isinstance(make, partial) else make) or ""
    values = recipe_to_json(recipe)
    return f"{recipe.title}\n\n{why}\n\n{json.dumps(values, indent=2, ensure_ascii=False)}"


def parameters(recipe: Recipe, tags: int = TAGS) -> int:
    """Number of values that a system learns."""
    return ARCHITECTURES[recipe.architecture](tags, **recipe.options).parameter_count()
