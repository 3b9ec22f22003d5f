"""Recordings as points of a plane: near ones sound alike to the network."""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from tagger_app.core.fields import Category
from training.datasets.recording import Tag
from training.evaluation.metrics import Floats
from training.reports.chart import CLASSES, MUTED, drawing

LEAST_FOR_NEIGHBOURS = 60
"""With fewer recordings neighbourhoods say little, and the principal components are drawn."""
MOST_POINTS = 2_000
COMPONENTS = 30
OTHER = "several or none of these"


def feature_map(
    name: str,
    embeddings: Floats,
    truth: Floats,
    tags: Sequence[Tag],
    exclusive: Collection[Category] = (),
) -> tuple[str, str]:
    """(SVG, how the plane was found); see `projected` and `classes_of` for the arguments."""
    chosen = np.arange(len(embeddings))
    if len(chosen) > MOST_POINTS:
        chosen = np.sort(np.random.default_rng(0).choice(chosen, MOST_POINTS, replace=False))
    plane, method = projected(embeddings[chosen])
    names, own = classes_of(truth[chosen], tags, exclusive)
    with drawing(4.6) as (figure, drawn):
        axes = figure.subplots()
        for number, title in [(-1, OTHER), *enumerate(names)]:
            rows = own == number
            if rows.any():
                colour = MUTED if number < 0 else CLASSES[number]
                axes.scatter(
                    plane[rows, 0],
                    plane[rows, 1],
                    s=16,
                    color=colour,
                    alpha=0.35 if number < 0 else 0.8,
                    linewidths=0,
                    label=f"{title} ({int(rows.sum())})",
                )
        axes.set(xticks=[], yticks=[])
        axes.spines[["right", "top"]].set_visible(True)
        figure.legend(loc="outside upper left", ncols=2, markerscale=1.4)
    return drawn.svg(name, f"{len(chosen)} recordings by {method}"), method


def projected(embeddings: Floats, seed: int = 0) -> tuple[NDArray[np.float64], str]:
    """([recordings, 2], method): t-SNE (van der Maaten & Hinton 2008) of many, PCA of few.

    Dimensions are brought to one scale first; t-SNE starts from the principal components.

    Args:
        embeddings: [recordings, width], at least one.
        seed: of both.
    """
    values = np.nan_to_num(embeddings.astype(np.float64))
    values = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-9)
    count = min(COMPONENTS, *values.shape)
    pca = PCA(count, random_state=seed)
    if len(values) < 3 or not values.any():
        return np.zeros((len(values), 2)), "principal components"
    reduced = pca.fit_transform(values)
    if len(values) >= LEAST_FOR_NEIGHBOURS and count > 2:
        places = TSNE(2, init=reduced[:, :2] / reduced[:, 0].std() * 1e-4, random_state=seed)
        return places.fit_transform(reduced), "t-SNE of the embeddings"
    plane = np.zeros((len(values), 2))
    plane[:, : min(count, 2)] = reduced[:, :2]
    told = float(pca.explained_variance_ratio_[:2].sum())
    return plane, f"the first two principal components ({told:.0%} of the variance)"


def classes_of(
    truth: Floats, tags: Sequence[Tag], exclusive: Collection[Category]
) -> tuple[list[str], NDArray[np.int64]]:
    """(names, [recordings]): the class each recording is coloured by, −1 for none or several.

    Classes are the most frequent tags of the exclusive category if there is one, else of the
    category with the most positives.

    Args:
        truth: [recordings, tags], positive from 0.5 on, NaN where unknown.
        tags: category and name of each column.
        exclusive: categories in which every recording has one tag.
    """
    positive = np.nan_to_num(truth) >= 0.5
    counts = positive.sum(axis=0)
    weight: Counter[Category] = Counter()
    for (category, _), count in zip(tags, counts, strict=True):
        weight[category] += int(count)
    category = max(weight, key=lambda one: (one in exclusive, weight[one]))
    own = [i for i, tag in enumerate(tags) if tag[0] is category and counts[i]]
    own = sorted(own, key=lambda i: -counts[i])[: len(CLASSES)]
    if not own:
        return [], np.full(len(truth), -1)
    chosen = positive[:, own]
    single = chosen.sum(axis=1) == 1
    return [tags[i][1] for i in own], np.where(single, chosen.argmax(axis=1), -1)
