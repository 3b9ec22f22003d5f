"""Children that crash, hang or eat memory, and what the parent makes of it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tagger_app.audio.decode import decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import DecodeError, ModelError, Reason, TaggerError
from tagger_app.isolation import IsolationError, Outcome, WorkerPool

GIGABYTE = 2**30


def start_hearing(sample_rate: int) -> Callable[[Path], int]:
    """The child's side: decodes real files, and does what some file names ask for."""

    def hear(path: Path) -> int:
        if path.stem.startswith("abort"):
            os.abort()
        if path.stem.startswith("hang"):
            threading.Event().wait()
        if path.stem.startswith("eat"):
            return len(bytearray(8 * GIGABYTE))
        return decode(path, sample_rate).size

    return hear


def start_counting(log: Path) -> Callable[[str], str]:
    """Crashes on the first attempt of each call only."""

    def serve(call: str) -> str:
        with log.open("a") as stream:
            stream.write(f"{call}\n")
        if log.read_text().count(call) == 1:
            os.abort()
        return call.upper()

    return serve


def start_echo() -> Callable[[object], object]:
    def serve(call: object) -> object:
        print("noise of a library")  # noqa: T201  # must not reach the parent's standard output
        if call == "raise":
            raise ZeroDivisionError("a bug")
        if call == "stdin":
            return sys.stdin.read()
        return os.getpid() if call == "pid" else call

    return serve


def start_badly(kind: str) -> Callable[[object], object]:
    if kind == "model":
        raise ModelError("broken.onnx is not a model.")
    if kind == "crash":
        os._exit(3)
    raise KeyError(kind)


def pool_of(
    start: Callable[..., Callable[[Any], object]],
    *arguments: object,
    size: int = 1,
    seconds: float = 60,
) -> WorkerPool[Any, object]:
    return WorkerPool(start, arguments, size=size, seconds=seconds, memory_bytes=2 * GIGABYTE)


def outcomes(found: Iterator[Outcome[Any, object] | None]) -> list[Outcome[Any, object]]:
    return [outcome for outcome in found if outcome is not None]


def test_exactly_the_culprits_fail_in_a_run_of_real_files(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 44_100)).astype(np.float32)
    sound = [
        tmp_path / f"{i:02}{suffix}" for i in range(19) for suffix in (".wav", ".flac", ".mp3")
    ]
    for path in sound:
        write_audio(path, noise, 44_100)
    culprits = {
        tmp_path / "abort.wav": Reason.CRASHED,
        tmp_path / "hang.wav": Reason.HUNG,
        tmp_path / "eat.wav": Reason.OUT_OF_MEMORY,
        tmp_path / "text.wav": Reason.UNSUPPORTED,
        tmp_path / "gone.wav": Reason.MISSING,
    }
    (tmp_path / "text.wav").write_text("no audio at all\n" * 99)
    calls = list(sound)
    for place, path in enumerate(culprits):
        calls.insert(place * 12, path)

    def limit(path: Path) -> float:
        return 0.5 if path.stem == "hang" else 60

    with WorkerPool(
        start_hearing, (16_000,), size=2, seconds=limit, memory_bytes=2 * GIGABYTE
    ) as pool:
        done = [outcome for outcome in pool.run(calls) if outcome is not None]

    assert sorted(outcome.call for outcome in done) == sorted(calls)
    failures = {outcome.call: outcome.failure for outcome in done if outcome.failure is not None}
    if sys.platform != "linux":  # memory is bounded on Linux only
        failures.setdefault(tmp_path / "eat.wav", Reason.OUT_OF_MEMORY)
    assert failures == culprits
    assert all(outcome.value == 16_000 for outcome in done if outcome.failure is None)
    errors = {outcome.call: outcome.error for outcome in done if outcome.error is not None}
    assert errors.keys() == {tmp_path / "text.wav", tmp_path / "gone.wav"}
    assert all(isinstance(error, DecodeError) for error in errors.values())


