"""Saves and restores a training run, so that a killed one goes on where it stopped."""

import os
import pickle
from pathlib import Path
from typing import Any

import torch

from tagger_app.core.errors import TaggerError


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint; a reader sees the old one or the new one, never half of it.

    Raises:
        TaggerError: it cannot be written.
    """
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            torch.save(state, stream)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise TaggerError(
            f"The checkpoint {path} cannot be written: {error}. The one before is unharmed; make"
            " room and start again to go on."
        ) from None


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def load(path: Path) -> dict[str, Any] | None:
    """The checkpoint, or None where there is none yet.

    Raises:
        TaggerError: it cannot be read.
    """
    if not path.is_file():
        return None
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise TaggerError(
            f"The checkpoint {path} cannot be read ({error}). Remove it to start anew."
        ) from None
    return state
