"""What makes scores in 0…1 of a network's logits."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard

Kind = tuple[Category, str]
"""A tag's category and activation: sigmoid, softmax (within the category) or linear."""


class Activation(nn.Module):
    """Logits [batch, tags] → scores [batch, tags], of operators every ONNX runtime has.

    Args:
        kinds: of each tag. A linear output is a position on a scale and is held within 0…1.

    Raises:
        ValueError: an activation is not known.
    """

    def __init__(self, kinds: Sequence[Kind]) -> None:
        super().__init__()
        groups: dict[tuple[str, str], list[int]] = {}
        for column, (category, name) in enumerate(kinds):
            if name not in {"sigmoid", "softmax", "linear"}:
                raise ValueError(f"Activation {name!r} is not known.")
            groups.setdefault((name, category if name == "softmax" else ""), []).append(column)
        self.groups = tuple((name, tuple(columns)) for (name, _), columns in groups.items())
        taken = [column for _, columns in self.groups for column in columns]
        self.place = [taken.index(column) for column in range(len(taken))]

    def forward(self, logits: Tensor) -> Tensor:
        """See the class."""
        if len(self.groups) == 1:
            return _activated(self.groups[0][0], logits)
        parts = [_activated(name, logits[:, list(columns)]) for name, columns in self.groups]
        return torch.cat(parts, dim=1)[:, self.place]


def _activated(name: str, logits: Tensor) -> Tensor:
    if name == "softmax":
        return torch.softmax(logits, dim=1)
    return torch.sigmoid(logits) if name == "sigmoid" else torch.clamp(logits, 0.0, 1.0)


def activation_of(card: ModelCard) -> Activation:
    """The activation a model card promises."""
    return Activation([(tag.category, tag.activation) for tag in card.tags])
