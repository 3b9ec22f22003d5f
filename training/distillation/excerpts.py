"""Random excerpts with their targets, as a student hears them while it learns."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.configuration import Shares
from training.datasets.mels import MelStore
from training.distillation.notes import Notes, together
from training.distillation.targets import POSITIONS, Floats, Targets
from training.front_ends import MelOptions

HOP_LENGTH = 256
"""Of the frames that are kept; a student with twice the hop length takes every second one."""
SURE = np.float32(0.95)
"""What is said of an instrument whose notes sound."""


def finest(options: MelOptions) -> MelOptions:
    """The front end of the frames that are kept for a student's."""
    return replace(options, hop_length=HOP_LENGTH)


def frames_for(options: MelOptions, power: Tensor) -> Tensor:
    """Of mel power [batch, n_mels, frames] as it is kept the frames that a front end has."""
    return power[..., :: options.hop_length // HOP_LENGTH]


@dataclass(frozen=True, slots=True)
class Music:
    """Clips with targets.

    words: [clips, POSITIONS, words], see `training.distillation.opinions.Opinion`.
    scales: [clips, POSITIONS, scales], see `training.distillation.affect`.
    cumulative: [clips], sums of the odds with which each clip is drawn; the last is 1.
    """

    mels: MelStore
    targets: Targets
    words: NDArray[np.float16]
    scales: Floats
    cumulative: NDArray[np.float64]


class Drawn(NamedTuple):
    """One excerpt, or a batch of them as tensors with one axis more.

    power: [frames, n_mels]; a batch's is [batch, n_mels, frames]. values, weights: [tags], the
    weight 0 where nothing is known. words: [words] and scales: [scales], NaN where nobody said.
    """

    power: Floats
    values: Floats
    weights: Floats
    words: Floats
    scales: Floats


class Batch(NamedTuple):
    """See `Drawn`."""

    power: Tensor
    values: Tensor
    weights: Tensor
    words: Tensor
    scales: Tensor


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

    def batch(self, size: int, rng: np.random.Generator) -> Batch:
        """Excerpts of all kinds."""
        drawn = [self._one(rng) for _ in range(size)]
        parts = [torch.from_numpy(np.stack(part)) for part in zip(*drawn, strict=True)]
        return Batch(parts[0].transpose(1, 2).contiguous(), *parts[1:])

    def _one(self, rng: np.random.Generator) -> Drawn:
        kind = rng.random()
        if kind < self._shares.not_music:
            store = self._not_music
            power, _ = self._excerpt(store, int(rng.integers(len(store))), rng)
            nothing = np.zeros(len(self._notes.known), dtype=np.float32)
            return Drawn(power, nothing, nothing + 1, *self._silence())
        if kind < self._shares.not_music + self._shares.notes:
            return self._with_notes(rng)
        return self._piece(rng)

    def _silence(self) -> tuple[Floats, Floats]:
        """Words and scales of what no teacher heard."""
        first = self._music[0]
        return (
            np.full(first.words.shape[2], np.nan, dtype=np.float32),
            np.full(first.scales.shape[2], np.nan, dtype=np.float32),
        )

    def _excerpt(
        self, store: MelStore, clip: int, rng: np.random.Generator
    ) -> tuple[Floats, float]:
        room = max(store.length(clip) - self._frames, 0)
        start = int(rng.integers(room + 1))
        return store.crop(clip, start, self._frames), start / max(room, 1)

    def _piece(self, rng: np.random.Generator) -> Drawn:
        music = self._music[int(rng.integers(len(self._music)))]
        found = int(np.searchsorted(music.cumulative, rng.random()))
        clip = min(found, len(music.cumulative) - 1)
        power, place = self._excerpt(music.mels, clip, rng)
        position = min(int(place * POSITIONS), POSITIONS - 1)
        return Drawn(
            power,
            music.targets.values[clip, position],
            music.targets.weights[clip],
            music.words[clip, position].astype(np.float32),
            music.scales[clip, position],
        )

    def _with_notes(self, rng: np.random.Generator) -> Drawn:
        chosen = self._notes.draw(int(rng.integers(1, 4)), rng)
        truth = together(self._notes.truth[chosen])
        power = np.zeros((self._frames, self._notes.mels.frames.shape[1]), dtype=np.float32)
        for clip in chosen:
            part, _ = self._excerpt(self._notes.mels, clip, rng)
            level = np.float32(10.0 ** (rng.uniform(-4.0, 4.0) / 10.0))
            power += level * part / max(float(part.mean()), 1e-6)
        power /= np.float32(len(chosen))
        sounds, told = np.nan_to_num(truth) > 0, ~np.isnan(truth)
        values, weights = np.where(sounds, SURE, 0.0), self._notes.known
        if rng.random() < 0.6:
            backing = self._piece(rng)
            loudness = np.float32(10.0 ** (rng.uniform(-10.0, 4.0) / 10.0))
            power = power + loudness * backing.power / max(float(backing.power.mean()), 1e-6)
            values = np.where(sounds, SURE, backing.values)
            weights = np.where(sounds, 1.0, backing.weights * self._notes.known)
        power = (power * np.float32(0.3)).astype(np.float32)
        return Drawn(
            power, values.astype(np.float32), (weights * told).astype(np.float32), *self._silence()
        )
