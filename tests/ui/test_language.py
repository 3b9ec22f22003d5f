"""The window in another language, and that no text escapes translation."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tagger_app.core.errors import Reason
from tagger_app.core.fields import Category
from tagger_app.core.query import read
from tagger_app.core.query_hints import Advice
from tagger_app.core.track import AudioFacts, Failure
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Chip, ChipStatus
from tagger_app.ui import words
from tagger_app.ui.failures import told
from tagger_app.ui.language import Language, language_of, languages, translations_folder
from tagger_app.ui.progress import ProgressLine
from tagger_app.ui.query_help import QueryHelp
from tagger_app.ui.query_line import QueryLine
from tagger_app.ui.score_row import ScoreRow
from tagger_app.ui.theme import Theme
from tagger_app.ui.work import HEAR, Progress
from tests.ui.conftest import Start
from tests.ui.tracks import add_tracks, hear

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "tagger_app" / "ui"
SHOWING = frozenset(
    {"setText", "setWindowTitle", "setToolTip", "setStatusTip", "setWhatsThis",
     "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "setTitle",
     "addAction", "addMenu", "addTab",
     "addRow", "setLabelText", "showMessage", "setFormat", "setHeaderLabels", "PlainLabel",
     "ElidedLabel", "QLabel", "QPushButton", "QAction", "QCheckBox", "QGroupBox", "QRadioButton",
     "QMenu", "QTreeWidgetItem", "say", "rest"}
)  # fmt: skip
MISTAKES = {
    Advice.OTHER_FIELD: "gnre:jazz",
    Advice.NO_FIELD: "bpm:120",
    Advice.NO_VALUE: "genre:",
    Advice.NO_TAG: "genre:!!",
    Advice.TAG_AND_SCORE: "jazz>0.8",
    Advice.PARENTHESES: "(genre:jazz)",
    Advice.AND: "AND",
    Advice.OR: "OR",
    Advice.NOT: "NOT",
    Advice.NOT_COMPARED: "title>3",
    Advice.NOTHING_COMPARED: "<2000",
    Advice.NO_STATUS: "status:odd",
    Advice.NO_PARTNER: '"kind of',
    Advice.WRONG_WAY_ROUND: "year:2000..1990",
    Advice.NO_RANGE: "score:0.5",
    Advice.NO_YEARS: "year:90s",
    Advice.NO_NUMBER: "score>high",
    Advice.TOO_MUCH: "score>80",
}
LOOKS = frozenset({"muted", "heading", "title", "failure", "Tagger"})
"""Names of looks, which labels take as a second text; and the program's name."""


@pytest.fixture
def german(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, "de")
    yield language
    language.remove()


def bare_texts(source: Path) -> list[str]:
    """Texts with letters that are shown without having been given to `tr`."""
    found = []
    for call in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name not in SHOWING:
            continue
        for argument in call.args:
            parts = [argument, *getattr(argument, "values", ()), *getattr(argument, "elts", ())]
            found += [
                f"{source.name}:{call.lineno}: {part.value}"
                for part in parts
                if isinstance(part, ast.Constant)
                and isinstance(part.value, str)
                and sum(map(str.isalpha, part.value)) > 1
                and part.value not in LOOKS
            ]
    return found


def test_every_text_that_is_shown_can_be_translated() -> None:
    assert [text for source in sorted(UI.rglob("*.py")) for text in bare_texts(source)] == []


def test_the_walk_over_the_source_finds_bare_texts(tmp_path: Path) -> None:
    source = tmp_path / "window.py"
    source.write_text("label.setText('Hello')\nlabel.setText(f'{n} tracks')\nlabel.setText('·')\n")
    assert bare_texts(source) == ["window.py:1: Hello", "window.py:2:  tracks"]


def test_german_is_complete_and_what_is_shipped_was_made_of_it(tmp_path: Path) -> None:
    written = translations_folder() / "tagger_de.ts"
    root = ElementTree.parse(written).getroot()  # noqa: S314 (a file of ours)
    messages = list(root.iter("message"))
    assert len(messages) > 200
    for message in messages:
        translation = message.find("translation")
        assert translation is not None
        source = message.findtext("source", "")
        assert translation.get("type") is None, f"not translated: {source}"
        assert translation.text
        places = {part.split("}")[0] for part in source.split("{")[1:]}
        assert places == {part.split("}")[0] for part in translation.text.split("{")[1:]}, source
    # Made anew from the texts of the program, both files are the same as before.
    before = {name: written.with_suffix(name).read_bytes() for name in (".ts", ".qm")}
    shutil.copy(written, tmp_path)
    again: list[str | Path] = [sys.executable, ROOT / ".ci" / "translate.py", tmp_path]
    subprocess.run(again, check=True, capture_output=True)
    for name, content in before.items():
        made = (tmp_path / written.name).with_suffix(name).read_bytes()
        assert made == content, "run `make translations`, and translate what is new"


def test_the_window_speaks_german(german: Language, open_program: Start) -> None:
    assert german.code == "de"
    window = open_program().window
    menus = [action.text() for action in window.menuBar().actions()]
    assert {"&Bibliothek", "&Prüfen", "&Ansicht", "&Wiedergabe", "&Hilfe"} <= set(menus)
    assert window.commands["accept"].text() == "Titel annehmen"
    assert window.commands["write"].text() == "Tags schreiben"
    assert window.view.empty.button.text() == "Ordner hinzufügen …"
    assert words.category_name(Category.MOOD) == "Stimmung"
    header = window.view.model.headerData(1, window.view.table.horizontalHeader().orientation())
    assert header == "Titel"
    entry = window.inspector.entry.findChildren(QLineEdit)
    assert "Tag hinzufügen …" in {line.placeholderText() for line in entry}


