"""The training loop."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.configuration import Optimization
from training.distillation.mel_augmentation import augmented, mixed_up
from training.models.network import MelNetwork
from training.optimization import checkpoint
from training.optimization.losses import masked_bce

logger = logging.getLogger(__name__)

Batch = tuple[Tensor, Tensor, Tensor]
DrawBatch = Callable[[int, np.random.Generator], Batch]


def fit(
    network: MelNetwork,
    draw: DrawBatch,
    options: Optimization,
    *,
    seed: int,
    checkpoint_path: Path | None = None,
    after_epoch: Callable[[int, MelNetwork], None] | None = None,
) -> MelNetwork:
    """Train a network and return its exponential moving average.

    The randomness of an epoch follows from the seed and the epoch's number alone, so that a run
    that was interrupted and resumed equals one that was not.

    Args:
        network: trained in place.
        draw: (size, rng) → mel power, values, weights.
        options: epochs, steps, learning rate.
        seed: of everything random.
        checkpoint_path: written after every epoch, and continued from.
        after_epoch: called with the epoch's number and the averaged network.
    """
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing in stubs
    average = _average(network, options.average_decay)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=options.learning_rate, weight_decay=options.weight_decay
    )
    first = 0
    if checkpoint_path is not None and (state := checkpoint.load(checkpoint_path)) is not None:
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        first = int(state["epoch"]) + 1
        logger.info("going on after epoch %d", first)
    for epoch in range(first, options.epochs):
        started = time.monotonic()
        loss = _epoch(network, average, optimizer, draw, options, seed, epoch)
        seconds = time.monotonic() - started
        logger.info("epoch %d: loss %.4f, %.0f s", epoch + 1, loss, seconds)
        if checkpoint_path is not None:
            state = {"network": network.state_dict(), "average": average.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "epoch": epoch}
            checkpoint.save(checkpoint_path, state)
        if after_epoch is not None:
            after_epoch(epoch, _network_of(average))
    return _network_of(average)


def averaged(network: MelNetwork, state: Mapping[str, Any]) -> MelNetwork:
    """The averaged network in the state of a checkpoint."""
    average = _average(network, 0.0)
    average.load_state_dict(state["average"])
    return _network_of(average)


def _average(network: MelNetwork, decay: float) -> AveragedModel:
    mean = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return AveragedModel(network, multi_avg_fn=mean, use_buffers=True)


def _network_of(average: AveragedModel) -> MelNetwork:
    network = average.module
    assert isinstance(network, MelNetwork)  # noqa: S101 - torch types it as any Module
    return network.eval()


def _epoch(
    network: MelNetwork,
    average: AveragedModel,
    optimizer: torch.optim.Optimizer,
    draw: DrawBatch,
    options: Optimization,
    seed: int,
    epoch: int,
) -> float:
    rng = np.random.default_rng([seed, epoch])
    torch.manual_seed(seed * 10_007 + epoch)
    network.train()
    total = 0.0
    for step in range(options.steps):
        done = (epoch * options.steps + step) / (options.epochs * options.steps)
        for group in optimizer.param_groups:
            group["lr"] = options.learning_rate * schedule(done, options.warm_up)
        power, values, weights = draw(options.batch, rng)
        power, values, weights = mixed_up(power, values, weights, options.mixup, rng)
        power = augmented(power, rng)
        with torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16):
            logits = network.from_mel_power(power).logits
        loss = masked_bce(logits.float(), values, weights)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        average.update_parameters(network)
        total += float(loss.detach())
    return total / options.steps


def schedule(done: float, warm_up: float) -> float:
    """Factor on the learning rate: linear warm-up, then a half cosine to 0; `done` in 0…1."""
    if done < warm_up:
        return max(done / warm_up, 1e-3)
    return 0.5 * (1.0 + math.cos(math.pi * (done - warm_up) / (1.0 - warm_up)))
