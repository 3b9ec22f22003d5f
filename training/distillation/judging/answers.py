"""What a student says about the sounds it is judged by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.errors import TaggerError
from tagger_app.core.model_card import ModelCard
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.corpus import Waveform
from training.distillation.affect import SCALES
from training.distillation.distill import SAMPLE_RATE
from training.distillation.judging.material import Material
from training.distillation.targets import Floats, Tag, logit
from training.evaluation.calibrate import NEVER

Ear = Callable[[Waveform, int | None], Floats]
"""(waveform, at most so many chunks) → scores [chunks, outputs]."""
EXCERPTS = 8
"""Chunks of a track that the program hears unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Scores for every tag of the recipe, NaN where the model has no such tag.

    thresholds: [tags]. logits: per piece [chunks, tags], before the model's calibration where they
    are known, else after it. whole: [pieces, tags], the means over chunks of what they mean;
    excerpts: [pieces, tags], of `EXCERPTS` chunks. mixes, renders, nothing: [sounds, tags].
    scales: [pieces, scales].
    """

    model: str
    thresholds: Floats
    logits: Sequence[Floats]
    whole: Floats
    excerpts: Floats
    mixes: Floats
    renders: Floats
    nothing: Floats
    scales: Floats


def answers(card: ModelCard, ear: Ear, asked: Material, vocabulary: Vocabulary) -> Answers:
    """Let a model hear everything.

    Args:
        card: of the model.
        ear: its hearing.
        asked: what it hears.
        vocabulary: tells which of its tags are the recipe's.

    Raises:
        TaggerError: the model hears at another sample rate.
    """
    if card.sample_rate != SAMPLE_RATE:
        raise TaggerError(
            f"{card.name} hears at {card.sample_rate} Hz, the sounds to judge by are at"
            f" {SAMPLE_RATE} Hz; judge it with `evaluate`."
        )
    outputs = _outputs(card, asked.tags, vocabulary)
    limits = [NEVER if o is None else card.tags[o].threshold for o in outputs]

    def said(waveforms: Sequence[Waveform], most: int | None = None) -> list[Floats]:
        return [_picked(ear(waveform, most), outputs) for waveform in waveforms]

    def means(scores: Sequence[Floats]) -> Floats:
        rows = [one.mean(axis=0) for one in scores]
        return np.stack(rows) if rows else np.empty((0, len(outputs)), dtype=np.float32)

    names = [tag.name if tag.activation == "linear" else "" for tag in card.tags]
    places = [names.index(name) if name in names else None for name in SCALES]
    heard = [ear(waveform, None) for waveform in asked.waveforms]
    chunks = [_picked(scores, outputs) for scores in heard]
    return Answers(
        f"{card.name} {card.version}",
        np.asarray(limits, dtype=np.float32),
        [logit(scores) for scores in chunks],
        means(chunks),
        means(said(asked.waveforms, EXCERPTS)),
        means(said(asked.mixes.waveforms)),
        means(said(asked.renders.waveforms)),
        means(said(asked.nothing)),
        means([_picked(scores, places) for scores in heard]),
    )


def _outputs(card: ModelCard, tags: Sequence[Tag], vocabulary: Vocabulary) -> list[int | None]:
    """[tags]: the model's output for each."""
    own = {
        (tag.category, vocabulary.canonical(tag.category, tag.name)): output
        for output, tag in reversed(list(enumerate(card.tags)))
    }
    return [own.get(tag) for tag in tags]


def _picked(scores: Floats, outputs: Sequence[int | None]) -> Floats:
    """[chunks, outputs] → [chunks, len(outputs)], NaN for None."""
    padded = np.column_stack([scores, np.full(len(scores), np.nan, dtype=np.float32)])
    return padded[:, [-1 if output is None else output for output in outputs]]
