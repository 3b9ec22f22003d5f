"""Decoding: every container, and every file that means harm."""

import os
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.decode import decode, decode_blocks
from tagger_app.audio.encode import CODECS, write_audio
from tagger_app.core.errors import DecodeError, Reason, TaggerError
from tests.samples import RATE, piece, tone

MODEL_RATE = 16_000


def failure(path: Path) -> DecodeError:
    with pytest.raises(DecodeError) as caught:
        decode(path, MODEL_RATE)
    return caught.value


def main_frequency(waveform: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(waveform * np.hanning(waveform.size)))
    return float(np.argmax(spectrum) * rate / waveform.size)


@pytest.mark.parametrize("suffix", sorted(CODECS))
def test_every_container_decodes_to_the_same_sound(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"tone{suffix}"
    write_audio(path, tone(3), RATE)
    waveform = decode(path, MODEL_RATE)
    assert waveform.dtype == np.float32
    assert waveform.size == pytest.approx(3 * MODEL_RATE, abs=0.05 * MODEL_RATE)
    middle = waveform[MODEL_RATE : 2 * MODEL_RATE]
    assert main_frequency(middle, MODEL_RATE) == pytest.approx(440, abs=1)
    assert float(np.sqrt(np.mean(middle**2))) == pytest.approx(
        0.5 / np.sqrt(2), rel=0.06
    )  # LAME: 5 %


def test_alac_decodes(tmp_path: Path) -> None:
    path = tmp_path / "tone.m4a"
    write_audio(path, tone(1), RATE, codec="alac")
    assert decode(path, MODEL_RATE).size == MODEL_RATE


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".m4a", ".opus"])
@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_channels_are_averaged_at_one_loudness(suffix: str, channels: int, tmp_path: Path) -> None:
    path = tmp_path / f"tone{suffix}"
    write_audio(path, tone(1, channels=channels), RATE, bit_rate=256_000)
    waveform = decode(path, MODEL_RATE)
    loudness = float(np.sqrt(np.mean(waveform[2_000:-2_000] ** 2)))
    assert loudness == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


def test_opposite_channels_cancel(tmp_path: Path) -> None:
    path = tmp_path / "opposite.wav"
    write_audio(path, tone(1) * np.array([[1], [-1]], np.float32), RATE)
    assert np.abs(decode(path, MODEL_RATE)).max() < 1e-4


def test_samples_beyond_full_scale_are_clipped(tmp_path: Path) -> None:
    path = tmp_path / "loud.wav"
    write_audio(path, 3 * tone(1), RATE, codec="pcm_f32le")
    assert np.abs(decode(path, MODEL_RATE)).max() == 1.0


def test_a_few_broken_samples_are_silenced(tmp_path: Path) -> None:
    path = tmp_path / "crackle.wav"
    waveform = tone(2)
    waveform[:, 1_000:1_005] = np.nan
    waveform[:, 50_000] = 6e37
    write_audio(path, waveform, RATE, codec="pcm_f32le")
    heard = decode(path, MODEL_RATE)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() <= 1.0
    assert heard.size == 2 * MODEL_RATE


