"""Command line of training: `python -m training COMMAND --help`."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from tagger_app.core.errors import TaggerError
from training.commands import (
    benchmark,
    calibrate,
    describe,
    distill,
    evaluate,
    export,
    import_published,
    recipes,
    train,
    visualize,
)

VOCABULARY = Path(__file__).parents[1] / "resources" / "vocabulary.json"
COMMANDS = (
    recipes,
    describe,
    train,
    evaluate,
    calibrate,
    visualize,
    export,
    import_published,
    benchmark,
    distill,
)
"""In the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    torch.set_num_threads(options.threads)
    try:
        code: int = options.command(options)
    except TaggerError as error:
        print(f"training: {error}", file=sys.stderr)  # noqa: T201 - the command line's message
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--threads", type=int, default=2, help="CPU threads (default 2)")
    parser.add_argument(
        "--vocabulary", type=Path, default=VOCABULARY, help="tags and their aliases (JSON)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
