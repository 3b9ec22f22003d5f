"""Clips of one instrument each, to be heard alone or over music, and what is right about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.manifest import Clip
from training.datasets.mels import MelStore
from training.distillation.targets import Floats, Tag, labelled

ALSO: Mapping[str, tuple[str, ...]] = {
    "Cello": ("Strings",),
    "French Horn": ("Brass",),
    "Guitar": ("Acoustic Guitar",),
    "Trombone": ("Brass",),
    "Trumpet": ("Brass",),
    "Tuba": ("Brass",),
    "Viola": ("Strings",),
    "Violin": ("Strings",),
}
"""Wider words that surely apply to an instrument as well."""
PERHAPS: Mapping[str, tuple[str, ...]] = {
    "Banjo": ("Guitar", "Acoustic Guitar"),
    "Bass Clarinet": ("Clarinet",),
    "Cello": ("Double Bass",),
    "Cor Anglais": ("Oboe",),
    "Double Bass": ("Bass", "Strings"),
    "Mandolin": ("Guitar", "Acoustic Guitar"),
}
"""Words that some would use for an instrument."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Clips of single instruments.

    truth: [clips, tags], 1 for what sounds, 0 for what does not, NaN where nobody knows.
    known: [tags], 1 where something is known of a note without backing (instruments).
    cumulative: [clips], sums of the odds with which each clip is drawn; the last is 1.
    """

    mels: MelStore
    truth: Floats
    known: Floats
    cumulative: NDArray[np.float64]

    def draw(self, count: int, rng: np.random.Generator) -> list[int]:
        """Some clips."""
        found = np.searchsorted(self.cumulative, rng.random(count))
        return [min(int(clip), len(self.cumulative) - 1) for clip in found]


def note_set(mels: MelStore, tags: Sequence[Tag], truth: Floats) -> Notes:
    """Notes to draw from: of a rare instrument a clip is drawn more often, not every one alike.

    Args:
        mels: of the clips.
        tags: a student's.
        truth: [clips, tags], see `note_truth`.
    """
    known = np.asarray([c is Category.INSTRUMENT for c, _ in tags], dtype=np.float32)
    _, kind, counts = np.unique(
        np.nan_to_num(truth, nan=0.5), axis=0, return_inverse=True, return_counts=True
    )
    odds = 1.0 / np.sqrt(counts[kind.reshape(-1)])
    return Notes(mels, truth, known, np.cumsum(odds / odds.sum()))


def note_truth(tags: Sequence[Tag], vocabulary: Vocabulary, clips: Sequence[Clip]) -> Floats:
    """[clips, tags]: 1 for the instrument that plays, NaN where some would say so, else 0."""
    truth = np.nan_to_num(labelled(clips, tags, vocabulary, {}, frozenset()))
    columns = {name: i for i, (category, name) in enumerate(tags) if category is _INSTRUMENT}
    for row, clip in zip(truth, clips, strict=True):
        words = clip.labels.get(_INSTRUMENT, ())
        names = [vocabulary.canonical(_INSTRUMENT, word) for word in words]
        for table, value in ((PERHAPS, np.nan), (ALSO, 1.0)):
            wider = {word for name in names for word in table.get(name or "", ())}
            row[[columns[word] for word in wider if word in columns]] = value
    return truth.astype(np.float32)


def together(truth: Floats) -> Floats:
    """[clips, tags] that sound at once → [tags]: 1 if any is, NaN if none is but one may be."""
    heard: Floats = np.where((truth == 1.0).any(axis=0), 1.0, truth.sum(axis=0))
    return heard.astype(np.float32)


_INSTRUMENT = Category.INSTRUMENT
