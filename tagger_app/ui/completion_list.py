"""The completions of a line in which something is typed, each with a note in few words."""

from collections.abc import Mapping
from typing import TypeGuard

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tagger_app.ui.theme import GRID

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
"""Keys that go through the completions, and how far."""
_NOTE_ROLE = Qt.ItemDataRole.UserRole
_INSET = 2 * GRID
_BESIDE = 4 * _INSET + 2 * GRID
"""What a row needs beside its text and its note, in pixels."""


def tab_pressed(event: QEvent) -> TypeGuard[QKeyEvent]:
    """Whether an event of a line is the key that leaves it unless the line takes it."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Tab
    )


class CompletionList(QListView):
    """A part of the window, for a popup would take the keys and not always give them back."""

    taken = Signal(str)
    """A completion was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = QStandardItemModel(self)
        self.setObjectName("completions")
        self.setModel(self._rows)
        self.setItemDelegate(_Noted(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda index: self.taken.emit(str(index.data())))
        self.hide()

    @property
    def chosen(self) -> str | None:
        """The completion that the arrows have come to."""
        index = self.currentIndex()
        return str(index.data()) if index.isValid() else None

    def step(self, rows: int) -> None:
        """Go up or down, from one end on to the other; from nowhere to the first or the last."""
        now = self.currentIndex().row()
        begin = -1 if rows > 0 or now >= 0 else 0
        row = (now if now >= 0 else begin) + rows
        self.setCurrentIndex(self._rows.index(row % self._rows.rowCount(), 0))

    def show_below(
        self, line: QWidget, notes: Mapping[str, str], *, first_chosen: bool = False
    ) -> None:
        """Show completions, each with its note, below a line, or above it where is more room.

        In a short line they are wider than it, as far as the window lets them.

        Args:
            first_chosen: begin at the first of them, not at none.
        """
        self._rows.clear()
        for text, note in notes.items():
            row = QStandardItem(text)
            row.setData(note, _NOTE_ROLE)
            spoken = f"{text}, {note}" if note else text
            row.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
            self._rows.appendRow(row)
        self.setParent(line.window())
        rows = sum(self.sizeHintForRow(row) for row in range(len(notes)))
        height = rows + 2 * self.frameWidth()
        place = line.mapTo(line.window(), QPoint(0, line.height()))
        above = place.y() - line.height()
        below = line.window().height() - place.y()
        if height > below and above > below:
            height = min(height, above)
            place.setY(above - height)
        signs = self.fontMetrics().horizontalAdvance
        wanted = max((signs(text) + signs(note) for text, note in notes.items()), default=0)
        width = min(max(line.width(), wanted + _BESIDE), line.window().width())
        left = min(place.x(), line.window().width() - width)
        self.setGeometry(left, place.y(), width, height)
        self.setCurrentIndex(self._rows.index(0, 0) if first_chosen else QModelIndex())
        self.show()
        self.raise_()


class _Noted(QStyledItemDelegate):
    """Draws the note at the right, where there is room for all of it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        super().paint(painter, option, index)
        note = index.data(_NOTE_ROLE)
        metrics = option.fontMetrics
        taken = metrics.horizontalAdvance(str(index.data())) + metrics.horizontalAdvance(note)
        if note and taken + 4 * _INSET <= option.rect.width():
            painter.save()
            painter.setPen(option.palette.color(QPalette.ColorRole.PlaceholderText))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect.adjusted(0, 0, -_INSET, 0), right, note)
            painter.restore()
