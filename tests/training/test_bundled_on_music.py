"""On real music the bundled models tell tags apart, and the right way round.

`TAGGER_MUSIC` names folders (separated as in PATH) with a `manifest.csv` each, see
`training.datasets.manifest`; no recordings come with the program.
"""

import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.decode import decode
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.manifest import Clip, read_manifest
from training.distillation.judging.material import completed
from training.evaluation.hear import ModelFile
from training.evaluation.views import roc_areas

RESOURCES = Path(__file__).parents[2] / "resources"
MODELS = sorted((RESOURCES / "models").glob("*.onnx"))
VOCABULARY = Vocabulary.from_mapping(
    json.loads((RESOURCES / "vocabulary.json").read_text(encoding="utf-8"))
)
COMMON = 20
EXCERPTS = 8
LEAST_SECONDS = 15.0
"""Shorter clips are single notes."""
LEAST_RANGE = 0.1
"""Between the lowest and the highest score over all clips."""


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    """The validation parts: models learned from what manifests call train."""
    folders = os.environ.get("TAGGER_MUSIC")
    if not folders:
        pytest.skip("TAGGER_MUSIC names no folder with a manifest.csv")
    listed = [c for f in folders.split(os.pathsep) for c in read_manifest(Path(f) / "manifest.csv")]
    return [clip for clip in listed if clip.split == "val" and clip.seconds >= LEAST_SECONDS]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_most_common_tags_are_neither_constant_nor_inverted(
    path: Path, clips: list[Clip]
) -> None:
    model = ModelFile(path)
    tags = [(tag.category, VOCABULARY.canonical(tag.category, tag.name)) for tag in model.card.tags]
    counts = Counter(tag for clip in clips for tag in labels_of(clip) & set(tags))
    common = [tag for tag, _ in counts.most_common(COMMON)]
    assert len(common) == COMMON
    columns = [tags.index(tag) for tag in common]
    rate = model.card.sample_rate
    scores = np.stack([model.scores(decode(c.path, rate), EXCERPTS)[columns] for c in clips])
    unknown = np.full(scores.shape, np.nan, dtype=np.float32)
    areas = roc_areas(completed(unknown, clips, common, VOCABULARY), scores)
    constant = [
        tag
        for tag, spread in zip(common, np.ptp(scores, axis=0), strict=True)
        if spread < LEAST_RANGE
    ]
    inverted = [
        (tag, round(area, 2)) for tag, area in zip(common, areas, strict=True) if not area > 0.5
    ]
    assert (constant, inverted) == ([], [])


def labels_of(clip: Clip) -> set[tuple[Category, str]]:
    return {
        (category, name)
        for category, words in clip.labels.items()
        for word in words
        if (name := VOCABULARY.canonical(category, word)) is not None
    }
