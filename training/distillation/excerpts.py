"""Random excerpts with their targets, as a student hears them while it learns."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.configuration import Shares
from training.datasets.mels import MelStore
from training.distillation.targets import POSITIONS, Floats, Targets


@dataclass(frozen=True, slots=True)
class Music:
    """Clips with targets; `odds` [clips] sum to 1."""

    mels: MelStore
    targets: Targets
    odds: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Notes:
    """Clips of one instrument each: truth [clips, tags], 1 for what sounds.

    known: [tags], 1 where the truth of a note without backing is known (instruments).
    drawn: the clips that may be drawn.
    """

    mels: MelStore
    truth: Floats
    known: Floats
    drawn: NDArray[np.int64]


class Excerpts:
    """Draws batches of excerpts.

    Args:
        music: at least one set of clips, drawn in turn.
        notes: clips of single instruments.
        not_music: sounds to which no tag applies.
        frames: length of an excerpt.
        shares: the mixture.
    """

    def __init__(
        self, music: list[Music], notes: Notes, not_music: MelStore, frames: int, shares: Shares
    ) -> None:
        self._music = music
        self._notes = notes
        self._not_music = not_music
        self._frames = frames
        self._shares = shares

    def batch(self, size: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """(mel power [size, n_mels, frames], values [size, tags], weights [size, tags])."""
        drawn = [self._one(rng) for _ in range(size)]
        power, values, weights = (np.stack(parts) for parts in zip(*drawn, strict=True))
        mel = torch.from_numpy(np.ascontiguousarray(power.transpose(0, 2, 1)))
        return mel, torch.from_numpy(values), torch.from_numpy(weights)

    def _one(self, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        kind = rng.random()
        tags = len(self._notes.known)
        if kind < self._shares.not_music:
            nothing = np.zeros(tags, dtype=np.float32)
            store = self._not_music
            return self._excerpt(store, int(rng.integers(len(store))), rng)[0], nothing, nothing + 1
        if kind < self._shares.not_music + self._shares.notes:
            return self._with_notes(rng)
        return self._piece(rng)

    def _excerpt(
        self, store: MelStore, clip: int, rng: np.random.Generator
    ) -> tuple[Floats, float]:
        room = max(store.length(clip) - self._frames, 0)
        start = int(rng.integers(room + 1))
        return store.crop(clip, start, self._frames), start / max(room, 1)

    def _piece(self, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        music = self._music[int(rng.integers(len(self._music)))]
        clip = int(rng.choice(len(music.odds), p=music.odds))
        power, place = self._excerpt(music.mels, clip, rng)
        position = min(int(place * POSITIONS), POSITIONS - 1)
        return power, music.targets.values[clip, position], music.targets.weights[clip]

    def _with_notes(self, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        count = int(rng.integers(1, 4))
        chosen = rng.choice(self._notes.drawn, size=count)
        truth = self._notes.truth[chosen].max(axis=0)
        power = np.zeros((self._frames, self._notes.mels.frames.shape[1]), dtype=np.float32)
        for clip in chosen:
            part, _ = self._excerpt(self._notes.mels, int(clip), rng)
            level = np.float32(10.0 ** (rng.uniform(-4.0, 4.0) / 10.0))
            power += level * part / max(float(part.mean()), 1e-6)
        power /= np.float32(count)
        values, weights = truth * 0.95, self._notes.known.copy()
        if rng.random() < 0.6:
            backing, opinion, taught = self._piece(rng)
            loudness = np.float32(10.0 ** (rng.uniform(-10.0, 4.0) / 10.0))
            power = power + loudness * backing / max(float(backing.mean()), 1e-6)
            sounds = truth > 0
            values = np.where(sounds, values, opinion).astype(np.float32)
            weights = np.where(sounds, 1.0, taught * self._notes.known).astype(np.float32)
        return power * np.float32(0.3), values.astype(np.float32), weights
