"""Mel-spectrograms of a corpus, computed once."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.datasets.corpus import Corpus
from training.front_ends import LOG_GAIN, MelOptions, mel_power_transform

LN_10 = np.float32(np.log(10.0))


@dataclass(frozen=True, slots=True)
class MelStore:
    """log10(1 + 10,000·power) of clips one after another.

    frames: float16 [all frames, n_mels]; bounds: [clips + 1], first frame of each clip.
    """

    frames: NDArray[np.float16]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def length(self, clip: int) -> int:
        """Frames of a clip."""
        return int(self.bounds[clip + 1] - self.bounds[clip])

    def crop(self, clip: int, start: int, length: int) -> NDArray[np.float32]:
        """Mel power [length, n_mels] from frame `start` on; a short clip is repeated."""
        first, last = int(self.bounds[clip]), int(self.bounds[clip + 1])
        part = self.frames[first + start : min(first + start + length, last)].astype(np.float32)
        if len(part) < length:
            part = np.resize(self.frames[first:last].astype(np.float32), (length, part.shape[1]))
        power: NDArray[np.float32] = (np.exp(part * LN_10) - 1.0) / np.float32(LOG_GAIN)
        return power


def mel_store(corpus: Corpus, options: MelOptions, folder: Path) -> MelStore:
    """The mel-spectrograms of every clip, kept in `folder` from one run to the next."""
    frames_path = folder / f"mel{options.n_mels}.float16"
    lengths = 1 + np.diff(corpus.bounds) // options.hop_length
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    if not frames_path.is_file():
        transform = mel_power_transform(options)
        partial = frames_path.with_suffix(".partial")
        with partial.open("wb") as stream, torch.inference_mode():
            for index in range(len(corpus)):
                power = transform(torch.from_numpy(corpus.waveform(index)))
                log = torch.log10(1.0 + LOG_GAIN * power).t().half().contiguous()
                stream.write(log.numpy().tobytes())
        partial.replace(frames_path)
    stored = np.memmap(frames_path, dtype=np.float16, mode="r").reshape(-1, options.n_mels)
    return MelStore(stored, bounds)
