import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from mutagen.id3 import ID3
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog, open_catalog
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.track import ScannedFile
from tagger_app.formats import identity_of, read_tags
from tagger_app.inference.model_store import load_model_file
from tagger_app.paths import AppFolders
from tagger_app.pipeline.review import ReviewTrack
from tagger_app.settings import Settings, read_settings
from tagger_app.ui.preferences.dialog import PreferencesDialog
from tagger_app.ui.preferences.preferences import Preferences
from tagger_app.ui.theme import Theme
from tagger_app.ui.window import MainWindow
from tests.samples import write_piece
from tests.tiny_model import CARD, TAGS
from tests.ui.conftest import Start
from tests.ui.tracks import FACTS, prediction_of

Widget = TypeVar("Widget", bound=QWidget)


@dataclass
class Place:
    """A window over one track that was heard, with the dialog open beside it."""

    qtbot: QtBot
    window: MainWindow
    dialog: PreferencesDialog
    preferences: Preferences
    folders: AppFolders
    catalog: Catalog

    def find(self, kind: type[Widget], name: str) -> Widget:
        """A part of the dialog, by the setting or button that it stands for."""
        found = self.dialog.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def choose(self, setting: str, value: object) -> None:
        """Choose in a list."""
        box = self.find(QComboBox, setting)
        assert box.findData(value) >= 0, (setting, value)
        box.setCurrentIndex(box.findData(value))

    @property
    def model(self) -> str:
        """The name of the model that listens."""
        return self.preferences.card.name if self.preferences.card is not None else ""

    @property
    def kept(self) -> Settings:
        """What the settings file says."""
        return read_settings(self.folders.settings).settings

    @property
    def review(self) -> ReviewTrack:
        """The current track."""
        review = self.window.view.table.current
        assert review is not None
        return review

    def suggested(self) -> dict[str, tuple[str, ...]]:
        """What the window suggests for the track, without empty categories."""
        return {c.value: names for c, names in self.review.suggested().items() if names}

    def proposed(self) -> dict[str, tuple[str, ...]]:
        """What a write would leave in the file's fields."""
        return {change.field: change.after for change in self.review.proposal.changes}

    def settle(self) -> None:
        """Wait until the job thread has nothing more to do."""
        self.qtbot.waitUntil(lambda: not self.window.work.busy)


def heard(catalog: Catalog, folders: AppFolders, path: Path, scores: dict[str, float]) -> int:
    """Put a file into the catalog as if the tiny model had heard it say this."""
    model = load_model_file(folders.models / "tiny.onnx")
    register = catalog.predictions.register
    model_id = register(CARD.name, CARD.version, model.digest, model.card.to_json())
    (track_id,) = catalog.tracks.store([ScannedFile(path, identity_of(path), read_tags(path))])
    row = tuple(scores.get(name, 0.1) for name, _ in TAGS)
    suggested = suggest(CARD, row, Policy())
    weak, strong = (tuple(score + step for score in row) for step in (-0.05, 0.05))
    prediction = prediction_of([weak, strong], (0.0, 1.0))
    catalog.predictions.store(model_id, track_id, prediction, suggested, FACTS)
    return track_id


SCORES = {"Folk": 0.9, "Ambient": 0.6, "Calm": 0.8, "Energetic": 0.6, "Guitar": 0.6}

Open = Callable[[Path], Place]


@pytest.fixture
def open_place(
    qtbot: QtBot, open_program: Start, folders: AppFolders, theme: Theme
) -> Iterator[Open]:
    """Starts the program over a file, with the dialog open."""

    def start(path: Path) -> Place:
        with open_catalog(folders.catalog) as catalog:
            heard(catalog, folders, path, SCORES)
        program = open_program()
        window = program.window
        preferences = window.findChild(Preferences)
        assert isinstance(preferences, Preferences)
        window.commands["preferences"].trigger()
        dialog = window.findChild(PreferencesDialog)
        assert isinstance(dialog, PreferencesDialog)
        place = Place(qtbot, window, dialog, preferences, folders, program.catalog)
        qtbot.waitUntil(lambda: preferences.card is not None)
        qtbot.waitUntil(lambda: window.view.table.current is not None)
        place.settle()
        return place

    yield start
    theme.change("dark", 100, high_contrast=False)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """MPEG audio without any tag, with two names, last changed in 2001."""
    path = write_piece(tmp_path / "song.mp3", 1, 2.0)
    ID3(path).delete()
    (tmp_path / "same song.mp3").hardlink_to(path)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.fixture
def place(open_place: Open, song: Path) -> Place:
    """The program over one song."""
    return open_place(song)
