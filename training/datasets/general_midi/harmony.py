"""Keys, chords and the grid of bars a piece hangs on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

MODES = {
    "major": (0, 2, 4, 5, 7, 9, 11),
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "phrygian dominant": (0, 1, 4, 5, 7, 8, 10),
}
_BRIGHT = (
    *((0, 4, 5, 3), (0, 3, 4, 0), (0, 5, 3, 4), (1, 4, 0, 0), (0, 3, 0, 4), (5, 3, 0, 4)),
    *((0, 1, 3, 4), (0, 2, 3, 4), (0, 5, 1, 4), (0, 3, 1, 4), (0, 0, 3, 0), (3, 4, 2, 5)),
)
_DARK = (
    *((0, 5, 2, 6), (0, 3, 4, 0), (0, 6, 5, 4), (0, 0, 3, 4), (0, 5, 6, 0), (0, 3, 6, 2)),
    *((0, 2, 6, 3), (5, 6, 0, 0), (0, 4, 0, 3)),
)
DRONE = ((0, 0, 0, 0), (0, 0, 6, 0), (0, 0, 0, 1))


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord from a beat on. tones: pitch classes, the root first."""

    start: float
    length: float
    tones: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Song:
    """What all parts share. scale: pitch classes; swing: where the second eighth of a beat falls.

    Beats are counted from 0; `tempo` is in beats per minute.
    """

    tempo: float
    beats: int
    bars: int
    scale: tuple[int, ...]
    chords: tuple[Chord, ...]
    swing: float

    def chord_at(self, beat: float) -> Chord:
        """The chord that sounds at a beat."""
        return next((c for c in reversed(self.chords) if c.start <= beat + 1e-6), self.chords[0])

    def seconds(self, beat: float) -> float:
        """When a beat falls, with swing."""
        whole, part = divmod(beat, 1.0)
        warped = part * 2 * self.swing if part < 0.5 else 1 - (1 - part) * 2 * (1 - self.swing)
        return (whole + warped) * 60.0 / self.tempo


def write_song(
    rng: np.random.Generator,
    *,
    seconds: float,
    tempo: float,
    beats: int,
    modes: Sequence[str],
    swing: float,
    sevenths: float,
    drone: bool,
) -> Song:
    """A random key and progression, long enough for `seconds`, in phrases that return.

    Args:
        seconds: least length.
        tempo: beats per minute.
        beats: of a bar.
        modes: keys of `MODES` to choose from.
        swing: see `Song`.
        sevenths: probability that the chords of the piece have four tones.
        drone: the harmony hardly moves.
    """
    mode = str(rng.choice(modes))
    steps, key = MODES[mode], int(rng.integers(12))
    scale = tuple((key + step) % 12 for step in steps)
    bars = int(np.ceil(seconds * tempo / 60.0 / beats)) + 1
    phrases = [_phrase(rng, mode, drone) for _ in range(2)]
    order = (0, 0, 1, 0) if rng.random() < 0.6 else (0, 1, 0, 1)
    size = 4 if rng.random() < sevenths else 3
    halves = beats % 2 == 0 and not drone and rng.random() < 0.25
    length = beats / 2 if halves else float(beats)
    count = bars * (2 if halves else 1)
    chords = []
    for number in range(count):
        degree = phrases[order[number // 4 % 4]][number % 4]
        tones = [scale[(degree + 2 * third) % 7] for third in range(size)]
        if mode == "minor" and degree == 4:
            tones[1] = (tones[0] + 4) % 12  # the dominant of a minor key has a leading tone
        chords.append(Chord(number * length, length, tuple(tones)))
    return Song(tempo, beats, bars, scale, tuple(chords), swing)


def _phrase(rng: np.random.Generator, mode: str, drone: bool) -> tuple[int, ...]:
    if drone:
        return DRONE[rng.integers(len(DRONE))]
    if rng.random() < 0.3:
        return (0, *(int(degree) for degree in rng.integers(0, 6, 3)))
    table = _BRIGHT if mode in {"major", "mixolydian"} else _DARK
    return table[rng.integers(len(table))]


def near(pitch_class: int, centre: float) -> int:
    """The pitch of a class that is nearest to `centre`."""
    return round(pitch_class + 12 * round((centre - pitch_class) / 12))


def voicing(tones: Sequence[int], centre: float, low: int, high: int) -> list[int]:
    """The tones of a chord around `centre`, in range and from below."""
    pitches = {near(tone, centre) for tone in tones}
    return sorted(into_range(pitch, low, high) for pitch in pitches)


def into_range(pitch: int, low: int, high: int) -> int:
    """The pitch, moved by octaves into low…high (at least an octave)."""
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch
