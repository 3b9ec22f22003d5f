"""Optimizers by name; torch's own."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer

from tagger_app.core.errors import TaggerError
from training.configuration import OptimizerOptions

_Groups = list[dict[str, Any]]


def _sgd(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.SGD(groups, options.learning_rate)


def _momentum(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.SGD(groups, options.learning_rate, momentum=options.momentum)


def _nesterov(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    momentum = options.momentum
    return torch.optim.SGD(groups, options.learning_rate, momentum=momentum, nesterov=True)


def _rmsprop(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.RMSprop(groups, options.learning_rate)


def _adagrad(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.Adagrad(groups, options.learning_rate)


def _adam(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.Adam(groups, options.learning_rate)


def _adamw(groups: _Groups, options: OptimizerOptions) -> Optimizer:
    return torch.optim.AdamW(groups, options.learning_rate)


OPTIMIZERS: Mapping[str, Callable[[_Groups, OptimizerOptions], Optimizer]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adagrad": _adagrad,
    "adam": _adam,
    "adamw": _adamw,
}


def optimizer_of(network: nn.Module, options: OptimizerOptions) -> Optimizer:
    """The optimizer of what a network learns; frozen parameters are left out.

    The weight decay of AdamW (Loshchilov & Hutter 2019) spares biases and the parameters of
    normalisations, as is usual; that of the others is a term of the loss over all parameters, as
    in the reference training of Won et al. 2020.

    Raises:
        TaggerError: there is no such optimizer, or nothing for it to learn.
    """
    if options.name not in OPTIMIZERS:
        raise TaggerError(
            f"There is no optimizer {options.name!r}; there are {', '.join(OPTIMIZERS)}."
        )
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    if not learned:
        raise TaggerError("Every parameter of the network is frozen; there is nothing to learn.")
    spared = [p for p in learned if options.name == "adamw" and p.dim() < 2]
    decayed = [p for p in learned if options.name != "adamw" or p.dim() >= 2]
    groups: _Groups = [
        {"params": decayed, "weight_decay": options.weight_decay},
        {"params": spared, "weight_decay": 0.0},
    ]
    return OPTIMIZERS[options.name]([group for group in groups if group["params"]], options)
