"""What the figures were measured on."""

import os
import platform
import sys
from pathlib import Path

import av
import numpy as np
import onnxruntime
import psutil  # type: ignore[import-untyped]  # ships no types

from tagger_app.inference.device import usable_cores

Row = tuple[str, str]

_LIBRARIES = (onnxruntime, av, np)


def facts() -> list[Row]:
    """(name, value) rows about machine and libraries."""
    memory = psutil.virtual_memory().total / 2**30
    return [
        ("processor", f"{_processor()}, {usable_cores()} usable cores"),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("libraries", ", ".join(f"{one.__name__} {one.__version__}" for one in _LIBRARIES)),
        ("load before", _load()),
    ]


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def load() -> float | None:
    """How many processes wanted a core, the mean of the last minute; None where it is unknown."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def told(load: float | None) -> str:
    """A load in few words."""
    return "load unknown" if load is None else f"load {load:.1f}"


def _load() -> str:
    """Other programs' demand for cores: above 0.5, wall-clock figures are too low."""
    wanted = load()
    return (
        "unknown" if wanted is None else f"{wanted:.1f} processes wanted a core in the last minute"
    )
