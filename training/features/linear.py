"""The linear classifier over features: logistic regression of scikit-learn."""

import logging
import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from training.features.network import Floats

Doubles = NDArray[np.float64]

ITERATIONS = 2_000
LEAST_SPREAD = 1e-6
"""A feature that varies less than this part of the others' spread is taken for constant."""

logger = logging.getLogger(__name__)


def fit_linear(
    embeddings: Floats,
    values: Floats,
    weights: Floats,
    groups: Sequence[Sequence[int]] = (),
    strength: float = 1.0,
    seed: int = 0,
) -> tuple[Floats, Floats]:
    """Fit the last layer: embedding → logits.

    The features are standardised for the fit; what is returned takes them as they are. A soft
    value v counts as a positive of weight v and a negative of weight 1 − v. A tag with positives
    only, or none, gets a constant score by Laplace's rule of succession, and a warning is logged.

    Args:
        embeddings: [rows, width].
        values: [rows, tags], 0…1; anything where the weight is 0.
        weights: [rows, tags], 0 where nothing is known.
        groups: columns that exclude each other and share a softmax (multinomial regression);
            all others are fitted one by one for a sigmoid.
        strength: C of the logistic regression, the inverse of the regularisation.
        seed: of the solver.

    Returns:
        (weight [tags, width], bias [tags]).
    """
    x, mean, spread = _standardised(embeddings)
    values = np.where(weights > 0, values, 0.0)
    coefficients = np.zeros((values.shape[1], x.shape[1]))
    intercepts = np.zeros(values.shape[1])
    grouped = {column for group in groups for column in group}
    for column in sorted(set(range(values.shape[1])) - grouped):
        v, w = values[:, column], weights[:, column]
        shares = np.stack([(1.0 - v) * w, v * w], axis=1)
        coefficient, intercept = _fit(x, shares, strength, seed, f"tag {column}")
        # A softmax over (no, yes) is a sigmoid of the difference.
        coefficients[column] = coefficient[1] - coefficient[0]
        intercepts[column] = intercept[1] - intercept[0]
    for group in groups:
        columns = list(group)
        shares = (values * weights)[:, columns].astype(np.float64)
        name = f"tags {', '.join(map(str, columns))}"
        coefficients[columns], intercepts[columns] = _fit(x, shares, strength, seed, name)
    weight = coefficients / spread
    bias = intercepts - weight @ mean
    return weight.astype(np.float32), bias.astype(np.float32)


def _standardised(embeddings: Floats) -> tuple[Doubles, Doubles, Doubles]:
    x = embeddings.astype(np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    constant = spread <= LEAST_SPREAD * max(float(spread.max()), np.finfo(np.float64).tiny)
    spread[constant] = 1.0
    x = (x - mean) / spread
    x[:, constant] = 0.0
    return x, mean, spread


def _fit(
    x: Doubles, shares: NDArray[np.floating], strength: float, seed: int, name: str
) -> tuple[Doubles, Doubles]:
    """Softmax regression, logits [classes]; shares [rows, classes]: each row's weight as each."""
    classes = shares.shape[1]
    coefficients, intercepts = np.zeros((classes, x.shape[1])), np.zeros(classes)
    totals = shares.sum(axis=0)
    present = np.flatnonzero(totals > 0)
    if len(present) > 1:
        rows, labels = np.nonzero(shares)
        fitted = _logistic_regression(x[rows], labels, shares[rows, labels], strength, seed, name)
        if len(present) == 2:
            half, middle = fitted.coef_[0] / 2.0, fitted.intercept_[0] / 2.0
            coefficients[present] = -half, half
            intercepts[present] = -middle, middle
        else:
            coefficients[present], intercepts[present] = fitted.coef_, fitted.intercept_
    if len(present) < classes:
        logger.warning(
            "%s: %d of %d classes occur in the training data; the others get a constant score",
            name,
            len(present),
            classes,
        )
        _fill_in(x, totals, coefficients, intercepts)
    return coefficients, intercepts


def _logistic_regression(
    x: Doubles,
    labels: NDArray[np.int64],
    shares: NDArray[np.floating],
    strength: float,
    seed: int,
    name: str,
) -> LogisticRegression:
    regression = LogisticRegression(C=strength, max_iter=ITERATIONS, random_state=seed)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        regression.fit(x, labels, sample_weight=shares)
    for warning in caught:
        if issubclass(warning.category, ConvergenceWarning):
            logger.warning(
                "%s: the regression has not converged in %d steps; a lower strength than %g helps",
                name,
                ITERATIONS,
                strength,
            )
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
    return regression


def _fill_in(x: Doubles, totals: Doubles, coefficients: Doubles, intercepts: Doubles) -> None:
    """Give the classes that do not occur the share that Laplace's rule of succession gives."""
    absent = totals == 0
    odds = 1.0 / (totals.sum() + 1.0)
    logits = x @ coefficients[~absent].T + intercepts[~absent]
    level = float(np.logaddexp.reduce(logits, axis=1).mean()) if logits.shape[1] else 0.0
    intercepts[absent] = level + np.log(odds)
