"""Rendered pieces of General MIDI, one after another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.datasets.corpus import Corpus, Waveform, open_corpus, write_corpus
from training.datasets.general_midi.composing import compose
from training.datasets.general_midi.presence import (
    HeardPart,
    heard_parts,
    read_parts,
    write_parts,
)
from training.datasets.general_midi.rendering import (
    HELD_OUT_FONT,
    mixed,
    render_parts,
    sound_fonts,
)

PARTS_FILE = "parts.json"
_MAIN_FONT_SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class Rendered:
    """A piece: waveform float32 [samples], mono; what is heard of its parts and when."""

    key: str
    waveform: Waveform
    parts: tuple[HeardPart, ...]


def general_midi(
    count: int,
    seconds: float,
    sample_rate: int,
    seed: int,
    *,
    held_out: bool = False,
    first: int = 0,
    fonts: Mapping[str, Path] | None = None,
) -> Iterator[Rendered]:
    """Compose and render pieces; the same every time with the same SoundFonts.

    Args:
        count: how many.
        seconds: length of each.
        sample_rate: in Hz, a divisor of 32,000.
        seed: of the compositions; another seed gives other pieces.
        held_out: for validation: with the SoundFont that training does not use, if there is one.
        first: number of the first piece, to divide the work.
        fonts: SoundFonts by name, else those installed.

    Raises:
        TaggerError: FluidSynth or every SoundFont is missing; the message names the packages.
    """
    found = dict(fonts) if fonts is not None else sound_fonts()
    if len(found) > 1:
        found = {n: path for n, path in found.items() if (n == HELD_OUT_FONT) == held_out} or found
    names = list(found)
    for number in range(first, first + count):
        piece = compose(seed, number, seconds)
        draw = np.random.default_rng((seed, number, 1)).random()
        others = names[1:] or names
        name = names[0] if draw < _MAIN_FONT_SHARE else others[number % len(others)]
        parts = mixed(piece, render_parts(piece, found[name], sample_rate), sample_rate)
        programs = [part.program.name for part in piece.parts]
        yield Rendered(
            f"general-midi:{seed}:{number}:{name}",
            np.sum(parts, axis=0, dtype=np.float32),
            heard_parts(programs, parts, sample_rate),
        )


def rendered_corpus(
    folder: Path, count: int, seconds: float, sample_rate: int, seed: int, *, held_out: bool = False
) -> tuple[Corpus, dict[str, tuple[HeardPart, ...]]]:
    """The pieces as a corpus, rendered once and kept in `folder`; and what is heard, by key.

    Raises:
        TaggerError: see `general_midi`.
    """
    found = open_corpus(folder)
    if found is None:
        heard: dict[str, tuple[HeardPart, ...]] = {}

        def clips() -> Iterator[tuple[str, Waveform]]:
            for piece in general_midi(count, seconds, sample_rate, seed, held_out=held_out):
                heard[piece.key] = piece.parts
                yield piece.key, piece.waveform
            write_parts(folder / PARTS_FILE, heard)

        write_corpus(folder, clips(), sample_rate)
        found = open_corpus(folder)
        assert found is not None  # noqa: S101 - it was just written
    return found, read_parts(folder / PARTS_FILE)
