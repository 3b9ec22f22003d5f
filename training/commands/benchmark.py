"""`benchmark`: all systems on the same recordings, in one table."""

import argparse
from pathlib import Path

from tagger_app.audio.decode import decode
from training.benchmark.benchmark import Setting, run_benchmark
from training.benchmark.competitors import Trained, Transferred
from training.benchmark.table import as_markdown
from training.benchmark.trial import System
from training.commands.inputs import Commands, above_zero, count, data_sets, from_zero
from training.commands.recipes import recipe_named
from training.commands.train import add_selection, chosen_data
from training.datasets.readers import READERS
from training.distillation.recipes import PUBLISHED
from training.import_published import read_words
from training.recipes import LAST_LAYER, RECIPES, small_set

BASELINE = "mel_statistics"


def add(commands: Commands) -> None:
    """Declare the command."""
    compare = commands.add_parser(
        "benchmark",
        help="train and judge all systems on the same recordings, and write one table",
        description="Every system learns for the same time, with settings for a few hundred"
        " recordings (small_set in recipes.py), and is judged on artists it never heard. Stopped,"
        " it goes on where it was when it is started again; systems that are finished are kept.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=data_sets(),
    )
    compare.add_argument("--data", type=Path, required=True, help="folder, or file, of a data set")
    compare.add_argument(
        "--reader", choices=READERS, default="manifest", metavar="NAME", help="see below"
    )
    compare.add_argument(
        "--systems", metavar="A,B", help="only these recipes, in this order (default: all)"
    )
    compare.add_argument(
        "--folds",
        type=count,
        metavar="N",
        default=3,
        help="parts of which each is judged by who learned the others; 1: the data set's own split"
        " (default 3)",
    )
    compare.add_argument(
        "--minutes-per-system",
        type=above_zero,
        default=6.0,
        metavar="X",
        help="one CPU thread learns by gradient descent so long, over all folds (default 6)",
    )
    compare.add_argument(
        "--chunks",
        type=count,
        metavar="N",
        default=8,
        help="heard of a recording at most (default 8)",
    )
    compare.add_argument(
        "--seed", type=from_zero, metavar="N", default=0, help="of the folds (default 0)"
    )
    compare.add_argument(
        "--jobs", type=count, metavar="N", default=1, help="systems trained at a time (default 1)"
    )
    compare.add_argument(
        "--checkpoints",
        type=Path,
        metavar="DIR",
        help="folder of published checkpoints and tag-lists.json: adds networks that heard much"
        " other music before, under a new last layer",
    )
    compare.add_argument("--cache", type=Path, metavar="DIR", help="decoded recordings")
    compare.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="table.md, table.json, runs"
    )
    add_selection(compare)
    compare.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when every system is in the table."""
    names = [name.strip() for name in options.systems.split(",")] if options.systems else RECIPES
    systems: list[System] = [Trained(small_set(recipe_named(name))) for name in names]
    if options.checkpoints:
        systems += _published(options.checkpoints)
    rows = run_benchmark(
        systems,
        chosen_data(options),
        options.output,
        Setting(
            options.folds,
            options.minutes_per_system / options.folds,
            options.chunks,
            options.seed,
        ),
        cache=options.cache or options.output / "cache",
        decode=decode,
        baseline=BASELINE,
        jobs=options.jobs,
    )
    print(as_markdown(rows, []).strip())  # noqa: T201 - the command's output
    return 0 if all(row.facts for row in rows) else 1


def _published(folder: Path) -> list[Transferred]:
    """The published networks in a folder that did not learn from MagnaTagATune.

    That is music of Magnatune, as Emotify is.
    """
    words = folder / "tag-lists.json"
    return [
        Transferred(
            f"published_{source.name}",
            f"Published {source.name}, new last layer",
            folder / f"{source.name}.pth",
            source.architecture,
            len(read_words(f"{words}:{source.words}")),
            LAST_LAYER,
        )
        for source in PUBLISHED
        if not source.words.startswith("mtat")
    ]
