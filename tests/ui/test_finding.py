"""Searching, likeness and duplicates, in the window over a real catalog."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy, suggest
from tagger_app.core.track import FileIdentity, FileTags, ScannedFile
from tagger_app.ui.columns import Column
from tagger_app.ui.commands import SORTS
from tagger_app.ui.lookup import Answer
from tagger_app.ui.query_help import QueryHelp
from tagger_app.ui.shelf import ALL, TO_REVIEW, Shelf
from tagger_app.ui.tool_bar import ToolBar
from tagger_app.ui.track_menu import track_menu
from tests.tiny_model import CARD, TAGS
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import FACTS, prediction_of

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def library(qtbot: QtBot, program: Program) -> list[int]:
    """Six heard tracks whose sounds are 10 degrees apart; the last two have the same audio."""
    window, catalog = program.window, program.catalog
    qtbot.waitUntil(lambda: window.desk.model_id is not None)
    model_id = window.desk.model_id
    assert model_id is not None
    ids = catalog.tracks.store(
        [
            ScannedFile(
                Path(f"/music/{'jazz' if number < 3 else 'rock'}/{number}.ogg"),
                FileIdentity(1, number + 1, 1000, 1),
                FileTags("vorbis", {}, title=f"Title {number}", artist="Nobody", date="1994"),
            )
            for number in range(6)
        ]
    )
    row = tuple(0.9 if name == "Folk" else 0.1 for name, _ in TAGS)
    with catalog.transaction():
        for number, track_id in enumerate(ids):
            turn = 0.17 * min(number, 4)
            embedding = (1.0, turn, *(0.0,) * (CARD.embedding_width - 2))
            heard = replace(prediction_of([row, row], (0.0, 30.0)), embedding=embedding)
            facts = replace(FACTS, fingerprint="same" if number > 3 else str(number))
            catalog.predictions.store(
                model_id, track_id, heard, suggest(CARD, row, Policy()), facts
            )
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)
    return ids


def column(program: Program, which: Column, role: int = Qt.ItemDataRole.DisplayRole) -> list[str]:
    model = program.window.view.model
    return [model.index(row, which).data(role) for row in range(len(model.ids))]


def searched(qtbot: QtBot, program: Program, text: str, count: int) -> None:
    window = program.window
    window.commands["search"].trigger()
    assert QApplication.focusWidget() is window.search
    window.search.selectAll()
    QTest.keyClicks(window.search, text)
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == count and not window.view.busy)


@does("search-help")
def test_a_query_finds_what_it_says(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    searched(qtbot, program, "genre:folk path:rock", 3)
    assert column(program, Column.TITLE) == ["Title 3", "Title 4", "Title 5"]
    searched(qtbot, program, "-genre:folk", 0)
    searched(qtbot, program, "year:1990..1999 title:2", 1)
    window = program.window
    window.commands["search-help"].trigger()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QueryHelp)
    example = popup.examples.index("year:1990..1999")
    QTest.mouseClick(popup.button(example), Qt.MouseButton.LeftButton)
    assert window.search.text() == "year:1990..1999"
    assert window.search.hasFocus(), "to be changed into what is wanted"
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert QApplication.activePopupWidget() is None


def test_what_is_typed_is_found_without_return_and_no_older_answer_follows(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    answers: list[Answer] = []
    window.view.answered.connect(answers.append)
    window.commands["search"].trigger()
    tools = window.findChild(ToolBar)
    assert tools is not None
    with qtbot.waitSignal(tools.searched):
        QTest.keyClicks(window.search, "path:rock")
    QTest.keyClicks(window.search, " title:4")
    qtbot.waitUntil(lambda: column(program, Column.TITLE) == ["Title 4"])
    qtbot.waitUntil(lambda: not window.view.busy)
    assert column(program, Column.TITLE) == ["Title 4"]
    assert answers[-1].question.query.conditions == window.search.query.conditions
    assert window.search.hasFocus()
    assert window.search.text() == "path:rock title:4"


def test_a_query_that_cannot_be_understood_is_answered_by_a_hint(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    bar = window.finding.bar
    searched(qtbot, program, "genre:( path:rock", 3)  # by what is understood
    assert bar.text.startswith("“(” is no tag. Write, for example, genre:jazz.")
    assert bar.isVisible()
    searched(qtbot, program, "score>", 6)
    assert "score>0.8" in bar.text
    searched(qtbot, program, '"title 1', 1)
    assert "no partner" in bar.text
    window.sidebar.choose(TO_REVIEW)
    searched(qtbot, program, "gnre:folk", 6)  # what is understood is nothing
    assert "Did you mean genre:folk?" in bar.text
    assert bar.correction.text() == "genre:folk"
    assert bar.correction.accessibleName() == "Write genre:folk instead"
    QTest.mouseClick(bar.correction, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert window.search.text() == "genre:folk"
    assert window.search.hasFocus()
    assert bar.text == ""
    assert not bar.isVisible()


@does("search", "save-search")
def test_a_search_is_saved_run_renamed_and_deleted(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    assert not window.commands["save-search"].isEnabled()
    searched(qtbot, program, "genre:folk path:rock", 3)
    with qtbot.waitSignal(window.finding.saved.stored):
        window.commands["save-search"].trigger()
    editor = window.sidebar.findChild(QLineEdit)
    assert editor is not None, "the name can be edited at once"
    assert editor.text() == "genre:folk path:rock"
    with qtbot.waitSignal(window.finding.saved.stored):
        QTest.keyClicks(editor, "Rocking")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    [saved] = program.catalog.saved_searches.all()
    assert (saved.name, saved.query) == ("Rocking", "genre:folk path:rock")

    window.search.clear()
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    window.sidebar.choose(Shelf(search_id=saved.id))
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 3)
    assert window.search.text() == "genre:folk path:rock"

    searched(qtbot, program, "path:jazz", 3)
    with qtbot.waitSignal(window.finding.saved.stored):
        window.commands["save-search"].trigger()
    [changed] = program.catalog.saved_searches.all()
    assert (changed.name, changed.query) == ("Rocking", "path:jazz")

    window.sidebar.choose(ALL)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert window.search.text() == "", "what a saved search asked for goes with it"

    window.sidebar.choose(Shelf(search_id=saved.id))
    with qtbot.waitSignal(window.finding.saved.stored):
        QTest.keyClick(window.sidebar, Qt.Key.Key_Delete)
    assert program.catalog.saved_searches.all() == []
    with qtbot.waitSignal(window.finding.saved.stored):
        window.message.press()
    assert [s.name for s in program.catalog.saved_searches.all()] == ["Rocking"]


def test_a_taken_name_is_refused_and_nothing_is_lost(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    for query in ("one", "two"):
        with qtbot.waitSignal(window.finding.saved.stored):
            window.finding.saved.save(query)
    second = program.catalog.saved_searches.all()[1]
    with qtbot.waitSignal(window.finding.saved.stored):
        window.sidebar.rename_wanted.emit(second.id, "One")
    assert "Choose another name" in window.message.text
    assert [s.name for s in program.catalog.saved_searches.all()] == ["one", "two"]


def test_what_was_searched_for_comes_back_after_a_restart(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    searched(qtbot, program, "genre:folk path:rock", 3)
    program.close()
    again = open_program()
    qtbot.waitUntil(lambda: len(again.window.view.model.ids) == 3)
    assert again.window.search.text() == "genre:folk path:rock"


@does("similar", "go-back")
def test_more_like_this_leads_there_and_back(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, table = program.window, program.window.view.table
    window.sidebar.choose(TO_REVIEW)
    searched(qtbot, program, "title:1", 1)
    assert table.isColumnHidden(Column.MATCH)
    QTest.keyClick(table, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert window.view.model.ids[0] == ids[1]
    assert set(window.view.model.ids[1:3]) == {ids[0], ids[2]}
    assert not table.isColumnHidden(Column.MATCH)
    assert not table.header.by_hand, "columns go on sharing the room"
    assert not any(window.commands[name].isChecked() for name in SORTS), "its order is its own"
    assert column(program, Column.MATCH)[0] == "this track"
    assert column(program, Column.MATCH)[1].endswith(" %")
    assert column(program, Column.MATCH, SPOKEN)[1].startswith("Similarity: 99")
    assert window.finding.bar.text == "Sounds like “Title 1” · 6 tracks"
    assert table.current is not None
    assert table.current.track.id == ids[1]

    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: window.view.model.track_at(1).track.state.value == "accepted")  # type: ignore[union-attr]
    assert len(window.view.model.ids) == 6, "the list can be reviewed"
    searched(qtbot, program, "path:rock", 3)
    assert column(program, Column.MATCH)[0].endswith(" %"), "and searched"

    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == [ids[1]])
    assert window.search.text() == "title:1"
    assert window.sidebar.shelf == TO_REVIEW
    assert table.isColumnHidden(Column.MATCH)
    assert window.finding.bar.text == ""
    assert not window.commands["go-back"].isEnabled()


def test_who_goes_back_before_the_list_is_there_stays(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, table = program.window, program.window.view.table
    QTest.keyClick(table, Qt.Key.Key_S)
    QTest.keyClick(table, Qt.Key.Key_Backspace)
    assert not window.commands["go-back"].isEnabled()
    table.go_to(ids[3])
    QTest.keyClick(table, Qt.Key.Key_S)
    QTest.keyClick(table, Qt.Key.Key_S)
    # Answers come in the order of the questions: that to the first would have been shown before.
    qtbot.waitUntil(lambda: window.view.listing is not None)
    assert window.finding.bar.text == "Sounds like “Title 3” · 6 tracks"
    qtbot.waitUntil(lambda: window.view.model.ids[0] == ids[3])
    QTest.keyClick(table, Qt.Key.Key_Backspace)
    assert window.view.listing is None


def test_the_list_is_sorted_by_likeness_or_as_one_likes(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    view = program.window.view
    view.table.go_to(ids[5])
    program.window.commands["similar"].trigger()
    qtbot.waitUntil(lambda: list(view.model.ids)[:2] == [ids[5], ids[4]])
    view.model.sort(Column.TITLE)
    qtbot.waitUntil(lambda: list(view.model.ids) == ids)
    view.model.sort(Column.MATCH)
    qtbot.waitUntil(lambda: list(view.model.ids)[:2] == [ids[5], ids[4]])
    program.window.sidebar.itemClicked.emit(program.window.sidebar.currentItem(), 0)
    qtbot.waitUntil(lambda: list(view.model.ids) == ids)
    assert program.window.finding.bar.text == ""


@does("exact-duplicates", "near-duplicates")
def test_duplicates_stand_in_groups(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window = program.window
    window.commands["exact-duplicates"].trigger()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[4:])
    assert column(program, Column.MATCH) == ["1 · same audio"] * 2
    assert window.finding.bar.text == "1 group with the same audio · 2 tracks"
    table = window.view.table
    assert not table.isColumnHidden(Column.FOLDER), "they differ by where they are"
    assert set(column(program, Column.FOLDER)) == {"/music/rock"}
    window.commands["similar"].trigger()
    qtbot.waitUntil(lambda: table.isColumnHidden(Column.FOLDER))
    window.commands["go-back"].trigger()
    qtbot.waitUntil(lambda: not table.isColumnHidden(Column.FOLDER))
    window.commands["near-duplicates"].trigger()
    # 9.6 degrees between the first two are a cosine of 0.986, and each step is smaller.
    qtbot.waitUntil(lambda: len(window.view.model.ids) == 6)
    assert window.finding.bar.text == "1 group that sounds the same · 6 tracks"
    window.commands["go-back"].trigger()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids[4:])
    assert window.finding.bar.text == "1 group with the same audio · 2 tracks"
    window.commands["go-back"].trigger()
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)
    assert window.finding.bar.text == ""


def test_the_menu_of_a_track_has_the_windows_own_actions(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    menu = track_menu(window.view.table, window.commands)
    assert {window.commands[name] for name in ("accept", "play", "similar", "export-m3u8")} <= set(
        menu.actions()
    )
    menu.close()


def test_facets_narrow_the_view(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    sidebar, view = program.window.sidebar, program.window.view
    folk = Shelf(tag=(Category.GENRE, "Folk"))
    qtbot.waitUntil(lambda: folk in sidebar.items and sidebar.items[folk].text(1) == "6")
    sidebar.choose(folk)
    program.window.desk.refuse(
        view.model.track_at(0),  # type: ignore[arg-type]
        view.model.track_at(0).tags[Category.GENRE][0],  # type: ignore[union-attr]
    )
    qtbot.waitUntil(lambda: sidebar.items[folk].text(1) == "5")
    sidebar.choose(Shelf(decade=1990))
    qtbot.waitUntil(lambda: list(view.model.ids) == ids)
    sidebar.choose(Shelf(decade=1980))
    qtbot.waitUntil(lambda: list(view.model.ids) == [])
    sidebar.choose(Shelf(codec="vorbis"))
    qtbot.waitUntil(lambda: list(view.model.ids) == ids)


def test_choosing_a_queue_once_more_leaves_out_what_was_decided_in_it(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    ids = library(qtbot, program)
    window, sidebar, table = program.window, program.window.sidebar, program.window.view.table

    def click(shelf: Shelf) -> None:
        place = sidebar.visualItemRect(sidebar.items[shelf]).center()
        QTest.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def decide(row: int) -> None:
        table.go_to_row(row)
        with qtbot.waitSignal(window.desk.stored):
            QTest.keyClick(table, Qt.Key.Key_R)
        with qtbot.waitSignal(window.view.answered):
            window.view.refresh(anew=False)

    click(TO_REVIEW)
    qtbot.waitUntil(lambda: not window.view.busy)
    decide(1)
    assert list(window.view.model.ids) == ids, "nothing jumps under the person's eyes"
    table.go_to_row(3)
    click(TO_REVIEW)
    left = [track_id for track_id in ids if track_id != ids[1]]
    qtbot.waitUntil(lambda: list(window.view.model.ids) == left)
    assert table.selected_ids() == [ids[3]]
    decide(0)
    sidebar.setFocus()
    QTest.keyClick(sidebar, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == left[1:])
