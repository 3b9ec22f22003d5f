"""About Tagger: which version this is, what one may do with it, and what it works with here."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout

from tagger_app.ui import words
from tagger_app.ui.bugs import versions
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID
from tagger_app.ui.window import MainWindow


class AboutDialog(QDialog):
    """Each fact as a line that can be selected and copied."""

    def __init__(self, catalog: Path, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("About Tagger"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(4 * GRID)
        self._facts.setVerticalSpacing(2 * GRID)
        device = window.progress.device or self.tr("not known before something is heard")
        self._add(self.tr("Version"), versions())
        self._add(self.tr("Licence"), self.tr("GNU GPL, version 3 or later (GPL-3.0-or-later)"))
        self._add(self.tr("Catalog"), words.place(catalog))
        self._add(self.tr("Listens on"), device)
        freedom = self.tr(
            "Free software: you may use, study, share and change it. There is no warranty. The"
            " models have licences of their own, told in “About the models”."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * GRID, 5 * GRID, 5 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(PlainLabel(self.windowTitle(), "title"))
        column.addLayout(self._facts)
        column.addWidget(PlainLabel(freedom, "muted", wrap=True))
        column.addStretch(1)
        column.addWidget(buttons)
        width = max(140 * GRID, 90 * self.fontMetrics().averageCharWidth())
        self.resize(min(width, window.width()), self.sizeHint().height())
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    @property
    def facts(self) -> dict[str, QLineEdit]:
        """The lines by their accessible names."""
        return {line.accessibleName(): line for line in self.findChildren(QLineEdit)}

    def _add(self, name: str, text: str) -> None:
        line = QLineEdit(text)
        line.setReadOnly(True)
        line.setCursorPosition(0)  # the beginning of what does not fit
        line.setAccessibleName(name)
        self._facts.addRow(PlainLabel(name, "muted"), line)


def offer_about(window: MainWindow, catalog: Path) -> None:
    """Let the window's action open the dialog."""
    window.commands["about"].setMenuRole(QAction.MenuRole.AboutRole)
    window.commands.connect_to("about", lambda: AboutDialog(catalog, window).open())
