"""Patterns of drums and percussion, in sixteenths, varied at random."""

import numpy as np

from training.datasets.general_midi.harmony import Song
from training.datasets.general_midi.programs import Program
from training.datasets.general_midi.writing import Tone, Writer

_KICK, _SNARE, _RIM, _CLAP, _CRASH = 36, 38, 37, 39, 49
_CLOSED, _PEDAL, _OPEN, _RIDE = 42, 44, 46, 51
_TOMS = (50, 48, 47, 45, 43, 41)
_GROOVES: dict[str, dict[int, str]] = {  # "x" strong, "o" soft, "?" now and then
    "rock": {_KICK: "x.....?.x.?.....", _SNARE: "....x.......x..?", _CLOSED: "x.o.x.o.x.o.x.o."},
    "ride": {_KICK: "x.....x.x.....?.", _SNARE: "....x..?....x...", _RIDE: "x.o.x.o.x.o.x.o."},
    "four": {_KICK: "x...x...x...x...", _CLAP: "....x.......x...", _OPEN: "..x...x...x...x."},
    "house": {_KICK: "x...x...x...x..?", _SNARE: "....x.......x...", _CLOSED: "oox.oox.oox.oox."},
    "jazz": {_RIDE: "x...x..ox...x..o", _PEDAL: "....o.......o...", _SNARE: "...?..?....?..?."},
    "hip hop": {_KICK: "x..?..x...x..?..", _SNARE: "....x.......x...", _CLOSED: "x.o.x.ooxoo.x.o."},
    "metal": {_KICK: "x.x.x.x.x.x.x.xx", _SNARE: "....x.......x...", _RIDE: "x...x...x...x..."},
    "punk": {_KICK: "x...x...x..xx...", _SNARE: "..x...x...x...x.", _CLOSED: "x.x.x.x.x.x.x.x."},
    "ballad": {_KICK: "x.........x.....", _RIM: "........x.......", _CLOSED: "x...o...x...o..."},
    "break": {_KICK: "x.x.......xx....", _SNARE: "....x..o.o..x..o", _CLOSED: "x.x.x.x.x.x.x.x."},
    "latin": {_KICK: "x..x..x.x..x..x.", _RIM: "x..x...x..x.x...", _CLOSED: "x.x.x.x.x.x.x.x."},
    "reggae": {_KICK: "........x.......", _RIM: "........x.......", _CLOSED: "x..ox..ox..ox..o"},
    "funk": {_KICK: "x.x...?...x..?..", _SNARE: "....x..o.o..x...", _CLOSED: "xoxoxoxoxoxoxoxo"},
    "march": {_SNARE: "x.ooo.ooo.ooo.oo", 35: "x.......x.......", 59: "........?......."},
}


def groove(kind: str) -> Writer:
    """A drum kit: the pattern with gaps and ghosts, a crash or a fill every four or eight bars."""
    pattern = _GROOVES[kind]

    def write(rng: np.random.Generator, song: Song, _program: Program) -> list[Tone]:
        kept = {key: steps for key, steps in pattern.items() if rng.random() < 0.93}
        period = int(rng.choice([4, 8]))
        fills = rng.random() < 0.7
        tones: list[Tone] = []
        for bar in range(song.bars):
            first = float(bar * song.beats)
            if fills and bar % period == period - 1:
                tones += _fill(rng, first + song.beats - 1)
            last = song.beats - (1 if fills and bar % period == period - 1 else 0)
            for key, steps in (kept or pattern).items():
                for step in range(4 * last):
                    sign = steps[step % 16]
                    if sign == "." or (sign == "?" and rng.random() < 0.65):
                        continue
                    loud = (0.85 if sign == "x" else 0.55) + rng.normal(0.0, 0.06)
                    tones.append(Tone(first + step / 4, 0.2, key, loud))
            if bar % period == 0 and fills:
                tones.append(Tone(first, 1.0, _CRASH, 0.8))
        return tones

    return write


def _fill(rng: np.random.Generator, beat: float) -> list[Tone]:
    drums = sorted(rng.choice([_SNARE, *_TOMS], 4).tolist(), reverse=True)
    return [Tone(beat + i / 4, 0.2, int(key), 0.75 + 0.05 * i) for i, key in enumerate(drums)]


_HAND = (
    *((62, 63, 64), (60, 61), (65, 66), (67, 68), (69,), (70,), (54,), (56,), (75,), (76, 77)),
    *((73, 74), (80, 81)),
)
_ORCHESTRAL = ((35,), (36,), (49, 57), (38,), (81,), (54,))


def hands(rng: np.random.Generator, song: Song, _program: Program) -> list[Tone]:
    """Congas, bongos and small percussion: two to four of them, each with a pattern of its own."""
    chosen = rng.choice(len(_HAND), int(rng.integers(2, 5)), replace=False)
    return _layers(rng, song, [_HAND[i] for i in chosen], 0.45)


def orchestral(rng: np.random.Generator, song: Song, _program: Program) -> list[Tone]:
    """Bass drum, cymbals, snare, triangle, sparsely."""
    chosen = rng.choice(len(_ORCHESTRAL), int(rng.integers(2, 4)), replace=False)
    return _layers(rng, song, [_ORCHESTRAL[i] for i in chosen], 0.15)


def pitched(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
    """A large drum on two pitches."""
    low = int(rng.integers(program.low, program.high - 7))
    return _layers(rng, song, [(low, low + int(rng.integers(3, 8)))], 0.4)


def _layers(
    rng: np.random.Generator, song: Song, layers: list[tuple[int, ...]], density: float
) -> list[Tone]:
    tones = []
    steps = song.beats * 4
    for keys in layers:
        odds = np.where(np.arange(steps) % 4 == 0, 0.7, np.where(np.arange(steps) % 2, 0.5, 1.0))
        hits = rng.random(steps) < density * odds * 1.3
        hits[0] |= not hits.any()
        pattern = rng.integers(0, len(keys), steps)
        for bar in range(song.bars):
            for step in np.flatnonzero(hits):
                loud = 0.75 + (0.12 if step % 4 == 0 else 0.0) + rng.normal(0.0, 0.09)
                beat = bar * song.beats + step / 4
                tones.append(Tone(float(beat), 0.25, keys[pattern[step]], loud))
    return tones


DRUM_WRITERS: dict[str, Writer] = {
    "hands": hands,
    "orchestral": orchestral,
    "pitched": pitched,
    **{kind: groove(kind) for kind in _GROOVES},
}
GROOVES = tuple(_GROOVES)
"""Names of the patterns for a drum kit."""
