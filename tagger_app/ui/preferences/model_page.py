"""Which model listens, where it runs, and to how much."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from tagger_app.core.model_card import ModelCard
from tagger_app.inference.model_store import ModelFile
from tagger_app.settings import declared
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel, set_look
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.preferences.rows import SettingRows, translated
from tagger_app.ui.theme import GRID


class ModelPage(QWidget):
    """The models there are, each with what it costs and can do."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._lines: dict[str, _ModelLine] = {}
        said = declared("model")
        self._choice = QComboBox()
        self._choice.setObjectName("model")
        self._choice.setAccessibleName(translated(said.title))
        self._choice.setAccessibleDescription(translated(said.text))
        self._choice.currentIndexChanged.connect(self._choose)
        self._list = QVBoxLayout()
        self._list.setSpacing(3 * GRID)
        self._problems = PlainLabel("", "failure", wrap=True)
        about = QPushButton(self.tr("About the models…"))
        about.setObjectName("about-models")
        about.setAutoDefault(False)
        about.clicked.connect(preferences.window.commands["models"].trigger)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._choice)
        column.addWidget(PlainLabel(translated(said.text), "muted", wrap=True))
        column.addSpacing(2 * GRID)
        column.addLayout(self._list)
        column.addWidget(self._problems)
        column.addSpacing(2 * GRID)
        column.addWidget(about, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4 * GRID)
        column.addWidget(SettingRows(preferences, ("device", "coverage")))
        preferences.models_found.connect(self._show_models)
        preferences.changed.connect(self._refresh)
        self._refresh()
        preferences.find_models()

    def _show_models(self, models: list[ModelFile], problems: list[str]) -> None:
        first = self._preferences.usual_model(models)
        self._choice.blockSignals(True)
        self._choice.clear()
        usual = self.tr("The usual one ({0})").format(first)
        self._choice.addItem(usual if first else self.tr("None is installed"), "")
        for line in self._lines.values():
            line.setParent(None)
            line.deleteLater()
        self._lines = {}
        for model in models:
            name = model.card.name
            if name not in self._lines:  # of two of one name the first is chosen by it
                self._choice.addItem(name, name)
                self._lines[name] = _ModelLine(model)
                self._list.addWidget(self._lines[name])
        self._choice.blockSignals(False)
        self._problems.setText("\n".join(problems))
        self._problems.setVisible(bool(problems))
        self._refresh()

    def _refresh(self) -> None:
        name = self._preferences.settings.model
        self._choice.blockSignals(True)
        if self._choice.findData(name) < 0:
            self._choice.addItem(name or self.tr("Looking for models…"), name)
        self._choice.setCurrentIndex(self._choice.findData(name))
        self._choice.blockSignals(False)
        card = self._preferences.card
        for one, line in self._lines.items():
            line.mark(listens=card is not None and card.name == one)
        self._problems.setVisible(bool(self._problems.text()))

    def _choose(self, index: int) -> None:
        self._preferences.change(model=str(self._choice.itemData(index)))


class _ModelLine(QWidget):
    """One model: its name, size and speed, and what it is, in one line each."""

    def __init__(self, model: ModelFile) -> None:
        super().__init__()
        self._name = words.plain(model.card.name)
        self._head = PlainLabel(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._head)
        column.addWidget(PlainLabel(_costs(model), "muted", wrap=True))
        said = words.tr("“{0}”").format(_first_sentence(model.card))  # in its author's words
        column.addWidget(PlainLabel(said, "muted", wrap=True))

    def mark(self, *, listens: bool) -> None:
        """Say whether this is the model that listens now."""
        text = self.tr("{0} · listens now").format(self._name) if listens else self._name
        self._head.setText(text)
        set_look(self._head, "heading", on=listens)


def _costs(model: ModelFile) -> str:
    card = model.card
    parts = [
        words.tr("{0} tags").format(words.number(len(card.tags) - len(card.scales))),
        words.megabytes(model.size),
    ]
    if card.milliseconds is not None:
        speed = words.tr("{0} ms of one core for a track (8 excerpts)")
        parts.append(speed.format(round(card.milliseconds)))
    return " · ".join(parts)


def _first_sentence(card: ModelCard) -> str:
    text = words.plain(card.description)
    head, point, _ = text.partition(". ")
    return head + point.strip()
