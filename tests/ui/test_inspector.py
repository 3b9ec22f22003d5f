from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from tagger_app.catalog.decisions import Verdict
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import Reason
from tagger_app.core.fields import Category
from tagger_app.core.policy import Policy
from tagger_app.core.track import Failure, FileTags
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.ui.columns import Column, cell_sentence
from tagger_app.ui.inspector import Inspector, keyed_chips
from tagger_app.ui.labels import ElidedLabel, PlainLabel
from tagger_app.ui.score_row import ScoreBar, ScoreRow
from tagger_app.ui.theme import Theme
from tests.tiny_model import CARD
from tests.ui.tracks import FOLK, add_tracks, hear, prediction_of, register

VOCABULARY = Vocabulary.from_mapping({"genre": {"Jazz": ["jass"]}, "mood": {}, "instrument": {}})


@pytest.fixture
def inspector(theme: Theme, qtbot: QtBot) -> Inspector:
    made = Inspector(theme, VOCABULARY)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def review(catalog: Catalog) -> ReviewTrack:
    """Jazz is in the file; folk was accepted; guitar is suggested, and drums below threshold."""
    tags = FileTags("vorbis", {"genre": ("Jazz",)}, title="<b>Bold</b>")
    [track_id] = add_tracks(catalog, 1, tags=tags)
    model_id = register(catalog)
    hear(catalog, model_id, track_id, folk=0.9, guitar=0.7, drums=0.3)
    catalog.decisions.decide(track_id, *FOLK, Verdict.ACCEPTED)
    return load(catalog, track_id)


def load(catalog: Catalog, track_id: int) -> ReviewTrack:
    reviewer = Reviewer(catalog, register(catalog), CARD, Policy(), VOCABULARY)
    return reviewer.load([track_id])[0]


def rows(inspector: Inspector) -> dict[str, ScoreRow]:
    """The visible rows by tag, from top to bottom."""
    found = (row for row in inspector.findChildren(ScoreRow) if row.isVisible())
    return {row.chip.name: row for row in found if row.chip is not None}


def texts(inspector: Inspector) -> list[str]:
    return [label.text() for label in inspector.findChildren(PlainLabel) if label.isVisible()]


def test_each_tag_has_its_row_and_the_change_is_told(
    inspector: Inspector, review: ReviewTrack
) -> None:
    inspector.show_track(review)
    shown = rows(inspector)
    assert list(shown)[:2] == ["Jazz", "Folk"]
    assert {"Guitar", "Drums"} <= set(shown)
    assert shown["Folk"].accessibleName() == "Genre Folk, 90 percent, accepted"
    assert shown["Drums"].accessibleName() == "Instrument Drums, 30 percent, not suggested"
    assert "Genre: Jazz → Jazz, Folk" in texts(inspector)
    assert "<b>Bold</b>" in texts(inspector)  # never taken for markup
    inspector.grab()


def test_what_comes_nearest_to_its_threshold_is_shown_before_what_is_never_suggested(
    inspector: Inspector, catalog: Catalog
) -> None:
    thresholds = {"Flute": 2.0, "Horn": 2.0, "Drums": 0.3, "Guitar": 0.9}
    tags = (*CARD.tags[:-1], *(replace(CARD.tags[-1], name=name) for name in ("Flute", "Horn")))
    tags = tuple(replace(t, threshold=thresholds.get(t.name, t.threshold)) for t in tags)
    card = replace(CARD, tags=(*tags, replace(tags[-1], name="Harp", threshold=0.5)))
    scores = {"Guitar": 0.4, "Drums": 0.2, "Flute": 0.9, "Horn": 0.8, "Harp": 0.1}
    row = tuple(scores.get(tag.name, 0.1) for tag in card.tags)
    [track_id] = add_tracks(catalog, 1)
    [track] = catalog.tracks.pages([track_id])
    reviewer = Reviewer(catalog, None, card, Policy(), VOCABULARY)
    inspector.show_track(reviewer.review(track, prediction_of([row], starts=(0.0,)), {}))
    shown = [name for name in rows(inspector) if name in scores]
    assert shown == ["Guitar", "Drums", "Harp"]


