"""Which parts of a track are heard, and that they are the right ones."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.chunks import Chunks
from tagger_app.audio.decode import Waveform, decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.errors import DecodeError, Reason
from tagger_app.core.prediction import Coverage
from tests.samples import RATE, chirp, tone

MODEL_RATE = 16_000
CHUNK = 16_000
FULL = Coverage(None)


def cut(path: Path, coverage: Coverage) -> tuple[Chunks, list[tuple[float, Waveform]]]:
    chunks = Chunks(path, MODEL_RATE, CHUNK, coverage)
    found = []
    for batch in chunks:
        assert batch.waveforms.dtype == np.float32
        assert batch.waveforms.shape == (len(batch.starts), CHUNK)
        assert len(batch.starts) <= 4
        found += list(zip(batch.starts, batch.waveforms, strict=True))
    return chunks, found


def frequency(waveform: Waveform) -> float:
    """Of a steady or slowly rising tone, by its zero crossings."""
    return float(np.count_nonzero(np.diff(np.signbit(waveform)))) / 2 / (len(waveform) / MODEL_RATE)


def chirp_frequency(moment: float, seconds: float) -> float:
    """What `chirp(seconds)` sounds like at a moment."""
    return 100 + 2 * 1450 * moment / seconds


@pytest.mark.parametrize(
    "suffix", [".flac", ".mp3", ".ogg", ".opus", ".m4a", ".wav", ".wma", ".aac"]
)
def test_spaced_chunks_sound_like_their_place_in_the_track(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"chirp{suffix}"
    write_audio(path, chirp(40), RATE)
    chunks, found = cut(path, Coverage(5))
    assert [start for start, _ in found] == pytest.approx([3.5, 11.5, 19.5, 27.5, 35.5], abs=0.1)
    for start, waveform in found:
        expected = chirp_frequency(start + 0.5, 40)
        assert frequency(waveform) == pytest.approx(expected, abs=5)
    assert chunks.duration == pytest.approx(40, abs=0.2)
    assert not chunks.measured
    assert not chunks.whole


def test_sought_chunks_equal_the_decoded_track(tmp_path: Path) -> None:
    path = tmp_path / "chirp.flac"
    write_audio(path, chirp(20, MODEL_RATE, channels=1), MODEL_RATE)
    track = decode(path, MODEL_RATE)
    for start, waveform in cut(path, Coverage(4))[1]:
        first = round(start * MODEL_RATE)
        np.testing.assert_allclose(waveform, track[first : first + CHUNK], atol=1e-6)


def test_full_coverage_is_the_track_cut_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "chirp.flac"
    write_audio(path, chirp(10.4), RATE)
    chunks, found = cut(path, FULL)
    track = decode(path, MODEL_RATE)
    assert [start for start, _ in found] == pytest.approx([*range(10), 9.4], abs=1e-3)
    np.testing.assert_array_equal(np.concatenate([w for _, w in found[:10]]), track[: 10 * CHUNK])
    np.testing.assert_array_equal(found[-1][1], track[-CHUNK:])
    assert chunks.duration == pytest.approx(track.size / MODEL_RATE)
    assert chunks.measured
    assert chunks.whole


def test_a_track_that_fits_its_chunks_is_heard_in_full(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    write_audio(path, tone(2.5), RATE)
    chunks, found = cut(path, Coverage(8))
    assert [start for start, _ in found] == pytest.approx([0, 1, 1.5])
    assert chunks.whole


@pytest.mark.parametrize("coverage", [FULL, Coverage(1), Coverage(8)])
def test_a_track_shorter_than_a_chunk_is_repeated(coverage: Coverage, tmp_path: Path) -> None:
    path = tmp_path / "short.wav"
    write_audio(path, chirp(0.4), RATE)
    chunks, found = cut(path, coverage)
    ((start, waveform),) = found
    assert start == 0
    np.testing.assert_array_equal(waveform[:6_400], waveform[6_400:12_800])
    assert chunks.duration == pytest.approx(0.4)


def claim(path: Path, seconds: float, *, silence: float) -> None:
    """A FLAC file whose header claims another length than it has."""
    write_audio(path, chirp(silence), RATE)
    content = bytearray(path.read_bytes())
    total = round(seconds * RATE)
    content[21] = (content[21] & 0xF0) | (total >> 32)
    content[22:26] = (total & 0xFFFF_FFFF).to_bytes(4, "big")
    path.write_bytes(content)


@pytest.mark.parametrize("claimed", [100_000, 90, 12, 1])
def test_a_lying_duration_changes_nothing(claimed: float, tmp_path: Path) -> None:
    path = tmp_path / "liar.flac"
    claim(path, claimed, silence=40)
    chunks, found = cut(path, Coverage(5))
    assert [start for start, _ in found] == pytest.approx([3.5, 11.5, 19.5, 27.5, 35.5], abs=0.01)
    for start, waveform in found:
        assert frequency(waveform) == pytest.approx(chirp_frequency(start + 0.5, 40), abs=5)
    assert chunks.duration == pytest.approx(40, abs=0.01)
    assert chunks.measured


def test_an_mp3_of_varying_bit_rate_without_a_header_is_heard_to_its_end(tmp_path: Path) -> None:
    quiet, loud, both = (tmp_path / f"{name}.mp3" for name in ("quiet", "loud", "both"))
    write_audio(quiet, tone(10), RATE, bit_rate=32_000)
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 30 * RATE)).astype(np.float32)
    write_audio(loud, noise, RATE, bit_rate=320_000)
    frames = [path.read_bytes() for path in (quiet, loud)]
    # Without the first frame of each, which holds LAME's header.
    both.write_bytes(b"".join(part[part.index(b"\xff\xfb", 300) :] for part in frames))
    chunks, found = cut(both, Coverage(8))
    assert chunks.duration == pytest.approx(40, abs=0.2)
    assert [frequency(w) == pytest.approx(440, abs=2) for _, w in found] == [True] * 2 + [False] * 6


def test_memory_stays_small_on_long_tracks(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    write_audio(path, tone(600, 8_000, channels=1), 8_000)
    tracemalloc.start()
    count = sum(len(batch.starts) for batch in Chunks(path, MODEL_RATE, CHUNK, FULL))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 600
    assert peak < 8 * 2**20


def test_a_file_of_no_samples_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    write_audio(path, tone(1), RATE)
    content = bytearray(path.read_bytes()[:78])
    content[4:8], content[-4:] = (70).to_bytes(4, "little"), bytes(4)
    path.write_bytes(content)
    for coverage in (FULL, Coverage(8)):
        with pytest.raises(DecodeError) as caught:
            cut(path, coverage)
        assert caught.value.reason is Reason.DAMAGED


def test_damaged_numbers_are_found_in_sought_chunks_too(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    waveform = tone(30)
    waveform[:, 10 * RATE :] = np.nan
    write_audio(path, waveform, RATE, codec="pcm_f32le")
    with pytest.raises(DecodeError, match="Damaged audio"):
        cut(path, Coverage(4))
