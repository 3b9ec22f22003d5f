"""Half precision where it is asked for and safe."""

from contextlib import AbstractContextManager

import torch


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
