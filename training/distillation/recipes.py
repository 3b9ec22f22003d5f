"""Recipes of students: functions that return a complete configuration."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from tagger_app.core.fields import Category
from training.configuration import (
    Distillation,
    OptimizerOptions,
    ScheduleOptions,
    Shares,
    TeacherSource,
    Training,
)

GENRES = (
    "Alternative",
    "Ambient",
    "Blues",
    "Chillout",
    "Chiptune",
    "Classical",
    "Country",
    "Dance",
    "Downtempo",
    "Easy Listening",
    "Electronic",
    "Experimental",
    "Folk",
    "Funk",
    "Hard Rock",
    "Hip-Hop",
    "House",
    "Indian",
    "Indie",
    "Jazz",
    "Lounge",
    "Metal",
    "New Age",
    "Opera",
    "Orchestral",
    "Pop",
    "Punk",
    "R&B",
    "Reggae",
    "Rock",
    "Soul",
    "Soundtrack",
    "Techno",
    "Trance",
    "Trip-Hop",
    "World",
)  # fmt: skip - one word a line would hide that these are one list
MOODS = (
    "Aggressive",
    "Calm",
    "Dark",
    "Dramatic",
    "Dreamy",
    "Emotional",
    "Energetic",
    "Epic",
    "Fun",
    "Groovy",
    "Happy",
    "Inspiring",
    "Laid-Back",
    "Meditative",
    "Melancholic",
    "Mysterious",
    "Nostalgic",
    "Party",
    "Playful",
    "Powerful",
    "Relaxing",
    "Romantic",
    "Sad",
    "Solemn",
    "Tender",
    "Tense",
    "Upbeat",
    "Uplifting",
)  # fmt: skip - one word a line would hide that these are one list
INSTRUMENTS = (
    "Acoustic Guitar",
    "Bass",
    "Bassoon",
    "Brass",
    "Cello",
    "Choir",
    "Clarinet",
    "Double Bass",
    "Drum Machine",
    "Drums",
    "Electric Guitar",
    "Electric Piano",
    "Female Voice",
    "Flute",
    "French Horn",
    "Guitar",
    "Harp",
    "Harpsichord",
    "Keyboard",
    "Male Voice",
    "Oboe",
    "Organ",
    "Percussion",
    "Piano",
    "Saxophone",
    "Sitar",
    "Strings",
    "Synthesizer",
    "Trombone",
    "Trumpet",
    "Tuba",
    "Violin",
    "Voice",
)  # fmt: skip - one word a line would hide that these are one list

CANDIDATES = (
    *((Category.GENRE, name) for name in GENRES),
    *((Category.MOOD, name) for name in MOODS),
    *((Category.INSTRUMENT, name) for name in INSTRUMENTS),
)
"""Tags a student learns; export leaves out those that validation does not support."""

PUBLISHED = (
    TeacherSource("mtat_musicnn", "musicnn", "mtat_top50", (0.2, 0.5)),
    TeacherSource("jamendo_musicnn", "musicnn", "jamendo_top50"),
    TeacherSource("mtat_fcn", "fcn", "mtat_top50", (0.2, 0.5)),
    TeacherSource("msd_fcn", "fcn", "msd_top50"),
    TeacherSource("pons_MSD_musicnn", "musicnn_pons", "msd_top50", licence="ISC"),
    TeacherSource("jamendo_fcn", "fcn", "jamendo_top50"),
    TeacherSource(
        "jamendo_moodtheme56_fcn", "fcn_elu", "jamendo_moodtheme56", (0.1, 0.4), "Apache-2.0"
    ),
)


_EXCLUSIVE = {"emotify": ("Chiptune", "Classical", "Electronic", "Pop", "Rock")}
_LEAST_SHARES = {Category.GENRE: 0.01, Category.MOOD: 0.06, Category.INSTRUMENT: 0.015}


def _learning(epochs: int, steps: int, rate: float = 3e-3) -> Training:
    return Training(
        epochs=epochs,
        steps=steps,
        batch=64,
        optimizer=OptimizerOptions("adamw", rate, weight_decay=0.02),
        schedule=ScheduleOptions("cosine", warm_up=0.5),
        average_decay=0.998 if epochs * steps > 1_000 else 0.98,
        mixed_precision=True,
        channels_last=True,
        clip=5.0,
    )


def base() -> Distillation:
    """The model the program listens with: over an hour on two CPU cores once teachers heard."""
    return Distillation(
        name="tagger-base",
        architecture="mel_resnet",
        tags=CANDIDATES,
        teachers=PUBLISHED,
        learning=_learning(epochs=40, steps=200),
        variants=5,
        note_copies=3,
        renders=400,
        shares=Shares(notes=0.25),
        not_music=720,
        exclusive_genres=_EXCLUSIVE,
        complete_groups=frozenset({"artist:kevinmacleod"}),
        least_shares=_LEAST_SHARES,
        held_out=0.18,
        known_failures=(
            "Pop and rock with singing are taken for each other: of the worst twenty wrong tags"
            " eight are rock on one pop singer's songs, three are pop on another's rock.",
            "Happy is given to most lively songs, also where listeners felt nostalgia or sadness,"
            " calm to slow baroque music that they found solemn, and tender or nostalgic to quiet"
            " parts of heavy music.",
            "Blues is mostly missed. So are single instruments inside a full orchestra or a dense"
            " mix (violin, cello, bass), drums in quiet songs, and what a composer calls dark,"
            " tense or melancholic in a chiptune or an orchestral piece.",
            "The training music is mostly instrumental, by few artists: classical, electronic, pop,"
            " rock and game music. Voices, hip-hop, metal, country and world music are thin.",
            "Moods of a piece that changes are averaged away.",
        ),
    )


def small() -> Distillation:
    """For old computers and huge libraries: learns from what `base` says."""
    return replace(
        base(),
        name="tagger-small",
        purpose="For old computers and huge libraries: hears the same, less surely, in less time.",
        options={"width": 16},
        front_end=replace(base().front_end, hop_length=512),
        learning=_learning(epochs=20, steps=200),
        parent="base",
    )


def quick() -> Distillation:
    """The same in a few minutes, to see that everything works."""
    return replace(
        base(), name="tagger-quick", learning=_learning(6, 80, 2e-3), variants=0, renders=0
    )


COMPARED: Mapping[str, tuple[Mapping[str, Any], int]] = {
    "mel_resnet": ({"width": 32}, 96),
    "mel_separable": ({"width": 16}, 96),
    "mel_attention": ({"width": 32, "layers": 4}, 96),
    "short_chunk": ({"width": 32}, 128),
}
"""Architectures to choose a student from: options and mel bands, about as slow as each other."""


def compared(architecture: str) -> Distillation:
    """One of `COMPARED` with the inputs of `base`, for a twelfth of its steps."""
    options, n_mels = COMPARED[architecture]
    return replace(
        base(),
        name=f"tagger-compared-{architecture}",
        architecture=architecture,
        options=options,
        front_end=replace(base().front_end, n_mels=n_mels),
        learning=_learning(epochs=2, steps=200),
    )


DISTILLATIONS: Mapping[str, Callable[[], Distillation]] = {
    "base": base,
    "small": small,
    "quick": quick,
    **{f"compared-{name}": partial(compared, name) for name in COMPARED},
}
