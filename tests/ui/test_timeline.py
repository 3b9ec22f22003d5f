import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tagger_app.catalog.store import Catalog
from tagger_app.core.fields import Category
from tagger_app.core.model_card import FrontEnd
from tagger_app.core.policy import Policy
from tagger_app.core.track import TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.inference.heard import Heard, Spectrogram
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.ui.axes import apart_ticks, band_frequency, frequency_ticks, mel_band
from tagger_app.ui.lanes import Lane, activations, choose_lanes, painted, strength
from tagger_app.ui.level_scale import LevelScale
from tagger_app.ui.theme import Theme
from tagger_app.ui.timeline import Timeline
from tests.tiny_model import CARD, TAGS
from tests.ui.tracks import CALM, FACTS, FOLK, add_tracks, hear, prediction_of, register

FRONT_END = FrontEnd(512, 256, 96, 0.0, 8_000.0, "db")


@pytest.fixture
def review(catalog: Catalog) -> ReviewTrack:
    """A track of 40 s, of which the first and the last ten were heard."""
    [track_id] = add_tracks(catalog, 1)
    model_id = register(catalog)
    hear(catalog, model_id, track_id, folk=0.9, calm=0.6, drums=0.4)
    reviewer = Reviewer(catalog, model_id, CARD, Policy(), Vocabulary({}))
    return reviewer.load([track_id])[0]


@pytest.fixture
def timeline(theme: Theme, qtbot: QtBot) -> Timeline:
    made = Timeline(theme)
    qtbot.addWidget(made)
    made.set_card(CARD)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_mel_band_is_where_its_frequency_says() -> None:
    assert mel_band(band_frequency(40, FRONT_END), FRONT_END) == pytest.approx(40)
    # The centres are evenly spaced in mel between f_min and f_max, both of which are edges.
    assert mel_band(0.0, FRONT_END) == pytest.approx(-1)
    assert mel_band(8_000.0, FRONT_END) == pytest.approx(96)
    assert 2595 * math.log10(1 + 1_000 / 700) == pytest.approx(1000, rel=1e-3)


def test_ticks_are_round_frequencies_from_low_to_high() -> None:
    heights, names = zip(*frequency_ticks(FRONT_END), strict=True)
    assert names == ("100 Hz", "500 Hz", "1 kHz", "2 kHz", "4 kHz")
    assert list(heights) == sorted(heights)
    assert all(0 <= height <= 96 for height in heights)


def test_frequencies_too_near_to_be_read_are_left_out() -> None:
    ticks = [(0.0, "100 Hz"), (4.0, "500 Hz"), (11.0, "1 kHz"), (19.0, "2 kHz"), (30.0, "4 kHz")]
    assert [text for _, text in apart_ticks(ticks, 10.0)] == ["100 Hz", "1 kHz", "4 kHz"]


def test_activations_stand_where_they_were_heard() -> None:
    prediction = prediction_of([(0.2, 0.8), (0.4, 0.6)], starts=(0.0, 30.0))
    lanes = [Lane(*CALM, position=1, threshold=0.5), Lane(*FOLK, position=0, threshold=0.5)]
    grid = activations(prediction, lanes, duration=40.0)
    per_second = len(grid) // 40
    assert grid[5 * per_second] == pytest.approx([0.8, 0.2])
    assert np.isnan(grid[20 * per_second]).all()
    assert grid[35 * per_second] == pytest.approx([0.6, 0.4])


def test_overlapping_chunks_are_averaged() -> None:
    prediction = prediction_of([(0.2,), (0.6,)], starts=(0.0, 5.0))
    grid = activations(prediction, [Lane(*FOLK, position=0, threshold=0.5)], duration=15.0)
    assert sorted({round(float(v), 3) for v in grid[:, 0]}) == [0.2, 0.4, 0.6]


def test_a_threshold_is_half_way_to_full_strength() -> None:
    scores = np.array([[0.0, 0.0], [0.2, 0.8], [1.0, 1.0]], np.float32)
    assert strength(scores, [0.2, 0.8]) == pytest.approx(np.array([[0, 0], [0.5, 0.5], [1, 1]]))


def test_what_was_not_heard_is_not_painted() -> None:
    picture = painted(np.array([[0.0], [1.0], [np.nan]], np.float32), (0, 0, 0), (200, 100, 50))
    assert picture[:, 0].tolist() == [[0, 0, 0, 255], [200, 100, 50, 255], [0, 0, 0, 0]]


def test_what_was_picked_gets_a_lane(review: ReviewTrack) -> None:
    few = replace(CARD, tags=CARD.tags[:1])
    assert [lane.name for lane in choose_lanes(review, few, None)] == ["Folk"]
    names = [lane.name for lane in choose_lanes(review, CARD, (FOLK[0], "Electronic"))]
    assert {"Folk", "Electronic", "Calm"} <= set(names)


