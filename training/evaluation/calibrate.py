"""Makes scores mean something and finds the thresholds from which a tag is suggested."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.evaluation.metrics import Floats, best_f1, steady_threshold, threshold_for_precision
from training.models.network import MelNetwork

LEAST_F1 = 0.3
"""A tag whose suggestions would be wrong more often than this allows is never suggested."""
LEAST_THRESHOLD = 0.15
NEVER = 2.0
"""A threshold no score reaches."""


def platt(
    chunk_logits: Sequence[Floats], truth: Floats, weights: Floats, steps: int = 400
) -> tuple[Floats, Floats]:
    """Slope and offset per tag that calibrate a track's score.

    Platt 1999, "Probabilistic outputs for support vector machines", for scores that are means
    over chunks: minimises the cross-entropy of mean(sigmoid(slope·logit + offset)), held near
    slope 1 and offset 0 where there is little evidence.

    Args:
        chunk_logits: per clip [chunks, tags].
        truth: [clips, tags] in 0…1. weights: [clips, tags], 0 where unknown.
        steps: of the optimiser.
    """
    logits = torch.from_numpy(np.concatenate(chunk_logits))
    lengths = [len(chunks) for chunks in chunk_logits]
    clip = torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths))
    counts = torch.tensor(lengths).float().unsqueeze(1)
    target, weight = torch.from_numpy(truth), torch.from_numpy(weights)
    log_slope = torch.zeros(logits.shape[1], requires_grad=True)
    offset = torch.zeros(logits.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([log_slope, offset], lr=0.03)
    for _ in range(steps):
        probability = torch.sigmoid(log_slope.exp() * logits + offset)
        track = torch.zeros(len(lengths), logits.shape[1]).index_add(0, clip, probability) / counts
        loss = functional.binary_cross_entropy(
            track.clamp(1e-6, 1 - 1e-6), target, reduction="none"
        )
        prior = 2.0 * log_slope.square() + 0.5 * offset.square()
        objective = ((loss * weight).sum(dim=0) + prior).sum()
        optimizer.zero_grad()
        objective.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
    return log_slope.exp().detach().numpy(), offset.detach().numpy()


def fold(network: MelNetwork, slope: Floats, offset: Floats) -> None:
    """Put slope and offset per tag into the last layer."""
    layer = network.output_layer()
    scale = torch.from_numpy(slope)
    with torch.no_grad():
        layer.weight.mul_(scale.unsqueeze(1))
        layer.bias.mul_(scale).add_(torch.from_numpy(offset))


def keep_outputs(network: MelNetwork, kept: Sequence[int]) -> None:
    """Leave out the outputs that are not in `kept`."""
    layer = network.output_layer()
    index: Tensor = torch.tensor(list(kept))
    layer.weight = torch.nn.Parameter(layer.weight.detach()[index].clone())
    layer.bias = torch.nn.Parameter(layer.bias.detach()[index].clone())
    layer.out_features = len(kept)


def thresholds(
    truth: Floats, scores: Floats, nothing: Floats, least_positives: int, precision: float = 0.9
) -> tuple[float, float]:
    """(balanced, careful) threshold of one tag.

    Args:
        truth, scores: [clips] of the validation part.
        nothing: [sounds], scores of sounds that are no music; both thresholds lie above 99 %.
        least_positives: with fewer the tag is never suggested.
        precision: what the careful threshold asks for.
    """
    if truth.sum() < least_positives or best_f1(truth, scores)[1] < LEAST_F1:
        return NEVER, NEVER
    floor = float(np.quantile(nothing, 0.99)) + 0.01 if len(nothing) else 0.0
    balanced = max(steady_threshold(truth, scores), floor, LEAST_THRESHOLD)
    careful = threshold_for_precision(truth, scores, precision)
    return balanced, NEVER if careful is None else max(careful, balanced)
