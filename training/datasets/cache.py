"""Decoded recordings on disk, one memory-mapped array each.

An entry is found by what it was made from: the file's path, inode, size and time of change, and
all parameters. It is written aside and renamed, so that a killed run leaves no half entry, and
several processes may share a folder. What was used longest ago goes when the bound is reached.
"""

import hashlib
import json
import logging
import os
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.errors import DecodeError, Reason, TaggerError
from training.datasets.corpus import FULL_SCALE, Decode

logger = logging.getLogger(__name__)

FORMAT = 1
"""Part of every key; raised when what the entries hold changes."""
ABANDONED_SECONDS = 3_600.0
"""An unfinished entry of this age belongs to a run that was killed."""
HEADER_BYTES = 128
"""What the file format adds to a small array's bytes."""
KEPT_SHARE = 0.9
"""When the bound is reached, entries go until this share of it is left."""

Array = NDArray[Any]


class ArrayCache:
    """Arrays of any type by key.

    Args:
        folder: made if it is not there; other files in it are left alone.
        max_bytes: bound of all entries together; a single array beyond it is not kept. Processes
            that share the folder each keep their own count, and agree when they make room.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._remove_abandoned()
            self._bytes = sum(size for _, size, _ in self._entries())
        except OSError as error:
            raise TaggerError(
                f"{folder}: the cache cannot be used ({error.strerror}). Name another folder."
            ) from None

    def array(self, path: Path, parameters: Mapping[str, Any], make: Callable[[], Array]) -> Array:
        """The array of a file, read-only and memory-mapped; made and kept if it is not there.

        Args:
            path: the file it is made from.
            parameters: everything else its content depends on, as JSON can hold it.
            make: computes it.

        Raises:
            DecodeError: the file is not there.
        """
        entry = self.folder / self.key(path, parameters)
        found = _opened(entry)
        if found is None:
            made = make()
            if made.nbytes + HEADER_BYTES > self.max_bytes or not self._keep(entry, made):
                return made
            found = _opened(entry)
            return made if found is None else found
        return found

    @staticmethod
    def key(path: Path, parameters: Mapping[str, Any]) -> str:
        """The entry's place below the folder.

        Raises:
            DecodeError: the file is not there.
        """
        try:
            status = path.stat()
        except OSError as error:
            detail = f"The file cannot be read ({error.strerror}); was it moved?"
            raise DecodeError(path, Reason.MISSING, detail) from None
        identity = [str(path.absolute()), status.st_ino, status.st_size, status.st_mtime_ns]
        text = json.dumps([FORMAT, identity, dict(parameters)], sort_keys=True)
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:40]
        return f"{digest[:2]}/{digest[2:]}.npy"

    def _keep(self, entry: Path, made: Array) -> bool:
        """Write an entry; False, and a warning, if the disk does not let us."""
        self._make_room(made.nbytes + HEADER_BYTES)
        partial = entry.with_suffix(f".{uuid.uuid4().hex}.partial")
        try:
            entry.parent.mkdir(exist_ok=True)
            with partial.open("wb") as stream:
                np.save(stream, np.ascontiguousarray(made), allow_pickle=False)
            partial.replace(entry)
            self._bytes += entry.stat().st_size
        except OSError as error:
            partial.unlink(missing_ok=True)
            logger.warning("%s: an entry of the cache cannot be written: %s", entry, error)
            return False
        return True

    def _make_room(self, wanted: int) -> None:
        if self._bytes + wanted <= self.max_bytes:
            return
        entries = sorted(self._entries())
        self._bytes = sum(size for _, size, _ in entries)
        least = int(self.max_bytes * KEPT_SHARE)
        for _, size, entry in entries:
            if self._bytes + wanted <= least:
                break
            try:
                entry.unlink()
            except FileNotFoundError:
                pass  # another process was faster
            except OSError:
                continue  # Windows keeps a file that is mapped
            self._bytes -= size

    def _entries(self) -> list[tuple[int, int, Path]]:
        """(time of last use in ns, bytes, file) of every entry."""
        entries = []
        for path in self.folder.glob("??/*.npy"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            entries.append((status.st_mtime_ns, status.st_size, path))
        return entries

    def _remove_abandoned(self) -> None:
        for partial in self.folder.glob("??/*.partial"):
            try:
                if time.time() - partial.stat().st_mtime > ABANDONED_SECONDS:
                    partial.unlink()
            except FileNotFoundError:
                continue


def _opened(entry: Path) -> Array | None:
    """The mapped array of an entry, or None; one that was cut short is removed.

    Raises:
        TaggerError: the entry is there and cannot be opened.
    """
    try:
        array: Array = np.load(entry, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        return None
    except (ValueError, EOFError):
        logger.warning("%s is damaged and made anew", entry)
        entry.unlink(missing_ok=True)
        return None
    except OSError as error:
        raise TaggerError(f"{entry}: the cache cannot be read ({error.strerror}).") from None
    with suppress(OSError):  # a cache that may only be read forgets what was used last
        os.utime(entry)
    return array


def cached_samples(
    cache: ArrayCache, path: Path, sample_rate: int, decode: Decode
) -> NDArray[np.int16]:
    """The decoded file as 16-bit samples [samples], memory-mapped where it could be kept.

    Args:
        cache: where it is kept.
        path: the file.
        sample_rate: in Hz.
        decode: (path, sample rate) → the whole file.

    Raises:
        DecodeError: the file cannot be heard; nothing is kept.
    """

    def samples() -> NDArray[np.int16]:
        clipped = np.clip(decode(path, sample_rate), -1.0, 1.0) * FULL_SCALE
        return np.round(clipped).astype(np.int16)

    return cache.array(path, {"kind": "int16", "sample_rate": sample_rate}, samples)
