"""Play, pause, time, volume and what plays, in one row."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from tagger_app.ui import words
from tagger_app.ui.icons import icon
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID, Theme, icon_side

_LOUD, _SOFT = 50, 1
"""From so many percent on, the sign of the volume has two waves, or one."""
_STEP = 5
"""Percent of volume that one press of a key is worth."""


class PlayControls(QWidget):
    """Play or pause, and where in the track it is.

    Args:
        play: the action of the button.
    """

    def __init__(self, play: QAction, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._play = play
        self._duration = 0.0
        self._position = 0.0
        self._playing = False
        self._hindrance = ""
        self.button = QToolButton()
        self.button.setObjectName("play")
        self.button.setDefaultAction(play)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._time = PlainLabel("", "muted")
        self._time.setAccessibleDescription(self.tr("Position in the track"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.button)
        row.addWidget(self._time)
        self.show_playing(False)
        self.show_duration(0.0)

    @property
    def text(self) -> str:
        """The time that is shown."""
        return self._time.text()

    def show_playing(self, playing: bool) -> None:
        """Offer the other of play and pause."""
        self._playing = playing
        name = self.tr("Pause") if playing else self.tr("Play")
        self._play.setText(name)
        self._play.setToolTip(self._hindrance or f"{name} ({self._play.shortcut().toString()})")
        self._play.setEnabled(not self._hindrance)
        self.button.setAccessibleName(name)
        self._play.setIcon(icon("pause-fill" if playing else "play-fill", self._theme.colours))

    def show_hindrance(self, text: str) -> None:
        """Say why nothing can be played, or offer to play where the text is empty."""
        self._hindrance = text
        self.button.setAccessibleDescription(text)
        self.show_playing(self._playing)

    def show_position(self, seconds: float) -> None:
        """Show the time; drawn only when another second begins."""
        self._position = seconds
        text = f"{clock(int(seconds))} / {clock(self._duration)}" if self._duration else ""
        if text != self._time.text():
            self._time.setText(text)

    def show_duration(self, seconds: float) -> None:
        """The length of the track; 0 where there is none."""
        self._duration = seconds
        # As wide as it will ever be, so that nothing moves while it plays.
        widest = "0" * len(clock(seconds))
        metrics = self._time.fontMetrics()
        side = icon_side(metrics) + GRID
        self.button.setIconSize(QSize(side, side))
        self._time.setMinimumWidth(metrics.horizontalAdvance(f"{widest} / {widest}") + GRID)
        self.show_position(self._position)

    def refresh(self) -> None:
        """Take the colours of the look, and its text size."""
        self.show_playing(self._playing)
        self.show_duration(self._duration)


class SoundControls(QWidget):
    """How loud it is, and on which device.

    Args:
        mute: the action of the button.
        volume: in percent.
        device: name of the chosen device; empty stands for the system's choice.
    """

    volume_changed = Signal(int)
    device_chosen = Signal(str)

    def __init__(
        self, mute: QAction, volume: int, device: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._device = device
        self._audible = volume or 80
        self._mute = mute
        self._sign = QToolButton()
        self._sign.setDefaultAction(mute)
        self._sign.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(_STEP)
        self._slider.setPageStep(4 * _STEP)
        self._slider.setFixedWidth(22 * GRID)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setAccessibleName(self.tr("Volume"))
        self._silent = PlainLabel(self.tr("No sound device"), "muted")
        self._silent.setToolTip(self.tr("No sound device was found: tracks play silently."))
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Sound device"))
        self._choices = QActionGroup(self)
        self._choices.triggered.connect(self._choose)
        self._more = QToolButton()
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setAccessibleName(self.tr("Sound device"))
        self._more.setToolTip(self.tr("Sound device"))
        self._more.setObjectName("menu")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._silent)
        row.addSpacing(2 * GRID)
        for part in (self._sign, self._slider, self._more):
            row.addWidget(part)
        self._silent.hide()
        self._slider.setValue(volume)
        self._slider.valueChanged.connect(self._turn)
        self.show_devices(())
        self.refresh()

    @property
    def slider(self) -> QWidget:
        """What the volume is set with, by mouse or keys."""
        return self._slider

    @property
    def volume(self) -> int:
        """In percent."""
        return self._slider.value()

    def set_volume(self, percent: int) -> None:
        """Move the slider."""
        self._slider.setValue(percent)

    def toggle_mute(self) -> None:
        """Silence, or as loud as before."""
        self._slider.setValue(0 if self.volume else self._audible)

    @property
    def silent(self) -> bool:
        """Whether it says that there is no sound device."""
        return not self._silent.isHidden()

    def show_silent(self, silent: bool) -> None:
        """Say that there is no sound device, or do not."""
        self._silent.setVisible(silent)

    def show_devices(self, names: Sequence[str]) -> None:
        """Offer these devices and the system's choice."""
        self._menu.clear()
        absent = [self._device] if self._device and self._device not in names else []
        for name in ("", *names, *absent):
            action = self._menu.addAction(words.plain(name) or self.tr("The system's choice"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == self._device)
            action.setEnabled(name not in absent)
            self._choices.addAction(action)

    def device_actions(self) -> list[QAction]:
        """What the menu offers."""
        return self._menu.actions()

    @property
    def device(self) -> str:
        """Name of the chosen device; empty stands for the system's choice."""
        return self._device

    def choose_device(self, name: str) -> None:
        """Choose a device, whether it is there now or not."""
        offered = [str(action.data()) for action in self.device_actions()]
        self._device = name
        self.show_devices([known for known in offered if known])
        self.device_chosen.emit(name)

    def _choose(self, action: QAction) -> None:
        self._device = str(action.data())
        self.device_chosen.emit(self._device)

    def _turn(self, percent: int) -> None:
        self._audible = percent or self._audible
        self._show_sign()
        self.volume_changed.emit(percent)

    def _show_sign(self) -> None:
        percent = self.volume
        name = "speaker-high" if percent >= _LOUD else "speaker-low"
        name = name if percent >= _SOFT else "speaker-x"
        self._mute.setIcon(icon(name, self._theme.colours))
        self._slider.setToolTip(self.tr("Volume {0} %").format(percent))

    def refresh(self) -> None:
        """Take the colours of the look."""
        self._show_sign()
        self._more.setIcon(icon("caret-down", self._theme.colours))


def clock(seconds: float) -> str:
    """m:ss, from 0:00 on."""
    return words.duration(max(seconds, 0)) or "0:00"
