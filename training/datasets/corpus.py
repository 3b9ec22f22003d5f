"""Waveforms of many clips in one memory-mapped file of 16-bit samples."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Waveform = NDArray[np.float32]
Decode = Callable[[Path, int], Waveform]

FULL_SCALE = 32_767.0


@dataclass(frozen=True, slots=True)
class Corpus:
    """Clips one after another.

    samples: int16 [all samples]; bounds: [clips + 1], first sample of each clip; keys: [clips].
    """

    samples: NDArray[np.int16]
    bounds: NDArray[np.int64]
    keys: tuple[str, ...]
    sample_rate: int

    def __len__(self) -> int:
        return len(self.keys)

    def waveform(self, index: int) -> Waveform:
        """One clip as float32, −1…1."""
        part = self.samples[self.bounds[index] : self.bounds[index + 1]]
        return part.astype(np.float32) / FULL_SCALE


def write_corpus(folder: Path, clips: Iterable[tuple[str, Waveform]], sample_rate: int) -> None:
    """Write (key, waveform) pairs as a corpus; complete or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    keys: list[str] = []
    bounds = [0]
    partial = folder / "samples.partial"
    with partial.open("wb") as stream:
        for key, waveform in clips:
            clipped = np.clip(waveform, -1.0, 1.0) * FULL_SCALE
            stream.write(np.round(clipped).astype(np.int16).tobytes())
            keys.append(key)
            bounds.append(bounds[-1] + len(waveform))
    partial.replace(folder / "samples.int16")
    index = {"sample_rate": sample_rate, "keys": keys, "bounds": bounds}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


def open_corpus(folder: Path) -> Corpus | None:
    """A corpus written before, or None."""
    index_path = folder / "index.json"
    if not index_path.is_file():
        return None
    index = json.loads(index_path.read_text(encoding="utf-8"))
    samples = np.memmap(folder / "samples.int16", dtype=np.int16, mode="r")
    return Corpus(
        samples,
        np.asarray(index["bounds"], dtype=np.int64),
        tuple(index["keys"]),
        int(index["sample_rate"]),
    )


def decoded(
    paths: Iterable[Path], sample_rate: int, decode: Decode
) -> Iterator[tuple[str, Waveform]]:
    """(path, waveform) of every file."""
    for path in paths:
        yield str(path), decode(path, sample_rate)