def test_a_call_that_loses_its_child_gets_a_second_attempt(tmp_path: Path) -> None:
    with pool_of(start_counting, tmp_path / "log") as pool:
        done = outcomes(pool.run(["one", "two"]))
    assert [outcome.value for outcome in done] == ["ONE", "TWO"]


def test_a_bug_costs_one_call_and_keeps_the_child(capfd: pytest.CaptureFixture[str]) -> None:
    with pool_of(start_echo) as pool:
        before, bug, after = outcomes(pool.run(["pid", "raise", "pid"]))
    assert bug.failure is Reason.INTERNAL
    assert "ZeroDivisionError: a bug" in bug.detail
    assert before.value == after.value
    assert capfd.readouterr().out == ""


def test_children_have_no_standard_input() -> None:
    with pool_of(start_echo) as pool:
        assert [outcome.value for outcome in outcomes(pool.run(["stdin"]))] == [""]


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("model", ModelError, "broken.onnx is not a model"),
        ("crash", IsolationError, "exit code 3"),
        ("bug", IsolationError, "KeyError: 'bug'"),
    ],
)
def test_a_child_that_cannot_start_ends_the_run(
    kind: str, error: type[TaggerError], message: str
) -> None:
    with pool_of(start_badly, kind) as pool, pytest.raises(error, match=message):
        outcomes(pool.run([1, 2, 3]))


def test_closing_the_run_leaves_no_child_and_the_pool_usable(tmp_path: Path) -> None:
    hang = tmp_path / "hang.wav"
    fine = tmp_path / "fine.wav"
    write_audio(fine, np.zeros((1, 8_000), np.float32), 8_000)
    with pool_of(start_hearing, 16_000, size=2) as pool:
        run = pool.run([hang, hang, hang], tick=0.05)
        assert next(run) is None
        assert len(multiprocessing.active_children()) == 2
        run.close()
        assert not multiprocessing.active_children()
        assert [outcome.value for outcome in outcomes(pool.run([fine]))] == [16_000]
    assert not multiprocessing.active_children()


def start_hanging() -> Callable[[object], object]:
    def serve(call: object) -> object:
        print("hanging", file=sys.stderr, flush=True)  # noqa: T201  # what the test waits for
        threading.Event().wait()
        return call

    return serve


def run_that_hangs() -> None:
    with pool_of(start_hanging) as pool:
        outcomes(pool.run(["forever"]))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_children_end_with_their_parent(how: signal.Signals) -> None:
    program = (
        "from tests.test_isolation import run_that_hangs as run\nif __name__ == '__main__': run()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stderr is not None
        assert parent.stderr.readline() == "hanging\n"
        os.killpg(parent.pid, how) if how is signal.SIGINT else parent.kill()
        # The end of this stream comes only when every process that holds it has ended.
        assert parent.stderr.read().count("Traceback") == (how is signal.SIGINT)


def test_calls_are_taken_only_when_a_child_is_free() -> None:
    taken = []

    def calls() -> Iterator[object]:
        for number in range(50):
            taken.append(number)
            yield number

    with pool_of(start_echo, size=2) as pool:
        run = pool.run(calls())
        first = next(outcome for outcome in run if outcome is not None)
        assert first.value in {0, 1}
        assert len(taken) <= 4
        run.close()


def test_a_second_run_beside_an_unfinished_one_is_refused() -> None:
    with pool_of(start_echo, size=2) as pool:
        run = pool.run(["one", "two", "three"])
        first = next(outcome for outcome in run if outcome is not None)
        with pytest.raises(RuntimeError, match="another run"):
            next(pool.run(["four"]))
        rest = outcomes(run)  # the first goes on unharmed
        assert {outcome.value for outcome in (first, *rest)} == {"one", "two", "three"}
        assert [outcome.value for outcome in outcomes(pool.run(["five"]))] == ["five"]
