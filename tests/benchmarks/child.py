"""A measurement in a process of its own, whose time and memory are then the window's alone."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping

_STARTED = "TAGGER_BENCHMARK_STARTED"
_FIGURES = "figures "
"""Begins the line that tells the figures, in JSON."""


def figures_of(module: str, *arguments: str) -> dict[str, float]:
    """Run a module that `tell`s figures by the names of their `limits`; prints all else it says.

    A child that fails ends the program.
    """
    command = [sys.executable, "-m", module, *arguments]
    environment = os.environ | {_STARTED: str(time.time())}
    figures: dict[str, float] = {}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(_FIGURES):
                figures = json.loads(line.removeprefix(_FIGURES))
            else:
                sys.stdout.write(line)
                sys.stdout.flush()
    if child.returncode or not figures:
        sys.exit(f"{module} could not measure.")
    return figures


def tell(figures: Mapping[str, float]) -> None:
    """Tell the parent, from the child."""
    sys.stdout.write(f"{_FIGURES}{json.dumps(figures)}\n")


def seconds_since_start() -> float:
    """Since the parent started this child, which therefore counts the start of Python."""
    return time.time() - float(os.environ[_STARTED])