@pytest.mark.parametrize("value", [np.nan, np.inf, 6e37])
def test_audio_that_is_no_number_is_damaged(value: float, tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    waveform = tone(2)
    waveform[:, ::3] = value
    write_audio(path, waveform, RATE, codec="pcm_f32le")
    error = failure(path)
    assert error.reason is Reason.DAMAGED
    assert "Damaged audio" in error.detail
    assert error.path == path


def test_a_wav_that_lies_about_its_size_costs_only_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "liar.wav"
    write_audio(path, tone(2), RATE)
    content = bytearray(path.read_bytes())
    place = content.index(b"data") + 4
    content[place : place + 4] = struct.pack("<I", 0xFFFF_FFF0)
    content[4:8] = struct.pack("<I", 0xFFFF_FFFF)
    path.write_bytes(content)
    assert decode(path, MODEL_RATE).size == pytest.approx(2 * MODEL_RATE, abs=10)


def test_decoding_stops_at_the_budget(tmp_path: Path) -> None:
    path = tmp_path / "long.flac"
    write_audio(path, tone(30), RATE)
    assert decode(path, MODEL_RATE, max_seconds=7).size == 7 * MODEL_RATE
    assert max(block.size for block in decode_blocks(path, MODEL_RATE)) < 8 * MODEL_RATE


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg"])
def test_damage_in_the_middle_costs_only_the_middle(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"scratched{suffix}"
    write_audio(path, piece(3, 10), RATE)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2_000] = np.random.default_rng(1).bytes(2_000)
    path.write_bytes(content)
    waveform = decode(path, MODEL_RATE)
    assert waveform.size > 8 * MODEL_RATE
    assert np.abs(waveform[-MODEL_RATE:]).max() > 0.01


def test_a_truncated_file_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "short.flac"
    write_audio(path, piece(3, 10), RATE)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert 2 * MODEL_RATE < decode(path, MODEL_RATE).size < 9 * MODEL_RATE


def test_chained_streams_of_another_rate_are_heard_too(tmp_path: Path) -> None:
    first, second, both = (tmp_path / f"{name}.oga" for name in ("first", "second", "both"))
    write_audio(first, tone(2), RATE)
    write_audio(second, tone(2, 22_050, channels=1), 22_050)
    both.write_bytes(first.read_bytes() + second.read_bytes())
    assert decode(both, MODEL_RATE).size >= 2 * MODEL_RATE


def test_a_concat_script_opens_no_other_file(tmp_path: Path) -> None:
    write_audio(tmp_path / "secret.wav", tone(1), RATE)
    path = tmp_path / "innocent.mp3"
    path.write_text("ffconcat version 1.0\nfile secret.wav\n")
    assert failure(path).reason is Reason.UNSUPPORTED


def test_a_playlist_opens_no_other_file(tmp_path: Path) -> None:
    write_audio(tmp_path / "secret.aac", tone(1), RATE)
    path = tmp_path / "innocent.mp3"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.aac\n#EXT-X-ENDLIST\n")
    assert failure(path).reason is Reason.UNSUPPORTED


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO on Windows")
def test_a_fifo_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "endless.mp3"
    os.mkfifo(path)
    assert failure(path).reason is Reason.NOT_REGULAR


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/zero on Windows")
def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.wav"
    path.symlink_to("/dev/zero")
    assert failure(path).reason is Reason.NOT_REGULAR


def test_a_link_to_music_is_followed(tmp_path: Path) -> None:
    write_audio(tmp_path / "music.flac", tone(1), RATE)
    path = tmp_path / "link.flac"
    path.symlink_to("music.flac")
    assert decode(path, MODEL_RATE).size == MODEL_RATE


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    write_audio(tmp_path / "music.flac", tone(1), RATE)
    path = tmp_path / "music.mp3"
    shutil.copyfile(tmp_path / "music.flac", path)
    assert decode(path, MODEL_RATE).size == MODEL_RATE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.DAMAGED),
        (b"just some words\n" * 500, Reason.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n" + bytes(2_000), Reason.UNSUPPORTED),
    ],
)
def test_what_is_no_music_has_a_reason(content: bytes, reason: Reason, tmp_path: Path) -> None:
    path = tmp_path / "file.mp3"
    path.write_bytes(content)
    assert failure(path).reason is reason


def test_missing_files_and_folders_have_a_reason(tmp_path: Path) -> None:
    assert failure(tmp_path / "gone.mp3").reason is Reason.MISSING
    assert failure(tmp_path).reason is Reason.NOT_REGULAR


def test_odd_names_are_only_names(tmp_path: Path) -> None:
    path = tmp_path / "concat:a|b %d.wav"
    write_audio(tmp_path / "a.wav", tone(1), RATE)
    (tmp_path / "a.wav").rename(path)
    assert decode(path, MODEL_RATE).size == MODEL_RATE


def test_decoding_writes_nothing_to_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "noisy.mp3"
    path.write_bytes(np.random.default_rng(1).bytes(50_000))
    failure(path)
    assert capfd.readouterr() == ("", "")


def test_writing_an_unknown_container_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match="xyz"):
        write_audio(tmp_path / "music.xyz", tone(1), RATE)
