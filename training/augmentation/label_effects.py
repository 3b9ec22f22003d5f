"""Which labels the augmentations touch, and from which amount on."""

from training.augmentation import touched_tags as tags
from training.augmentation.effects import LabelEffect, Property

TEMPO = LabelEffect(
    Property.TEMPO,
    below=0.8,
    above=1.2,
    raised=tags.FASTER,
    lowered=tags.SLOWER,
    uncertain=(*tags.TEMPO_GENRES, *tags.EMOTION_SCALES),
)
"""Amount: times as fast. A piece a fifth slower or faster is another piece to dance to."""


def register_effects(per_semitone: bool) -> tuple[LabelEffect, LabelEffect]:
    """Effects of semitones, or of the same intervals as ratios of frequency.

    The voice of one sex sounds like the other's from a minor third on; instruments sound like
    their larger or smaller siblings from a fourth on.
    """

    def amount(semitones: float) -> float:
        return semitones if per_semitone else float(2.0 ** (semitones / 12.0))

    return (
        LabelEffect(
            Property.REGISTER,
            below=amount(-2.5),
            above=amount(2.5),
            raised=tags.HIGHER,
            lowered=tags.LOWER,
        ),
        LabelEffect(
            Property.REGISTER,
            below=amount(-4.5),
            above=amount(4.5),
            uncertain=tags.MIDDLE_REGISTER,
        ),
    )


NOISE = LabelEffect(Property.PRODUCTION, below=20.0, lowered=tags.NOISY)
"""Amount: dB of signal over noise."""
TALK = LabelEffect(Property.VOICE, below=20.0, raised=tags.NO_VOICES, lowered=tags.VOICES)
"""Amount: dB of music over voices."""

WITHOUT_TREBLE = LabelEffect(
    Property.TIMBRE, below=2_500.0, raised=tags.BRIGHT_SOUNDS, lowered=tags.DARK_SOUNDS
)
"""Amount: cutoff of a low-pass filter in Hz."""
WITHOUT_BASS = LabelEffect(Property.TIMBRE, above=200.0, lowered=tags.DEEP_SOUNDS)
"""Amount: cutoff of a high-pass filter in Hz."""
NARROW = (
    LabelEffect(Property.PRODUCTION, below=4.0, lowered=tags.NOISY),
    LabelEffect(Property.TIMBRE, below=4.0, raised=(*tags.DEEP_SOUNDS, *tags.BRIGHT_SOUNDS)),
)
"""Amount: width of a band in octaves. It sounds like a telephone or an old record."""
BASS = LabelEffect(Property.TIMBRE, below=-6.0, above=6.0, raised=tags.DEEP_SOUNDS)
TREBLE = LabelEffect(
    Property.TIMBRE, below=-6.0, above=6.0, raised=tags.BRIGHT_SOUNDS, lowered=tags.DARK_SOUNDS
)
"""Amount: gain of a shelf in dB."""

ECHOES = LabelEffect(
    Property.PRODUCTION, above=0.25, raised=(*tags.ECHOING, *tags.SPACIOUS), lowered=tags.INTIMATE
)
"""Amount: seconds between echoes; shorter ones are heard as a room or a colour."""
ROOM = LabelEffect(Property.PRODUCTION, above=1.2, raised=tags.SPACIOUS, lowered=tags.INTIMATE)
"""Amount: seconds until the room is 60 dB fainter; 1.2 is a small hall."""
LEVELLED = LabelEffect(
    Property.DYNAMICS, above=3.0, raised=tags.LOUD, lowered=(*tags.QUIET, *tags.DYNAMIC)
)
"""Amount: ratio of a compressor."""