def test_numbers_and_times_are_put_in_german(qtbot: QtBot, german: Language, theme: Theme) -> None:
    del german
    line = ProgressLine(theme)
    qtbot.addWidget(line)
    line.show_progress(Progress(HEAR, 1_204, 9_310, 96.0))
    assert words.score(0.8249) == "0,82"
    assert words.percent(0.987) == "98,7 %"
    facts = AudioFacts("flac", "flac", 44_100, 2, 900_400, 61.0)
    assert words.facts_line(facts) == "FLAC · 44,1 kHz · stereo · 900 kb/s · 1:01"
    row = ScoreRow(theme)
    qtbot.addWidget(row)
    row.show_chip(Chip(Category.MOOD, "Calm", ChipStatus.SUGGESTED, 0.82, 0.55), "1")
    shown = [label.text() for label in row.findChildren(QLabel)]
    assert "0,82" in shown
    assert row.toolTip() == "Ab 0,55 vorgeschlagen"
    assert line.text.startswith("Anhören: 1.204 / 9.310 Titel · 96 Titel/min · noch 1 h 24 min")


def test_what_can_be_searched_for_is_explained_in_german(qtbot: QtBot, german: Language) -> None:
    del german
    parent = QLineEdit()
    qtbot.addWidget(parent)
    texts = {label.text() for label in QueryHelp(parent).findChildren(QLabel)}
    assert {"diese Wörter in dieser Reihenfolge", "ohne dieses Tag"} <= texts


def test_every_mistake_in_a_query_is_told_in_german(qtbot: QtBot, german: Language) -> None:
    del german
    line = QueryLine(Vocabulary({}))
    qtbot.addWidget(line)
    assert set(MISTAKES) == set(Advice)
    for advice, text in MISTAKES.items():
        [problem] = read(text).problems
        assert problem.hint.advice is advice, text
        line.setText(text)
        assert line.toolTip()
        for sentence in str(problem.hint).split(". "):
            assert sentence not in line.toolTip()
        for place, value in problem.hint.values.items():
            assert value in line.toolTip() or f"{{{place}}}" not in advice.value
    line.setText("gnre:jazz")
    assert line.toolTip() == "Ein Feld „gnre“ gibt es nicht. Meinten Sie genre:jazz?"
    line.setText("genre:jazz")
    assert line.toolTip() == ""


def test_words_that_join_conditions_get_their_hint_in_german_too(
    qtbot: QtBot, german: Language
) -> None:
    del german
    line = QueryLine(Vocabulary({}))
    qtbot.addWidget(line)
    hints = {
        "UND": "Lassen Sie UND weg",
        "AND": "Lassen Sie AND weg",
        "ODER": "ein Oder gibt es nicht",
        "NICHT": "durch ein Minus",
    }
    for word, hint in hints.items():
        line.setText(f"genre:jazz {word} mood:calm")
        assert hint in line.toolTip()
    line.setText('genre:jazz "UND" und')
    assert line.toolTip() == ""


def test_fields_go_by_their_german_names_to_those_who_do_not_know_others(
    qtbot: QtBot, german: Language
) -> None:
    del german
    line = QueryLine(Vocabulary({}))
    qtbot.addWidget(line)
    for given, right in (
        ("jahr:1990", "year:1990"),
        ('Künstler:"miles davis"', 'artist:"miles davis"'),
        ("-stimmung:calm", "-mood:calm"),
        ("stimung:calm", "mood:calm"),
        ("Intsrument:piano", "instrument:piano"),
        ("wahrscheinlichkeit>0,8", "score>0,8"),
    ):
        line.setText(given)
        assert "Meinten Sie" in line.toolTip()
        line.correct()
        assert line.text() == right
        assert line.query.problems == ()
    line.clear()
    QTest.keyClicks(line, "is:geschr")
    assert (line.offered, line.notes) == (("is:written",), ("geschrieben",))


def test_every_failure_is_told_in_german_and_in_full_in_english(qapp: QApplication) -> None:
    found = [Failure(reason, f"Block 3 of {reason} is odd.") for reason in Reason]
    assert [told(failure) for failure in found] == [failure.detail for failure in found]
    german = Language(qapp, "de")
    try:
        assert not {told(failure) for failure in found} & {failure.detail for failure in found}
        assert told(Failure(Reason.NO_AUDIO, "None.")) == "In dieser Datei ist kein Ton."
    finally:
        german.remove()


def test_one_and_many_are_told_apart_in_german(
    qtbot: QtBot, german: Language, open_program: Start
) -> None:
    del german
    program = open_program()
    window = program.window
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    model_id = window.desk.model_id
    assert model_id is not None
    hear(program.catalog, model_id, add_tracks(program.catalog, 1)[0], folk=0.9, calm=0.9)
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: window.view.table.current is not None)
    review = window.view.table.current
    assert review is not None
    window.desk.accept([review])
    assert window.commands["undo"].text() == "Rückgängig: Annehmen von 2 Tags"
    window.desk.refuse(review, review.chips(Category.MOOD)[0])
    assert window.commands["undo"].text() == "Rückgängig: Ablehnen von 1 Tag"


def test_the_language_is_the_desktops_or_the_chosen_one() -> None:
    assert languages() == ["de", "en"]
    assert language_of("system", ["de-AT", "en"]) == "de"
    assert language_of("system", ["fr-FR", "de-DE"]) == "de"
    assert language_of("system", ["fr-FR"]) == "en"
    assert language_of("en", ["de-DE"]) == "en"
    assert language_of("klingon", ["de-DE"]) == "en"


def test_the_language_is_taken_back(qapp: QApplication) -> None:
    before = QLocale().name()
    Language(qapp, "de").remove()
    assert QLocale().name() == before
    assert words.category_name(Category.MOOD) == "Mood"
