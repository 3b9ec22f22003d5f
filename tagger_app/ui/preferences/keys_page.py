"""The keys of all actions, to be changed one by one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tagger_app.ui.labels import PlainLabel, set_look
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import GRID

_NAME = Qt.ItemDataRole.UserRole
_RESERVED = frozenset(
    {"Up", "Down", "PgUp", "PgDown", "Tab", "Shift+Tab", "Esc", "Return", "Enter"}
)
"""Lists, dialogs and the way through the window need these."""


class KeysPage(QWidget):
    """Choose an action, press its key; a key that another action has is refused."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._commands = preferences.window.commands
        self._titles = self._commands.titles()
        self._list = QTreeWidget()
        self._list.setObjectName("keys")
        self._list.setAccessibleName(self.tr("Actions and their keys"))
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._list.header().setStretchLastSection(False)
        for name, title in self._titles.items():
            item = QTreeWidgetItem([title, ""])
            item.setData(0, _NAME, name)
            self._list.addTopLevelItem(item)
        self._edit = QKeySequenceEdit()
        self._edit.setMaximumSequenceLength(1)
        for part in (self._edit, *self._edit.findChildren(QLineEdit)):
            part.setAccessibleName(self.tr("New key of the chosen action"))
        self._remove = QPushButton(self.tr("No key"))
        self._usual = QPushButton(self.tr("Usual key"))
        self._all_usual = QPushButton(self.tr("Usual keys for all"))
        self._note = PlainLabel("", "muted", wrap=True)
        self._note.setObjectName("keys-note")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._edit, 1)
        for button in (self._remove, self._usual, self._all_usual):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        column.addWidget(self._note)
        self._list.currentItemChanged.connect(lambda *_: self._start())
        self._edit.editingFinished.connect(self._take)
        self._remove.clicked.connect(lambda: self._set(()))
        self._usual.clicked.connect(lambda: self._set(None))
        self._all_usual.clicked.connect(lambda: self._preferences.change(shortcuts={}))
        preferences.changed.connect(self._refresh)
        self._refresh()
        self._list.setCurrentIndex(self._list.model().index(0, 0))

    def _name(self) -> str:
        item = self._list.currentItem()
        return str(item.data(0, _NAME)) if item is not None else ""

    def _refresh(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        chosen = self._preferences.settings.shortcuts
        for number in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(number)
            if item is None:
                continue
            name = str(item.data(0, _NAME))
            keys = self._commands[name].shortcuts()
            item.setText(1, ", ".join(key.toString(native) for key in keys))
            font = item.font(1)
            font.setBold(name in chosen)
            item.setFont(1, font)
        self._all_usual.setEnabled(bool(chosen))
        self._start()

    def _clear(self) -> None:
        self._edit.clear()  # which brings Qt's own hint back, and that is too long in German
        for line in self._edit.findChildren(QLineEdit):
            line.setPlaceholderText(self.tr("Press a key"))

    def _start(self) -> None:
        self._clear()
        if self._name():
            changed = self._name() in self._preferences.settings.shortcuts
            self._usual.setEnabled(changed)
            self._remove.setEnabled(bool(self._commands[self._name()].shortcuts()))
            text = self.tr("Press a key in the field to give it to “{0}”.")
            self._say(text.format(self._titles[self._name()]))

    def _take(self) -> None:
        key = self._edit.keySequence().toString()
        if not key:
            return
        owner = self._owner(key)
        title = self._titles[self._name()]
        if key in _RESERVED:
            text = self.tr("{0} is needed to move in lists and dialogs. Choose another key.")
            self._refuse(text.format(key))
        elif owner and owner != self._name():
            text = self.tr("{0} belongs to “{1}”. Take it away there first, or choose another key.")
            self._refuse(text.format(key, self._titles[owner]))
        else:
            self._set((key,))
            self._say(self.tr("{0} is the key of “{1}” now.").format(key, title))

    def _owner(self, key: str) -> str:
        for name in self._titles:
            if any(has.toString() == key for has in self._commands[name].shortcuts()):
                return name
        return ""

    def _set(self, keys: Sequence[str] | None) -> None:
        """Give the chosen action these keys; its usual ones if None."""
        name = self._name()
        usual = self._commands.usual_keys(name)
        chosen = dict(self._preferences.settings.shortcuts)
        chosen.pop(name, None)
        if keys is None:
            for key in usual:
                owner = self._owner(key)
                if owner and owner != name:
                    text = self.tr("{0} belongs to “{1}” now. Take it away there first.")
                    self._refuse(text.format(key, self._titles[owner]))
                    return
        elif tuple(keys) != usual:
            chosen[name] = tuple(keys)
        self._preferences.change(shortcuts=chosen)

    def _refuse(self, text: str) -> None:
        self._clear()
        self._say(text, failure=True)

    def _say(self, text: str, *, failure: bool = False) -> None:
        self._note.setText(text)
        set_look(self._note, "muted", on=not failure)
        set_look(self._note, "failure", on=failure)
