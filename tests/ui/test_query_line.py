import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tagger_app.core.conditions import HasTag, Words
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.ui.query_help import QueryHelp
from tagger_app.ui.query_line import QueryLine
from tagger_app.ui.query_words import completions

TAGS = {
    Category.GENRE: ("Jazz", "Acid Jazz", "Drum and Bass"),
    Category.MOOD: ("Calm",),
    Category.INSTRUMENT: ("Double Bass",),
}
VOCABULARY = Vocabulary.from_mapping({c.value: dict.fromkeys(n, ()) for c, n in TAGS.items()})


@pytest.fixture
def line(qtbot: QtBot) -> QueryLine:
    made = QueryLine(VOCABULARY)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", ()),
        ("g", ("genre:",)),
        ("night -ge", ("-genre:",)),
        ("genre:ja", ("genre:Jazz", 'genre:"Acid Jazz"')),
        ('genre:"acid j', ('genre:"Acid Jazz"',)),
        ("genre:„acid j", ('genre:"Acid Jazz"',)),
        ("tag:bass", ('tag:"Drum and Bass"', 'tag:"Double Bass"')),
        ("cal", ("mood:Calm",)),
        ("status:mis", ("status:missing",)),
        ("mood:Calm", ()),
        ("title:ja", ()),
        ("sc", ("score>",)),
        ("-val", ("-valence>",)),
        ("ye", ("year:",)),
        ("sta", ("status:", "state:")),
    ],
)
def test_fields_tags_and_states_are_offered(typed: str, offered: tuple[str, ...]) -> None:
    assert completions(typed, len(typed), TAGS).texts == offered


def test_fields_and_states_are_found_by_what_they_are_called() -> None:
    names = {"mood": "Stimmung", "status": "Stand", "state": "Stand", "review": "zu prüfen"}

    def offered(typed: str) -> tuple[str, ...]:
        return completions(typed, len(typed), TAGS, names).texts

    assert offered("sti") == ("mood:",)
    assert offered("stan") == ("status:",), "one of those that are called the same"
    assert offered("sta") == ("status:",)
    assert offered("is:zu") == ("is:review",)


def test_the_librarys_own_tags_come_first_with_the_number_of_their_tracks(line: QueryLine) -> None:
    line.set_amounts(
        {
            (Category.GENRE, "Polka"): 3,
            (Category.GENRE, "drum & bass"): 1,
            (Category.GENRE, "acid jazz"): 7_000,
            (Category.MOOD, "Polka"): 1,
        }
    )
    QTest.keyClicks(line, "genre:")
    assert list(line.offered) == ['genre:"Acid Jazz"', "genre:Polka", 'genre:"drum & bass"',
                                  "genre:Jazz", 'genre:"Drum and Bass"']  # fmt: skip
    assert list(line.notes) == ["7,000 tracks", "3 tracks", "1 track", "", ""]
    line.clear()
    QTest.keyClicks(line, "tag:po")
    assert list(line.offered) == ["tag:Polka"]
    assert list(line.notes) == ["4 tracks"]
    line.clear()
    QTest.keyClicks(line, "sc")
    assert list(line.notes) == ["likelihood of the tag, up to 1"]
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "score>"


def test_a_query_is_typed_with_few_keys(line: QueryLine) -> None:
    QTest.keyClicks(line, "ge")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "genre:"
    assert line.offered[:2] == ("genre:Jazz", 'genre:"Acid Jazz"')
    QTest.keyClicks(line, "ja")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == 'genre:"Acid Jazz" '
    assert line.offered == ()
    QTest.keyClicks(line, "night")
    first, second = line.query.conditions
    assert isinstance(first, HasTag)
    assert isinstance(second, Words)


def test_what_is_being_typed_is_kept_when_nothing_was_chosen(line: QueryLine, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "ge")
    with qtbot.waitSignal(line.returnPressed):
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "ge"


def test_problems_are_underlined_and_explained_without_getting_in_the_way(
    line: QueryLine,
) -> None:
    QTest.keyClicks(line, "gender:jazz")
    assert list(line.marked) == [], "nobody is interrupted"
    QTest.keyClicks(line, " night")
    assert list(line.marked) == [(0, 11)]
    assert "Did you mean genre:jazz?" in line.toolTip()
    assert line.accessibleDescription() == line.toolTip()
    line.setText("score>much year>1990")
    line.clearFocus()
    assert list(line.marked) == [(0, 10)]
    line.setText('genre:jazz "kind of')
    assert list(line.marked) == [(11, 19)]
    line.setText("„kind of“ gnre:jazz")
    assert list(line.marked) == [(10, 19)]
    line.setText("genre:jazz")
    assert list(line.marked) == []
    assert line.toolTip() == ""


def test_what_was_meant_takes_the_place_of_what_was_written(line: QueryLine, qtbot: QtBot) -> None:
    with qtbot.waitSignal(line.complained) as told:
        line.setText('night -gnre:"deep house" score>80 end')
    assert told.args is not None
    assert told.args[1] == '-genre:"deep house"'
    line.correct()
    assert line.text() == 'night -genre:"deep house" score>80 end'
    line.correct()
    assert line.text() == 'night -genre:"deep house" score>80% end'
    assert line.query.problems == ()
    line.correct()
    assert line.text() == 'night -genre:"deep house" score>80% end'
    with qtbot.waitSignal(line.complained) as told:
        line.setText("bpm:120 end")
    assert told.args is not None
    assert told.args[1] == "", "there is nothing to offer"


def test_escape_empties_and_leaves_the_line(line: QueryLine, qtbot: QtBot) -> None:
    QTest.keyClicks(line, "ge")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "ge", "the first closes what was offered"
    with qtbot.waitSignal(line.escaped):
        QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""


def test_every_example_of_the_help_is_understood(line: QueryLine, qtbot: QtBot) -> None:
    for example in QueryHelp(line).examples:
        line.setText(example)
        assert line.query.conditions, example
        assert line.query.problems == (), example
    popup = QueryHelp(line)
    with qtbot.waitSignal(popup.picked) as told:
        popup.button(0).click()
    assert told.args == ["night train"]
