"""Comparing the audio of two files without decoding it."""

import os
from pathlib import Path

import pytest

from tagger_app.audio.encode import write_audio
from tagger_app.audio.packets import audio_digest, contents, decoded_digest
from tagger_app.core.errors import DecodeError, Reason
from tests.samples import chirp, tone

RATE = 22_050


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "chirp.flac"
    write_audio(path, chirp(0.5, RATE), RATE)
    return path


def test_equal_audio_has_an_equal_digest(path: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved.flac"
    moved.write_bytes(path.read_bytes())
    assert audio_digest(moved) == audio_digest(path)
    assert decoded_digest(moved) == decoded_digest(path)


def test_other_audio_has_another_digest(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "tone.flac"
    write_audio(other, tone(0.5, RATE), RATE)
    assert audio_digest(other) != audio_digest(path)
    assert decoded_digest(other) != decoded_digest(path)


def test_lost_packets_show(path: Path) -> None:
    before = contents(path).streams[0]
    path.write_bytes(path.read_bytes()[:-3000])
    after = contents(path).streams[0]
    assert after.packets < before.packets or after.size < before.size
    assert after.digest != before.digest


def test_only_the_last_packets_can_be_decoded(path: Path) -> None:
    whole, last = decoded_digest(path), decoded_digest(path, last_packets=1)
    assert 0 < last[0] < whole[0]


def test_what_is_no_audio_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "text.mp3"
    text.write_text("ffconcat version 1.0\nfile other.mp3\n")
    with pytest.raises(DecodeError):
        audio_digest(text)
    with pytest.raises(DecodeError) as missing:
        audio_digest(tmp_path / "missing.mp3")
    assert missing.value.reason == Reason.MISSING


def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.mp3"
    os.mkfifo(fifo)
    with pytest.raises(DecodeError) as refusal:
        audio_digest(fifo)
    assert refusal.value.reason == Reason.NOT_REGULAR
