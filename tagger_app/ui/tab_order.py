"""The way of the Tab key through a window."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def lead_through(parts: Sequence[QWidget]) -> None:
    """Let the Tab key go through these parts of a window in turn, through each as it did before."""
    stops = list(_stops(parts[0].window()))
    way = [stop for part in parts for stop in stops if stop is part or part.isAncestorOf(stop)]
    for one, next_one in pairwise(way):
        QWidget.setTabOrder(one, next_one)


def _stops(window: QWidget) -> Iterator[QWidget]:
    """What takes the keys by Tab, in the present order."""
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        # Parts of combo boxes and the like have a window of their own.
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is window:
            yield widget
        widget = widget.nextInFocusChain()
