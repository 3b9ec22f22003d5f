"""The dialog: pages of settings, each in effect at once; import, export, reset."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tagger_app.core.errors import SettingsError
from tagger_app.settings import Settings
from tagger_app.ui import failures
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.message_bar import MessageBar
from tagger_app.ui.preferences.keys_page import KeysPage
from tagger_app.ui.preferences.model_page import ModelPage
from tagger_app.ui.preferences.models_dialog import ModelsDialog
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.preferences.rows import SettingRows
from tagger_app.ui.preferences.vocabulary_page import VocabularyPage
from tagger_app.ui.theme import GRID

SUGGESTIONS = (
    "genre_strictness",
    "mood_strictness",
    "instrument_strictness",
    "most_genres",
    "most_moods",
    "most_instruments",
)
WRITING = ("mode", "id3_version", "keep_modification_time", "provenance", "hard_links")
LIBRARY = ("rescan_at_start", "play_from")
APPEARANCE = ("language", "look", "text_size", "high_contrast")


_SIGNS, _LINES = 110, 36
"""So much text has room in width and height, where the window is as large."""


class PreferencesDialog(QDialog):
    """Shows and changes all settings; stays open beside the window."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences.window)
        self._preferences = preferences
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        metrics, most = self.fontMetrics(), preferences.window.size()
        wide, high = _SIGNS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing()
        self.resize(
            max(min(wide, most.width()), 200 * GRID), max(min(high, most.height()), 150 * GRID)
        )
        self.message = MessageBar(preferences.theme)
        self._list = QListWidget()
        self._list.setObjectName("pages")
        self._list.setAccessibleName(self.tr("Pages"))
        self._pages = QStackedWidget()
        self._add(self.tr("Model"), ModelPage(preferences))
        self._add(self.tr("Suggestions"), SettingRows(preferences, SUGGESTIONS))
        self._add(self.tr("Vocabulary"), VocabularyPage(preferences), scrolls=True)
        self._add(self.tr("Writing"), SettingRows(preferences, WRITING))
        self._add(self.tr("Library and playback"), SettingRows(preferences, LIBRARY))
        self._add(self.tr("Keys"), KeysPage(preferences), scrolls=True)
        self._add(self.tr("Appearance"), SettingRows(preferences, APPEARANCE))
        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + 6 * GRID)
        self._list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._list.setCurrentRow(0)
        self._make_layout()
        preferences.said.connect(self._say)
        preferences.theme.changed.connect(self._refresh_look)

    def _make_layout(self) -> None:
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._list)
        across.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addLayout(across, 1)
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        row.setSpacing(2 * GRID)
        for name, text, do in (
            ("import", self.tr("Import…"), self._choose_import),
            ("export", self.tr("Export…"), self._choose_export),
            ("reset", self.tr("Reset all"), self.reset),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, do=do: do())
            row.addWidget(button)
        row.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("close")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        return row

    def _add(self, title: str, page: QWidget, *, scrolls: bool = False) -> None:
        """Add a page; `scrolls` where it has lists of its own that do."""
        self._list.addItem(title)
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 5 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(PlainLabel(title, "title"))
        column.addWidget(page, 1 if scrolls else 0)
        if scrolls:
            self._pages.addWidget(whole)
            return
        column.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(whole)
        self._pages.addWidget(area)

    def show_page(self, number: int) -> None:
        """Turn to a page."""
        self._list.setCurrentRow(number)

    def reset(self) -> None:
        """Take the defaults; the message offers to take that back."""
        before = self._preferences.settings
        self._preferences.take(Settings())
        self.message.say(
            self.tr("All preferences are as they were at first."),
            button=self.tr("Take back"),
            act=lambda: self._take_back(before),
        )

    def _take_back(self, before: Settings) -> None:
        self._preferences.take(before)

    def import_from(self, path: Path) -> None:
        """Take the settings of a file, and say what in it was not valid."""
        before = self._preferences.settings
        try:
            read = self._preferences.import_from(path)
        except SettingsError as error:
            self._say(failures.said(error), True)
            return
        told = [
            self.tr("The preferences are those of {0}.").format(path.name),
            *map(failures.said, read.problems),
        ]
        if read.unknown:
            names = ", ".join(read.unknown)
            told.append(self.tr("Passed over, for this version knows no such: {0}.").format(names))
        self.message.say(
            "\n".join(told),
            failure=len(told) > 1,
            button=self.tr("Take back"),
            act=lambda: self._take_back(before),
        )

    def export_to(self, path: Path) -> None:
        """Write all settings into a file."""
        try:
            self._preferences.export_to(path)
        except SettingsError as error:
            self._say(failures.said(error), True)
            return
        self.message.say(self.tr("The preferences are in {0}.").format(path))

    def _choose_import(self) -> None:
        kinds = self.tr("Preferences (*.json)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import preferences"), "", kinds)
        if path:
            self.import_from(Path(path))

    def _choose_export(self) -> None:
        kinds, name = self.tr("Preferences (*.json)"), "tagger-preferences.json"
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export preferences"), name, kinds)
        if path:
            self.export_to(Path(path))

    def _say(self, text: str, failure: bool) -> None:
        self.message.add(text, failure=failure)

    def _refresh_look(self) -> None:
        self.message.refresh()
        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + 6 * GRID)


def offer(preferences: Preferences) -> None:
    """Let the window's action open the dialog, or bring the open one to the front."""
    window = preferences.window
    window.commands["preferences"].setMenuRole(QAction.MenuRole.PreferencesRole)
    window.commands.connect_to("preferences", lambda: open_dialog(preferences))
    window.commands.connect_to("models", lambda: ModelsDialog(preferences).show())
    preferences.said.connect(lambda text, failure: _say(preferences, text, failure=failure))


def _say(preferences: Preferences, text: str, *, failure: bool) -> None:
    """Say it in the window while there is no dialog that does."""
    if not _dialogs(preferences):
        preferences.window.message.say(text, failure=failure)


def open_dialog(preferences: Preferences) -> PreferencesDialog:
    """The dialog, shown in front."""
    dialogs = _dialogs(preferences)
    dialog = dialogs[0] if dialogs else PreferencesDialog(preferences)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def _dialogs(preferences: Preferences) -> Sequence[PreferencesDialog]:
    there: list[PreferencesDialog] = preferences.window.findChildren(PreferencesDialog)
    return [dialog for dialog in there if dialog.isVisible()]
