"""How fast the program is here: `python -m tests.benchmarks [--music FOLDER] [--model FILE]`."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import Engine
from tagger_app.inference.model_store import ModelStore, load_model_file
from tagger_app.paths import resources_folder
from tests.benchmarks import machine
from tests.benchmarks.music import music_in
from tests.benchmarks.stages import stage_times
from tests.benchmarks.startup import seconds_to_engine, seconds_to_window
from tests.benchmarks.throughput import Throughput, throughput
from tests.samples import write_samples

EIGHT, FULL = Coverage(8), Coverage(None)
RUNS = 3
MEGABYTE = 2**20


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    options = _parse(arguments)
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
        _stages(model, music[: options.staged])
        _throughput(model, music)
    window = seconds_to_window()
    _table(
        "Start",
        [
            ("first window", "none shown" if window is None else f"{window:.2f} s"),
            ("engine process", f"{seconds_to_engine(model):.2f} s"),
        ],
    )


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--music", type=Path, help="a folder of music; sample pieces without it")
    parser.add_argument("--model", type=Path, help="a model file; the bundled one without it")
    parser.add_argument("--tracks", type=int, default=40, help="the most tracks heard")
    parser.add_argument("--staged", type=int, default=12, help="tracks of the stage table")
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


def _stages(model: Path, music: Sequence[Path]) -> None:
    rows = []
    for coverage in (EIGHT, FULL):
        found = stage_times(model, music, coverage)
        rows.append(
            (
                str(coverage),
                f"decode {found.decode:7.1f}   probe {found.probe:5.1f}   "
                f"front end {found.front_end:7.1f}   network {found.network:7.1f}   "
                f"all {found.total:7.1f}   {found.times_real_time:6.0f} × real time",
            )
        )
    _table(f"Stages: CPU ms per track on one core, medians of {len(music)} tracks", rows)


def _throughput(model: Path, music: Sequence[Path]) -> None:
    with Engine(model) as engine:
        title = f"Engine: {engine.workers} processes, {engine.device_note}"
        throughput(engine, music[: 2 * engine.workers], EIGHT)  # starts all processes
        rows = []
        for coverage, runs in ((EIGHT, RUNS), (FULL, 1)):
            found = [throughput(engine, music, coverage) for _ in range(runs)]
            rows += [(str(coverage), text) for text in _figures(found, engine.workers)]
    _table(title, rows)


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
