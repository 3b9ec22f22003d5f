"""The search line: it completes fields and tags, and underlines what it does not understand."""

import re
from collections.abc import Mapping

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QTextCharFormat,
)
from PySide6.QtWidgets import QLineEdit, QProxyStyle, QStyle, QStyleOption, QWidget

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.query import STATUS_FIELDS, TAG_FIELDS, Query, QueryError, read
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.ui import words
from tagger_app.ui.completion_list import STEPS, CompletionList, tab_pressed
from tagger_app.ui.likely_tags import LikelyTags
from tagger_app.ui.query_names import field_names, operators, status_names
from tagger_app.ui.query_problems import in_words_of, told
from tagger_app.ui.query_words import Completions, completions, term_at
from tagger_app.ui.theme import icon_side

_WIDEST = 1_000
_TAKING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class _GrowingIcons(QProxyStyle):
    """Icons in a line grow with its text, which no style sheet can tell them."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """As Qt says, but for the size of those icons."""
        if metric is QStyle.PixelMetric.PM_LineEditIconSize and widget is not None:
            return icon_side(widget.fontMetrics())
        return super().pixelMetric(metric, option, widget)


class QueryLine(QLineEdit):
    """A line for a query in the language of `core.query`.

    Problems are underlined and told; what stands at the cursor is not
    complained about while it is being typed.
    """

    escaped = Signal()
    """Escape was pressed, which has emptied the line: the keys belong to the table again."""
    complained = Signal(str, str)
    """(what is wrong, and what would be right: empty as soon as nothing is; what `correct` puts in
    place of the first part that is wrong, empty where that cannot be told)"""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style = _GrowingIcons()
        style.setParent(self)
        self.setStyle(style)
        self._vocabulary = vocabulary
        self._tags = {c: tuple(vocabulary.tags(c)) for c in TAG_CATEGORIES}
        self._problems: tuple[QueryError, ...] = ()
        self._marked: tuple[tuple[int, int], ...] = ()
        self._correction: tuple[int, int, str] | None = None
        self._composing = False
        self._offered = Completions(0, 0)
        self._amounts: Mapping[tuple[Category, str], int] = {}
        self._likely: LikelyTags | None = None
        self.setPlaceholderText(self.tr("Search: words, genre:jazz, score>0.8"))
        self.setAccessibleName(self.tr("Search"))
        self.setAcceptDrops(False)
        self._popup = CompletionList(self)
        self._popup.taken.connect(self.take)
        self.textEdited.connect(lambda _: self._offer())
        self.textChanged.connect(lambda _: self.judge())
        self.cursorPositionChanged.connect(lambda *_: self._mark())
        self.judge()

    @property
    def query(self) -> Query:
        """What is asked for."""
        return read(self.text(), self._vocabulary, operators())

    @property
    def offered(self) -> tuple[str, ...]:
        """The completions on offer."""
        return self._offered.texts

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands beside the completions on offer: what they mean, how many tracks have it."""
        return tuple(map(self._note, self._offered.texts))

    @property
    def marked(self) -> tuple[tuple[int, int], ...]:
        """Starts and ends of what is underlined."""
        return self._marked

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(min(self.maximumWidth(), _WIDEST), super().sizeHint().height())

    def set_card(self, card: ModelCard) -> None:
        """Offer the tags of a model, too."""
        known = self._vocabulary.tags
        for category in TAG_CATEGORIES:
            of_model = (tag.name for _, tag in card.tags_of(category))
            self._tags[category] = tuple(dict.fromkeys((*known(category), *of_model)))
        self._likely = None

    def set_amounts(self, amounts: Mapping[tuple[Category, str], int]) -> None:
        """Offer the tags of the library, too, the commonest first, with how many tracks have them.

        Args:
            amounts: tracks by category and tag.
        """
        if amounts != self._amounts:
            self._amounts = amounts
            self._likely = None

    def _likeliest(self) -> LikelyTags:
        """Worked out when something is typed: a library may have thousands of tags."""
        if self._likely is None:
            self._likely = LikelyTags(self._tags, self._amounts)
        return self._likely

    def take(self, text: str) -> None:
        """Put a completion in place of what was typed; a field goes on with its value."""
        start, end = self._offered.start, self._offered.end
        self._hide_offer()
        rest = self.text()[end:].lstrip()
        goes_on = text.endswith((":", ">"))
        whole = text if goes_on else f"{text} "
        self.setText(f"{self.text()[:start]}{whole}{rest}")
        self.setCursorPosition(start + len(whole))
        if goes_on:
            self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose a completion, Return and Tab take it; Escape empties the line."""
        popup = self._popup
        key = Qt.Key(event.key())
        if popup.isVisible() and key in STEPS:
            popup.step(STEPS[key])
            return
        if popup.isVisible() and key in _TAKING:
            chosen = popup.chosen
            if chosen is None and key is Qt.Key.Key_Tab:
                chosen = self._offered.texts[0]
            if chosen is not None:
                self.take(chosen)
                return
            self._hide_offer()
        elif key is Qt.Key.Key_Escape:
            if popup.isVisible():
                self._hide_offer()
            else:
                self.clear()
                self.escaped.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Leave the look of what is being composed to the input method."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes a completion instead of leaving the line."""
        if tab_pressed(event) and self._popup.isVisible():
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was being typed is finished now."""
        super().focusOutEvent(event)
        self._hide_offer()
        self._mark()

    def _offer(self) -> None:
        names = field_names() | status_names()
        tags = self._likeliest().tags
        self._offered = completions(self.text(), self.cursorPosition(), tags, names)
        if not self._offered.texts or self.hasSelectedText():
            self._hide_offer()
            return
        notes = dict(zip(self._offered.texts, self.notes, strict=True))
        self._popup.show_below(self, notes)

    def _note(self, text: str) -> str:
        """What a completion means, in few words: how many tracks have a tag."""
        field, value = re.split("[:>]", text.removeprefix("-"), maxsplit=1)
        field = field.lower()
        if not value or field in STATUS_FIELDS:
            word = value or field
            name = (status_names() if value else field_names())[word]
            return "" if name.casefold() == word else name
        amount = self._likeliest().amount(TAG_FIELDS[field], value.replace('"', ""))
        return words.counted(amount, self.tr("1 track"), self.tr("{0} tracks")) if amount else ""

    def _hide_offer(self) -> None:
        self._offered = Completions(0, 0)
        self._popup.hide()

    def judge(self) -> None:
        """Look for problems."""
        self._problems = self.query.problems
        self._mark()

    def _mark(self) -> None:
        """Underline the problems and say them."""
        at_cursor = term_at(self.text(), self.cursorPosition()) if self.hasFocus() else None
        places = {problem: self._place(problem) for problem in self._problems}
        complaints = [p for p, place in places.items() if place != at_cursor]
        self._marked = tuple(places[problem] for problem in complaints)
        said = "\n".join(told(in_words_of(problem.hint)) for problem in complaints)
        corrections = (self._corrected(problem, places[problem]) for problem in complaints)
        self._correction = next((one for one in corrections if one is not None), None)
        if said != self.toolTip():
            self.setToolTip(said)
            self.setAccessibleDescription(said)
            self.complained.emit(said, self._correction[2] if self._correction else "")
        if not self._composing:
            self._underline()

    def correct(self) -> None:
        """Put what was most probably meant in place of the first part that is wrong."""
        if self._correction is not None:
            start, end, right = self._correction
            text = self.text()
            self.setText(f"{text[:start]}{right}{text[end:]}")
            self.setCursorPosition(start + len(right))

    def _corrected(
        self, problem: QueryError, place: tuple[int, int]
    ) -> tuple[int, int, str] | None:
        start, end = place
        right = in_words_of(problem.hint).right
        minus = "-" if self.text()[start : start + 1] == "-" else ""
        return None if right is None else (start, end, minus + right)

    def _place(self, problem: QueryError) -> tuple[int, int]:
        return term_at(self.text(), problem.position)

    def _underline(self) -> None:
        # A line edit has no formats of its own, but draws those that come from input methods.
        wavy = QTextCharFormat()
        wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wavy.setUnderlineColor(self.palette().color(QPalette.ColorRole.BrightText))
        kind = QInputMethodEvent.AttributeType.TextFormat
        cursor = self.cursorPosition()
        attributes = [
            QInputMethodEvent.Attribute(kind, start - cursor, end - start, wavy)
            for start, end in self._marked
        ]
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
