"""Command line of training: `python -m training COMMAND --help`."""

import argparse
import dataclasses
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.emotify import read_shares
from training.datasets.manifest import Clip, read_manifest
from training.datasets.readers import READERS
from training.describe import as_text, describe
from training.distill import Sources, learn, learned, prepare
from training.evaluate import evaluate, table
from training.finish import finish
from training.hear import ModelFile
from training.import_published import import_published
from training.models.names import ARCHITECTURES
from training.recipes import RECIPES

VOCABULARY = Path(__file__).parents[1] / "resources" / "vocabulary.json"


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

    published = commands.add_parser(
        "import-published", help="turn a published checkpoint into a model file"
    )
    published.add_argument(
        "checkpoint", type=Path, metavar="FILE", help="a state dict (.pth) or Keras weights (.h5)"
    )
    published.add_argument("--architecture", required=True, choices=sorted(ARCHITECTURES))
    published.add_argument(
        "--tags",
        required=True,
        metavar="T",
        help="tags in output order: a text file, one a line; a JSON list; or FILE.json:KEY."
        " MTG-Jamendo's order is alphabetical by 'category---tag'",
    )
    published.add_argument(
        "--category",
        type=Category,
        choices=[Category.GENRE, Category.MOOD, Category.INSTRUMENT],
        help="category of the tags whose list tells none; else the vocabulary decides",
    )
    published.add_argument("--licence", default="", help="licence of the weights")
    published.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")
    published.set_defaults(command=_import)

    distil = commands.add_parser(
        "distill", help="train a network of our own, going on where a run stopped, and export it"
    )
    _add_student(distil)
    distil.set_defaults(command=_distill)

    last = commands.add_parser(
        "export", help="calibrate and export the last epoch of a run of `distill`"
    )
    _add_student(last)
    last.set_defaults(command=_export)

    judge = commands.add_parser("evaluate", help="compare a model file with labels")
    judge.add_argument("--model", type=Path, required=True, metavar="MODEL.onnx")
    judge.add_argument("--manifest", type=Path, action="append", required=True)
    judge.add_argument("--split", help="only clips of this part, such as val")
    judge.add_argument("--chunks", type=int, help="hear at most so many chunks of a clip")
    judge.add_argument("--json", action="store_true", help="one object per tag on stdout")
    judge.set_defaults(command=_evaluate)

    told = commands.add_parser(
        "describe",
        help="tell what is in a data set: counts, balance, durations, splits, faults",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="data sets:\n" + "\n".join(f"  {n:<20}{r.title}" for n, r in READERS.items()),
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
    told.set_defaults(command=_describe)
    return parser


def _add_student(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--recipe", choices=sorted(RECIPES), default="first")
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
    parser.add_argument("--model-version", default="1", help="version told in the model card")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL.onnx")


def _vocabulary(path: Path) -> Vocabulary:
    try:
        return Vocabulary.from_mapping(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise TaggerError(f"The vocabulary cannot be read: {error}.") from None


def _clips(manifests: Sequence[Path]) -> list[Clip]:
    return [clip for path in manifests for clip in read_manifest(path)]


def _import(options: argparse.Namespace) -> int:
    import_published(
        options.checkpoint,
        options.architecture,
        options.tags,
        _vocabulary(options.vocabulary),
        options.licence,
        options.output,
        options.category,
    )
    return 0


def _sources(options: argparse.Namespace) -> Sources:
    return Sources(
        _clips(options.manifest),
        read_shares(options.emotify) if options.emotify else {},
        _vocabulary(options.vocabulary),
        options.checkpoints,
        options.scratch,
    )


def _distill(options: argparse.Namespace) -> int:
    recipe, sources = RECIPES[options.recipe](), _sources(options)
    prepared = prepare(recipe, sources)
    network = learn(recipe, prepared, options.scratch / f"{recipe.name}.checkpoint")
    finish(recipe, sources, prepared, network, options.model_version, options.output)
    return 0


def _export(options: argparse.Namespace) -> int:
    recipe, sources = RECIPES[options.recipe](), _sources(options)
    network = learned(recipe, options.scratch / f"{recipe.name}.checkpoint")
    prepared = prepare(recipe, sources)
    finish(recipe, sources, prepared, network, options.model_version, options.output)
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    clips = _clips(options.manifest)
    if options.split:
        clips = [clip for clip in clips if clip.split == options.split]
    model = ModelFile(options.model, options.threads)
    results, failures = evaluate(
        model, clips, _vocabulary(options.vocabulary), decode, options.chunks
    )
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    if options.json:
        for result in results:
            print(json.dumps(dataclasses.asdict(result)))  # noqa: T201 - the command's output
    else:
        print(table(results))  # noqa: T201 - the command's output
    return 0 if results else 1


def _describe(options: argparse.Namespace) -> int:
    reader = READERS[options.reader]
    if options.data is None:
        print(reader.layout)  # noqa: T201 - the command's output
        return 0
    if not options.data.exists():
        raise TaggerError(f"{options.data} is not there.")
    described = describe(reader.read(options.data), check=options.check)
    text = described.to_json() if options.json else as_text(described, most_faults=options.faults)
    print(text)  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
