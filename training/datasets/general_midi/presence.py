"""When every instrument of a rendered piece can be heard, and which tags follow."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.datasets.general_midi.programs import KNOWN_TAGS, PROGRAMS

Floats = NDArray[np.float32]

FRAME_SECONDS = 0.5
_EDGES_HZ = (0, 125, 250, 500, 1_000, 2_000, 4_000, 8_000)
_SILENT = 3e-4  # of the mean power of the piece: 35 dB below it nothing in a band counts
_MASKED_DB, _CLEAR_DB = -16.0, -6.0  # share of a band's power where a part is lost, and is plain
_ENOUGH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class HeardPart:
    """program: a name in `PROGRAMS`. audible: 0…1 for every `FRAME_SECONDS`."""

    program: str
    audible: tuple[float, ...]

    def presence(self, start: float, end: float) -> float:
        """How surely it is heard between two times in seconds: 1 from a second of it on."""
        first, last = round(start / FRAME_SECONDS), round(end / FRAME_SECONDS)
        heard = FRAME_SECONDS * sum(self.audible[first : max(last, first + 1)])
        return min(heard / _ENOUGH_SECONDS, 1.0)


def heard_parts(
    names: Sequence[str], parts: Sequence[Floats], sample_rate: int
) -> tuple[HeardPart, ...]:
    """When each part stands out of the mix in at least one octave.

    Args:
        names: the parts' programs.
        parts: [samples] each, as loud as in the mix.
        sample_rate: in Hz.
    """
    powers = np.stack([_band_power(part, sample_rate) for part in parts])
    total = _band_power(np.sum(parts, axis=0, dtype=np.float32), sample_rate)
    floor = _SILENT * float(total.sum(axis=1).mean())
    share = powers / np.maximum(np.maximum(total, powers.sum(axis=0)), 1e-20)
    decibels = 10.0 * np.log10(np.maximum(share, 1e-9))
    clear = np.clip((decibels - _MASKED_DB) / (_CLEAR_DB - _MASKED_DB), 0.0, 1.0)
    audible = np.where(powers > floor, clear, 0.0).max(axis=2)
    return tuple(
        HeardPart(name, tuple(round(float(a), 2) for a in row))
        for name, row in zip(names, audible, strict=True)
    )


def _band_power(signal: Floats, sample_rate: int) -> NDArray[np.float64]:
    """[frames, octaves]."""
    size = round(FRAME_SECONDS * sample_rate)
    frames = signal[: len(signal) // size * size].reshape(-1, size)
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)))
    frequency = np.fft.rfftfreq(size, 1.0 / sample_rate)
    starts = np.searchsorted(frequency, [f for f in _EDGES_HZ if f < sample_rate / 2])
    return np.add.reduceat(power, starts, axis=1) / size**2


def presence(
    parts: Sequence[HeardPart], tags: Sequence[str], start: float = 0.0, end: float = 1e4
) -> Floats:
    """[tags]: 1 where an instrument is heard between two times, 0 where not, between: hardly.

    NaN where nobody knows: tags beyond `KNOWN_TAGS`, and those some would give to what is heard.
    """
    row = np.asarray([0.0 if tag in KNOWN_TAGS else np.nan for tag in tags], dtype=np.float32)
    unsure = np.zeros(len(tags), dtype=np.float32)
    for part in parts:
        heard = part.presence(start, end)
        program = PROGRAMS[part.program]
        for column, tag in enumerate(tags):
            if tag in program.tags:
                row[column] = max(row[column], heard)
            elif tag in program.unsure:
                unsure[column] = max(unsure[column], heard)
    row[(unsure > 0.1) & (row < unsure)] = np.nan
    return row


def write_parts(path: Path, pieces: Mapping[str, Sequence[HeardPart]]) -> None:
    """Keep what is heard in pieces, beside their sound."""
    table = {key: [[part.program, part.audible] for part in pieces[key]] for key in pieces}
    path.write_text(json.dumps(table), encoding="utf-8")


def read_parts(path: Path) -> dict[str, tuple[HeardPart, ...]]:
    """What `write_parts` wrote, by the pieces' keys."""
    table = json.loads(path.read_text(encoding="utf-8"))
    return {
        key: tuple(HeardPart(program, tuple(audible)) for program, audible in rows)
        for key, rows in table.items()
    }
