"""Half precision where it is asked for and safe."""

from contextlib import AbstractContextManager

import torch
from torch import nn

LEAST_CHANNELS = 16
"""Of what a strided 1 × 1 convolution takes in; see `bears_channels_last`."""


class Precision:
    """bfloat16 where the device has it, float16 with a scaled loss on older GPUs.

    Args:
        device: where the network learns.
        mixed: whether there is any half precision at all.
    """

    def __init__(self, device: torch.device, mixed: bool) -> None:
        self._device = device
        self._mixed = mixed
        half = device.type == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False)
        self._type = torch.float16 if half else torch.bfloat16
        self.scaler = torch.amp.GradScaler(device.type, enabled=mixed and half)

    def autocast(self) -> AbstractContextManager[None]:
        """The context in which the network judges."""
        return torch.autocast(self._device.type, self._type, enabled=self._mixed)


def bears_channels_last(network: nn.Module, device: torch.device, mixed: bool) -> bool:
    """Whether the network may have its channels last in memory.

    On processors with AVX-512 the gradient of a strided 1 × 1 convolution of few channels, in
    bfloat16 with channels last, is written past its end, and the process dies sooner or later
    (seen with torch 2.13, fewer than 16 channels; AVX2 alone is free of it).
    """
    if device.type != "cpu" or not mixed:
        return True
    return not any(
        layer.kernel_size == (1, 1)
        and layer.stride != (1, 1)
        and layer.in_channels < LEAST_CHANNELS
        for layer in network.modules()
        if isinstance(layer, nn.Conv2d)
    )
