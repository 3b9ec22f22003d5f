"""What the model heard and when: the mel-spectrogram, and tags over the same time."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsRectItem, QHBoxLayout, QVBoxLayout, QWidget

from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.prediction import Prediction
from tagger_app.core.track import TrackState
from tagger_app.inference.heard import HIGHEST_DB, LOWEST_DB, Heard, Spectrogram
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.ui import words
from tagger_app.ui.axes import TimeAxis, apart_ticks, band_frequency, frequency_ticks
from tagger_app.ui.labels import ElidedLabel, PlainLabel
from tagger_app.ui.lanes import MOST_LANES, Lane, activations, choose_lanes, painted, strength
from tagger_app.ui.level_scale import LevelScale
from tagger_app.ui.theme import GRID, Theme
from tagger_app.ui.time_view import TimeView

DYNAMIC_RANGE = 80.0
"""How far below its loudest point the spectrogram is shown, in dB."""
_AWAY = frozenset({TrackState.MISSING, TrackState.OFFLINE})
_AXIS_WIDTH = 24 * GRID
_LOWEST = 44 * GRID
_ANY_HEIGHT = 1 << 20
_COLOUR_MAP = "magma"
_ON_SPECTROGRAM = "#ffffff"
_STEP = (HIGHEST_DB - LOWEST_DB) / 255
"""Decibels per level of a spectrogram."""


class Timeline(QWidget):
    """The spectrogram and tag activations of one track on one time axis."""

    seek_wanted = Signal(float)
    """Seconds from the start of the track that a person clicked at."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMinimumHeight(_LOWEST)
        self._theme = theme
        self._card: ModelCard | None = None
        self._review: ReviewTrack | None = None
        self._whole: Prediction | None = None
        self._spectrogram: Spectrogram | None = None
        self._picked: tuple[Category, str] | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._room = MOST_LANES
        self._scores: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._note = ElidedLabel("", "muted")
        policy = self._note.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # lest the controls beside it spread
        self._note.setSizePolicy(policy)
        self._readout = PlainLabel("", "muted")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self._head.setSpacing(4 * GRID)
        self._head.addWidget(self._note, 1)
        self._head.addWidget(self._readout)
        self._view = pg.GraphicsLayoutWidget()
        for part in (self._view, self._view.viewport()):  # a click must not take the keys away
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.ci.setContentsMargins(0, 0, 2 * GRID, GRID)
        self._view.ci.setSpacing(GRID)
        self._scale = LevelScale(theme, DYNAMIC_RANGE, _COLOUR_MAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._head)
        self._picture = QWidget()
        picture = QHBoxLayout(self._picture)
        picture.setContentsMargins(0, 0, 0, 0)
        picture.setSpacing(0)
        picture.addWidget(self._view, 1)
        picture.addWidget(self._scale)
        column.addWidget(self._picture, 1)
        self._nothing = PlainLabel("", "muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(6 * GRID)
        column.addWidget(self._nothing, 1)
        self._make_plots()
        self.refresh()

    def _make_plots(self) -> None:
        self._sound = self._plot(0, {})
        self._tags = self._plot(1, {"bottom": TimeAxis("bottom")})
        self._sound.hideAxis("bottom")
        self._tags.setXLink(self._sound)
        self._view.ci.layout.setRowStretchFactor(0, 1)
        self._view.ci.layout.setRowStretchFactor(1, 1)
        self._sound_images: list[Any] = []
        self._tags_image = pg.ImageItem(axisOrder="col-major")
        self._tags.addItem(self._tags_image)
        self._gaps = [pg.InfiniteLine(position, angle=0) for position in range(1, MOST_LANES)]
        for gap in self._gaps:
            self._tags.addItem(gap, ignoreBounds=True)
        self._tags.vb.sigResized.connect(lambda _: self._fit_lanes())
        self._sound.vb.sigResized.connect(lambda _: self._show_frequencies())
        self._mark = QGraphicsRectItem()
        self._tags.addItem(self._mark)
        self.time = TimeView((self._sound, self._tags), self._view.scene(), self)
        self.time.clicked.connect(self.seek_wanted)
        self.zoom_in, self.zoom_out = self.time.zoom_in, self.time.zoom_out
        self.zoom_all = self.time.zoom_all
        self.show_position, self.follow = self.time.show_position, self.time.follow
        # A plain slot and not a rate-limited proxy: reading one value is cheaper than the proxy.
        self._view.scene().sigMouseMoved.connect(self._hover)

    def _plot(self, row: int, axes: dict[str, Any]) -> Any:
        plot = self._view.addPlot(row=row, col=0, axisItems=axes)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=True, y=False)
        plot.getAxis("left").setWidth(_AXIS_WIDTH)
        plot.getViewBox().setDefaultPadding(0)
        return plot

    def add_controls(self, left: QWidget, right: QWidget) -> None:
        """Give the head of the timeline its controls."""
        self._head.insertWidget(0, left)
        self._head.addWidget(right)

    def set_card(self, card: ModelCard | None) -> None:
        """The model whose tags and front end are shown."""
        self._card = card
        self._show_frequencies()
        self._show_tags()

    def show_track(self, review: ReviewTrack | None) -> None:
        """Show what is stored of a track; its spectrogram comes later, by `show_whole`."""
        same = (
            review is not None
            and self._review is not None
            and review.track.id == self._review.track.id
        )
        self._review = review
        if not same:
            self._whole = self._spectrogram = self._picked = None
            self._readout.setText("")
            self._show_sound()
            self.time.zoom_all()
        gone = review is not None and review.track.state in _AWAY
        for part in (self._sound, self._scale):  # of what is out of reach there is no sound to draw
            part.setVisible(not gone)
        # A plot that is hidden would keep its room.
        self._view.ci.layout.setRowMaximumHeight(0, 0 if gone else _ANY_HEIGHT)
        self.time.set_duration(self._duration())  # a track has no length before it was heard
        self._show_tags()

    def show_sketch(self, spectrogram: Spectrogram) -> None:
        """Show a coarse picture of the current track until the whole is there."""
        if self._whole is None:
            self._spectrogram = spectrogram
            self._show_sound()

    def show_whole(self, heard: Heard) -> None:
        """Show the whole of the current track."""
        self._whole, self._spectrogram = heard.prediction, heard.spectrogram
        self._show_sound()
        self._show_tags()

    def say(self, text: str) -> None:
        """What goes on, or why there is nothing to see."""
        self._note.set_full_text(text)
        self._nothing.setText(text or self.tr("No track is chosen."))

    def pick(self, category: Category, name: str) -> None:
        """Point out a tag's lane, and ask for the moment where it is strongest."""
        self._picked = (category, name)
        self._show_tags()
        peak = self._peak()
        if peak is not None:
            self.seek_wanted.emit(peak)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The tags that are shown, from top to bottom."""
        return self._lanes

    def _duration(self) -> float:
        facts = self._review.track.facts if self._review is not None else None
        if facts is not None and facts.duration > 0:
            return facts.duration
        heard = self._prediction()
        if heard is None or not heard.chunk_starts:
            return 0.0
        return max(heard.chunk_starts) + heard.chunk_seconds

    def _prediction(self) -> Prediction | None:
        """What the model says; what an earlier one said means other tags and is passed over."""
        stored = self._review.prediction if self._review is not None else None
        return next(
            (p for p in (self._whole, stored) if p is not None and self._is_current(p)), None
        )

    def _is_current(self, prediction: Prediction) -> bool:
        return self._card is not None and prediction.is_by(self._card)

    def _show_sound(self) -> None:
        duration = self._duration()
        self.time.set_duration(duration)
        for image in self._sound_images:
            self._sound.removeItem(image)
        self._sound_images = []
        sound = self._spectrogram
        if sound is None or not sound.levels.size:
            return
        bands = sound.levels.shape[1]
        top = int(sound.levels.max())
        for start, part in zip(sound.starts, sound.levels, strict=True):
            image = pg.ImageItem(part, axisOrder="row-major")
            image.setColorMap(pg.colormap.get(_COLOUR_MAP))
            image.setLevels((max(top - DYNAMIC_RANGE / _STEP, 0), top))
            image.setRect(QRectF(start, 0, sound.part_seconds, bands))
            self._sound.addItem(image)
            self._sound_images.append(image)
        self._sound.setYRange(0, bands, padding=0)

    def _show_tags(self) -> None:
        heard = self._prediction()
        for part in (self._picture, self._note):
            part.setVisible(heard is not None)
        self._nothing.setVisible(heard is None)
        self._mark.hide()
        if heard is None or self._review is None or self._card is None:
            self._lanes = ()
            self._scores = np.zeros((0, 0), np.float32)
            self._tags_image.clear()
            self._tags.getAxis("left").setTicks([[]])
            return
        duration = self._duration()
        # The first lane is at the top, so the y axis is counted from below.
        self._lanes = choose_lanes(self._review, self._card, self._picked, self._room)
        self._scores = activations(heard, self._lanes, duration)
        strengths = strength(self._scores, [lane.threshold for lane in self._lanes])
        colours = self._theme.colours
        picture = painted(strengths[:, ::-1], _rgb(colours.base), _rgb(colours.accent))
        count = len(self._lanes)
        if count:
            self._tags_image.setImage(picture, levels=None, autoLevels=False)
            self._tags_image.setRect(QRectF(0, 0, duration, count))
            self._tags.setYRange(0, count, padding=0)
        names = [
            (count - row - 0.5, self._shortened(lane.name)) for row, lane in enumerate(self._lanes)
        ]
        self._tags.getAxis("left").setTicks([names])
        self._show_picked()

    def _show_frequencies(self) -> None:
        """Name as many frequencies as can be read one above the other."""
        if self._card is None:
            return
        front_end = self._card.front_end
        apart = QFontMetricsF(self._tick_font()).height() * front_end.n_mels
        self._sound.getAxis("left").setTicks(
            [apart_ticks(frequency_ticks(front_end), apart / max(self._sound.vb.height(), 1.0))]
        )

    def _fit_lanes(self) -> None:
        """Show as many tags as can be read one below the other."""
        height = QFontMetricsF(self._tick_font()).height()
        room = min(max(int(self._tags.vb.height() / height), 1), MOST_LANES)
        if room != self._room:
            self._room = room
            self._show_tags()

    def _tick_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() - 1, 6))
        return font

    def _shortened(self, name: str) -> str:
        return self.fontMetrics().elidedText(
            words.plain(name), Qt.TextElideMode.ElideRight, _AXIS_WIDTH - 4 * GRID
        )

    def _show_picked(self) -> None:
        row = self._picked_row()
        if row is not None:
            self._mark.setRect(QRectF(0, len(self._lanes) - row - 1, self._duration(), 1))
            self._mark.show()

    def _picked_row(self) -> int | None:
        names = [(lane.category, lane.name) for lane in self._lanes]
        return names.index(self._picked) if self._picked in names else None

    def _peak(self) -> float | None:
        """When the picked tag is strongest first, in seconds; None where it was not heard."""
        row = self._picked_row()
        if row is None or np.isnan(self._scores[:, row]).all():
            return None
        return int(np.nanargmax(self._scores[:, row])) / len(self._scores) * self._duration()

    def _hover(self, place: QPointF) -> None:
        self._readout.setText(self.read_at(place))

    @property
    def surface(self) -> QWidget:
        """What the pointer clicks on."""
        return self._view.viewport()  # type: ignore[no-any-return]  # pyqtgraph has no types

    def place_of(self, seconds: float) -> QPointF:
        """Where on the surface a moment of the spectrogram is drawn."""
        middle = sum(self._sound.viewRange()[1]) / 2
        return QPointF(self._sound.vb.mapViewToScene(QPointF(seconds, middle)))

    def place_of_lane(self, row: int, seconds: float) -> QPointF:
        """Where on the surface a moment of a tag is drawn; the rows are counted from the top."""
        height = len(self._lanes) - row - 0.5
        return QPointF(self._tags.vb.mapViewToScene(QPointF(seconds, height)))

    @property
    def readout(self) -> str:
        """What is said of the point under the pointer."""
        return self._readout.text()

    def read_at(self, place: QPointF) -> str:
        """What is under a point of the picture, in words; empty beside the plots."""
        for plot, name in ((self._sound, "sound"), (self._tags, "tags")):
            if plot.isVisible() and plot.vb.sceneBoundingRect().contains(place):
                point = plot.vb.mapSceneToView(place)
                return self.told_at(name, point.x(), point.y())
        return ""

    def told_at(self, plot: str, seconds: float, height: float) -> str:
        """What one plot, "sound" or "tags", has at a time and a height of its axes."""
        return {"sound": self._sound_at, "tags": self._tag_at}[plot](seconds, height)

    def _sound_at(self, seconds: float, height: float) -> str:
        sound = self._spectrogram
        if sound is None or self._card is None:
            return ""
        bands, columns = sound.levels.shape[1:]
        for start, part in zip(sound.starts, sound.levels, strict=True):
            column, band = int((seconds - start) * sound.frames_per_second), int(height)
            if 0 <= column < columns and 0 <= band < bands:
                level = (float(part[band, column]) - float(sound.levels.max())) * _STEP
                frequency = band_frequency(band, self._card.front_end)
                told = f"{_clock(seconds)}   {frequency:.0f} Hz   {level:.0f} dB"
                return told.replace("-", "−")
        return ""

    def _tag_at(self, seconds: float, height: float) -> str:
        row = len(self._lanes) - 1 - int(height)
        cells = len(self._scores)
        cell = int(seconds / max(self._duration(), 1e-9) * cells)
        if not (0 <= row < len(self._lanes) and 0 <= cell < cells):
            return ""
        score = self._scores[cell, row]
        name = words.plain(self._lanes[row].name)
        value = self.tr("not heard here") if np.isnan(score) else words.score(float(score))
        return f"{_clock(seconds)}   {name}   {value}"

    def refresh(self) -> None:
        """Draw anew in the colours of the look."""
        colours = self._theme.colours
        self._view.setBackground(colours.panel)
        font = self._tick_font()
        for plot in (self._sound, self._tags):
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(QColor(colours.line))
                axis.setTextPen(QColor(colours.muted))
                axis.setTickFont(font)
                axis.setStyle(tickLength=0 if side == "left" else -4)
        self._mark.setPen(pg.mkPen(colours.text, width=1))
        for gap in self._gaps:
            gap.setPen(pg.mkPen(colours.panel, width=2))
        # The spectrogram is dark in either look.
        self.time.set_colours((_ON_SPECTROGRAM, colours.text))
        self._scale.update()
        self._show_frequencies()
        self._fit_lanes()
        self._show_tags()


def _clock(seconds: float) -> str:
    return words.duration(max(seconds, 0)) or "0:00"


def _rgb(colour: str) -> tuple[int, int, int]:
    parsed = QColor(colour)
    return parsed.red(), parsed.green(), parsed.blue()
