"""Predictions and models as rows of tables and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select

from tagger_app.catalog.columns import AMONG_CHOSEN, AnyRow, chosen, now, pack, sort_key, unpack
from tagger_app.catalog.schema import model_tags, models, suggestions
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.policy import Policy, Strictness, Suggestions
from tagger_app.core.prediction import Coverage, Prediction

RANKS = ("best_score", "margin", "genre_key", "mood_key", "instrument_key")
"""The columns that depend on the policy."""

_ADD_SUGGESTION = insert(suggestions)
_DROP_SUGGESTIONS = delete(suggestions).where(
    suggestions.c.track_id.in_(AMONG_CHOSEN),
    suggestions.c.tag_id.in_(
        select(model_tags.c.id).where(model_tags.c.model_id == bindparam("model"))
    ),
)


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """A model of the catalog.

    tag_ids: the rows of its tags.
    thresholds: output index and threshold of every tag that the policy can suggest.
    """

    id: int
    card: ModelCard
    policy: Policy
    tag_ids: Mapping[tuple[Category, str], int]
    thresholds: tuple[tuple[int, float], ...]


def load_model(connection: Connection, model_id: int) -> RegisteredModel:
    """The model with this id."""
    row = connection.execute(select(models).where(models.c.id == model_id)).one()
    tags = select(model_tags).where(model_tags.c.model_id == model_id)
    card, policy = ModelCard.from_json(row.card), _policy_of(row.policy)
    thresholds = (
        (i, policy.threshold(tag))
        for i, tag in enumerate(card.tags)
        if tag.category in TAG_CATEGORIES and policy.may_suggest(tag) and policy.threshold(tag) <= 1
    )
    return RegisteredModel(
        id=model_id,
        card=card,
        policy=policy,
        tag_ids={(Category(t.category), t.name): t.id for t in connection.execute(tags)},
        thresholds=tuple(thresholds),
    )


def policy_text(policy: Policy) -> str:
    """What of a policy decides about suggestions, in a form that can be compared."""
    said: dict[str, Mapping[Category, Any]] = {
        "strictness": {
            category: level.value
            for category, level in policy.strictness.items()
            if level is not Strictness.BALANCED
        },
        "most_tags": policy.most_tags,
        "ignored": {category: sorted(tags) for category, tags in policy.ignored.items()},
        "only": {category: sorted(tags) for category, tags in policy.only.items()},
    }
    return json.dumps(said, sort_keys=True)


def _policy_of(text: str) -> Policy:
    stored = json.loads(text)
    levels = stored.get("strictness", {})
    if isinstance(levels, str):  # catalogs of earlier versions have one for all categories
        levels = dict.fromkeys(TAG_CATEGORIES, levels)
    return Policy(
        strictness={Category(name): Strictness(level) for name, level in levels.items()},
        most_tags={Category(name): int(number) for name, number in stored["most_tags"].items()},
        ignored=_keys(stored.get("ignored", {})),
        only=_keys(stored.get("only", {})),
    )


def _keys(stored: Mapping[str, Sequence[str]]) -> dict[Category, frozenset[str]]:
    return {Category(name): frozenset(keys) for name, keys in stored.items()}


def ranks(
    model: RegisteredModel, scores: Sequence[float], suggested: Suggestions
) -> dict[str, Any]:
    """What tracks are sorted by: the best score, the distance to a threshold, the first tags.

    Tags that can never be suggested do not count.
    """
    first = {
        category: next((tag.name for tag in suggested.get(category, ())), "")
        for category in TAG_CATEGORIES
    }
    return {
        "best_score": max((scores[i] for i, _ in model.thresholds), default=None),
        "margin": min((abs(scores[i] - limit) for i, limit in model.thresholds), default=None),
        **{f"{category}_key": sort_key(name) for category, name in first.items()},
    }


def score_row(
    model: RegisteredModel, prediction: Prediction, suggested: Suggestions
) -> dict[str, Any]:
    """The columns of the table of predictions.

    Raises:
        ValueError: a score is not a number.
    """
    return {
        "chunks": prediction.coverage.chunks,
        "heard_at": now(),
        "scores": pack(prediction.scores),
        "disagreement": 0.0,
        **ranks(model, prediction.scores, suggested),
    }


def array_row(prediction: Prediction) -> dict[str, Any]:
    """The columns of the large arrays.

    Raises:
        ValueError: a value is not a number.
    """
    return {
        "chunk_seconds": prediction.chunk_seconds,
        # float16 would round a start two hours into a track by up to two seconds.
        "chunk_starts": pack(prediction.chunk_starts, "<f4"),
        "chunk_scores": pack(prediction.chunk_scores),
        "embedding": pack(prediction.embedding),
    }


def scores_in(blob: bytes) -> list[float]:
    """The scores that `score_row` stored, rounded to float16."""
    return [float(score) for score in unpack(blob)]


def prediction_of(row: AnyRow) -> Prediction:
    """The prediction in a row of both tables and the model's name."""
    starts = unpack(row.chunk_starts, "<f4")
    scores = scores_in(row.scores)
    chunk_scores = unpack(row.chunk_scores).astype(np.float64).reshape(len(starts), len(scores))
    return Prediction(
        model=row.name,
        coverage=Coverage(row.chunks),
        scores=tuple(scores),
        chunk_scores=tuple(tuple(chunk) for chunk in chunk_scores.tolist()),
        chunk_starts=tuple(starts.tolist()),
        chunk_seconds=row.chunk_seconds,
        embedding=tuple(unpack(row.embedding).astype(np.float64).tolist()),
    )


def replace_suggestions(
    connection: Connection, model: RegisteredModel, suggested: Mapping[int, Suggestions]
) -> None:
    """Store what a model suggests for these tracks in place of what it suggested before."""
    connection.execute(_DROP_SUGGESTIONS, {"model": model.id, **chosen(suggested)})
    rows = [
        {
            "track_id": track_id,
            "tag_id": model.tag_ids[tag.category, tag.name],
            "score": tag.score,
            "threshold": tag.threshold,
        }
        for track_id, by_category in suggested.items()
        for tags in by_category.values()
        for tag in tags
    ]
    if rows:
        connection.execute(_ADD_SUGGESTION, rows)
