"""The player, told in signals: it follows the current track."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tagger_app.playback.player import Ended, Failed, Opened, OutputFound, Player, PlayerEvent
from tagger_app.ui import failures

_FRAME_MS = 33
"""The playhead moves at most 30 times a second."""


class Playback(QObject):
    """Plays the current track.

    Args:
        volume: in percent.
        device: name of a sound device; empty stands for the system's choice.
    """

    moved = Signal(float)
    """Seconds from the start of the track."""
    playing_changed = Signal(bool)
    track_changed = Signal(float)
    """Another track is put on; its length in seconds, 0 where it is not known."""
    failed = Signal(str)
    """Why the track cannot be played."""
    output_found = Signal(bool, tuple)
    """(whether it is silent for want of a device, names of the devices)"""

    _told = Signal(object)

    def __init__(self, volume: int, device: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told.connect(self._on_event)
        self._player = Player(self._told.emit, volume=volume / 100, device=device)
        self._duration = 0.0
        self._closed = False
        self._was_playing = False
        self._touched = False
        """Whether a person has played the track or gone to a place in it."""
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(lambda: self.moved.emit(self.position))

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._player.playing

    @property
    def position(self) -> float:
        """Seconds from the start of the track."""
        return self._player.position

    @property
    def duration(self) -> float:
        """The track's length in seconds; 0 where it is not known."""
        return self._duration

    def put_on(self, path: Path | None, start: float, duration: float) -> None:
        """Make a track the one to play: at once where another is playing, from `start` on."""
        if path == self._player.path:
            if not self._touched and start != self.position:
                self.seek(start)
                self._touched = False
            if duration > 0 and duration != self._duration:
                self._set_duration(duration)
            return
        self._touched = self._player.playing
        self._player.load(path, start, playing=self._player.playing)
        self._set_duration(duration)
        self._tell()

    def toggle(self) -> None:
        """Play or pause."""
        self._touched = True
        if self._player.playing:
            self._player.pause()
        else:
            self._player.play()
        self._tell()

    def seek(self, seconds: float) -> None:
        """Go to a moment; beyond the ends means to an end."""
        if self._player.path is not None:
            self._touched = True
            latest = self._duration or seconds
            self._player.seek(max(min(seconds, latest), 0.0))
            self._tell()

    def skip(self, seconds: float) -> None:
        """Go on, or back, by so much."""
        self.seek(self.position + seconds)

    def set_volume(self, percent: int) -> None:
        """From 0 to 100."""
        self._player.set_volume(percent / 100)

    def set_device(self, name: str) -> None:
        """Play on another device; empty stands for the system's choice."""
        self._player.set_device(name)

    def close(self) -> None:
        """End the sound."""
        if not self._closed:
            self._closed = True
            self._frames.stop()
            self._told.disconnect(self._on_event)
            self._player.close()

    def _set_duration(self, duration: float) -> None:
        self._duration = duration
        self.track_changed.emit(duration)

    def _tell(self) -> None:
        playing = self._player.playing
        if playing:
            self._frames.start()
        else:
            self._frames.stop()
        if playing is not self._was_playing:
            self._was_playing = playing
            self.playing_changed.emit(playing)
        self.moved.emit(self.position)

    def _on_event(self, event: PlayerEvent) -> None:
        match event:
            case OutputFound(silent, names):
                self.output_found.emit(silent, names)
            case Opened(path, duration):
                if path == self._player.path and not self._duration and duration:
                    self._set_duration(duration)
            case Ended():
                self._tell()
            case Failed(path, failure):
                self._tell()
                if path == self._player.path:
                    self.failed.emit(failures.told(failure))
