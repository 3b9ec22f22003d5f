from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
    QToolTip,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from tagger_app.catalog.facets import FacetCounts
from tagger_app.catalog.saved_searches import SavedSearch
from tagger_app.catalog.search import Counts, Order, Tag
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.ui.folder_tree import folder_tree
from tagger_app.ui.shelf import ALL, CHANGED, OFFLINE, TO_REVIEW, Shelf
from tagger_app.ui.sidebar import Sidebar
from tagger_app.ui.theme import DARK, LIGHT, Theme
from tagger_app.ui.window_state import StateFile

COUNTS = Counts(
    total=1_234,
    states={TrackState.TO_REVIEW: 1_000, TrackState.FAILED: 4},
    folders={Path("/m/jazz/kind of blue"): 5, Path("/m/jazz/blue train"): 4, Path("/m/rock"): 9},
    suggested={},
    in_file={},
)
FACETS = FacetCounts(
    tags={(Category.GENRE, "Jazz"): 7, (Category.GENRE, "Rock"): 9},
    decades={1960: 9, 1990: 3},
    codecs={"flac": 2, "mp3": 12},
    missing={Path("/m/rock"): 9},
    offline={Path("/m/jazz/blue train"): 1},
)


@pytest.fixture
def sidebar(theme: Theme, qtbot: QtBot) -> Sidebar:
    made = Sidebar(theme)
    qtbot.addWidget(made)
    made.show_counts(COUNTS)
    made.show_facets(FACETS)
    made.show_folders(folder_tree(COUNTS.folders, FACETS))
    [jazz] = made.findItems("jazz", Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    assert jazz.childCount() == 0
    jazz.setExpanded(True)
    return made


def facets(tags: Mapping[Tag, int]) -> FacetCounts:
    return FacetCounts(tags, {}, {}, {}, {})


def lines(sidebar: Sidebar) -> dict[str, str]:
    flags = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    return {item.text(0): item.text(1) for item in sidebar.findItems("", flags)}


def below(sidebar: Sidebar, name: str) -> list[str]:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    [item] = sidebar.findItems(name, flags)
    children = (item.child(row) for row in range(item.childCount()))
    return [child.text(0) for child in children if isinstance(child, QTreeWidgetItem)]


def test_queues_folders_and_tags_have_their_numbers(sidebar: Sidebar) -> None:
    shown = lines(sidebar)
    assert shown["To review"] == "1,000"
    assert shown["All tracks"] == "1,234"
    assert shown["Accepted"] == "0"
    assert shown["jazz"] == "9"
    assert shown["blue train"] == "4"
    assert below(sidebar, "Genre") == ["Rock", "Jazz"]
    assert shown["Rock"] == "9"
    assert below(sidebar, "Decade") == ["1990s", "1960s"]
    assert below(sidebar, "Format") == ["MP3", "FLAC"]


def test_a_folder_out_of_reach_says_so(sidebar: Sidebar) -> None:
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    [rock] = sidebar.findItems("rock", flags)
    [jazz] = sidebar.findItems("jazz", flags)
    assert rock.toolTip(0) == "/m/rock\n9 tracks are missing"
    assert jazz.toolTip(0) == "/m/jazz\n1 track is offline"
    assert rock.foreground(0) != jazz.foreground(0), "nothing is left of the one, but of the other"


def test_queues_keep_their_places_and_empty_ones_are_greyed(sidebar: Sidebar) -> None:
    before = below(sidebar, "Queue")
    changed = sidebar.items[CHANGED]
    assert not changed.isHidden()
    grey = changed.foreground(0)
    sidebar.show_counts(Counts(9, {}, {}, {}, {}, changed=2))
    assert below(sidebar, "Queue") == before
    assert not any(sidebar.items[shelf].isHidden() for shelf in (ALL, TO_REVIEW, OFFLINE))
    assert changed.foreground(0) != grey
    sidebar.show_counts(COUNTS)
    assert changed.foreground(0) == grey
    assert changed.text(1) == "0"


def test_ten_thousand_folders_are_put_in_as_they_are_opened(theme: Theme, qtbot: QtBot) -> None:
    made = Sidebar(theme)
    qtbot.addWidget(made)
    folders = {Path(f"/m/artist {n // 10}/album {n}"): 3 for n in range(10_000)}
    none = facets({})
    made.show_folders(folder_tree(folders, none))
    assert len(made.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)) < 100
    deep = Shelf(folder=Path("/m/artist 77/album 777"))
    made.choose(deep)
    assert made.shelf == deep
    made.show_folders(folder_tree({**folders, Path("/m/new"): 1}, none))
    assert made.shelf == deep
    assert "new" in below(made, "m")


