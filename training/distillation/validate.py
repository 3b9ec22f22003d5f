"""Judges a student on the validation part: what it says against labels and teachers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.fields import Category
from training.configuration import Distillation
from training.datasets.corpus import Waveform
from training.datasets.generated import not_music
from training.distillation.distill import SAMPLE_RATE, Prepared, Sources, note_truth
from training.distillation.targets import sigmoid
from training.distillation.variants import normalised
from training.evaluation.hear import chunk_logits
from training.evaluation.metrics import Floats
from training.models.network import MelNetwork

MIX_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Validation sounds and what is right about them.

    logits: per sound [chunks, tags]. positions: [pieces, scales], what the network says of them;
    scales: what follows from the moods, see `training.distillation.affect`.
    truth: [sounds, tags], 0 or 1; weights: 0 where unknown.
    labelled: [sounds, tags], whether the truth is a label (else the teachers' consensus).
    pieces: how many of the sounds are pieces of music; the rest are mixtures with notes.
    margins: [pieces, tags], the teachers' consensus, NaN without a teacher.
    nothing: [sounds without music, tags], scores before calibration as logits per sound.
    """

    titles: Sequence[str]
    logits: Sequence[Floats]
    positions: Floats
    scales: Floats
    truth: Floats
    weights: Floats
    labelled: Floats
    pieces: int
    margins: Floats
    nothing: Sequence[Floats]

    def scores(self, slope: Floats, offset: Floats) -> Floats:
        """[sounds, tags] with a calibration: see `training.evaluation.calibrate.platt`."""
        return np.stack([sigmoid(slope * one + offset).mean(axis=0) for one in self.logits])


def reference(
    recipe: Distillation, sources: Sources, prepared: Prepared, network: MelNetwork
) -> Reference:
    """Let the network hear the validation pieces, mixtures with notes, and sounds without music."""
    rows = [i for i, clip in enumerate(prepared.clips) if clip.split == "val"]
    waveforms = [prepared.corpus.waveform(i) for i in rows]
    margins = prepared.margins[rows].mean(axis=1)
    labels = prepared.truth[rows]
    known = ~np.isnan(labels)
    truth = np.where(known, labels, np.nan_to_num(margins) > 0).astype(np.float32)
    weights = (known | ~np.isnan(margins)).astype(np.float32)
    mixes, mix_truth, mix_weights = _mixes(recipe, sources, prepared, waveforms, truth, weights)
    silent = [w for _, w in not_music(recipe.not_music // 2, 12.0, SAMPLE_RATE, 99)]
    tags = len(recipe.tags)
    heard = [chunk_logits(network, w) for w in (*waveforms, *mixes)]
    return Reference(
        titles=[prepared.clips[i].title for i in rows],
        logits=[logits[:, :tags] for logits in heard],
        positions=np.stack([logits[:, tags:].mean(axis=0) for logits in heard[: len(rows)]]),
        scales=prepared.scales[rows],
        truth=np.concatenate([truth, mix_truth]),
        weights=np.concatenate([weights, mix_weights]),
        labelled=np.concatenate([known, mix_weights > 0]).astype(np.float32),
        pieces=len(rows),
        margins=margins,
        nothing=[chunk_logits(network, w)[:, :tags] for w in silent],
    )


def _mixes(
    recipe: Distillation,
    sources: Sources,
    prepared: Prepared,
    pieces: Sequence[Waveform],
    truth: Floats,
    weights: Floats,
) -> tuple[list[Waveform], Floats, Floats]:
    """Validation notes over excerpts of validation pieces; known are the notes' instruments."""
    rng = np.random.default_rng(recipe.seed + 1)
    clips = prepared.note_clips
    notes = [i for i, clip in enumerate(clips) if clip.split == "val"]
    instruments = note_truth(recipe, sources, clips)
    covered = instruments.sum(axis=0) > 0
    samples = round(MIX_SECONDS * SAMPLE_RATE)
    mixes: list[Waveform] = []
    all_truth, all_weights = [], []
    for _ in range(recipe.mixtures if notes else 0):
        chosen = rng.choice(notes, size=min(int(rng.integers(1, 4)), len(notes)), replace=False)
        row = int(rng.integers(len(pieces)))
        start = int(rng.integers(max(len(pieces[row]) - samples, 1)))
        mix = normalised(np.resize(pieces[row][start:], samples))
        mix = mix * np.float32(10.0 ** (rng.uniform(-12.0, 0.0) / 20.0))
        for note in chosen:
            mix = mix + normalised(np.resize(prepared.notes.waveform(int(note)), samples))
        sounds = instruments[chosen].max(axis=0)
        mixes.append((mix / max(float(np.abs(mix).max()), 1.0)).astype(np.float32))
        all_truth.append(np.maximum(sounds, truth[row] * covered))
        all_weights.append(np.where(sounds > 0, 1.0, covered * weights[row]))
    shape = (len(mixes), len(recipe.tags))
    return (
        mixes,
        np.asarray(all_truth, dtype=np.float32).reshape(shape),
        np.asarray(all_weights, dtype=np.float32).reshape(shape),
    )


def teacherless(margins: Floats) -> list[bool]:
    """[tags]: whether no teacher knows the tag."""
    return [bool(np.isnan(column).all()) for column in margins.T]


def in_category(recipe: Distillation, category: Category) -> list[int]:
    """The outputs of one category."""
    return [i for i, (found, _) in enumerate(recipe.tags) if found is category]