def test_lanes_go_to_suggestions_first_and_to_tags_that_are_never_suggested_last(
    catalog: Catalog,
) -> None:
    # Flute is never suggested. Calm is above its threshold, and only too many moods keep it out.
    thresholds = {"Flute": 2.0, "Calm": 0.3, "Energetic": 0.7, "Guitar": 0.9}
    tags = tuple(replace(t, threshold=thresholds.get(t.name, t.threshold)) for t in CARD.tags)
    card = replace(CARD, tags=tags)
    [track_id] = add_tracks(catalog, 1)
    model_id = register(catalog)
    hear(catalog, model_id, track_id, folk=0.6, calm=0.4, energetic=0.75, guitar=0.8, flute=0.85)
    policy = Policy(most_tags={Category.GENRE: 3, Category.MOOD: 1, Category.INSTRUMENT: 5})
    [review] = Reviewer(catalog, model_id, card, policy, Vocabulary({})).load([track_id])

    def names(most: int) -> set[str]:
        return {lane.name for lane in choose_lanes(review, card, None, most)}

    order = ["Folk", "Energetic", "Calm", "Guitar"]
    for count in range(1, len(order) + 1):
        assert names(count) == set(order[:count])
    assert "Flute" not in names(len(tags) - 1)
    assert "Flute" in names(len(tags))


def test_stored_scores_are_shown_at_once_and_the_whole_later(
    timeline: Timeline, review: ReviewTrack
) -> None:
    timeline.show_track(review)
    assert timeline.told_at("tags", 5.0, len(timeline.lanes) - 0.5) == "0:05   Folk   0.90"
    assert timeline.told_at("tags", 20.0, len(timeline.lanes) - 0.5).endswith("not heard here")
    assert timeline.told_at("sound", 5.0, 3.5) == ""
    levels = np.full((1, 8, 400), 100, np.uint8)
    levels[0, 3, 50] = 255
    rows = [tuple(0.3 for _ in TAGS)] * 4
    whole = prediction_of(rows, starts=(0.0, 10.0, 20.0, 30.0))
    timeline.show_whole(Heard(whole, FACTS, Spectrogram(levels, (0.0,), 40.0)))
    assert timeline.told_at("tags", 20.0, len(timeline.lanes) - 0.5) == "0:20   Folk   0.30"
    frequency = round(band_frequency(3, CARD.front_end))
    assert timeline.told_at("sound", 5.0, 3.5) == f"0:05   {frequency} Hz   0 dB"
    assert timeline.told_at("sound", 5.0, 4.5).endswith("−67 dB")
    timeline.grab()


def test_a_low_timeline_shows_the_tags_that_matter_most(
    timeline: Timeline, review: ReviewTrack, qtbot: QtBot
) -> None:
    timeline.show_track(review)
    qtbot.waitUntil(lambda: len(timeline.lanes) == len(TAGS))
    timeline.resize(700, timeline.minimumHeight())
    qtbot.waitUntil(lambda: len(timeline.lanes) < len(TAGS))
    names = {lane.name for lane in timeline.lanes}
    assert {"Folk", "Calm", "Drums"} <= names
    assert "Flute" not in names
    room = timeline.surface.height() / 2 / timeline.fontMetrics().height()
    assert len(timeline.lanes) <= room + 1
    timeline.pick(Category.INSTRUMENT, "Flute")  # which was hardly heard
    assert "Flute" in [lane.name for lane in timeline.lanes]
    timeline.resize(700, 500)
    qtbot.waitUntil(lambda: len(timeline.lanes) == len(TAGS))


def test_another_track_clears_the_picture(
    timeline: Timeline, review: ReviewTrack, catalog: Catalog
) -> None:
    timeline.show_track(review)
    timeline.pick(*FOLK)
    other = replace(review, track=replace(review.track, id=99, facts=None), prediction=None)
    timeline.show_track(other)
    assert timeline.lanes == ()
    timeline.show_track(None)
    timeline.grab()
    del catalog


def test_the_pointer_reads_values(timeline: Timeline, review: ReviewTrack, qtbot: QtBot) -> None:
    timeline.show_track(review)

    def seen() -> set[str]:
        places = (QPointF(x, y) for x in range(150, 690, 20) for y in range(20, 260, 8))
        return {timeline.read_at(place) for place in places}

    qtbot.waitUntil(lambda: any("Folk   0.90" in text for text in seen()))
    assert any("not heard here" in text for text in seen())


