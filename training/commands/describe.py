"""`describe`: what is in a data set."""

import argparse
from pathlib import Path

from training.commands.inputs import Commands, data_sets, read
from training.datasets.describe import as_text, describe
from training.datasets.readers import READERS


def add(commands: Commands) -> None:
    """Declare the command."""
    told = commands.add_parser(
        "describe",
        help="tell what is in a data set: counts, balance, durations, splits, faults",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=data_sets(),
    )
    told.add_argument(
        "data",
        type=Path,
        nargs="?",
        metavar="DATA",
        help="folder, or file, of the data set; without it the layout the reader wants is told",
    )
    told.add_argument("--reader", required=True, choices=READERS, metavar="NAME", help="see below")
    told.add_argument("--check", action="store_true", help="open every audio file")
    told.add_argument(
        "--faults", type=int, default=5, metavar="N", help="name so many faults of each kind"
    )
    told.add_argument("--json", action="store_true", help="one object on stdout")
    told.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when it is told."""
    if options.data is None:
        print(READERS[options.reader].layout)  # noqa: T201 - the command's output
        return 0
    described = describe(read(options.reader, options.data), check=options.check)
    text = described.to_json() if options.json else as_text(described, most_faults=options.faults)
    print(text)  # noqa: T201 - the command's output
    return 0