def test_saved_searches_are_renamed_and_deleted_by_keys(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_searches([SavedSearch(4, "Quiet", "mood:calm"), SavedSearch(5, "Loud", "loud")])
    assert below(sidebar, "Searches") == ["Quiet", "Loud"]
    quiet = Shelf(search_id=4)
    sidebar.choose(quiet)
    sidebar.show()
    QTest.keyClick(sidebar, Qt.Key.Key_F2)
    editor = sidebar.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Calm")
    with qtbot.waitSignal(sidebar.rename_wanted) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [4, "Calm"]
    with qtbot.waitSignal(sidebar.delete_wanted) as deleted:
        QTest.keyClick(sidebar, Qt.Key.Key_Delete)
    assert deleted.args == [4]
    menu = sidebar.menu_of(quiet)
    assert menu is not None
    assert [a.text().partition("\t")[0] for a in menu.actions()] == [
        "Search again",
        "Rename",
        "Delete",
    ]
    sidebar.show_searches([])
    assert sidebar.shelf == ALL


def test_a_folder_can_be_looked_through_again(sidebar: Sidebar, qtbot: QtBot) -> None:
    menu = sidebar.menu_of(Shelf(folder=Path("/m/rock")))
    assert menu is not None
    with qtbot.waitSignal(sidebar.menu.scan_wanted) as told:
        menu.actions()[0].trigger()
    assert told.args == [Path("/m/rock")]
    with qtbot.waitSignal(sidebar.menu.open_wanted) as told:
        menu.actions()[1].trigger()
    assert told.args == [Path("/m/rock")]
    assert len(menu.actions()) == 2, "nothing is watched"
    assert sidebar.menu_of(ALL) is None


def test_the_library_folder_above_or_below_can_be_left_alone(
    sidebar: Sidebar, qtbot: QtBot
) -> None:
    sidebar.watched = lambda: [Path("/m/jazz"), Path("/m/r&b"), Path("/other")]
    for folder, offered in (("/m/jazz/blue train", ["jazz"]), ("/m", ["jazz", "r&b"])):
        menu = sidebar.menu_of(Shelf(folder=Path(folder)))
        assert menu is not None
        lines = [action for action in menu.actions()[2:] if not action.isSeparator()]
        assert [line.text().replace("&&", "&") for line in lines] == [
            f"Stop watching “{name}”…" for name in offered
        ]
        with qtbot.waitSignal(sidebar.menu.unwatch_wanted) as told:
            lines[-1].trigger()
        assert told.args == [Path("/m", offered[-1])]


def test_all_tags_are_shown_when_that_is_asked_for(sidebar: Sidebar, qtbot: QtBot) -> None:
    many = {(Category.GENRE, f"Tag {number:02}"): 100 - number for number in range(30)}
    sidebar.show_facets(facets(many))
    first = below(sidebar, "Genre")
    assert first[-2:] == ["Tag 11", "Show all 30"]
    chosen = Shelf(tag=(Category.GENRE, "Tag 03"))
    sidebar.choose(chosen)
    told: list[object] = []
    sidebar.chosen.connect(told.append)
    sidebar.show()

    def go_to(text: str) -> QTreeWidgetItem:
        [line] = sidebar.findItems(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
        sidebar.setCurrentItem(line)
        return line

    line = go_to("Show all 30")  # by the arrow keys
    sidebar.theme.change("light", 100, high_contrast=False)
    sidebar.refresh()
    colours = {line.foreground(0).color().name(), LIGHT.accent}
    sidebar.theme.change("dark", 100, high_contrast=False)
    sidebar.refresh()
    assert (len(colours), line.foreground(0).color().name()) == (1, DARK.accent)
    assert (sidebar.shelf, told) == (chosen, [])
    QTest.keyClick(sidebar, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(below(sidebar, "Genre")) == 31)
    assert below(sidebar, "Genre")[-2:] == ["Tag 29", "Show fewer"]
    sidebar.show_facets(facets({**many, (Category.GENRE, "Tag 29"): 5}))
    assert len(below(sidebar, "Genre")) == 31, "other counts do not close it"
    line = go_to("Show fewer")
    sidebar.scrollToItem(line)
    place = sidebar.visualItemRect(line).center()
    QTest.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: below(sidebar, "Genre") == first)
    assert (sidebar.shelf, told) == (chosen, [])


def marked(sidebar: Sidebar) -> list[str]:
    """The lines that are shown as chosen."""
    return [item.text(0) for item in sidebar.selectedItems()]


def test_the_keys_pass_over_headings(sidebar: Sidebar) -> None:
    rock = Shelf(folder=Path("/m/rock"))
    sidebar.choose(rock)
    told: list[object] = []
    sidebar.chosen.connect(told.append)
    QTest.keyClick(sidebar, Qt.Key.Key_Down)
    QTest.keyClick(sidebar, Qt.Key.Key_Up)
    assert told == [Shelf(tag=(Category.GENRE, "Rock")), rock]
    sidebar.choose(TO_REVIEW)
    told.clear()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_D):
        QTest.keyClick(sidebar, key)
    assert (told, marked(sidebar)) == ([], ["To review"])


