"""Trains and judges all systems on the same recordings, in processes of their own."""

import json
import logging
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from tagger_app.core.errors import TaggerError
from training.benchmark.folds import folds, judged_part
from training.benchmark.table import Entry, Facts, Judged, Row, as_json, as_markdown, rows_of
from training.benchmark.trial import Studio, System, finished, read_trial, run_trial
from training.datasets.cache import ArrayCache
from training.datasets.corpus import Decode
from training.datasets.recording import DataSet, decision_array, fingerprint

SETTING, FAILURE = "setting.json", "failure.txt"
CACHE_BYTES = 8 * 2**30
PATIENCE = 6.0
"""A trial is ended when it takes so many times as long as it was given …"""
GRACE_SECONDS = 1_800.0
"""… and this beside, for what is not learned by gradient descent."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all systems have in common.

    `folds`: see `training.benchmark.folds.folds`. `minutes` of one thread of the CPU, for each
    system and fold. `chunks` of a recording that are heard at most. `seed` of the folds.
    """

    folds: int = 3
    minutes: float = 3.0
    chunks: int = 8
    seed: int = 0


def run_benchmark(
    systems: Sequence[System],
    data: DataSet,
    folder: Path,
    setting: Setting,
    *,
    cache: Path,
    decode: Decode,
    baseline: str,
    jobs: int = 1,
    repeats: int = 1_000,
) -> list[Row]:
    """Train and judge every system that is not finished; write `table.md` and `table.json`.

    The table is written anew after every system. A system that fails is in it with its reason, and
    is tried again when the benchmark is started again.

    Args:
        systems: in the order of the table.
        data: with exclusive categories for the accuracy and other tags for the areas.
        folder: a folder per system and fold goes there.
        setting: of all systems.
        cache: folder of decoded recordings.
        decode: (path, sample rate) → the whole file; a function of a module.
        baseline: name of the system the others are compared with.
        jobs: systems that are trained at a time, each in a process with one thread; with 0 they
            are trained in this process, one after another.
        repeats: draws for the intervals.

    Raises:
        TaggerError: the folder holds a benchmark with another setting, other tags or other
            recordings; the data cannot be split.
    """
    parts = folds(data, setting.folds, setting.seed)
    _keep_setting(folder, setting, data)
    tasks = [
        _Task(system, parts, folder / system.name, setting, cache, decode) for system in systems
    ]
    for task in tasks:
        (task.folder / FAILURE).unlink(missing_ok=True)
    with (
        ThreadPoolExecutor(max(1, jobs), "system") as threads,
        tqdm(total=len(tasks), desc="systems", disable=None) as bar,
    ):
        waiting = [task for task in tasks if not all(finished(place) for place in task.places)]
        bar.update(len(tasks) - len(waiting))
        for name in threads.map(_apart if jobs else _here, waiting):
            bar.set_postfix_str(name)
            bar.update()
            _tell(systems, parts, folder, setting, baseline, repeats=min(repeats, 100))
    return _tell(systems, parts, folder, setting, baseline, repeats)


@dataclass(frozen=True, slots=True)
class _Task:
    system: System
    parts: Sequence[DataSet]
    folder: Path
    setting: Setting
    cache: Path
    decode: Decode

    @property
    def places(self) -> list[Path]:
        """The folder of each fold."""
        return [self.folder / f"fold_{number}" for number in range(len(self.parts))]


def _apart(task: _Task) -> str:
    """Try a system in a process of its own, so that one that breaks takes no other with it."""
    process = multiprocessing.get_context("spawn").Process(target=_in_process, args=(task,))
    process.start()
    process.join((task.setting.minutes * 60.0 * PATIENCE + GRACE_SECONDS) * len(task.parts))
    if process.is_alive():
        process.kill()
        process.join()
        _fail(task.folder, "it took too long and was ended")
    elif process.exitcode and not all(finished(place) for place in task.places):
        _fail(task.folder, f"its process ended with exit code {process.exitcode}")
    return task.system.name


def _in_process(task: _Task) -> None:
    """What the process of a system does; its log goes into the system's folder."""
    task.folder.mkdir(parents=True, exist_ok=True)
    with (task.folder / "log.txt").open("a", encoding="utf-8") as stream:
        os.dup2(stream.fileno(), sys.stderr.fileno())
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        torch.set_num_threads(1)
        _here(task)


