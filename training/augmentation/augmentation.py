"""What every augmentation is: a change of sound by a random amount, and what it does to labels."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from tagger_app.core.errors import TaggerError
from tagger_app.core.vocabulary import Vocabulary
from training.augmentation.effects import LabelEffect, Policy, columns_of
from training.datasets.batch import Batch
from training.datasets.corpus import Waveform
from training.datasets.recording import Tag

Amounts: TypeAlias = NDArray[np.float64]
"""[batch]: how much each row is changed; NaN where it is not."""
Alteration: TypeAlias = Callable[[Waveform, int, float, np.random.Generator], Waveform]
"""(samples, sample rate, amount, source of what else is random) → as many samples, altered."""
Change: TypeAlias = Callable[[Batch, Amounts, int, np.random.Generator], Batch]
"""(batch, amounts, sample rate, source of what else is random) → a new batch."""


class Stage(StrEnum):
    """What an augmentation acts on: the waveform, or the mel power that `listen` made of it."""

    WAVEFORM = "waveform"
    MEL_POWER = "mel power"


@dataclass(frozen=True, slots=True)
class Amount:
    """The range an amount is drawn from, evenly, or evenly in its logarithm."""

    low: float
    high: float
    unit: str
    logarithmic: bool = False

    def drawn(self, rows: int, rng: np.random.Generator) -> Amounts:
        """Random amounts [rows]."""
        if self.logarithmic:
            return np.exp(rng.uniform(math.log(self.low), math.log(self.high), rows))
        return rng.uniform(self.low, self.high, rows)


@dataclass(frozen=True, slots=True)
class Augmentation:
    """One way to alter a batch.

    `odds` is the share of rows it alters. `mixes_rows`: it takes from other rows of the batch; all
    others treat every row alone. In a batch for an augmentation of mel power, `waveform` is mel
    power [batch, n_mels, frames].
    """

    name: str
    title: str
    acts_on: Stage
    amount: Amount
    change: Change
    odds: float = 0.5
    label_effects: tuple[LabelEffect, ...] = ()
    policy: Policy = Policy.DROP
    mixes_rows: bool = False

    def apply(
        self,
        batch: Batch,
        sample_rate: int,
        rng: np.random.Generator,
        tags: Sequence[Tag] = (),
        vocabulary: Vocabulary | None = None,
    ) -> Batch:
        """A new batch with some rows altered, and their labels as the policy says.

        Args:
            batch: what it starts from; not changed.
            sample_rate: in Hz.
            rng: source of every choice.
            tags: of the batch's columns. Without them labels stay as they are.
            vocabulary: tells which words are the same tag; without it spelling tells.

        Raises:
            TaggerError: the batch holds no spectrograms where one is needed.
        """
        if self.acts_on is Stage.MEL_POWER and batch.waveform.dim() != 3:
            raise TaggerError(
                f"{self.name} needs a network over a spectrogram; this one hears the waveform."
                " Leave the augmentation out."
            )
        rows = len(batch.waveform)
        chosen = rng.random(rows) < self.odds
        amounts = np.where(chosen, self.amount.drawn(rows, rng), np.nan)
        altered = self.change(batch, amounts, sample_rate, rng)
        return relabelled(altered, amounts, self, tags, vocabulary or Vocabulary({}))


def relabelled(
    batch: Batch,
    amounts: Amounts,
    augmentation: Augmentation,
    tags: Sequence[Tag],
    vocabulary: Vocabulary,
) -> Batch:
    """The batch with values and weights as the augmentation's effects and policy say."""
    if augmentation.policy is Policy.KEEP or not augmentation.label_effects or not len(tags):
        return batch
    values, weights = batch.values.clone(), batch.weights.clone()
    for effect in augmentation.label_effects:
        directions = [effect.direction(amount) for amount in amounts.tolist()]
        if not any(directions):
            continue
        raised, lowered, uncertain = (
            columns_of(part, tags, vocabulary)
            for part in (effect.raised, effect.lowered, effect.uncertain)
        )
        for row, direction in enumerate(directions):
            if not direction:
                continue
            if augmentation.policy is Policy.DROP:
                weights[row, [*raised, *lowered, *uncertain]] = 0.0
                continue
            less, more = (lowered, raised) if direction > 0 else (raised, lowered)
            values[row, less] = values[row, less].clamp_max(0.5)
            denied = values[row, more] < 0.5
            weights[row, more] = torch.where(denied, 0.0, weights[row, more])
            weights[row, uncertain] = 0.0
    return Batch(batch.waveform, values, weights)


def row_by_row(alter: Alteration) -> Change:
    """A change of a batch that alters each chosen waveform alone.

    A row that comes out louder than full scale, and than it was, is turned down.
    """

    def change(batch: Batch, amounts: Amounts, sample_rate: int, rng: np.random.Generator) -> Batch:
        waveforms: Waveform = batch.waveform.numpy().copy()
        for row, amount in enumerate(amounts.tolist()):
            if not math.isnan(amount):
                plain = waveforms[row]
                waveforms[row] = _within_scale(alter(plain, sample_rate, amount, rng), plain)
        return batch._replace(waveform=torch.from_numpy(waveforms))

    return change


def _within_scale(altered: Waveform, plain: Waveform) -> Waveform:
    most = max(1.0, float(np.abs(plain).max(initial=0.0)))
    peak = float(np.abs(altered).max(initial=0.0))
    return altered if peak <= most else altered * np.float32(most / peak)
