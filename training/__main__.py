"""Command line of training: `python -m training COMMAND --help`."""

import argparse
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
from training.datasets.completeness import assumed_complete
from training.datasets.emotify import read_shares
from training.datasets.manifest import Clip, read_manifest
from training.datasets.readers import READERS
from training.datasets.recording import DataSet
from training.describe import as_text, describe
from training.distill import Sources, learn, learned, prepare
from training.evaluate import in_split, judge_model
from training.finish import finish
from training.hear import ModelFile
from training.import_published import import_published
from training.judgement import as_markdown
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

    judge = commands.add_parser(
        "evaluate",
        help="judge a model file on a data set, with confidence intervals",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_data_sets(),
    )
    judge.add_argument("--model", type=Path, required=True, metavar="MODEL.onnx")
    judge.add_argument("--data", type=Path, required=True, help="folder, or file, of the data set")
    judge.add_argument(
        "--reader", choices=READERS, default="manifest", metavar="NAME", help="see below"
    )
    judge.add_argument("--split", help="only recordings of this part: train, val or test")
    judge.add_argument(
        "--complete",
        action="store_true",
        help="take a label that is not there as absent, where there is another of its category",
    )
    judge.add_argument("--chunks", type=int, help="hear at most so many chunks of a recording")
    judge.add_argument(
        "--repeats", type=int, default=1_000, help="draws for the intervals (default 1000)"
    )
    judge.add_argument("--json", action="store_true", help="one object on stdout")
    judge.set_defaults(command=_evaluate)

    told = commands.add_parser(
        "describe",
        help="tell what is in a data set: counts, balance, durations, splits, faults",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_data_sets(),
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


def _data_sets() -> str:
    return "data sets:\n" + "\n".join(f"  {n:<20}{r.title}" for n, r in READERS.items())


def _read(reader: str, path: Path) -> DataSet:
    if not path.exists():
        raise TaggerError(f"{path} is not there.")
    return READERS[reader].read(path)


def _evaluate(options: argparse.Namespace) -> int:
    model = ModelFile(options.model, options.threads)
    data = _read(options.reader, options.data)
    if options.complete:
        data = assumed_complete(data)
    if options.split:
        data = in_split(data, options.split)
    judgement, failures = judge_model(
        model,
        data,
        _vocabulary(options.vocabulary),
        decode,
        most_chunks=options.chunks,
        repeats=options.repeats,
    )
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    text = judgement.to_json() if options.json else as_markdown(judgement)
    print(text)  # noqa: T201 - the command's output
    return 0


def _describe(options: argparse.Namespace) -> int:
    if options.data is None:
        print(READERS[options.reader].layout)  # noqa: T201 - the command's output
        return 0
    described = describe(_read(options.reader, options.data), check=options.check)
    text = described.to_json() if options.json else as_text(described, most_faults=options.faults)
    print(text)  # noqa: T201 - the command's output
    return 0


if __name__ == "__main__":
    sys.exit(main())