def _here(task: _Task) -> str:
    """Try a system; what goes wrong is noted."""
    name = task.system.name
    for number, (part, place) in enumerate(zip(task.parts, task.places, strict=True)):
        try:
            studio = Studio(
                ArrayCache(task.cache, CACHE_BYTES),
                task.decode,
                task.setting.chunks,
                task.setting.minutes,
            )
            run_trial(task.system, part, place, studio)
        except Exception as error:  # a system that breaks is told, and takes no other with it
            logger.exception("%s, fold %d", name, number)
            kind = "" if isinstance(error, TaggerError) else f"{type(error).__name__}: "
            _fail(task.folder, f"{kind}{error}")
            break
    else:
        (task.folder / FAILURE).unlink(missing_ok=True)
    return name


def _fail(folder: Path, why: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FAILURE).write_text(why + "\n", encoding="utf-8")


def _keep_setting(folder: Path, setting: Setting, data: DataSet) -> None:
    """Note what the systems have in common; refuse to mix two benchmarks.

    Raises:
        TaggerError: the folder holds another one.
    """
    common = {
        **asdict(setting),
        "data": data.name,
        "recordings": len(data.recordings),
        "tags": [[category.value, name] for category, name in data.tags],
        "exclusive": sorted(data.exclusive),
        "fingerprint": fingerprint(data),
    }
    path = folder / SETTING
    if path.is_file():
        try:
            before = dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise TaggerError(f"{path} cannot be read ({error}). Name another folder.") from None
        names = (*common, *(name for name in before if name not in common))
        if different := [name for name in names if before.get(name) != common.get(name)]:
            raise TaggerError(
                f"{folder} holds a benchmark with another setting ({', '.join(different)}). Name"
                " another folder, or ask for the same again to go on with it."
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, json.dumps(common, indent=1) + "\n")


def _tell(
    systems: Sequence[System],
    parts: Sequence[DataSet],
    folder: Path,
    setting: Setting,
    baseline: str,
    repeats: int,
) -> list[Row]:
    """Write the table of what is finished."""
    judged = [judged_part(part) for part in parts]
    data = parts[0]
    everything = [recording for part in judged for recording in part]
    truth = Judged(
        decision_array(everything, data.tags),
        [recording.group for recording in everything],
        np.repeat(np.arange(len(parts)), [len(part) for part in judged]),
        [i for i, (category, _) in enumerate(data.tags) if category in data.exclusive],
    )
    entries, missing = [], []
    for system in systems:
        places = [folder / system.name / f"fold_{number}" for number in range(len(parts))]
        if all(finished(place) for place in places):
            trials = [read_trial(place) for place in places]
            facts = Facts.of([trial for trial, _ in trials])
            scores = np.concatenate([said for _, said in trials])
            entries.append(Entry(system.name, system.title, facts, scores))
        else:
            missing.append(Row(system.name, system.title, why=_why(folder / system.name)))
    found = {row.name: row for row in (*rows_of(entries, truth, baseline, repeats), *missing)}
    rows = [found[system.name] for system in systems]
    heading = _heading(data, everything, setting, baseline)
    unheard = max((entry.facts.unheard for entry in entries), default=0)
    if unheard:
        heading += [
            "",
            f"{unheard} of these recordings cannot be heard, as the systems' `log.txt` tell, and"
            " got the mean of the others' scores.",
        ]
    _write(folder / "table.md", as_markdown(rows, heading))
    _write(folder / "table.json", as_json(rows, _told(setting, data, baseline)))
    return rows


def _why(folder: Path) -> str:
    path = folder / FAILURE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else "not finished"


def _heading(
    data: DataSet, everything: Sequence[object], setting: Setting, baseline: str
) -> list[str]:
    tags = len(data.tags)
    classes = sum(category in data.exclusive for category, _ in data.tags)
    groups = len({recording.group for recording in data.recordings})
    how = f"{setting.folds} folds by group" if setting.folds > 1 else "the data set's own split"
    return [
        f"{data.name}: {len(everything)} recordings judged, {groups} groups, {how}; {classes}"
        f" classes, {tags - classes} other tags. Learning by gradient descent:"
        f" {setting.minutes:g} minutes of one CPU thread for each system and fold. In brackets:"
        f" 95 % intervals from drawing groups. The baseline is `{baseline}`.",
    ]


def _told(setting: Setting, data: DataSet, baseline: str) -> Mapping[str, object]:
    return {**asdict(setting), "data": data.name, "baseline": baseline}


def _write(path: Path, text: str) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
