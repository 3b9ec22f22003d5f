"""What the keys, buttons and clicks of playback do."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from tagger_app.core.errors import SettingsError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.track import TrackState
from tagger_app.pipeline.listen import highlight
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.settings import Settings
from tagger_app.ui import failures, words
from tagger_app.ui.commands import Commands
from tagger_app.ui.playback import Playback
from tagger_app.ui.theme import Theme
from tagger_app.ui.timeline import Timeline
from tagger_app.ui.transport import PlayControls, SoundControls

_STEP, _LEAP = 5.0, 30.0
"""Seconds that the keys go on or back."""
_KEEP_MS = 1_000
"""A volume is kept once it has stayed for so long."""

Keep = Callable[..., Any]
"""Stores settings, given by their names; raises SettingsError."""


class Listening(QObject):
    """Lets a person hear the current track, and shows on the timeline where that is.

    Args:
        keep: stores settings.
    """

    said = Signal(str, bool)
    """(message, whether it is a failure)"""

    def __init__(
        self,
        commands: Commands,
        timeline: Timeline,
        settings: Settings,
        keep: Keep,
        theme: Theme,
    ) -> None:
        super().__init__(timeline)
        self._keep = keep
        self._from_highlight = settings.play_from == "highlight"
        self._card: ModelCard | None = None
        self.playback = Playback(settings.volume, settings.sound_device, self)
        self.play_controls = PlayControls(commands["play"], theme)
        self.sound_controls = SoundControls(
            commands["mute"], settings.volume, settings.sound_device, theme
        )
        timeline.add_controls(self.play_controls, self.sound_controls)
        self._keys = _OwnKeys({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home}, self)
        self.sound_controls.slider.installEventFilter(self._keys)
        self._volume_rest = QTimer(self)
        self._volume_rest.setSingleShot(True)
        self._volume_rest.setInterval(_KEEP_MS)
        self._volume_rest.timeout.connect(self._keep_volume)
        self._connect(commands, timeline)

    def _connect(self, commands: Commands, timeline: Timeline) -> None:
        playback, play, sound = self.playback, self.play_controls, self.sound_controls
        for name, do in (
            ("play", self._toggle),
            ("back", lambda: playback.skip(-_STEP)),
            ("forward", lambda: playback.skip(_STEP)),
            ("leap-back", lambda: playback.skip(-_LEAP)),
            ("leap-forward", lambda: playback.skip(_LEAP)),
            ("to-start", lambda: playback.seek(0.0)),
            ("louder", lambda: sound.set_volume(sound.volume + 5)),
            ("softer", lambda: sound.set_volume(sound.volume - 5)),
            ("mute", sound.toggle_mute),
            ("zoom-in", timeline.zoom_in),
            ("zoom-out", timeline.zoom_out),
            ("zoom-all", timeline.zoom_all),
        ):
            commands.connect_to(name, do)
        timeline.seek_wanted.connect(playback.seek)
        playback.moved.connect(timeline.show_position)
        playback.moved.connect(play.show_position)
        playback.track_changed.connect(play.show_duration)
        playback.playing_changed.connect(play.show_playing)
        playback.playing_changed.connect(timeline.follow)
        playback.failed.connect(lambda text: self.said.emit(text, True))
        playback.output_found.connect(self._on_output)
        sound.volume_changed.connect(playback.set_volume)
        sound.volume_changed.connect(lambda _: self._volume_rest.start())
        sound.device_chosen.connect(self._choose_device)

    def set_card(self, card: ModelCard) -> None:
        """The model whose suggestions say where a track is worth hearing."""
        self._card = card

    def set_settings(self, settings: Settings) -> None:
        """Play as other settings say; a track that is on plays on."""
        self._from_highlight = settings.play_from == "highlight"
        self.sound_controls.set_volume(settings.volume)
        if self.sound_controls.device != settings.sound_device:
            self.sound_controls.choose_device(settings.sound_device)

    def show_track(self, review: ReviewTrack | None) -> None:
        """Put on the current track; it plays at once where the one before was playing."""
        hindrance = _hindrance(review)
        self.play_controls.show_hindrance(hindrance)
        if review is None or hindrance:
            self.playback.put_on(None, 0.0, 0.0)
            return
        facts = review.track.facts
        start = highlight(review, self._card) if self._card and self._from_highlight else 0.0
        self.playback.put_on(review.track.path, start, facts.duration if facts else 0.0)

    def close(self) -> None:
        """End the sound and keep what was chosen."""
        if self._volume_rest.isActive():
            self._volume_rest.stop()
            self._keep_volume()
        self.playback.close()

    def refresh(self) -> None:
        """Take the colours of the look."""
        self.play_controls.refresh()
        self.sound_controls.refresh()

    def _toggle(self) -> None:
        focused = QApplication.focusWidget()
        # The key that plays is also the one that presses the button a person has gone to.
        if isinstance(focused, QAbstractButton) and focused is not self.play_controls.button:
            focused.click()
        else:
            self.playback.toggle()

    def _choose_device(self, name: str) -> None:
        self.playback.set_device(name)
        self._store(sound_device=name)

    def _keep_volume(self) -> None:
        self._store(volume=self.sound_controls.volume)

    def _store(self, **values: Any) -> None:
        try:
            self._keep(**values)
        except SettingsError as error:
            self.said.emit(failures.said(error), True)

    def _on_output(self, silent: bool, names: tuple[str, ...]) -> None:
        self.sound_controls.show_devices(names)
        self.sound_controls.show_silent(silent)


def _hindrance(review: ReviewTrack | None) -> str:
    """Why a track cannot be played; empty where nothing is known to be in the way."""
    if review is None:
        return words.tr("No track is chosen.")
    state, failure = review.track.state, review.track.failure
    if away := failures.out_of_reach(state):
        return away
    # What was heard once can be played, though its tags could not be written.
    if state is TrackState.FAILED and failure is not None and review.prediction is None:
        return words.tr("This file cannot be played: {0}").format(failures.told(failure))
    return ""


class _OwnKeys(QObject):
    """Lets a widget keep some keys that are also those of the window's actions."""

    def __init__(self, keys: set[Qt.Key], parent: QObject) -> None:
        super().__init__(parent)
        self._own = keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the keys."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return super().eventFilter(watched, event)
        claims = event.key() in self._own and not event.modifiers()
        if claims:
            event.accept()
        return claims
