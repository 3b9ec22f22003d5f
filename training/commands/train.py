"""`train`: a system learns from a data set and becomes a model file."""

import argparse
import os
from pathlib import Path

import torch

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from training.commands.inputs import (
    Commands,
    above_zero,
    categories,
    data_sets,
    read,
    vocabulary,
    words,
)
from training.commands.overrides import add_overrides, how_to_augment, overridden
from training.commands.recipes import recipe_named
from training.datasets.cache import ArrayCache
from training.datasets.emotify import read_shares
from training.datasets.readers import READERS
from training.datasets.recording import DataSet
from training.datasets.selection import Selection, selected, with_shares
from training.datasets.translation import translated
from training.optimization.distributed import joined
from training.optimization.train import CHECKPOINT_SECONDS
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
        epilog=data_sets() + "\n\n" + how_to_augment(),
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
    add_overrides(train)
    train.add_argument(
        "--cache", type=Path, metavar="DIR", help="decoded recordings (default: beside the run)"
    )
    train.add_argument(
        "--cache-gb", type=float, default=20.0, metavar="N", help="most of them (default 20)"
    )
    train.add_argument(
        "--checkpoint-seconds",
        type=above_zero,
        default=CHECKPOINT_SECONDS,
        metavar="X",
        help="a killed run loses no more, and no more than an epoch (default %(default)g)",
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
    chosen.add_argument("--categories", type=categories, default=frozenset(), metavar="A,B")
    chosen.add_argument(
        "--tags",
        type=lambda text: frozenset(words(text)),
        default=frozenset(),
        metavar="A,B",
        help="only these tags",
    )
    chosen.add_argument(
        "--files", default="", metavar="PATTERN", help="only these files, such as '*/live/*'"
    )
    chosen.add_argument(
        "--exclusive",
        type=categories,
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
            checkpoint_seconds=options.checkpoint_seconds,
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
