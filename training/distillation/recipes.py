"""Recipes of students: functions that return a complete configuration."""

from dataclasses import replace

from tagger_app.core.fields import Category
from training.configuration import (
    Distillation,
    OptimizerOptions,
    ScheduleOptions,
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
    TeacherSource("jamendo_fcn", "fcn", "jamendo_top50"),
    TeacherSource(
        "jamendo_moodtheme56_fcn", "fcn_elu", "jamendo_moodtheme56", (0.1, 0.4), "Apache-2.0"
    ),
)


_DISTILLING = Training(
    epochs=20,
    steps=100,
    batch=64,
    optimizer=OptimizerOptions("adamw", 3e-3, weight_decay=0.02),
    schedule=ScheduleOptions("cosine", warm_up=1.0),
    average_decay=0.998,
    mixed_precision=True,
    channels_last=True,
    clip=5.0,
)


def first() -> Distillation:
    """The first model of the program: about 25 minutes on two CPU cores."""
    return Distillation(
        name="tagger-first",
        architecture="mel_resnet",
        tags=CANDIDATES,
        teachers=PUBLISHED,
        variant_teachers=tuple(source.name for source in PUBLISHED if "fcn" in source.name),
        learning=_DISTILLING,
        exclusive_genres={"emotify": ("Chiptune", "Classical", "Electronic", "Pop", "Rock")},
        complete_groups=frozenset({"artist:kevinmacleod"}),
        least_shares={Category.GENRE: 0.01, Category.MOOD: 0.06, Category.INSTRUMENT: 0.015},
        held_out=0.18,
    )


def quick() -> Distillation:
    """The same in a few minutes, to see that everything works."""
    recipe = first()
    return Distillation(
        name="tagger-quick",
        architecture=recipe.architecture,
        tags=recipe.tags,
        teachers=recipe.teachers,
        learning=replace(
            _DISTILLING,
            epochs=6,
            steps=80,
            optimizer=OptimizerOptions("adamw", 2e-3, weight_decay=0.02),
            schedule=ScheduleOptions("cosine", warm_up=0.3),
            average_decay=0.98,
        ),
        variants=0,
        exclusive_genres=recipe.exclusive_genres,
        complete_groups=recipe.complete_groups,
        least_shares=recipe.least_shares,
        held_out=recipe.held_out,
    )


DISTILLATIONS = {"first": first, "quick": quick}
