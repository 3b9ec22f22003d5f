"""The linear classifier, against scikit-learn's own."""

import logging

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from training.features.linear import fit_linear
from training.features.network import Floats

ROWS = 120


@pytest.fixture
def embeddings() -> Floats:
    rng = np.random.default_rng(0)
    scales = np.array([1.0, 100.0, 0.01, 5.0, 1.0])
    return np.asarray(rng.standard_normal((ROWS, 5)) * scales + 3.0 * scales, np.float32)


def kinds(embeddings: Floats, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    rng = np.random.default_rng(1)
    noisy = embeddings[:, 0] + embeddings[:, 3] / 5.0 + 0.5 * rng.standard_normal(ROWS)
    edges = np.quantile(noisy, np.arange(1, count) / count)
    return np.digitize(noisy, edges)


def softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def sigmoid(logits: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), np.float32)


def reference(embeddings: Floats, labels: object, strength: float = 1.0) -> Floats:
    pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=2_000))
    found: Floats = pipeline.fit(embeddings, labels).predict_proba(embeddings)
    return found


@pytest.mark.parametrize("count", [2, 3])
def test_exclusive_tags_are_a_multinomial_regression(embeddings: Floats, count: int) -> None:
    labels = kinds(embeddings, count)
    values = np.eye(count, dtype=np.float32)[labels]
    weight, bias = fit_linear(embeddings, values, np.ones_like(values), [range(count)], 0.3)
    expected = reference(embeddings, labels, 0.3)
    np.testing.assert_allclose(softmax(embeddings @ weight.T + bias), expected, atol=1e-3)


def test_other_tags_are_fitted_one_by_one_where_they_are_known(embeddings: Floats) -> None:
    labels = kinds(embeddings, 2).astype(np.float32)
    values = np.stack([labels, 1.0 - labels], axis=1)
    weights = np.ones_like(values)
    weights[:40, 1] = 0.0
    values[:40, 1] = np.nan
    weight, bias = fit_linear(embeddings, values, weights)
    scores = sigmoid(embeddings @ weight.T + bias)
    np.testing.assert_allclose(scores[:, 0], reference(embeddings, labels)[:, 1], atol=1e-3)
    known = make_pipeline(StandardScaler(), LogisticRegression()).fit(
        embeddings[40:], 1.0 - labels[40:]
    )
    np.testing.assert_allclose(scores[:, 1], known.predict_proba(embeddings)[:, 1], atol=0.03)


def test_soft_values_are_repeated_judgements(embeddings: Floats) -> None:
    labels = kinds(embeddings, 2)
    twice = np.concatenate([embeddings, embeddings])
    judged = np.concatenate([labels, np.ones_like(labels)])
    values = ((labels + 1.0) / 2.0).astype(np.float32)[:, None]
    weight, bias = fit_linear(embeddings, values, np.full_like(values, 2.0))
    scores = sigmoid(embeddings @ weight.T + bias)[:, 0]
    np.testing.assert_allclose(scores, reference(twice, judged)[:ROWS, 1], atol=1e-3)


def test_a_tag_without_both_kinds_gets_a_constant_score(
    embeddings: Floats, caplog: pytest.LogCaptureFixture
) -> None:
    values = np.zeros((ROWS, 2), np.float32)
    values[:, 1] = 1.0
    with caplog.at_level(logging.WARNING):
        weight, bias = fit_linear(embeddings, values, np.ones_like(values))
    assert not weight.any()
    np.testing.assert_allclose(sigmoid(bias[None]), [[1 / 122, 121 / 122]], rtol=1e-4)
    assert "tag 0" in caplog.text


def test_an_exclusive_tag_that_never_occurs_is_never_likely(embeddings: Floats) -> None:
    values = np.zeros((ROWS, 4), np.float32)
    values[np.arange(ROWS), kinds(embeddings, 3)] = 1.0
    weight, bias = fit_linear(embeddings, values, np.ones_like(values), [range(4)])
    scores = softmax(embeddings @ weight.T + bias)
    assert not weight[3].any()
    assert float(scores[:, 3].max()) < 0.05
    np.testing.assert_array_equal(scores[:, :3].argmax(axis=1), scores.argmax(axis=1))


def test_a_regression_that_does_not_converge_is_told_in_the_log(
    embeddings: Floats, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.features.linear.ITERATIONS", 1)
    values = kinds(embeddings, 2).astype(np.float32)[:, None]
    with caplog.at_level(logging.WARNING):
        fit_linear(embeddings, values, np.ones_like(values))
    assert "has not converged in 1 steps" in caplog.text


def test_constant_features_count_for_nothing(embeddings: Floats) -> None:
    values = kinds(embeddings, 2).astype(np.float32)[:, None]
    wider = np.concatenate([embeddings, np.full((ROWS, 1), 7.0, np.float32)], axis=1)
    weight, bias = fit_linear(wider, values, np.ones_like(values))
    expected, intercept = fit_linear(embeddings, values, np.ones_like(values))
    np.testing.assert_allclose(weight[:, :5], expected, rtol=1e-3, atol=1e-6)
    np.testing.assert_allclose(bias + 7.0 * weight[:, 5], intercept, rtol=1e-3, atol=1e-4)
    assert float(weight[0, 5]) == 0.0
