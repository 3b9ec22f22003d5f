"""Model files judged on a data set."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from tqdm import tqdm

from tagger_app.core.errors import DecodeError, TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.model_card import ModelCard
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.corpus import Decode, Waveform
from training.datasets.recording import (
    TRAIN,
    VALIDATION,
    DataSet,
    Recording,
    Tag,
    decision_array,
    target_array,
)
from training.datasets.translation import translated
from training.evaluation.judgement import Judgement, judge
from training.evaluation.metrics import Floats

logger = logging.getLogger(__name__)


class Hearing(Protocol):
    """Anything that hears like a model file; see `training.evaluation.hear.ModelFile`."""

    @property
    def card(self) -> ModelCard:
        """What it is."""
        ...

    def hear(self, waveform: Waveform, most: int | None = None) -> tuple[Floats, Floats]:
        """Scores [tags] and embedding [width] of a whole clip."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model says about the recordings of a data set, and what is right.

    tags: those both know, in the model's spelling and order; words: the same in the data set's,
    after the vocabulary. truth, scores: [recordings, tags], see `judge`. thresholds: [tags].
    scales: [tags], whether a tag is a position on a scale. embeddings: [recordings, width], the
    mean over a recording's chunks.
    """

    card: ModelCard
    data: str
    tags: Sequence[Tag]
    words: Sequence[Tag]
    truth: Floats
    scores: Floats
    thresholds: Floats
    scales: Sequence[bool]
    embeddings: Floats
    titles: Sequence[str]
    groups: Sequence[str]
    exclusive: Collection[Category]

    def judged(self, repeats: int = 1_000, words: Collection[Tag] | None = None) -> Judgement:
        """All figures, of some of the data set's words only if they are named."""
        own = [i for i, word in enumerate(self.words) if words is None or word in words]
        return judge(
            self.truth[:, own],
            self.scores[:, own],
            [self.tags[i] for i in own],
            self.thresholds[own],
            groups=self.groups,
            exclusive=self.exclusive,
            scales=[place for place, i in enumerate(own) if self.scales[i]],
            repeats=repeats,
        )


def hear(
    models: Sequence[Hearing],
    data: DataSet,
    vocabulary: Vocabulary,
    decode: Decode,
    *,
    most_chunks: int | None = None,
) -> tuple[list[Heard], list[DecodeError]]:
    """Let models hear every recording, with the tags that each shares with the data set.

    A progress bar goes to stderr where that is a terminal.

    Args:
        models: at least one.
        data: the data set, in its own words.
        vocabulary: tells which words are the same tag.
        decode: (path, sample rate) → waveform.
        most_chunks: hear at most so many chunks of a recording.

    Returns:
        What each model heard, and the files that cannot be heard.

    Raises:
        TaggerError: a model and the data set share no tag, or nothing can be heard.
    """
    known = translated(data, vocabulary)
    by_card = {id(card): _shared(card, known, vocabulary) for card in _cards(models)}
    shared = [by_card[id(model.card)] for model in models]
    recordings: list[Recording] = []
    said: list[list[tuple[Floats, Floats]]] = [[] for _ in models]
    failures: list[DecodeError] = []
    for recording in tqdm(known.recordings, unit="recording", disable=None):
        waveforms: dict[int, Waveform] = {}
        try:
            for rate in {model.card.sample_rate for model in models}:
                waveforms[rate] = decode(recording.path, rate)
        except DecodeError as error:
            failures.append(error)
            continue
        recordings.append(recording)
        for model, rows in zip(models, said, strict=True):
            rows.append(model.hear(waveforms[model.card.sample_rate], most_chunks))
    if not recordings:
        raise TaggerError(f"{data.name}: not one of {len(failures)} files can be heard.")
    return [
        _heard(model.card, pairs, known, recordings, rows)
        for model, pairs, rows in zip(models, shared, said, strict=True)
    ], failures


def in_split(data: DataSet, split: str) -> DataSet:
    """The recordings of one split.

    Raises:
        TaggerError: there are none; the message names the splits there are.
    """
    chosen = [recording for recording in data.recordings if recording.split == split]
    if not chosen:
        names = ", ".join(sorted({r.split or "(none)" for r in data.recordings}))
        raise TaggerError(f"{data.name} has no recordings in {split}; its splits: {names}.")
    return replace(data, recordings=tuple(chosen))


def known_before(card: ModelCard, data: DataSet) -> str:
    """A warning if a model learned from a data set of this name, or chose its thresholds on it.

    Empty where its card says nothing of the kind, or all that is judged is the part for tests.
    """
    told = card.training.get("data")
    names = {told} if isinstance(told, str) else _sources(told)
    if data.name.casefold() not in {name.casefold() for name in names}:
        return ""
    judged = {recording.split for recording in data.recordings}
    what = [
        said
        for split, said in (
            (TRAIN, "learned from its part train"),
            (VALIDATION, "chose thresholds and calibration on its part val"),
            ("", "learned from some of its recordings, of which none is set aside for tests"),
        )
        if split in judged
    ]
    if not what:
        return ""
    return (
        f"Warning: {card.name} knows {data.name} already: it {' and '.join(what)}. These figures"
        " are better than on music it never heard; judge it on a part test, or on other data."
    )


def _sources(told: object) -> set[str]:
    """The names of sources in a card that tells its data by licence."""
    parts = told if isinstance(told, list) else []
    found = [part.get("sources", ()) for part in parts if isinstance(part, dict)]
    return {str(name) for names in found for name in names}


def _cards(models: Sequence[Hearing]) -> list[ModelCard]:
    """Each once: the same model may hear several times, under other conditions."""
    return list({id(model.card): model.card for model in models}.values())


def _shared(card: ModelCard, data: DataSet, vocabulary: Vocabulary) -> list[tuple[int, Tag]]:
    """(output of the model, tag of the data set) of every tag that both know."""
    words = {(c, vocabulary.identity(c, word)): (c, word) for c, word in data.tags}
    identities = [(tag.category, vocabulary.identity(tag.category, tag.name)) for tag in card.tags]
    shared = [(i, words[identity]) for i, identity in enumerate(identities) if identity in words]
    if not shared:
        raise TaggerError(f"{data.name} and {card.name} have no tag in common.")
    logger.info(
        "%d tags of %d in %s and %d in %s are the same",
        *(len(shared), len(card.tags), card.name, len(data.tags), data.name),
    )
    return shared


def _heard(
    card: ModelCard,
    shared: Sequence[tuple[int, Tag]],
    data: DataSet,
    recordings: Sequence[Recording],
    said: Sequence[tuple[Floats, Floats]],
) -> Heard:
    columns, words = zip(*shared, strict=True)
    tags = [card.tags[column] for column in columns]
    scales = [tag.activation == "linear" for tag in tags]
    return Heard(
        card,
        data.name,
        [(tag.category, tag.name) for tag in tags],
        words,
        np.where(scales, target_array(recordings, words), decision_array(recordings, words)),
        np.stack([scores for scores, _ in said])[:, list(columns)],
        np.asarray([tag.threshold for tag in tags], dtype=np.float32),
        scales,
        np.stack([embedding for _, embedding in said]),
        [recording.title or recording.path.name for recording in recordings],
        [recording.group for recording in recordings],
        data.exclusive,
    )
