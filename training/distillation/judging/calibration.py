"""Whether scores mean what they say: of the tags scored 0.7, seven in ten are right."""

from collections.abc import Sequence

import numpy as np

from training.distillation.judging.draws import Measured, measurable
from training.distillation.targets import Tag
from training.evaluation.bootstrap import Interval
from training.evaluation.calibrate import cross_calibrated
from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats
from training.evaluation.reliability import reliability

LEAST_POSITIVES = 10
"""A tag with fewer does not tell whether its scores mean what they say."""
PERFECT_DRAWS = 50


def calibration_figures(
    tags: Sequence[Tag],
    truth: Floats,
    scores: Floats,
    chunk_logits: Sequence[Floats],
    groups: Sequence[str],
) -> list[Measured]:
    """Calibration errors as they are, by a calibration on other groups, and by chance.

    They have no interval: pieces drawn several times make every calibration look worse.

    Args:
        tags: of the columns.
        truth: [pieces, tags], 0 or 1, NaN where unknown.
        scores: [pieces, tags], NaN where a model has no such tag.
        chunk_logits: per piece [chunks, tags], before a calibration that knows these pieces, as
            far as they are at hand.
        groups: the artist of each piece.
    """
    own = [i for i in measurable(truth, scores) if np.nansum(truth[:, i]) >= LEAST_POSITIVES]
    if not own:
        return []
    right, said = truth[:, own], scores[:, own]
    crossed = cross_calibrated(
        [logits[:, own] for logits in chunk_logits],
        right,
        [(tags[i][0], "sigmoid") for i in own],
        groups,
    )
    over = f"{len(own)} tags with {LEAST_POSITIVES} positives"
    nan = float("nan")
    return [
        Measured(f"expected calibration error, {name}", over, Interval(error, nan, nan, 0))
        for name, error in (
            ("mean over tags", calibration_error(right, said)),
            ("calibrated on other artists", calibration_error(right, crossed)),
            ("of perfect scores on as many pieces", perfect_error(right, said)),
        )
    ]


def calibration_error(truth: Floats, scores: Floats) -> float:
    """The mean over tags of the expected calibration error; truth and scores [pieces, tags]."""
    pairs = zip(truth.T, scores.T, strict=True)
    return macro(np.asarray([reliability(*pair).expected_error() for pair in pairs]))


def perfect_error(truth: Floats, scores: Floats) -> float:
    """What is measured by chance where every score is exactly the odds of being right."""
    rng = np.random.default_rng(0)
    drawn = [
        np.where(np.isnan(truth), np.nan, rng.random(scores.shape) < scores).astype(np.float32)
        for _ in range(PERFECT_DRAWS)
    ]
    return float(np.mean([calibration_error(one, scores) for one in drawn]))
