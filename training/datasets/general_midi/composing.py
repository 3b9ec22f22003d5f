"""Composes short pieces by random rules; everything follows from the seed and the number."""

from dataclasses import dataclass

import numpy as np

from training.datasets.general_midi.drumming import DRUM_WRITERS, GROOVES
from training.datasets.general_midi.harmony import Song, write_song
from training.datasets.general_midi.midi_file import (
    Event,
    control,
    note_off,
    note_on,
    program_change,
)
from training.datasets.general_midi.programs import (
    BASS,
    CHORDS,
    DRUM_CHANNEL,
    DRUMS,
    MELODY,
    PERCUSSION,
    PROGRAMS,
    Program,
    programs_of,
)
from training.datasets.general_midi.styles import STYLES, Slot, Style
from training.datasets.general_midi.writing import WRITERS, Tone

MIXED, ALONE, REPLACED = 0.4, 0.15, 0.2
"""Shares of pieces of random instruments, of pieces of one, and of places taken by another."""
RARE, RARE_ODDS = (
    frozenset(
        {
            *("Accordion", "Banjo", "Bells", "Celesta", "Clavinet", "Cor Anglais", "Dulcimer"),
            *("Glockenspiel", "Harmonica", "Marimba", "Music Box", "Piccolo", "Recorder"),
            *("Steel Drums", "Timpani", "Vibraphone", "Viola", "Xylophone", "kalimba", "koto"),
        }
    ),
    0.3,
)
"""What music seldom has is seldom drawn."""
_WRITERS = {
    MELODY: ("tune", "tune", "long", "fast", "sparse"),
    CHORDS: ("held", "struck", "broken"),
    BASS: tuple(name for name in WRITERS if name.startswith("bass ")),
    DRUMS: GROOVES,
    PERCUSSION: ("hands",),
}
_ANYTHING = Style("mixed", (60, 160), (), (4, 4, 3), ("major", "minor", "dorian", "mixolydian"))
_LEVELS = {MELODY: 0.0, CHORDS: -3.0, BASS: -2.0, DRUMS: -1.0, PERCUSSION: -3.0}


@dataclass(frozen=True, slots=True)
class Note:
    """start and length in seconds, pitch and velocity as in MIDI."""

    start: float
    length: float
    pitch: int
    velocity: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one instrument plays. level: loudness in the mix, dB; the rest: MIDI controllers."""

    program: Program
    role: str
    notes: tuple[Note, ...]
    level: float
    reverb: int
    chorus: int
    vibrato: int

    def events(self, offset: float) -> list[Event]:
        """The part's messages, `offset` seconds later."""
        channel = DRUM_CHANNEL if self.program.kit else 0
        setting = [
            control(channel, 121, 0),
            program_change(channel, self.program.number),
            *(control(channel, number, value) for number, value in self._controllers()),
        ]
        events = [Event(offset, message) for message in setting]
        for note in self.notes:
            start = offset + note.start
            end = start + note.length
            events.append(Event(end, note_off(channel, note.pitch)))
            events.append(Event(start, note_on(channel, note.pitch, note.velocity)))
        return events

    def _controllers(self) -> tuple[tuple[int, int], ...]:
        return ((7, 110), (10, 64), (1, self.vibrato), (91, self.reverb), (93, self.chorus))


@dataclass(frozen=True, slots=True)
class Piece:
    """A composition. room: size of the reverb, 0…1; peak: of the finished waveform, 0…1."""

    style: str
    seconds: float
    parts: tuple[Part, ...]
    room: float
    peak: float


def compose(seed: int, number: int, seconds: float) -> Piece:
    """Piece `number` of a seed: one to seven instruments."""
    rng = np.random.default_rng((seed, number))
    style = _ANYTHING
    if rng.random() > MIXED:
        odds = np.asarray([style.odds for style in STYLES])
        style = STYLES[rng.choice(len(STYLES), p=odds / odds.sum())]
    song = write_song(
        rng,
        seconds=seconds,
        tempo=rng.uniform(*style.tempo),
        beats=int(rng.choice(style.beats)),
        modes=style.modes,
        swing=rng.uniform(0.58, 0.68) if style.swung else 0.5,
        sevenths=style.sevenths,
        drone=style.drone,
    )
    cast = _cast(rng, style)
    silent = _silences(rng, song, len(cast))
    wet = int(rng.integers(0, 90))
    parts = [_part(rng, song, slot, seconds, silent[place], wet) for place, slot in enumerate(cast)]
    heard = tuple(part for part in parts if part.notes)
    room, peak = float(rng.uniform(0.1, 0.9)), float(10 ** (rng.uniform(-12.0, -1.0) / 20))
    return Piece(style.name, seconds, heard, room, peak)


