"""One tag in the inspector: its name, its score beside its threshold, accept and reject."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from tagger_app.pipeline.review import Chip, ChipStatus
from tagger_app.ui import words
from tagger_app.ui.icons import icon
from tagger_app.ui.labels import ElidedLabel, PlainLabel, set_look
from tagger_app.ui.theme import GRID, Colours, Theme, icon_side

_BAR_HEIGHT = 6
_BAR_WIDTH, _LEAST_BAR = 22 * GRID, 10 * GRID
_NAME_SIGNS = 14
"""So many signs of a name have room before the bar has."""
_ROW_HEIGHT = 6 * GRID


class ScoreBar(QWidget):
    """A score from 0 to 1 as a bar, with a tick at the threshold."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._score: float | None = None
        self._threshold: float | None = None
        self.setFixedWidth(_BAR_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(_BAR_WIDTH, _ROW_HEIGHT)

    def show_score(self, score: float | None, threshold: float | None) -> None:
        """Show a score; None leaves the place empty."""
        self._score, self._threshold = score, threshold
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, bar and tick."""
        del event
        if self._score is None or not self.width():
            return
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _BAR_HEIGHT) // 2
        painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(0, top, self.width(), _BAR_HEIGHT, 3, 3)
        passes = self._threshold is None or self._score >= self._threshold
        painter.setBrush(QColor(colours.accent if passes else colours.faint))
        length = round(self.width() * min(max(self._score, 0.0), 1.0))
        if length:
            painter.drawRoundedRect(0, top, max(length, _BAR_HEIGHT), _BAR_HEIGHT, 3, 3)
        if self._threshold is not None and 0 <= self._threshold <= 1:
            place = min(round(self.width() * self._threshold), self.width() - 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.fillRect(place, top - 3, 2, _BAR_HEIGHT + 6, QColor(colours.text))


class ScoreRow(QWidget):
    """One tag of the current track."""

    accept_clicked = Signal(object)
    """The chip whose ✓ was pressed."""
    reject_clicked = Signal(object)
    edit_wanted = Signal(object)
    """The chip in whose place the person wants another tag."""
    picked = Signal(object)
    """The chip whose name was pressed, to be shown in the timeline."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip: Chip | None = None
        self._looks: tuple[bool, bool, Colours] | None = None
        """Whether it is chosen and rejected, and the colours of its icons."""
        self._key = PlainLabel("", "muted")
        self._name = ElidedLabel()
        self._note = PlainLabel("", "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = ScoreBar(theme)
        self._score = PlainLabel("", "muted")
        self._score.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._accept = self._button()
        self._kept = PlainLabel(words.tr("in file"), "muted")
        self._kept.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._reject = self._button()
        self._accept.clicked.connect(lambda: self.accept_clicked.emit(self._chip))
        self._reject.clicked.connect(lambda: self.reject_clicked.emit(self._chip))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._key)
        row.addWidget(self._name, 1)
        cells = (self._note, self._bar, self._score, self._kept, self._accept, self._reject)
        for part in cells:
            row.addWidget(part)

    def changeEvent(self, event: QEvent) -> None:
        """Take the room that the text needs."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        self.setFixedHeight(max(_ROW_HEIGHT, metrics.height() + 2 * GRID))
        side = icon_side(metrics)
        for button in (self._accept, self._reject):
            button.setFixedSize(side + 2 * GRID, side + 2 * GRID)
            button.setIconSize(QSize(side, side))
        # What the file has says so where others are accepted, lest its name have less room.
        kept = metrics.horizontalAdvance(self._kept.text()) + GRID
        self._kept.setFixedWidth(max(kept, side + 2 * GRID))
        self._accept.setFixedWidth(self._kept.width())  # so that bars are in line
        self._score.setFixedWidth(metrics.horizontalAdvance(words.score(0)) + GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the bar give way to the name, its number stays; it is as wide in every row."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        fixed = (self._key, self._score, self._accept, self._reject)
        others = sum(part.minimumWidth() for part in fixed) + 5 * GRID
        name = _NAME_SIGNS * self.fontMetrics().averageCharWidth()
        room = self.width() - others - name
        self._bar.setFixedWidth(min(room, _BAR_WIDTH) if room >= _LEAST_BAR else 0)

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setStyleSheet("padding: 0;")
        return button

    def stand_before(self, end: QWidget, after: "ScoreRow | None") -> None:
        """Let the Tab key come here after another row, or as the first, and later to `end`."""
        # A new widget comes last in its window.
        self.setTabOrder(after._reject if after is not None else end, self)  # noqa: SLF001 (a row)
        self.setTabOrder(self, self._accept)
        self.setTabOrder(self._accept, self._reject)
        if after is None:
            self.setTabOrder(self._reject, end)

    @property
    def chip(self) -> Chip | None:
        """The tag that is shown."""
        return self._chip

    @property
    def key(self) -> str:
        """The key beside the tag; empty where it has none."""
        return self._key.text()

    def show_chip(self, chip: Chip, key: str, widest: str = "") -> None:
        """Show a tag.

        Args:
            key: what toggles it, or empty.
            widest: the longest of all rows' keys, which all leave room for.
        """
        self._chip = chip
        colours = self._theme.colours
        name = words.plain(chip.name)
        text = words.chip_text(chip)
        self._key.setText(key)
        room = self._key.fontMetrics().horizontalAdvance(widest) + GRID
        self._key.setFixedWidth(max(3 * GRID, room))
        self._share_width()
        self._name.set_full_text(text)
        chosen = chip.status in {ChipStatus.ACCEPTED, ChipStatus.ADDED, ChipStatus.EDITED}
        rejected = chip.status in {ChipStatus.REJECTED, ChipStatus.REMOVED}
        set_look(self._name, "muted", on=rejected or chip.status is ChipStatus.SCORED)
        set_look(self._name, "chosen", on=chosen)
        font = self._name.font()
        font.setStrikeOut(rejected)
        self._name.setFont(font)
        by_hand = words.tr("by hand") if chip.status is ChipStatus.ADDED else ""
        kept = chip.status is ChipStatus.IN_FILE
        self._note.setText(words.tr("in file") if chip.in_file and not kept else by_hand)
        self._note.setVisible(bool(self._note.text()))
        self._bar.show_score(chip.score, chip.threshold)
        self._score.setText("" if chip.score is None else words.score(chip.score))
        rated = chip.score is not None
        self._bar.setVisible(rated)
        self._score.setVisible(rated)
        self._kept.setVisible(kept)
        self._accept.setVisible(not kept)
        looks = (chosen, rejected, colours)
        if looks != self._looks:  # most rows of another track look alike, and icons are drawn
            self._looks = looks
            accept_icon = "check-circle-fill" if chosen else "check"
            self._accept.setIcon(icon(accept_icon, colours, colours.accent if chosen else ""))
            reject_icon = "x-circle-fill" if rejected else "x"
            self._reject.setIcon(icon(reject_icon, colours, colours.failure if rejected else ""))
        accept, reject = words.tr("Accept {0}"), words.tr("Reject {0}")
        if chip.in_file:
            accept, reject = words.tr("Keep {0} as it is"), words.tr("Remove {0} from the file")
        for button, what in ((self._accept, accept), (self._reject, reject)):
            button.setToolTip(what.format(name))
            button.setAccessibleName(what.format(name))
        sentence = words.chip_sentence(chip)
        self.setAccessibleName(sentence)
        for button in (self._accept, self._reject):
            button.setAccessibleDescription(sentence)
        hints = (_threshold_hint(chip), self._editing_hint())
        self.setToolTip("\n".join(hint for hint in hints if hint))

    @property
    def can_be_changed(self) -> bool:
        """Whether another tag can take the place of this one: the file has it, or a person."""
        return self._chip is not None and (
            self._chip.in_file or self._chip.status is ChipStatus.ADDED
        )

    def _editing_hint(self) -> str:
        if self._chip is None or not self.can_be_changed:
            return ""
        if self._chip.in_file:
            return words.tr("A double click or F2 changes it, Del removes it")
        return words.tr("A double click or F2 changes it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return points the timeline to this tag, as a click does; F2 and Delete edit it."""
        chip, key = self._chip, event.key()
        if chip is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.picked.emit(chip)
        elif chip is not None and key == Qt.Key.Key_F2 and self.can_be_changed:
            self.edit_wanted.emit(chip)
        elif chip is not None and key == Qt.Key.Key_Delete and chip.in_file:
            self.reject_clicked.emit(chip)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keys go."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point the timeline to this tag."""
        if self._chip is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(self._chip)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put another tag in the place of this one."""
        if event.button() is Qt.MouseButton.LeftButton and self.can_be_changed:
            self.edit_wanted.emit(self._chip)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Belongs to the press."""
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The whole row is a target."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


def _threshold_hint(chip: Chip) -> str:
    if chip.threshold is None:
        return ""
    if chip.threshold > 1:
        return words.tr("The model is not reliable about this tag and never suggests it.")
    return words.tr("Suggested from {0} on").format(words.score(chip.threshold))
