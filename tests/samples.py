"""Sample music of our own: small synthesised pieces in several styles and containers.

`python -m tests.samples FOLDER` writes a dozen of them, with no tags. They are free to ship.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.audio.encode import write_audio

RATE = 44_100
Waveform = NDArray[np.float32]
Mono = NDArray[np.float64]

SCALE = (0, 2, 4, 7, 9)
"""Major pentatonic, in semitones: any of its notes sound well together."""
CHORDS = ((0, 4, 7), (9, 12, 16), (5, 9, 12), (7, 11, 14))


def tone(
    seconds: float, rate: int = RATE, *, frequency: float = 440.0, channels: int = 2
) -> Waveform:
    """A sine of half full scale: [channels, samples]."""
    time = np.arange(round(seconds * rate)) / rate
    wave = 0.5 * np.sin(2 * np.pi * frequency * time)
    return np.tile(wave.astype(np.float32), (channels, 1))


def chirp(seconds: float, rate: int = RATE, *, channels: int = 2) -> Waveform:
    """A tone that rises from 100 Hz to 3 kHz, so that every moment of it sounds different."""
    time = np.arange(round(seconds * rate)) / rate
    wave = 0.5 * np.sin(2 * np.pi * (100.0 + 1450.0 * time / seconds) * time)
    return np.tile(wave.astype(np.float32), (channels, 1))


def piece(seed: int, seconds: float, *, style: str | None = None) -> Waveform:
    """A little music, [2, samples] at `RATE`; equal seeds give equal pieces.

    Args:
        seed: chooses key, tempo, notes and, unless given, the style.
        seconds: length.
        style: a key of `STYLES`.
    """
    rng = np.random.default_rng(seed)
    compose = STYLES[style] if style else list(STYLES.values())[seed % len(STYLES)]
    parts = compose(rng, seconds)
    stereo = np.zeros((2, round(seconds * RATE)))
    for place, part in zip(np.linspace(0.35, 0.65, len(parts)), parts, strict=True):
        stereo += np.outer((1 - place, place), part)
    loudest = max(float(np.abs(stereo).max()), 1e-9)
    return np.asarray(0.8 * stereo / loudest, np.float32)


def write_piece(
    path: Path,
    seed: int = 0,
    seconds: float = 2.0,
    *,
    style: str | None = None,
    codec: str | None = None,
) -> Path:
    """Write `piece(seed, seconds)` into a file whose suffix names the container."""
    write_audio(path, piece(seed, seconds, style=style), RATE, codec=codec)
    return path


# Instruments: each plays one note and returns its samples.


def hertz(note: int) -> float:
    """Frequency of a MIDI note number."""
    return float(440.0 * 2 ** ((note - 69) / 12))


def pluck(note: int, seconds: float, rng: np.random.Generator) -> Mono:
    """A plucked string, by Karplus and Strong (Computer Music Journal 7/2, 1983)."""
    period = max(2, round(RATE / hertz(note)))
    string = rng.uniform(-1, 1, period)
    periods = []
    for _ in range(round(seconds * RATE) // period + 1):
        periods.append(string)
        string = 0.498 * (string + np.roll(string, 1))
    return np.asarray(np.concatenate(periods)[: round(seconds * RATE)])


def pad(note: int, seconds: float, rng: np.random.Generator) -> Mono:
    """A slow chorus of detuned harmonics."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.zeros_like(time)
    for harmonic in (1, 2, 3, 5):
        detuned = hertz(note) * harmonic * (1 + rng.normal(0, 0.002))
        wave += np.sin(2 * np.pi * detuned * time + rng.uniform(0, 6)) / harmonic
    return np.asarray(wave * np.hanning(time.size))


def flute(note: int, seconds: float, rng: np.random.Generator) -> Mono:
    """A breathy tone with vibrato."""
    time = np.arange(round(seconds * RATE)) / RATE
    vibrato = 0.15 * np.sin(2 * np.pi * 5.5 * time)
    tune = np.sin(2 * np.pi * hertz(note) * time + vibrato)
    breath = 0.03 * rng.normal(size=time.size)
    return (tune + breath) * np.minimum(1, np.minimum(time, time[::-1]) / 0.05)


