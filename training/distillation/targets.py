"""What a student should say about every clip: teachers' consensus and trustworthy labels."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.manifest import Clip

Floats = NDArray[np.float32]
Tag = tuple[Category, str]

POSITIONS = 20
"""Places in a clip for which targets are kept."""
LABEL_SHARE = 0.6
"""How much a label counts where teachers know the tag as well."""
USED = 5
POSITIVE, NEGATIVE = 0.95, 0.03


@dataclass(frozen=True, slots=True)
class Targets:
    """values: [clips, POSITIONS, tags] in 0…1; weights: [clips, tags], 0 where unknown."""

    values: Floats
    weights: Floats

    def clip_values(self) -> Floats:
        """The mean over a clip: [clips, tags]."""
        mean: Floats = self.values.mean(axis=1)
        return mean


def tag_columns(
    words: Sequence[str], tags: Sequence[Tag], vocabulary: Vocabulary
) -> list[list[int]]:
    """For every tag the outputs of a teacher that mean it, by the vocabulary's aliases."""
    return [
        [i for i, word in enumerate(words) if vocabulary.canonical(category, word) == name]
        for category, name in tags
    ]


def any_of(scores: Floats, columns: Sequence[Sequence[int]]) -> Floats:
    """[windows, words] → [windows, tags], the probability that at least one word applies.

    Listeners spread one meaning over several words. NaN where the teacher has no word.
    """
    missing = np.full(len(scores), np.nan, dtype=np.float32)
    parts = [
        1.0 - np.prod(1.0 - scores[:, list(found)], axis=1) if found else missing
        for found in columns
    ]
    return np.stack(parts, axis=1).astype(np.float32)


def f1_threshold(probabilities: Floats, bounds: tuple[float, float]) -> float:
    """The threshold with the largest expected F1 if the probabilities are calibrated.

    Lipton, Elkan & Naryanaswamy 2014, "Optimal thresholding of classifiers to maximize F1
    measure". Limited to `bounds`, since a tag nobody plays has no positive to weigh.
    """
    ordered = np.sort(probabilities)[::-1].astype(np.float64)
    taken = np.arange(1, len(ordered) + 1)
    f1 = 2.0 * np.cumsum(ordered) / (taken + ordered.sum())
    return float(np.clip(ordered[int(np.argmax(f1))], *bounds))


def logit(probabilities: Floats) -> Floats:
    """Log-odds, limited to about ± 9."""
    clipped = np.clip(probabilities, 1e-4, 1.0 - 1e-4)
    odds: Floats = np.log(clipped / (1.0 - clipped))
    return odds


