"""Which tags the timeline shows, and their activations over time as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.prediction import Prediction
from tagger_app.pipeline.review import Chip, ChipStatus, ReviewTrack

MOST_LANES = 8
_TAKEN = frozenset({ChipStatus.SUGGESTED, ChipStatus.ACCEPTED, ChipStatus.ADDED})
_CELLS_PER_SECOND = 8
_MOST_CELLS = 8192


@dataclass(frozen=True, slots=True)
class Lane:
    """One tag of the timeline; `position` is its place among the model's outputs."""

    category: Category
    name: str
    position: int
    threshold: float


def choose_lanes(
    review: ReviewTrack,
    card: ModelCard,
    picked: tuple[Category, str] | None,
    most: int = MOST_LANES,
) -> tuple[Lane, ...]:
    """The tags worth a lane, in the inspector's order.

    What was picked comes first, then what is suggested or accepted, then the rest; each the
    stronger the sooner, so that tags that are never suggested come last.
    """
    positions = {(tag.category, tag.name): i for i, tag in enumerate(card.tags)}

    def rank(chip: Chip) -> tuple[bool, bool, float]:
        is_picked = (chip.category, chip.name) == picked
        return (not is_picked, chip.status not in _TAKEN, -chip.strength)

    chips = (chip for category in TAG_CATEGORIES for chip in review.tags[category])
    known = [chip for chip in chips if (chip.category, chip.name) in positions]
    chosen = set(map(id, sorted(known, key=rank)[:most]))
    return tuple(
        Lane(chip.category, chip.name, positions[chip.category, chip.name], chip.threshold or 1.0)
        for chip in known
        if id(chip) in chosen
    )


def activations(
    prediction: Prediction, lanes: Sequence[Lane], duration: float
) -> NDArray[np.float32]:
    """Scores on an even grid of time: [cells, lanes]; NaN where nothing was heard.

    Where chunks overlap, their mean counts.
    """
    cells = int(min(max(duration * _CELLS_PER_SECOND, 1), _MOST_CELLS))
    total = np.zeros((cells, len(lanes)), np.float32)
    count = np.zeros((cells, 1), np.float32)
    scale = cells / max(duration, 1e-9)
    columns = [lane.position for lane in lanes]
    for start, scores in zip(prediction.chunk_starts, prediction.chunk_scores, strict=True):
        first = int(start * scale)
        last = max(first + 1, int((start + prediction.chunk_seconds) * scale))
        total[first:last] += [scores[column] for column in columns]
        count[first:last] += 1
    with np.errstate(invalid="ignore"):
        return np.where(count > 0, total / count, np.nan).astype(np.float32)


def strength(scores: NDArray[np.float32], thresholds: Sequence[float]) -> NDArray[np.float32]:
    """Scores relative to each lane's threshold: 0 at 0, a half at the threshold, 1 at 1."""
    limits = np.clip(np.asarray(thresholds, np.float32), 1e-3, 0.999)
    below = 0.5 * scores / limits
    above = 0.5 + 0.5 * (scores - limits) / (1 - limits)
    return np.where(scores < limits, below, above).astype(np.float32)


def painted(
    strengths: NDArray[np.float32], low: tuple[int, int, int], high: tuple[int, int, int]
) -> NDArray[np.uint8]:
    """Strengths [cells, lanes] as colours [cells, lanes, 4]; what was not heard is transparent."""
    heard = ~np.isnan(strengths)
    mix = np.clip(np.nan_to_num(strengths), 0, 1)[..., None]
    colours = np.asarray(low) * (1 - mix) + np.asarray(high) * mix
    alpha = np.where(heard, 255, 0)[..., None]
    return np.concatenate([colours, alpha], axis=-1).astype(np.uint8)