def _cast(rng: np.random.Generator, style: Style) -> list[Slot]:
    """The places of the piece, each with the one instrument that takes it."""
    slots = [slot for slot in style.slots if rng.random() < slot.odds] or list(style.slots[:1])
    if not style.slots:
        counts = {MELODY: rng.integers(1, 3), CHORDS: rng.choice([0, 1, 1, 2])}
        counts |= {BASS: rng.random() < 0.55, DRUMS: rng.random() < 0.4}
        counts[PERCUSSION] = rng.random() < 0.2
        slots = [Slot(role, (), _WRITERS[role]) for role, n in counts.items() for _ in range(n)]
    if rng.random() < ALONE:
        slots = [slots[rng.integers(len(slots))]]
    cast = []
    for slot in slots:
        name = str(rng.choice(slot.programs)) if slot.programs else ""
        if not name or rng.random() < REPLACED:
            name = _anyone(rng, slot.role)
        writer = str(rng.choice(slot.writers))
        if name == "orchestral percussion":
            writer = "orchestral"
        elif name == "taiko":
            writer = "pitched"
        cast.append(Slot(slot.role, (name,), (writer,)))
    return cast


def _anyone(rng: np.random.Generator, role: str) -> str:
    """An instrument for a role: tags have odds, not programs, of which some have many."""
    groups: dict[str, list[str]] = {}
    for name in programs_of(role):
        tags = PROGRAMS[name].tags
        groups.setdefault(tags[0] if tags else name, []).append(name)
    heads = sorted(groups)
    odds = np.asarray([RARE_ODDS if tag in RARE else 1.0 for tag in heads])
    names = groups[str(rng.choice(heads, p=odds / odds.sum()))]
    return str(rng.choice(names))


def _silences(rng: np.random.Generator, song: Song, parts: int) -> list[list[float]]:
    """Per part the first beats of the four-bar sections in which it rests; one always plays."""
    sections = int(np.ceil(song.bars / 4))
    rests = rng.random((parts, sections)) < (0.25 if parts > 1 else 0.0)
    rests &= rests.mean(axis=1, keepdims=True) <= 0.5
    rests[rng.integers(parts), rests.all(axis=0)] = False
    return [[4.0 * song.beats * i for i in np.flatnonzero(row)] for row in rests]


def _part(
    rng: np.random.Generator,
    song: Song,
    slot: Slot,
    seconds: float,
    silent: list[float],
    wet: int,
) -> Part:
    program = PROGRAMS[slot.programs[0]]
    tones = (WRITERS | DRUM_WRITERS)[slot.writers[0]](rng, song, program)
    section = 4.0 * song.beats
    tones = [t for t in tones if not any(s <= t.start < s + section for s in silent)]
    held = "held" in slot.writers[0] or slot.writers[0] == "long"
    vibrato = 0 if program.decays else int(rng.integers(0, 50))
    return Part(
        program,
        slot.role,
        _performed(rng, song, tones, seconds, program),
        _LEVELS[slot.role] - (2.0 if held else 0.0) + float(rng.uniform(-5.0, 4.0)),
        min(max(wet + int(rng.integers(-20, 21)), 0), 127),
        int(rng.choice([0, 0, 0, 30, 60])),
        vibrato,
    )


def _performed(
    rng: np.random.Generator, song: Song, tones: list[Tone], seconds: float, program: Program
) -> tuple[Note, ...]:
    """Seconds and velocities, with a player's unevenness; a pitch sounds once at a time."""
    jitter, force = rng.uniform(0.0, 0.012), rng.uniform(0.75, 1.1)
    notes: list[Note] = []
    ends: dict[int, int] = {}
    for tone in sorted(tones, key=lambda tone: tone.start):
        start = max(song.seconds(tone.start) + tone.late + rng.normal(0.0, jitter), 0.0)
        end = song.seconds(tone.start + tone.length)
        velocity = min(max(round(127 * tone.loudness * force), 30), 127)
        if start > seconds - 0.1:
            continue
        last = ends.get(tone.pitch)
        if last is not None and notes[last].start + notes[last].length > start - 0.01:
            before = notes[last]
            if start - before.start < 0.04:
                continue
            notes[last] = Note(
                before.start, start - before.start - 0.01, before.pitch, before.velocity
            )
        ends[tone.pitch] = len(notes)
        length = max(min(end, seconds) - start, 0.06 if program.decays else 0.1)
        notes.append(Note(start, length, tone.pitch, velocity))
    return tuple(notes)
