"""Facts of files, and a fingerprint that survives what people do with files."""

from pathlib import Path

import mutagen
import numpy as np
import pytest

from tagger_app.audio.encode import write_audio
from tagger_app.audio.probe import probe
from tagger_app.core.errors import DecodeError, Reason
from tests.samples import RATE, piece, tone, write_piece


@pytest.mark.parametrize(
    ("name", "container", "codec", "rate"),
    [
        ("a.flac", "flac", "flac", RATE),
        ("a.m4a", "mp4", "aac", RATE),
        ("a.mka", "matroska", "flac", RATE),
        ("a.mp3", "mp3", "mp3", RATE),
        ("a.ogg", "ogg", "vorbis", RATE),
        ("a.opus", "ogg", "opus", 48_000),
        ("a.wav", "wav", "pcm_s16le", RATE),
        ("a.wma", "asf", "wmav2", RATE),
        ("a.wv", "wv", "wavpack", RATE),
    ],
)
def test_facts(name: str, container: str, codec: str, rate: int, tmp_path: Path) -> None:
    facts = probe(write_piece(tmp_path / name, seconds=5))
    assert (facts.container, facts.codec, facts.sample_rate) == (container, codec, rate)
    assert facts.channels == 2
    assert facts.duration == pytest.approx(5, abs=0.1)
    assert 60_000 < facts.bit_rate < 1_500_000
    assert len(facts.fingerprint) == 32


@pytest.mark.parametrize(
    "suffix", [".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wv", ".aiff", ".wma"]
)
def test_the_fingerprint_survives_retagging_and_moving(suffix: str, tmp_path: Path) -> None:
    path = write_piece(tmp_path / f"a{suffix}", seconds=8)
    before = probe(path).fingerprint
    tags = mutagen.File(path, easy=suffix in {".mp3", ".m4a"})
    if tags.tags is None:
        tags.add_tags()
    if suffix == ".aiff":
        tags.tags.add(mutagen.id3.TCON(text=["Folk" * 500]))
    else:
        tags["genre" if suffix != ".wma" else "WM/Genre"] = ["Folk" * 500]
    tags.save()
    moved = path.rename(tmp_path / f"moved{suffix}")
    assert probe(moved).fingerprint == before


def test_fingerprints_tell_tracks_apart_behind_silence(tmp_path: Path) -> None:
    silence = np.zeros((2, 12 * RATE), np.float32)
    prints = set()
    for suffix in (".flac", ".mp3", ".opus", ".wav"):
        for seed in range(3):
            path = tmp_path / f"{seed}{suffix}"
            write_audio(path, np.concatenate((silence, piece(seed, 2)), axis=1), RATE)
            prints.add(probe(path).fingerprint)
    assert len(prints) == 12


def test_what_is_no_music_has_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_text("words\n" * 1_000)
    with pytest.raises(DecodeError) as caught:
        probe(path)
    assert caught.value.reason is Reason.UNSUPPORTED


def test_probing_reads_only_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    write_audio(path, tone(20), RATE)
    content = path.read_bytes()
    before = probe(path)
    path.write_bytes(content[:2_000_000] + bytes(len(content) - 2_000_000))
    assert probe(path) == before
