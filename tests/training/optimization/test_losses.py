"""What a loss says, and what it leaves out."""

import math
from collections.abc import Callable, Mapping

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.optimization.losses import Columns, columns_of, distillation, loss_of
from training.optimization.objective import Share

ROWS, TAGS = 6, 5
GENRES, MOODS = (0, 2, 3), (1, 4)
MIXED = (Columns("softmax", GENRES), Columns("sigmoid", MOODS))


def logits(seed: int = 0) -> Tensor:
    drawn = torch.randn(ROWS, TAGS, generator=torch.Generator().manual_seed(seed)) * 2
    return drawn.requires_grad_()


def one_choice() -> Tensor:
    """Values: one genre for each row, moods at will."""
    values = torch.zeros(ROWS, TAGS)
    for row in range(ROWS):
        values[row, GENRES[row % 3]] = 1.0
        values[row, 1], values[row, 4] = row % 2, 0.25
    return values


def all_in(loss: str) -> tuple[Columns, ...]:
    return (Columns(loss, tuple(range(TAGS))),)


EXPECTED: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = {
    "sigmoid": functional.binary_cross_entropy_with_logits,
    "softmax": lambda x, v: functional.cross_entropy(x, v.argmax(1)),
    "hinge": lambda x, v: (1 - x * (2 * v - 1)).clamp_min(0).mean(),
    "l1": functional.l1_loss,
    "l2": functional.mse_loss,
}


@pytest.mark.parametrize("loss", sorted(EXPECTED))
def test_is_the_mean_over_all_where_all_is_known(loss: str) -> None:
    values = functional.one_hot(torch.arange(ROWS) % TAGS, TAGS).float()
    found = loss_of(logits(), values, torch.ones(ROWS, TAGS), all_in(loss)).mean()
    torch.testing.assert_close(found, EXPECTED[loss](logits(), values))


@pytest.mark.parametrize("loss", sorted(EXPECTED))
def test_what_is_unknown_has_no_part_in_it(loss: str) -> None:
    said, values, weights = logits(), torch.rand(ROWS, TAGS), torch.ones(ROWS, TAGS)
    weights[1:3] = 0.0
    values[1:3] = math.nan
    found = loss_of(said, values, weights, all_in(loss)).mean()
    found.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    rows = [0, 3, 4, 5]
    known = loss_of(logits()[rows], values[rows], weights[rows], all_in(loss)).mean()
    torch.testing.assert_close(found, known)
    assert said.grad is not None
    assert torch.equal(said.grad[1:3], torch.zeros(2, TAGS))
    assert (said.grad[rows] != 0).any()


def test_nothing_known_is_no_loss() -> None:
    said = logits()
    nothing = torch.zeros(ROWS, TAGS)
    loss = loss_of(said, nothing, nothing, MIXED).mean()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert float(loss.detach()) == 0.0
    assert said.grad is not None
    assert torch.equal(said.grad, nothing)


def test_a_weight_of_two_counts_as_two_recordings() -> None:
    values, weights = one_choice(), torch.ones(ROWS, TAGS)
    weights[0] = 2.0
    rows = [0, *range(ROWS)]
    twice = loss_of(logits()[rows], values[rows], torch.ones(ROWS + 1, TAGS), MIXED)
    torch.testing.assert_close(loss_of(logits(), values, weights, MIXED).mean(), twice.mean())


def test_a_recording_without_a_genre_says_nothing_about_the_choice() -> None:
    values = one_choice()
    values[0, list(GENRES)] = 0.0
    said = logits()
    loss_of(said, values, torch.ones(ROWS, TAGS), MIXED).total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    assert said.grad is not None
    assert not said.grad[0, list(GENRES)].any()
    assert said.grad[0, list(MOODS)].all()


def test_the_least_loss_of_soft_targets_is_at_the_targets() -> None:
    values = torch.tensor([[0.7, 0.9, 0.2, 0.1, 0.4]])
    said = torch.zeros(1, TAGS, requires_grad=True)
    with torch.no_grad():
        said[0, list(GENRES)] = values[0, list(GENRES)].log()
        said[0, list(MOODS)] = torch.logit(values[0, list(MOODS)])
    loss_of(said, values, torch.ones(1, TAGS), MIXED).total.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.testing.assert_close(said.grad, torch.zeros(1, TAGS), atol=1e-6, rtol=0)


def test_shares_of_a_batch_add_up_to_it() -> None:
    values, weights = one_choice(), torch.rand(ROWS, TAGS)
    whole = loss_of(logits(), values, weights, MIXED)
    parts = []
    for rank in range(2):
        rows = Share(rank, 2).rows
        parts.append(loss_of(logits()[rows], values[rows], weights[rows], MIXED))
    torch.testing.assert_close(parts[0].total + parts[1].total, whole.total)
    torch.testing.assert_close(parts[0].weight + parts[1].weight, whole.weight)


@pytest.mark.parametrize("temperature", [1.0, 4.0])
def test_a_student_is_compared_with_its_teacher_at_a_temperature(temperature: float) -> None:
    taught = logits(1).detach()
    scores = torch.sigmoid(taught)
    scores[:, list(GENRES)] = torch.softmax(taught[:, list(GENRES)], 1)
    found = distillation(logits(), scores, torch.ones(ROWS, TAGS), MIXED, temperature)
    soft, said = taught / temperature, logits() / temperature
    of_moods = functional.binary_cross_entropy_with_logits(
        said[:, list(MOODS)], torch.sigmoid(soft[:, list(MOODS)]), reduction="sum"
    )
    target = torch.softmax(soft[:, list(GENRES)], 1)
    of_genres = functional.cross_entropy(said[:, list(GENRES)], target, reduction="sum")
    torch.testing.assert_close(found.total, (of_moods + of_genres) * temperature**2)


def test_each_exclusive_category_is_a_choice_of_its_own() -> None:
    genre, mood, instrument = Category.GENRE, Category.MOOD, Category.INSTRUMENT
    categories = [genre, mood, genre, instrument, mood]
    groups = columns_of(categories, {genre, mood}, {instrument: "l2"})
    assert groups == (
        Columns("softmax", (0, 2)),
        Columns("softmax", (1, 4)),
        Columns("l2", (3,)),
    )
    assert columns_of(categories, set(), {}) == (Columns("sigmoid", (0, 1, 2, 3, 4)),)
    with pytest.raises(TaggerError, match=r"'huber'.*softmax"):
        columns_of(categories, set(), {genre: "huber"})
