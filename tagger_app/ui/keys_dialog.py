"""The list of keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class KeysDialog(QDialog):
    """Every action that has a key, in two columns.

    Args:
        titles: what the actions are called, by their object names; their texts may tell numbers.
    """

    def __init__(
        self, actions: Sequence[QAction], titles: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys_page = QWidget()
        grid = QGridLayout(keys_page)
        grid.setContentsMargins(GRID, GRID, 4 * GRID, GRID)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        half = (len(actions) + 1) // 2
        for position, action in enumerate(actions):
            row, side = position % half, position // half * 3
            native = QKeySequence.SequenceFormat.NativeText
            keys = ", ".join(key.toString(native) for key in action.shortcuts())
            key_label = PlainLabel(keys, "heading")
            key_label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(key_label, row, side)
            grid.addWidget(PlainLabel(titles[action.objectName()]), row, side + 1)
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