def test_a_heading_that_is_clicked_takes_nothing_from_the_open_list(
    sidebar: Sidebar, qtbot: QtBot
) -> None:
    sidebar.choose(TO_REVIEW)
    sidebar.show()
    qtbot.waitExposed(sidebar)
    sidebar.chosen.connect(lambda _: pytest.fail("nothing was chosen"))
    [heading] = sidebar.findItems("Folders", Qt.MatchFlag.MatchExactly)
    place = sidebar.visualItemRect(heading).center()
    QTest.mouseClick(sidebar.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sidebar.currentItem() is sidebar.items[TO_REVIEW]
    assert marked(sidebar) == ["To review"]


def test_the_open_list_stays_marked_while_the_keys_are_on_show_all(sidebar: Sidebar) -> None:
    many = {(Category.GENRE, f"Tag {number:02}"): 100 - number for number in range(30)}
    sidebar.show_facets(facets(many))
    last = Shelf(tag=(Category.GENRE, "Tag 11"))
    sidebar.choose(last)
    QTest.keyClick(sidebar, Qt.Key.Key_Down)
    line = sidebar.currentItem()
    assert line is not None
    assert (line.text(0), marked(sidebar)) == ("Show all 30", ["Tag 11"])


@pytest.mark.parametrize(
    ("shelf", "key", "own"),
    [
        (TO_REVIEW, Qt.Key.Key_Left, False),
        (TO_REVIEW, Qt.Key.Key_Right, False),
        (Shelf(folder=Path("/m/jazz")), Qt.Key.Key_Left, True),
        (Shelf(folder=Path("/m/jazz")), Qt.Key.Key_Right, False),
        (Shelf(folder=Path("/m/rock")), Qt.Key.Key_Left, False),
        (TO_REVIEW, Qt.Key.Key_Home, True),
    ],
    ids=["queue", "queue", "open folder", "folder that is open", "folder of none", "first line"],
)
def test_the_tree_keeps_only_the_keys_it_has_a_use_for(
    sidebar: Sidebar, shelf: Shelf, key: Qt.Key, own: bool
) -> None:
    sidebar.choose(shelf)
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, none)
    event.ignore()
    QApplication.sendEvent(sidebar, event)
    assert event.isAccepted() is own


def test_a_folder_that_is_wanted_is_chosen_once_it_is_there(sidebar: Sidebar) -> None:
    sidebar.choose(TO_REVIEW)
    sidebar.want_folder(Path("/m/rock"))
    assert sidebar.shelf == Shelf(folder=Path("/m/rock"))
    sidebar.want_folder(Path("/new"))
    assert sidebar.shelf == Shelf(folder=Path("/m/rock"))
    folders = {**COUNTS.folders, Path("/new/artist/one"): 1, Path("/new/artist/two"): 1}
    sidebar.show_folders(folder_tree(folders, FACETS))
    artist = Shelf(folder=Path("/new/artist"))
    assert (sidebar.shelf, marked(sidebar)) == (artist, ["artist"]), "what has a line stands for it"
    sidebar.want_folder(Path("/later"))
    sidebar.choose(TO_REVIEW)
    sidebar.show_folders(folder_tree({**folders, Path("/later"): 1}, FACETS))
    assert sidebar.shelf == TO_REVIEW, "a person has chosen something since"


def test_only_folders_that_tell_something_have_a_line(sidebar: Sidebar) -> None:
    assert below(sidebar, "Folders") == ["m"]
    assert below(sidebar, "m") == ["jazz", "rock"]
    assert below(sidebar, "jazz") == ["blue train", "kind of blue"]


def test_what_is_chosen_stays_chosen_when_numbers_change(sidebar: Sidebar, qtbot: QtBot) -> None:
    jazz = Shelf(tag=(Category.GENRE, "Jazz"))
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.choose(jazz)
    assert told.args == [jazz]
    more = {**FACETS.tags, (Category.GENRE, "Jazz"): 20}
    sidebar.chosen.connect(lambda _: pytest.fail("nothing was chosen"))
    sidebar.show_facets(facets(more))
    assert sidebar.shelf == jazz
    assert below(sidebar, "Genre") == ["Jazz", "Rock"]