def test_what_a_person_does_not_ask_for_is_not_called_unsure(
    inspector: Inspector, catalog: Catalog
) -> None:
    [track_id] = add_tracks(catalog, 1)
    hear(catalog, register(catalog), track_id, folk=0.9, calm=0.1)
    none = Policy(most_tags={Category.MOOD: 3})
    review = Reviewer(catalog, register(catalog), CARD, none, VOCABULARY).load([track_id])[0]
    inspector.show_track(review)
    assert inspector.notes[Category.GENRE] == ""
    assert inspector.notes[Category.MOOD] == "not sure"
    assert cell_sentence(review, Column.GENRE) == "Genre: none"
    assert cell_sentence(review, Column.MOOD) == "Mood: none, the model is not sure"


def test_keys_count_what_can_be_decided(review: ReviewTrack) -> None:
    assert [chip.name for chip in keyed_chips(review)] == ["Folk", "Guitar"]


def test_the_buttons_of_a_row_name_its_tag(inspector: Inspector, review: ReviewTrack) -> None:
    inspector.show_track(review)
    accepted, rejected = list[str](), list[str]()
    inspector.accept_wanted.connect(lambda chip: accepted.append(chip.name))
    inspector.reject_wanted.connect(lambda chip: rejected.append(chip.name))
    for button in rows(inspector)["Guitar"].findChildren(QToolButton):
        button.click()
    assert (accepted, rejected) == (["Guitar"], ["Guitar"])
    # What is in the file already is not to be accepted; it can be removed.
    visible = [b for b in rows(inspector)["Jazz"].findChildren(QToolButton) if b.isVisible()]
    assert [button.accessibleName() for button in visible] == ["Remove Jazz from the file"]


def test_pressing_a_tag_points_the_timeline_to_it(
    inspector: Inspector, review: ReviewTrack, qtbot: QtBot
) -> None:
    inspector.show_track(review)
    with qtbot.waitSignal(inspector.tag_picked) as picked:
        QTest.mouseClick(rows(inspector)["Drums"], Qt.MouseButton.LeftButton)
    assert picked.args is not None
    assert picked.args[0].name == "Drums"


@pytest.mark.parametrize(("typed", "wanted"), [("jass", "Jazz"), (" Skiffle ", "Skiffle")])
def test_a_typed_tag_comes_in_the_vocabularys_spelling(
    inspector: Inspector, review: ReviewTrack, qtbot: QtBot, typed: str, wanted: str
) -> None:
    inspector.show_track(review)
    line = inspector.entry.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(typed)
    with qtbot.waitSignal(inspector.add_wanted) as added:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert added.args == [Category.GENRE, wanted]
    assert line.text() == ""


def test_a_failed_track_says_why_and_can_be_tried_again(
    catalog: Catalog, inspector: Inspector
) -> None:
    [track_id] = add_tracks(catalog, 1)
    catalog.tracks.fail(track_id, Failure(Reason.DAMAGED, "Its second half is missing."))
    inspector.show_track(load(catalog, track_id))
    assert "Its second half is missing." in texts(inspector)
    assert rows(inspector) == {}


def test_nothing_is_left_of_the_track_before(
    catalog: Catalog, inspector: Inspector, review: ReviewTrack
) -> None:
    inspector.show_track(review)
    [other] = add_tracks(catalog, 2)[1:]
    inspector.show_track(load(catalog, other))
    assert rows(inspector) == {}
    assert "Genre: Jazz → Jazz, Folk" not in texts(inspector)
    inspector.show_track(None)
    assert texts(inspector) == []


