"""Logistic regression over simple features, on what listeners said: what a student has to beat."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch

from tagger_app.core.fields import Category
from training.configuration import Linear
from training.datasets.corpus import Waveform
from training.distillation.distill import Prepared, Sources
from training.distillation.targets import Floats, Tag, sigmoid
from training.evaluation.hear import chunked
from training.features.linear import fit_linear
from training.features.mel_statistics import MelStatistics
from training.recipes import baseline

COMMON = 0.1
"""A genre of fewer of the pieces is no class of its own."""


def genres_of(tags: Sequence[Tag], sources: Sources, prepared: Prepared) -> list[int]:
    """The columns of the genres that the pieces listeners heard are commonly labelled with."""
    counts = Counter(
        sources.vocabulary.canonical(Category.GENRE, word)
        for clip in prepared.clips
        if clip.path in sources.shares
        for word in clip.labels.get(Category.GENRE, ())
    )
    least = COMMON * sum(clip.path in sources.shares for clip in prepared.clips)
    return [i for i, (c, n) in enumerate(tags) if c is Category.GENRE and counts[n] > least]


def baseline_scores(
    sources: Sources,
    prepared: Prepared,
    rows: Sequence[int],
    emotions: Sequence[int],
    genres: Sequence[int],
) -> Floats:
    """[rows, tags]: learned from the training pieces that listeners heard; NaN for other tags.

    Args:
        sources: tell which those are.
        prepared: the pieces with their truth.
        rows: of the pieces to score.
        emotions: columns, each of which may apply.
        genres: columns, of which one applies; only their order means something.
    """
    scores = np.full((len(rows), prepared.truth.shape[1]), np.nan, dtype=np.float32)
    heard = [i for i, c in enumerate(prepared.clips) if c.path in sources.shares]
    training = [i for i in heard if prepared.clips[i].split == "train"]
    columns = [*emotions, *genres]
    learning = baseline().learning
    if not training or not columns or not isinstance(learning, Linear):
        return scores
    network = MelStatistics(len(columns)).eval()
    truth = prepared.truth[training][:, columns]
    exclusive = [list(range(len(emotions), len(columns)))] if len(genres) > 1 else []
    weight, bias = fit_linear(
        np.stack([_embedding(network, prepared.corpus.waveform(i)) for i in training]),
        np.nan_to_num(truth),
        (~np.isnan(truth)).astype(np.float32),
        exclusive,
        learning.strength,
    )
    judged = set(heard)
    for place, row in enumerate(rows):
        if row in judged:
            embedding = _embedding(network, prepared.corpus.waveform(row))
            scores[place, columns] = sigmoid(embedding @ weight.T + bias)
    return scores


def _embedding(network: MelStatistics, waveform: Waveform) -> Floats:
    chunks = torch.from_numpy(chunked(waveform, network.chunk_samples))
    with torch.inference_mode():
        embedding: Floats = network(chunks).embedding.mean(dim=0).numpy()
    return embedding
