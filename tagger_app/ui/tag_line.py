"""A line for a tag's name that completes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tagger_app.ui.completion_list import STEPS, CompletionList, tab_pressed

_RETURNS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be meant by what was typed.

    notes: the completions, each with a note. first_chosen: whether Return takes the first of them
    as long as nobody chose another, and not what was typed.
    """

    notes: Mapping[str, str] = field(default_factory=dict)
    first_chosen: bool = False


class TagLine(QLineEdit):
    """Offers completions while something is typed; what Return would take is marked.

    Args:
        completions: tells what may be meant by what was typed.
    """

    picked = Signal(str)
    """A completion was taken with Return, or clicked."""

    def __init__(self, completions: Callable[[str], Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._completions = completions
        self._offered: Mapping[str, str] = {}
        self._popup = CompletionList(self)
        self._popup.taken.connect(self._pick)
        self.textEdited.connect(lambda _: self._offer())

    @property
    def offered(self) -> Mapping[str, str]:
        """The completions on offer, each with what stands beside it."""
        return self._offered

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose a completion, Return picks it, Tab puts it into the line."""
        key, popup = Qt.Key(event.key()), self._popup
        if not self._offered:
            super().keyPressEvent(event)
        elif key in STEPS:
            popup.step(STEPS[key])
        elif key is Qt.Key.Key_Escape:
            self._hide_offer()
        elif key is Qt.Key.Key_Tab:
            self.setText(popup.chosen or next(iter(self._offered)))
            self._hide_offer()
        elif key in _RETURNS and popup.chosen is not None:
            self._pick(popup.chosen)
        else:
            if key in _RETURNS:
                self._hide_offer()
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab takes a completion instead of leaving the line."""
        if tab_pressed(event) and self._offered:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is being typed any more."""
        super().focusOutEvent(event)
        self._hide_offer()

    def _pick(self, text: str) -> None:
        self._hide_offer()
        self.picked.emit(text)

    def _offer(self) -> None:
        offer = self._completions(self.text())
        self._offered = offer.notes
        if self._offered:
            self._popup.show_below(self, self._offered, first_chosen=offer.first_chosen)
        else:
            self._hide_offer()

    def _hide_offer(self) -> None:
        self._offered = {}
        self._popup.hide()
