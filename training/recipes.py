"""Recipes: functions that return a complete configuration.

The only place where hyper-parameters are chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tagger_app.core.fields import Category
from training.datasets.crops import Shares
from training.front_ends import MelOptions


@dataclass(frozen=True, slots=True)
class Optimization:
    """How long and how fast a network learns.

    `steps` per epoch; `warm_up` is a share of the whole run; `mixup` a share of every batch.
    """

    epochs: int
    steps: int
    batch: int = 64
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    warm_up: float = 0.05
    average_decay: float = 0.998
    mixup: float = 0.2
    bfloat16: bool = True


@dataclass(frozen=True, slots=True)
class TeacherSource:
    """A published checkpoint: file name without `.pth`, architecture, key of its tag list.

    `thresholds` limits the score from which the teacher would give a tag. The smaller a data
    set's share of positives, the lower the scores a network trained on it gives.
    """

    name: str
    architecture: str
    words: str
    thresholds: tuple[float, float] = (0.15, 0.5)
    licence: str = "MIT"


@dataclass(frozen=True, slots=True)
class Distillation:
    """Everything that makes a student.

    `variant_teachers`: those that also hear the altered copies.
    `exclusive_genres` and `complete_groups`: see `training.targets.labelled`.
    `least_shares`: the teachers' thresholds are lowered until that share of the training clips
    gets a tag of the category. `held_out`: share of the training groups, apart from those in
    `complete_groups` and from notes, that join the validation part.
    `not_music`: number of generated sounds to train with, half as many to validate; `mixtures`:
    of notes and music to validate with.
    `least_positives`: a tag with fewer positives in the validation part is never suggested.
    """

    name: str
    architecture: str
    tags: tuple[tuple[Category, str], ...]
    teachers: tuple[TeacherSource, ...]
    optimization: Optimization
    front_end: MelOptions = field(
        default_factory=lambda: MelOptions(n_mels=96, compression="log10p")
    )
    chunk_samples: int = 64_000
    seed: int = 20_251
    variants: int = 1
    variant_teachers: tuple[str, ...] = ()
    sharpness: float = 1.2
    shares: Shares = field(default_factory=Shares)
    exclusive_genres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    complete_groups: frozenset[str] = frozenset()
    least_shares: Mapping[Category, float] = field(default_factory=dict)
    held_out: float = 0.0
    notes_source: str = "philharmonia"
    not_music: int = 240
    mixtures: int = 160
    least_positives: int = 4


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


def first() -> Distillation:
    """The first model of the program: about 25 minutes on two CPU cores."""
    return Distillation(
        name="tagger-first",
        architecture="mel_resnet",
        tags=CANDIDATES,
        teachers=PUBLISHED,
        variant_teachers=tuple(source.name for source in PUBLISHED if "fcn" in source.name),
        optimization=Optimization(epochs=20, steps=100, learning_rate=3e-3),
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
        optimization=Optimization(epochs=6, steps=80, average_decay=0.98),
        variants=0,
        exclusive_genres=recipe.exclusive_genres,
        complete_groups=recipe.complete_groups,
        least_shares=recipe.least_shares,
        held_out=recipe.held_out,
    )


RECIPES = {"first": first, "quick": quick}
