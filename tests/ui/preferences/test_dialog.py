"""Each preference does what its text says, through the dialog of the real program."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget

from tagger_app.core.prediction import Coverage
from tagger_app.settings import NAMES, Settings
from tagger_app.ui.preferences.dialog import PreferencesDialog
from tagger_app.ui.theme import DARK, DARK_HIGH, LIGHT
from tests.ui.preferences.conftest import Place


def test_suggestions_follow_strictness_and_most_tags_at_once(place: Place) -> None:
    everything = {"genre": ("Folk", "Ambient"), "mood": ("Calm", "Energetic")}
    assert place.suggested() == everything | {"instrument": ("Guitar",)}
    place.choose("genre_strictness", "careful")
    assert place.suggested() == everything | {"genre": ("Folk",), "instrument": ("Guitar",)}
    place.choose("mood_strictness", "careful")
    place.choose("instrument_strictness", "careful")
    assert place.suggested() == {"genre": ("Folk",), "mood": ("Calm",)}
    place.settle()
    counted: list[tuple[int, int]] = []
    place.window.work.counted.connect(lambda tags, tracks: counted.append((tags, tracks)))
    place.window.commands["accept-all"].trigger()
    place.qtbot.waitUntil(lambda: counted == [(2, 1)], timeout=60_000)
    for category in ("genre", "mood", "instrument"):
        assert getattr(place.kept, f"{category}_strictness") == "careful"
        place.choose(f"{category}_strictness", "balanced")
    for name, most in (("most_genres", 1), ("most_moods", 0), ("most_instruments", 0)):
        place.choose(name, most)
    assert place.suggested() == {"genre": ("Folk",)}
    assert (place.kept.most_genres, place.kept.most_moods, place.kept.most_instruments) == (1, 0, 0)


def test_the_look_changes_at_once_and_the_rest_is_kept(place: Place) -> None:
    elsewhere = {"volume", "sound_device"}  # beside the play button
    tables = {"own_words", "ignored_tags", "only_tags", "shortcuts"}
    for name in set(NAMES) - elsewhere - tables:
        editor = place.find(QWidget, name)
        assert editor.accessibleName(), name
        assert editor.accessibleDescription().endswith("."), name

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

    place.choose("play_from", "start")
    place.window.listening.show_track(None)
    place.window.listening.show_track(place.review)
    assert place.window.listening.playback.position == 0.0
    rescan = place.find(QCheckBox, "rescan_at_start")
    rescan.setChecked(True)
    rescan.setChecked(False)
    assert place.kept == Settings(
        look="dark", high_contrast=True, text_size=200, play_from="start", rescan_at_start=False
    )


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
    place.qtbot.waitUntil(lambda: "gone" in place.dialog.message.text, timeout=60_000)
    place.settle()
    assert place.model == "tiny"
    place.choose("model", "")
    place.qtbot.waitUntil(lambda: place.model != "tiny", timeout=60_000)
    place.settle()
    assert place.review.prediction is None  # this model has not heard the track


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
