"""`recipes`: the systems that can be trained, some with everything they say, how fast they hear."""

import argparse
import inspect
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tagger_app.core.errors import TaggerError
from training.commands.inputs import Commands, words
from training.configuration import Recipe
from training.distillation.recipes import DISTILLATIONS
from training.evaluation.speed import CHUNKS, times_real_time, track_milliseconds
from training.export import graph_of
from training.models.names import ARCHITECTURES
from training.models.network import Network
from training.recipes import RECIPES
from training.runs.facts import recipe_to_json

TAGS = 50
"""Outputs of the networks whose parameters are counted."""


def add(commands: Commands) -> None:
    """Declare the command."""
    told = commands.add_parser("recipes", help="tell which systems can be trained, and how")
    told.add_argument("names", nargs="*", metavar="NAME", help="tell these recipes whole")
    told.add_argument(
        "--speed",
        action="store_true",
        help="measure too how many times faster than real time one CPU thread hears (minutes); with"
        f" names, how long it takes over {CHUNKS} chunks of a track, and how much faster that is"
        " than the first: of recipes, such as mel_resnet:width=48,blocks=2, of recipes of `distill`"
        " or of model files",
    )
    told.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when it is told."""
    if options.names and options.speed:
        lines = compared(options.names)
    elif options.names:
        lines = map(whole, options.names)
    else:
        lines = table(options.speed)
    for line in lines:
        print(line, flush=True)  # noqa: T201 - the output
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


def compared(names: Sequence[str]) -> Iterator[str]:
    """Several models, a line each: name, parameters, megabytes, milliseconds, × the first.

    Args:
        names: see the help of `--speed`.

    Raises:
        TaggerError: there is none of that name, or it has not got such an option.
    """
    networks = {name: _sized(name) for name in names if not _is_file(name)}
    models = {
        name: Path(name).read_bytes()
        if _is_file(name)
        else graph_of(networks[name].eval()).SerializeToString()
        for name in names
    }
    yield f"{'model':<32}{'parameters':>12}{'MB':>8}{'ms':>8}{'× as fast':>11}"
    took = track_milliseconds(models)
    for name, milliseconds in took.items():
        count = f"{networks[name].parameter_count():,}" if name in networks else ""
        size = len(models[name]) / 2**20
        faster = took[names[0]] / milliseconds
        yield f"{name:<32}{count:>12}{size:>8.1f}{milliseconds:>8.1f}{faster:>11.2f}"


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


def _is_file(name: str) -> bool:
    return name.endswith(".onnx")


def _sized(text: str) -> Network:
    """The network of a recipe, with other options where the text tells any."""
    name, _, rest = text.partition(":")
    if name in DISTILLATIONS:
        taught = DISTILLATIONS[name]()
        architecture, tags = taught.architecture, len(taught.tags)
        own = {"options": taught.front_end, **taught.options}
    else:
        recipe = recipe_named(name)
        architecture, tags, own = recipe.architecture, TAGS, dict(recipe.options)
    make = ARCHITECTURES[architecture]
    told = [word.partition("=") for word in words(rest)]
    known = inspect.signature(make).parameters.keys() - {"n_tags", "options"}
    if any(key not in known or not value.isdecimal() for key, _, value in told):
        keys = ", ".join(sorted(known))
        raise TaggerError(f"{text!r} is not NAME:KEY=N,… with whole numbers; keys are {keys}.")
    return make(tags, **{**own, **{key: int(value) for key, _, value in told}})
