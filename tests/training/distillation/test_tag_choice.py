"""Which tags a model carries, and from where on it suggests them."""

import numpy as np
import pytest

from tagger_app.core.fields import Category
from training.configuration import Distillation, Training
from training.distillation.tag_choice import Choice, choose
from training.distillation.targets import Floats
from training.distillation.validate import Reference
from training.evaluation.calibrate import NEVER

PIECES = 40
NAMES = ("Jazz", "Metal", "Oboe", "Polka")
RECIPE = Distillation(
    name="tiny",
    architecture="mel_resnet",
    tags=tuple((Category.GENRE, name) for name in NAMES),
    teachers=(),
    learning=Training(epochs=1),
)


@pytest.fixture
def heard() -> Reference:
    """Jazz on half of the pieces; no metal, an oboe no teacher knows, and polka heard by chance."""
    rng = np.random.default_rng(2)
    margins = rng.normal(-3.0, 1.0, (PIECES, len(NAMES))).astype(np.float32)
    margins[::2, 0] += 6.0
    margins[:, 2] = np.nan
    logits = margins + rng.normal(0.0, 0.2, margins.shape).astype(np.float32)
    logits[:, 2:] = rng.normal(-3.0, 1.0, (PIECES, 2))
    known = ~np.isnan(margins)
    return Reference(
        logits=list(logits[:, None]),
        truth=np.nan_to_num(margins > 0).astype(np.float32),
        weights=known.astype(np.float32),
        labelled=np.zeros_like(margins),
        pieces=PIECES,
        margins=margins,
        nothing=[np.full((1, len(NAMES)), -6.0, dtype=np.float32)] * 4,
    )


def chosen(heard: Reference, offset: float = 0.0) -> Choice:
    ones: Floats = np.ones(len(NAMES), dtype=np.float32)
    return choose(RECIPE, heard, ones, offset * ones)


def test_a_tag_no_piece_has_is_carried_if_it_is_heard_as_the_teachers_do(heard: Reference) -> None:
    choice = chosen(heard)
    assert choice.names(choice.carried) == ["Jazz", "Metal"]
    assert choice.names(choice.unproven) == ["Metal"]
    jazz, metal, oboe, polka = choice.tags
    assert jazz.careful_threshold < NEVER
    assert metal.careful_threshold == oboe.threshold == polka.threshold == NEVER


def test_it_is_suggested_where_the_teachers_would_say_so(heard: Reference) -> None:
    assert chosen(heard).tags[1].threshold == pytest.approx(0.5, abs=1e-3)
    assert chosen(heard, 1.0).tags[1].threshold == pytest.approx(0.731, abs=1e-3)


def test_it_needs_more_than_any_piece_without_it_and_any_sound_without_music(
    heard: Reference,
) -> None:
    heard.logits[3][:, 1] = 2.0
    highest = 1.0 / (1.0 + np.exp(-2.0))
    assert chosen(heard).tags[1].threshold == pytest.approx(highest + 0.01, abs=1e-3)
    heard.nothing[0][:, 1] = 3.0
    louder = 1.0 / (1.0 + np.exp(-3.0))
    assert chosen(heard).tags[1].threshold == pytest.approx(louder + 0.01, abs=1e-3)
