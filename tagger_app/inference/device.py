"""Which device there is to run models on, without loading what runs them."""

import ctypes
import os
import sys
from typing import Literal

Device = Literal["auto", "cpu", "cuda"]


def has_cuda_device() -> bool:
    """Whether NVIDIA's driver is installed and sees a device."""
    try:
        driver = ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    count = ctypes.c_int(0)
    return (
        driver.cuInit(0) == 0
        and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
        and (count.value > 0)
    )


def usable_cores() -> int:
    """Cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
