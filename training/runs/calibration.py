"""Calibrates a finished run: its scores come to mean what they say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tagger_app.core.errors import TaggerError
from training.evaluation.calibrate import calibration, cross_calibrated, fold, track_scores
from training.evaluation.decisions import macro
from training.evaluation.hear import ModelFile
from training.evaluation.metrics import Floats
from training.evaluation.reliability import reliability
from training.models.activations import Kind
from training.runs.export import export_run
from training.runs.folder import Run, Validation, save_weights

LEAST_POSITIVES = 10
"""With fewer a tag's own calibration error says nothing."""


@dataclass(frozen=True, slots=True)
class CalibrationErrors:
    """Expected calibration errors: of all scores together, and their mean over tags.

    The mean is over the `tags` with enough positives; NaN without any.
    """

    pooled: float
    mean: float
    tags: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Before; after, on the recordings it was fitted to; and on others, left out in turn.

    The last is NaN where all recordings are of one group.
    """

    before: CalibrationErrors
    after: CalibrationErrors
    elsewhere: CalibrationErrors


def calibrate_run(run: Run, heard: Validation | None = None) -> Calibrated:
    """Fit a calibration, fold it into the last layer, and write anew what follows.

    That is the run's weights, what its network says about the validation part, and the model file
    with its thresholds. A run may be calibrated again: it starts from where it is.

    Args:
        run: finished.
        heard: what its network says about other recordings; they become the run's validation part.

    Raises:
        TaggerError: the run is not finished, nothing is known of its tags, or it cannot be written.
    """
    network = run.network()
    heard = run.validation() if heard is None else heard
    if np.isnan(heard.truth).all():
        raise TaggerError("The recordings have no tag of the run, so nothing can be fitted.")
    kinds = [(c, name) for (c, _), name in zip(run.tags, run.activations, strict=True)]
    logits = np.split(heard.logits, np.cumsum(heard.chunks)[:-1])
    slope, offset = calibration(logits, heard.truth, kinds)
    scores = track_scores([slope * one + offset for one in logits], kinds)
    groups = [str(group) for group in heard.groups]
    left_out = cross_calibrated(logits, heard.truth, kinds, groups)
    fold(network, slope, offset)
    # What the old weights say must not be taken for what the new ones say if this is killed here.
    run.validation_path.unlink(missing_ok=True)
    save_weights(run.weights_path, network)
    run.save_validation(replace(heard, logits=slope * heard.logits + offset, scores=scores))
    card = ModelFile(run.model_path, 1).card if run.model_path.is_file() else None
    if card is None:
        export_run(run, run.model_path)
    else:
        export_run(run, run.model_path, version=card.version, licence=card.licence)
    return Calibrated(
        *(calibration_errors(heard.truth, said, kinds) for said in (heard.scores, scores, left_out))
    )


def calibration_errors(truth: Floats, scores: Floats, kinds: Sequence[Kind]) -> CalibrationErrors:
    """Of scores [recordings, tags] that mean probabilities; both are NaN where unknown."""
    columns = [i for i, (_, activation) in enumerate(kinds) if activation != "linear"]
    truth, scores = np.where(np.isnan(scores), np.nan, truth)[:, columns], scores[:, columns]
    frequent = np.flatnonzero((np.nan_to_num(truth) >= 0.5).sum(axis=0) >= LEAST_POSITIVES)
    errors = [reliability(truth[:, i], scores[:, i]).expected_error() for i in frequent]
    pooled = reliability(truth, scores).expected_error()
    return CalibrationErrors(pooled, macro(np.asarray(errors)), len(errors))
