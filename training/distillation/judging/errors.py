"""The worst errors on validation pieces, for a person to listen to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from training.distillation.judging.answers import Answers
from training.distillation.judging.material import Material
from training.distillation.targets import Floats, logit
from training.evaluation.calibrate import NEVER

WORST = 20


@dataclass(frozen=True, slots=True)
class Error:
    """A tag given where it is wrong, or not given where it is right.

    distance: log-odds between score and threshold. truth: what a label says, or the teachers'
    score for it (the consensus as a probability). labels: all the piece is labelled with.
    """

    title: str
    file: str
    category: str
    tag: str
    score: float
    threshold: float
    distance: float
    truth: float
    labels: str


@dataclass(frozen=True, slots=True)
class Errors:
    """The worst first; `against` names what the truth is."""

    against: str
    given: tuple[Error, ...]
    missed: tuple[Error, ...]


def worst_errors(asked: Material, said: Answers, most: int = WORST) -> tuple[Errors, Errors]:
    """Against labels, and against the teachers where there is no label.

    Tags that are never suggested make no errors.
    """
    odds: Floats = (1.0 / (1.0 + np.exp(-asked.margins))).astype(np.float32)
    opinion = np.where(np.isnan(asked.labels), odds, np.nan).astype(np.float32)
    return _errors("labels", asked, said, asked.labels, most), _errors(
        "teachers", asked, said, opinion, most
    )


def _errors(against: str, asked: Material, said: Answers, truth: Floats, most: int) -> Errors:
    limits = np.clip(said.thresholds, 0.0, 1.0)
    distance = logit(np.nan_to_num(said.whole)) - logit(limits)
    possible = ~np.isnan(truth) & ~np.isnan(said.whole) & (said.thresholds < NEVER)
    right = np.nan_to_num(truth) >= 0.5
    # How far the truth is from the score comes first: teachers' truths are no plain yes or no.
    size = np.abs(np.nan_to_num(truth) - np.nan_to_num(said.whole))
    given = np.where(possible & ~right & (distance >= 0), size, 0.0)
    missed = np.where(possible & right & (distance < 0), size, 0.0)
    told = [tuple(_listed(asked, said, truth, distance, one, most)) for one in (given, missed)]
    return Errors(against, *told)


def _listed(
    asked: Material, said: Answers, truth: Floats, distance: Floats, size: Floats, most: int
) -> Iterator[Error]:
    for flat in np.argsort(-size, axis=None, kind="stable")[:most]:
        row, column = np.unravel_index(flat, size.shape)
        if size[row, column] <= 0:
            return
        clip = asked.clips[row]
        category, tag = asked.tags[column]
        yield Error(
            clip.title,
            f"{clip.path.parent.name}/{clip.path.name}",
            category.value,
            tag,
            round(float(said.whole[row, column]), 3),
            round(float(said.thresholds[column]), 3),
            round(float(distance[row, column]), 2),
            round(float(truth[row, column]), 3),
            ", ".join(word for words in clip.labels.values() for word in words),
        )
