"""The tags that depend on tempo, register, voices, timbre, dynamics or production.

In the spelling of the bundled vocabulary; position scales (valence, arousal) beside them.
"""

from tagger_app.core.fields import Category
from training.datasets.recording import in_category

GENRE, MOOD, INSTRUMENT = Category.GENRE, Category.MOOD, Category.INSTRUMENT
EMOTION_SCALES = in_category(Category.OTHER, ("arousal", "valence"))

FASTER = in_category(
    MOOD, ("Fast", "Energetic", "Exciting", "Upbeat", "Party", "Sport", "Aggressive", "Intense")
)
SLOWER = in_category(
    MOOD, ("Slow", "Calm", "Relaxing", "Laid-Back", "Meditative", "Peaceful", "Sad", "Solemn")
)
TEMPO_GENRES = in_category(
    GENRE,
    (
        *("Ballad", "Breakbeat", "Chillout", "Dance", "Deep House", "Disco", "Doom Metal"),
        *("Downtempo", "Drum and Bass", "Dub", "Dubstep", "Eurodance", "Hardcore", "House"),
        *("March", "Polka", "Psytrance", "Ragtime", "Reggae", "Reggaeton", "Ska", "Swing"),
        *("Tango", "Techno", "Thrash Metal", "Trance", "Trap", "Trip-Hop", "Vaporwave", "Waltz"),
    ),
)
"""Genres that a listener tells by their tempo or dances to at one."""

HIGHER = (
    *in_category(
        INSTRUMENT,
        ("Celesta", "Female Voice", "Glockenspiel", "Music Box", "Piccolo", "Toy Piano", "Ukulele"),
    ),
    *in_category(MOOD, ("Bright", "Children")),
)
LOWER = (
    *in_category(
        INSTRUMENT,
        ("Bass", "Bass Clarinet", "Bassoon", "Double Bass", "Male Voice", "Timpani", "Tuba"),
    ),
    *in_category(MOOD, ("Dark", "Deep", "Heavy")),
)
MIDDLE_REGISTER = in_category(
    INSTRUMENT,
    (
        *("Cello", "Clarinet", "Cor Anglais", "Fiddle", "Flute", "French Horn", "Marimba", "Oboe"),
        *("Trombone", "Trumpet", "Vibraphone", "Viola", "Violin", "Xylophone"),
    ),
)
"""Instruments with a larger or smaller sibling, which they become when shifted far."""

VOICES = (
    *in_category(INSTRUMENT, ("Choir", "Female Voice", "Male Voice", "Voice")),
    *in_category(GENRE, ("Spoken Word",)),
)
NO_VOICES = in_category(GENRE, ("Instrumental", "Instrumental Pop", "Instrumental Rock"))

BRIGHT_SOUNDS = (
    *in_category(INSTRUMENT, ("Bells", "Glockenspiel", "Music Box", "Piccolo", "Triangle")),
    *in_category(MOOD, ("Bright",)),
)
DARK_SOUNDS = in_category(MOOD, ("Dark", "Deep"))
DEEP_SOUNDS = (
    *in_category(INSTRUMENT, ("Bass", "Bass Clarinet", "Double Bass", "Timpani", "Tuba")),
    *in_category(MOOD, ("Deep", "Heavy", "Powerful")),
)

LOUD = in_category(MOOD, ("Loud", "Intense", "Powerful"))
QUIET = in_category(MOOD, ("Calm", "Soft", "Tender"))
DYNAMIC = in_category(MOOD, ("Dramatic",))

SPACIOUS = (
    *in_category(MOOD, ("Atmospheric", "Dreamy", "Soundscape", "Space")),
    *in_category(GENRE, ("Ambient", "Atmospheric", "Dark Ambient", "Shoegaze")),
)
INTIMATE = in_category(GENRE, ("Acoustic", "Singer-Songwriter"))
ECHOING = in_category(GENRE, ("Dub", "Psychedelic", "Psychedelic Rock"))
NOISY = (
    *in_category(GENRE, ("Lo-Fi", "Noise", "Oldies", "Silent Film")),
    *in_category(MOOD, ("Retro",)),
)
