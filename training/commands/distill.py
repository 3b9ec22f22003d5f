"""`distill` and `finish`: one network of our own, from published ones and labels."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.commands.inputs import Commands, vocabulary
from training.datasets.emotify import read_shares
from training.datasets.manifest import Clip, read_manifest
from training.distillation.distill import Sources, prepare
from training.distillation.finish import finish
from training.distillation.learn import complete, learn, learned
from training.distillation.recipes import DISTILLATIONS


def add(commands: Commands) -> None:
    """Declare both commands."""
    distil = commands.add_parser(
        "distill", help="train a network of our own, going on where a run stopped, and export it"
    )
    _add_student(distil)
    distil.set_defaults(command=run)
    last = commands.add_parser(
        "finish", help="calibrate and export the last epoch of a run of `distill`"
    )
    _add_student(last)
    last.set_defaults(command=run_finish)


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Declare what a student of a recipe learns from."""
    parser.add_argument("--recipe", choices=sorted(DISTILLATIONS), default="base")
    parser.add_argument(
        "--manifest", type=Path, action="append", required=True, help="CSV of clips; repeatable"
    )
    parser.add_argument("--emotify", type=Path, help="CSV with the shares of Emotify's listeners")
    parser.add_argument(
        "--checkpoints", type=Path, required=True, help="folder of the teachers and tag-lists.json"
    )
    parser.add_argument(
        "--scratch", type=Path, required=True, help="folder for what is computed once"
    )


def _add_student(parser: argparse.ArgumentParser) -> None:
    add_sources(parser)
    parser.add_argument("--model-version", default="1", help="version told in the model card")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")


def run(options: argparse.Namespace) -> int:
    """Train, then calibrate and export; 0 when the model file is written."""
    recipe, given = DISTILLATIONS[options.recipe](), sources(options)
    prepared = prepare(recipe, given)
    parent = None
    if recipe.parent:
        older = DISTILLATIONS[recipe.parent]()
        parent = complete(older, prepared, options.scratch / f"{older.name}.checkpoint")
    network = learn(recipe, prepared, options.scratch / f"{recipe.name}.checkpoint", parent)
    finish(recipe, given, prepared, network, options.model_version, options.output)
    return 0


def run_finish(options: argparse.Namespace) -> int:
    """Calibrate and export what was trained; 0 when the model file is written."""
    recipe, given = DISTILLATIONS[options.recipe](), sources(options)
    prepared = prepare(recipe, given)
    network = learned(recipe, prepared, options.scratch / f"{recipe.name}.checkpoint")
    finish(recipe, given, prepared, network, options.model_version, options.output)
    return 0


def sources(options: argparse.Namespace) -> Sources:
    """What `add_sources` declared."""
    return Sources(
        _clips(options.manifest),
        read_shares(options.emotify) if options.emotify else {},
        vocabulary(options.vocabulary),
        options.checkpoints,
        options.scratch,
    )


def _clips(manifests: Sequence[Path]) -> list[Clip]:
    return [clip for path in manifests for clip in read_manifest(path)]
