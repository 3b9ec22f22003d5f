"""The preferences while the program runs: kept at once, and in effect at once where they can be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from tagger_app.core.changes import ChangeSet
from tagger_app.core.errors import ModelError, SettingsError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import propose, suggest
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.model_store import ModelFile, ModelStore
from tagger_app.pipeline.resources import DEFAULT_MODEL, choose_model
from tagger_app.pipeline.workbench import Workbench
from tagger_app.settings import NAMES, Settings, SettingsRead, read_settings, save_settings
from tagger_app.ui import failures, words
from tagger_app.ui.job_steps import Model
from tagger_app.ui.jobs import JobRunner
from tagger_app.ui.listening import Keep
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow

_LOOK = frozenset({"look", "text_size", "high_contrast"})
_HEARING = frozenset({"model", "device", "coverage"})
_RULES = frozenset({
    "model", "genre_strictness", "mood_strictness", "instrument_strictness", "most_genres",
    "most_moods", "most_instruments", "mode", "own_words", "ignored_tags", "only_tags",
    "provenance",
})  # fmt: skip
_SOUND = frozenset({"play_from", "volume", "sound_device"})


class Preferences(QObject):
    """Keeps what is chosen and lets the window and its threads go by it.

    Args:
        settings: those in effect.
        keep: stores settings by their names.
        store: where models are found.
        vocabulary: the one that came with the program.
        runners: the job thread, the one that looks at the current track, and those that only read.
    """

    changed = Signal()
    """Other settings are in effect."""
    models_found = Signal(list, list)
    """(`ModelFile`s, why other files are none)"""
    example_changed = Signal()
    """Another track is the current one, or something is new about it."""
    said = Signal(str, bool)
    """(message, whether it is a failure)"""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        settings: Settings,
        keep: Keep,
        store: ModelStore,
        vocabulary: Vocabulary,
        runners: Sequence[JobRunner],
    ) -> None:
        super().__init__(window)
        self.window = window
        self.theme = theme
        self.card: ModelCard | None = None
        """Of the model that listens."""
        self._settings = settings
        self._keep = keep
        self._store = store
        self._vocabulary = vocabulary
        self._runner, self._looker, *self._readers = runners
        window.work.listening.connect(self._on_model)
        window.view.table.current_changed.connect(lambda _: self.example_changed.emit())
        window.commands.set_keys(settings.shortcuts)

    @property
    def settings(self) -> Settings:
        """The settings in effect."""
        sound = self.window.listening.sound_controls
        return self._settings.changed(volume=sound.volume, sound_device=sound.device)

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary with the person's own words."""
        return self._vocabulary.renamed(self._settings.words)

    def change(self, **values: Any) -> bool:
        """Choose some settings; returns whether they are allowed, and says why not."""
        before = self.settings
        try:
            self._settings = before.changed(**values)
        except SettingsError as error:
            self.said.emit(failures.said(error), True)
            return False
        try:
            self._keep(**values)
        except SettingsError as error:  # in effect all the same, until the program ends
            self.said.emit(failures.said(error), True)
        different = frozenset(
            name for name in NAMES if getattr(before, name) != getattr(self._settings, name)
        )
        if different:
            self._apply(different)
            self.changed.emit()
        return True

    def take(self, settings: Settings) -> bool:
        """Choose all settings at once; what `change` returns."""
        return self.change(**{name: getattr(settings, name) for name in NAMES})

    def export_to(self, path: Path) -> None:
        """Write all settings into a file of their own.

        Raises:
            SettingsError: it cannot be written.
        """
        save_settings(path, self.settings)

    def import_from(self, path: Path) -> SettingsRead:
        """Choose all settings as a file says; the default stands for what is damaged or missing.

        Raises:
            SettingsError: the file cannot be read.
        """
        if not path.is_file():
            raise SettingsError("{path}: there is no such file.", path=path)
        read = read_settings(path)
        self.take(read.settings)
        return read

    def find_models(self) -> None:
        """Look for models; `models_found` tells."""

        def found(_: Workbench) -> tuple[list[ModelFile], list[str]]:
            return self._store.list(), [
                failures.said(problem) for problem in self._store.problems()
            ]

        self._runner.act(found, lambda result: self.models_found.emit(*result))

    @staticmethod
    def usual_model(models: Sequence[ModelFile]) -> str:
        """The name of the model that listens where none is chosen; empty where there is none."""
        names = [model.card.name for model in models]
        return DEFAULT_MODEL if DEFAULT_MODEL in names else next(iter(names), "")

    def example(self) -> ChangeSet | None:
        """What accepting all suggestions would do to the current track's file; None if unheard."""
        review, card = self.window.view.table.current, self.card
        prediction = review.prediction if review is not None else None
        if review is None or prediction is None or card is None or not prediction.is_by(card):
            return None
        policy = self._settings.policy
        suggested = suggest(card, prediction.scores, policy)
        names = {category: [tag.name for tag in tags] for category, tags in suggested.items()}
        return propose(review.track.file_tags.tags, names, policy.mode, self.vocabulary)

    def _on_model(self, model: Model) -> None:
        self.card = model.card
        self.changed.emit()

    def _apply(self, different: frozenset[str]) -> None:
        window, settings = self.window, self._settings
        if different & _LOOK:
            self.theme.change(
                settings.look, settings.text_size, high_contrast=settings.high_contrast
            )
        if "shortcuts" in different:
            window.commands.set_keys(settings.shortcuts)
        if different & _SOUND:
            window.listening.set_settings(settings)
        if different - _LOOK - _SOUND - {"shortcuts"}:
            self._apply_below(different)

    def _apply_below(self, different: frozenset[str]) -> None:
        """Let the threads work by the settings, and show what follows from that."""
        window, work, settings = self.window, self.window.work, self._settings
        hearing = work.hearing and bool(different & _HEARING)
        if hearing:
            work.pause()
        other_model = "model" in different
        if other_model:
            window.listener.forget()
        elif different & _HEARING:
            window.listener.listen(None)
        self._runner.act(
            lambda bench: _change(bench, settings, self._store, other_model=other_model),
            self._on_changed,
        )
        self._looker.act(
            lambda bench: _change(bench, settings, self._store, other_model=other_model)
        )
        for reader in self._readers:
            reader.act(lambda bench: bench.change(settings, None))
        if different & _RULES:
            window.desk.set_rules(settings.policy, self.vocabulary, provenance=settings.provenance)
            window.inspector.entry.set_vocabulary(self.vocabulary)
            window.view.model.revise_all(window.desk.decided)
            work.open()  # suggestions that are stored are made anew, which can take a while
            self.example_changed.emit()
        if different & _HEARING:
            window.listener.listen(window.view.table.current)
        if other_model:
            self._runner.act(_unheard, self._on_other_model)
        if hearing:
            work.hear()

    def _on_other_model(self, news: tuple[str, int]) -> None:
        name, count = news
        if not count:
            return
        tracks = words.counted(count, self.tr("1 track"), self.tr("{0} tracks"))
        text = self.tr(
            "{0} listens from now on. Analyze lets it hear the {1} it does not know yet; what you"
            " decided stays."
        )
        self.said.emit(text.format(words.plain(name), tracks), False)

    def _on_changed(self, problem: str) -> None:
        if problem:
            self.said.emit(problem, True)


def _unheard(bench: Workbench) -> tuple[str, int]:
    """The model that listens, and how many tracks it has not heard; no name without one."""
    if not bench.has_model:
        return "", 0
    ids = bench.catalog.predictions.unheard(bench.model_id(), bench.coverage)
    return bench.model.card.name, len(ids)


def _change(bench: Workbench, settings: Settings, store: ModelStore, *, other_model: bool) -> str:
    """Let a workbench go by the settings; returns why it keeps its model where it should not."""
    model, problem = bench.model if bench.has_model else None, ""
    if other_model:
        try:
            model = choose_model(store, settings.model)
        except ModelError as error:
            problem = failures.said(error)
    bench.change(settings, model)
    return problem