def test_a_chosen_tag_stays_though_it_is_not_counted_yet_or_any_more(
    theme: Theme, qtbot: QtBot
) -> None:
    made = Sidebar(theme)
    qtbot.addWidget(made)
    jazz = Shelf(tag=(Category.GENRE, "Jazz"))
    made.choose(jazz)  # as at the start, before anything is known
    assert made.shelf == jazz
    made.chosen.connect(lambda _: pytest.fail("nothing was chosen"))
    for suggested in (
        {},
        FACETS.tags,
        {(Category.GENRE, f"Tag {number}"): 10 + number for number in range(20)},
    ):
        made.show_facets(facets(suggested))
        assert made.shelf == jazz
        assert "Jazz" in below(made, "Genre")
    made.chosen.disconnect()
    made.choose(ALL)
    made.show_facets(FACETS)
    made.show_facets(facets({}))
    assert "Jazz" not in lines(made)


def test_a_folder_that_is_gone_gives_way_to_all_tracks(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.choose(Shelf(folder=Path("/m/rock")))
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.show_folders(folder_tree({Path("/m/jazz"): 9}, FACETS))
    assert told.args == [ALL]


@pytest.mark.parametrize(
    "shelf",
    [
        *(ALL, TO_REVIEW, OFFLINE, Shelf(folder=Path("/m/caf\udce9"))),
        *(Shelf(tag=(Category.MOOD, "a:b")), Shelf(decade=1990), Shelf(codec="mp3")),
        CHANGED,
        Shelf(search_id=7),
    ],
    ids=[
        *("all", "queue", "queue of offline tracks", "folder that is no text", "tag", "decade"),
        *("codec", "changed outside", "saved search"),
    ],
)
def test_the_shelf_and_the_order_survive_a_restart(tmp_path: Path, shelf: Shelf) -> None:
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.descending) == (ALL, Order.PATH, False)
    state.shelf, state.order, state.descending = shelf, Order.UNCERTAIN, True
    state.search = "genre:jazz"
    StateFile(tmp_path / "window.ini").save(state)
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.descending) == (shelf, Order.UNCERTAIN, True)
    assert state.search == "genre:jazz"


def test_a_damaged_state_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\nshelf=states:nonsense\norder=7\ntrack=x\n")
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.track_id) == (ALL, Order.PATH, 0)


def test_no_queue_is_cut_at_the_usual_width_and_a_cut_name_is_told(
    sidebar: Sidebar, qtbot: QtBot
) -> None:
    rejected = Shelf(frozenset({TrackState.REVIEWED}))
    sidebar.show_counts(replace(COUNTS, states={TrackState.REVIEWED: 9_999}))
    sidebar.resize(sidebar.sizeHint())
    sidebar.show()
    qtbot.waitExposed(sidebar)
    assert not cut(sidebar, rejected)
    jazz = Shelf(tag=(Category.GENRE, "Jazz of a name that no sidebar has the room to show"))
    assert jazz.tag is not None
    sidebar.show_facets(facets({jazz.tag: 3}))
    place = sidebar.visualItemRect(sidebar.items[jazz]).center()
    qtbot.waitUntil(lambda: cut(sidebar, jazz))
    point = sidebar.viewport().mapToGlobal(place)
    QApplication.sendEvent(sidebar.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, point))
    assert QToolTip.text() == jazz.tag[1]
    QToolTip.hideText()


def test_the_sidebar_is_never_too_narrow_for_the_main_queues(sidebar: Sidebar) -> None:
    sidebar.resize(sidebar.minimumSizeHint())
    sidebar.grab()
    assert not any(cut(sidebar, shelf) for shelf in (ALL, TO_REVIEW))


def cut(sidebar: Sidebar, shelf: Shelf) -> bool:
    """Whether a line's name is shown with an ellipsis."""
    index = sidebar.indexFromItem(sidebar.items[shelf])
    return sidebar.sizeHintForIndex(index).width() > sidebar.visualRect(index).width()


def test_a_search_can_be_read_while_it_is_named(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_searches([SavedSearch(1, "Quiet jazz", "genre:jazz")])
    sidebar.show()
    qtbot.waitExposed(sidebar)
    sidebar.name_search(Shelf(search_id=1))
    [line] = sidebar.findChildren(QLineEdit)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    option = QStyleOptionFrame()
    line.initStyleOption(option)
    inner = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line)
    assert inner.height() >= line.fontMetrics().height()
