"""What a write would change in a track's file."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tagger_app.core.changes import ChangeSet
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class ChangePreview(QWidget):
    """What a write would change, field by field."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(PlainLabel(words.tr("Write will change"), "heading"))
        self._lines: list[PlainLabel] = []

    def show_change(self, changes: ChangeSet) -> None:
        """Show before → after per field."""
        texts = [words.change_line(change) for change in changes.changes] or [
            words.tr("Nothing yet. Accept a tag first.")
        ]
        while len(self._lines) < len(texts):
            line = PlainLabel("", "muted", wrap=True)
            self._lines.append(line)
            self._column.addWidget(line)
        for position, line in enumerate(self._lines):
            line.setVisible(position < len(texts))
            line.setText(texts[position] if position < len(texts) else "")
