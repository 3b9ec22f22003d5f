"""`evaluate`: a model file judged on a data set."""

import argparse
import sys
from pathlib import Path

from tagger_app.audio.decode import decode
from training.commands.inputs import Commands, data_sets, read, vocabulary
from training.datasets.completeness import assumed_complete
from training.datasets.readers import READERS
from training.evaluation.evaluate import in_split, judge_model
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import as_markdown


def add(commands: Commands) -> None:
    """Declare the command."""
    judge = commands.add_parser(
        "evaluate",
        help="judge a model file on a data set, with confidence intervals",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=data_sets(),
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
    judge.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when the figures are told."""
    model = ModelFile(options.model, options.threads)
    data = read(options.reader, options.data)
    if options.complete:
        data = assumed_complete(data)
    if options.split:
        data = in_split(data, options.split)
    judgement, failures = judge_model(
        model,
        data,
        vocabulary(options.vocabulary),
        decode,
        most_chunks=options.chunks,
        repeats=options.repeats,
    )
    for failure in failures:
        print(failure, file=sys.stderr)  # noqa: T201 - the command line's message
    text = judgement.to_json() if options.json else as_markdown(judgement)
    print(text)  # noqa: T201 - the command's output
    return 0
