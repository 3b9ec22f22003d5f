"""Words, ignored and listed tags, keys, and what all this does to a file."""

import json
from pathlib import Path

from mutagen.id3 import ID3
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTreeWidget,
)

from tagger_app.core.fields import Category
from tagger_app.core.track import TrackState
from tagger_app.formats import read_tags
from tagger_app.ui.columns import state_name
from tagger_app.ui.score_row import ScoreRow
from tests.pipeline.steps import retag
from tests.samples import write_piece
from tests.ui.claims import sets
from tests.ui.preferences.conftest import Open, Place


def row_of(table: QTableWidget, tag: str) -> int:
    rows = range(table.rowCount())
    texts = {item.text(): row for row in rows if (item := table.item(row, 0)) is not None}
    return texts[tag]


def tick(place: Place, tag: str, *, on: bool) -> None:
    table = place.find(QTableWidget, "tags")
    item = table.item(row_of(table, tag), 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def call(place: Place, tag: str, word: str) -> None:
    table = place.find(QTableWidget, "tags")
    item = table.item(row_of(table, tag), 1)
    assert item is not None
    item.setText(word)


@sets("own_words", "ignored_tags", "only_tags", "mode")
def test_tags_are_ignored_listed_and_renamed_with_a_live_example(
    open_place: Open, tmp_path: Path
) -> None:
    song = write_piece(tmp_path / "song.flac", 1, 2.0)
    retag(song, "genre", "Polka")
    place = open_place(song)
    example = place.find(QLabel, "example")
    assert "Genre: Polka → Polka, Folk, Ambient" in example.text()
    tick(place, "Ambient", on=False)
    assert place.kept.ignored_tags == {"genre": ("Ambient",)}
    assert place.suggested()["genre"] == ("Folk",)
    assert "Genre: Polka → Polka, Folk\n" in example.text()

    place.find(QCheckBox, "only").click()
    tick(place, "Electronic", on=False)
    assert place.kept.only_tags == {"genre": ("Folk",)}
    assert place.kept.ignored_tags == {}
    assert place.suggested()["genre"] == ("Folk",)
    place.find(QCheckBox, "only").click()
    assert place.kept.ignored_tags == {"genre": ("Ambient", "Electronic")}
    for tag in ("Ambient", "Electronic"):
        tick(place, tag, on=True)
    assert place.kept.ignored_tags == place.kept.only_tags == {}
    assert place.suggested()["genre"] == ("Folk", "Ambient")

    call(place, "Folk", "Volksmusik")
    assert place.kept.own_words == {"genre": {"Folk": "Volksmusik"}}
    assert "Genre: Polka → Polka, Volksmusik, Ambient" in example.text()
    place.settle()  # and the order of those that disagree knows the word
    words = place.preferences.vocabulary.other_words()
    assert words[Category.GENRE, "volksmusik"] == "folk"
    assert place.catalog.tag_words.holds(words)
    call(place, "Folk", "Volk; Musik")
    assert "semicolon" in place.dialog.message.text
    assert place.kept.own_words == {"genre": {"Folk": "Volksmusik"}}
    call(place, "Folk", "")
    assert place.kept.own_words == {}
    assert "Genre: Polka → Polka, Folk, Ambient" in example.text()

    place.window.commands["accept"].trigger()
    assert place.proposed()["genre"] == ("Polka", "Folk", "Ambient")
    place.choose("mode", "fill")
    assert "genre" not in place.proposed()
    assert place.proposed()["mood"] == ("Calm", "Energetic")
    place.choose("mode", "replace")
    assert place.proposed()["genre"] == ("Folk", "Ambient")
    place.settle()


def test_what_was_written_stays_so_whatever_is_preferred_later(
    open_place: Open, tmp_path: Path
) -> None:
    song = write_piece(tmp_path / "song.flac", 1, 2.0)
    retag(song, "genre", "Polka")
    place = open_place(song)
    place.window.commands["accept"].trigger()
    place.window.commands["write"].trigger()
    place.qtbot.waitUntil(lambda: place.review.track.state is TrackState.WRITTEN)
    place.settle()
    place.choose("mode", "replace")
    place.settle()
    assert not place.proposed(), "for no write would drop it"
    assert state_name(place.review) == "written"
    place.qtbot.waitUntil(lambda: not place.window.commands["write"].isEnabled())
    call(place, "Folk", "Volksmusik")
    assert not place.proposed()
    place.window.desk.add([place.review], Category.GENRE, "Blues")
    assert place.proposed()["genre"] == ("Volksmusik", "Ambient", "Blues")
    place.settle()


def test_a_short_list_takes_few_clicks(place: Place) -> None:
    folk, ambient = ("Folk",), ("Ambient",)
    place.find(QCheckBox, "only").click()
    place.find(QPushButton, "untick-all").click()
    assert place.kept.only_tags == {"genre": ()}
    assert "genre" not in place.suggested()
    tick(place, "Folk", on=True)
    assert place.kept.only_tags == {"genre": folk}
    assert place.suggested()["genre"] == folk
    place.find(QLineEdit, "find-tag").setText("amb")
    place.find(QPushButton, "tick-all").click()
    assert set(place.kept.only_tags["genre"]) == {*folk, *ambient}, "those that are shown"
    assert place.suggested()["genre"] == (*folk, *ambient)
    place.settle()


@sets("id3_version", "keep_modification_time", "provenance", "hard_links")
def test_what_is_written_is_what_the_preferences_say(place: Place, song: Path) -> None:
    place.window.commands["accept"].trigger()
    call(place, "Folk", "Hip-Hop")
    assert place.proposed()["genre"] == ("Hip-Hop", "Ambient")
    place.choose("id3_version", "2.3")
    place.choose("hard_links", "in-place")
    for name in ("keep_modification_time", "provenance"):
        place.find(QCheckBox, name).click()
    place.window.commands["write"].trigger()
    place.qtbot.waitUntil(lambda: place.review.track.state is TrackState.WRITTEN)
    place.settle()

    assert ID3(song).version[:2] == (2, 3)
    tags = read_tags(song).tags
    assert tags["genre"] == ("Hip-Hop", "Ambient")
    record = json.loads(tags["provenance"][0])
    assert record["model"] == "tiny"
    assert record["scores"]["Hip-Hop"] == 0.9
    assert song.stat().st_mtime == 1_000_000_000
    assert song.stat().st_nlink == 2
    assert read_tags(song.with_name("same song.mp3")).tags == tags


def test_what_is_written_by_default_is_the_opposite_of_that(place: Place, song: Path) -> None:
    place.window.commands["accept"].trigger()
    place.window.commands["write"].trigger()
    failed = TrackState.FAILED  # for its second name, which an ordinary write would take from it
    place.qtbot.waitUntil(lambda: place.review.track.state is failed)
    song.with_name("same song.mp3").unlink()
    place.settle()
    place.window.commands["write"].trigger()
    place.qtbot.waitUntil(lambda: place.review.track.state is TrackState.WRITTEN)
    place.settle()
    assert ID3(song).version[:2] == (2, 4)
    assert "provenance" not in read_tags(song).tags
    assert song.stat().st_mtime > 1_000_000_000


def rows_of(place: Place) -> list[ScoreRow]:
    rows = place.window.inspector.findChildren(ScoreRow)
    return [row for row in rows if not row.isHidden()]


def test_what_is_recorded_in_the_file_is_in_the_preview(place: Place) -> None:
    def preview() -> str:
        labels = place.window.inspector.findChildren(QLabel)
        return "\n".join(one.text() for one in labels if "→" in one.text())

    place.window.commands["accept"].trigger()
    assert "TAGGER_PROVENANCE" not in preview()
    place.find(QCheckBox, "provenance").click()
    assert "TAGGER_PROVENANCE: empty → {" in preview()
    assert '"Folk": 0.9' in preview()
    place.find(QCheckBox, "provenance").click()
    assert "TAGGER_PROVENANCE" not in preview()
    place.settle()


def press_for(place: Place, action: str, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Choose an action in the list and press its new key."""
    keys = place.find(QTreeWidget, "keys")
    (item,) = keys.findItems(action, Qt.MatchFlag.MatchExactly)
    keys.setCurrentItem(item)
    (edit,) = place.dialog.findChildren(QKeySequenceEdit)
    edit.setFocus()
    QTest.keyClick(edit, key, modifier)
    edit.editingFinished.emit()  # as it does by itself a second later


@sets("shortcuts")
def test_keys_are_changed_refused_and_given_back(place: Place) -> None:
    actions, note = place.window.commands, place.find(QLabel, "keys-note")
    ctrl, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier

    def keys(name: str) -> list[str]:
        return [key.toString() for key in actions[name].shortcuts()]

    press_for(place, "Accept track", Qt.Key.Key_Y, none)
    assert keys("accept") == ["Y"]
    assert place.kept.shortcuts == {"accept": ("Y",)}
    press_for(place, "Reject track", Qt.Key.Key_S, ctrl)
    assert "Write tags" in note.text()
    assert keys("reject") == ["R"]
    press_for(place, "Reject track", Qt.Key.Key_Down, none)
    assert keys("reject") == ["R"]

    press_for(place, "Reject track", Qt.Key.Key_A, none)
    assert keys("reject") == ["A"]
    usual, no_key, all_usual = (
        next(b for b in place.dialog.findChildren(QPushButton) if b.text() == text)
        for text in ("Usual key", "No key", "Usual keys for all")
    )
    press_for(place, "Accept track", Qt.Key.Key_Escape, none)
    usual.click()
    assert keys("accept") == ["Y"]  # A is the key of another action
    assert "Reject track" in note.text()
    no_key.click()
    assert keys("accept") == []
    all_usual.click()
    assert (keys("accept"), keys("reject")) == (["A"], ["R"])
    assert place.kept.shortcuts == {}

    press_for(place, "Accept suggestion 1", Qt.Key.Key_F3, none)
    press_for(place, "Play", Qt.Key.Key_P, none)
    digits = {row.chip.name: row.key for row in rows_of(place) if row.chip is not None}
    assert [digits[name] for name in ("Folk", "Ambient", "Calm")] == ["F3", "2", "3"]
    assert actions["play"].toolTip() == "Play (P)"
    all_usual.click()
    assert [row.key for row in rows_of(place)][:2] == ["1", "2"]

    place.preferences.change(shortcuts={"reject": ("A",), "no such action": ("B",)})
    assert (keys("accept"), keys("reject")) == ([], ["A"])
    place.settle()
