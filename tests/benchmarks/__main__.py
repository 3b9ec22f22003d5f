"""How fast the program is here: `python -m tests.benchmarks [--music FOLDER] [--model FILE]`.

Ends with what is wanted of the window beside what was measured, and with an error where a limit is
missed on a machine that was at rest.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import Engine
from tagger_app.inference.model_store import ModelStore, load_model_file
from tagger_app.paths import resources_folder
from tests.benchmarks import machine
from tests.benchmarks.limits import Verdict
from tests.benchmarks.music import music_in
from tests.benchmarks.opening import opening_figures
from tests.benchmarks.stages import stage_times
from tests.benchmarks.startup import seconds_to_engine, seconds_to_window
from tests.benchmarks.throughput import Throughput, throughput
from tests.benchmarks.window_scale import window_figures
from tests.samples import write_samples

EIGHT, FULL = Coverage(8), Coverage(None)
RUNS = 3
MEGABYTE = 2**20
_Figures = dict[str, float]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    options, load = _parse(arguments), machine.load()
    with ExitStack() as stack:
        music = _music(options.music, options.tracks, stack)
        model = options.model or ModelStore([resources_folder() / "models"]).default().path
        card = load_model_file(model).card
        _table("Machine", machine.facts())
        _table(
            "Task",
            [
                ("music", f"{len(music)} tracks, {_kinds(music)}"),
                ("model", f"{card.name} {card.version}, {card.chunk_seconds:.2f} s chunks"),
            ],
        )
        figures: dict[str, float] = {}
        for part in options.parts:
            figures |= _PARTS[part](options, model, music)
    if figures:
        title = f"The window: {machine.told(load)} before, {machine.told(machine.load())} after"
        verdict = Verdict(figures, load)
        sys.stdout.write("\n".join([title, *(f"  {line}" for line in verdict.lines()), ""]))
        sys.exit(verdict.failed)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--music", type=Path, help="a folder of music; sample pieces without it")
    parser.add_argument("--model", type=Path, help="a model file; the bundled one without it")
    parser.add_argument("--tracks", type=int, default=40, help="the most tracks heard")
    parser.add_argument("--staged", type=int, default=12, help="tracks of the stage table")
    parser.add_argument("--library", type=int, default=100_000, help="tracks the window shows")
    parser.add_argument(
        "--parts", nargs="+", default=list(_PARTS), choices=_PARTS, help="only these, in order"
    )
    return parser.parse_args(arguments)


def _music(folder: Path | None, most: int, stack: ExitStack) -> list[Path]:
    if folder is None:
        sys.stderr.write("composing sample pieces of two minutes…\n")
        scratch = stack.enter_context(tempfile.TemporaryDirectory())
        return write_samples(Path(scratch), seconds=120)
    music = music_in(folder)
    step = max(1, len(music) // most)
    return music[::step][:most]


def _kinds(music: Iterable[Path]) -> str:
    suffixes = [path.suffix.lower() for path in music]
    return ", ".join(f"{suffixes.count(kind)} {kind}" for kind in sorted(set(suffixes)))


def _stages(options: argparse.Namespace, model: Path, music: Sequence[Path]) -> _Figures:
    tracks = music[: options.staged]
    rows = []
    for coverage in (EIGHT, FULL):
        found = stage_times(model, tracks, coverage)
        rows.append(
            (
                str(coverage),
                f"decode {found.decode:7.1f}   probe {found.probe:5.1f}   "
                f"front end {found.front_end:7.1f}   network {found.network:7.1f}   "
                f"all {found.total:7.1f}   {found.times_real_time:6.0f} × real time",
            )
        )
    _table(f"Stages: CPU ms per track on one core, medians of {len(tracks)} tracks", rows)
    return {}


def _throughput(_: argparse.Namespace, model: Path, music: Sequence[Path]) -> _Figures:
    with Engine(model) as engine:
        title = f"Engine: {engine.workers} processes, {engine.device_note}"
        throughput(engine, music[: 2 * engine.workers], EIGHT)  # starts all processes
        rows = []
        for coverage, runs in ((EIGHT, RUNS), (FULL, 1)):
            found = [throughput(engine, music, coverage) for _ in range(runs)]
            rows += [(str(coverage), text) for text in _figures(found, engine.workers)]
    _table(title, rows)
    return {}


def _start(_: argparse.Namespace, model: Path, __: Sequence[Path]) -> _Figures:
    window = seconds_to_window()
    _table(
        "Start",
        [
            ("first window", "none shown" if window is None else f"{window:.2f} s"),
            ("engine process", f"{seconds_to_engine(model):.2f} s"),
        ],
    )
    return {}


def _library(options: argparse.Namespace, _: Path, __: Sequence[Path]) -> _Figures:
    _table(f"The window with {options.library:,} tracks", [])
    return window_figures(options.library)


def _opening(_: argparse.Namespace, __: Path, music: Sequence[Path]) -> _Figures:
    _table("Tracks of five minutes, from choosing one until it is drawn", [])
    return opening_figures(music)


_PARTS: dict[str, Callable[[argparse.Namespace, Path, Sequence[Path]], _Figures]] = {
    "stages": _stages,
    "throughput": _throughput,
    "start": _start,
    "library": _library,
    "opening": _opening,
}
"""What is measured, in this order; each prints what it finds, some return figures of `limits`."""


def _figures(found: Sequence[Throughput], workers: int) -> Iterable[str]:
    middle = sorted(found, key=lambda run: run.tracks_per_minute)[len(found) // 2]
    possible = statistics.median(run.tracks_per_minute_undisturbed(workers) for run in found)
    yield (
        f"{middle.tracks_per_minute:6.0f} tracks per minute, {middle.times_real_time:5.0f} ×"
        f" real time, {middle.failed} failed ({possible:.0f} if no other program wanted the cores)"
    )
    yield (
        f"peak memory: parent {middle.parent_bytes / MEGABYTE:.0f} MB,"
        f" engine {middle.engine_bytes / MEGABYTE:.0f} MB"
    )


def _table(title: str, rows: Iterable[tuple[str, str]]) -> None:
    lines = [title, *(f"  {name:14} {value}" for name, value in rows), ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
