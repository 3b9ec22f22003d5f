"""What is rendered sounds like the instruments it names, when they play."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tagger_app.core.errors import TaggerError
from training.datasets.general_midi import rendering
from training.datasets.general_midi.pieces import general_midi, rendered_corpus
from training.datasets.general_midi.presence import HeardPart, heard_parts, presence
from training.datasets.general_midi.rendering import HELD_OUT_FONT, SOUNDS, sound_fonts

RATE = 16_000
FONTS = {name: SOUNDS / path for name, path in rendering.FONTS.items() if (SOUNDS / path).is_file()}
needs_synthesizer = pytest.mark.skipif(
    not FONTS or shutil.which("fluidsynth") is None,
    reason="needs the Debian packages fluidsynth and timgm6mb-soundfont (or fluid-soundfont-gm)",
)
SMALLEST = dict(list(FONTS.items())[-1:])


def test_a_missing_sound_font_names_its_packages(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match="fluid-soundfont-gm"):
        sound_fonts(tmp_path)


def test_a_missing_synthesizer_names_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TaggerError, match=r"package.* fluidsynth"):
        next(general_midi(1, 2.0, RATE, 0, fonts={"none": tmp_path / "none.sf2"}))


@needs_synthesizer
def test_a_broken_sound_font_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sf2"
    broken.write_bytes(b"nothing")
    with pytest.raises(TaggerError, match=r"broken\.sf2"):
        next(general_midi(1, 2.0, RATE, 0, fonts={"broken": broken}))


@needs_synthesizer
def test_pieces_are_audible_unclipped_and_always_the_same() -> None:
    pieces = list(general_midi(3, 6.0, RATE, 5, fonts=SMALLEST))
    again = next(general_midi(1, 6.0, RATE, 5, first=2, fonts=SMALLEST))
    assert again.key == pieces[2].key
    np.testing.assert_array_equal(again.waveform, pieces[2].waveform)
    for piece in pieces:
        assert piece.waveform.shape == (6 * RATE,)
        assert piece.waveform.dtype == np.float32
        assert 0.2 < np.abs(piece.waveform).max() < 0.95
        assert any(part.presence(0.0, 6.0) == 1.0 for part in piece.parts)


@needs_synthesizer
def test_a_corpus_keeps_what_is_heard(tmp_path: Path) -> None:
    corpus, heard = rendered_corpus(tmp_path / "renders", 2, 2.0, RATE, 5)
    again, kept = rendered_corpus(tmp_path / "renders", 2, 2.0, RATE, 5)
    assert tuple(heard) == corpus.keys == again.keys
    assert kept == heard


@pytest.mark.skipif(
    len(FONTS) < 2 or HELD_OUT_FONT not in FONTS or shutil.which("fluidsynth") is None,
    reason="needs fluidsynth, timgm6mb-soundfont and another SoundFont",
)
def test_validation_alone_has_the_held_out_sound_font() -> None:
    seen = next(general_midi(1, 1.0, RATE, 5)).key
    held_out = next(general_midi(1, 1.0, RATE, 5, held_out=True)).key
    assert HELD_OUT_FONT not in seen
    assert held_out.endswith(HELD_OUT_FONT)


def sine(hertz: float, start: float, end: float, level: float = 0.3) -> np.ndarray:
    time = np.arange(8 * RATE, dtype=np.float32) / RATE
    wave = level * np.sin(2 * np.pi * hertz * time)
    return np.where((time >= start) & (time < end), wave, 0.0).astype(np.float32)


def test_an_instrument_is_heard_while_it_plays_and_not_behind_a_louder_one() -> None:
    names = ("violin", "flute", "fingered bass")
    waves = (sine(700, 0, 4), sine(700, 0, 8, 0.003), sine(60, 0, 8))
    violin, flute, bass = heard_parts(names, waves, RATE)
    assert (violin.presence(0, 4), violin.presence(4, 8)) == (1.0, 0.0)
    assert flute.presence(0, 4) == 0.0
    assert (bass.presence(0, 4), bass.presence(4, 8)) == (1.0, 1.0)


def test_tags_are_sure_absent_or_unknown() -> None:
    parts = (
        HeardPart("violin", (1.0,) * 8 + (0.0,) * 8),
        HeardPart("piano", (0.0,) * 12 + (1,) * 4),
    )
    tags = ("Violin", "Strings", "Viola", "Piano", "Keyboard", "Flute", "Voice", "Orchestra")
    nan = np.nan
    np.testing.assert_array_equal(presence(parts, tags, 0, 4), [1, 1, nan, 0, 0, 0, 0, nan])
    np.testing.assert_array_equal(presence(parts, tags, 4, 8), [0, 0, 0, 1, nan, 0, 0, nan])
    np.testing.assert_array_equal(presence(parts, tags), [1, 1, nan, 1, nan, 0, 0, nan])


def test_an_unsure_tag_is_sure_where_another_instrument_has_it() -> None:
    parts = (HeardPart("strings", (1.0,) * 8), HeardPart("cello", (1.0,) * 8))
    np.testing.assert_array_equal(presence(parts, ("Cello", "Violin")), [1, np.nan])
