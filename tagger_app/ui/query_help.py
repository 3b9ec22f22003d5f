"""What can be searched for, by examples that can be tried."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.theme import GRID


class QueryHelp(QFrame):
    """A popup with examples; a click on one searches for it."""

    picked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("help")
        self.setAccessibleName(self.tr("Search help"))
        grid = QGridLayout(self)
        grid.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        grid.setHorizontalSpacing(4 * GRID)
        grid.setVerticalSpacing(GRID)
        intro = self.tr("Everything you write must be true of a track.")
        grid.addWidget(PlainLabel(intro, "heading"), 0, 0, 1, 2)
        self._buttons: list[QPushButton] = []
        for row, (example, meaning) in enumerate(self._rows(), start=1):
            button = QPushButton(example)
            self._buttons.append(button)
            button.setObjectName("example")
            button.clicked.connect(lambda _=False, text=example: self._pick(text))
            button.setAccessibleDescription(meaning)
            grid.addWidget(button, row, 0)
            grid.addWidget(PlainLabel(meaning, "muted"), row, 1)
        fields = self.tr(
            "Fields: title, artist, album, path, genre, mood, instrument, tag, year, length,"
            " score, valence, arousal, status"
        )
        grid.setRowMinimumHeight(grid.rowCount(), GRID)
        grid.addWidget(PlainLabel(fields, "muted", wrap=True), grid.rowCount(), 0, 1, 2)

    def _rows(self) -> tuple[tuple[str, str], ...]:
        tr = words.tr
        return (
            ("night train", tr("both words, anywhere: title, artist, album, path, tags")),
            ('"kind of blue"', tr("these words in this order")),
            ("artist:davis", tr("a word in one field")),
            ("genre:jazz mood:calm", tr("tags: in the file, accepted, or suggested")),
            ("genre:jazz score>0.8", tr("suggested with more than 80 percent")),
            ("-instrument:piano", tr("without this tag")),
            ("valence>0.7", tr("pleasant, as the model hears it; arousal is how lively")),
            ("year:1990..1999", tr("from one year to another")),
            ("length>10:00", tr("longer than ten minutes")),
            ("status:changed", tr("tags were changed by another program")),
            ("is:short", tr("the file ends early or is cut off")),
            ("status:review score<0.5", tr("to review, and no tag is at all likely")),
        )

    @property
    def examples(self) -> tuple[str, ...]:
        """The queries that can be tried."""
        return tuple(example for example, _ in self._rows())

    def button(self, number: int) -> QPushButton:
        """The button of an example."""
        return self._buttons[number]

    def show_below(self, widget: QWidget) -> None:
        """Show it under a widget, right edges in line."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + GRID))
        self.move(max(corner.x(), 0), corner.y())
        self.show()
        self._buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)  # for the arrow and Tab keys

    def _pick(self, text: str) -> None:
        self.close()
        self.picked.emit(text)
