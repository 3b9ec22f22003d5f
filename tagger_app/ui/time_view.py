"""The time axis that several plots share: playhead, clicks, zoom."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

_ZOOM = 1.5
_SHORTEST = 1.0
"""Seconds that are shown at least."""
_JUMP = 1.0
"""Seconds beyond which a step of the playhead is none of playback's own."""
_AHEAD = 0.1
"""Where the playhead stands after the view has turned a page, as a share of its width."""


class TimeView(QObject):
    """Moves plots whose x axes are linked, in seconds from the start of a track.

    Args:
        plots: from top to bottom; the others' axes are linked to the first one's.
        scene: where they are drawn.
    """

    clicked = Signal(float)
    """Seconds at which a person clicked."""

    def __init__(self, plots: Sequence[Any], scene: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plots = tuple(plots)
        self._duration = 0.0
        self._heads = [pg.InfiniteLine(0, angle=90, movable=False) for _ in plots]
        for plot, head in zip(self._plots, self._heads, strict=True):
            head.setZValue(10)
            head.hide()
            plot.addItem(head, ignoreBounds=True)
        scene.sigMouseClicked.connect(self._on_click)

    @property
    def shown(self) -> tuple[float, float]:
        """The stretch of time in view, in seconds."""
        first, last = self._plots[0].viewRange()[0]
        return float(first), float(last)

    @property
    def position(self) -> float:
        """Where the playhead stands, in seconds."""
        return float(self._heads[0].value())

    def set_duration(self, seconds: float) -> None:
        """The length of the track; what is in view stays so unless this changes."""
        length = max(seconds, _SHORTEST)
        if length == self._duration:
            return
        self._duration = length
        for plot in self._plots:
            plot.setLimits(xMin=0, xMax=self._duration, minXRange=_SHORTEST)
        for head in self._heads:
            head.setVisible(seconds > 0)
        self.zoom_all()

    def set_colours(self, colours: Sequence[str]) -> None:
        """The playhead's colour in each plot, #rrggbb."""
        for head, colour in zip(self._heads, colours, strict=True):
            head.setPen(pg.mkPen(colour, width=2))

    def show_position(self, seconds: float) -> None:
        """Move the playhead.

        The view turns the page with it, and goes along wherever it is sent; while it plays out of
        view, a person looks elsewhere.
        """
        before, was_shown = self.position, self._shows_head
        for head in self._heads:
            head.setValue(seconds)
        if was_shown or abs(seconds - before) > _JUMP:
            self._turn()

    def follow(self, on: bool) -> None:
        """Bring the playhead into view as it begins to play."""
        if on:
            self._turn()

    @property
    def _shows_head(self) -> bool:
        first, last = self.shown
        return first <= self.position <= last

    def _turn(self) -> None:
        """Turn to the page on which the playhead is."""
        if not self._shows_head:
            first, last = self.shown
            start = self.position - _AHEAD * (last - first)
            self._show(start, start + last - first)

    def zoom_in(self) -> None:
        """Show a shorter stretch around the playhead, or around the middle."""
        self._zoom(1 / _ZOOM)

    def zoom_out(self) -> None:
        """Show a longer stretch."""
        self._zoom(_ZOOM)

    def zoom_all(self) -> None:
        """Show the whole track."""
        self._show(0.0, self._duration)

    def _zoom(self, factor: float) -> None:
        first, last = self.shown
        inside = self._shows_head and self._heads[0].isVisible()
        centre = self.position if inside else (first + last) / 2
        self._show(centre - (centre - first) * factor, centre + (last - centre) * factor)

    def _show(self, first: float, last: float) -> None:
        length = min(max(last - first, _SHORTEST), self._duration)
        first = min(max(first, 0.0), self._duration - length)
        self._plots[0].setXRange(first, first + length, padding=0)

    def _on_click(self, event: Any) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        for plot in self._plots:
            if plot.vb.sceneBoundingRect().contains(event.scenePos()):
                event.accept()
                if event.double():
                    self.zoom_all()
                else:
                    seconds = plot.vb.mapSceneToView(event.scenePos()).x()
                    self.clicked.emit(min(max(float(seconds), 0.0), self._duration))
                return
