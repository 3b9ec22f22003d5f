"""The player over real files and its child process; without a sound device it plays silently."""

import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import Reason
from tagger_app.playback.feed import AHEAD_SECONDS, Feed, gain_of
from tagger_app.playback.player import Ended, Failed, Opened, OutputFound, Player, PlayerEvent
from tests.samples import RATE, tone, write_piece

PATIENCE = 30.0


class Listening:
    """A player and what it told."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[PlayerEvent] = queue.SimpleQueue()
        self.player = Player(self._told.put, volume=0.5)

    def next(self, kind: type[PlayerEvent]) -> PlayerEvent:
        """The next event of a kind; others before it are passed over."""
        while not isinstance(event := self._told.get(timeout=PATIENCE), kind):
            pass
        return event


@pytest.fixture
def listening() -> Iterator[Listening]:
    made = Listening()
    yield made
    made.player.close()


def test_a_track_plays_to_its_end(listening: Listening, tmp_path: Path) -> None:
    path = write_piece(tmp_path / "a.mp3", seconds=1.0)
    player = listening.player
    player.load(path, playing=True)
    assert isinstance(listening.next(OutputFound), OutputFound)
    opened = listening.next(Opened)
    assert isinstance(opened, Opened)
    assert opened.duration == pytest.approx(1.0, abs=0.1)
    assert listening.next(Ended) == Ended(path)
    assert not player.playing
    assert player.position == pytest.approx(1.0, abs=0.1)

    player.play()  # again, from the beginning
    assert player.position < 0.5
    assert listening.next(Ended) == Ended(path)


@pytest.mark.parametrize("name", ["a.flac", "a.ogg", "a.m4a", "a.opus", "a.wav"])
def test_a_jump_leads_near_the_end_of_any_container(
    listening: Listening, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    write_audio(path, tone(8.0), RATE)
    listening.player.load(path, 7.8, playing=True)
    assert listening.player.position >= 7.8
    assert listening.next(Ended) == Ended(path)
    assert listening.player.position == pytest.approx(8.0, abs=0.1)


def test_a_pause_holds_and_a_jump_while_paused_stays_there(
    listening: Listening, tmp_path: Path
) -> None:
    player = listening.player
    player.load(write_piece(tmp_path / "a.flac", seconds=12.0), 5.0, playing=True)
    listening.next(Opened)
    player.pause()
    held = player.position
    assert 5.0 <= held < 10.0
    player.seek(11.0)
    assert player.position == 11.0
    assert not player.playing


def test_another_track_replaces_the_one_that_plays(listening: Listening, tmp_path: Path) -> None:
    first = write_piece(tmp_path / "a.flac", seconds=12.0)
    second = write_piece(tmp_path / "b.ogg", seconds=0.5)
    listening.player.load(first, playing=True)
    listening.next(Opened)
    listening.player.load(second, playing=True)
    assert listening.next(Ended) == Ended(second)


def test_a_file_that_is_no_audio_is_told_and_the_next_one_plays(
    listening: Listening, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"this is no audio" * 100)
    listening.player.load(broken, playing=True)
    failed = listening.next(Failed)
    assert isinstance(failed, Failed)
    assert (failed.path, failed.failure.reason) == (broken, Reason.UNSUPPORTED)
    assert not listening.player.playing
    whole = write_piece(tmp_path / "whole.flac", seconds=0.3)
    listening.player.load(whole, playing=True)
    assert listening.next(Ended) == Ended(whole)


def test_a_file_that_vanishes_is_told(listening: Listening, tmp_path: Path) -> None:
    listening.player.load(tmp_path / "gone.flac", playing=True)
    failed = listening.next(Failed)
    assert isinstance(failed, Failed)
    assert failed.failure.reason is Reason.MISSING


def test_nothing_runs_before_the_first_track_plays(tmp_path: Path) -> None:
    before = threading.active_count()
    player = Player(lambda _: None)
    player.load(tmp_path / "a.flac", playing=False)
    player.seek(3.0)
    assert player.position == 3.0
    assert threading.active_count() == before
    player.close()


def drained(feed: Feed, frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return feed.send(frames)


def test_sound_goes_through_in_order_at_the_volume_asked_for() -> None:
    feed = Feed()
    feed.set_volume(0.5)
    turn = feed.restart(0.0)
    feed.run(True)
    ramp = np.linspace(0, 1, 4_800, dtype=np.float32)
    sound = np.stack((ramp, ramp), axis=1)
    feed.put(turn, sound[:2_000], ended=False)
    feed.put(turn, sound[2_000:], ended=True)
    drained(feed, 480)  # it fades in
    out = np.concatenate([drained(feed, 480) for _ in range(9)])
    assert out == pytest.approx(sound[480:] * gain_of(0.5), abs=1e-6)
    assert gain_of(0.5) == 0.125
    assert not drained(feed, 480).any()


def test_what_comes_for_a_place_left_since_is_dropped() -> None:
    feed = Feed()
    old = feed.restart(0.0)
    feed.restart(60.0)
    feed.put(old, np.ones((100, 2), np.float32), ended=True)
    gap = feed.gap
    assert gap is not None
    assert (gap.start, gap.waiting) == (60 * gap.rate, 0.0)


def test_no_more_than_a_few_seconds_wait() -> None:
    feed = Feed()
    turn = feed.restart(0.0)
    second = np.zeros((48_000, 2), np.float32)
    puts = 0
    while feed.gap is not None:
        feed.put(turn, second, ended=False)
        puts += 1
    assert puts == AHEAD_SECONDS


def test_a_jump_fades_out_what_was_heard() -> None:
    feed = Feed()
    turn = feed.restart(0.0)
    feed.run(True)
    feed.put(turn, np.full((48_000, 2), 0.5, np.float32), ended=False)
    drained(feed, 480)
    assert drained(feed, 480)[-1, 0] == pytest.approx(0.5)
    feed.restart(30.0)
    after = drained(feed, 2_400)[:, 0]
    assert after[0] == pytest.approx(0.5, abs=0.01)
    assert np.abs(np.diff(after)).max() < 0.01
    assert not after[1_000:].any()


def test_a_device_of_another_rate_does_not_move_the_place() -> None:
    feed = Feed()
    feed.restart(7.0)
    feed.set_device(44_100, 0.1)
    assert feed.position == pytest.approx(7.0)
    gap = feed.gap
    assert gap is not None
    assert (gap.start, gap.rate) == (7 * 44_100, 44_100)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_a_file_replaced_while_it_plays_does_no_harm(listening: Listening, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_audio(path, tone(20.0), RATE)
    listening.player.load(path, playing=True)
    listening.next(Opened)
    path.write_bytes(b"")
    listening.player.seek(15.0)
    failed = listening.next(Failed)
    assert isinstance(failed, Failed)
    assert failed.path == path
