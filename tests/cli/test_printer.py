import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tagger_app.catalog.store import open_catalog
from tagger_app.cli.printer import Printer, follow
from tagger_app.pipeline.events import Event, Tick
from tagger_app.pipeline.similar import Compared


def test_ctrl_c_waits_for_the_end_of_a_step(tmp_path: Path) -> None:
    with open_catalog(tmp_path / "catalog.sqlite") as catalog:

        def steps() -> Iterator[Event]:
            with catalog.transaction():
                signal.raise_signal(signal.SIGINT)
                catalog.library.add([tmp_path])
            yield Tick()
            raise AssertionError("a person wanted it to stop")

        with pytest.raises(KeyboardInterrupt):
            follow("Working", steps(), lambda _: None)
        assert catalog.library.folders() == [tmp_path]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_waits_for_nothing() -> None:
    reached = []

    def steps() -> Iterator[Event]:
        signal.raise_signal(signal.SIGINT)
        reached.append("first")
        signal.raise_signal(signal.SIGINT)
        reached.append("second")
        yield Tick()

    with pytest.raises(KeyboardInterrupt):
        follow("Working", steps(), lambda _: None)
    assert reached == ["first"]


def test_ctrl_c_in_the_last_step_still_stops_the_command() -> None:
    def steps() -> Iterator[Event]:
        yield Tick()
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        follow("Working", steps(), lambda _: None)


def test_a_comparison_is_stopped_between_two_steps() -> None:
    def steps() -> Generator[Compared, None, str]:
        signal.raise_signal(signal.SIGINT)
        yield Compared(1, 2)
        return "too late"

    with pytest.raises(KeyboardInterrupt):
        Printer(as_json=True).finish("Comparing", steps())


def test_where_ctrl_c_is_ignored_it_stays_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        follow("Working", iter([Tick()]), lambda _: None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def test_other_threads_may_follow_a_use_case() -> None:
    seen: list[Event] = []
    events: Iterator[Event] = iter([Tick()])
    thread = threading.Thread(target=follow, args=("Working", events, seen.append))
    thread.start()
    thread.join()
    assert seen == [Tick()]


INTERRUPTED_WHILE_LOADING = """
import signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "tqdm":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv = ["tagger-app", "scan"]
from tagger_app.__main__ import main
sys.exit(main())
"""


def test_ctrl_c_while_the_program_loads_ends_it_without_a_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
