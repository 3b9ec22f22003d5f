"""Everything that is measured of one student, on one part of the validation pieces."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from training.distillation.judging.answers import Answers
from training.distillation.judging.calibration import calibration_figures
from training.distillation.judging.draws import Measured, Quantity, measurable, measure
from training.distillation.judging.material import Material, Sounds
from training.distillation.judging.quantities import (
    CATEGORIES,
    COMPLETE,
    EMOTIONS,
    FEW,
    LABELS,
    MODEL,
    REFERENCE,
    agreement,
    areas,
    difference,
    listeners,
    macro_roc,
    suggestions,
)
from training.evaluation.bootstrap import bootstrap
from training.evaluation.calibrate import NEVER
from training.evaluation.decisions import macro
from training.evaluation.judgement import without_nan
from training.evaluation.metrics import Floats
from training.evaluation.views import roc_areas


@dataclass(frozen=True, slots=True)
class Rival:
    """The model beside one teacher, against labels on the tags that both know."""

    category: str
    truth: str
    teacher: str
    tags: int
    model: Measured
    other: Measured
    difference: Measured


@dataclass(frozen=True, slots=True)
class Part:
    """Figures over pieces; intervals by drawing artists anew."""

    name: str
    pieces: int
    artists: int
    figures: Sequence[Measured]
    rivals: Sequence[Rival]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is measured of a model; `sounds` are figures of what is no piece of music."""

    model: str
    tags: int
    suggested: int
    parts: Sequence[Part]
    sounds: Sequence[Measured]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; what could not be measured is None."""
        told = without_nan(asdict(self))
        assert isinstance(told, dict)  # noqa: S101 - without_nan keeps the type
        return told


def all_figures(asked: Material, said: Answers, repeats: int) -> Figures:
    """Measure a model on what manifests set aside, and with the held-out artists."""
    every = np.ones(len(asked.clips), dtype=np.bool_)
    parts = [part("with held-out artists", asked, said, every, repeats)]
    if asked.set_aside.any() and not asked.set_aside.all():
        alone = "validation part of the manifests alone"
        parts.insert(0, part(alone, asked, said, asked.set_aside, repeats))
    return Figures(
        said.model,
        int((~np.isnan(said.whole)).any(axis=0).sum()),
        int((said.thresholds < NEVER).sum()),
        parts,
        sound_figures(asked, said, repeats),
    )


def part(
    name: str, asked: Material, said: Answers, chosen: NDArray[np.bool_], repeats: int
) -> Part:
    """Measure a model on some pieces."""
    rows = np.flatnonzero(chosen)
    emotions = np.full_like(asked.labels, np.nan)
    emotions[:, asked.emotions] = asked.labels[:, asked.emotions]
    emotions[~asked.asked] = np.nan
    truths = {
        LABELS: asked.labels[rows],
        COMPLETE: asked.complete[rows],
        REFERENCE: asked.reference()[rows],
        EMOTIONS: emotions[rows],
    }
    scores = {
        MODEL: said.whole[rows],
        FEW: said.excerpts[rows],
        **{teacher: own[rows] for teacher, own in asked.teachers.items()},
    }
    for means, own in asked.learned.items():
        # Pieces listeners did not hear have no truth among the emotions, so any score will do.
        beside = np.where(np.isnan(own).all(axis=0), np.nan, np.nan_to_num(own))
        scores[means] = beside[rows]
    columns = {c: asked.columns(c) for c in CATEGORIES}
    single = [
        *agreement(asked, said, rows),
        *areas(truths, scores, columns),
        *listeners(asked, said, rows, truths, scores),
        suggestions(said, rows),
    ]
    pairs = _rivals(truths, scores, columns, list(asked.teachers))
    quantities = [*single, *(quantity for _, three in pairs for quantity in three)]
    groups = [asked.groups[i] for i in rows.tolist()]
    calibrated = calibration_figures(
        asked.tags,
        truths[REFERENCE],
        scores[MODEL],
        [said.logits[i] for i in rows.tolist()],
        groups,
    )
    measured = measure(quantities, truths, scores, groups, repeats)
    rest = measured[len(single) :]
    rivals = [
        Rival(*told, *rest[3 * place : 3 * place + 3]) for place, (told, _) in enumerate(pairs)
    ]
    return Part(name, len(rows), len(set(groups)), [*measured[: len(single)], *calibrated], rivals)


def _rivals(
    truths: Mapping[str, Floats],
    scores: Mapping[str, Floats],
    columns: Mapping[Category, Sequence[int]],
    teachers: Sequence[str],
) -> list[tuple[tuple[str, str, str, int], list[Quantity]]]:
    """((category, truth, teacher, tags), [model, teacher, difference]) where tags are shared."""
    found = []
    for truth in (LABELS, COMPLETE):
        known = set(measurable(truths[truth], scores[MODEL]))
        for category in CATEGORIES:
            for teacher in teachers:
                shared = [
                    i
                    for i in measurable(truths[truth], scores[teacher])
                    if i in known and i in columns[category]
                ]
                if shared:
                    over = f"{len(shared)} tags"
                    three = [
                        Quantity(MODEL, over, macro_roc(truth, MODEL, shared)),
                        Quantity(teacher, over, macro_roc(truth, teacher, shared)),
                        Quantity("difference", over, difference(truth, MODEL, teacher, shared)),
                    ]
                    found.append(((category.value, truth, teacher, len(shared)), three))
    return found


def sound_figures(asked: Material, said: Answers, repeats: int) -> list[Measured]:
    """Instruments of mixes and renders, and what is suggested where there is no music."""
    found = []
    for name, sounds, scores in (
        ("mixes with validation notes", asked.mixes, said.mixes),
        ("pieces of General MIDI that no training used", asked.renders, said.renders),
    ):
        if len(sounds.waveforms):
            found.append(_instruments(name, asked, sounds, scores, repeats))
    given = (np.nan_to_num(said.nothing) >= said.thresholds).sum(axis=1)
    over = f"{len(given)} sounds"
    for name, counts in (
        ("suggestions per sound that is no music", given),
        ("share of sounds that are no music with a suggestion", given > 0),
    ):
        values = counts.astype(np.float64)
        interval = bootstrap(_over(values), len(values), repeats=repeats)
        found.append(Measured(name, over, interval))
    return found


def _over(values: NDArray[np.float64]) -> Callable[[NDArray[np.intp]], float]:
    return lambda rows: float(values[rows].mean())


def _instruments(
    name: str, asked: Material, sounds: Sounds, scores: Floats, repeats: int
) -> Measured:
    inside = set(asked.columns(Category.INSTRUMENT))
    own = [i for i in measurable(sounds.truth, scores) if i in inside]
    truth, said = sounds.truth[:, own], scores[:, own]
    interval = bootstrap(
        lambda rows: macro(roc_areas(truth[rows], said[rows])), len(truth), repeats=repeats
    )
    over = f"{len(own)} tags, {len(truth)} sounds"
    return Measured(f"instrument macro ROC-AUC, {name}", over, interval)
