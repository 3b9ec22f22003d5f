import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import FrontEnd, ModelCard, ModelTag, TagMetrics

CARD = ModelCard(
    name="small",
    version="1.0",
    architecture="fcn",
    description="A card for tests.",
    licence="CC0-1.0",
    sample_rate=16_000,
    chunk_samples=48_000,
    embedding_width=64,
    tags=(
        ModelTag("Rock", Category.GENRE, 0.4, 0.7, metrics=TagMetrics(12, 0.9, 0.5)),
        ModelTag("Happy", Category.MOOD, 0.5, 0.8),
    ),
    front_end=FrontEnd(512, 256, 96, 0.0, 8000.0, "log10p"),
    training={"seed": 1, "data": ["made up"]},
    metrics={"macro_roc_auc": 0.9},
    known_failures=("hears rain as applause",),
)


def test_a_card_survives_the_way_through_its_json() -> None:
    read = ModelCard.from_json(CARD.to_json())
    assert read.tags == CARD.tags
    assert read.front_end == CARD.front_end
    assert read.known_failures == CARD.known_failures
    assert dict(read.training) == dict(CARD.training)
    assert read.chunk_seconds == 3.0


def test_tags_of_a_category_keep_their_output_index() -> None:
    assert CARD.tags_of(Category.MOOD) == ((1, CARD.tags[1]),)


def _without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda raw: raw.pop(key)


def _with(**values: Any) -> Callable[[dict[str, Any]], object]:
    return lambda raw: raw.update(values)


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (_with(schema=99), "schema 99"),
        (_without("tags"), "incomplete"),
        (_with(tags=[]), "between 1 and 2,000 tags"),
        (_with(tags=[{"name": "x", "category": "colour"}]), "malformed"),
        (_with(sample_rate=0), "sample rate"),
        (_with(chunk_samples=10**9), "chunk"),
        (_with(embedding_width=0), "embedding"),
        (_with(aggregation="max"), "aggregation"),
        (_with(front_end=None), "malformed"),
        (_with(name=" "), "name is empty"),
    ],
)
def test_a_card_that_breaks_the_contract_is_refused(
    harm: Callable[[dict[str, Any]], object], message: str
) -> None:
    raw = json.loads(CARD.to_json())
    harm(raw)
    with pytest.raises(ModelError, match=message):
        ModelCard.from_json(json.dumps(raw))


def test_a_tag_named_twice_or_with_a_threshold_that_is_no_number_is_refused() -> None:
    twice = replace(CARD, tags=(CARD.tags[0], replace(CARD.tags[0], name="rock")))
    with pytest.raises(ModelError, match="twice"):
        ModelCard.from_json(twice.to_json())
    nowhere = replace(CARD, tags=(replace(CARD.tags[0], threshold=float("nan")),))
    with pytest.raises(ModelError, match="not a finite number"):
        ModelCard.from_json(nowhere.to_json())


@pytest.mark.parametrize("text", ["", "[]", "null", '{"schema": 1', "[" * 100_000])
def test_text_that_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        ModelCard.from_json(text)
