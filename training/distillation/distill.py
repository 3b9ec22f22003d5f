"""Prepares what a student hears and what it should say."""

import logging
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.configuration import Distillation
from training.datasets.corpus import Corpus, Waveform, decoded, open_corpus, write_corpus
from training.datasets.general_midi.pieces import rendered_corpus
from training.datasets.general_midi.presence import HeardPart, presence
from training.datasets.generated import not_music
from training.datasets.manifest import Clip
from training.datasets.mels import mel_store
from training.distillation.affect import plane_of
from training.distillation.excerpts import Excerpts, Music, finest
from training.distillation.listeners import SHARE_CUT, Listeners
from training.distillation.notes import Notes, note_set, note_truth
from training.distillation.opinions import Jury, Opinion
from training.distillation.targets import (
    NEGATIVE,
    POSITIONS,
    POSITIVE,
    Floats,
    Targets,
    blend,
    labelled,
    logit,
)
from training.distillation.teachers import Teacher, hear_corpus, teacher
from training.distillation.variants import altered, copies
from training.import_published import load_published, read_words
from training.keras_weights import KERAS_ARCHITECTURES

logger = logging.getLogger(__name__)

SAMPLE_RATE = 16_000
RENDER_SECONDS, RENDER_SEED = 24.0, 0
NOTES_SEED = 500


@dataclass(frozen=True, slots=True)
class Sources:
    """Where everything is.

    clips: of all manifests; shares: listeners' shares of moods per clip, see
    `training.datasets.emotify`; checkpoints: folder of the teachers and their `tag-lists.json`;
    scratch: folder for what is computed once.
    """

    clips: Sequence[Clip]
    shares: dict[Path, dict[str, float]]
    vocabulary: Vocabulary
    checkpoints: Path
    scratch: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """Ready for training and validation.

    margins: teachers' consensus [clips, POSITIONS, tags]; truth: labels [clips, tags], NaN where
    unknown; both in the order of `clips`, which are the pieces of music (no single notes).
    spread: [tags], standard deviation of the log-odds of the training clips' targets, 0 where no
    teacher knows the tag. scales: [clips, scales], see `training.distillation.affect`. words: how
    many outputs the teachers have together.
    """

    clips: Sequence[Clip]
    corpus: Corpus
    margins: Floats
    truth: Floats
    excerpts: Excerpts
    notes: Corpus
    note_clips: Sequence[Clip]
    scales: Floats
    spread: Floats
    words: int


def _corpus(folder: Path, clips: Iterable[tuple[str, Waveform]]) -> Corpus:
    found = open_corpus(folder)
    if found is None:
        logger.info("writing %s", folder)
        write_corpus(folder, clips, SAMPLE_RATE)
        found = open_corpus(folder)
    if found is None:
        raise TaggerError(f"{folder} could not be written.")
    return found


def with_held_out(clip: Clip, recipe: Distillation) -> Clip:
    """The clip, in the validation part if its group is held out from training."""
    place = zlib.crc32(clip.group.encode()) % 1_000 / 1_000
    stays = clip.group in recipe.complete_groups or clip.source == recipe.notes_source
    if clip.split == "train" and not stays:
        return replace(clip, split="val") if place < recipe.held_out else clip
    return clip


def load_teachers(recipe: Distillation, checkpoints: Path) -> list[Teacher]:
    """The teachers of a recipe.

    Raises:
        ModelError: a checkpoint or its tag list is missing or does not fit.
    """
    teachers = []
    for source in recipe.teachers:
        words = read_words(f"{checkpoints / 'tag-lists.json'}:{source.words}")
        suffix = "h5" if source.architecture in KERAS_ARCHITECTURES else "pth"
        path = checkpoints / f"{source.name}.{suffix}"
        network = load_published(path, source.architecture, len(words))
        teachers.append(teacher(source.name, network, words, torch.get_num_threads()))
    return teachers


