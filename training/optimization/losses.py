"""Losses: of single tags, of exclusive categories, of positions on a scale.

All take soft targets and are masked by weights, for data sets that tell a tag of only some
recordings. Every known label counts once: a tag of a recording, or the one choice within an
exclusive category.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.optimization.objective import Loss


class Columns(NamedTuple):
    """Columns of the tags that share a loss: sigmoid, softmax, hinge, l1 or l2.

    Softmax columns are those of one category.
    """

    loss: str
    columns: tuple[int, ...]


def _sigmoid(logits: Tensor, values: Tensor, weights: Tensor) -> Loss:
    loss = functional.binary_cross_entropy_with_logits(logits, values, reduction="none")
    return Loss((loss * weights).sum(), weights.sum())


def _softmax(logits: Tensor, values: Tensor, weights: Tensor) -> Loss:
    """Values above a sum of 1, as of two tags in an exclusive category, share it.

    A row without any positive tag says nothing about the choice.
    """
    known = values / values.sum(dim=1, keepdim=True).clamp_min(1.0) * weights
    return Loss(-(known * functional.log_softmax(logits, dim=1)).sum(), known.sum())


def _hinge(logits: Tensor, values: Tensor, weights: Tensor) -> Loss:
    """Yes above +1 and no below −1 cost nothing; a soft target is a mean of both."""
    loss = values * (1.0 - logits).clamp_min(0.0) + (1.0 - values) * (1.0 + logits).clamp_min(0.0)
    return Loss((loss * weights).sum(), weights.sum())


def _l1(logits: Tensor, values: Tensor, weights: Tensor) -> Loss:
    return Loss(((logits - values).abs() * weights).sum(), weights.sum())


def _l2(logits: Tensor, values: Tensor, weights: Tensor) -> Loss:
    return Loss(((logits - values).square() * weights).sum(), weights.sum())


LOSSES: Mapping[str, Callable[[Tensor, Tensor, Tensor], Loss]] = {
    "sigmoid": _sigmoid,
    "softmax": _softmax,
    "hinge": _hinge,
    "l1": _l1,
    "l2": _l2,
}
ACTIVATIONS: Mapping[str, str] = {
    "sigmoid": "sigmoid",
    "softmax": "softmax",
    "hinge": "sigmoid",
    "l1": "linear",
    "l2": "linear",
}
"""Loss → what makes scores of the logits, as a model card names it."""


def columns_of(
    categories: Sequence[Category],
    exclusive: Set[Category],
    losses: Mapping[Category, str],
) -> tuple[Columns, ...]:
    """Which loss each tag takes.

    Args:
        categories: of the tags, in the order of the outputs.
        exclusive: categories of which a recording has one tag.
        losses: by category, where it is not softmax if exclusive, else sigmoid.

    Raises:
        TaggerError: there is no such loss.
    """
    found: dict[tuple[str, Category | None], list[int]] = {}
    for column, category in enumerate(categories):
        name = losses.get(category, "softmax" if category in exclusive else "sigmoid")
        if name not in LOSSES:
            raise TaggerError(f"There is no loss {name!r}; there are {', '.join(LOSSES)}.")
        group = (name, category if name == "softmax" else None)
        found.setdefault(group, []).append(column)
    return tuple(Columns(name, tuple(columns)) for (name, _), columns in found.items())


def loss_of(logits: Tensor, values: Tensor, weights: Tensor, groups: Sequence[Columns]) -> Loss:
    """The loss of a batch.

    Args:
        logits: [batch, tags].
        values: [batch, tags], 0…1, or a position on a scale; ignored, even NaN, where unknown.
        weights: [batch, tags], 0 where nothing is known.
        groups: which loss each column takes; each column is in one of them.
    """
    logits = logits.float()
    values = torch.where(weights > 0, values, 0.0)
    parts = []
    for name, columns in groups:
        index = torch.tensor(columns, device=logits.device)
        parts.append(LOSSES[name](logits[:, index], values[:, index], weights[:, index]))
    return Loss(
        torch.stack([part.total for part in parts]).sum(),
        torch.stack([part.weight for part in parts]).sum(),
    )


def distillation(
    logits: Tensor,
    values: Tensor,
    weights: Tensor,
    groups: Sequence[Columns],
    temperature: float = 1.0,
) -> Loss:
    """The loss of a student to a teacher's scores (Hinton, Vinyals & Dean 2015).

    Both are softened by the temperature T, and the loss is multiplied by T², so that its gradients
    keep their size. The tags take a sigmoid or a softmax.

    Args:
        logits: of the student, [batch, tags].
        values: the teacher's scores, 0…1.
        weights: see `loss_of`.
        groups: see `loss_of`.
        temperature: 1 compares with the scores as they are.
    """
    if temperature == 1.0:
        return loss_of(logits, values, weights, groups)
    softened = values.clone()
    for name, columns in groups:
        index = torch.tensor(columns, device=values.device)
        raised = values[:, index] ** (1.0 / temperature)
        rest = (1.0 - values[:, index]) ** (1.0 / temperature)
        whole = raised.sum(dim=1, keepdim=True) if name == "softmax" else raised + rest
        softened[:, index] = raised / whole.clamp_min(torch.finfo(raised.dtype).tiny)
    loss = loss_of(logits.float() / temperature, softened, weights, groups)
    return loss._replace(total=loss.total * temperature**2)
