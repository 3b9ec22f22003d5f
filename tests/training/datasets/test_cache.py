"""Decoded recordings on disk."""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.decode import decode
from tagger_app.core.errors import DecodeError, TaggerError
from training.datasets.cache import Array, ArrayCache, cached_samples
from training.datasets.corpus import FULL_SCALE, Waveform

RATE = 8_000


@pytest.fixture
def track(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "track.wav"
    path.write_bytes(sound)
    return path


class Counted:
    """The decoder, counting its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, path: Path, sample_rate: int) -> Waveform:
        self.calls += 1
        return decode(path, sample_rate)


def test_a_file_is_decoded_once_and_mapped_after(tmp_path: Path, track: Path) -> None:
    counted = Counted()
    cache = ArrayCache(tmp_path / "cache", 10**7)
    first = cached_samples(cache, track, RATE, counted)
    again = cached_samples(ArrayCache(tmp_path / "cache", 10**7), track, RATE, counted)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(again / FULL_SCALE, decode(track, RATE), atol=4e-5)
    assert counted.calls == 1
    assert isinstance(again, np.memmap)
    assert not again.flags.writeable
    cached_samples(cache, track, RATE * 2, counted)
    assert counted.calls == 2


def test_a_changed_file_is_decoded_anew(tmp_path: Path, track: Path) -> None:
    counted = Counted()
    cache = ArrayCache(tmp_path / "cache", 10**7)
    cached_samples(cache, track, RATE, counted)
    os.utime(track, ns=(0, 10**18))
    cached_samples(cache, track, RATE, counted)
    assert counted.calls == 2
    with pytest.raises(TaggerError, match=r"gone.wav: The file cannot be read"):
        cached_samples(cache, tmp_path / "gone.wav", RATE, counted)


def test_what_cannot_be_heard_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no audio")
    cache = ArrayCache(tmp_path / "cache", 10**7)
    with pytest.raises(DecodeError):
        cached_samples(cache, broken, RATE, decode)
    assert not list((tmp_path / "cache").rglob("*.npy"))


def test_the_bound_holds_and_what_was_used_longest_ago_goes(tmp_path: Path, track: Path) -> None:
    cache = ArrayCache(tmp_path / "cache", 10_000)

    def array(number: int) -> Array:
        found = cache.array(track, {"n": number}, lambda: np.full(1_000, number, np.int16))
        assert (found == number).all()
        return found

    for number in range(4):
        array(number)
        os.utime(tmp_path / "cache" / cache.key(track, {"n": number}), ns=(0, number * 10**9))
    array(0)  # used again, so 1 is now the oldest
    array(4)
    kept = {n for n in range(5) if (tmp_path / "cache" / cache.key(track, {"n": n})).exists()}
    assert {0, 3, 4} <= kept
    assert 1 not in kept
    entries = list((tmp_path / "cache").rglob("*.npy"))
    assert sum(path.stat().st_size for path in entries) <= 10_000
    large = cache.array(track, {"n": "large"}, lambda: np.zeros(10_000, np.int16))
    assert large.size == 10_000
    assert set((tmp_path / "cache").rglob("*.npy")) == set(entries)


def test_a_damaged_entry_is_made_anew_and_leftovers_are_removed(
    tmp_path: Path, track: Path
) -> None:
    counted = Counted()
    folder = tmp_path / "cache"
    cached_samples(ArrayCache(folder, 10**7), track, RATE, counted)
    (entry,) = folder.rglob("*.npy")
    entry.write_bytes(entry.read_bytes()[:200])
    old, new = entry.with_suffix(".1.partial"), entry.with_suffix(".2.partial")
    for leftover, age in ((old, 10_000), (new, 10)):
        leftover.write_bytes(b"half")
        os.utime(leftover, (0, time.time() - age))
    cache = ArrayCache(folder, 10**7)
    assert not old.exists()
    assert new.exists()
    samples = cached_samples(cache, track, RATE, counted)
    np.testing.assert_allclose(samples / FULL_SCALE, decode(track, RATE), atol=4e-5)
    assert counted.calls == 2


KILLED = """
import os, sys
from pathlib import Path
import numpy as np
from training.datasets.cache import ArrayCache

cache = ArrayCache(Path(sys.argv[1]), 10**9)
save = np.save
def killed(stream, array, **options):
    save(stream, array[:10], **options)
    stream.flush()
    os._exit(9)
np.save = killed
cache.array(Path(sys.argv[2]), {}, lambda: np.arange(1000))
"""


def test_a_run_killed_while_writing_leaves_no_half_entry(tmp_path: Path, track: Path) -> None:
    folder = tmp_path / "cache"
    run = subprocess.run([sys.executable, "-c", KILLED, folder, track], check=False)
    assert run.returncode == 9
    assert list(folder.rglob("*.partial"))
    whole = ArrayCache(folder, 10**7).array(track, {}, lambda: np.arange(1_000))
    np.testing.assert_array_equal(whole, np.arange(1_000))


def test_a_folder_that_cannot_be_made_is_told(track: Path) -> None:
    with pytest.raises(TaggerError, match="Name another folder"):
        ArrayCache(track / "cache", 100)
