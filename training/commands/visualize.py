"""`visualize`: the report of a finished run, anew."""

import argparse
from pathlib import Path

from training.commands.inputs import Commands, count
from training.reports.page import write_page
from training.reports.report import run_report
from training.runs.folder import open_run


def add(commands: Commands) -> None:
    """Declare the command."""
    told = commands.add_parser(
        "visualize",
        help="write the report of a finished run: one HTML page with all plots",
        description="Write the report of a finished run: what was trained on what, curves, figures"
        " per tag, confusion, calibration, the first layer's filters, a map of the recordings and"
        " the worst errors, on one HTML page that needs no network. Curves while a system learns:"
        " tensorboard --logdir RUN/tensorboard",
    )
    told.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    told.add_argument(
        "-o", "--output", type=Path, metavar="OUT.html", help="default: RUN/report.html"
    )
    told.add_argument(
        "--repeats", type=count, default=1_000, help="draws for the intervals (default 1000)"
    )
    told.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the page is written."""
    finished = open_run(options.run)
    output = options.output or finished.report_path
    write_page(output, run_report(finished, options.repeats))
    print(output)  # noqa: T201 - the command's output
    return 0
