"""One process for each GPU, started by torchrun; with gloo also on CPUs.

Each process learns from its share of every batch. What a step needs of the whole batch is summed
over all processes: the losses and their weights, the gradients, and the statistics of batch
normalisation. So two processes learn what one would, up to rounding.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from tagger_app.core.errors import TaggerError
from training.optimization.objective import Share

PATIENCE = timedelta(hours=6)
"""How long processes wait for each other; the first validates while the others wait. When one
dies torchrun ends the rest at once."""


@contextmanager
def joined() -> Iterator[Share]:
    """Join the other processes for as long as the context lasts, if torchrun started them.

    Gives this process's share. What is written besides the checkpoint is for rank 0 to write.

    Raises:
        TaggerError: there are more processes than GPUs.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield Share()
        return
    device = device_here()
    if device.type == "cuda":
        if (device.index or 0) >= torch.cuda.device_count():
            raise TaggerError(
                f"There are more processes than GPUs ({torch.cuda.device_count()}); start torchrun"
                " with fewer in --nproc_per_node."
            )
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.type == "cuda" else "gloo", timeout=PATIENCE)
    try:
        yield share_here()
    finally:
        dist.destroy_process_group()


def share_here() -> Share:
    """This process's part of every batch."""
    if not dist.is_initialized():
        return Share()
    return Share(dist.get_rank(), dist.get_world_size())


def device_here() -> torch.device:
    """This process's GPU, or the CPU where there is none."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def summed(tensor: Tensor) -> Tensor:
    """The sum over all processes, without a gradient."""
    total = tensor.detach().clone()
    if dist.is_initialized():
        dist.all_reduce(total)
    return total


def told_by_first(value: float, device: torch.device) -> float:
    """What rank 0 says, on every process."""
    told = torch.tensor(value, dtype=torch.float64, device=device)
    if dist.is_initialized():
        dist.broadcast(told, 0)
    return float(told)


def share_weights(network: nn.Module) -> None:
    """Give every process the weights and buffers of rank 0."""
    if dist.is_initialized():
        for tensor in network.state_dict().values():
            told = tensor.contiguous()  # gloo and NCCL take nothing else
            dist.broadcast(told, 0)
            tensor.copy_(told)


def sum_gradients(parameters: list[nn.Parameter]) -> None:
    """Replace every gradient with its sum over all processes, in one message.

    A parameter that no process's share had a gradient for keeps none.
    """
    if not dist.is_initialized():
        return
    parts = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
    given = torch.tensor([float(p.grad is not None) for p in parameters], device=parts[0].device)
    message = torch.cat([*(part.reshape(-1) for part in parts), given])
    dist.all_reduce(message)
    *sums, given = torch.split(message, [*(part.numel() for part in parts), len(parts)])
    for parameter, part, has in zip(parameters, sums, given.tolist(), strict=True):
        if has:
            gradient = torch.empty_like(parameter)
            parameter.grad = gradient.copy_(part.view(parameter.shape))


class _Sum(torch.autograd.Function):
    """The sum over all processes; each one's loss depends on it, so gradients are summed too."""

    @staticmethod
    def forward(_: Any, tensor: Tensor) -> Tensor:
        return summed(tensor)

    @staticmethod
    def backward(_: Any, *gradients: Any) -> Any:
        return summed(gradients[0])


@contextmanager
def batch_normalisation_over_all(network: nn.Module) -> Iterator[None]:
    """While the context lasts, batch normalisation is over the batch, not this process's share.

    torch's own synchronised layer needs CUDA.
    """
    layers = [layer for layer in network.modules() if isinstance(layer, _BatchNorm)]
    if not dist.is_initialized():
        layers = []
    for layer in layers:
        layer.forward = partial(_normalised, layer)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward


def _normalised(layer: _BatchNorm, values: Tensor) -> Tensor:
    """Ioffe & Szegedy 2015; values [batch, channels, …]."""
    if not layer.training:
        whole: Tensor = type(layer).forward(layer, values)
        return whole
    with torch.autocast(values.device.type, enabled=False):
        x = values.float()
        others = [axis for axis in range(x.dim()) if axis != 1]
        shape = [-1 if axis == 1 else 1 for axis in range(x.dim())]
        here = x.new_tensor([x.numel() / x.shape[1]])
        sums = _Sum.apply(torch.cat([x.sum(others), here]))  # type: ignore[no-untyped-call]
        count = sums[-1].detach()
        mean = sums[:-1] / count
        centred = x - mean.view(shape)
        variance = _Sum.apply(centred.square().sum(others)) / count  # type: ignore[no-untyped-call]
        _remember(layer, mean.detach(), variance.detach() * count / (count - 1.0).clamp_min(1.0))
        y = centred * (variance + layer.eps).rsqrt().view(shape)
        if layer.affine:
            y = y * layer.weight.view(shape) + layer.bias.view(shape)
        normalised: Tensor = y.to(values.dtype)
        return normalised


def _remember(layer: _BatchNorm, mean: Tensor, variance: Tensor) -> None:
    if layer.running_mean is None or layer.running_var is None:
        return
    seen = layer.num_batches_tracked
    if seen is not None:
        seen.add_(1)
    share = layer.momentum if layer.momentum is not None else 1.0 / float(seen or 1)
    layer.running_mean.lerp_(mean, share)
    layer.running_var.lerp_(variance, share)
