"""Adding a tag by hand, with the vocabulary's tags as completions."""

from itertools import chain

from PySide6.QtCore import QSignalBlocker, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QWidget

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.ui import words
from tagger_app.ui.theme import GRID


class TagEntry(QWidget):
    """A category and a line for the tag's name.

    A tag that only another category knows turns the category to that one, for this tag alone.
    """

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
        self._home = self._chosen()
        self._completions = QStringListModel(self)
        completer = QCompleter(self._completions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._line.setCompleter(completer)
        self._line.returnPressed.connect(self._add)
        self._line.textChanged.connect(self._place)
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
        """Offer all tags, those of the category that the person chose first."""
        self._home = self._chosen()
        known = (self._vocabulary.tags(category) for category in self._from_home())
        self._completions.setStringList(list(dict.fromkeys(chain.from_iterable(known))))

    def _from_home(self) -> list[Category]:
        """All categories, the one that the person chose first."""
        return sorted(TAG_CATEGORIES, key=lambda category: category is not self._home)

    def _place(self, text: str) -> None:
        """Show the category that knows the tag."""
        name = words.plain(text)
        knowing = (c for c in self._from_home() if self._vocabulary.canonical(c, name))
        place = next(knowing, self._home)
        with QSignalBlocker(self._category):  # nobody chose this one
            self._category.setCurrentIndex(self._category.findData(place))

    def _add(self) -> None:
        name = words.plain(self._line.text())
        if not name:
            return
        category = self._chosen()
        self.wanted.emit(category, self._vocabulary.canonical(category, name) or name)
        self._line.clear()
