"""`evaluate`: model files judged on a data set."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.vocabulary import Vocabulary
from training.commands.inputs import Commands, count, data_sets, read, vocabulary
from training.datasets.completeness import assumed_complete
from training.datasets.readers import READERS
from training.datasets.recording import DataSet
from training.evaluation.comparison import as_table, compare
from training.evaluation.evaluate import hear, in_split, known_before
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import as_markdown
from training.evaluation.robustness import robustness
from training.reports.page import write_page
from training.reports.report import evaluation_report

REPEATS, ALTERED_REPEATS = 1_000, 200
"""Of the bootstrap; the areas of every tag under every condition take long to draw."""
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
    judge.add_argument(
        "--robustness",
        action="store_true",
        help="how the figures change when time is stretched, pitch shifted, the dynamic range"
        " compressed or noise added, instead of all figures; hears everything 17 times",
    )
    judge.add_argument("--chunks", type=count, help="hear at most so many chunks of a recording")
    judge.add_argument(
        "--repeats",
        type=count,
        help=f"draws for the intervals (default {REPEATS}, with --robustness {ALTERED_REPEATS})",
    )
    judge.add_argument(
        "--json",
        action="store_true",
        help="one object on stdout; a list of them for several models",
    )
    judge.add_argument(
        "--report", type=Path, metavar="OUT.html", help="write a page with plots, of one model"
    )
    judge.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the figures are told."""
    if options.report and (len(options.model) > 1 or options.robustness):
        raise TaggerError("--report tells all figures of one model; leave the rest out.")
    models = [ModelFile(path, options.threads) for path in options.model]
    words, data = vocabulary(options.vocabulary), _data(options)
    for warning in filter(None, (known_before(model.card, data) for model in models)):
        print(warning, file=sys.stderr)  # noqa: T201 - the command line's message
    if options.robustness:
        return _alter(options, models, data, words)
    repeats = options.repeats or REPEATS
    heard, failures = hear(models, data, words, decode, most_chunks=options.chunks)
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    if len(heard) > 1:
        compared = compare(heard, repeats)
        told = [{"model": one.name, **json.loads(one.own.to_json())} for one in compared]
        text = json.dumps(told, ensure_ascii=False) if options.json else as_table(compared)
    else:
        judgement = heard[0].judged(repeats)
        if options.report:
            write_page(options.report, evaluation_report(heard[0], judgement, repeats))
        text = judgement.to_json() if options.json else as_markdown(judgement)
    print(text)  # noqa: T201 - the command's output
    return 0


def _alter(
    options: argparse.Namespace, models: Sequence[ModelFile], data: DataSet, words: Vocabulary
) -> int:
    """Tell the robustness of each model."""
    repeats = options.repeats or ALTERED_REPEATS
    told = []
    for model in models:
        measured, failures = robustness(
            model, data, words, decode, most_chunks=options.chunks, repeats=repeats
        )
        told.append(measured)
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    objects = [json.loads(measured.to_json()) for measured in told]
    as_json = json.dumps(objects if len(objects) > 1 else objects[0], ensure_ascii=False)
    as_tables = "\n\n".join(measured.as_markdown() for measured in told)
    print(as_json if options.json else as_tables)  # noqa: T201 - the command's output
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
