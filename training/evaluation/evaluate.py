"""A model file judged on a data set."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tagger_app.core.errors import DecodeError, TaggerError
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.corpus import Decode
from training.datasets.recording import DataSet, Recording, target_array
from training.datasets.translation import translated
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import Judgement, judge
from training.evaluation.metrics import Floats

logger = logging.getLogger(__name__)


def judge_model(
    model: ModelFile,
    data: DataSet,
    vocabulary: Vocabulary,
    decode: Decode,
    *,
    most_chunks: int | None = None,
    repeats: int = 1_000,
) -> tuple[Judgement, list[DecodeError]]:
    """Hear every recording and compare the tags that model and data set share.

    Args:
        model: the model.
        data: the data set, in its own words.
        vocabulary: tells which words are the same tag.
        decode: (path, sample rate) → waveform.
        most_chunks: hear at most so many chunks of a recording.
        repeats: draws for the confidence intervals.

    Returns:
        The judgement, and the files that cannot be heard.

    Raises:
        TaggerError: the two share no tag, or nothing can be heard.
    """
    known = translated(data, vocabulary)
    by_identity = {(c, vocabulary.identity(c, word)): (c, word) for c, word in known.tags}
    shared = [
        (column, by_identity[tag.category, vocabulary.identity(tag.category, tag.name)])
        for column, tag in enumerate(model.card.tags)
        if (tag.category, vocabulary.identity(tag.category, tag.name)) in by_identity
    ]
    if not shared:
        raise TaggerError(f"{data.name} and {model.card.name} have no tag in common.")
    logger.info(
        "%d tags of %d in the model and %d in %s are the same",
        *(len(shared), len(model.card.tags), len(known.tags), data.name),
    )
    columns = [column for column, _ in shared]
    heard, rows, failures = _hear(model, known.recordings, decode, most_chunks)
    if not heard:
        raise TaggerError(f"{data.name}: not one of {len(failures)} files can be heard.")
    truth = target_array(heard, [tag for _, tag in shared])
    groups = [recording.group for recording in heard]
    thresholds = [model.card.tags[column].threshold for column in columns]
    judgement = judge(
        truth,
        np.stack(rows)[:, columns],
        [(model.card.tags[column].category, model.card.tags[column].name) for column in columns],
        np.asarray(thresholds, dtype=np.float32),
        groups=groups,
        exclusive=data.exclusive,
        repeats=repeats,
    )
    return judgement, failures


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


def _hear(
    model: ModelFile,
    recordings: Sequence[Recording],
    decode: Decode,
    most_chunks: int | None,
) -> tuple[list[Recording], list[Floats], list[DecodeError]]:
    heard: list[Recording] = []
    rows: list[Floats] = []
    failures: list[DecodeError] = []
    for recording in recordings:
        try:
            waveform = decode(recording.path, model.card.sample_rate)
        except DecodeError as error:
            failures.append(error)
            continue
        heard.append(recording)
        rows.append(model.scores(waveform, most_chunks))
    return heard, rows, failures
