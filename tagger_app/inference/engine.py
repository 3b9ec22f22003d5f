"""Hearing many files at once in child processes, from the parent's side.

Neither FFmpeg nor ONNX Runtime is loaded here: a decoder that crashes, hangs or eats memory costs
one file and never the program.
"""

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tagger_app.core.errors import Reason
from tagger_app.core.prediction import Coverage
from tagger_app.core.texts import Text
from tagger_app.core.track import Failure
from tagger_app.inference.device import Device, has_cuda_device, usable_cores
from tagger_app.inference.heard import Heard, Spectrogram
from tagger_app.isolation import WorkerPool

MOST_WORKERS = 8
"""More processes would hold more memory than a tagger should."""
CUDA_WORKERS = 4
"""Beside a graphics card decoding is the bottleneck; each process holds its own CUDA context."""

_MEMORY, _CUDA_MEMORY = 2 * 2**30, 8 * 2**30
_NICE = 5

# Time limits, in seconds: a slow disk delivers some megabytes a second at worst, and a slow core
# hears all of a track, compressed to 64 kbit/s or more, at five times the speed of its music.
_PATIENCE = 40.0
_SECONDS_PER_BYTE = 1 / 2_000_000
_SECONDS_PER_BYTE_IN_FULL = 1 / 40_000
_LONGEST = 3_600.0


@dataclass(frozen=True, slots=True)
class HeardFile:
    """A file and what the model says about it."""

    path: Path
    heard: Heard


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be heard, and why."""

    path: Path
    failure: Failure


@dataclass(frozen=True, slots=True)
class SketchedFile:
    """A file and a coarse spectrogram of all of it."""

    path: Path
    spectrogram: Spectrogram


@dataclass(frozen=True, slots=True)
class _Sketch:
    path: Path


@dataclass(frozen=True, slots=True)
class _Hear:
    path: Path
    coverage: Coverage
    spectrogram: bool


_Call = _Hear | _Sketch | None
_Answer = Heard | Spectrogram | Text | None


class Engine:
    """Child processes that each hold the model open and hear one file at a time.

    A context manager. The children start with the first call and stay until `close`.

    Args:
        model: the model file.
        device: "auto" and "cuda" fall back to the CPU where CUDA does not work.
        workers: processes; by default one for each usable core, or a few beside a graphics card.
        nice: by how much they give way to other programs.
    """

    def __init__(
        self,
        model: Path,
        device: Device = "auto",
        workers: int | None = None,
        *,
        nice: int = _NICE,
    ) -> None:
        cuda = device != "cpu" and has_cuda_device()
        self.workers = workers or min(usable_cores(), CUDA_WORKERS if cuda else MOST_WORKERS)
        self._note: Text | None = None
        self._pool: WorkerPool[_Call, _Answer] = WorkerPool(
            _start,
            (model, device, nice),
            size=self.workers,
            seconds=_time_limit,
            memory_bytes=_CUDA_MEMORY if cuda else _MEMORY,
        )

    def open(self) -> Generator[None, None, None]:
        """Open the model in a child process; yields None while time passes.

        Raises:
            ModelError: the model cannot be opened.
            IsolationError: the child process cannot be started.
        """
        for outcome in self._pool.run([None]) if not self._note else ():
            if outcome is not None and isinstance(outcome.value, Text):
                self._note = outcome.value
            yield None

    @property
    def device_note(self) -> Text:
        """What the model runs on and, where that is not the graphics card, why.

        Waits for the model to be opened, where that was not done before; raises what `open` does.
        """
        while self._note is None:
            for _ in self.open():
                pass
        return self._note

    def hear(
        self, paths: Iterable[Path], coverage: Coverage, *, spectrogram: bool = False
    ) -> Generator[HeardFile | FailedFile | None, None, None]:
        """Hear files; yields each as it is done, in no fixed order, and None when nothing is new.

        `paths` is consumed as processes become free. Closing the generator stops at once.

        Args:
            paths: the files.
            coverage: how much of each is heard.
            spectrogram: whether the spectrogram is wanted too.

        Raises:
            ModelError: the model cannot be opened.
            IsolationError: the child processes cannot be started.
        """
        calls = (_Hear(path, coverage, spectrogram) for path in paths)
        with closing(self._pool.run(calls)) as outcomes:
            for outcome in outcomes:
                if outcome is None or not isinstance(outcome.call, _Hear):
                    yield None
                elif isinstance(outcome.value, Heard):
                    yield HeardFile(outcome.call.path, outcome.value)
                else:
                    reason = outcome.failure or Reason.INTERNAL
                    yield FailedFile(outcome.call.path, Failure(reason, outcome.detail))

    def sketch(self, path: Path) -> Generator[SketchedFile | None, None, None]:
        """Take a first look at a file; yields None while time passes, and nothing else if it fails.

        Raises:
            ModelError: the model cannot be opened.
            IsolationError: the child process cannot be started.
        """
        for outcome in self._pool.run([_Sketch(path)]):
            if outcome is not None and isinstance(outcome.value, Spectrogram):
                yield SketchedFile(path, outcome.value)
            else:
                yield None

    def close(self) -> None:
        """End the child processes at once."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _time_limit(call: _Call) -> float:
    if not isinstance(call, _Hear):
        return _PATIENCE
    try:
        size = call.path.stat().st_size
    except OSError:
        return _PATIENCE
    full = call.coverage.chunks is None
    rate = _SECONDS_PER_BYTE_IN_FULL if full else _SECONDS_PER_BYTE
    return min(_PATIENCE + size * rate, _LONGEST)


def _start(model: Path, device: Device, nice: int) -> Callable[[_Call], _Answer]:
    """Runs in the child: opens the model."""
    from tagger_app.inference.session import open_session  # noqa: PLC0415  # only the child
    from tagger_app.inference.sketch import sketch  # noqa: PLC0415
    from tagger_app.inference.tagger import Tagger  # noqa: PLC0415  # loads these libraries

    with suppress(OSError, AttributeError):  # there is no nice on Windows
        os.nice(nice)
    session = open_session(model, device)
    tagger = Tagger(session)

    def serve(call: _Call) -> _Answer:
        if call is None:
            return session.device_note
        if isinstance(call, _Sketch):
            return sketch(session, call.path)
        return tagger.hear(call.path, call.coverage, spectrogram=call.spectrogram)

    return serve
