from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tagger_app.catalog.search import Counts, Order
from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.ui.sidebar import ALL, TO_REVIEW, Shelf, Sidebar
from tagger_app.ui.theme import Theme
from tagger_app.ui.window_state import StateFile

COUNTS = Counts(
    total=1_234,
    states={TrackState.TO_REVIEW: 1_000, TrackState.FAILED: 4},
    folders={Path("/m/jazz/kind of blue"): 5, Path("/m/jazz/blue train"): 4, Path("/m/rock"): 9},
    suggested={(Category.GENRE, "Jazz"): 7, (Category.GENRE, "Rock"): 9, (Category.MOOD, "Sad"): 0},
    in_file={},
)


@pytest.fixture
def sidebar(theme: Theme, qtbot: QtBot) -> Sidebar:
    made = Sidebar(theme)
    qtbot.addWidget(made)
    made.show_counts(COUNTS)
    return made


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
    assert shown["Accepted"] == ""
    assert shown["jazz"] == "9"
    assert shown["blue train"] == "4"
    assert below(sidebar, "Genre") == ["Rock", "Jazz"]
    assert "Sad" not in shown


def test_only_folders_that_tell_something_have_a_line(sidebar: Sidebar) -> None:
    assert below(sidebar, "Folders") == ["m"]
    assert below(sidebar, "m") == ["jazz", "rock"]
    assert below(sidebar, "jazz") == ["blue train", "kind of blue"]


def test_what_is_chosen_stays_chosen_when_numbers_change(sidebar: Sidebar, qtbot: QtBot) -> None:
    jazz = Shelf(tag=(Category.GENRE, "Jazz"))
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.choose(jazz)
    assert told.args == [jazz]
    more = {**COUNTS.suggested, (Category.GENRE, "Jazz"): 20}
    sidebar.chosen.connect(lambda _: pytest.fail("nothing was chosen"))
    sidebar.show_counts(Counts(COUNTS.total, COUNTS.states, {}, more, {}))
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
        COUNTS.suggested,
        {(Category.GENRE, f"Tag {number}"): 10 + number for number in range(20)},
    ):
        made.show_counts(Counts(9, {}, {}, suggested, {}))
        assert made.shelf == jazz
        assert "Jazz" in below(made, "Genre")
    made.chosen.disconnect()
    made.choose(ALL)
    made.show_counts(COUNTS)
    made.show_counts(Counts(9, {}, {}, {}, {}))
    assert "Jazz" not in lines(made)


def test_a_folder_that_is_gone_gives_way_to_all_tracks(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.choose(Shelf(folder=Path("/m/rock")))
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.show_counts(Counts(9, {}, {Path("/m/jazz"): 9}, {}, {}))
    assert told.args == [ALL]


@pytest.mark.parametrize(
    "shelf",
    [ALL, TO_REVIEW, Shelf(folder=Path("/m/caf\udce9")), Shelf(tag=(Category.MOOD, "a:b"))],
    ids=["all", "queue", "folder that is no text", "tag"],
)
def test_the_shelf_and_the_order_survive_a_restart(tmp_path: Path, shelf: Shelf) -> None:
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.descending) == (ALL, Order.PATH, False)
    state.shelf, state.order, state.descending = shelf, Order.UNCERTAIN, True
    StateFile(tmp_path / "window.ini").save(state)
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.descending) == (shelf, Order.UNCERTAIN, True)


def test_a_damaged_state_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\nshelf=states:nonsense\norder=7\ntrack=x\n")
    state = StateFile(tmp_path / "window.ini").load()
    assert (state.shelf, state.order, state.track_id) == (ALL, Order.PATH, 0)
