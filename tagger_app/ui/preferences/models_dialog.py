"""About the models: the card of each, to be read, searched and copied."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QPalette, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
)

from tagger_app.inference.model_store import ModelFile
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.preferences.card_page import page, style
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import GRID


class ModelsDialog(QDialog):
    """Lists the models there are and shows the card of one."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences.window)
        self._preferences = preferences
        self._models: list[ModelFile] = []
        self.setWindowTitle(self.tr("About the models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(220 * GRID, 170 * GRID)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Models"))
        self.list.currentRowChanged.connect(self._show)
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.tr("Model card"))
        self.page.setOpenLinks(False)
        reading = Qt.TextInteractionFlag
        self.page.setTextInteractionFlags(
            reading.TextSelectableByMouse | reading.TextSelectableByKeyboard
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search in this card"))
        self.search.setAccessibleName(self.tr("Search in this card"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._find(anew=True))
        self.search.returnPressed.connect(self._find)
        self._found = PlainLabel(self.tr("not found"), "muted")
        self._found.hide()
        self._make_layout()
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.search.setFocus)
        preferences.models_found.connect(self._list)
        preferences.theme.changed.connect(self._draw)
        preferences.find_models()

    def _make_layout(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self._found)
        right = QVBoxLayout()
        right.addLayout(top)
        right.addWidget(self.page, 1)
        across = QHBoxLayout()
        across.setSpacing(3 * GRID)
        across.addWidget(self.list)
        across.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)  # Return searches on
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 3 * GRID)
        column.setSpacing(3 * GRID)
        column.addLayout(across, 1)
        column.addWidget(buttons)

    def _list(self, models: Sequence[ModelFile]) -> None:
        if self._models == list(models):
            return
        self._models = list(models)
        card = self._preferences.card
        self.list.clear()
        for model in models:
            line = QListWidgetItem(model.card.name, self.list)
            line.setToolTip(words.plain(str(model.path)))
        names = [model.card.name for model in models]
        listens = names.index(card.name) if card is not None and card.name in names else 0
        self.list.setCurrentRow(listens)
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + 8 * GRID)

    def _show(self, _: int) -> None:
        self._draw()
        self.page.moveCursor(QTextCursor.MoveOperation.Start)

    def _draw(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._models):
            self.page.setPlainText(self.tr("No model is installed."))
            return
        place = self.page.verticalScrollBar().value()
        colours = self._preferences.theme.colours
        palette = self.page.palette()
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        for one in (group.Active, group.Inactive):  # what was found, while the search has the keys
            palette.setColor(one, role.Highlight, QColor(colours.accent))
            palette.setColor(one, role.HighlightedText, QColor(colours.on_accent))
        self.page.setPalette(palette)
        self.page.document().setDefaultStyleSheet(style(colours))
        self.page.setHtml(page(self._models[row]))
        self.page.document().setDocumentMargin(4 * GRID)
        self.page.verticalScrollBar().setValue(place)

    def _find(self, *, anew: bool = False) -> None:
        """Go to where the searched text is next, from the start again after the last."""
        text = self.search.text()
        cursor = self.page.textCursor()
        if anew:
            cursor.setPosition(cursor.selectionStart())
            self.page.setTextCursor(cursor)
        there = not text or self.page.find(text)
        if not there:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            there = self.page.find(text)
        self._found.setVisible(not there)
