"""Results on stdout, as text or as one JSON object per line; progress and messages on stderr."""

import json
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from tqdm import tqdm

from tagger_app.pipeline.events import (
    Event,
    FilesFound,
    TrackFailed,
    TrackHeard,
    TracksScanned,
    TrackWritten,
)
from tagger_app.pipeline.similar import Compared

Result = TypeVar("Result")


class Printer:
    """Prints one result at a time, past a progress bar if there is one."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, record: Mapping[str, Any], text: str) -> None:
        """Print one result: `record` as JSON, or `text`."""
        line = json.dumps(record) if self.as_json else _printable(text)
        with tqdm.external_write_mode(file=sys.stdout):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    def message(self, text: str) -> None:
        """Tell the person something that is no result."""
        with tqdm.external_write_mode(file=sys.stderr):
            sys.stderr.write(_printable(text) + "\n")

    def finish(self, label: str, steps: Generator[Compared, None, Result]) -> Result:
        """Run a comparison to its end under a progress bar; returns what it returns."""
        with (
            tqdm(desc=label, unit="track", file=sys.stderr, disable=None, leave=False) as bar,
            _stopping() as stop_if_asked,
        ):
            while True:
                try:
                    step = next(steps)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                stop_if_asked()
                bar.total = step.total
                bar.update(step.done - bar.n)


class Progress:
    """A progress bar with rate and time left; none where stderr is no terminal."""

    def __init__(self, label: str) -> None:
        self._bar = tqdm(
            desc=label, unit="track", file=sys.stderr, disable=None, dynamic_ncols=True, leave=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def show(self, event: Event) -> None:
        """Bring the bar up to date."""
        if isinstance(event, FilesFound):
            self._bar.set_postfix_str(f"{event.count} files found")
        elif isinstance(event, TracksScanned | TrackHeard | TrackFailed | TrackWritten):
            self._bar.total = event.total
            self._bar.update(event.done - self._bar.n)


def follow(label: str, events: Iterator[Event], on_event: Callable[[Event], None]) -> None:
    """Run a use case to its end under a progress bar.

    Ctrl+C is a KeyboardInterrupt after the step that is under way; a second one comes at once.
    """
    with Progress(label) as progress, _stopping() as stop_if_asked:
        for event in events:
            progress.show(event)
            on_event(event)
            stop_if_asked()
        stop_if_asked()


@contextmanager
def _stopping() -> Iterator[Callable[[], None]]:
    """Keeps Ctrl+C from breaking into a step, where it would close the catalog's connection.

    Yields what raises the KeyboardInterrupt between two steps. Where Ctrl+C is ignored, or is
    someone else's, it stays so.
    """
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield lambda: None
        return
    asked = False

    def remember(_number: int, _frame: object) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def stop_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, remember)
    try:
        yield stop_if_asked
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def counted(number: int, noun: str) -> str:
    """`1 track`, `2 tracks`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def name_of(path: Path) -> str:
    """A path in one line; the names of files may have several."""
    return "".join(_escape(char) if char in "\n\r\t" else char for char in str(path))


def clock(seconds: float) -> str:
    """`3:40`, or `1:03:40`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _printable(text: str) -> str:
    """File names may hold bytes that are no text, and tags may hold terminal control codes."""
    visible = "".join(c if c.isprintable() or c in "\n\t" else _escape(c) for c in text)
    encoding = sys.stdout.encoding or "utf-8"
    return visible.encode(encoding, "backslashreplace").decode(encoding)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
