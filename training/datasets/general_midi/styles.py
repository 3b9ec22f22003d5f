"""Ensembles that are usual together, and a mixture of anything with anything."""

from dataclasses import dataclass

from training.datasets.general_midi.drumming import GROOVES
from training.datasets.general_midi.programs import BASS, CHORDS, DRUMS, MELODY, PERCUSSION


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in an ensemble: who may take it, what it plays, how often it is there."""

    role: str
    programs: tuple[str, ...]
    writers: tuple[str, ...]
    odds: float = 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """tempo: beats per minute; beats: of a bar; sevenths: odds of chords with four tones."""

    name: str
    tempo: tuple[float, float]
    slots: tuple[Slot, ...]
    beats: tuple[int, ...] = (4,)
    modes: tuple[str, ...] = ("major", "minor")
    swung: bool = False
    sevenths: float = 0.15
    drone: bool = False
    odds: float = 1.0


_BASSES = ("fingered bass", "picked bass", "fretless bass", "slap bass", "popped bass")
_SYNTH_BASSES = ("synth bass", "warm synth bass", "bass and lead")
_LEADS = ("square lead", "saw lead", "charang", "fifths lead", "polysynth")
_PADS = ("new age pad", "warm pad", "polysynth", "metallic pad", "halo pad", "sweep pad")
_PIANOS = ("piano", "bright piano")
_E_PIANOS = ("electric piano", "fm piano")
_ORGANS = ("drawbar organ", "percussive organ", "rock organ")
_ACOUSTIC = ("nylon guitar", "steel guitar")
_CLEAN = ("jazz guitar", "clean guitar", "muted guitar")
_LOUD = ("overdriven guitar", "distorted guitar")
_SAXES = ("soprano sax", "alto sax", "tenor sax", "baritone sax")
_WINDS = ("flute", "oboe", "clarinet", "bassoon", "cor anglais", "piccolo")
_HORNS = ("trumpet", "trombone", "french horn", "muted trumpet")
_STRINGS = ("strings", "slow strings")
_CHOIRS = ("choir aahs", "voice oohs")
_KITS = ("standard kit", "room kit", "power kit")
_TUNES = ("tune", "tune", "fast", "sparse", "long")
_COMP = ("struck", "broken", "held")
_LOW = ("bass held", "bass pulse", "bass alternating", "bass syncopated")

STYLES = (
    Style(
        "rock",
        (90, 170),
        (
            Slot(CHORDS, (*_LOUD, *_LOUD, "clean guitar"), ("riff", "struck")),
            Slot(MELODY, (*_LOUD, "clean guitar", "rock organ"), _TUNES, 0.6),
            Slot(CHORDS, (*_ORGANS, *_PIANOS, *_ACOUSTIC), _COMP, 0.35),
            Slot(BASS, _BASSES, _LOW, 0.85),
            Slot(DRUMS, _KITS, ("rock", "ride", "metal", "punk", "ballad"), 0.85),
        ),
        modes=("major", "minor", "mixolydian"),
        odds=1.3,
    ),
    Style(
        "pop",
        (76, 130),
        (
            Slot(MELODY, (*_PIANOS, *_SAXES, "flute", "clean guitar", *_LEADS, *_CHOIRS), _TUNES),
            Slot(CHORDS, (*_PIANOS, *_ACOUSTIC, *_E_PIANOS, *_CLEAN), _COMP),
            Slot(CHORDS, (*_STRINGS, *_PADS, "synth brass", "brass section"), ("held",), 0.4),
            Slot(BASS, (*_BASSES, *_SYNTH_BASSES), _LOW, 0.75),
            Slot(DRUMS, (*_KITS, "electronic kit", "drum machine"), GROOVES, 0.75),
            Slot(PERCUSSION, ("hand percussion",), ("hands",), 0.25),
        ),
        odds=1.2,
    ),
    Style(
        "jazz",
        (80, 210),
        (
            Slot(MELODY, (*_SAXES, "trumpet", "muted trumpet", "clarinet", "vibraphone"), _TUNES),
            Slot(MELODY, (*_SAXES, "trombone", "trumpet", "jazz guitar"), _TUNES, 0.35),
            Slot(CHORDS, (*_PIANOS, "jazz guitar", "drawbar organ", "electric piano"), ("struck",)),
            Slot(
                *(BASS, ("acoustic bass", "acoustic bass", "fretless bass")),
                *(("bass walking",), 0.85),
            ),
            Slot(DRUMS, ("jazz kit", "brush kit", "standard kit"), ("jazz", "ride"), 0.75),
        ),
        swung=True,
        sevenths=0.95,
        modes=("major", "dorian", "minor", "mixolydian"),
    ),
    Style(
        "string quartet",
        (60, 140),
        (
            Slot(MELODY, ("violin",), _TUNES, 0.9),
            Slot(MELODY, ("violin", "viola"), ("long", "tune"), 0.7),
            Slot(MELODY, ("viola",), ("long", "tune"), 0.7),
            Slot(MELODY, ("cello",), ("long", "tune"), 0.75),
            Slot(BASS, ("cello", "contrabass"), ("bass held", "bass pulse"), 0.6),
        ),
        beats=(4, 3),
    ),
    Style(
        "orchestra",
        (60, 150),
        (
            Slot(
                CHORDS, ("strings", "slow strings", "tremolo strings", "pizzicato strings"), _COMP
            ),
            Slot(MELODY, (*_WINDS, "violin"), _TUNES, 0.7),
            Slot(MELODY, (*_HORNS, "cello"), _TUNES, 0.6),
            Slot(CHORDS, ("french horn", "brass section", "harp"), ("held", "broken"), 0.4),
            Slot(BASS, ("contrabass", "tuba", "bassoon", "trombone"), _LOW, 0.7),
            Slot(BASS, ("timpani",), ("bass syncopated", "bass held"), 0.35),
            Slot(PERCUSSION, ("orchestral percussion",), ("orchestral",), 0.25),
        ),
        beats=(4, 3),
    ),
    Style(
        "brass band",
        (70, 130),
        (
            Slot(MELODY, ("trumpet", "muted trumpet"), _TUNES),
            Slot(MELODY, ("trumpet", "trombone", "french horn"), ("long", "tune"), 0.8),
            Slot(CHORDS, ("french horn", "brass section"), ("held", "struck"), 0.6),
            Slot(MELODY, ("trombone",), ("long", "sparse"), 0.5),
            Slot(BASS, ("tuba",), ("bass alternating", "bass held", "bass pulse"), 0.85),
            Slot(DRUMS, ("standard kit",), ("march",), 0.4),
        ),
        beats=(4, 2, 3),
    ),
    Style(
        "winds",
        (60, 140),
        (
            Slot(MELODY, ("flute", "oboe", "piccolo"), _TUNES),
            Slot(MELODY, ("oboe", "clarinet", "cor anglais"), _TUNES, 0.8),
            Slot(MELODY, ("clarinet", "french horn"), ("long", "tune"), 0.6),
            Slot(BASS, ("bassoon",), ("bass held", "bass pulse", "bass walking"), 0.8),
            Slot(CHORDS, ("piano", "harpsichord", "harp"), _COMP, 0.3),
        ),
        beats=(4, 3),
    ),
    Style(
        "electronic",
        (100, 150),
        (
            Slot(MELODY, _LEADS, ("tune", "fast", "sparse")),
            Slot(CHORDS, _PADS, ("held", "broken", "struck")),
            Slot(CHORDS, ("saw lead", "synth brass", *_E_PIANOS), ("broken", "struck"), 0.5),
            Slot(BASS, _SYNTH_BASSES, ("bass pulse", "bass octaves", "bass syncopated"), 0.85),
            Slot(
                *(DRUMS, ("drum machine", "drum machine", "electronic kit")),
                *(("four", "house", "break", "hip hop"), 0.85),
            ),
        ),
        modes=("minor", "dorian", "major"),
        odds=1.2,
    ),
    Style(
        "hip hop and soul",
        (70, 105),
        (
            Slot(CHORDS, (*_E_PIANOS, *_CLEAN, "clavinet", *_ORGANS), _COMP),
            Slot(
                MELODY, ("muted trumpet", *_SAXES, "flute", "synth brass"), ("sparse", "tune"), 0.5
            ),
            Slot(CHORDS, ("brass section", *_STRINGS), ("struck", "held"), 0.35),
            Slot(BASS, (*_BASSES, *_SYNTH_BASSES), ("bass syncopated", "bass octaves"), 0.9),
            Slot(DRUMS, (*_KITS, "drum machine"), ("hip hop", "funk", "break"), 0.9),
            Slot(PERCUSSION, ("hand percussion",), ("hands",), 0.3),
        ),
        sevenths=0.7,
        modes=("dorian", "minor", "mixolydian"),
    ),
    Style(
        "folk",
        (70, 140),
        (
            Slot(CHORDS, (*_ACOUSTIC, *_ACOUSTIC, "accordion", "banjo", "dulcimer"), _COMP),
            Slot(
                *(MELODY, ("fiddle", "recorder", "harmonica", "flute", "accordion", "banjo")),
                *(_TUNES, 0.8),
            ),
            Slot(MELODY, ("bandoneon", "cello", "clarinet", "pan flute"), ("long", "tune"), 0.3),
            Slot(BASS, ("acoustic bass", "fretless bass"), ("bass held", "bass alternating"), 0.4),
            Slot(PERCUSSION, ("hand percussion",), ("hands",), 0.3),
        ),
        beats=(4, 3),
        modes=("major", "dorian", "mixolydian", "minor"),
        odds=1.2,
    ),
    Style(
        "baroque",
        (64, 130),
        (
            Slot(CHORDS, ("harpsichord",), ("struck", "broken", "held"), 0.9),
            Slot(MELODY, ("violin", "oboe", "recorder", "flute", "trumpet"), _TUNES, 0.8),
            Slot(MELODY, ("harpsichord", "violin", "oboe"), ("fast", "tune"), 0.5),
            Slot(BASS, ("cello", "bassoon", "contrabass"), ("bass pulse", "bass walking"), 0.7),
        ),
        beats=(4, 3),
    ),
    Style(
        "church",
        (56, 100),
        (
            Slot(CHORDS, ("church organ",), ("held", "broken"), 0.8),
            Slot(MELODY, ("church organ", "choir aahs", "trumpet"), ("long", "tune", "fast"), 0.7),
            Slot(CHORDS, _CHOIRS, ("held",), 0.6),
            Slot(BASS, ("church organ",), ("bass held", "bass walking"), 0.5),
        ),
    ),
    Style(
        "choir",
        (56, 96),
        (
            Slot(CHORDS, _CHOIRS, ("held", "struck")),
            Slot(MELODY, (*_CHOIRS, "flute", "violin"), ("long", "tune"), 0.6),
            Slot(CHORDS, ("piano", "harp", *_STRINGS, "slow strings"), _COMP, 0.4),
        ),
        odds=0.8,
    ),
    Style(
        "sitar",
        (64, 120),
        (
            Slot(MELODY, ("sitar",), ("tune", "fast", "sparse")),
            Slot(CHORDS, ("warm pad", "halo pad", "accordion"), ("held",), 0.4),
            Slot(PERCUSSION, ("hand percussion", "taiko"), ("hands",), 0.7),
            Slot(MELODY, ("flute", "violin", "koto"), ("long", "sparse"), 0.3),
        ),
        modes=("phrygian dominant", "mixolydian", "dorian", "minor"),
        drone=True,
        odds=0.8,
    ),
    Style(
        "harp and flute",
        (60, 110),
        (
            Slot(CHORDS, ("harp", "harp", "celesta", "nylon guitar"), ("broken", "struck")),
            Slot(MELODY, ("flute", "oboe", "pan flute", "violin", "vibraphone"), _TUNES),
            Slot(CHORDS, ("slow strings", *_CHOIRS, "warm pad"), ("held",), 0.35),
        ),
        beats=(4, 3),
    ),
    Style(
        "latin",
        (84, 130),
        (
            Slot(CHORDS, ("piano", "nylon guitar", "marimba"), ("struck", "broken")),
            Slot(MELODY, ("trumpet", "flute", "trombone", "steel drums", "marimba"), _TUNES, 0.8),
            Slot(CHORDS, ("brass section",), ("struck",), 0.3),
            Slot(BASS, ("acoustic bass", "fingered bass"), ("bass syncopated",), 0.8),
            Slot(PERCUSSION, ("hand percussion",), ("hands",), 0.85),
            Slot(DRUMS, _KITS, ("latin", "reggae"), 0.4),
        ),
        sevenths=0.5,
    ),
)
"""Usual ensembles. A fifth of their places go to another instrument, see `composing`."""