def on_grid(scores: Floats) -> Floats:
    """[windows, tags] → [POSITIONS, tags], linear between the windows' centres."""
    count = len(scores)
    centres = (np.arange(count) + 0.5) / count
    places = (np.arange(POSITIONS) + 0.5) / POSITIONS
    columns = [np.interp(places, centres, column) for column in scores.T]
    return np.stack(columns, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class TeacherView:
    """What one teacher says, in the student's tags.

    scores: per clip [windows, tags], NaN where it has no word; thresholds: [tags].
    """

    scores: Sequence[Floats]
    thresholds: Floats


def teacher_view(
    scores: Sequence[Floats],
    columns: Sequence[Sequence[int]],
    reference: Sequence[Floats],
    bounds: tuple[float, float],
) -> TeacherView:
    """Translate a teacher's scores; its thresholds come from the clips of `reference`."""
    pool = np.stack([any_of(clip, columns).mean(axis=0) for clip in reference])
    thresholds = [f1_threshold(column, bounds) for column in pool.T]
    return TeacherView(
        [any_of(clip, columns) for clip in scores], np.asarray(thresholds, dtype=np.float32)
    )


def consensus(views: Sequence[TeacherView]) -> Floats:
    """Mean over teachers of the log-odds above each teacher's own threshold.

    [clips, POSITIONS, tags]; above 0 the teachers would give the tag. NaN without a teacher.
    """
    clips = len(views[0].scores)
    tags = len(views[0].thresholds)
    total = np.zeros((clips, POSITIONS, tags), dtype=np.float32)
    count = np.zeros(tags, dtype=np.float32)
    for view in views:
        known = ~np.isnan(view.scores[0][0])
        count += known
        for clip, scores in enumerate(view.scores):
            margin = on_grid(logit(scores)) - logit(view.thresholds)
            total[clip] += np.where(known, margin, 0.0)
    with np.errstate(invalid="ignore"):
        mean: Floats = total / count
    return mean


def shift_to_share(margins: Floats, least: Sequence[float]) -> Floats:
    """[tags]: what to add to the margins so that at least a share of the clips gets each tag.

    Networks trained on rare tags hardly ever reach a threshold of their own.

    Args:
        margins: consensus of the clips to judge by, [clips, POSITIONS, tags].
        least: share per tag.
    """
    means = margins.mean(axis=1)
    cuts = [np.quantile(m, 1.0 - share) for m, share in zip(means.T, least, strict=True)]
    shift: Floats = np.maximum(-np.asarray(cuts, dtype=np.float32), 0.0)
    return np.nan_to_num(shift)


def sigmoid(x: Floats) -> Floats:
    """1 / (1 + e⁻ˣ)."""
    return (1.0 / (1.0 + np.exp(-x))).astype(np.float32)


def labelled(
    clips: Sequence[Clip],
    tags: Sequence[Tag],
    vocabulary: Vocabulary,
    exclusive_genres: Mapping[str, Sequence[str]],
    complete_groups: frozenset[str],
) -> Floats:
    """[clips, tags] with 1 for a label, 0 for a label known to be absent, NaN for unknown.

    Args:
        clips: the clips with their labels.
        tags: the student's tags.
        vocabulary: maps the labels' words to tags.
        exclusive_genres: source → genres of which its clips have exactly the ones labelled.
        complete_groups: groups whose lists of moods and instruments leave nothing out, of the
            words their author uses at all (at least `USED` times).
    """
    truth = np.full((len(clips), len(tags)), np.nan, dtype=np.float32)
    used = Counter(
        (clip.group, category, vocabulary.canonical(category, word))
        for clip in clips
        if clip.group in complete_groups
        for category, words in clip.labels.items()
        for word in words
    )
    for row, clip in enumerate(clips):
        for category, words in clip.labels.items():
            names = {vocabulary.canonical(category, word) for word in words}
            if not names:
                continue
            genre = category is Category.GENRE
            complete = not genre and len(names) >= 2 and clip.group in complete_groups
            exclusive = exclusive_genres.get(clip.source, ()) if genre else ()
            for column, (tag_category, name) in enumerate(tags):
                if tag_category is not category:
                    continue
                if name in names:
                    truth[row, column] = 1.0
                elif (complete and used[clip.group, category, name] >= USED) or name in exclusive:
                    truth[row, column] = 0.0
    return truth


def blend(margins: Floats, truth: Floats, sharpness: float) -> Targets:
    """Teachers' consensus with labels on top.

    Args:
        margins: [clips, POSITIONS, tags], see `consensus`.
        truth: [clips, tags], shares in 0…1 or NaN, see `labelled`.
        sharpness: factor on the log-odds.
    """
    taught = ~np.isnan(margins)
    known = ~np.isnan(truth)
    opinion = np.where(taught, sigmoid(sharpness * np.nan_to_num(margins)), 0.0)
    label = NEGATIVE + (POSITIVE - NEGATIVE) * np.nan_to_num(truth)[:, None, :]
    both = LABEL_SHARE * label + (1.0 - LABEL_SHARE) * opinion
    values = np.where(known[:, None, :], np.where(taught, both, label), opinion)
    weights = (taught[:, 0, :] | known).astype(np.float32)
    return Targets(values.astype(np.float32), weights)
