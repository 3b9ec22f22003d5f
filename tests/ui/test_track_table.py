from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import CatalogBusyError, Reason
from tagger_app.core.policy import Policy
from tagger_app.core.track import Failure, FileTags
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.ui.chips import chip_widths
from tagger_app.ui.columns import ON_REQUEST, Column
from tagger_app.ui.theme import Theme
from tagger_app.ui.track_header import columns_to_leave, share_width
from tagger_app.ui.track_model import PAGE, TrackModel
from tagger_app.ui.track_table import TrackTable
from tests.tiny_model import CARD
from tests.ui.tracks import add_tracks, hear, register

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Library:
    """A catalog's tracks, and which of them were asked for."""

    def __init__(self, catalog: Catalog) -> None:
        self.model_id = register(catalog)
        self._reviewer = Reviewer(catalog, self.model_id, CARD, Policy(), Vocabulary({}))
        self.asked: list[int] = []

    def load(self, ids: Sequence[int], *, wait: bool, version: int) -> list[ReviewTrack]:
        del wait, version  # nothing is stored meanwhile
        self.asked += ids
        return self._reviewer.load(ids)


class SlowLibrary(Library):
    """Each question is answered when it is asked for the third time, and only one at a time."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self.questions: list[list[int]] = []
        self._left = 0

    def load(self, ids: Sequence[int], *, wait: bool, version: int) -> list[ReviewTrack]:
        if not self._left or not self.questions:
            self.questions.append(list(ids))
            self._left = 3
        self._left -= 1
        if self._left:
            raise CatalogBusyError("The catalog takes long to read. Try again.")
        if set(ids) <= set(self.questions[-1]):
            return super().load(ids, wait=wait, version=version)
        self.questions.append(list(ids))
        self._left = 2
        raise CatalogBusyError("The catalog takes long to read. Try again.")


@pytest.fixture
def library(catalog: Catalog) -> Library:
    return Library(catalog)


@pytest.fixture
def table(library: Library, theme: Theme, qtbot: QtBot) -> TrackTable:
    table = TrackTable(TrackModel(library.load), theme)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    qtbot.waitExposed(table)
    return table


def model_of(table: TrackTable) -> TrackModel:
    model = table.model()
    assert isinstance(model, TrackModel)
    return model


def test_only_what_is_looked_at_is_loaded(
    catalog: Catalog, library: Library, table: TrackTable
) -> None:
    ids = add_tracks(catalog, 1000)
    table.show_ids(ids, anew=True)
    table.grab()
    assert set(library.asked) == set(ids[:PAGE])
    table.go_to_row(700)
    table.grab()
    assert len(set(library.asked)) <= 3 * PAGE


def test_a_slow_disk_is_asked_for_what_is_in_view_and_for_nothing_twice(
    catalog: Catalog, theme: Theme, qtbot: QtBot
) -> None:
    library = SlowLibrary(catalog)
    table = TrackTable(TrackModel(library.load), theme)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    qtbot.waitExposed(table)
    model = model_of(table)
    ids = add_tracks(catalog, 1_000)
    table.show_ids(ids, anew=True)
    for row in range(0, 1_000, 25):  # dragged through the list, not waiting anywhere
        table.scrollTo(model.index(row, Column.TITLE))
        table.viewport().repaint()
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    seen = range(first, last + 1 if last >= 0 else 1_000)
    qtbot.waitUntil(lambda: all(model.shown(row) is not None for row in seen))
    qtbot.waitUntil(lambda: table.current is not None)
    asked = [track_id for question in library.questions for track_id in question]
    assert len(asked) == len(set(asked)), "what was read was kept"
    assert len(asked) < 200, "what was scrolled past is not read"


def test_the_first_track_is_current_and_keys_go_on_from_there(
    catalog: Catalog, table: TrackTable
) -> None:
    ids = add_tracks(catalog, 3)
    table.show_ids(ids, anew=True)
    assert table.current is not None
    assert table.current.track.id == ids[0]
    table.go(1)
    assert [review.track.id for review in table.selected()] == [ids[1]]
    table.advance()
    table.advance()
    assert [review.track.id for review in table.selected()] == [ids[2]]


def test_nothing_jumps_when_tracks_come_and_go(catalog: Catalog, table: TrackTable) -> None:
    ids = add_tracks(catalog, 400)
    table.show_ids(ids[100:300], anew=True)
    table.go_to(ids[200])
    row = table.currentIndex().row()
    height = table.rowViewportPosition(row)
    heard: list[object] = []
    table.current_changed.connect(heard.append)
    table.show_ids([*ids[50:180], *ids[190:]], anew=False)
    assert table.current is not None
    assert table.current.track.id == ids[200]
    assert [review.track.id for review in table.selected()] == [ids[200]]
    assert table.rowViewportPosition(table.currentIndex().row()) == height
    assert heard == []


def test_a_large_selection_stays_whole(catalog: Catalog, table: TrackTable) -> None:
    ids = add_tracks(catalog, 1_200)
    table.show_ids(ids, anew=True)
    table.selectAll()
    assert table.selected_ids() == ids
    table.show_ids([*ids[:500], *ids[600:]], anew=False)
    assert table.selected_ids() == [*ids[:500], *ids[600:]]
    table.go_to_row(700)
    table.advance()
    assert table.selected_ids() == [ids[801]]


def test_cells_are_full_sentences(catalog: Catalog, library: Library, table: TrackTable) -> None:
    tags = FileTags("vorbis", {"genre": ("Jazz",)}, title="Blue\u202e\nTrain", artist="Coltrane")
    [track_id] = add_tracks(catalog, 1, tags=tags)
    hear(catalog, library.model_id, track_id, calm=0.82)
    table.show_ids([track_id], anew=True)
    said = [model_of(table).index(0, column).data(SPOKEN) for column in Column]
    assert said[Column.TITLE] == "Title: Blue Train"
    assert said[Column.GENRE] == "Genre Jazz, in the file"
    assert said[Column.MOOD] == "Mood Calm, 82 percent, suggested"
    assert said[Column.INSTRUMENT] == "Instrument: none, the model is not sure"
    assert said[Column.LENGTH] == "Length: 0:40"
    assert all(said)


def test_a_failed_track_says_why(catalog: Catalog, table: TrackTable) -> None:
    [track_id] = add_tracks(catalog, 1)
    catalog.tracks.fail(track_id, Failure(Reason.DAMAGED, "Its second half is missing."))
    table.show_ids([track_id], anew=True)
    assert "Its second half is missing." in model_of(table).index(0, Column.STATE).data(SPOKEN)
    table.grab()  # drawn across the columns of tags


def test_a_track_that_is_gone_leaves_an_empty_row(catalog: Catalog, table: TrackTable) -> None:
    ids = add_tracks(catalog, 1)
    table.show_ids([*ids, 999], anew=True)
    table.go(1)
    assert table.current is None
    assert table.selected() == []
    table.grab()


def hidden(table: TrackTable) -> set[Column]:
    return (
        {column for column in Column if table.isColumnHidden(column)} - {Column.MATCH} - ON_REQUEST
    )


def test_the_columns_share_the_room_and_no_more(
    catalog: Catalog, table: TrackTable, theme: Theme, qtbot: QtBot
) -> None:
    table.show_ids(add_tracks(catalog, 3), anew=True)
    bar = table.horizontalScrollBar()
    for width in (570, 690, 900, 1400):
        table.resize(width, 300)
        table.header.show_match(on=True)
        qtbot.waitUntil(lambda: bar.maximum() == 0)
        table.header.show_match(on=False)
        qtbot.waitUntil(lambda: bar.maximum() == 0)
    narrow = table.columnWidth(Column.LENGTH)
    theme.change("dark", 200, high_contrast=False)
    qtbot.waitUntil(lambda: table.columnWidth(Column.LENGTH) > narrow)
    theme.change("dark", 100, high_contrast=False)


def test_tags_can_be_read_in_large_text(
    catalog: Catalog, library: Library, table: TrackTable, theme: Theme, qtbot: QtBot
) -> None:
    ids = add_tracks(catalog, 1)
    hear(catalog, library.model_id, ids[0], folk=0.9, calm=0.9, guitar=0.9)
    table.show_ids(ids, anew=True)
    table.resize(690, 300)
    assert hidden(table) == set(), "with text of the usual size there is room for all"
    theme.change("dark", 200, high_contrast=False)
    try:
        qtbot.waitUntil(lambda: hidden(table) == {Column.ALBUM, Column.ARTIST, Column.LENGTH})
        metrics = table.fontMetrics()
        name = metrics.horizontalAdvance("Guitar")
        room = table.columnWidth(Column.INSTRUMENT) - metrics.horizontalAdvance("+2")
        assert room > name
        table.resize(1600, 300)
        qtbot.waitUntil(lambda: hidden(table) == set())
    finally:
        theme.change("dark", 100, high_contrast=False)


def test_a_column_that_left_for_want_of_room_can_be_had(
    catalog: Catalog, table: TrackTable, qtbot: QtBot
) -> None:
    table.show_ids(add_tracks(catalog, 300), anew=True)
    table.resize(430, 300)
    qtbot.waitUntil(lambda: Column.ALBUM in hidden(table))
    saved = table.header.save()
    menu = table.header.menu()
    next(action for action in menu.actions() if action.text() == "Album").trigger()
    assert hidden(table) == set(), "nothing leaves in its place"
    bar = table.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    table.go_to_row(200)
    assert bar.value() == bar.maximum(), "the next track does not move the columns"
    table.resize(440, 300)
    assert hidden(table) == set(), "and they stay as they were arranged"
    table.header.restore(saved, by_hand=False)
    assert hidden(table) == set(), "what only had no room is not remembered as unwanted"


def test_an_arrangement_of_other_columns_is_passed_over(
    catalog: Catalog, table: TrackTable
) -> None:
    table.show_ids(add_tracks(catalog, 1), anew=True)
    header, before = table.header, table.header.save()
    other = QHeaderView(Qt.Orientation.Horizontal)
    other.setModel(QStandardItemModel(1, len(Column) - 5))
    other.hideSection(Column.TITLE)
    header.restore(other.saveState(), by_hand=True)
    assert header.save() == before
    assert not header.by_hand


def test_no_column_is_too_narrow_while_others_have_room() -> None:
    columns = [Column.TITLE, Column.ARTIST, Column.ALBUM, Column.GENRE]
    least = dict.fromkeys(columns, 64)
    widths = share_width(least, 350)
    assert min(widths.values()) == 64
    assert 346 <= sum(widths.values()) <= 350
    assert widths[Column.GENRE] > widths[Column.TITLE] > 100
    assert share_width(least, 100) == least, "then there is a scroll bar"


def test_columns_leave_the_least_telling_first() -> None:
    least = {Column.STATE: 30, Column.TITLE: 100, Column.ARTIST: 60, Column.ALBUM: 60,
             Column.GENRE: 90, Column.LENGTH: 60}  # fmt: skip
    assert columns_to_leave(least, 400) == set()
    assert columns_to_leave(least, 399) == {Column.ALBUM}
    assert columns_to_leave(least, 300) == {Column.ALBUM, Column.ARTIST}
    assert columns_to_leave(least, 100) == {Column.ALBUM, Column.ARTIST, Column.LENGTH}
    del least[Column.ALBUM]
    assert columns_to_leave(least, 339) == {Column.ARTIST}


@pytest.mark.parametrize(
    ("wanted", "room", "drawn"),
    [
        ([50, 60], 200, [50, 60]),  # all fit
        ([120, 60, 60], 140, [63, 53]),  # a long one is shortened, so that another has a place
        ([120, 50, 60], 170, [96, 50]),
        ([90, 80, 80], 120, [90]),  # and is not where no other has one
        ([300], 100, [100]),
        ([], 100, []),
        ([90, 80], 72, [52]),  # the first, and how many there are beside it
        ([90, 80], 60, [60]),  # the first alone, where both would say nothing
    ],
)
def test_chips_share_the_room(wanted: list[int], room: int, drawn: list[int]) -> None:
    widths = chip_widths(wanted, room, reserve=20, least=48)
    assert widths == drawn
    left_out = len(widths) < len(wanted) and room > 68
    assert sum(widths) + 4 * (len(widths) - 1) + (20 if left_out else 0) <= max(room, 0)
