"""What a network in training says about whole recordings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from tagger_app.core.errors import TaggerError
from training.datasets.recording import (
    DataSet,
    Floats,
    Recording,
    decision_array,
    target_array,
)
from training.datasets.waveforms import Waveforms
from training.evaluation.decisions import macro
from training.evaluation.hear import chunked
from training.evaluation.views import pr_areas, roc_areas
from training.models.activations import Activation
from training.models.network import Network
from training.optimization.losses import columns_of, loss_of
from training.optimization.objective import device_of
from training.runs.folder import Run, Validation

BATCH = 16
"""Chunks heard at once; no more, whatever the length of a recording."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a network says about recordings.

    recordings: those that could be heard. chunks: [recordings], how many of each were. logits:
    [all chunks, tags], one recording's after the other's. embeddings: [recordings, width], the
    means over their chunks.
    """

    recordings: list[Recording]
    chunks: NDArray[np.int64]
    logits: Floats
    embeddings: Floats

    def scores(self, activation: Activation) -> Floats:
        """[recordings, tags], the mean over the chunks."""
        with torch.inference_mode():
            scores: Floats = activation(torch.from_numpy(self.logits)).numpy()
        ends = np.cumsum(self.chunks)[:-1]
        return np.stack([part.mean(axis=0) for part in np.split(scores, ends)])


@dataclass(frozen=True, slots=True)
class Figures:
    """Loss and macro areas on the validation part; NaN where there is nothing to measure."""

    loss: float
    roc_auc: float
    pr_auc: float


def hear(
    network: Network,
    waveforms: Waveforms,
    recordings: Sequence[Recording],
    most: int,
    title: str | None = None,
) -> Heard:
    """Let a network hear recordings.

    Args:
        network: put into evaluation mode.
        waveforms: of the recordings.
        recordings: those that cannot be decoded are left out.
        most: chunks of each, evenly spaced.
        title: of the progress bar; none without.

    Raises:
        TaggerError: not one can be heard.
    """
    network.eval()
    kept: list[Recording] = []
    logits: list[Floats] = []
    embeddings: list[Floats] = []
    for recording in tqdm(recordings, title, disable=True if title is None else None):
        waveform = waveforms.waveform(recording, network.chunk_samples)
        if waveform is None:
            continue
        chunks = torch.from_numpy(chunked(waveform, network.chunk_samples, most))
        with torch.no_grad():
            parts = [network(part.to(device_of(network))) for part in torch.split(chunks, BATCH)]
        kept.append(recording)
        logits.append(torch.cat([part.logits.float() for part in parts]).cpu().numpy())
        embedding = torch.cat([part.embedding.float() for part in parts]).mean(dim=0)
        embeddings.append(embedding.cpu().numpy())
    if not kept:
        raise TaggerError(f"Not one of {len(recordings)} recordings can be heard.")
    counts = np.asarray([len(part) for part in logits], dtype=np.int64)
    return Heard(kept, counts, np.concatenate(logits), np.stack(embeddings))


def targets(recordings: Sequence[Recording], data: DataSet) -> tuple[Floats, Floats]:
    """(values, weights) [recordings, tags] to learn, see `training.datasets.batch.Batch`."""
    known = target_array(recordings, data.tags)
    return np.nan_to_num(known), (~np.isnan(known)).astype(np.float32)


def mean_loss(logits: Floats, values: Floats, weights: Floats, run: Run) -> float:
    """The run's loss of some rows, all [rows, tags]."""
    losses = columns_of([c for c, _ in run.tags], run.facts.exclusive, run.losses)
    rows, right, known = (torch.from_numpy(array) for array in (logits, values, weights))
    return float(loss_of(rows, right, known, losses).mean())


def truth_of(recordings: Sequence[Recording], run: Run) -> Floats:
    """[recordings, tags]: yes or no, or the position on a scale; NaN unknown."""
    decided = decision_array(recordings, run.tags)
    positions = np.asarray([name == "linear" for name in run.activations])
    return np.where(positions, target_array(recordings, run.tags), decided).astype(np.float32)


def figures(heard: Heard, data: DataSet, run: Run) -> Figures:
    """How good a network is on recordings."""
    values, weights = (np.repeat(a, heard.chunks, axis=0) for a in targets(heard.recordings, data))
    truth, scores = truth_of(heard.recordings, run), heard.scores(activation_of(run))
    truth[:, [name == "linear" for name in run.activations]] = np.nan
    return Figures(
        mean_loss(heard.logits, values, weights, run),
        macro(roc_areas(truth, scores)),
        macro(pr_areas(truth, scores)),
    )


def validation_of(heard: Heard, run: Run) -> Validation:
    """What is kept in the run's folder."""
    return Validation(
        truth=truth_of(heard.recordings, run),
        scores=heard.scores(activation_of(run)),
        embeddings=heard.embeddings,
        titles=np.asarray([r.title or r.path.name for r in heard.recordings]),
        groups=np.asarray([r.group for r in heard.recordings]),
        logits=heard.logits,
        chunks=heard.chunks,
    )


def activation_of(run: Run) -> Activation:
    """What makes scores of the run's logits."""
    categories = [category for category, _ in run.tags]
    return Activation(list(zip(categories, run.activations, strict=True)))
