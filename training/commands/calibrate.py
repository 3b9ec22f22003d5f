"""`calibrate`: makes a finished run's scores mean what they say."""

import argparse
from pathlib import Path

import numpy as np

from tagger_app.audio.decode import decode
from training.commands.inputs import Commands, count, data_sets, read, vocabulary
from training.datasets.cache import ArrayCache
from training.datasets.completeness import assumed_complete
from training.datasets.emotify import read_shares
from training.datasets.readers import READERS
from training.datasets.recording import VALIDATION
from training.datasets.selection import with_shares
from training.datasets.translation import translated
from training.datasets.waveforms import Waveforms
from training.evaluation.evaluate import in_split
from training.reports.page import write_page
from training.reports.report import run_report
from training.runs.calibration import CalibrationErrors, calibrate_run
from training.runs.folder import Run, Validation, open_run
from training.runs.measuring import hear, validation_of
from training.runs.train import CHUNKS

CACHE_BYTES = 20 * 10**9


def add(commands: Commands) -> None:
    """Declare the command."""
    fitted = commands.add_parser(
        "calibrate",
        help="make a finished run's scores mean what they say, and choose its thresholds",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Fit slope and offset of every tag's logits (Platt), or one temperature of an\n"
        "exclusive category, to the validation recordings; fold them into the last layer; choose\n"
        "thresholds (largest F1, and 90 % precision); write weights, model file and report anew.",
        epilog=data_sets(),
    )
    fitted.add_argument("run", type=Path, metavar="RUN", help="folder of the run")
    fitted.add_argument(
        "--data",
        type=Path,
        help="a data set whose validation part becomes the run's (default: the run's own)",
    )
    fitted.add_argument(
        "--reader", choices=READERS, default="manifest", metavar="NAME", help="see below"
    )
    fitted.add_argument("--split", default=VALIDATION, help="of the data set (default val)")
    fitted.add_argument("--shares", type=Path, metavar="CSV", help="shares of Emotify's listeners")
    fitted.add_argument(
        "--complete",
        action="store_true",
        help="take a label that is not there as absent, where there is another of its category",
    )
    fitted.add_argument("--own-words", action="store_true", help="see `train`")
    fitted.add_argument(
        "--chunks", type=count, default=CHUNKS, help=f"heard of a recording (default {CHUNKS})"
    )
    fitted.add_argument(
        "--cache", type=Path, metavar="DIR", help="decoded recordings (default: beside the run)"
    )
    fitted.add_argument(
        "--repeats",
        type=count,
        default=1_000,
        help="draws for the report's intervals (default 1000)",
    )
    fitted.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when all is written."""
    finished = open_run(options.run)
    fitted = calibrate_run(finished, _heard(finished, options) if options.data else None)
    write_page(finished.report_path, run_report(finished, options.repeats))
    for what, errors in (
        ("before", fitted.before),
        ("after, on the same recordings", fitted.after),
        ("after, on groups left out in turn", fitted.elsewhere),
    ):
        print(f"{what}: {_told(errors)}")  # noqa: T201 - the command's output
    return 0


def _heard(finished: Run, options: argparse.Namespace) -> Validation:
    data = read(options.reader, options.data)
    if not options.own_words:
        data = translated(data, vocabulary(options.vocabulary))
    if options.shares:
        data = with_shares(data, read_shares(options.shares))
    if options.complete:
        data = assumed_complete(data)
    data = in_split(data, options.split)
    network = finished.network()
    cache = options.cache or options.run.absolute().parent / "cache"
    waveforms = Waveforms(ArrayCache(cache, CACHE_BYTES), network.sample_rate, decode)
    heard = hear(network, waveforms, data.recordings, options.chunks, "listening")
    return validation_of(heard, finished)


def _told(errors: CalibrationErrors) -> str:
    told = f"expected calibration error {errors.pooled:.3f}"
    if np.isnan(errors.pooled):
        return "cannot be told, as all recordings are of one group"
    if np.isnan(errors.mean):
        return told
    return f"{told}, mean of {errors.tags} tags with at least 10 positives {errors.mean:.3f}"
