"""`judge`: model files on the validation part of a recipe, beside its teachers."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from training.commands.distill import add_sources, sources
from training.commands.inputs import Commands, count
from training.distillation.judging.judge import RENDERS_FOLDER, REPEATS, judge
from training.distillation.judging.page import as_markdown
from training.distillation.recipes import DISTILLATIONS
from training.evaluation.hear import ModelFile


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "judge",
        help="judge model files on the validation part of a recipe of `distill`",
        description="Judge model files on the validation part of a recipe: against labels and"
        " teachers, beside every teacher and a simple baseline, with intervals by artist and the"
        " worst errors. The scratch folder of `distill` saves most of the time.",
    )
    add_sources(parser)
    parser.add_argument(
        "--model",
        type=Path,
        action="append",
        required=True,
        metavar="MODEL.onnx",
        help="repeat it to have several side by side",
    )
    parser.add_argument(
        "--renders",
        type=Path,
        help="folder for pieces of General MIDI, rendered once (default: in the scratch folder);"
        " needs FluidSynth",
    )
    parser.add_argument("--without-renders", action="store_true", help="no pieces of General MIDI")
    parser.add_argument(
        "--repeats", type=count, default=REPEATS, help=f"draws for intervals (default {REPEATS})"
    )
    parser.add_argument("--json", type=Path, metavar="OUT.json", help="write all figures")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the figures are told."""
    renders = options.renders or options.scratch / RENDERS_FOLDER
    models = [ModelFile(path, options.threads) for path in options.model]
    judged = judge(
        DISTILLATIONS[options.recipe](),
        sources(options),
        models,
        None if options.without_renders else renders,
        options.repeats,
    )
    if options.json:
        told = [
            {**one.figures.as_dict(), "errors": [asdict(errors) for errors in one.errors]}
            for one in judged
        ]
        options.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    page = as_markdown([one.figures for one in judged], [one.errors for one in judged])
    print(page, end="")  # noqa: T201 - the command's output
    return 0
