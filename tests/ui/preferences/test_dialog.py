"""Each preference does what its text says, through the dialog of the real program."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.catalog.search import TrackQuery
from tagger_app.core.prediction import Coverage
from tagger_app.pipeline.accept import open_suggestions
from tagger_app.settings import NAMES, Settings
from tagger_app.ui.preferences.dialog import SUGGESTIONS, PreferencesDialog
from tagger_app.ui.theme import DARK, DARK_HIGH, LIGHT
from tests.ui.claims import does, sets
from tests.ui.conftest import Start
from tests.ui.preferences.conftest import Place

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from tagger_app import app, paths
from tagger_app.ui import window

settings, catalog = sys.argv[1:]
paths.AppFolders.settings = Path(settings)

class Adding(window.Adding):
    def start_with(self, paths):  # what the program does last before it waits for a person
        print(self._window.commands["accept"].text())
        QTimer.singleShot(0, self, self._window.close)

window.Adding = Adding
sys.exit(app.run(["--catalog", catalog]))
"""
"""Starts the program with these settings, and tells what it calls an action."""


@sets(*SUGGESTIONS)
def test_suggestions_follow_strictness_and_most_tags_at_once(place: Place) -> None:
    everything = {"genre": ("Folk", "Ambient"), "mood": ("Calm", "Energetic")}
    assert place.suggested() == everything | {"instrument": ("Guitar",)}
    place.choose("genre_strictness", "careful")
    assert place.suggested() == everything | {"genre": ("Folk",), "instrument": ("Guitar",)}
    place.choose("mood_strictness", "careful")
    place.choose("instrument_strictness", "careful")
    assert place.suggested() == {"genre": ("Folk",), "mood": ("Calm",)}
    place.settle()
    place.window.commands["accept-all"].trigger()
    told = "Accepts 2 tags on 1 track"
    place.qtbot.waitUntil(lambda: told in place.window.message.text)
    for category in ("genre", "mood", "instrument"):
        assert getattr(place.kept, f"{category}_strictness") == "careful"
        place.choose(f"{category}_strictness", "balanced")
    for name, most in (("most_genres", 1), ("most_moods", 0), ("most_instruments", 0)):
        place.choose(name, most)
    assert place.suggested() == {"genre": ("Folk",)}
    assert (place.kept.most_genres, place.kept.most_moods, place.kept.most_instruments) == (1, 0, 0)


@sets("look", "high_contrast", "text_size")
def test_the_look_changes_at_once_and_the_rest_is_kept(place: Place) -> None:
    elsewhere = {"volume", "sound_device"}  # beside the play button
    tables = {"own_words", "ignored_tags", "only_tags", "shortcuts"}
    for name in set(NAMES) - elsewhere - tables:
        editor = place.find(QWidget, name)
        assert editor.accessibleName(), name
        assert editor.accessibleDescription().endswith("."), name

    widths = {place.find(QComboBox, name).width() for name in ("language", "look", "text_size")}
    assert len(widths) == 1, "their right edges are in line"

    theme, table = place.preferences.theme, place.window.view.table
    row, letters = table.rowHeight(0), table.fontMetrics().height()
    place.choose("look", "light")
    assert theme.colours == LIGHT
    place.choose("look", "dark")
    assert theme.colours == DARK
    place.find(QCheckBox, "high_contrast").click()
    assert theme.colours == DARK_HIGH
    place.choose("text_size", 200)
    place.qtbot.waitUntil(lambda: table.fontMetrics().height() > 1.7 * letters)
    assert table.rowHeight(0) > row

    rescan = place.find(QCheckBox, "rescan_at_start")
    rescan.setChecked(True)
    rescan.setChecked(False)
    assert place.kept == Settings(
        look="dark", high_contrast=True, text_size=200, rescan_at_start=False
    )


@sets("model", "device", "coverage")
def test_model_device_and_coverage_are_those_of_the_next_analysis(place: Place) -> None:
    place.qtbot.waitUntil(lambda: place.find(QComboBox, "model").findData("tiny") >= 0)
    place.choose("coverage", "full")
    place.choose("device", "cuda")
    notes: list[str] = []
    place.window.work.device_known.connect(notes.append)
    place.window.commands["hear"].trigger()
    place.settle()
    prediction = place.catalog.reader().predictions.of(place.review.track.id)
    assert prediction is not None
    assert prediction.coverage == Coverage(None)
    assert "CUDA" in notes[0]  # with it, or why without

    place.preferences.change(model="gone")
    place.qtbot.waitUntil(lambda: "gone" in place.dialog.message.text)
    place.settle()
    assert place.model == "tiny"
    place.choose("model", "")
    place.qtbot.waitUntil(lambda: place.model != "tiny")
    place.settle()
    assert place.review.prediction is None  # this model has not heard the track


