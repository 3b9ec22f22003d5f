"""`export`: the model file of a finished run, anew."""

import argparse
from pathlib import Path

from training.commands.inputs import Commands
from training.runs.export import export_run
from training.runs.folder import open_run


def add(commands: Commands) -> None:
    """Declare the command."""
    exported = commands.add_parser("export", help="write the model file of a finished run")
    exported.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    exported.add_argument("--model-version", default="1", help="version told in the model card")
    exported.add_argument("--licence", default="", help="licence of the weights")
    exported.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")
    exported.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the model file is written."""
    export_run(
        open_run(options.run),
        options.output,
        version=options.model_version,
        licence=options.licence,
    )
    return 0
