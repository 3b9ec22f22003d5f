"""`train`: a system learns from a data set and becomes a model file."""

import argparse
import os
from dataclasses import replace
from pathlib import Path

import torch

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.augmentation.names import AUGMENTATIONS, augmentations
from training.commands.inputs import Commands, count, data_sets, read, seed, vocabulary
from training.commands.recipes import recipe_named
from training.configuration import Recipe, Training
from training.datasets.cache import ArrayCache
from training.datasets.emotify import read_shares
from training.datasets.readers import READERS
from training.datasets.recording import DataSet
from training.datasets.selection import Selection, selected, with_shares
from training.datasets.translation import translated
from training.optimization.distributed import joined
from training.optimization.losses import LOSSES
from training.reports.page import write_page
from training.reports.report import run_report
from training.runs.train import train_system

GIGABYTE = 10**9


def add(commands: Commands) -> None:
    """Declare the command."""
    train = commands.add_parser(
        "train",
        help="train a system, going on where a run stopped, and write its model file",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Several GPUs: torchrun --nproc_per_node=N -m training train …",
        epilog=data_sets() + "\n\n" + _augmentations(),
    )
    train.add_argument("--recipe", required=True, metavar="R", help="see `recipes`")
    train.add_argument("--data", type=Path, required=True, help="folder, or file, of the data set")
    train.add_argument(
        "--reader", choices=READERS, default="manifest", metavar="NAME", help="see below"
    )
    train.add_argument(
        "-o", "--output", type=Path, required=True, metavar="RUN", help="folder of the run"
    )
    add_selection(train)
    _add_overrides(train)
    train.add_argument(
        "--cache", type=Path, metavar="DIR", help="decoded recordings (default: beside the run)"
    )
    train.add_argument(
        "--cache-gb", type=float, default=20.0, metavar="N", help="most of them (default 20)"
    )
    train.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    train.add_argument("--licence", default="", help="licence of the weights, for the model card")
    train.set_defaults(command=run)


def add_selection(train: argparse.ArgumentParser) -> None:
    """Declare what of a data set is learned; see `chosen_data`."""
    chosen = train.add_argument_group("what is learned")
    chosen.add_argument(
        "--shares", type=Path, metavar="CSV", help="shares of Emotify's listeners, as moods"
    )
    chosen.add_argument("--categories", type=_categories, default=frozenset(), metavar="A,B")
    chosen.add_argument(
        "--tags",
        type=lambda text: frozenset(_words(text)),
        default=frozenset(),
        metavar="A,B",
        help="only these tags",
    )
    chosen.add_argument(
        "--files", default="", metavar="PATTERN", help="only these files, such as '*/live/*'"
    )
    chosen.add_argument(
        "--exclusive",
        type=_categories,
        default=frozenset(),
        metavar="A,B",
        help="categories of which a recording has one tag: they take softmax",
    )
    chosen.add_argument(
        "--complete",
        action="store_true",
        help="take a label that is not there as absent, where there is another of its category",
    )
    chosen.add_argument(
        "--own-words",
        action="store_true",
        help="keep the data set's words; else tags get the vocabulary's names, and words that mean"
        " the same become one",
    )


def _add_overrides(train: argparse.ArgumentParser) -> None:
    changed = train.add_argument_group("instead of what the recipe says")
    changed.add_argument("--epochs", type=count, metavar="N")
    changed.add_argument("--steps", type=count, metavar="N", help="in an epoch")
    changed.add_argument("--batch", type=count, metavar="N", help="chunks in a step")
    changed.add_argument("--seed", type=seed, metavar="N")
    changed.add_argument(
        "--loss",
        type=_losses,
        default={},
        metavar="CATEGORY=LOSS,…",
        help=f"{', '.join(LOSSES)}; l1 and l2 for positions on a scale, such as other=l2 for"
        " valence and arousal",
    )
    changed.add_argument("--augment", metavar="A,B", help="augmentations, see below; or none")


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the model file is written."""
    recipe = overridden(recipe_named(options.recipe), options)
    if options.device == "cuda" and not torch.cuda.is_available():
        raise TaggerError("There is no GPU that torch can use; leave --device out.")
    if options.device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    data = chosen_data(options)
    cache = options.cache or options.output.absolute().parent / "cache"
    with joined() as share:
        trained = train_system(
            recipe,
            data,
            options.output,
            cache=ArrayCache(cache, int(options.cache_gb * GIGABYTE)),
            decode=decode,
            licence=options.licence,
        )
    if share.rank == 0:
        if not trained.report_path.is_file():
            write_page(trained.report_path, run_report(trained))
        print(trained.model_path)  # noqa: T201 - the command's output
    return 0


def chosen_data(options: argparse.Namespace) -> DataSet:
    """The data set, and what of it is asked for."""
    data = read(options.reader, options.data)
    if not options.own_words:
        data = translated(data, vocabulary(options.vocabulary))
    if options.shares:
        data = with_shares(data, read_shares(options.shares))
    return selected(
        data,
        Selection(
            options.categories, options.tags, options.files, options.exclusive, options.complete
        ),
    )


def overridden(recipe: Recipe, options: argparse.Namespace) -> Recipe:
    """The recipe with what the command line says instead.

    Raises:
        TaggerError: an augmentation is not known, or the system learns without steps.
    """
    changes = {
        name: value
        for name in ("epochs", "steps", "batch", "loss")
        if (value := getattr(options, name))
    }
    if changes and not isinstance(recipe.learning, Training):
        raise TaggerError(f"{recipe.name} learns in one go; leave --{', --'.join(changes)} out.")
    if isinstance(recipe.learning, Training):
        losses = {**recipe.learning.losses, **changes.pop("loss", {})}
        recipe = replace(recipe, learning=replace(recipe.learning, losses=losses, **changes))
    if options.seed is not None:
        recipe = replace(recipe, seed=options.seed)
    if options.augment is not None:
        names = tuple(_words(options.augment)) if options.augment != "none" else ()
        augmentations(names)
        recipe = replace(recipe, augmentations=names)
    return recipe


def _augmentations() -> str:
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


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _categories(text: str) -> frozenset[Category]:
    try:
        return frozenset(Category(word) for word in _words(text))
    except ValueError:
        known = ", ".join(category.value for category in Category)
        raise argparse.ArgumentTypeError(f"the categories are {known}") from None


def _losses(text: str) -> dict[Category, str]:
    parts = [word.partition("=") for word in _words(text)]
    if unknown := [loss for _, _, loss in parts if loss not in LOSSES]:
        raise argparse.ArgumentTypeError(f"there is no loss {unknown[0]!r}")
    return {category: loss for name, _, loss in parts for category in _categories(name)}
