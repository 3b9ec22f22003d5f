"""How melodies, accompaniments and basses are written: notes in beats."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.datasets.general_midi.harmony import Song, into_range, near, voicing
from training.datasets.general_midi.programs import Program


@dataclass(frozen=True, slots=True)
class Tone:
    """A note: start and length in beats, pitch, loudness 0…1, late in seconds (a strum)."""

    start: float
    length: float
    pitch: int
    loudness: float
    late: float = 0.0


Writer = Callable[[np.random.Generator, Song, Program], list[Tone]]

_CELLS = {  # rhythms of a half bar of two beats, negative: a rest
    "tune": ((1, 1), (0.5, 0.5, 1), (1.5, 0.5), (2,), (1, 0.5, 0.5), (-0.5, 0.5, 1), (0.5,) * 4),
    "long": ((2,), (2,), (1, 1), (1.5, 0.5)),
    "fast": ((0.5,) * 4, (0.25,) * 8, (0.5, 0.25, 0.25, 0.5, 0.5), (0.25,) * 4 + (1,), (1, 1)),
    "sparse": ((2,), (-2,), (1, -1), (-1, 1), (0.5, 0.5, -1), (1.5, -0.5)),
}


def melody(kind: str) -> Writer:
    """Motifs of one or two bars that return on other steps, over the chords."""
    cells = _CELLS[kind]

    def write(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
        room = max(program.high - program.low, 13)
        centre = program.low + rng.uniform(0.3, 0.7) * room
        reach = min(room / 2, rng.uniform(6, 11))
        low, high = round(centre - max(reach, 7)), round(centre + max(reach, 7))
        low, high = max(low, program.low), min(high, program.high)
        motifs = [_motif(rng, song.beats, cells) for _ in range(2)]
        doubled = "chords" in program.roles and rng.random() < 0.3
        touch = rng.uniform(0.55, 1.02)
        tones: list[Tone] = []
        ladder = [p for p in range(low, high + 1) if p % 12 in song.scale]
        place = len(ladder) // 2
        for bar in range(song.bars):
            motif = motifs[int(rng.random() < 0.35)]
            if rng.random() < 0.1:
                motif = _motif(rng, song.beats, cells)
            beat = float(bar * song.beats)
            for length, step in motif:
                if length > 0:
                    place = min(max(place + step, 0), len(ladder) - 1)
                    pitch = ladder[place]
                    if beat % 1 == 0 and rng.random() < 0.75:
                        chord = song.chord_at(beat).tones
                        pitch = min((near(t, pitch) for t in chord), key=lambda p: abs(p - pitch))
                        pitch = into_range(pitch, program.low, program.high)
                        place = min(range(len(ladder)), key=lambda i: abs(ladder[i] - pitch))
                    loud = 0.75 + (0.12 if beat % 2 == 0 else 0.0) + rng.normal(0.0, 0.07)
                    tones.append(Tone(beat, length * touch, pitch, loud))
                    if doubled and place >= 2:
                        tones.append(Tone(beat, length * touch, ladder[place - 2], loud - 0.15))
                beat += abs(length)
        return tones

    return write


def _motif(
    rng: np.random.Generator, beats: int, cells: tuple[tuple[float, ...], ...]
) -> list[tuple[float, int]]:
    """(length or minus a rest, steps on the scale) of one bar."""
    left = float(beats)
    motif: list[tuple[float, int]] = []
    while left > 0:
        for length in cells[rng.integers(len(cells))]:
            part = min(abs(length), left)
            if part > 0:
                step = int(rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3]))
                motif.append((part if length > 0 else -part, step))
                left -= part
    return motif


def _figures(song: Song, unit: float) -> list[float]:
    return [float(b) for b in np.arange(0.0, song.bars * song.beats, unit)]


def held(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
    """Every chord held."""
    centre = _centre(rng, program)
    return [
        Tone(chord.start, chord.length * 0.98, pitch, 0.7 + rng.normal(0.0, 0.04))
        for chord in song.chords
        for pitch in voicing(chord.tones, centre, program.low, program.high)
    ]


def _centre(rng: np.random.Generator, program: Program) -> float:
    return float(np.clip(rng.normal(60.0, 4.0), program.low + 7, program.high - 7))


def struck(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
    """Chords in a rhythm of eighths that stays: strummed, on the beat, off it or syncopated."""
    kind = rng.random()
    steps = song.beats * 2
    if kind < 0.25:
        hits = [i % 2 == 0 for i in range(steps)]
    elif kind < 0.45:
        hits = [i % 2 == 1 for i in range(steps)]
    else:
        hits = [i == 0 or rng.random() < 0.5 for i in range(steps)]
    centre, touch = _centre(rng, program), rng.uniform(0.3, 0.95)
    spread = rng.uniform(0.008, 0.03) if "Guitar" in program.tags else rng.uniform(0.0, 0.004)
    tones = []
    for beat in _figures(song, 0.5):
        step = round(beat * 2) % steps
        if not hits[step]:
            continue
        pitches = voicing(song.chord_at(beat).tones, centre, program.low, program.high)
        loud = (0.78 if step % 4 == 0 else 0.66) + rng.normal(0.0, 0.05)
        upward = step % 2 == 1
        for rank, pitch in enumerate(reversed(pitches) if upward else pitches):
            tones.append(Tone(beat, touch * 0.5, pitch, loud, rank * spread))
    return tones


def broken(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
    """Tones of the chords one after another, in eighths or sixteenths, over one or two octaves."""
    unit = 0.25 if song.tempo < 110 and rng.random() < 0.6 else 0.5
    centre, octaves = _centre(rng, program), int(rng.integers(1, 3))
    order, ring = int(rng.integers(3)), rng.uniform(0.9, 3.0)
    tones = []
    for number, beat in enumerate(_figures(song, unit)):
        pitches = voicing(song.chord_at(beat).tones, centre, program.low, program.high)
        if octaves == 2 and pitches[-1] + 12 <= program.high:
            pitches += [pitch + 12 for pitch in pitches]
        cycle = [pitches, pitches + pitches[-2:0:-1], pitches[::-1]][order]
        loud = 0.66 + (0.12 if beat % 1 == 0 else 0.0) + rng.normal(0.0, 0.05)
        tones.append(Tone(beat, unit * ring, cycle[number % len(cycle)], loud))
    return tones


def riff(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
    """Roots with fifths low down, in a rhythm that stays."""
    steps = song.beats * 4
    hits = [i == 0 or rng.random() < (0.5 if i % 2 == 0 else 0.25) for i in range(steps)]
    touch = rng.uniform(0.5, 1.0)
    starts = [i for i, hit in enumerate(hits) if hit]
    tones = []
    for bar in range(song.bars):
        for rank, start in enumerate(starts):
            beat = bar * song.beats + start / 4
            end = starts[rank + 1] if rank + 1 < len(starts) else steps
            root = into_range(near(song.chord_at(beat).tones[0], 45), program.low, program.low + 14)
            loud = (0.85 if start % 4 == 0 else 0.72) + rng.normal(0.0, 0.04)
            length = (end - start) / 4 * touch
            tones += [Tone(beat, length, pitch, loud) for pitch in (root, root + 7, root + 12)]
    return tones


def bass(kind: str) -> Writer:
    """A line of roots: held, in a pulse, walking, in octaves or fifths, or syncopated."""

    def write(rng: np.random.Generator, song: Song, program: Program) -> list[Tone]:
        unit = {"held": float(song.beats), "pulse": 0.5, "walking": 1.0}.get(kind, 0.5)
        steps = song.beats * 2
        hits = [i == 0 or kind != "syncopated" or rng.random() < 0.4 for i in range(steps)]
        touch = rng.uniform(0.6, 1.0)
        base = program.low + rng.uniform(2.0, 8.0)
        tones = []
        last = round(base)
        for beat in _figures(song, unit):
            step = round(beat * 2) % steps
            if unit < 1 and (not hits[step] or (kind == "alternating" and step % 2)):
                continue
            chord = song.chord_at(beat).tones
            pitch = near(chord[0], base)
            if kind == "walking" and beat % song.beats:
                near_by = [p for p in range(last - 4, last + 5) if p % 12 in song.scale]
                pitch = int(rng.choice([*near_by, *(near(t, last) for t in chord)]))
            elif (kind == "octaves" and step % 2) or (kind == "syncopated" and rng.random() < 0.2):
                pitch += 12
            elif kind == "alternating" and step % 4:
                pitch = near(chord[2], base)
            last = into_range(pitch, program.low, max(program.high, program.low + 12))
            loud = (0.85 if step == 0 else 0.75) + rng.normal(0.0, 0.04)
            length = unit * (2 if kind == "alternating" else 1) * touch
            tones.append(Tone(beat, length, last, loud))
        return tones

    return write


WRITERS: dict[str, Writer] = {
    "held": held,
    "struck": struck,
    "broken": broken,
    "riff": riff,
    **{kind: melody(kind) for kind in _CELLS},
    **{
        f"bass {kind}": bass(kind)
        for kind in ("held", "pulse", "walking", "octaves", "alternating", "syncopated")
    },
}
"""Ways to write a part; `training.datasets.general_midi.drumming` has those for drums."""