def buzz(note: int, seconds: float, rng: np.random.Generator) -> Mono:
    """A synthesizer's saw with a falling brightness."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = np.zeros_like(time)
    phase = rng.uniform(0, 1)
    for harmonic in range(1, 12):
        fade = np.exp(-time * harmonic * 0.8)
        wave += fade * np.sin(2 * np.pi * harmonic * (hertz(note) * time + phase)) / harmonic
    return wave


def kick(rng: np.random.Generator) -> Mono:
    """A bass drum: a sine that falls."""
    time = np.arange(RATE // 4) / RATE
    thump = np.sin(2 * np.pi * (50 * time - 8 * np.exp(-30 * time))) * np.exp(-14 * time)
    click = 0.01 * rng.normal(size=time.size) * np.exp(-200 * time)
    return np.asarray(thump + click)


def snare(rng: np.random.Generator) -> Mono:
    """A snare drum: noise over a short tone."""
    time = np.arange(RATE // 5) / RATE
    noise = rng.normal(size=time.size)
    return (0.5 * noise + np.sin(2 * np.pi * 190 * time)) * np.exp(-22 * time)


def hat(rng: np.random.Generator) -> Mono:
    """A hi-hat: bright noise."""
    time = np.arange(RATE // 12) / RATE
    return np.diff(rng.normal(size=time.size + 1)) * np.exp(-70 * time)


# Parts: what an instrument plays through a whole piece.

Instrument = Callable[[int, float, np.random.Generator], Mono]


def mixed(seconds: float, events: list[tuple[float, Mono]]) -> Mono:
    """Sounds laid over each other at their starts in seconds; what lies outside is cut."""
    track = np.zeros(round(seconds * RATE))
    for start, sound in events:
        begin = round(start * RATE)
        heard = sound[: max(0, track.size - begin)]
        track[begin : begin + heard.size] += heard
    return track


def melody(
    rng: np.random.Generator, seconds: float, instrument: Instrument, key: int, beat: float
) -> Mono:
    """A random walk over the scale."""
    events = []
    step, start = 5, 0.0
    while start < seconds:
        step = int(np.clip(step + rng.integers(-2, 3), 0, 11))
        length = beat * float(rng.choice([0.5, 1, 1, 2]))
        note = key + 12 * (step // len(SCALE)) + SCALE[step % len(SCALE)]
        events.append((start, instrument(note, length * 1.4, rng)))
        start += length
    return mixed(seconds, events)


def chords(
    rng: np.random.Generator,
    seconds: float,
    instrument: Instrument,
    key: int,
    beat: float,
    *,
    broken: bool = False,
) -> Mono:
    """Four chords round and round, struck together or note by note."""
    events = []
    for bar in range(int(seconds / (4 * beat)) + 1):
        chord = CHORDS[bar % len(CHORDS)]
        if broken:
            for count in range(8):
                note = key + chord[count % 3] + 12 * (count % 2)
                events.append(((4 * bar + count / 2) * beat, instrument(note, 2 * beat, rng)))
        else:
            events += [(4 * bar * beat, instrument(key + step, 4 * beat, rng)) for step in chord]
    return mixed(seconds, events)


def drums(rng: np.random.Generator, seconds: float, beat: float) -> Mono:
    """Four to the floor with a backbeat."""
    events = []
    for count in range(int(seconds / beat) + 1):
        events.append((count * beat, kick(rng)))
        events.append(((count + 0.5) * beat, 0.3 * hat(rng)))
        if count % 2:
            events.append((count * beat, 0.7 * snare(rng)))
    return mixed(seconds, events)


# Styles: which parts make a piece.


def _folk(rng: np.random.Generator, seconds: float) -> list[Mono]:
    key, beat = int(rng.integers(48, 56)), 60 / float(rng.uniform(80, 110))
    return [
        chords(rng, seconds, pluck, key, beat, broken=True),
        0.3 * melody(rng, seconds, flute, key + 24, beat),
    ]


def _ambient(rng: np.random.Generator, seconds: float) -> list[Mono]:
    key = int(rng.integers(45, 55))
    return [
        chords(rng, seconds, pad, key, 2.0),
        0.6 * chords(rng, seconds, pad, key + 12, 3.1),
    ]


def _electronic(rng: np.random.Generator, seconds: float) -> list[Mono]:
    key, beat = int(rng.integers(36, 44)), 60 / float(rng.uniform(118, 132))
    return [
        0.5 * chords(rng, seconds, buzz, key, beat, broken=True),
        drums(rng, seconds, beat),
        0.3 * melody(rng, seconds, buzz, key + 24, beat),
    ]


def _guitar(rng: np.random.Generator, seconds: float) -> list[Mono]:
    key, beat = int(rng.integers(45, 52)), 60 / float(rng.uniform(60, 90))
    return [
        chords(rng, seconds, pluck, key, beat, broken=True),
        melody(rng, seconds, pluck, key + 12, beat),
    ]


STYLES: dict[str, Callable[[np.random.Generator, float], list[Mono]]] = {
    "folk": _folk,
    "ambient": _ambient,
    "electronic": _electronic,
    "guitar": _guitar,
}

PIECES = (
    ("folk", "Morning Lane.flac"),
    ("folk", "Two Rivers.mp3"),
    ("folk", "Harvest Road.ogg"),
    ("ambient", "Slow Water.opus"),
    ("ambient", "High Window.flac"),
    ("ambient", "Grey Hills.m4a"),
    ("electronic", "Night Bus.mp3"),
    ("electronic", "Signal Path.wav"),
    ("electronic", "Copper Wire.m4a"),
    ("guitar", "Old Chair.mp3"),
    ("guitar", "Paper Boats.aiff"),
    ("guitar", "Evening Bread.wv"),
)


def write_samples(folder: Path, *, seconds: float = 30.0) -> list[Path]:
    """Write the sample pieces that are not there yet; returns all their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed, (style, name) in enumerate(PIECES):
        path = folder / name
        if not path.exists():
            unfinished = folder / f".unfinished {name}"
            write_piece(unfinished, seed, seconds, style=style).replace(path)
        paths.append(path)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.samples FOLDER")
    for written in write_samples(Path(sys.argv[1])):
        print(written)  # noqa: T201  # a program's output
