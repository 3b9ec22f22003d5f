from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.ui.labels import WordsLabel


def test_a_word_that_is_too_long_is_shortened_and_told_in_full(
    qtbot: QtBot, qapp: QApplication
) -> None:
    del qapp
    label = WordsLabel()
    qtbot.addWidget(label)
    label.resize(120, 60)
    label.show()
    name = "corrupt_metadata_of_an_endless_name_b06280.ogg"
    label.set_full_text(f"A {name}")
    start, shown = label.text().split(" ")
    assert start == "A"
    assert "…" in shown
    assert shown.endswith(".ogg"), "names often differ at their ends"
    assert label.fontMetrics().horizontalAdvance(shown) <= 120
    assert (label.toolTip(), label.accessibleName()) == (f"A {name}", f"A {name}")
    label.resize(600, 60)
    qtbot.waitUntil(lambda: label.text() == f"A {name}")
    assert label.toolTip() == ""
