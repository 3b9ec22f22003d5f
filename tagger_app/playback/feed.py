"""The sound that waits between the decoder and the device, and what of it was heard."""

import threading
import time
from collections import deque
from dataclasses import dataclass

import numpy as np

from tagger_app.playback.reading import Stereo

AHEAD_SECONDS = 3.0
"""So much sound waits at most."""

_RATE = 48_000
"""Until a device is open and says its own."""
_TAIL_SECONDS = 0.02


def gain_of(volume: float) -> float:
    """The amplitude of a volume from 0 to 1: its cube, which is about as loud as it looks.

    The same curve as PulseAudio's (`pa_sw_volume_to_linear`).
    """
    return min(max(volume, 0.0), 1.0) ** 3


@dataclass(frozen=True, slots=True)
class Gap:
    """The sound that is missing: from frame `start` on, at `rate` Hz.

    `turn` is the feed's at that time; what comes for an older one is not wanted any more.
    """

    turn: int
    start: int
    rate: int
    waiting: float
    """Seconds of sound that are there already."""


class Feed:
    """A queue of sound with a clock.

    Filled by the player's thread, emptied by the device's (`send`), moved by the window's; all of
    its methods are quick. Every jump starts a new turn.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks: deque[Stereo] = deque()
        self._waiting = 0
        self._turn = 0
        self._ended = False
        self._rate = _RATE
        self._latency = 0
        self._running = False
        self._volume = 1.0
        self._gain = 0.0
        self._tail: Stereo = np.zeros((0, 2), np.float32)
        self._start = self._taken = self._told = 0
        self._moment = self._asked = time.monotonic()

    def restart(self, seconds: float) -> int:
        """Drop what waits and go on from another moment; returns the new turn."""
        with self._lock:
            return self._restart(round(max(seconds, 0.0) * self._rate))

    def _restart(self, frame: int) -> int:
        if self._gain > 0:  # what is heard fades away: a sudden jump clicks
            tail = np.zeros((round(_TAIL_SECONDS * self._rate), 2), np.float32)
            self._fill(tail)
            self._tail = tail * np.linspace(self._gain, 0, len(tail), dtype=np.float32)[:, None]
        self._blocks.clear()
        self._turn += 1
        self._waiting, self._ended, self._gain = 0, False, 0.0
        self._start = self._taken = self._told = frame
        return self._turn

    def set_device(self, rate: int, latency: float) -> None:
        """Take a device's sample rate in Hz and delay in seconds."""
        with self._lock:
            self._latency = round(latency * rate)
            if rate != self._rate:
                seconds = self._heard() / self._rate
                self._rate = rate
                self._restart(round(seconds * rate))

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        with self._lock:
            self._volume = gain_of(volume)

    def run(self, running: bool) -> None:
        """Let the sound flow, or hold it."""
        with self._lock:
            self._told = self._heard()
            self._running = running
            self._moment = self._asked = time.monotonic()

    def put(self, turn: int, sound: Stereo, *, ended: bool) -> None:
        """Add what came for a turn."""
        with self._lock:
            if turn == self._turn:
                if len(sound):
                    self._blocks.append(sound)
                    self._waiting += len(sound)
                self._ended = ended

    @property
    def turn(self) -> int:
        """The number of the last jump."""
        return self._turn

    @property
    def gap(self) -> Gap | None:
        """What is missing; None when enough waits or the track has no more."""
        with self._lock:
            if self._ended or self._waiting >= AHEAD_SECONDS * self._rate:
                return None
            waiting = self._waiting / self._rate
            return Gap(self._turn, self._taken + self._waiting, self._rate, waiting)

    @property
    def finished(self) -> bool:
        """Whether the track has ended and all of it was heard."""
        with self._lock:
            return self._ended and not self._waiting and self._heard() >= self._taken

    @property
    def position(self) -> float:
        """Seconds from the start of the track to what is heard now."""
        with self._lock:
            self._told = self._heard()
            return self._told / self._rate

    def _heard(self) -> int:
        if not self._running:
            return self._told
        since = round((time.monotonic() - self._moment) * self._rate)
        heard = min(self._taken - self._latency + since, self._taken)
        return max(heard, self._start, self._told)

    @property
    def asked_at(self) -> float:
        """When the device last asked for sound, in `time.monotonic` seconds."""
        with self._lock:
            return self._asked

    def send(self, frames: int) -> Stereo:
        """What the device plays next: [frames, 2]; called by its thread."""
        out = np.zeros((frames, 2), np.float32)
        with self._lock:
            self._asked = time.monotonic()
            target = self._volume if self._running else 0.0
            # Held: one more stretch that fades, for a sudden stop clicks.
            filled = self._fill(out) if self._running or self._gain > 0 else 0
            gain, self._gain = self._gain, target
            tail, self._tail = self._tail[:frames], self._tail[frames:]
        if filled:
            if gain == target:
                out *= np.float32(target)
            else:
                out *= np.linspace(gain, target, frames, dtype=np.float32)[:, None]
        out[: len(tail)] += tail
        return out

    def _fill(self, out: Stereo) -> int:
        filled = 0
        while self._blocks and filled < len(out):
            block = self._blocks[0]
            count = min(len(block), len(out) - filled)
            out[filled : filled + count] = block[:count]
            filled += count
            if count == len(block):
                self._blocks.popleft()
            else:
                self._blocks[0] = block[count:]
        if filled:
            self._moment = time.monotonic()
        self._waiting -= filled
        self._taken += filled
        return filled
