"""Playing the current track by keys, clicks and buttons; real files, a real child process."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tagger_app.audio.encode import write_audio
from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import Reason
from tagger_app.core.policy import Policy
from tagger_app.core.track import Failure, TrackState
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.listen import highlight
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.settings import Settings, read_settings, save_settings, update_settings
from tagger_app.ui.commands import Commands
from tagger_app.ui.listening import Listening
from tagger_app.ui.playback import Playback
from tagger_app.ui.shelf import TO_REVIEW, Shelf
from tagger_app.ui.shelf_tree import ShelfTree
from tagger_app.ui.theme import Theme
from tagger_app.ui.timeline import Timeline
from tests.samples import RATE, chirp
from tests.tiny_model import CARD
from tests.ui.claims import Claims, sets
from tests.ui.tracks import CALM, FOLK, add_tracks, hear, prediction_of, register


@dataclass
class Place:
    """As much of the window as listening needs."""

    window: QMainWindow
    timeline: Timeline
    listening: Listening
    line: QLineEdit
    tree: ShelfTree
    button: QPushButton

    @property
    def playback(self) -> Playback:
        return self.listening.playback

    def playing(self) -> bool:
        return self.playback.playing

    def shown(self) -> float:
        """Where the playhead stands."""
        return self.timeline.time.position

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.timeline, key, modifier or Qt.KeyboardModifier.NoModifier)

    def put_on(self, review: ReviewTrack) -> None:
        self.timeline.show_track(review)
        self.listening.show_track(review)


Open = Callable[..., Place]


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@pytest.fixture
def open_place(theme: Theme, qtbot: QtBot, settings_file: Path, claims: Claims) -> Iterator[Open]:
    opened: list[Place] = []

    def start(settings: Settings | None = None) -> Place:
        window = QMainWindow()
        qtbot.addWidget(window)
        commands, timeline, tree = Commands(window, theme), Timeline(theme), ShelfTree(theme)
        keep = partial(update_settings, settings_file)
        listening = Listening(commands, timeline, settings or Settings(), keep, theme)
        place = Place(window, timeline, listening, QLineEdit(), tree, QPushButton("Press"))
        opened.append(place)
        centre = QWidget()
        column = QVBoxLayout(centre)
        for part in (place.line, place.button, tree, timeline):
            column.addWidget(part)
        timeline.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.setCentralWidget(centre)
        timeline.set_card(CARD)
        listening.set_card(CARD)
        window.resize(800, 700)
        window.show()
        qtbot.waitExposed(window)
        qtbot.waitUntil(window.isActiveWindow)  # shortcuts are for the active window alone
        timeline.setFocus()
        return place

    yield start
    for place in opened:
        place.listening.close()
    if settings_file.exists():
        claims.note(read_settings(settings_file).settings, Settings())


@pytest.fixture
def place(open_place: Open) -> Place:
    return open_place()


@pytest.fixture
def reviews(catalog: Catalog, tmp_path: Path) -> list[ReviewTrack]:
    """Two tracks of 40 s, heard at their beginnings and ends; the last says most at its end."""
    model_id = register(catalog)
    ids = add_tracks(catalog, 2)
    for track_id in ids:
        hear(catalog, model_id, track_id, folk=0.9, calm=0.6)
    made = Reviewer(catalog, model_id, CARD, Policy(), Vocabulary({})).load(ids)
    quiet, loud = (tuple(s if n == 0 else 0.1 for n in range(len(CARD.tags))) for s in (0.5, 0.9))
    telling = prediction_of([quiet, loud], starts=(0.0, 30.0))
    files = [tmp_path / "a.wav", tmp_path / "b.flac"]
    write_audio(files[0], chirp(40.0), RATE)
    write_audio(files[1], chirp(40.0), RATE)
    first, second = (
        replace(review, track=replace(review.track, path=file))
        for review, file in zip(made, files, strict=True)
    )
    return [first, replace(second, prediction=telling)]


def test_keys_play_and_move(qtbot: QtBot, place: Place, reviews: list[ReviewTrack]) -> None:
    place.put_on(reviews[0])
    text = place.listening.play_controls
    assert (place.shown(), text.text) == (0.0, "0:00 / 0:40")
    place.press(Qt.Key.Key_Right)
    assert (place.shown(), text.text) == (5.0, "0:05 / 0:40")
    place.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert place.shown() == 35.0
    place.press(Qt.Key.Key_Right)
    place.press(Qt.Key.Key_Right)
    assert (place.shown(), text.text) == (40.0, "0:40 / 0:40")
    place.press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    place.press(Qt.Key.Key_Left)
    assert place.shown() == 5.0
    place.press(Qt.Key.Key_Space)
    assert place.playing()
    assert text.button.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: place.shown() > 5.2)
    place.press(Qt.Key.Key_Space)
    assert not place.playing()
    assert text.button.accessibleName() == "Play"
    assert place.shown() == pytest.approx(place.playback.position)
    place.press(Qt.Key.Key_Home)
    assert place.shown() == 0.0


def test_at_the_end_it_stops_and_begins_again_when_asked(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[0])
    place.playback.seek(39.8)
    place.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not place.playing())
    assert place.shown() == pytest.approx(40.0, abs=0.1)
    place.press(Qt.Key.Key_Space)
    assert place.shown() < 1.0


def test_what_cannot_be_heard_cannot_be_played_and_says_why(
    place: Place, reviews: list[ReviewTrack]
) -> None:
    controls = place.listening.play_controls
    [track, *_] = (review.track for review in reviews)
    failure = Failure(Reason.NO_AUDIO, "There is no audio in this file.")
    broken = replace(track, state=TrackState.FAILED, failure=failure)
    place.put_on(replace(reviews[0], track=broken, prediction=None))
    assert not controls.button.isEnabled()
    assert "There is no audio in this file." in controls.button.toolTip()
    place.press(Qt.Key.Key_Space)
    assert not place.playing()
    place.put_on(replace(reviews[0], track=replace(track, state=TrackState.MISSING)))
    assert controls.button.toolTip() == "The file is missing."
    place.put_on(replace(reviews[0], track=broken))  # its tags could not be written
    assert controls.button.isEnabled()
    assert controls.button.toolTip() == "Play (Space)"


def test_want_of_a_device_is_said_beside_the_volume(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[0])
    with qtbot.waitSignal(place.playback.output_found) as found:
        place.press(Qt.Key.Key_Space)
    assert place.listening.sound_controls.silent is found.args[0]
    qtbot.waitUntil(lambda: place.shown() > 0)


def test_the_next_track_waits_or_plays_where_it_says_most(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    assert highlight(reviews[1], CARD) == 30.0
    place.put_on(reviews[1])
    assert (place.shown(), place.playing()) == (30.0, False)
    place.put_on(reviews[0])
    assert (place.shown(), place.playing()) == (0.0, False)
    place.press(Qt.Key.Key_Space)
    place.put_on(reviews[1])
    assert place.playing()
    qtbot.waitUntil(lambda: place.shown() > 30.0)


def test_it_can_begin_at_the_start_instead(open_place: Open, reviews: list[ReviewTrack]) -> None:
    place = open_place(Settings(play_from="start"))
    place.put_on(reviews[1])
    assert place.shown() == 0.0


def test_a_decision_does_not_move_the_playhead(place: Place, reviews: list[ReviewTrack]) -> None:
    place.put_on(reviews[1])
    place.playback.seek(12.0)
    place.put_on(replace(reviews[1], prediction=reviews[0].prediction))
    assert place.shown() == 12.0


def test_a_file_that_cannot_be_played_is_said_and_the_next_one_plays(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[0])
    reviews[0].track.path.write_bytes(b"this is no audio" * 100)
    with qtbot.waitSignal(place.listening.said) as said:
        place.press(Qt.Key.Key_Space)
    assert said.args[0]
    assert not place.playing()
    place.put_on(reviews[1])
    place.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: place.shown() > 30.0)


def test_a_click_goes_there_and_a_second_one_shows_the_whole(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[0])
    timeline = place.timeline
    qtbot.waitUntil(lambda: timeline.place_of(40.0).x() > 400)  # laid out
    for seconds in (12.0, 33.0):
        point = timeline.place_of(seconds) + QPointF(0, 5)
        QTest.mouseClick(timeline.surface, Qt.MouseButton.LeftButton, pos=point.toPoint())
        pixel = 40.0 / (timeline.place_of(40.0).x() - timeline.place_of(0.0).x())
        assert place.playback.position == pytest.approx(seconds, abs=pixel)
    place.press(Qt.Key.Key_Plus)
    assert timeline.time.shown != (0.0, 40.0)
    timeline.time.zoom_all()
    assert timeline.time.shown == (0.0, 40.0)


def test_keys_zoom_around_the_playhead(place: Place, reviews: list[ReviewTrack]) -> None:
    place.put_on(reviews[0])
    view = place.timeline.time
    place.playback.seek(30.0)
    place.press(Qt.Key.Key_Plus)
    place.press(Qt.Key.Key_Plus)
    first, last = view.shown
    assert last - first == pytest.approx(40.0 / 1.5**2)
    assert (30.0 - first) / (last - first) == pytest.approx(0.75)
    place.press(Qt.Key.Key_Minus)
    assert view.shown[1] - view.shown[0] == pytest.approx(40.0 / 1.5)
    place.press(Qt.Key.Key_0)
    assert view.shown == pytest.approx((0.0, 40.0))


def test_the_view_turns_the_page_while_it_plays(
    qtbot: QtBot, place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[0])
    for _ in range(9):
        place.press(Qt.Key.Key_Plus)
    assert place.timeline.time.shown == pytest.approx((0.0, 40.0 / 1.5**9))
    place.playback.seek(1.0)
    place.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: place.timeline.time.shown[0] > 0.5)
    first, last = place.timeline.time.shown
    assert first <= place.shown() <= last + 0.1


def test_a_picked_tag_goes_to_its_strongest_moment(
    place: Place, reviews: list[ReviewTrack]
) -> None:
    place.put_on(reviews[1])
    place.playback.seek(3.0)
    place.timeline.pick(*FOLK)
    assert place.shown() == 30.0
    place.timeline.pick(*CALM)
    assert place.shown() == 0.0


def test_keys_stay_with_what_has_the_focus(place: Place, reviews: list[ReviewTrack]) -> None:
    place.put_on(reviews[0])
    pressed = []
    place.button.clicked.connect(lambda: pressed.append(True))
    place.button.setFocus()
    QTest.keyClick(place.button, Qt.Key.Key_Space)
    place.line.setFocus()
    QTest.keyClicks(place.line, "a b0m")
    QTest.keyClick(place.line, Qt.Key.Key_Left)
    slider, volume = place.listening.sound_controls.slider, place.listening.sound_controls.volume
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert place.listening.sound_controls.volume == volume - 5
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert place.listening.sound_controls.volume == volume
    assert (place.playing(), place.shown()) == (False, 0.0)
    assert pressed == [True]
    assert (place.line.text(), place.line.cursorPosition()) == ("a b0m", 4)


def test_keys_seek_from_the_sidebar_where_no_folder_is_to_be_opened(
    place: Place, reviews: list[ReviewTrack]
) -> None:
    top = place.tree.add_heading("Folders")
    closed = place.tree.add_line(top, Shelf(folder=Path("/m")), "m")
    place.tree.add_line(closed, Shelf(folder=Path("/m/n")), "n")
    queue = place.tree.add_line(top, TO_REVIEW, "To review")
    place.put_on(reviews[0])
    place.tree.setFocus()
    place.tree.setCurrentItem(queue)
    QTest.keyClick(place.tree, Qt.Key.Key_Right)
    assert place.shown() == 5.0
    QTest.keyClick(place.tree, Qt.Key.Key_Left)
    assert place.shown() == 0.0
    assert place.tree.currentItem() is queue
    place.tree.setCurrentItem(closed)
    QTest.keyClick(place.tree, Qt.Key.Key_Right)
    assert (closed.isExpanded(), place.shown()) == (True, 0.0)
    QTest.keyClick(place.tree, Qt.Key.Key_Right)
    assert place.shown() == 5.0
    QTest.keyClick(place.tree, Qt.Key.Key_Left)
    assert (closed.isExpanded(), place.shown()) == (False, 5.0)


@sets("volume", "sound_device")
def test_volume_and_device_are_kept_and_nothing_else_changes(
    open_place: Open, settings_file: Path
) -> None:
    save_settings(settings_file, Settings(mode="fill"))
    place = open_place()
    sound = place.listening.sound_controls
    place.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert sound.volume == 75
    place.press(Qt.Key.Key_M)
    assert sound.volume == 0
    place.press(Qt.Key.Key_M)
    assert sound.volume == 75
    sound.show_devices(["Speakers", "Headphones"])
    next(action for action in sound.device_actions() if action.text() == "Headphones").trigger()
    assert sound.device == "Headphones"
    place.listening.close()
    assert read_settings(settings_file).settings == Settings(
        mode="fill", volume=75, sound_device="Headphones"
    )
    again = open_place(read_settings(settings_file).settings).listening.sound_controls
    assert (again.volume, again.device) == (75, "Headphones")


def test_a_device_that_is_gone_is_shown_but_cannot_be_chosen(open_place: Open) -> None:
    sound = open_place(Settings(sound_device="Headphones")).listening.sound_controls
    sound.show_devices(["Speakers"])
    offered = [(a.text(), a.isChecked(), a.isEnabled()) for a in sound.device_actions()]
    assert offered == [
        ("The system's choice", False, True),
        ("Speakers", False, True),
        ("Headphones", True, False),
    ]
