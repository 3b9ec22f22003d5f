"""Logistic regression on what listeners said, over features or over what the teachers say.

Over simple features it is what a student has to beat; over all outputs of all teachers it tells
how much of the listeners' words there is to be learned from them at all.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch

from tagger_app.core.fields import Category
from training.configuration import Linear
from training.datasets.corpus import Waveform
from training.distillation.distill import Prepared, Sources
from training.distillation.targets import Floats, Tag, logit, sigmoid
from training.evaluation.bootstrap import Rows
from training.evaluation.hear import chunked
from training.features.linear import fit_linear
from training.features.mel_statistics import MelStatistics
from training.recipes import baseline

STATISTICS, TEACHERS = "mel statistics", "a layer over all teachers' outputs"
TEACHERS_STRENGTH = 0.03
"""The best of 0.0003 to 1 for four genres in folds by artist of the training pieces."""
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


def learned_scores(
    sources: Sources,
    prepared: Prepared,
    heard: Sequence[Sequence[Floats]],
    rows: Sequence[int],
    columns: Sequence[int],
    exclusive: Sequence[int],
) -> dict[str, Floats]:
    """By what they are over, scores [rows, tags]; NaN for pieces and tags listeners did not judge.

    Learned from the training pieces that listeners heard.

    Args:
        sources: tell which those are.
        prepared: the pieces with their truth.
        heard: of each teacher, of each piece its scores [windows, words].
        rows: of the pieces to score.
        columns: tags, each of which may apply.
        exclusive: further tags, of which one applies.
    """
    asked = [i for i, clip in enumerate(prepared.clips) if clip.path in sources.shares]
    training = np.asarray([prepared.clips[i].split == "train" for i in asked], dtype=np.bool_)
    every = [*columns, *exclusive]
    learning = baseline().learning
    if not training.any() or not every or not isinstance(learning, Linear):
        return {}
    truth = prepared.truth[asked][:, every]
    found = {}
    for name, features, strength in (
        (STATISTICS, statistics(prepared, asked), learning.strength),
        (TEACHERS, log_odds(heard, asked), TEACHERS_STRENGTH),
    ):
        own = list(range(len(columns), len(every)))
        learned = linear_scores(features, truth, np.flatnonzero(training), own, strength)
        scores = np.full((len(rows), prepared.truth.shape[1]), np.nan, dtype=np.float32)
        for place, row in enumerate(rows):
            if row in asked:
                scores[place, every] = learned[asked.index(row)]
        found[name] = scores
    return found


def log_odds(heard: Sequence[Sequence[Floats]], rows: Sequence[int]) -> Floats:
    """[rows, words of all teachers]: means over each piece."""
    return np.stack(
        [np.concatenate([logit(scores[row]).mean(axis=0) for scores in heard]) for row in rows]
    )


def statistics(prepared: Prepared, rows: Sequence[int]) -> Floats:
    """[rows, width]: means and deviations of each piece's mel-spectrogram and its changes."""
    network = MelStatistics(1).eval()
    return np.stack([_embedding(network, prepared.corpus.waveform(row)) for row in rows])


def linear_scores(
    features: Floats, truth: Floats, training: Rows, exclusive: Sequence[int], strength: float
) -> Floats:
    """[pieces, tags] of a last layer learned from some of the pieces.

    Args:
        features: [pieces, width].
        truth: [pieces, tags], 0 or 1, NaN where unknown.
        training: the pieces to learn from.
        exclusive: columns of which one applies; only their order means something. Each counts
            alike, however many pieces have it.
        strength: see `fit_linear`.
    """
    known = ~np.isnan(truth[training])
    values = np.nan_to_num(truth[training])
    weights = known.astype(np.float32)
    for column in exclusive:
        has = values[:, column] > 0
        weights[has, column] = len(training) / max(int(has.sum()), 1) / len(exclusive)
    groups = [list(exclusive)] if len(exclusive) > 1 else []
    weight, bias = fit_linear(features[training], values, weights, groups, strength)
    return sigmoid(features @ weight.T + bias)


def _embedding(network: MelStatistics, waveform: Waveform) -> Floats:
    chunks = torch.from_numpy(chunked(waveform, network.chunk_samples))
    with torch.inference_mode():
        embedding: Floats = network(chunks).embedding.mean(dim=0).numpy()
    return embedding
