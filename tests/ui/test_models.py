"""Several models in one window: which listens, what it says of tracks, what is known of it."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.core.fields import Category
from tagger_app.core.model_card import SPEED
from tagger_app.inference.heard import Heard
from tagger_app.paths import AppFolders, resources_folder
from tagger_app.pipeline.resources import DEFAULT_MODEL
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.ui.columns import Column
from tagger_app.ui.labels import PlainLabel
from tagger_app.ui.preferences.dialog import PreferencesDialog, open_dialog
from tagger_app.ui.preferences.models_dialog import ModelsDialog
from tagger_app.ui.preferences.preferences import Preferences
from tests.tiny_model import SCALED_CARD, SCALES, write_tiny_model
from tests.ui.claims import does, sets
from tests.ui.conftest import Program, Start


@pytest.fixture
def folders(folders: AppFolders) -> AppFolders:
    """With a second model, which knows other tags and has scales."""
    write_tiny_model(folders.models / "scaled.onnx", name="scaled", card=SCALED_CARD)
    return folders


def current(program: Program) -> ReviewTrack:
    review = program.window.view.table.current
    assert review is not None
    return review


def preferences_of(program: Program) -> Preferences:
    found = program.window.findChild(Preferences)
    assert isinstance(found, Preferences)
    return found


def settle(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: not program.window.work.busy)


def change_model(qtbot: QtBot, program: Program, name: str) -> None:
    preferences = preferences_of(program)
    preferences.change(model=name)
    qtbot.waitUntil(lambda: preferences.card is not None and preferences.card.name == name)
    settle(qtbot, program)


@sets("model")
def test_another_model_starts_afresh_and_every_decision_stays(
    qtbot: QtBot, open_program: Start, music: Path
) -> None:
    program = open_program()
    window = program.window
    sounds: list[Heard] = []
    window.listener.heard.connect(sounds.append)
    window.adding.add([music / "a.flac", music / "b.mp3"])
    qtbot.waitUntil(lambda: window.work.busy)
    settle(qtbot, program)
    qtbot.waitUntil(lambda: bool(sounds))
    assert window.inspector.scales == ""
    [track_id, _] = window.view.model.ids
    program.catalog.decisions.decide(track_id, Category.INSTRUMENT, "Drums", Verdict.ACCEPTED)
    assert current(program).prediction is not None

    change_model(qtbot, program, "scaled")
    qtbot.waitUntil(lambda: "2 tracks" in window.message.text)
    assert "scaled listens from now on" in window.message.text
    qtbot.waitUntil(lambda: sounds[-1].prediction.model == "scaled")
    assert current(program).prediction is None, "it was not heard by this model"
    assert set(window.inspector.notes.values()) == {"heard by another model"}
    state = window.view.model.index(1, Column.STATE)
    assert state.data(Qt.ItemDataRole.AccessibleTextRole) == "State: heard by another model"
    told = "2 tracks · 2 heard by another model: Analyze hears them again"
    qtbot.waitUntil(lambda: window.progress.text == told)
    statuses = {chip.name: chip.status for chip in current(program).tags[Category.INSTRUMENT]}
    assert statuses == {"Drums": ChipStatus.ACCEPTED}
    assert {lane.name for lane in window.timeline.lanes} <= {tag.name for tag in SCALED_CARD.tags}
    assert not window.commands["similar"].isEnabled(), "there is no embedding of this model"

    window.commands["hear"].trigger()
    settle(qtbot, program)
    qtbot.waitUntil(lambda: current(program).prediction is not None)
    assert re.fullmatch(r"Valence \d\.\d\d · Arousal \d\.\d\d", window.inspector.scales)
    statuses = {chip.name: chip.status for chip in current(program).tags[Category.INSTRUMENT]}
    assert statuses["Drums"] is ChipStatus.ACCEPTED
    qtbot.waitUntil(lambda: window.progress.text == "2 tracks")
    assert not {lane.name for lane in window.timeline.lanes} & set(SCALES)

    window.message.hide()
    change_model(qtbot, program, "tiny")
    qtbot.waitUntil(lambda: current(program).prediction is not None)
    assert not window.message.isVisible(), "what the first model heard is still there"
    assert window.inspector.scales == ""


def test_another_model_listens_where_the_chosen_one_is_gone(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program(model="gone")
    text = program.window.message.text
    assert "“gone”" in text
    assert f"{DEFAULT_MODEL} listens in its place" in text
    preferences = preferences_of(program)
    qtbot.waitUntil(lambda: preferences.card is not None)
    assert preferences.card is not None
    assert preferences.card.name == DEFAULT_MODEL


def test_a_damaged_model_is_named_with_its_file(open_program: Start, folders: AppFolders) -> None:
    (folders.models / "hurt.onnx").write_bytes(b"hurt")
    text = open_program(model="hurt").window.message.text
    assert str(folders.models / "hurt.onnx") in text
    assert "listens in its place" in text


def test_every_model_is_listed_with_what_it_costs(
    qtbot: QtBot, open_program: Start, folders: AppFolders
) -> None:
    card = SCALED_CARD
    fast = type(card)(**{**{f: getattr(card, f) for f in card.__slots__}, "metrics": {SPEED: 12.4}})
    write_tiny_model(folders.models / "fast.onnx", name="fast", card=fast)
    program = open_program()
    dialog = open_dialog(preferences_of(program))
    assert isinstance(dialog, PreferencesDialog)

    def texts() -> list[str]:
        return [label.text() for label in dialog.findChildren(PlainLabel)]

    qtbot.waitUntil(lambda: "tiny · listens now" in texts())
    assert {"fast", "scaled", DEFAULT_MODEL} <= set(texts())
    assert "6 tags · 0.0 MB · 12 ms of one core for a track (8 excerpts)" in texts()
    assert "8 tags · 0.0 MB" in texts()
    button = dialog.findChild(QPushButton, "about-models")
    assert isinstance(button, QPushButton)
    button.click()
    [about] = program.window.findChildren(ModelsDialog)
    about.close()


@does("models")
def test_model_cards_are_read_searched_and_copied_with_keys_alone(
    qtbot: QtBot, open_program: Start, folders: AppFolders
) -> None:
    card = SCALED_CARD
    told = {
        "licence": "CC BY-NC-SA 4.0 <b>bold</b>",
        "metrics": {"macro ROC-AUC": {"value": 0.85, "low": 0.8, "high": 0.9}},
        "known_failures": ("Takes rain for applause",),
        "training": {"seed": 3, "data": [{"licence": "CC0", "clips": 24}]},
    }
    fields = {f: getattr(card, f) for f in card.__slots__}
    write_tiny_model(folders.models / "scaled.onnx", name="zoo", card=type(card)(**fields | told))
    program = open_program()
    qtbot.waitUntil(lambda: preferences_of(program).card is not None)
    program.window.commands["models"].trigger()
    [dialog] = program.window.findChildren(ModelsDialog)
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(lambda: dialog.list.count() >= 3)
    assert dialog.list.currentItem().text() == "tiny", "the one that listens is chosen"
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.list.currentItem().text() == "zoo"
    own, zoo = folders.models / "scaled.onnx", dialog.list.currentRow()
    assert dialog.list.currentItem().toolTip() == str(own)
    text = dialog.page.toPlainText()
    assert str(own) in text, "where a person put it"
    for expected in (
        "CC BY-NC-SA 4.0 <b>bold</b>",
        "Not for commercial use",
        "0.850 (0.800 to 0.900)",
        "95 % confidence intervals",
        "Takes rain for applause",
        "never suggested: Valence, Arousal",
        "CC0",
        "Folk",
    ):
        assert expected in text, expected
    [bundled] = dialog.list.findItems(DEFAULT_MODEL, Qt.MatchFlag.MatchExactly)
    dialog.list.setCurrentItem(bundled)
    text = dialog.page.toPlainText()
    assert f"{DEFAULT_MODEL}.onnx, came with the program" in text
    assert str(resources_folder()) not in text
    dialog.list.setCurrentRow(zoo)
    QTest.keyClick(dialog.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.search.hasFocus()
    QTest.keyClicks(dialog.search, "rain")
    assert dialog.page.textCursor().selectedText().lower() == "rain"
    first = dialog.page.textCursor().position()
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.page.textCursor().position() != first, "on to “trained”"
    assert dialog.isVisible(), "Return searches and does not close"
    QTest.keyClick(dialog.search, Qt.Key.Key_Tab)
    assert dialog.page.hasFocus()
    QTest.keyClick(dialog.page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.window.findChildren(ModelsDialog))
