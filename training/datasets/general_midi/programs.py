"""The instruments of General MIDI level 1 that pieces use, and the tags each stands for."""

from dataclasses import dataclass

DRUM_CHANNEL = 9

MELODY, CHORDS, BASS, DRUMS, PERCUSSION = "melody", "chords", "bass", "drums", "percussion"
ROLES = (MELODY, CHORDS, BASS, DRUMS, PERCUSSION)


@dataclass(frozen=True, slots=True)
class Program:
    """An instrument.

    number: 0…127, of a drum kit on the drum channel if `kit`. low, high: comfortable range in
    MIDI pitches. roles: what it can play. tags: what a listener surely calls it; unsure: what
    some would call it too. decays: it cannot hold a note.
    """

    name: str
    number: int
    low: int
    high: int
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    unsure: tuple[str, ...] = ()
    decays: bool = False
    kit: bool = False


_M, _C, _B = (MELODY,), (CHORDS,), (BASS,)
_MC = (MELODY, CHORDS)
_KEYS = ("Keyboard",)
_SECTION = ("Violin", "Viola", "Cello", "Double Bass", "Orchestra")
_SUNG = ("Voice", "Female Voice", "Male Voice")
_GUITARS = ("Guitar", "Electric Guitar")

_ROWS = (
    Program("piano", 0, 36, 88, _MC, ("Piano",), _KEYS, decays=True),
    Program("bright piano", 1, 36, 88, _MC, ("Piano",), _KEYS, decays=True),
    Program("honky-tonk", 3, 40, 84, _MC, ("Piano",), _KEYS, decays=True),
    Program("electric piano", 4, 40, 84, _MC, ("Electric Piano",), ("Piano", *_KEYS), decays=True),
    Program(
        *("fm piano", 5, 40, 84, _MC, ("Electric Piano",)),
        *(("Piano", "Synthesizer", *_KEYS), True),
    ),
    Program("harpsichord", 6, 41, 84, _MC, ("Harpsichord",), _KEYS, decays=True),
    Program("clavinet", 7, 40, 76, _C, ("Clavinet",), ("Electric Piano", *_KEYS), decays=True),
    Program("celesta", 8, 60, 96, _MC, ("Celesta",), ("Bells", "Music Box", *_KEYS), decays=True),
    Program(
        *("glockenspiel", 9, 72, 100, _M, ("Glockenspiel",)),
        *(("Percussion", "Bells", "Music Box"), True),
    ),
    Program("music box", 10, 60, 91, _MC, ("Music Box",), ("Bells", "Glockenspiel"), decays=True),
    Program("vibraphone", 11, 53, 86, _MC, ("Vibraphone",), ("Percussion", "Bells"), decays=True),
    Program("marimba", 12, 48, 84, _MC, ("Marimba",), ("Percussion", "Xylophone"), decays=True),
    Program("xylophone", 13, 65, 96, _M, ("Xylophone",), ("Percussion", "Marimba"), decays=True),
    Program("bells", 14, 60, 77, _M, ("Bells",), ("Percussion",), decays=True),
    Program("dulcimer", 15, 55, 84, _MC, ("Dulcimer",), ("Zither", "Percussion"), decays=True),
    Program("drawbar organ", 16, 40, 84, _MC, ("Organ",), _KEYS),
    Program("percussive organ", 17, 40, 84, _MC, ("Organ",), _KEYS),
    Program("rock organ", 18, 40, 84, _MC, ("Organ",), _KEYS),
    Program("church organ", 19, 36, 84, (*_MC, BASS), ("Organ", "Pipe Organ"), _KEYS),
    Program("accordion", 21, 50, 84, _MC, ("Accordion",), ("Organ", *_KEYS)),
    Program("harmonica", 22, 60, 84, _M, ("Harmonica",), ("Accordion",)),
    Program("bandoneon", 23, 50, 84, _MC, ("Accordion",), ("Organ", *_KEYS)),
    Program(
        *("nylon guitar", 24, 40, 79, _MC, ("Acoustic Guitar", "Guitar", "Classical Guitar")),
        decays=True,
    ),
    Program(
        *("steel guitar", 25, 40, 79, _MC, ("Acoustic Guitar", "Guitar")),
        *(("Classical Guitar",), True),
    ),
    Program("jazz guitar", 26, 40, 79, _MC, _GUITARS, ("Acoustic Guitar",), decays=True),
    Program("clean guitar", 27, 40, 79, _MC, _GUITARS, ("Acoustic Guitar",), decays=True),
    Program("muted guitar", 28, 40, 72, _C, _GUITARS, ("Acoustic Guitar",), decays=True),
    Program("overdriven guitar", 29, 40, 81, _MC, _GUITARS),
    Program("distorted guitar", 30, 40, 81, _MC, _GUITARS),
    Program("acoustic bass", 32, 28, 52, _B, ("Double Bass",), ("Bass", "Strings"), decays=True),
    Program("fingered bass", 33, 28, 52, _B, ("Bass",), decays=True),
    Program("picked bass", 34, 28, 52, _B, ("Bass",), decays=True),
    Program("fretless bass", 35, 28, 55, _B, ("Bass",), ("Double Bass",), decays=True),
    Program("slap bass", 36, 28, 52, _B, ("Bass",), decays=True),
    Program("popped bass", 37, 28, 52, _B, ("Bass",), decays=True),
    Program("synth bass", 38, 28, 52, _B, ("Synthesizer",), ("Bass", *_KEYS), decays=True),
    Program("warm synth bass", 39, 28, 52, _B, ("Synthesizer",), ("Bass", *_KEYS), decays=True),
    Program("violin", 40, 55, 93, _M, ("Violin", "Strings"), ("Viola", "Fiddle")),
    Program("viola", 41, 50, 81, _M, ("Viola", "Strings"), ("Violin", "Cello")),
    Program("cello", 42, 36, 72, (MELODY, BASS), ("Cello", "Strings"), ("Double Bass", "Viola")),
    Program("contrabass", 43, 28, 55, _B, ("Double Bass", "Strings"), ("Cello", "Bass")),
    Program("tremolo strings", 44, 40, 86, _C, ("Strings",), _SECTION),
    Program("pizzicato strings", 45, 40, 84, _MC, ("Strings",), (*_SECTION, "Harp"), decays=True),
    Program("harp", 46, 36, 91, _MC, ("Harp",), ("Strings",), decays=True),
    Program("timpani", 47, 38, 57, _B, ("Timpani", "Percussion"), ("Drums",), decays=True),
    Program("strings", 48, 40, 86, _MC, ("Strings",), _SECTION),
    Program("slow strings", 49, 40, 86, _C, ("Strings",), _SECTION),
    Program("choir aahs", 52, 48, 79, _MC, ("Choir",), _SUNG),
    Program("voice oohs", 53, 48, 79, _MC, ("Choir",), (*_SUNG, "Synthesizer")),
    Program("trumpet", 56, 55, 84, _M, ("Trumpet", "Brass")),
    Program("trombone", 57, 41, 72, (MELODY, BASS), ("Trombone", "Brass"), ("French Horn",)),
    Program("tuba", 58, 29, 55, _B, ("Tuba", "Brass"), ("Trombone",)),
    Program("muted trumpet", 59, 55, 82, _M, ("Trumpet", "Brass")),
    Program("french horn", 60, 41, 76, _MC, ("French Horn", "Brass"), ("Trombone",)),
    Program(
        *("brass section", 61, 41, 79, _MC, ("Brass",)),
        ("Trumpet", "Trombone", "French Horn", "Saxophone", "Synthesizer"),
    ),
    Program("synth brass", 62, 41, 79, _MC, ("Synthesizer",), ("Brass", *_KEYS)),
    Program("soprano sax", 64, 56, 86, _M, ("Saxophone",), ("Oboe", "Clarinet")),
    Program("alto sax", 65, 50, 80, _M, ("Saxophone",)),
    Program("tenor sax", 66, 45, 75, _M, ("Saxophone",)),
    Program("baritone sax", 67, 38, 67, (MELODY, BASS), ("Saxophone",)),
    Program("oboe", 68, 58, 88, _M, ("Oboe",), ("Woodwinds", "Cor Anglais")),
    Program("cor anglais", 69, 52, 81, _M, ("Cor Anglais",), ("Woodwinds", "Oboe")),
    Program("bassoon", 70, 36, 69, (MELODY, BASS), ("Bassoon",), ("Woodwinds",)),
    Program("clarinet", 71, 50, 88, _M, ("Clarinet",), ("Woodwinds", "Bass Clarinet")),
    Program("piccolo", 72, 74, 100, _M, ("Piccolo",), ("Flute", "Woodwinds")),
    Program("flute", 73, 60, 93, _M, ("Flute",), ("Woodwinds",)),
    Program("recorder", 74, 62, 91, _M, ("Recorder",), ("Flute", "Woodwinds")),
    Program("pan flute", 75, 60, 88, _M, ("Flute",), ("Woodwinds", "Recorder", "Synthesizer")),
    Program("square lead", 80, 48, 88, _M, ("Synthesizer",), _KEYS),
    Program("saw lead", 81, 48, 88, _MC, ("Synthesizer",), _KEYS),
    Program("charang", 84, 48, 84, _M, ("Synthesizer",), (*_GUITARS, *_KEYS)),
    Program("fifths lead", 86, 48, 81, _M, ("Synthesizer",), _KEYS),
    Program("bass and lead", 87, 40, 76, (MELODY, BASS), ("Synthesizer",), ("Bass", *_KEYS)),
    Program("new age pad", 88, 48, 84, _C, ("Synthesizer",), ("Pad", "Bells", *_KEYS)),
    Program("warm pad", 89, 45, 84, _C, ("Synthesizer", "Pad"), ("Strings", *_KEYS)),
    Program("polysynth", 90, 45, 84, _MC, ("Synthesizer",), ("Pad", *_KEYS)),
    Program("metallic pad", 93, 45, 84, _C, ("Synthesizer", "Pad"), _KEYS),
    Program("halo pad", 94, 45, 84, _C, ("Synthesizer", "Pad"), ("Choir", *_SUNG, *_KEYS)),
    Program("sweep pad", 95, 45, 84, _C, ("Synthesizer", "Pad"), ("Choir", *_KEYS)),
    Program("sitar", 104, 48, 79, _M, ("Sitar",), decays=True),
    Program("banjo", 105, 48, 81, _MC, ("Banjo",), ("Guitar",), decays=True),
    Program("koto", 107, 50, 84, _M, (), ("Zither", "Lute", "Harp", "Guitar"), decays=True),
    Program("kalimba", 108, 55, 84, _MC, (), ("Percussion", "Marimba", "Music Box"), decays=True),
    Program("fiddle", 110, 55, 88, _M, ("Violin", "Fiddle", "Strings")),
    Program("steel drums", 114, 55, 84, _M, ("Steel Drums",), ("Percussion", "Drums"), decays=True),
    Program("taiko", 116, 40, 60, (PERCUSSION,), ("Percussion",), ("Drums",), decays=True),
    *(
        Program(name, number, 35, 81, (DRUMS,), ("Drums",), unsure, decays=True, kit=True)
        for name, number, unsure in (
            ("standard kit", 0, ("Percussion",)),
            ("room kit", 8, ("Percussion",)),
            ("power kit", 16, ("Percussion", "Drum Machine")),
            ("electronic kit", 24, ("Percussion", "Drum Machine")),
            ("jazz kit", 32, ("Percussion",)),
            ("brush kit", 40, ("Percussion",)),
        )
    ),
    Program(
        *("drum machine", 25, 35, 81, (DRUMS,), ("Drum Machine",)),
        *(("Drums", "Percussion"), True, True),
    ),
    Program(
        *("hand percussion", 0, 35, 81, (PERCUSSION,), ("Percussion",)),
        *(("Drums", "Congas", "Bongo", "Tabla", "Triangle", "Drum Machine"), True, True),
    ),
    Program(
        *("orchestral percussion", 48, 35, 81, (PERCUSSION,), ("Percussion",)),
        *(("Drums", "Timpani", "Triangle"), True, True),
    ),
)

PROGRAMS = {program.name: program for program in _ROWS}
"""All instruments by name."""

KNOWN_TAGS = frozenset(
    {tag for program in _ROWS for tag in (*program.tags, *program.unsure)} - {"Orchestra"}
)
"""Tags a piece can be without for sure; of others (orchestra, lyrics, samples) nothing is known."""


def programs_of(role: str) -> tuple[str, ...]:
    """Names of the instruments that can play a role."""
    return tuple(program.name for program in _ROWS if role in program.roles)
