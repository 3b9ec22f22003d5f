"""Prepares what a student hears and what it should say, and lets it learn."""

import logging
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from tagger_app.audio.decode import decode
from tagger_app.core.errors import ModelError, TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.configuration import Distillation
from training.datasets.corpus import Corpus, Waveform, decoded, open_corpus, write_corpus
from training.datasets.generated import not_music
from training.datasets.manifest import Clip
from training.datasets.mels import MelStore, mel_store
from training.distillation.excerpts import Excerpts, Music, Notes
from training.distillation.mel_augmentation import augmented, mixed_up
from training.distillation.targets import (
    Floats,
    Targets,
    TeacherView,
    blend,
    consensus,
    labelled,
    shift_to_share,
    sigmoid,
    tag_columns,
    teacher_view,
)
from training.distillation.teachers import Teacher, hear_corpus, teacher
from training.distillation.variants import altered
from training.import_published import load_published, read_words
from training.models.names import ARCHITECTURES
from training.models.network import MelNetwork, Network
from training.optimization.losses import columns_of, distillation
from training.optimization.objective import Loss, Objective, Share, device_of, rng_of_step
from training.optimization.train import fit, trained

logger = logging.getLogger(__name__)

SAMPLE_RATE = 16_000
SHARE_CUT, SHARE_STEEPNESS = 0.3, 14.0
"""Emotify: a mood is given from 30 % of the listeners on; the slope is one vote in fifteen."""


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
    """

    clips: Sequence[Clip]
    corpus: Corpus
    margins: Floats
    truth: Floats
    excerpts: Excerpts
    notes: Corpus
    note_clips: Sequence[Clip]


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
        path = checkpoints / f"{source.name}.pth"
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
    columns = [tag_columns(t.words, recipe.tags, sources.vocabulary) for t in teachers]
    base_scores = [hear_corpus(teacher, corpus, scratch / "base") for teacher in teachers]
    references = [[scores[i] for i in training] for scores in base_scores]

    def views(all_scores: Sequence[Sequence[Floats]], names: Sequence[str]) -> list[TeacherView]:
        chosen = [i for i, source in enumerate(recipe.teachers) if source.name in names]
        return [
            teacher_view(scores, columns[i], references[i], recipe.teachers[i].thresholds)
            for scores, i in zip(all_scores, chosen, strict=True)
        ]

    names = [source.name for source in recipe.teachers]
    margins = consensus(views(base_scores, names))
    least = [recipe.least_shares.get(category, 0.0) for category, _ in recipe.tags]
    shift = shift_to_share(margins[training], least)
    margins = margins + shift
    truth = label_truth(recipe, sources, pieces)
    targets = _with_shares(blend(margins, truth, recipe.sharpness), truth, recipe, sources, pieces)
    music = [_music(recipe, corpus, targets, training, scratch / "base")] * 2
    for number in range(1, recipe.variants + 1):
        folder = scratch / f"variant-{number}"
        copies = _corpus(folder, altered(corpus, training, 1_000 + number))
        heard = [
            hear_corpus(t, copies, folder) for t in teachers if t.name in recipe.variant_teachers
        ]
        opinion = consensus(views(heard, recipe.variant_teachers)) + shift
        rows = {str(clip.path): row for row, clip in enumerate(pieces)}
        plain = [rows.get(key) for key in copies.keys]
        known = np.stack(
            [truth[r] if r is not None else np.full_like(truth[0], np.nan) for r in plain]
        )
        copied = _with_shares(
            blend(opinion, known, recipe.sharpness),
            known,
            recipe,
            sources,
            [pieces[r] if r is not None else None for r in plain],
        )
        music.append(_music(recipe, copies, copied, range(len(copies)), folder))
    excerpts = Excerpts(
        music,
        _notes(recipe, sources, notes, note_clips),
        _mels(
            recipe,
            _corpus(scratch / "not-music", not_music(recipe.not_music, 10.0, SAMPLE_RATE, 7)),
            scratch / "not-music",
        ),
        1 + recipe.chunk_samples // recipe.front_end.hop_length,
        recipe.shares,
    )
    return Prepared(pieces, corpus, margins, truth, excerpts, notes, note_clips)


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


def _with_shares(
    targets: Targets,
    truth: Floats,
    recipe: Distillation,
    sources: Sources,
    clips: Sequence[Clip | None],
) -> Targets:
    """Where listeners were asked, their shares stand alone: the teachers don't hear them."""
    values, weights = targets.values.copy(), targets.weights.copy()
    asked = {name for shares in sources.shares.values() for name in shares}
    for column, (category, name) in enumerate(recipe.tags):
        if category is not Category.MOOD or name not in asked:
            continue
        weights[:, column] = np.where(np.isnan(truth[:, column]), 0.3, 1.0) * weights[:, column]
        for row, clip in enumerate(clips):
            share = sources.shares.get(clip.path, {}).get(name) if clip is not None else None
            if share is not None:
                odds = np.asarray(SHARE_STEEPNESS * (share - SHARE_CUT), dtype=np.float32)
                values[row, :, column] = sigmoid(odds)
                weights[row, column] = 1.5
    return Targets(values, weights)