@sets("play_from")
def test_a_track_starts_to_play_where_its_tags_are_strongest_or_at_its_start(place: Place) -> None:
    playback = place.window.listening.playback

    def put_on_anew() -> float:
        place.window.listening.show_track(None)
        place.window.listening.show_track(place.review)
        return playback.position

    assert put_on_anew() == 1.0
    place.choose("play_from", "start")
    assert put_on_anew() == 0.0
    place.choose("play_from", "highlight")
    assert put_on_anew() == 1.0
    place.settle()


@sets("rescan_at_start")
def test_the_library_is_looked_through_at_the_start_unless_that_is_switched_off(
    open_program: Start, qtbot: QtBot, music: Path
) -> None:
    late = music / "late.flac"
    program = open_program()
    program.window.adding.add([music])
    qtbot.waitUntil(lambda: len(program.window.view.model.ids) == 4)
    program.close()
    shutil.copy(music / "a.flac", late)
    for on, count in ((False, 4), (True, 5)):
        program = open_program(rescan_at_start=on)
        window = program.window
        # What is asked after the start is answered after what the start asked.
        window.work.count((), open_suggestions)
        qtbot.waitUntil(lambda window=window: not window.work.busy)  # type: ignore[misc]
        assert len(program.catalog.search.ids(TrackQuery())) == count
        program.close()


@sets("language")
def test_the_language_is_that_of_the_next_start(place: Place, tmp_path: Path) -> None:
    place.choose("language", "de")
    assert place.window.commands["accept"].text() == "Accept track"
    place.settle()
    told = subprocess.run(
        [sys.executable, "-c", START, str(place.folders.settings), str(tmp_path / "other.sqlite")],
        env=os.environ | {"HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert told.stdout == "Titel annehmen\n", told.stderr


def test_export_import_and_reset_carry_the_lot(place: Place, tmp_path: Path) -> None:
    place.choose("mode", "replace")
    place.window.listening.sound_controls.set_volume(30)
    place.preferences.change(own_words={"genre": {"Folk": "Volksmusik"}})
    before = place.preferences.settings
    file = tmp_path / "mine.json"
    place.dialog.export_to(file)
    assert str(file) in place.dialog.message.text

    place.find(QPushButton, "reset").click()
    assert place.preferences.settings == Settings() == place.kept
    assert place.find(QComboBox, "mode").currentData() == "add"
    place.dialog.message.press()
    assert place.preferences.settings == before == place.kept

    place.find(QPushButton, "reset").click()
    place.dialog.import_from(file)
    assert place.preferences.settings == before == place.kept
    assert place.window.listening.sound_controls.volume == 30
    assert place.find(QComboBox, "mode").currentData() == "replace"

    file.write_text(json.dumps({"mode": "shout", "most_genres": 1, "hologram": True}))
    place.dialog.import_from(file)
    assert "mode" in place.dialog.message.text
    assert "hologram" in place.dialog.message.text
    assert place.preferences.settings == Settings(most_genres=1)
    for broken in ("{", "[]"):
        file.write_text(broken)
        place.dialog.import_from(file)
        assert "mine.json" in place.dialog.message.text
    place.dialog.import_from(tmp_path / "none.json")
    assert "none.json" in place.dialog.message.text
    assert place.preferences.settings == Settings(most_genres=1)
    place.settle()


def test_a_reset_can_be_taken_back_whatever_else_is_said_of_it(place: Place) -> None:
    before, message = place.preferences.settings, place.dialog.message
    place.find(QPushButton, "reset").click()
    place.qtbot.waitUntil(lambda: "listens from now on" in message.text)
    assert message.text.startswith("All preferences are as they were at first.")
    message.press()
    assert place.preferences.settings == before == place.kept
    place.find(QPushButton, "reset").click()
    message.close_button.click()  # which is an answer, too
    place.qtbot.waitUntil(lambda: message.text.startswith("tagger-base"))
    place.settle()


@does("preferences")
def test_the_key_opens_one_dialog_and_settings_that_cannot_be_kept_count(place: Place) -> None:
    file = place.folders.settings
    file.with_name(file.name + ".new").mkdir(parents=True)  # in the way of what is written
    place.choose("mode", "fill")
    assert "settings.json" in place.dialog.message.text
    assert place.preferences.settings.mode == "fill"

    assert place.window.commands["preferences"].shortcut().toString() == "Ctrl+,"
    place.window.commands["preferences"].trigger()
    assert len(place.window.findChildren(PreferencesDialog)) == 1
    QTest.keyClick(place.dialog, Qt.Key.Key_Escape)
    assert not place.dialog.isVisible()
    place.window.commands["preferences"].trigger()
    shown = [d for d in place.window.findChildren(PreferencesDialog) if d.isVisible()]
    assert len(shown) == 1
    place.settle()
