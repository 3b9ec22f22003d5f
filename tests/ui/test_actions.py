"""Actions of menus and keys, in the window over a real catalog."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tagger_app import __version__
from tagger_app.core.fields import Category
from tagger_app.core.track import FileIdentity, FileTags, ScannedFile, TrackState
from tagger_app.pipeline.review import ChipStatus, ReviewTrack
from tagger_app.ui.about_dialog import AboutDialog
from tagger_app.ui.columns import Column, column_name
from tagger_app.ui.commands import SORTS
from tagger_app.ui.completion_list import CompletionList
from tagger_app.ui.desktop import music_folder
from tagger_app.ui.inspector import keyed_chips
from tagger_app.ui.keys_dialog import KeysDialog
from tagger_app.ui.tag_line import TagLine
from tests.samples import write_piece
from tests.ui.claims import does
from tests.ui.conftest import Program, Start
from tests.ui.tracks import FACTS, hear

ROOT = Path(__file__).parents[2]
SUGGESTED = {
    "c": ("Folk", "Ambient", "Electronic", "Calm", "Energetic", "Guitar", "Drums", "Flute"),
    "a": ("Folk", "Calm"),
    "b": ("Folk", "Calm"),
}
"""What is suggested for the tracks of `library`, by their titles."""
TOGGLES = tuple(f"toggle-{number}" for number in range(1, 10))


def press(program: Program, keys: str, widget: QWidget | None = None) -> None:
    """Press keys such as Ctrl+S in the table, or in another part of the window."""
    part = widget or program.window.view.table
    part.setFocus()
    QTest.keySequence(part, QKeySequence(keys))


def current(program: Program) -> ReviewTrack:
    review = program.window.view.table.current
    assert review is not None
    return review


def title(program: Program) -> str:
    return current(program).track.file_tags.title


def library(qtbot: QtBot, program: Program) -> list[int]:
    """Three heard tracks: a and b say something else than the model, b and c are of one album."""
    window, catalog = program.window, program.catalog
    qtbot.waitUntil(lambda: window.desk.model_id is not None and not window.work.busy)
    model_id = window.desk.model_id
    assert model_id is not None
    files = [
        ("c", "/music/1.ogg", FileTags("vorbis", {}, title="c", artist="M", album="X",
                                       track_number="2", date="2003-01-02")),
        ("a", "/music/2.ogg", FileTags("vorbis", {"genre": ("Jazz",)}, title="a", artist="Z",
                                       album="Z", date="1999")),
        ("b", "/music/3.ogg", FileTags("vorbis", {"mood": ("Sad",)}, title="b", artist="A",
                                       album="X", track_number="1",
                                       date="1980")),
    ]  # fmt: skip
    scores = {
        "c": {"folk": 0.9, "ambient": 0.8, "electronic": 0.7, "calm": 0.9, "energetic": 0.8,
              "guitar": 0.9, "drums": 0.8, "flute": 0.7},
        "a": {"folk": 0.95, "calm": 0.53},
        "b": {"calm": 0.6, "folk": 0.9},
    }  # fmt: skip
    ids = []
    for number, (name, path, tags) in enumerate(files):
        identity = FileIdentity(1, number + 1, 1000 - number, 1)
        ids += catalog.tracks.store([ScannedFile(Path(path), identity, tags)])
        hear(catalog, model_id, ids[-1], **scores[name])
    window.view.refresh(anew=True)
    qtbot.waitUntil(lambda: list(window.view.model.ids) == ids)
    window.view.table.go_to(ids[0])
    return ids


def test_every_key_triggers_its_own_action_wherever_the_window_has_the_keys(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    window, commands = program.window, program.window.commands
    pressed: list[str] = []
    for name in commands.titles():
        commands[name].triggered.disconnect()
        commands[name].triggered.connect(lambda _=False, name=name: pressed.append(name))
        commands[name].setEnabled(True)
    wanted = {name: commands.usual_keys(name) for name in commands.titles()}
    for part in (window.view.table, window.inspector, window.sidebar):
        own = {"Left", "Right", "Home"} if part is window.sidebar else set()
        for name, keys in wanted.items():
            for key in set(keys) - own:
                press(program, key, part)
                assert pressed == [name], (part, key)
                pressed.clear()


@does("keys")
def test_the_list_of_keys_has_every_action_with_its_keys(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    window = program.window
    library(qtbot, program)
    press(program, "A")  # from then on, some of the texts tell numbers
    press(program, "F1")
    [dialog] = window.findChildren(KeysDialog)
    menus = {menu.title().replace("&", "") for menu in window.commands.menus}
    labels = (label.text() for label in dialog.findChildren(QLabel))
    texts = [text for text in labels if text not in menus]
    pairs = dict(zip(texts[1::2], texts[::2], strict=True))
    assert pairs["Accept track"] == "A"
    assert pairs["Redo"] == "Ctrl+Shift+Z, Ctrl+Y"
    assert pairs["Write tags"] == "Ctrl+S"
    assert pairs["Accept single suggestions"] == "1 … 9"
    assert len(pairs) == len(window.commands.with_keys()) - 8
    dialog.reject()


@does("later", "next", "previous", "accept", "reject", "undo", "redo")
def test_tracks_are_decided_about_or_put_off(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    ids = library(qtbot, program)
    press(program, "J")
    assert title(program) == "a"
    press(program, "K")
    assert title(program) == "c"
    press(program, "L")
    assert title(program) == "a"
    assert not program.catalog.decisions.many(ids), "later decides nothing"
    press(program, "A")
    assert title(program) == "b"
    press(program, "R")
    first, second, third = program.window.desk.load(ids)
    assert statuses(first) == dict.fromkeys(SUGGESTED["c"], ChipStatus.SUGGESTED)
    assert statuses(second) == dict.fromkeys(SUGGESTED["a"], ChipStatus.ACCEPTED)
    assert statuses(third) == dict.fromkeys(SUGGESTED["b"], ChipStatus.REJECTED)
    press(program, "Ctrl+Z")
    third = program.window.desk.load(ids)[2]
    assert statuses(third) == dict.fromkeys(SUGGESTED["b"], ChipStatus.SUGGESTED)
    press(program, "Ctrl+Z")
    second = program.window.desk.load(ids)[1]
    assert statuses(second) == dict.fromkeys(SUGGESTED["a"], ChipStatus.SUGGESTED)
    for keys in ("Ctrl+Y", "Ctrl+Shift+Z"):
        press(program, keys)
    _, second, third = program.window.desk.load(ids)
    assert statuses(second) == dict.fromkeys(SUGGESTED["a"], ChipStatus.ACCEPTED)
    assert statuses(third) == dict.fromkeys(SUGGESTED["b"], ChipStatus.REJECTED)


def statuses(review: ReviewTrack) -> dict[str, ChipStatus]:
    """What became of each tag that is or was suggested."""
    return {
        chip.name: chip.status
        for chips in review.tags.values()
        for chip in chips
        if chip.status not in {ChipStatus.SCORED, ChipStatus.IN_FILE}
    }


@does(*TOGGLES)
def test_each_digit_toggles_the_suggestion_it_stands_beside(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    library(qtbot, program)
    program.window.desk.add([current(program)], Category.GENRE, "Polka")
    assert len(keyed_chips(current(program))) == 9
    for number in range(9):
        before = [chip.status for chip in keyed_chips(current(program))]
        press(program, str(number + 1))
        chips = keyed_chips(current(program))
        if before[number] is ChipStatus.ADDED:  # taken back, it is gone
            assert "Polka" not in [chip.name for chip in chips]
            program.window.desk.history.undo()
        else:
            assert chips[number].status is ChipStatus.ACCEPTED
            others = [chip.status for chip in chips]
            assert others[:number] + others[number + 1 :] == before[:number] + before[number + 1 :]
            press(program, str(number + 1))
            assert keyed_chips(current(program))[number].status is ChipStatus.SUGGESTED


@does("enter")
def test_a_tag_is_typed_completed_and_added(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    window = program.window
    tags = FileTags("vorbis", {"genre": ("Zydeco", "Zwiefacher"), "mood": ("Zesty",)}, title="d")
    for number, held in ((7, tags), (8, replace(tags, tags={"genre": ("Zwiefacher",)}))):
        identity = FileIdentity(1, number, 1000, 1)
        program.catalog.tracks.store([ScannedFile(Path(f"/music/{number}.ogg"), identity, held)])
    window.view.request_refresh()
    entry = window.inspector.entry
    [line] = entry.findChildren(TagLine)

    def offered(typed: str) -> dict[str, str]:
        line.clear()
        QTest.keyClicks(line, typed)
        return dict(line.offered)

    press(program, "E")
    qtbot.waitUntil(lambda: offered("z").get("Zwiefacher") == "2 tracks")  # both are counted
    # The library's own tags first, the commonest of them before all, the chosen category's before
    # the others'; what no file has comes from the vocabulary.
    assert list(offered("z").items())[:3] == [
        ("Zwiefacher", "2 tracks"),
        ("Zydeco", "1 track"),
        ("Zesty", "Mood · 1 track"),
    ]
    assert offered("pol")["Polka"] == ""
    offered("z")
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)

    def added(category: Category) -> list[str]:
        chips = current(program).chips(category)
        return [chip.name for chip in chips if chip.status is ChipStatus.ADDED]

    assert added(Category.GENRE) == ["Zydeco"]
    assert QApplication.focusWidget() is window.view.table
    press(program, "E")
    QTest.keyClicks(line, "zes")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "Zesty"
    assert QApplication.focusWidget() is line
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert added(Category.MOOD) == ["Zesty"]
    press(program, "E")
    QTest.keyClicks(line, "zw")  # which is no tag, but the beginning of one
    assert line.offered == {"Zwiefacher": "2 tracks", "zw": "new tag"}
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert added(Category.GENRE) == ["Zydeco", "Zwiefacher"]
    press(program, "E")
    QTest.keyClicks(line, "zw")
    QTest.keyClick(line, Qt.Key.Key_Up)  # to the end
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert added(Category.GENRE) == ["Zydeco", "Zwiefacher", "zw"]
    assert offered("zydeco") == {"Zydeco": "1 track"}, "which is a tag, and no new one"
    line.clear()
    press(program, "E")
    QTest.keyClicks(line, "z")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), dict(line.offered)) == ("z", {})
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert QApplication.focusWidget() is window.view.table
    qtbot.waitUntil(lambda: current(program).track.state is TrackState.ACCEPTED)


def test_completions_lie_within_the_window(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    [line] = program.window.inspector.entry.findChildren(TagLine)
    press(program, "E")
    QTest.keyClicks(line, "a")
    shown = [one for one in program.window.findChildren(CompletionList) if one.isVisible()]
    assert len(shown) == 1
    assert program.window.rect().contains(shown[0].geometry())
    assert shown[0].model().rowCount() == len(line.offered) > 3


@does("sort-path", "sort-uncertain", "sort-disagrees", "sort-album", "sort-newest")
def test_every_order_of_the_queue_has_a_key(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    library(qtbot, program)
    model = program.window.view.model

    def titles() -> str:
        rows = (model.track_at(row) for row in range(len(model.ids)))
        return "".join(review.track.file_tags.title for review in rows if review is not None)

    # 0.03 to a threshold, then 0.1, then 0.2; contradicted are scores of 0.95, 0.6, and none.
    for key, order in (("F6", "abc"), ("F7", "abc"), ("F8", "bca"), ("F9", "bac"), ("F4", "cab")):
        press(program, key)
        qtbot.waitUntil(lambda order=order: titles() == order)  # type: ignore[misc]
    press(program, "F4")  # once more: the other way round
    qtbot.waitUntil(lambda: titles() == "bac")
    press(program, "F4")
    qtbot.waitUntil(lambda: titles() == "cab")


@does("sort-title", "sort-artist", "sort-genre", "sort-mood", "sort-instrument", "sort-length",
      "sort-state", "sort-format", "sort-year", "sort-track", "sort-size")  # fmt: skip
def test_every_column_can_be_sorted_by_without_a_mouse(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    [first, second, third] = library(qtbot, program)
    program.window.desk.accept(program.window.desk.load([second]))
    qtbot.waitUntil(lambda: current(program).track.id == first)
    qtbot.waitUntil(lambda: bool(program.catalog.decisions.of(second)))
    model, header = program.window.view.model, program.window.view.table.horizontalHeader()
    for track_id, seconds in ((first, 30.0), (second, 40.0), (third, 20.0)):
        facts = replace(FACTS, duration=seconds, bit_rate=round(100_000 - seconds))
        program.catalog.tracks.heard(track_id, facts)
    # Genres: Folk, Jazz, Folk; moods: Calm, Calm, Sad; an instrument has the first alone.
    for name, column, order in (  # none of which is like the one before
        ("title", Column.TITLE, [second, third, first]),
        ("instrument", Column.INSTRUMENT, [first, second, third]),
        ("artist", Column.ARTIST, [third, first, second]),
        ("mood", Column.MOOD, [first, second, third]),
        ("genre", Column.GENRE, [first, third, second]),
        ("length", Column.LENGTH, [third, first, second]),
        ("size", Column.SIZE, [third, second, first]),
        ("state", Column.STATE, [first, third, second]),
        ("format", Column.FORMAT, [second, first, third]),
        ("year", Column.YEAR, [third, second, first]),
        ("track", Column.TRACK, [third, first, second]),
        ("state", Column.STATE, [first, third, second]),
    ):
        program.window.commands[f"sort-{name}"].trigger()
        qtbot.waitUntil(lambda order=order: list(model.ids) == order)  # type: ignore[misc]
        assert header.sortIndicatorSection() == column
        assert ticked(program) == [f"sort-{name}"]
    program.window.commands["sort-state"].trigger()
    qtbot.waitUntil(lambda: list(model.ids) == [second, third, first])
    assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    assert ticked(program) == ["sort-state"]
    program.window.view.table.sortByColumn(Column.ARTIST, Qt.SortOrder.AscendingOrder)
    assert ticked(program) == ["sort-artist"]


def ticked(program: Program) -> list[str]:
    """How the menu says that the list is sorted."""
    return [name for name in SORTS if program.window.commands[name].isChecked()]


@does("columns")
def test_columns_go_and_come_back_by_the_menu_and_stay_so(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    program.window.resize(1280, 800)
    library(qtbot, program)
    table = program.window.view.table
    assert not table.isColumnHidden(Column.ALBUM)
    artist = table.columnWidth(Column.ARTIST)
    toggle_column(program, "Album")
    assert table.isColumnHidden(Column.ALBUM)
    assert table.columnWidth(Column.ARTIST) > artist, "the others share its room"
    program.close()

    program = open_program()
    table = program.window.view.table
    qtbot.waitUntil(table.isVisible)
    program.window.resize(1280, 800)
    qtbot.waitUntil(lambda: not table.isColumnHidden(Column.ARTIST))  # which there is room for
    assert table.isColumnHidden(Column.ALBUM)
    toggle_column(program, "Album")
    assert not table.isColumnHidden(Column.ALBUM)
    first = table.model()
    for name, wanted, text in (("Size", Column.SIZE, "1.0 kB"), ("Year", Column.YEAR, "2003")):
        assert table.isColumnHidden(wanted)
        toggle_column(program, name)
        assert not table.isColumnHidden(wanted)
        assert first.index(0, wanted).data() == text


def toggle_column(program: Program, name: str) -> None:
    """Choose a column in the menu, by keys."""
    hidden = program.window.view.table.isColumnHidden
    program.window.commands["columns"].trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    ticked = {action.text(): action.isChecked() for action in menu.actions()}
    assert "Title" not in ticked, "without it there is nothing to recognize a track by"
    for column in (Column.ARTIST, Column.ALBUM, Column.GENRE, Column.LENGTH):
        assert ticked[column_name(column)] is not hidden(column)
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == name))
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None


@does("search")
def test_search_takes_the_keys_and_finds(qtbot: QtBot, open_program: Start) -> None:
    program = open_program()
    _, second, _ = library(qtbot, program)
    press(program, "Ctrl+F")
    assert QApplication.focusWidget() is program.window.search
    QTest.keyClicks(program.window.search, "artist:z")
    qtbot.waitUntil(lambda: list(program.window.view.model.ids) == [second])


@does("add", "paste", "retry", "quit")
def test_music_comes_by_dialog_and_clipboard_and_what_failed_is_tried_again(
    qtbot: QtBot, open_program: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    write_piece(tmp_path / "one" / "a.flac", 1, 2.0)
    (tmp_path / "two" / "b.flac").write_bytes(b"this is no audio" * 100)
    program = open_program()
    window = program.window
    qtbot.waitUntil(window.isActiveWindow)

    def states() -> list[TrackState]:
        rows = (window.view.model.track_at(row) for row in range(len(window.view.model.ids)))
        return [review.track.state for review in rows if review is not None]

    begun: list[Path] = []

    def choose(_: object, __: str, begin: str) -> str:
        begun.append(Path(begin))
        return str(tmp_path / "one")

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    press(program, "Ctrl+O", window)
    qtbot.waitUntil(lambda: states() == [TrackState.TO_REVIEW])
    press(program, "Ctrl+O", window)
    assert begun == [music_folder(), tmp_path]
    qtbot.waitUntil(lambda: not window.work.busy)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "two"))])
    QApplication.clipboard().setMimeData(mime)
    press(program, "Ctrl+V")
    # Qt would delete it after the interpreter that made it has ended.
    QApplication.clipboard().clear()
    both = [TrackState.TO_REVIEW, TrackState.FAILED]
    qtbot.waitUntil(lambda: states() == both and not window.work.busy)
    write_piece(tmp_path / "two" / "b.flac", 2, 2.0)
    window.commands["retry"].trigger()
    qtbot.waitUntil(lambda: states() == [TrackState.TO_REVIEW] * 2)
    press(program, "Ctrl+Q")
    assert not window.isVisible()
    assert window.ended


@does("play", "back", "forward", "leap-back", "leap-forward", "to-start", "louder", "softer",
      "mute", "zoom-in", "zoom-out", "zoom-all")  # fmt: skip
def test_playback_is_steered_from_the_table(
    qtbot: QtBot, open_program: Start, tmp_path: Path
) -> None:
    write_piece(tmp_path / "a.flac", 1, 40.0)
    program = open_program(play_from="start")
    window = program.window
    window.adding.add([tmp_path / "a.flac"])
    qtbot.waitUntil(lambda: window.view.table.current is not None and not window.work.busy)
    qtbot.waitUntil(lambda: current(program).prediction is not None)
    playback, sound, time = (
        window.listening.playback,
        window.listening.sound_controls,
        window.timeline.time,
    )
    assert (playback.position, sound.volume) == (0.0, 80)
    for keys, position in (
        ("Right", 5.0), ("Shift+Right", 35.0), ("Left", 30.0), ("Shift+Left", 0.0), ("Right", 5.0),
        ("Home", 0.0),
    ):  # fmt: skip
        press(program, keys)
        assert playback.position == position, keys
    for keys, volume in (("Ctrl+Up", 85), ("Ctrl+Down", 80), ("M", 0), ("M", 80)):
        press(program, keys)
        assert sound.volume == volume, keys
    for keys, length in (("+", 40 / 1.5), ("Ctrl+=", 40 / 2.25), ("-", 40 / 1.5), ("0", 40.0)):
        press(program, keys)
        assert time.shown[1] - time.shown[0] == pytest.approx(length, rel=0.01), keys
    press(program, "Space")
    assert playback.playing
    assert window.commands["play"].text() == "Pause"
    qtbot.waitUntil(lambda: playback.position > 0)
    press(program, "Space")
    assert not playback.playing


def test_no_action_is_without_text_and_no_key_stands_for_two(open_program: Start) -> None:
    window = open_program().window
    actions = [action for action in window.findChildren(QAction) if action.shortcuts()]
    assert all(action.text() for action in actions)
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


@does("about")
def test_what_this_is_and_what_it_works_with_is_told_and_can_be_copied(
    qtbot: QtBot, open_program: Start
) -> None:
    program = open_program()
    window = program.window
    window.commands["about"].trigger()
    [dialog] = window.findChildren(AboutDialog)
    assert dialog.facts["Version"].text().startswith(f"Tagger {__version__}, Python 3")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    assert declared in dialog.facts["Licence"].text()
    assert dialog.facts["Listens on"].text() == "not known before something is heard"
    place = dialog.facts["Catalog"]
    place.setFocus()
    QTest.keySequence(place, QKeySequence(QKeySequence.StandardKey.SelectAll))
    QTest.keySequence(place, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QApplication.clipboard().text() == str(program.catalog.path)
    QTest.keyClick(place, Qt.Key.Key_X)
    assert place.text() == str(program.catalog.path)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(AboutDialog))
    window.progress.show_device("CPU")
    window.commands["about"].trigger()
    [dialog] = window.findChildren(AboutDialog)
    assert dialog.facts["Listens on"].text() == window.progress.device
