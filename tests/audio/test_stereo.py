"""Stereo from any moment on: what is read there is what is there."""

from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.encode import write_audio
from tagger_app.audio.stereo import Stereo, StereoReader
from tagger_app.core.errors import DecodeError
from tests.samples import RATE, chirp, tone

DEVICE_RATE = 48_000
SECONDS = 20.0


def crossings(sound: Stereo) -> float:
    """The frequency of a tone, in Hz."""
    up = np.flatnonzero((sound[:-1, 0] < 0) & (sound[1:, 0] >= 0))
    return float((len(up) - 1) / (up[-1] - up[0]) * DEVICE_RATE)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.flac", None),
        ("a.wav", None),
        ("a.mp3", None),
        ("a.ogg", None),
        ("a.opus", None),
        ("a.m4a", None),
        ("a.aac", "aac"),
        ("a.mka", "flac"),
    ],
)
def test_a_jump_lands_within_fifty_milliseconds(
    tmp_path: Path, name: str, codec: str | None
) -> None:
    path = tmp_path / name
    write_audio(path, chirp(SECONDS), RATE, codec=codec)
    reader = StereoReader(path, DEVICE_RATE)
    for second in (0.0, 3.21, 11.5, 17.0, 5.0):
        sound, ended = reader.read(round(second * DEVICE_RATE), 4_800)
        assert len(sound) == 4_800
        assert not ended
        # The chirp's frequency at a time is 100 Hz + 2 × 1,450 Hz × time / length.
        heard_at = (crossings(sound) - 100.0) / 2_900.0 * SECONDS
        assert heard_at == pytest.approx(second + 0.05, abs=0.05)


def test_pieces_follow_each_other_without_a_seam(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    write_audio(path, tone(3.0, frequency=441.0), RATE)
    reader = StereoReader(path, DEVICE_RATE)
    position, pieces, ended = 0, [], False
    while not ended:
        piece, ended = reader.read(position, 7_001)
        pieces.append(piece)
        position += len(piece)
    whole = np.concatenate(pieces)
    assert len(whole) == pytest.approx(3 * DEVICE_RATE, abs=2)
    steps = np.abs(np.diff(whole[1_000:-1_000, 0]))
    assert steps.max() < 0.5 * 2 * np.pi * 441 / DEVICE_RATE * 1.01
    assert reader.duration == pytest.approx(3.0)


def test_sides_are_kept_and_one_channel_sounds_on_both(tmp_path: Path) -> None:
    left = tone(1.0)
    left[1] = 0
    write_audio(tmp_path / "left.flac", left, RATE)
    sound, _ = StereoReader(tmp_path / "left.flac", DEVICE_RATE).read(0, 9_600)
    assert np.abs(sound[:, 0]).max() == pytest.approx(0.5, abs=0.01)
    assert np.abs(sound[:, 1]).max() < 0.001
    write_audio(tmp_path / "mono.flac", tone(1.0, channels=1), RATE)
    sound, _ = StereoReader(tmp_path / "mono.flac", DEVICE_RATE).read(0, 9_600)
    assert (sound[:, 0] == sound[:, 1]).all()
    assert sound.any()


def test_beyond_the_end_there_is_nothing(tmp_path: Path) -> None:
    write_audio(tmp_path / "a.flac", tone(1.0), RATE)
    sound, ended = StereoReader(tmp_path / "a.flac", DEVICE_RATE).read(10 * DEVICE_RATE, 100)
    assert (len(sound), ended) == (0, True)


def test_damage_is_an_error_and_the_reader_can_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    path.write_bytes(b"no audio")
    reader = StereoReader(path, DEVICE_RATE)
    with pytest.raises(DecodeError):
        reader.read(0, 100)
    write_audio(path, tone(1.0), RATE)
    assert len(reader.read(0, 100)[0]) == 100
