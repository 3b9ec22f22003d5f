"""Adding a tag by hand, with the vocabulary's tags as completions."""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QWidget

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.ui import words
from tagger_app.ui.theme import GRID


class TagEntry(QWidget):
    """A category and a line for the tag's name."""

    wanted = Signal(Category, str)
    """(category, tag in the vocabulary's spelling where it knows it)."""
    left = Signal()
    """Escape was pressed: the keys belong to the table again."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._category = QComboBox()
        self._category.setAccessibleName(self.tr("Category of the tag to add"))
        for category in TAG_CATEGORIES:
            self._category.addItem(words.category_name(category), category)
        self._line = QLineEdit()
        self._line.setPlaceholderText(self.tr("Add a tag…"))
        self._line.setAccessibleName(self.tr("Add a tag"))
        self._completions = QStringListModel(self)
        completer = QCompleter(self._completions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._line.setCompleter(completer)
        self._line.returnPressed.connect(self._add)
        self._category.currentIndexChanged.connect(self._offer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._category)
        row.addWidget(self._line, 1)
        self._offer()

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Know other words for tags."""
        self._vocabulary = vocabulary
        self._offer()

    def start(self) -> None:
        """Take the keys."""
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._line.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _chosen(self) -> Category:
        return Category(self._category.currentData())

    def _offer(self) -> None:
        self._completions.setStringList(list(self._vocabulary.tags(self._chosen())))

    def _add(self) -> None:
        name = words.plain(self._line.text())
        if not name:
            return
        category = self._chosen()
        self.wanted.emit(category, self._vocabulary.canonical(category, name) or name)
        self._line.clear()
