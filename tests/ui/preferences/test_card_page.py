"""The card of a model as a page, in two languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tagger_app.core.model_card import SPEED, ModelTag, TagMetrics
from tagger_app.inference.model_store import ModelFile
from tagger_app.paths import resources_folder
from tagger_app.ui.language import Language
from tagger_app.ui.preferences.card_page import page
from tests.tiny_model import SCALED_CARD

DATA = {"0.85", "seed", "licence", "clips", "macro ROC-AUC", "ROC-AUC", "PR-AUC", "Tag", "Tags"}
"""What is the card's own, or is called the same in German."""


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    language = Language(qapp, "de")
    yield
    language.remove()


def model(path: Path = Path("/models/zoo.onnx")) -> ModelFile:
    told = replace(
        SCALED_CARD,
        licence="CC BY-NC-SA 4.0",
        metrics={SPEED: 38.4, "macro ROC-AUC": {"value": 0.85, "low": 0.8, "high": 0.9}},
        known_failures=("Takes rain for applause",),
        training={"seed": 3, "data": [{"licence": "CC0", "clips": 24}]},
        tags=(
            ModelTag(
                "Folk", SCALED_CARD.tags[0].category, 0.5, 2.0,
                metrics=TagMetrics(positives=1_200, roc_auc=0.9, pr_auc=None),
            ),
            *SCALED_CARD.tags[1:],
        ),
    )  # fmt: skip
    return ModelFile(path, told, "digest", 9_600_000)


def fixed_texts(shown: str) -> set[str]:
    """Headings and the labels of rows and columns."""
    return set(re.findall(r"<(?:h2|h3|th)[^>]*>(.*?)</", shown)) - DATA


@pytest.mark.usefixtures("qapp")
def test_all_headings_and_labels_are_translated(request: pytest.FixtureRequest) -> None:
    english = fixed_texts(page(model()))
    assert {"Architecture", "Licence of the weights", "Threshold", "Instrument"} <= english
    request.getfixturevalue("german")
    in_german = fixed_texts(page(model()))
    assert {"Architektur", "Lizenz der Gewichte", "Schwelle"} <= in_german
    assert len(in_german) == len(english)
    assert english & in_german == {"Genre", "Instrument"}


@pytest.mark.usefixtures("german")
def test_numbers_are_german_and_what_the_card_says_is_told_to_be_its_own() -> None:
    shown = page(model())
    for expected in (
        "stehen hier so, wie sie in der Modelldatei geschrieben sind",
        "Takes rain for applause",
        "16.000 Hz",
        "0,850 (0,800 bis 0,900)",
        "0,900",
        "1.200",
        "nie",
        "Valenz",
    ):
        assert expected in shown, expected
    assert not re.search(
        r"\d\.\d", shown.replace("16.000", "").replace("4.0", "").replace("1.200", "")
    )


@pytest.mark.usefixtures("qapp")
def test_brackets_are_explained_where_a_shipped_model_has_them() -> None:
    card = replace(SCALED_CARD, metrics={"macro PR-AUC": "0.759 [0.657, 0.835] (5 tags)"})
    shipped = ModelFile(resources_folder() / "models" / "own.onnx", card, "digest", 1)
    assert "In brackets: 95 % confidence intervals." in page(shipped)
    elsewhere = replace(shipped, path=Path("/models/other.onnx"))
    assert "In brackets" not in page(elsewhere), "what others mean by them is not known"
