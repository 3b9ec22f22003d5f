"""Rows that are made from the declaration of a setting: its title, what changes it, one line."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QWidget,
)

from tagger_app.settings import Declared, declared, default_of
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import GRID


def translated(text: str) -> str:
    """A text of a declaration in the person's language."""
    return QCoreApplication.translate("Settings", text)


class SettingRows(QWidget):
    """Some settings, one below the other."""

    def __init__(self, preferences: Preferences, names: Sequence[str]) -> None:
        super().__init__()
        self._preferences = preferences
        self._show: dict[str, Callable[[Any], None]] = {}
        self._calm = _Calm(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, 36 * GRID)
        for name in names:
            self._add(name)
        self._align()
        preferences.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings in effect."""
        settings = self._preferences.settings
        for name, show in self._show.items():
            show(getattr(settings, name))

    def changeEvent(self, event: QEvent) -> None:
        """Take the room that the text needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._align()

    def _align(self) -> None:
        """Give all choices the width of the widest, so that their right edges are in line."""
        boxes = self.findChildren(QComboBox)
        for box in boxes:
            box.setMinimumWidth(0)
        widest = max((box.sizeHint().width() for box in boxes), default=0)
        for box in boxes:
            box.setMinimumWidth(widest)

    def _add(self, name: str) -> None:
        said, default = declared(name), default_of(name)
        title = translated(said.title)
        editor: QWidget
        if isinstance(default, bool):
            editor = self._switch(name, title)
        else:
            editor = self._choice(name, said)
        editor.setObjectName(name)
        editor.setAccessibleName(title)
        editor.setAccessibleDescription(translated(said.text))
        row = self._grid.rowCount()
        if not isinstance(editor, QCheckBox):
            label = PlainLabel(title)
            label.setBuddy(editor)
            self._grid.addWidget(label, row, 0)
        self._grid.addWidget(editor, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(PlainLabel(translated(said.text), "muted", wrap=True), row + 1, 1)
        self._grid.setRowMinimumHeight(row + 2, 3 * GRID)

    def _switch(self, name: str, title: str) -> QCheckBox:
        box = QCheckBox(title)
        box.toggled.connect(lambda on: self._preferences.change(**{name: on}))
        self._show[name] = _quietly(box, box.setChecked)
        return box

    def _choice(self, name: str, said: Declared) -> QComboBox:
        box = QComboBox()
        for value, text in said.choices.items():
            box.addItem(translated(text), value)
        box.currentIndexChanged.connect(
            lambda index: self._preferences.change(**{name: box.itemData(index)})
        )
        box.installEventFilter(self._calm)

        def show(value: Any) -> None:
            if box.findData(value) < 0:  # allowed, but not among those worth offering
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))

        self._show[name] = _quietly(box, show)
        return box


class _Calm(QObject):
    """Keeps a wheel that scrolls the page from changing what happens to be below it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass the wheel on to the page unless the widget has the keys."""
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _quietly(widget: QWidget, show: Callable[[Any], None]) -> Callable[[Any], None]:
    def shown(value: Any) -> None:
        blocked = widget.blockSignals(True)
        show(value)
        widget.blockSignals(blocked)

    return shown
