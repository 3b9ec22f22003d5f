"""The bar at the top: what a person does to the library, and the search line."""

from typing import cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolBar, QToolButton, QWidget

from tagger_app.core.vocabulary import Vocabulary
from tagger_app.ui.commands import Commands
from tagger_app.ui.icons import icon
from tagger_app.ui.query_line import QueryLine
from tagger_app.ui.theme import GRID, Theme

_SEARCH_WIDTH = 110 * GRID
"""Of the search line, in pixels, where there is room: four conditions can be read."""
_SEARCH_LEAST = 45 * GRID
"""Buttons lose their text before it has less."""
_SEARCH_MS = 50
"""A search begins when nothing was typed for so long: less than between two keys of one who types
fast, for what is found is worth seeing at each. A key that is held down comes sooner, and a search
that is overtaken by another is never shown (`lookup.Lookup`)."""
_NAMES = ("add", "hear", "accept-all", "write", "undo-write")
_SHORTENED = ("undo-write", "add", "accept-all", "write", "hear")
"""In this order buttons lose their text where there is no room, lest the search line goes away."""


class ToolBar(QToolBar):
    """Buttons of the commands, and a search line at the right."""

    help_wanted = Signal()
    searched = Signal(str)
    """The text to search for."""
    left = Signal()
    """Return or Escape was pressed in the search line: the keys belong to the table again."""

    def __init__(
        self,
        commands: Commands,
        vocabulary: Vocabulary,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._commands = commands
        self._theme = theme
        self._hearing = False
        self.setWindowTitle(self.tr("Main"))
        self.setObjectName("main")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggleViewAction().setEnabled(False)
        for name in _NAMES:
            self.addAction(commands[name])
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(room)
        self.search = QueryLine(vocabulary)
        self.search.setClearButtonEnabled(True)
        self._help = self.search.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._help.setToolTip(self.tr("What can be searched for"))
        self._help.triggered.connect(self.help_wanted)
        # Gives way in a narrow window, lest it be hidden behind the arrow of the bar.
        self.search.setMinimumWidth(24 * GRID)
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        self.search.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.addWidget(self.search)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SEARCH_MS)
        self._rest.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.search.returnPressed.connect(self._leave)
        self.search.escaped.connect(self._leave)
        commands.connect_to(
            "search", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        )
        for name in ("write", "undo-write"):  # whose texts tell numbers
            commands[name].changed.connect(self._fit)
        self._fit()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the search line in the window."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Take the room that the text needs."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def refresh(self) -> None:
        """Take the colours of the look."""
        colours = self._theme.colours
        self._help.setIcon(icon("question", colours, colours.muted))

    def show_hearing(self, on: bool) -> None:
        """Offer to pause, or to analyze."""
        self._hearing = on
        hear = self._commands["hear"]
        hear.setText(self.tr("Pause") if on else self.tr("Analyze"))
        rest = self.tr("Listen to all tracks that were not heard yet")
        hear.setToolTip(self.tr("Listen later; what was heard is kept") if on else rest)
        self._commands.set_icon("hear", "pause" if on else "play")

    def _leave(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self.searched.emit(self.search.text())
        self.left.emit()

    def stop(self) -> None:
        """Search for nothing any more."""
        self._rest.stop()

    def _button(self, name: str) -> QToolButton:
        return cast("QToolButton", self.widgetForAction(self._commands[name]))

    def _fit(self) -> None:
        style = Qt.ToolButtonStyle
        for name in _NAMES:
            self._button(name).setToolButtonStyle(style.ToolButtonTextBesideIcon)
        self._keep_width()
        for name in _SHORTENED:
            if self._needed() <= self.width():
                break
            self._button(name).setMinimumWidth(0)
            self._button(name).setToolButtonStyle(style.ToolButtonIconOnly)

    def _needed(self) -> int:
        """How wide the bar must be to show everything, in pixels."""
        wide = (self._button(name) for name in _NAMES)
        widths = [max(one.sizeHint().width(), one.minimumWidth()) for one in wide]
        return sum(widths) + _SEARCH_LEAST + (len(widths) + 5) * GRID

    def _keep_width(self) -> None:
        """Its neighbours stay where they are when "Analyze" becomes "Pause"."""
        hear, now = self._button("hear"), self._hearing
        hear.setMinimumWidth(0)
        widths = []
        for on in (not now, now):
            self.show_hearing(on)
            widths.append(hear.sizeHint().width())
        hear.setMinimumWidth(max(widths))
