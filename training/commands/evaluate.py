"""`evaluate`: model files judged on a data set."""

import argparse
import json
import sys
from pathlib import Path

from tagger_app.audio.decode import decode
from training.commands.inputs import Commands, data_sets, read, vocabulary
from training.datasets.completeness import assumed_complete
from training.datasets.readers import READERS
from training.datasets.recording import DataSet
from training.evaluation.comparison import as_table, compare
from training.evaluation.evaluate import hear, in_split
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import as_markdown

EXAMPLES = """\
examples:
  python -m training evaluate --model my.onnx --manifest music.csv
  python -m training evaluate --model mine.onnx --model published.onnx --manifest music.csv
  python -m training evaluate --model my.onnx --data GTZAN --reader gtzan-filtered --split test

"""


def add(commands: Commands) -> None:
    """Declare the command."""
    judge = commands.add_parser(
        "evaluate",
        help="judge model files on a data set, with confidence intervals",
        description="Judge model files on a data set, with confidence intervals. Words of model"
        " and data set are matched through the vocabulary.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=EXAMPLES + data_sets(),
    )
    judge.add_argument(
        "--model",
        type=Path,
        action="append",
        required=True,
        metavar="MODEL.onnx",
        help="repeat it to have several side by side",
    )
    what = judge.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--manifest",
        type=Path,
        metavar="M.csv",
        help="CSV with the column path and labels_genre, labels_mood, labels_instrument (words"
        " separated by |); the same as --data M.csv --reader manifest --complete",
    )
    what.add_argument("--data", type=Path, help="folder, or file, of the data set")
    judge.add_argument(
        "--reader", choices=READERS, default="manifest", metavar="NAME", help="see below"
    )
    judge.add_argument("--split", help="only recordings of this part: train, val or test")
    judge.add_argument(
        "--complete",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="take a label that is not there as absent, where there is another of its category"
        " (what --manifest does unless told --no-complete)",
    )
    judge.add_argument("--chunks", type=int, help="hear at most so many chunks of a recording")
    judge.add_argument(
        "--repeats", type=int, default=1_000, help="draws for the intervals (default 1000)"
    )
    judge.add_argument(
        "--json",
        action="store_true",
        help="one object on stdout; a list of them for several models",
    )
    judge.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the figures are told."""
    models = [ModelFile(path, options.threads) for path in options.model]
    words = vocabulary(options.vocabulary)
    heard, failures = hear(models, _data(options), words, decode, most_chunks=options.chunks)
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    if len(heard) > 1:
        compared = compare(heard, options.repeats)
        told = [{"model": one.name, **json.loads(one.own.to_json())} for one in compared]
        text = json.dumps(told, ensure_ascii=False) if options.json else as_table(compared)
    else:
        judgement = heard[0].judged(options.repeats)
        text = judgement.to_json() if options.json else as_markdown(judgement)
    print(text)  # noqa: T201 - the command's output
    return 0


def _data(options: argparse.Namespace) -> DataSet:
    by_manifest = options.manifest is not None
    data = read(
        "manifest" if by_manifest else options.reader,
        options.manifest if by_manifest else options.data,
    )
    if by_manifest if options.complete is None else options.complete:
        data = assumed_complete(data)
    return in_split(data, options.split) if options.split else data
