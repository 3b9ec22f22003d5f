"""How many tracks the engine hears in a minute, and what memory that takes."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import Engine, HeardFile


@dataclass(frozen=True, slots=True)
class Throughput:
    """Of one run: wall-clock seconds, CPU seconds of all children, seconds of music heard of."""

    tracks: int
    failed: int
    seconds: float
    cpu_seconds: float
    music_seconds: float
    parent_bytes: int
    engine_bytes: int

    @property
    def tracks_per_minute(self) -> float:
        """By the clock."""
        return 60 * self.tracks / self.seconds

    @property
    def times_real_time(self) -> float:
        """By the clock."""
        return self.music_seconds / self.seconds

    def tracks_per_minute_undisturbed(self, workers: int) -> float:
        """What idle cores would give: by CPU time, were every worker to have a core of its own."""
        return 60 * self.tracks * workers / self.cpu_seconds


def throughput(engine: Engine, music: Sequence[Path], coverage: Coverage) -> Throughput:
    """Hear the tracks once with a started engine."""
    before = _cpu_seconds()
    start = time.perf_counter()
    heard, failed, music_seconds = 0, 0, 0.0
    parent = children = 0
    for news in engine.hear(music, coverage):
        if isinstance(news, HeardFile):
            heard += 1
            music_seconds += news.heard.facts.duration
        elif news is not None:
            failed += 1
        mine, theirs = _memory()
        parent, children = max(parent, mine), max(children, theirs)
    return Throughput(
        heard,
        failed,
        time.perf_counter() - start,
        _cpu_seconds() - before,
        music_seconds,
        parent,
        children,
    )


def _children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _is_worker(child)]


def _is_worker(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return "spawn_main" in " ".join(process.cmdline())
    return False


def _cpu_seconds() -> float:
    times = [child.cpu_times() for child in _children()]
    return float(sum(used.user + used.system for used in times))


def _memory() -> tuple[int, int]:
    """Bytes of the parent and of all children; shared pages count once where that is known."""

    def size(process: psutil.Process) -> int:
        with suppress(psutil.Error):
            used = process.memory_full_info()
            return int(getattr(used, "pss", used.uss))
        return 0

    return size(psutil.Process()), sum(size(child) for child in _children())
