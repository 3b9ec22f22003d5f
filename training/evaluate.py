"""ROC-AUC and PR-AUC of a model file against the labels of a manifest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.errors import DecodeError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.corpus import Decode
from training.datasets.manifest import Clip
from training.hear import ModelFile
from training.metrics import Floats, pr_auc, roc_auc


@dataclass(frozen=True, slots=True)
class TagResult:
    """One tag: number of clips whose labels are known, positives among them, and the areas."""

    category: Category
    name: str
    clips: int
    positives: int
    roc_auc: float | None
    pr_auc: float | None


def truth_of(
    clips: Sequence[Clip], tags: Sequence[tuple[Category, str]], vocabulary: Vocabulary
) -> Floats:
    """[clips, tags]: 1 labelled, 0 labelled with other tags of the category, NaN unlabelled."""
    truth = np.full((len(clips), len(tags)), np.nan, dtype=np.float32)
    for row, clip in enumerate(clips):
        for column, (category, name) in enumerate(tags):
            words = clip.labels.get(category, ())
            if words:
                same = any(vocabulary.same_tag(category, name, word) for word in words)
                truth[row, column] = float(same)
    return truth


def evaluate(
    model: ModelFile,
    clips: Sequence[Clip],
    vocabulary: Vocabulary,
    decode: Decode,
    most_chunks: int | None = None,
) -> tuple[list[TagResult], list[DecodeError]]:
    """Hear every clip and compare with its labels; files that cannot be heard are returned."""
    tags = [(tag.category, tag.name) for tag in model.card.tags]
    heard: list[Clip] = []
    rows: list[Floats] = []
    failures: list[DecodeError] = []
    for clip in clips:
        try:
            waveform = decode(clip.path, model.card.sample_rate)
        except DecodeError as error:
            failures.append(error)
            continue
        heard.append(clip)
        rows.append(model.scores(waveform, most_chunks))
    if not heard:
        return [], failures
    scores = np.stack(rows)
    truth = truth_of(heard, tags, vocabulary)
    results = []
    for column, (category, name) in enumerate(tags):
        known = ~np.isnan(truth[:, column])
        right, own = truth[known, column], scores[known, column]
        results.append(
            TagResult(
                category,
                name,
                len(right),
                int(right.sum()),
                roc_auc(right, own),
                pr_auc(right, own),
            )
        )
    return results, failures


def macro(results: Sequence[TagResult], category: Category | None = None) -> tuple[float, float]:
    """Mean (ROC-AUC, PR-AUC) over the tags that could be measured; NaN where none could."""
    chosen = [r for r in results if category is None or r.category is category]
    areas = [(r.roc_auc, r.pr_auc) for r in chosen if r.roc_auc is not None]
    if not areas:
        return float("nan"), float("nan")
    return float(np.mean([a for a, _ in areas])), float(np.mean([b or 0.0 for _, b in areas]))


def table(results: Sequence[TagResult]) -> str:
    """The results as a Markdown table, macro averages last."""
    lines = [
        "| category | tag | clips | positives | ROC-AUC | PR-AUC |",
        "|---|---|---|---|---|---|",
    ]
    for r in results:
        if r.roc_auc is not None and r.pr_auc is not None:
            figures = f"{r.clips} | {r.positives} | {r.roc_auc:.3f} | {r.pr_auc:.3f}"
            lines.append(f"| {r.category} | {r.name} | {figures} |")
    for category in (Category.GENRE, Category.MOOD, Category.INSTRUMENT, None):
        roc, pr = macro(results, category)
        if np.isfinite(roc):
            lines.append(f"| {category or 'all'} | macro mean | | | {roc:.3f} | {pr:.3f} |")
    return "\n".join(lines)
