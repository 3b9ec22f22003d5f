"""Makes scores mean something and finds the thresholds from which a tag is suggested."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training.evaluation.metrics import Floats, best_f1, steady_threshold, threshold_for_precision
from training.models.activations import Activation, Kind
from training.models.network import Network

LEAST_F1 = 0.3
"""A tag whose suggestions would be wrong more often than this allows is never suggested."""
LEAST_THRESHOLD = 0.15
NEVER = 2.0
"""A threshold no score reaches."""
SMALL = 1e-6
"""How near to 0 and 1 a probability may come before its logarithm is taken."""

Over = Callable[[Tensor], Tensor]


def calibration(
    chunk_logits: Sequence[Floats], truth: Floats, kinds: Sequence[Kind]
) -> tuple[Floats, Floats]:
    """Slope and offset per tag, by the tag's activation.

    Sigmoid tags by `platt`, each softmax category by one `temperature`; linear tags stay as they
    are, and so does what nothing is known of.

    Args:
        chunk_logits: per recording [chunks, tags].
        truth: [recordings, tags] in 0…1, NaN where unknown.
        kinds: [tags].
    """
    slope, offset = np.ones(len(kinds), np.float32), np.zeros(len(kinds), np.float32)
    known = ~np.isnan(truth)
    for (activation, _), columns in _grouped(kinds).items():
        own = [logits[:, columns] for logits in chunk_logits]
        right, weights = np.nan_to_num(truth[:, columns]), known[:, columns].astype(np.float32)
        if activation == "sigmoid":
            slope[columns], offset[columns] = platt(own, right, weights)
        elif activation == "softmax":
            slope[columns] = temperature(own, right, right.max(axis=1))
    return slope, offset


def _grouped(kinds: Sequence[Kind]) -> Mapping[tuple[str, str], list[int]]:
    """Columns that are calibrated together, by activation and, of softmax, category."""
    groups: dict[tuple[str, str], list[int]] = {}
    for column, (category, activation) in enumerate(kinds):
        own = category.value if activation == "softmax" else ""
        groups.setdefault((activation, own), []).append(column)
    return groups


def cross_calibrated(
    chunk_logits: Sequence[Floats],
    truth: Floats,
    kinds: Sequence[Kind],
    groups: Sequence[str],
    folds: int = 5,
) -> Floats:
    """[recordings, tags]: scores by a calibration that never saw the recording's group.

    They tell what calibration is worth on other music; see `calibration` for the arguments. All
    are NaN where there is one group alone.
    """
    _, number = np.unique(np.asarray(groups), return_inverse=True)
    order = np.random.default_rng(0).permutation(int(number.max()) + 1)
    fold_of = order[number] % folds
    scores = np.full(truth.shape, np.nan, np.float32)
    if len(order) < 2:
        return scores
    for fold_number in np.unique(fold_of):
        out = np.flatnonzero(fold_of == fold_number).tolist()
        kept = np.flatnonzero(fold_of != fold_number).tolist()
        slope, offset = calibration([chunk_logits[i] for i in kept], truth[kept], kinds)
        scores[out] = track_scores([slope * chunk_logits[i] + offset for i in out], kinds)
    return scores


def track_scores(chunk_logits: Sequence[Floats], kinds: Sequence[Kind]) -> Floats:
    """[recordings, tags]: the mean over each recording's chunks of what its logits mean."""
    activation = Activation(kinds)
    with torch.inference_mode():
        rows = [activation(torch.from_numpy(logits)).mean(dim=0) for logits in chunk_logits]
    scores: Floats = torch.stack(rows).numpy()
    return scores


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
    logits, over_tracks = _joined(chunk_logits)
    target, weight = torch.from_numpy(truth), torch.from_numpy(weights)
    log_slope = torch.zeros(logits.shape[1], requires_grad=True)
    offset = torch.zeros(logits.shape[1], requires_grad=True)
    optimizer = torch.optim.Adam([log_slope, offset], lr=0.03)
    for _ in range(steps):
        track = over_tracks(torch.sigmoid(log_slope.exp() * logits + offset))
        loss = functional.binary_cross_entropy(
            track.clamp(SMALL, 1 - SMALL), target, reduction="none"
        )
        prior = 2.0 * log_slope.square() + 0.5 * offset.square()
        objective = ((loss * weight).sum(dim=0) + prior).sum()
        optimizer.zero_grad()
        objective.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
    return log_slope.exp().detach().numpy(), offset.detach().numpy()


def temperature(
    chunk_logits: Sequence[Floats], truth: Floats, weights: Floats, steps: int = 400
) -> float:
    """The slope all logits of one exclusive category share, 1 / temperature.

    Guo et al. 2017, "On calibration of modern neural networks", for scores that are means over
    chunks; held near 1 where there is little evidence. Every chunk's order of classes stays.

    Args:
        chunk_logits: per clip [chunks, classes].
        truth: [clips, classes] in 0…1. weights: [clips], 0 where the class is not known.
        steps: of the optimiser.
    """
    logits, over_tracks = _joined(chunk_logits)
    target, weight = torch.from_numpy(truth), torch.from_numpy(weights)
    log_slope = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([log_slope], lr=0.03)
    for _ in range(steps):
        track = over_tracks(torch.softmax(log_slope.exp() * logits, dim=1))
        loss = -(target * track.clamp_min(SMALL).log()).sum(dim=1)
        objective = (loss * weight).sum() + 2.0 * log_slope.square().sum()
        optimizer.zero_grad()
        objective.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
    return float(log_slope.detach().exp())


def _joined(chunk_logits: Sequence[Floats]) -> tuple[Tensor, Over]:
    """All chunks in one array, and what takes the mean of values like it over each clip."""
    logits = torch.from_numpy(np.concatenate(chunk_logits))
    lengths = torch.tensor([len(chunks) for chunks in chunk_logits])
    clip = torch.repeat_interleave(torch.arange(len(lengths)), lengths)

    def over_tracks(values: Tensor) -> Tensor:
        sums = torch.zeros(len(lengths), values.shape[1]).index_add(0, clip, values)
        return sums / lengths.float().unsqueeze(1)

    return logits, over_tracks


def fold(network: Network, slope: Floats, offset: Floats) -> None:
    """Put slope and offset per tag into the last layer."""
    layer = network.output_layer()
    scale = torch.from_numpy(slope)
    with torch.no_grad():
        layer.weight.mul_(scale.unsqueeze(1))
        layer.bias.mul_(scale).add_(torch.from_numpy(offset))


def keep_outputs(network: Network, kept: Sequence[int]) -> None:
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
        nothing: [sounds], scores of sounds that are no music; both thresholds lie above all.
        least_positives: with fewer the tag is never suggested.
        precision: what the careful threshold asks for.
    """
    if truth.sum() < least_positives or best_f1(truth, scores)[1] < LEAST_F1:
        return NEVER, NEVER
    floor = float(nothing.max()) + 0.01 if len(nothing) else 0.0
    balanced = max(steady_threshold(truth, scores), floor, LEAST_THRESHOLD)
    careful = threshold_for_precision(truth, scores, precision)
    return balanced, NEVER if careful is None else max(careful, balanced)