def prepare(recipe: Distillation, sources: Sources) -> Prepared:
    """Decode, let the teachers hear, blend their consensus with the labels.

    Raises:
        TaggerError: a clip, a checkpoint or a tag list cannot be read.
    """
    pieces = [
        with_held_out(clip, recipe) for clip in sources.clips if clip.source != recipe.notes_source
    ]
    note_clips = [clip for clip in sources.clips if clip.source == recipe.notes_source]
    scratch = sources.scratch
    corpus = _corpus(scratch / "base", decoded((c.path for c in pieces), SAMPLE_RATE, decode))
    notes = _corpus(scratch / "notes", decoded((c.path for c in note_clips), SAMPLE_RATE, decode))
    training = [i for i, clip in enumerate(pieces) if clip.split == "train"]
    teachers = load_teachers(recipe, sources.checkpoints)
    heard = [hear_corpus(teacher, corpus, scratch / "base") for teacher in teachers]
    reference = [[scores[i] for i in training] for scores in heard]
    jury = Jury(recipe, teachers, sources.vocabulary, reference)
    opinion = jury.opinion(heard)
    truth = label_truth(recipe, sources, pieces)
    listeners = Listeners(recipe.tags, sources.shares, pieces, opinion.words)
    targets = _targets(opinion, truth, recipe, listeners, pieces)
    plane = plane_of(recipe.tags, targets.clip_values()[training])

    def music(
        part: Corpus, said: Opinion, right: Targets, drawn: Iterable[int], folder: Path
    ) -> Music:
        mels = mel_store(part, finest(recipe.front_end), folder)
        odds = _odds(right, drawn)
        return Music(mels, right, said.words, plane.scales(right.values), odds.cumsum())

    sets = [music(corpus, opinion, targets, training, scratch / "base")] * 2
    rows = {str(clip.path): row for row, clip in enumerate(pieces)}
    for number in range(1, recipe.variants + 1):
        folder = scratch / f"variant-{number}"
        copies = _corpus(folder, altered(corpus, training, 1_000 + number))
        said = jury.opinion([hear_corpus(t, copies, folder) for t in teachers])
        plain = [rows.get(key) for key in copies.keys]
        known = np.stack(
            [truth[r] if r is not None else np.full_like(truth[0], np.nan) for r in plain]
        )
        named = [pieces[r] if r is not None else None for r in plain]
        right = _targets(said, known, recipe, listeners, named)
        sets.append(music(copies, said, right, range(len(copies)), folder))
    if recipe.renders:
        folder = scratch / "renders"
        rendered, parts = rendered_corpus(
            folder, recipe.renders, RENDER_SECONDS, SAMPLE_RATE, RENDER_SEED
        )
        said = jury.opinion([hear_corpus(t, rendered, folder) for t in teachers])
        right = _with_parts(said, recipe, listeners, [parts[key] for key in rendered.keys])
        sets.append(music(rendered, said, right, range(len(rendered)), folder))
    silent = scratch / f"not-music-{recipe.not_music}"
    excerpts = Excerpts(
        sets,
        _notes(recipe, sources, notes, note_clips),
        mel_store(
            _corpus(silent, not_music(recipe.not_music, 10.0, SAMPLE_RATE, 7)),
            finest(recipe.front_end),
            silent,
        ),
        1 + recipe.chunk_samples // finest(recipe.front_end).hop_length,
        recipe.shares,
    )
    taught = ~np.isnan(opinion.margins).all(axis=(0, 1))
    spread = np.where(taught, logit(targets.values[training]).std(axis=(0, 1)), 0.0)
    return Prepared(
        pieces,
        corpus,
        opinion.margins,
        truth,
        excerpts,
        notes,
        note_clips,
        plane.scales(targets.values).mean(axis=1),
        spread.astype(np.float32),
        opinion.words.shape[2],
    )


def _targets(
    opinion: Opinion,
    truth: Floats,
    recipe: Distillation,
    listeners: Listeners,
    clips: Sequence[Clip | None],
) -> Targets:
    """Labels over the teachers' consensus; `clips` are None where nobody labelled what sounds."""
    blended = blend(opinion.margins, truth, recipe.sharpness)
    return listeners.upon(blended, truth, opinion.words, clips)


def _with_parts(
    opinion: Opinion,
    recipe: Distillation,
    listeners: Listeners,
    pieces: Sequence[Sequence[HeardPart]],
) -> Targets:
    """Of rendered pieces the instruments are known at every place, and nothing is asked about."""
    places = np.linspace(0.0, RENDER_SECONDS - recipe.chunk_seconds, POSITIONS)
    columns = [i for i, (category, _) in enumerate(recipe.tags) if category is Category.INSTRUMENT]
    names = [recipe.tags[i][1] for i in columns]
    sounding = np.stack(
        [
            [presence(parts, names, at, at + recipe.chunk_seconds) for at in places]
            for parts in pieces
        ]
    )
    nobody = np.full((len(pieces), len(recipe.tags)), np.nan, dtype=np.float32)
    blended = blend(opinion.margins, nobody, recipe.sharpness)
    taught = listeners.upon(blended, nobody, opinion.words, [None] * len(pieces))
    values, weights = taught.values.copy(), taught.weights.copy()
    unknown: NDArray[np.bool_] = np.any(np.isnan(sounding), axis=1)
    label = NEGATIVE + (POSITIVE - NEGATIVE) * np.nan_to_num(sounding)
    values[:, :, columns] = np.where(unknown[:, None, :], values[:, :, columns], label)
    weights[:, columns] = np.where(unknown, weights[:, columns], 1.0)
    return Targets(values, weights)


def label_truth(recipe: Distillation, sources: Sources, clips: Sequence[Clip]) -> Floats:
    """[clips, tags]: see `training.distillation.targets.labelled`; listeners' shares as 0 and 1."""
    truth = labelled(
        clips, recipe.tags, sources.vocabulary, recipe.exclusive_genres, recipe.complete_groups
    )
    for row, clip in enumerate(clips):
        for column, (category, name) in enumerate(recipe.tags):
            share = sources.shares.get(clip.path, {}).get(name)
            if category is Category.MOOD and share is not None:
                truth[row, column] = float(share >= SHARE_CUT)
    return truth


def _odds(targets: Targets, drawn: Iterable[int]) -> NDArray[np.float64]:
    """[clips] that sum to 1: clips with rare tags are drawn more often."""
    wanted = np.zeros(len(targets.values))
    wanted[list(drawn)] = 1.0
    present = targets.clip_values() * targets.weights
    rarity = present / (present[wanted > 0].sum(axis=0) + 2.0)
    odds = wanted * (0.5 / wanted.sum() + 0.5 * rarity.sum(axis=1) / rarity[wanted > 0].sum())
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares


def _notes(recipe: Distillation, sources: Sources, notes: Corpus, clips: Sequence[Clip]) -> Notes:
    """The training part as it is, then altered copies of it."""
    drawn = [i for i, clip in enumerate(clips) if clip.split == "train"]
    folder = sources.scratch / f"notes-{1 + recipe.note_copies}"
    corpus = _corpus(folder, copies(notes, drawn, recipe.note_copies, NOTES_SEED))
    truth = note_truth(recipe.tags, sources.vocabulary, [clips[i] for i in drawn])
    store = mel_store(corpus, finest(recipe.front_end), folder)
    return note_set(store, recipe.tags, np.tile(truth, (1 + recipe.note_copies, 1)))
