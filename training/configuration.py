"""What a recipe consists of. The values are chosen in `training.recipes`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tagger_app.core.fields import Category
from training.front_ends import MelOptions


@dataclass(frozen=True, slots=True)
class OptimizerOptions:
    """Names: sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw."""

    name: str = "adam"
    learning_rate: float = 1e-4
    weight_decay: float = 0.0
    momentum: float = 0.9


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """How the learning rate goes; lengths in epochs, parts of an epoch allowed.

    Names: constant; step (times `factor` every `period`); exponential (times `factor` each
    epoch); inverse_time (1 / (1 + epochs / period)); plateau (times `factor` after `patience`
    epochs without a lower validation loss); cosine (to 0 at the end); cosine_restarts (Loshchilov
    & Hutter 2017: first cycle `period`, each next one `growth` times as long); cyclic (Smith
    2017: triangles between `lowest` times the rate and the rate, `period` long); reference (Won
    et al. 2020: Adam, from epoch 80 on SGD with best weights reloaded, see
    `training.optimization.schedules`). `warm_up`: linear, at the start, in epochs.
    """

    name: str = "constant"
    warm_up: float = 0.0
    factor: float = 0.5
    period: float = 10.0
    growth: float = 2.0
    patience: int = 5
    lowest: float = 0.1


@dataclass(frozen=True, slots=True)
class Training:
    """How a network learns by gradient descent.

    `steps` per epoch, or 0 for as many as the recordings fill. `losses` by category: sigmoid,
    softmax, hinge, l1, l2; a category not named takes softmax if it is exclusive, else sigmoid.
    `patience`: epochs without a lower validation loss after which it stops; 0 never stops. The
    best weights on validation are restored unless `average_decay` is above 0: then it is the
    exponential moving average that counts. `initialisation`: default (torch's own), xavier, he.
    `mixed_precision`: bfloat16 where the device has it, float16 on older GPUs. `clip`: largest
    norm of the gradient, 0 for none.
    """

    epochs: int
    steps: int = 0
    batch: int = 16
    optimizer: OptimizerOptions = field(default_factory=OptimizerOptions)
    schedule: ScheduleOptions = field(default_factory=ScheduleOptions)
    losses: Mapping[Category, str] = field(default_factory=dict)
    patience: int = 0
    average_decay: float = 0.0
    initialisation: str = "default"
    mixed_precision: bool = False
    channels_last: bool = False
    clip: float = 0.0


@dataclass(frozen=True, slots=True)
class Unsupervised:
    """What a system learns from sound without labels before it sees any.

    `frames`: how many are drawn from the training recordings. `epochs`: over them, where the
    method goes over them more than once. `options`: the method's own, by name.
    """

    frames: int = 200_000
    epochs: int = 5
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier of scikit-learn on a track's embedding, instead of gradient descent.

    `strength`: of the inverse regularisation (C) of the logistic regression.
    """

    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that makes a system, given a data set.

    `architecture` is a name of `training.models.names`, `options` what its constructor takes.
    `unsupervised` comes first where the system has such a stage; `learning` is what follows.
    `scales` are architectures that learn by themselves before, and whose layers become part of
    this one (`MultiScaleCNN.take_scale`).
    `augmentations` are names of `training.augmentation.names`, in the order they are applied.
    """

    name: str
    title: str
    architecture: str
    learning: Training | Linear
    options: Mapping[str, Any] = field(default_factory=dict)
    unsupervised: Unsupervised | None = None
    scales: tuple[str, ...] = ()
    augmentations: tuple[str, ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TeacherSource:
    """A published checkpoint: file name without suffix, architecture, key of its tag list.

    `thresholds` limits the score from which the teacher would give a tag. The smaller a data
    set's share of positives, the lower the scores a network trained on it gives.
    """

    name: str
    architecture: str
    words: str
    thresholds: tuple[float, float] = (0.15, 0.5)
    licence: str = "MIT"


@dataclass(frozen=True, slots=True)
class Shares:
    """What part of the excerpts is notes (over backing or alone) and what part no music."""

    notes: float = 0.2
    not_music: float = 0.08


@dataclass(frozen=True, slots=True)
class Imitation:
    """What the parts of a student's loss count.

    `tags`: cross-entropy to the blend of labels and teachers. `odds`: squared difference to its
    log-odds, `words`: to the log-odds of every teacher's own outputs, both in standard deviations.
    `scales`: squared difference of valence and arousal.
    """

    tags: float = 4.0
    odds: float = 0.5
    words: float = 1.0
    scales: float = 1.0


@dataclass(frozen=True, slots=True)
class Distillation:
    """Everything that makes a student.

    `purpose`: what the model is for, in a sentence for whoever chooses one.
    `options` is what the architecture's constructor takes. `learning`: its steps are given, not
    taken from the recordings. `imitation`: see `Imitation`. `variants`: how many altered copies of
    every clip teachers and student hear; `note_copies`: of every single note, which no teacher
    hears; `renders`: how many pieces of General MIDI. `parent`: name
    of the recipe whose network it learns from instead, which hears the very same excerpts.
    `exclusive_genres` and `complete_groups`: see `training.distillation.targets.labelled`.
    `least_shares`: the teachers' thresholds are lowered until that share of the training clips
    gets a tag of the category. `held_out`: share of the training groups, apart from those in
    `complete_groups` and from notes, that join the validation part.
    `not_music`: number of generated sounds to train with, as many to validate; `mixtures`:
    of notes and music to validate with.
    `least_positives`: a tag with fewer positives in the validation part is never suggested.
    `known_failures`: what listening to validation errors showed, for the model card; what can be
    measured is told without it.
    """

    name: str
    architecture: str
    tags: tuple[tuple[Category, str], ...]
    teachers: tuple[TeacherSource, ...]
    learning: Training
    front_end: MelOptions = field(
        default_factory=lambda: MelOptions(n_mels=96, compression="log10p")
    )
    chunk_samples: int = 64_000
    seed: int = 20_251
    purpose: str = "Hears genre, mood and instruments."
    options: Mapping[str, Any] = field(default_factory=dict)
    imitation: Imitation = field(default_factory=Imitation)
    variants: int = 1
    note_copies: int = 1
    renders: int = 0
    parent: str = ""
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
    known_failures: tuple[str, ...] = ()

    @property
    def chunk_seconds(self) -> float:
        """Length of what the student hears at once, in seconds."""
        return self.chunk_samples / self.front_end.sample_rate
