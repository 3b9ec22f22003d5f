"""Lets a student hear the validation part, to calibrate it and to choose its thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.configuration import Distillation
from training.datasets.generated import not_music
from training.distillation.distill import SAMPLE_RATE
from training.distillation.judging.material import NOTHING_SECONDS, Material
from training.distillation.targets import sigmoid
from training.evaluation.hear import chunk_logits
from training.evaluation.metrics import Floats
from training.models.network import MelNetwork

NOTHING_SEED = 99
"""Of sounds that are no music; those the student is judged by have another."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Validation sounds and what is right about them.

    logits: per sound [chunks, tags]. truth: [sounds, tags], 0 or 1; weights: 0 where unknown.
    labelled: [sounds, tags], whether the truth is a label (else the teachers' consensus).
    pieces: how many of the sounds are pieces of music; the rest are mixtures with notes.
    margins: [pieces, tags], the teachers' consensus, NaN without a teacher.
    nothing: per sound without music [chunks, tags], logits.
    """

    logits: Sequence[Floats]
    truth: Floats
    weights: Floats
    labelled: Floats
    pieces: int
    margins: Floats
    nothing: Sequence[Floats]

    def scores(self, slope: Floats, offset: Floats) -> Floats:
        """[sounds, tags] with a calibration: see `training.evaluation.calibrate.platt`."""
        return np.stack([sigmoid(slope * one + offset).mean(axis=0) for one in self.logits])


def reference(recipe: Distillation, asked: Material, network: MelNetwork) -> Reference:
    """Let the network hear the validation pieces, mixtures with notes, and sounds without music."""
    tags = len(recipe.tags)
    silent = not_music(recipe.not_music, NOTHING_SECONDS, SAMPLE_RATE, NOTHING_SEED)
    truth = np.concatenate([asked.reference(), asked.mixes.truth])
    known = ~np.isnan(truth)
    labelled = np.concatenate([~np.isnan(asked.labels), ~np.isnan(asked.mixes.truth)])
    heard = (*asked.waveforms, *asked.mixes.waveforms)
    return Reference(
        logits=[chunk_logits(network, waveform)[:, :tags] for waveform in heard],
        truth=np.nan_to_num(truth).astype(np.float32),
        weights=known.astype(np.float32),
        labelled=labelled.astype(np.float32),
        pieces=len(asked.clips),
        margins=asked.margins,
        nothing=[chunk_logits(network, waveform)[:, :tags] for _, waveform in silent],
    )
