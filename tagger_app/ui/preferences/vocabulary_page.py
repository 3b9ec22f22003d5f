"""Which tags are suggested, and what they are called in files."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tagger_app.core.changes import FieldChange
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.vocabulary import tag_key
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import GRID

_TAG, _WORD = 0, 1


class VocabularyPage(QWidget):
    """A row for each tag: ticked if it may be suggested, and the word that files get for it."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._category = QComboBox()
        self._category.setAccessibleName(self.tr("Category"))
        for category in TAG_CATEGORIES:
            self._category.addItem(words.category_name(category), category)
        self._filter = QLineEdit()
        self._filter.setObjectName("find-tag")
        self._filter.setPlaceholderText(self.tr("Find a tag…"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setAccessibleName(self.tr("Find a tag"))
        self._tags = QTableWidget(0, 2)
        self._tags.setObjectName("tags")
        self._tags.setAccessibleName(self.tr("Tags, and what they are called in files"))
        self._tags.setHorizontalHeaderLabels([self.tr("Suggest"), self.tr("In your files")])
        self._tags.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._tags.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self._tags.horizontalHeader().setHighlightSections(False)
        self._tags.verticalHeader().hide()
        self._tags.setShowGrid(False)
        self._tags.setTabKeyNavigation(False)
        self._tags.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._only = QCheckBox(self.tr("Suggest the ticked tags only, whatever model listens"))
        self._only.setObjectName("only")
        self._all = self._button("tick-all", self.tr("Tick all"), on=True)
        self._none = self._button("untick-all", self.tr("Untick all"), on=False)
        self._example = PlainLabel("", wrap=True)
        self._example.setObjectName("example")
        self._make_layout()
        self._category.currentIndexChanged.connect(self._refresh)
        self._filter.textChanged.connect(self._find)
        self._tags.itemChanged.connect(self._on_item)
        self._only.toggled.connect(lambda _: self._keep_ticks())
        preferences.changed.connect(self._refresh)
        preferences.example_changed.connect(self._show_example)
        self._refresh()

    def _make_layout(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self._category)
        top.addWidget(self._filter, 1)
        top.addWidget(self._all)
        top.addWidget(self._none)
        text = self.tr(
            "Untick a tag that you never want to be asked about. Double-click the second column to"
            " give a tag the name that it is to have in your files."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(PlainLabel(text, "muted", wrap=True))
        column.addLayout(top)
        column.addWidget(self._tags, 1)
        column.addWidget(self._only)
        column.addSpacing(GRID)
        column.addWidget(PlainLabel(self.tr("Accepting all of the current track"), "heading"))
        column.addWidget(self._example)

    def _button(self, name: str, text: str, *, on: bool) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._tick_all(on=on))
        return button

    def _chosen(self) -> Category:
        return Category(self._category.currentData())

    def _names(self) -> list[str]:
        """The tags of the model, or else of the vocabulary, and whatever the settings name."""
        category, settings = self._chosen(), self._preferences.settings
        card = self._preferences.card
        if card is not None:
            names = [tag.name for _, tag in card.tags_of(category)]
        else:
            names = list(self._preferences.vocabulary.tags(category))
        for chosen in (settings.ignored_tags, settings.only_tags, settings.own_words):
            names += chosen.get(category, ())
        by_key = {tag_key(name): name for name in reversed(names)}
        return sorted(by_key.values(), key=str.casefold)

    def _refresh(self) -> None:
        category, policy = self._chosen(), self._preferences.settings.policy
        only, ignored = policy.only.get(category), policy.ignored.get(category, frozenset())
        vocabulary = self._preferences.vocabulary
        names = self._names()
        self._tags.blockSignals(True)
        self._only.blockSignals(True)
        if names != [self._text(row, _TAG) for row in range(self._tags.rowCount())]:
            self._fill(names)
        for row, name in enumerate(names):
            key = tag_key(name)
            ticked = key in only if only is not None else key not in ignored
            tag, word = self._tags.item(row, _TAG), self._tags.item(row, _WORD)
            if tag is None or word is None:
                continue
            tag.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            spelled = vocabulary.in_files(category, name)
            word.setText(spelled)
            font = word.font()
            font.setBold(spelled != name)
            word.setFont(font)
        self._only.setChecked(only is not None)
        self._only.blockSignals(False)
        self._tags.blockSignals(False)
        self._find()
        self._show_example()

    def _fill(self, names: list[str]) -> None:
        self._tags.setRowCount(len(names))
        for row, name in enumerate(names):
            tag = QTableWidgetItem(name)
            tag.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            self._tags.setItem(row, _TAG, tag)
            self._tags.setItem(row, _WORD, QTableWidgetItem(name))

    def _text(self, row: int, column: int) -> str:
        item = self._tags.item(row, column)
        return item.text() if item is not None else ""

    def _find(self) -> None:
        wanted = tag_key(self._filter.text())
        for row in range(self._tags.rowCount()):
            texts = (self._text(row, _TAG), self._text(row, _WORD))
            found = not wanted or any(wanted in tag_key(text) for text in texts)
            self._tags.setRowHidden(row, not found)

    def _on_item(self, item: QTableWidgetItem) -> None:
        if item.column() == _TAG:
            self._keep_ticks()
            return
        category, name = self._chosen(), self._text(item.row(), _TAG)
        own = {name: dict(mine) for name, mine in self._preferences.settings.own_words.items()}
        mine = own.setdefault(category.value, {})
        for spelling in [other for other in mine if tag_key(other) == tag_key(name)]:
            del mine[spelling]
        word = item.text().strip()
        if word and word != name:
            mine[name] = word
        if not mine:
            del own[category.value]
        if not self._preferences.change(own_words=own):
            self._refresh()

    def _tick_all(self, *, on: bool) -> None:
        """Tick, or untick, every tag that is shown."""
        self._tags.blockSignals(True)
        for row in range(self._tags.rowCount()):
            item = self._tags.item(row, _TAG)
            if item is not None and not self._tags.isRowHidden(row):
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._tags.blockSignals(False)
        self._keep_ticks()

    def _keep_ticks(self) -> None:
        category, settings = self._chosen().value, self._preferences.settings
        ticked: list[str] = []
        unticked: list[str] = []
        for row in range(self._tags.rowCount()):
            item = self._tags.item(row, _TAG)
            if item is not None:
                on = item.checkState() is Qt.CheckState.Checked
                (ticked if on else unticked).append(item.text())
        only, ignored = dict(settings.only_tags), dict(settings.ignored_tags)
        only.pop(category, None)
        ignored.pop(category, None)
        if self._only.isChecked():
            only[category] = tuple(ticked)
        elif unticked:
            ignored[category] = tuple(unticked)
        self._preferences.change(only_tags=only, ignored_tags=ignored)

    def _show_example(self) -> None:
        change = self._preferences.example()
        if change is None:
            self._example.setText(self.tr("No track that was heard is chosen in the window."))
        elif not change:
            self._example.setText(self.tr("would change nothing in its file."))
        else:
            self._example.setText("\n".join(map(_line, change.changes)))


def _line(change: FieldChange) -> str:
    before = ", ".join(map(words.plain, change.before)) or words.tr("empty")
    after = ", ".join(map(words.plain, change.after))
    return f"{words.category_name(Category(change.field))}: {before} → {after}"
