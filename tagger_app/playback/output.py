"""The sound devices of this computer, through miniaudio; silence where there is none."""

import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import miniaudio
import numpy as np
from miniaudio import Backend, MiniaudioError, PlaybackDevice, SampleFormat
from numpy.typing import NDArray

_PERIOD_MS, _PERIODS = 50, 3
"""The device's buffer: short enough for a pause that obeys, long enough for a busy computer."""
_SILENT_RATE = 48_000
_ALSA_CARDS = Path("/proc/asound/cards")
_NO_DEVICES = ("Discard all samples",)
"""Beginnings of the names of ALSA's devices that play nothing."""


class Source(Protocol):
    """Who is asked for sound, by the device's own thread."""

    def send(self, frames: int, /) -> NDArray[np.float32]:
        """The next [frames, 2] in −1…1."""


class Output:
    """An open sound device that asks a source for stereo while it is started.

    The device of that name is taken; where it is not there, the system's; where there is none at
    all, a silent one that keeps time like the others.
    """

    latency = _PERIOD_MS * (_PERIODS - 1) / 1000
    """Seconds, about, from what a source gives to what is heard."""

    def __init__(self, source: Source, name: str = "") -> None:
        self._source = source
        self._started: float | None = None
        self._device, self.silent = _open(name)
        # Only the device itself knows the rate it was opened with.
        self.rate = int(self._device._device.sampleRate)  # noqa: SLF001

    def start(self) -> bool:
        """Ask the source for sound from now on; tells whether the device does so."""
        if self._started is None:
            try:
                self._device.start(self._source)
            except MiniaudioError:
                return False
            self._started = time.monotonic()
        return True

    @property
    def started_at(self) -> float:
        """When it was started, in `time.monotonic` seconds; now, where it is not."""
        return time.monotonic() if self._started is None else self._started

    def stop(self) -> None:
        """Ask for no more."""
        if self._started is not None:
            self._started = None
            try:
                self._device.stop()
            except MiniaudioError:
                self._device.close()  # it was unplugged

    def close(self) -> None:
        """Give the device back."""
        self._started = None
        self._device.close()


def device_names() -> tuple[str, ...]:
    """The names of the devices one can choose, as the system gives them."""
    return tuple(dict.fromkeys(name for name, _ in _devices()))


def _devices() -> list[tuple[str, Any]]:
    backends = _backends()
    try:
        found = miniaudio.Devices(backends).get_playbacks() if backends else []
    except MiniaudioError:
        return []
    return [(d["name"], d["id"]) for d in found if not d["name"].startswith(_NO_DEVICES)]


def _backends() -> list[Backend]:
    """The system's ways to a device, in miniaudio's order."""
    # Asking for a JACK server that does not run has crashed the process.
    passed_over = {Backend.NULL, Backend.CUSTOM, Backend.JACK}
    # Without a sound card ALSA has no device, but a page of complaints on standard error.
    if sys.platform == "linux" and not _ALSA_CARDS.exists():
        passed_over.add(Backend.ALSA)
    return [backend for backend in miniaudio.get_enabled_backends() if backend not in passed_over]


def _open(name: str) -> tuple[PlaybackDevice, bool]:
    """The device and whether it is the silent one."""
    backends = _backends()
    ids = [device_id for found, device_id in _devices() if found == name] if name else []
    for device_id in (*ids, None) if backends else ():
        with suppress(MiniaudioError):
            return _device(backends, 0, device_id), False
    return _device([Backend.NULL], _SILENT_RATE, None), True


def _device(backends: list[Backend], rate: int, device_id: Any) -> PlaybackDevice:
    return PlaybackDevice(
        SampleFormat.FLOAT32,
        nchannels=2,
        sample_rate=rate,  # 0: the device's own
        buffersize_msec=_PERIOD_MS,
        device_id=device_id,
        callback_periods=_PERIODS,
        backends=backends,
        app_name="Tagger",
    )
