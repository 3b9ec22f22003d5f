"""A player of one track at a time, with a clock; it knows nothing of windows."""

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tagger_app.core.errors import Reason, TaggerError
from tagger_app.core.track import Failure
from tagger_app.playback.feed import Feed, Gap
from tagger_app.playback.output import Output, device_names
from tagger_app.playback.reading import Piece, Read, ReaderPool, open_reader_pool

_FIRST_SECONDS, _PIECE_SECONDS = 0.2, 0.5
"""Sound comes in pieces; the first is short, to be heard soon."""
_LOOK_SECONDS = 0.1
"""So often the thread looks after a track that plays."""
_FADE_SECONDS = 0.3
"""So long the device stays on after a pause."""
_STALE_SECONDS = 1.0
"""A piece that is not wanted any more is waited for so long before its process is ended."""
_END_SECONDS = 5.0
"""A system's sound server that does not answer is not waited for longer."""
_DEAF_SECONDS = 3.0
"""A device that has not asked for sound for so long was unplugged or hangs."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A track can be played; its length in seconds as claimed, 0.0 where nothing is."""

    path: Path
    duration: float


@dataclass(frozen=True, slots=True)
class Ended:
    """All of a track was heard."""

    path: Path


@dataclass(frozen=True, slots=True)
class Failed:
    """A track cannot be played, and why."""

    path: Path
    failure: Failure


@dataclass(frozen=True, slots=True)
class OutputFound:
    """What plays from now on, and the names one can choose from."""

    silent: bool
    names: tuple[str, ...]


PlayerEvent = Opened | Ended | Failed | OutputFound


class Player:
    """Plays files on a sound device, or silently where there is none.

    Nothing here waits: a thread of its own, begun with the first track, opens devices and asks a
    child process for sound.

    Args:
        tell: told what happens, in the player's thread.
        volume: from 0 to 1.
        device: name of a sound device; empty stands for the system's choice.
    """

    def __init__(
        self, tell: Callable[[PlayerEvent], None], *, volume: float = 1.0, device: str = ""
    ) -> None:
        self._tell = tell
        self._feed = Feed()
        self._feed.set_volume(volume)
        self._wake = threading.Condition()
        self._path: Path | None = None
        self._playing = False
        self._closing = False
        self._device = device
        self._thread: threading.Thread | None = None

    @property
    def path(self) -> Path | None:
        """The track."""
        return self._path

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as its sound is there."""
        return self._playing

    @property
    def position(self) -> float:
        """Seconds from the start of the track to what is heard."""
        return self._feed.position

    def load(self, path: Path | None, seconds: float = 0.0, *, playing: bool) -> None:
        """Put a track on, at a moment, and play it if wanted; None takes it off."""
        with self._wake:
            self._path, self._playing = path, playing and path is not None
            self._feed.run(False)
            self._feed.restart(seconds)
            self._feed.run(self._playing)
            self._begin()

    def play(self) -> None:
        """Go on."""
        with self._wake:
            if self._path is not None:
                if self._feed.finished:
                    self._feed.restart(0.0)
                self._playing = True
                self._feed.run(True)
                self._begin()

    def pause(self) -> None:
        """Hold."""
        with self._wake:
            self._playing = False
            self._feed.run(False)
            self._wake.notify()

    def seek(self, seconds: float) -> None:
        """Go to another moment of the track."""
        with self._wake:
            self._feed.restart(seconds)
            self._wake.notify()

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        self._feed.set_volume(volume)

    def set_device(self, name: str) -> None:
        """Play on another device; empty stands for the system's choice."""
        with self._wake:
            self._device = name
            self._wake.notify()

    def close(self) -> None:
        """End the sound and what makes it."""
        with self._wake:
            self._closing, self._playing = True, False
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)

    def _begin(self) -> None:
        if self._thread is None and self._playing and not self._closing:
            self._thread = threading.Thread(target=self._run, name="player", daemon=True)
            self._thread.start()
        self._wake.notify()

    def _run(self) -> None:
        output: Output | None = None
        opened_for = ""
        try:
            with open_reader_pool() as pool:
                while not self._closing:
                    if output is None or opened_for != self._device:
                        opened_for = self._device
                        output = self._reopened(output, opened_for)
                    if not self._tend(pool, output):
                        output = self._reopened(output, opened_for)
                    self._rest(output)
        finally:
            if output is not None:
                output.close()

    def _reopened(self, output: Output | None, name: str) -> Output:
        if output is not None:
            output.close()
        opened = Output(self._feed, name)
        self._feed.set_device(opened.rate, opened.latency)
        self._tell(OutputFound(opened.silent, device_names()))
        return opened

    def _tend(self, pool: ReaderPool, output: Output) -> bool:
        """Do what is to be done now; tells whether the device still works."""
        path = self._path
        if not self._playing or path is None:
            return True
        if not output.start():
            return False
        gap = self._feed.gap
        if gap is not None:
            self._fetch(pool, path, gap)
        elif self._feed.finished:
            self._finish(path)
        asked = max(self._feed.asked_at, output.started_at)
        return time.monotonic() - asked < _DEAF_SECONDS

    def _rest(self, output: Output) -> None:
        """Wait until there is something to do."""
        with self._wake:
            if self._closing or (self._playing and self._feed.gap is not None):
                return
            if self._playing:
                self._wake.wait(_LOOK_SECONDS)
                return
            if self._wake.wait(_FADE_SECONDS):
                return
        output.stop()
        with self._wake:
            if not (self._closing or self._playing):
                self._wake.wait()

    def _fetch(self, pool: ReaderPool, path: Path, gap: Gap) -> None:
        seconds = _PIECE_SECONDS if gap.waiting else _FIRST_SECONDS
        call = Read(path, gap.start, round(seconds * gap.rate), gap.rate)
        stale_since = None
        try:
            with closing(pool.run([call], tick=_LOOK_SECONDS)) as outcomes:
                for outcome in outcomes:
                    if outcome is None:
                        stale_since = stale_since or self._stale_since(gap)
                        if stale_since and time.monotonic() - stale_since > _STALE_SECONDS:
                            return
                    elif outcome.value is not None:
                        self._take(path, gap, outcome.value)
                    else:
                        reason = outcome.failure or Reason.INTERNAL
                        self._fail(path, gap, Failure(reason, outcome.detail))
        except TaggerError as error:
            self._fail(path, gap, Failure(Reason.INTERNAL, str(error)))

    def _stale_since(self, gap: Gap) -> float | None:
        if self._closing:
            return -_STALE_SECONDS  # at once
        return time.monotonic() if self._feed.turn != gap.turn else None

    def _take(self, path: Path, gap: Gap, piece: Piece) -> None:
        self._feed.put(gap.turn, piece.sound, ended=piece.ended)
        if not gap.waiting and path == self._path:
            self._tell(Opened(path, piece.duration))

    def _fail(self, path: Path, gap: Gap, failure: Failure) -> None:
        with self._wake:
            if path != self._path or self._feed.turn != gap.turn:
                return  # another is put on by now
            self._playing = False
            self._feed.run(False)
        self._tell(Failed(path, failure))

    def _finish(self, path: Path) -> None:
        with self._wake:
            if path != self._path or not self._feed.finished:
                return
            self._playing = False
            self._feed.run(False)
        self._tell(Ended(path))