def test_cover_outlives_a_change_of_look(inspector: Inspector, review: ReviewTrack) -> None:
    inspector.show_track(review)
    red = QPixmap(32, 32)
    red.fill(Qt.GlobalColor.red)
    inspector.set_cover(red)
    inspector.refresh()
    label = inspector.findChild(PlainLabel, "cover")
    assert isinstance(label, PlainLabel)
    shown = label.pixmap().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2) == Qt.GlobalColor.red


def test_a_title_has_room_in_large_text(
    inspector: Inspector, review: ReviewTrack, theme: Theme, qtbot: QtBot
) -> None:
    inspector.show_track(review)
    cover = inspector.findChild(PlainLabel, "cover")
    title = next(one for one in inspector.findChildren(PlainLabel) if "Bold" in one.text())
    assert cover is not None
    assert title.x() > cover.x()
    theme.change("dark", 200, high_contrast=False)
    try:
        qtbot.waitUntil(lambda: title.y() >= cover.y() + cover.height() and title.x() == cover.x())
    finally:
        theme.change("dark", 100, high_contrast=False)
    qtbot.waitUntil(lambda: title.x() > cover.x())


def test_bars_give_way_to_names_and_stay_in_line(
    inspector: Inspector, review: ReviewTrack, qtbot: QtBot
) -> None:
    inspector.resize(340, 700)
    inspector.show_track(review)
    wide = [bar.width() for bar in inspector.findChildren(ScoreBar) if bar.isVisible()]
    inspector.resize(280, 700)
    qtbot.waitUntil(lambda: rows(inspector)["Guitar"].width() < 280)
    bars = [bar for bar in inspector.findChildren(ScoreBar) if bar.isVisible()]
    qtbot.waitUntil(lambda: {bar.width() for bar in bars} < set(range(20, min(wide))))
    assert len({(bar.x(), bar.width()) for bar in bars}) == 1


def test_a_typed_tag_goes_where_it_belongs(inspector: Inspector, qtbot: QtBot) -> None:
    moods = {"Happy": ["cheerful"], "Jazz": []}
    entry = inspector.entry
    entry.set_vocabulary(Vocabulary.from_mapping({"genre": {"Jazz": []}, "mood": moods}))
    [line], [category] = entry.findChildren(QLineEdit), entry.findChildren(QComboBox)

    def add() -> object:
        with qtbot.waitSignal(entry.wanted) as told:
            QTest.keyClick(line, Qt.Key.Key_Return)
        return told.args

    for typed, place, name in (
        ("cheerful", Category.MOOD, "Happy"),
        ("jazz", Category.GENRE, "Jazz"),
        ("Happy Hardcore", Category.GENRE, "Happy Hardcore"),
    ):
        QTest.keyClicks(line, typed)
        assert category.currentData() == place, "it is seen before it is added"
        assert add() == [place, name]
        assert category.currentData() == Category.GENRE
    QTest.keyClicks(line, "Happy")
    category.setCurrentIndex(category.findData(Category.INSTRUMENT))
    assert add() == [Category.INSTRUMENT, "Happy"], "what a person chooses counts"
    assert category.currentData() == Category.INSTRUMENT


def test_the_name_of_a_tag_in_the_file_has_as_much_room_as_others(
    inspector: Inspector, catalog: Catalog
) -> None:
    tags = FileTags("vorbis", {"genre": ("Electronic",)}, title="a")
    [track_id] = add_tracks(catalog, 1, tags=tags)
    hear(catalog, register(catalog), track_id, electronic=0.9, folk=0.8)
    inspector.show_track(load(catalog, track_id))
    there, suggested = rows(inspector)["Electronic"], rows(inspector)["Folk"]
    inspector.grab()  # laid out
    [name] = there.findChildren(ElidedLabel)
    assert name.text() == "Electronic"
    assert [label.text() for label in there.findChildren(PlainLabel) if label.isVisible()][-1] == (
        "in file"
    )
    [bar], [other] = (row.findChildren(ScoreBar) for row in (there, suggested))
    assert bar.geometry() == other.geometry()
