"""The list of keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID

_SINGLE = "toggle-"
"""Begins the names of the actions for single suggestions, which share a line."""


class KeysDialog(QDialog):
    """Every action that has a key, below the name of its menu, in two columns.

    Args:
        titles: what the actions are called, by their object names; their texts may tell numbers.
    """

    def __init__(self, menus: Sequence[QMenu], titles: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys_page = QWidget()
        grid = QGridLayout(keys_page)
        grid.setContentsMargins(GRID, GRID, 4 * GRID, GRID)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        groups = [(menu.title().replace("&", ""), self._lines(menu, titles)) for menu in menus]
        groups = [(title, lines) for title, lines in groups if lines]
        half = sum(len(lines) + 1 for _, lines in groups) / 2
        row = side = 0
        for title, lines in groups:
            if not side and row + (len(lines) + 1) / 2 > half:
                row, side = 0, 3
            grid.addWidget(PlainLabel(title, "muted"), row, side + 1)
            for text, keys in lines:
                row += 1
                key_label = PlainLabel(keys, "heading")
                key_label.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(key_label, row, side)
                grid.addWidget(PlainLabel(text), row, side + 1)
            row += 1
        grid.setColumnMinimumWidth(2, 8 * GRID)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        area = QScrollArea()
        area.setAccessibleName(self.windowTitle())
        area.setObjectName("plain")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(keys_page.sizeHint().width() + 4 * GRID)
        area.setWidget(keys_page)
        column.addWidget(area)
        column.addWidget(buttons)
        # In large text the list is longer than a screen.
        rest = self.sizeHint().height() - area.sizeHint().height()
        wanted = keys_page.sizeHint().height() + rest + GRID
        self.resize(self.sizeHint().width(), min(wanted, parent.height()))
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        self.setTabOrder(close, area)
        close.setFocus()

    def _lines(self, menu: QMenu, titles: Mapping[str, str]) -> list[tuple[str, str]]:
        """What the actions of a menu do, and by which keys."""
        there = [action for action in menu.actions() if not action.shortcut().isEmpty()]
        single = [action for action in there if action.objectName().startswith(_SINGLE)]
        lines = []
        for action in there:
            if action not in single:
                lines.append((titles[action.objectName()], _keys(action)))
            elif action is single[0]:
                between = " … " if len(single) > 1 else ""
                last = _keys(single[-1]) if between else ""
                text = self.tr("Accept single suggestions")
                lines.append((text, f"{_keys(action)}{between}{last}"))
        return lines


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(key.toString(native) for key in action.shortcuts())