def _mels(recipe: Distillation, corpus: Corpus, folder: Path) -> MelStore:
    return mel_store(corpus, recipe.front_end, folder)


def _music(
    recipe: Distillation, corpus: Corpus, targets: Targets, drawn: Iterable[int], folder: Path
) -> Music:
    """Clips with rare tags are drawn more often."""
    wanted = np.zeros(len(corpus))
    wanted[list(drawn)] = 1.0
    present = targets.clip_values() * targets.weights
    rarity = present / (present[wanted > 0].sum(axis=0) + 2.0)
    odds: NDArray[np.float64] = wanted * (
        0.5 / wanted.sum() + 0.5 * rarity.sum(axis=1) / rarity[wanted > 0].sum()
    )
    return Music(_mels(recipe, corpus, folder), targets, odds / odds.sum())


def note_truth(recipe: Distillation, sources: Sources, clips: Sequence[Clip]) -> Floats:
    """[clips, tags]: 1 for the instrument that plays, else 0."""
    truth = labelled(clips, recipe.tags, sources.vocabulary, {}, frozenset())
    return np.nan_to_num(truth).astype(np.float32)


def _notes(recipe: Distillation, sources: Sources, notes: Corpus, clips: Sequence[Clip]) -> Notes:
    truth = note_truth(recipe, sources, clips)
    training = np.asarray([clip.split == "train" for clip in clips])
    store = _mels(recipe, notes, sources.scratch / "notes")
    known = np.asarray([c is Category.INSTRUMENT for c, _ in recipe.tags], dtype=np.float32)
    truth[~training] = 0.0
    return Notes(store, truth, known, np.nonzero(training)[0])


def student(recipe: Distillation) -> MelNetwork:
    """The recipe's network with its first weights, which follow from the seed."""
    torch.manual_seed(recipe.seed)
    network = ARCHITECTURES[recipe.architecture](len(recipe.tags), options=recipe.front_end)
    if not isinstance(network, MelNetwork):
        raise TaggerError(f"{recipe.architecture} is not over a mel-spectrogram.")
    network.chunk_samples = recipe.chunk_samples
    return network


def learn(recipe: Distillation, prepared: Prepared, checkpoint_path: Path) -> MelNetwork:
    """Train the recipe's network, going on from a checkpoint if there is one."""
    return fit(
        student(recipe),
        objective_of(recipe, prepared.excerpts),
        recipe.learning,
        seed=recipe.seed,
        steps_per_epoch=recipe.learning.steps,
        checkpoint_path=checkpoint_path,
    )


def objective_of(recipe: Distillation, excerpts: Excerpts) -> Objective:
    """What teachers and labels say of random excerpts, which are altered as mel power."""
    groups = columns_of([category for category, _ in recipe.tags], set(), recipe.learning.losses)

    def objective(network: Network, step: int, share: Share) -> Loss:
        rng = rng_of_step(recipe.seed, step)
        power, values, weights = excerpts.batch(recipe.learning.batch, rng)
        power, values, weights = mixed_up(power, values, weights, recipe.mixup, rng)
        power, values, weights = (
            part[share.rows].to(device_of(network))
            for part in (augmented(power, rng), values, weights)
        )
        logits = network.judge(power).logits
        return distillation(logits, values, weights, groups, recipe.temperature)

    return objective


def learned(recipe: Distillation, checkpoint_path: Path) -> MelNetwork:
    """The network of a run's last checkpoint.

    Raises:
        ModelError: there is no checkpoint yet.
        TaggerError: it cannot be read, or is of another run.
    """
    network = trained(student(recipe), recipe.learning, checkpoint_path)
    if network is None:
        raise ModelError(f"There is no checkpoint {checkpoint_path}; run `distill` first.")
    return network
