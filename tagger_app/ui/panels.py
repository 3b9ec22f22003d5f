"""The parts of the window: with borders between them to be moved, each to be hidden by a key."""

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QWidget

from tagger_app.ui.commands import Commands
from tagger_app.ui.splitter import Border, Splitter
from tagger_app.ui.theme import GRID

_ACROSS, _DOWN = "across", "down"


class Panels(Splitter):
    """The sidebar, a page with the timeline below it, and the inspector.

    Args:
        commands: their actions `show-sidebar`, `show-timeline`, `show-inspector` show and hide.
    """

    left = Signal()
    """A part that had the keys was hidden."""
    changed = Signal()
    """A border was moved, or a part hidden or shown."""

    def __init__(
        self,
        sidebar: QWidget,
        page: QWidget,
        timeline: QWidget,
        inspector: QWidget,
        commands: Commands,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._parts = {"sidebar": sidebar, "timeline": timeline, "inspector": inspector}
        self._actions = {name: commands[f"show-{name}"] for name in self._parts}
        self._offered = True
        self._down = Splitter(Qt.Orientation.Vertical)
        self._down.addWidget(page)
        self._down.addWidget(timeline)
        self._down.setStretchFactor(0, 3)
        self._down.setStretchFactor(1, 2)
        for part in (sidebar, self._down, inspector):
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setSizes([sidebar.sizeHint().width(), 194 * GRID, 76 * GRID])
        self._down.setSizes([100 * GRID, 74 * GRID])
        self.borders = self._name_borders(timeline, inspector)
        """Right of the sidebar, above the timeline, and left of the inspector."""
        for name, action in self._actions.items():
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(partial(self._show, name))
            action.toggled.connect(self.changed)
        for splitter in (self, self._down):
            splitter.splitterMoved.connect(self.changed)

    def _name_borders(self, timeline: QWidget, inspector: QWidget) -> tuple[Border, Border, Border]:
        beside = self.border_before(self._down)
        beside.setAccessibleName(self.tr("Border between sidebar and tracks"))
        above = self._down.border_before(timeline)
        above.setAccessibleName(self.tr("Border between tracks and timeline"))
        details = self.border_before(inspector)
        details.setAccessibleName(self.tr("Border between tracks and track details"))
        return beside, above, details

    def offer(self, on: bool) -> None:
        """Show the parts that are wanted; without any track, none of them is of use."""
        self._offered = on
        for name in self._parts:
            self._show(name, self._actions[name].isChecked())

    def want(self, name: str) -> None:
        """Show a part that was hidden."""
        self._actions[name].setChecked(True)

    def _show(self, name: str, wanted: bool) -> None:
        part = self._parts[name]
        focus = part.window().focusWidget()
        had_keys = focus is not None and (focus is part or part.isAncestorOf(focus))
        part.setVisible(wanted and self._offered)
        if had_keys and not wanted:
            self.left.emit()

    @property
    def hidden(self) -> frozenset[str]:
        """Names of the parts that a person has hidden."""
        return frozenset(name for name, action in self._actions.items() if not action.isChecked())

    def save(self) -> dict[str, QByteArray]:
        """Where the borders are."""
        return {_ACROSS: self.saveState(), _DOWN: self._down.saveState()}

    def restore(self, places: Mapping[str, QByteArray], hidden: Collection[str]) -> None:
        """Put the borders where they were, and hide what was hidden."""
        for splitter, name in ((self, _ACROSS), (self._down, _DOWN)):
            if not places[name].isEmpty():
                splitter.restoreState(places[name])
        for name, action in self._actions.items():
            action.setChecked(name not in hidden)
