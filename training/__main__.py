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
    judge,
    recipes,
    train,
    visualize,
)
from training.commands.inputs import count

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
    judge,
)
"""In the order of the help."""
STOPPED = 130
"""Exit code after Ctrl+C, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 130 if a person stopped it."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    torch.set_num_threads(options.threads)
    try:
        code: int = options.command(options)
    except TaggerError as error:
        _tell(str(error))
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _tell(f"{where}{error.strerror or error}. See that it may be used and the disk has room.")
        return 1
    except KeyboardInterrupt:
        _tell("Stopped; train, benchmark and distill go on where they were when started again.")
        return STOPPED
    return code


def _tell(text: str) -> None:
    print(f"training: {text}", file=sys.stderr)  # noqa: T201 - the command line's message


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--threads", type=count, default=2, help="CPU threads (default 2)")
    parser.add_argument(
        "--vocabulary", type=Path, default=VOCABULARY, help="tags and their aliases (JSON)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