def test_a_value_under_the_pointer_goes_with_its_track(
    timeline: Timeline, review: ReviewTrack, qtbot: QtBot
) -> None:
    timeline.show_track(review)
    qtbot.waitUntil(lambda: "0.90" in timeline.read_at(timeline.place_of_lane(0, 5.0)))
    place = timeline.place_of_lane(0, 5.0)
    none, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, none)
    QApplication.sendEvent(timeline.surface, move)
    assert "0.90" in timeline.readout
    timeline.show_track(replace(review, track=replace(review.track, id=99)))
    assert timeline.readout == ""


def test_of_a_missing_file_the_tags_alone_are_drawn(
    timeline: Timeline, review: ReviewTrack, qtbot: QtBot
) -> None:
    scale = timeline.findChild(LevelScale)
    assert isinstance(scale, LevelScale)
    timeline.show_track(review)
    qtbot.waitUntil(lambda: timeline.place_of_lane(0, 5.0).y() > timeline.height() / 3)
    lost = replace(review, track=replace(review.track, state=TrackState.MISSING))
    timeline.show_track(lost)
    assert not scale.isVisible()
    assert timeline.lanes
    qtbot.waitUntil(lambda: timeline.place_of_lane(0, 5.0).y() < timeline.height() / 3)
    timeline.show_track(review)
    qtbot.waitUntil(scale.isVisible)
    qtbot.waitUntil(lambda: timeline.place_of_lane(0, 5.0).y() > timeline.height() / 3)


def test_a_sketch_is_shown_until_the_whole_is_there(
    timeline: Timeline, review: ReviewTrack
) -> None:
    timeline.show_track(review)
    coarse, fine = (np.full((1, 8, n), 100, np.uint8) for n in (64, 400))
    coarse[0, 3, 8] = fine[0, 3, 50] = 255
    timeline.show_sketch(Spectrogram(coarse, (0.0,), 40.0))
    assert timeline.told_at("sound", 5.5, 3.5).endswith(" 0 dB")
    timeline.time.zoom_in()
    zoomed = timeline.time.shown
    whole = prediction_of([tuple(0.3 for _ in TAGS)] * 4, starts=(0.0, 10.0, 20.0, 30.0))
    timeline.show_whole(Heard(whole, FACTS, Spectrogram(fine, (0.0,), 40.0)))
    assert timeline.told_at("sound", 5.5, 3.5).endswith("−67 dB")
    assert timeline.time.shown == zoomed
    timeline.show_sketch(Spectrogram(coarse, (0.0,), 40.0))
    assert timeline.told_at("sound", 5.5, 3.5).endswith("−67 dB")


def test_wherever_the_playhead_is_sent_is_brought_into_view(
    timeline: Timeline, review: ReviewTrack
) -> None:
    timeline.seek_wanted.connect(timeline.show_position)
    timeline.show_track(review)
    timeline.show_position(35.0)
    for _ in range(4):
        timeline.zoom_in()
    assert timeline.time.shown[0] > 20.0
    timeline.pick(*FOLK)
    assert timeline.time.shown == pytest.approx((0.0, 40.0 / 1.5**4))
    timeline.show_position(30.0)
    first, last = timeline.time.shown
    assert first < 30.0 < last


def test_while_it_plays_a_person_can_look_elsewhere(
    timeline: Timeline, review: ReviewTrack, qtbot: QtBot
) -> None:
    timeline.show_track(review)
    for _ in range(4):
        timeline.zoom_in()
    timeline.follow(True)
    qtbot.waitUntil(lambda: timeline.place_of(7.0).x() > 400)  # laid out
    for _ in range(2):
        _drag(timeline, timeline.place_of(timeline.time.shown[1] - 1.0), 300)
    elsewhere = timeline.time.shown
    assert elsewhere[0] > 2.5
    for frame in range(30):
        timeline.show_position((1 + frame) / 30)
    assert timeline.time.shown == elsewhere
    timeline.follow(False)
    timeline.follow(True)
    assert timeline.time.shown[0] < 1.0 < timeline.time.shown[1]


def _drag(timeline: Timeline, start: QPointF, left: float) -> None:
    end = start - QPointF(left, 0)
    button, held, none = Qt.MouseButton.LeftButton, Qt.MouseButton, Qt.KeyboardModifier.NoModifier
    for kind, place, by, buttons in (
        (QEvent.Type.MouseButtonPress, start, button, button),
        (QEvent.Type.MouseMove, (start + end) / 2, held.NoButton, button),
        (QEvent.Type.MouseMove, end, held.NoButton, button),
        (QEvent.Type.MouseButtonRelease, end, button, held.NoButton),
    ):
        event = QMouseEvent(kind, place, place, by, buttons, none)
        QApplication.sendEvent(timeline.surface, event)
