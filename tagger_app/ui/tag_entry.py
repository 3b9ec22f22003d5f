"""Typing a tag, to add it or to put it in the place of another, with completions."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.vocabulary import Vocabulary, tag_key
from tagger_app.pipeline.review import Chip
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.likely_tags import LikelyTags
from tagger_app.ui.query_words import beginning
from tagger_app.ui.tag_line import Offer, TagLine
from tagger_app.ui.theme import GRID

_MOST = 10


class TagEntry(QWidget):
    """A category and a line for the tag's name.

    A tag that only another category knows turns the category to that one, for this tag alone.
    """

    wanted = Signal(Category, str)
    """(category, tag in the vocabulary's spelling where it knows it)."""
    changed = Signal(object, Category, str)
    """(chip, and what is to take its place, as for `wanted`; another spelling of it as typed)."""
    left = Signal()
    """Escape was pressed: the keys belong to the table again."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._card: ModelCard | None = None
        self._amounts: Mapping[tuple[Category, str], int] = {}
        self._likely: LikelyTags | None = None
        self._places: dict[str, Category] = {}
        """Where the completions on offer belong."""
        self._edited: Chip | None = None
        self._category = QComboBox()
        self._category.setAccessibleName(self.tr("Category of the tag to add"))
        for category in TAG_CATEGORIES:
            self._category.addItem(words.category_name(category), category)
        self._instead = PlainLabel("", "muted", wrap=True)
        self._line = TagLine(self._completions)
        self._line.setPlaceholderText(self.tr("Add a tag…"))
        self._home = self._usual = self._chosen()
        self._line.returnPressed.connect(lambda: self._enter(self._chosen()))
        self._line.picked.connect(self._pick)
        self._line.textChanged.connect(self._place)
        self._category.currentIndexChanged.connect(self._choose_home)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._category)
        row.addWidget(self._line, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._instead)
        column.addLayout(row)
        self._show_task()

    def set_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Know other words for tags."""
        self._vocabulary, self._likely = vocabulary, None

    def set_card(self, card: ModelCard) -> None:
        """Offer the tags of a model, too."""
        self._card, self._likely = card, None

    def set_amounts(self, amounts: Mapping[tuple[Category, str], int]) -> None:
        """Offer the tags of the library, too, the commonest first, with how many tracks have them.

        Args:
            amounts: tracks by category and tag.
        """
        if amounts != self._amounts:
            self._amounts, self._likely = amounts, None

    def start(self) -> None:
        """Take the keys, for a tag to add."""
        self.stop_editing()
        self._take_keys()

    def edit(self, chip: Chip) -> None:
        """Take the keys, for what is to take the place of a tag."""
        self.stop_editing()
        self._edited = chip
        self._home, self._usual = chip.category, self._home
        self._line.setText(words.plain(chip.becomes or chip.name))
        self._show(chip.category)
        self._show_task()
        self._take_keys()

    def stop_editing(self) -> None:
        """The tag stays as it is."""
        if self._edited is not None:
            self._edited = None
            self._home = self._usual
            self._line.clear()
            self._show_task()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        self.stop_editing()
        self._line.clear()
        self.left.emit()

    def _take_keys(self) -> None:
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _show_task(self) -> None:
        told = self.tr("Add a tag")
        if self._edited is not None:
            told = self.tr("In place of {0}").format(words.plain(self._edited.name))
        self._instead.setText(told)
        self._instead.setVisible(self._edited is not None)
        self._line.setAccessibleName(told)

    def _chosen(self) -> Category:
        return Category(self._category.currentData())

    def _choose_home(self) -> None:
        self._home = self._chosen()

    def _from_home(self) -> list[Category]:
        """All categories, the one that the person chose first."""
        return sorted(TAG_CATEGORIES, key=lambda category: category is not self._home)

    def _likeliest(self) -> LikelyTags:
        """Worked out when something is typed: a library may have thousands of tags."""
        if self._likely is None:
            known = {}
            for category in TAG_CATEGORIES:
                tags = () if self._card is None else self._card.tags_of(category)
                of_model = (tag.name for _, tag in tags)
                known[category] = (*self._vocabulary.tags(category), *of_model)
            self._likely = LikelyTags(known, self._amounts)
        return self._likely

    def _completions(self, typed: str) -> Offer:
        """Tags of which a word begins so, those of the library first, with what there is to say.

        What was typed so far comes last, as a new tag, unless it is a tag itself: nobody adds a
        part of a word by Return alone.
        """
        begun, likely = words.plain(typed), self._likeliest()
        self._places = {}
        for category in self._from_home() if begun else ():
            for name in beginning(begun, likely.tags[category]):
                self._places.setdefault(name, category)
        known = {name: likely.amount(category, name) for name, category in self._places.items()}
        names = sorted(known, key=lambda name: not known[name])[:_MOST]
        if not names or names == [begun]:
            return Offer()
        notes = {name: self._note(self._places[name], known[name]) for name in names}
        if self._is_tag(begun):
            return Offer(notes)
        self._places[begun] = self._home
        return Offer({**notes, begun: self.tr("new tag")}, first_chosen=True)

    def _is_tag(self, name: str) -> bool:
        spelled = {tag_key(one) for one in self._places}
        return tag_key(name) in spelled or any(self._knows(c, name) for c in TAG_CATEGORIES)

    def _note(self, category: Category, amount: int) -> str:
        parts = [] if category is self._home else [words.category_name(category)]
        if amount:
            parts.append(words.counted(amount, self.tr("1 track"), self.tr("{0} tracks")))
        return " · ".join(parts)

    def _place(self, text: str) -> None:
        """Show the category that knows the tag."""
        name = words.plain(text)
        knowing = (c for c in self._from_home() if self._knows(c, name))
        self._show(next(knowing, self._home))

    def _knows(self, category: Category, name: str) -> bool:
        known = self._vocabulary.canonical(category, name) is not None
        return known or (bool(name) and self._likeliest().amount(category, name) > 0)

    def _show(self, category: Category) -> None:
        with QSignalBlocker(self._category):  # nobody chose this one
            self._category.setCurrentIndex(self._category.findData(category))

    def _pick(self, text: str) -> None:
        category = self._places[text]
        self._line.setText(text)
        self._enter(category)

    def _enter(self, category: Category) -> None:
        name = words.plain(self._line.text())
        if not name:
            return
        chip = self._edited
        known = self._vocabulary.canonical(category, name) or name
        if chip is None:
            self._line.clear()
            self.wanted.emit(category, known)
            return
        if category is chip.category and name == words.plain(chip.becomes or chip.name):
            self._leave()
            return
        self.stop_editing()
        respelled = category is chip.category and self._vocabulary.same_tag(
            category, chip.name, name
        )
        self.changed.emit(chip, category, name if respelled else known)
