"""Which model listens, where it runs, and to how much."""

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from tagger_app.inference.model_store import ModelFile
from tagger_app.settings import declared
from tagger_app.ui import words
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.preferences.rows import SettingRows, translated
from tagger_app.ui.theme import GRID


class ModelPage(QWidget):
    """The models there are, with what is known of the chosen one."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._models: dict[str, ModelFile] = {}
        said = declared("model")
        self._choice = QComboBox()
        self._choice.setObjectName("model")
        self._choice.setAccessibleName(translated(said.title))
        self._choice.setAccessibleDescription(translated(said.text))
        self._choice.currentIndexChanged.connect(self._choose)
        self._about = PlainLabel("", "muted", wrap=True)
        self._problems = PlainLabel("", "failure", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._choice)
        column.addWidget(PlainLabel(translated(said.text), "muted", wrap=True))
        column.addWidget(self._about)
        column.addWidget(self._problems)
        column.addSpacing(4 * GRID)
        column.addWidget(SettingRows(preferences, ("device", "coverage")))
        preferences.models_found.connect(self._show_models)
        preferences.changed.connect(self._refresh)
        self._refresh()
        preferences.find_models()

    def _show_models(self, models: list[ModelFile], problems: list[str]) -> None:
        self._models = {model.card.name: model for model in reversed(models)}
        first = models[0].card.name if models else ""
        self._choice.blockSignals(True)
        self._choice.clear()
        usual = self.tr("The first one found ({0})").format(first)
        self._choice.addItem(usual if first else self.tr("None is installed"), "")
        for name in sorted(self._models):
            self._choice.addItem(name, name)
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
        if card is not None:
            text = self.tr("{0}, version {1}: {2} tags. {3} Licence: {4}.")
            about = text.format(
                card.name,
                card.version,
                words.number(len(card.tags)),
                card.description,
                card.licence,
            )
            self._about.setText(words.plain(about))
        self._problems.setVisible(bool(self._problems.text()))

    def _choose(self, index: int) -> None:
        self._preferences.change(model=str(self._choice.itemData(index)))
