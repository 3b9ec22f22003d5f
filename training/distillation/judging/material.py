"""The sounds students are judged by, and what is right about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.configuration import Distillation
from training.datasets.corpus import Waveform
from training.datasets.general_midi.pieces import rendered_corpus
from training.datasets.general_midi.presence import HeardPart, presence
from training.datasets.generated import not_music
from training.datasets.manifest import LABELS, Clip
from training.distillation.distill import (
    RENDER_SECONDS,
    SAMPLE_RATE,
    Prepared,
    Sources,
    load_teachers,
)
from training.distillation.judging.baseline import genres_of, learned_scores
from training.distillation.notes import note_truth, together
from training.distillation.targets import Floats, Tag, any_of, tag_columns
from training.distillation.teachers import Teacher, hear_corpus
from training.distillation.variants import normalised

MIX_SECONDS, NOTHING_SECONDS = 8.0, 12.0
NOTHING, NOTHING_SEED = 240, 3_001
RENDERS, RENDER_SEED = 60, 1
"""Pieces of General MIDI, of another seed than those students learn from."""
HARDLY, PLAINLY = 0.1, 0.9
"""An instrument heard less than the one is absent, from the other on present, between: unknown."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """Waveforms with their truth [sounds, tags]: 0 or 1, NaN where unknown."""

    waveforms: Sequence[Waveform]
    truth: Floats


@dataclass(frozen=True, slots=True)
class Material:
    """Validation pieces and other sounds, for every tag of the recipe.

    clips, waveforms: the pieces. set_aside: [pieces], whether a manifest set the piece aside
    (else its artist was held out from training). labels: [pieces, tags], 1 or 0, NaN unknown;
    complete: the same where a piece with a label of a category has no other of it. margins:
    [pieces, tags], the teachers' consensus, above 0 they would give the tag, NaN without a
    teacher; teachers: by name their scores [pieces, tags], NaN without a word. scales: [pieces,
    scales], see `training.distillation.affect`. asked: [pieces], whether listeners told their
    emotions. emotions, genres: columns of what listeners were asked, and of the genres their
    pieces have; learned: by what they are over, scores [pieces, tags] for these, else NaN, see
    `training.distillation.judging.baseline`.
    mixes: notes over pieces; renders: pieces of General MIDI; nothing: sounds that are no music.
    """

    tags: Sequence[Tag]
    clips: Sequence[Clip]
    waveforms: Sequence[Waveform]
    set_aside: NDArray[np.bool_]
    labels: Floats
    complete: Floats
    margins: Floats
    teachers: Mapping[str, Floats]
    scales: Floats
    asked: NDArray[np.bool_]
    emotions: Sequence[int]
    genres: Sequence[int]
    learned: Mapping[str, Floats]
    mixes: Sounds
    renders: Sounds
    nothing: Sequence[Waveform]

    @property
    def groups(self) -> list[str]:
        """The artist, or what else belongs together, of each piece."""
        return [clip.group for clip in self.clips]

    def reference(self) -> Floats:
        """[pieces, tags]: the label where there is one, else what the teachers would say."""
        opinion = np.where(np.isnan(self.margins), np.nan, self.margins > 0)
        return np.where(np.isnan(self.labels), opinion, self.labels).astype(np.float32)

    def columns(self, category: Category) -> list[int]:
        """The tags of a category."""
        return [i for i, (own, _) in enumerate(self.tags) if own is category]


def material(
    recipe: Distillation, sources: Sources, prepared: Prepared, renders: Path | None
) -> Material:
    """Collect everything a student of the recipe is judged by.

    Args:
        recipe: of the student.
        sources: where everything is.
        prepared: of the recipe.
        renders: folder of the pieces of General MIDI, where they are rendered once; None for none.

    Raises:
        TaggerError: a checkpoint or a tag list cannot be read, or nothing can be rendered.
    """
    rows = [i for i, clip in enumerate(prepared.clips) if clip.split == "val"]
    clips = [prepared.clips[i] for i in rows]
    waveforms = [prepared.corpus.waveform(i) for i in rows]
    own = {clip.path: clip.split for clip in sources.clips}
    labels = prepared.truth[rows]
    margins = prepared.margins[rows].mean(axis=1)
    asked = np.asarray([clip.path in sources.shares for clip in clips], dtype=np.bool_)
    moods = {name for shares in sources.shares.values() for name in shares}
    emotions = [
        i for i, (c, name) in enumerate(recipe.tags) if c is Category.MOOD and name in moods
    ]
    genres = genres_of(recipe.tags, sources, prepared)
    nothing = min(NOTHING, recipe.not_music)
    teachers = load_teachers(recipe, sources.checkpoints)
    heard = [hear_corpus(t, prepared.corpus, sources.scratch / "base") for t in teachers]
    return Material(
        tags=recipe.tags,
        clips=clips,
        waveforms=waveforms,
        set_aside=np.asarray([own[clip.path] == "val" for clip in clips], dtype=np.bool_),
        labels=labels,
        complete=completed(labels, clips, recipe.tags, sources.vocabulary),
        margins=margins,
        teachers=_in_tags(teachers, heard, recipe, sources, rows),
        scales=prepared.scales[rows],
        asked=asked,
        emotions=emotions,
        genres=genres,
        learned=learned_scores(sources, prepared, heard, rows, emotions, genres),
        mixes=_mixes(recipe, sources, prepared, waveforms, labels, margins),
        renders=_renders(recipe, renders),
        nothing=[w for _, w in not_music(nothing, NOTHING_SECONDS, SAMPLE_RATE, NOTHING_SEED)],
    )


def completed(
    labels: Floats, clips: Sequence[Clip], tags: Sequence[Tag], vocabulary: Vocabulary
) -> Floats:
    """Labels with every other tag of a category that has a label absent, where unknown so far."""
    result = labels.copy()
    for row, clip in enumerate(clips):
        for category in LABELS:
            names = {vocabulary.canonical(category, word) for word in clip.labels.get(category, ())}
            for column, (own, name) in enumerate(tags):
                if names and own is category and np.isnan(result[row, column]):
                    result[row, column] = float(name in names)
    return result


def _in_tags(
    teachers: Sequence[Teacher],
    heard: Sequence[Sequence[Floats]],
    recipe: Distillation,
    sources: Sources,
    rows: Sequence[int],
) -> dict[str, Floats]:
    scores = {}
    for teacher, said in zip(teachers, heard, strict=True):
        columns = tag_columns(teacher.words, recipe.tags, sources.vocabulary)
        scores[teacher.name] = np.stack([any_of(said[i], columns).mean(axis=0) for i in rows])
    return scores


def _renders(recipe: Distillation, folder: Path | None) -> Sounds:
    if folder is None:
        return Sounds([], np.empty((0, len(recipe.tags)), dtype=np.float32))
    corpus, parts = rendered_corpus(
        folder, RENDERS, RENDER_SECONDS, SAMPLE_RATE, RENDER_SEED, held_out=True
    )
    truth = [sounding(parts[key], recipe.tags) for key in corpus.keys]
    return Sounds([corpus.waveform(i) for i in range(len(corpus))], np.stack(truth))


def sounding(parts: Sequence[HeardPart], tags: Sequence[Tag]) -> Floats:
    """[tags]: which instruments are heard anywhere in a rendered piece."""
    columns = [i for i, (category, _) in enumerate(tags) if category is Category.INSTRUMENT]
    heard = presence(parts, [tags[i][1] for i in columns])
    truth = np.full(len(tags), np.nan, dtype=np.float32)
    truth[columns] = np.where(heard >= PLAINLY, 1.0, np.where(heard <= HARDLY, 0.0, np.nan))
    return truth


def _mixes(
    recipe: Distillation,
    sources: Sources,
    prepared: Prepared,
    pieces: Sequence[Waveform],
    labels: Floats,
    margins: Floats,
) -> Sounds:
    """Validation notes over excerpts of validation pieces; known are the notes' instruments."""
    rng = np.random.default_rng(recipe.seed + 1)
    clips = prepared.note_clips
    notes = [i for i, clip in enumerate(clips) if clip.split == "val"]
    instruments = note_truth(recipe.tags, sources.vocabulary, clips)
    covered = (instruments == 1.0).any(axis=0)
    known = ~np.isnan(labels)
    backing = np.where(known, labels, np.nan_to_num(margins) > 0)
    backing_known = known | ~np.isnan(margins)
    samples = round(MIX_SECONDS * SAMPLE_RATE)
    mixes: list[Waveform] = []
    truth = np.full((recipe.mixtures if notes else 0, len(recipe.tags)), np.nan, dtype=np.float32)
    for right in truth:
        chosen = rng.choice(notes, size=min(int(rng.integers(1, 4)), len(notes)), replace=False)
        row = int(rng.integers(len(pieces)))
        start = int(rng.integers(max(len(pieces[row]) - samples, 1)))
        mix = normalised(np.resize(pieces[row][start:], samples))
        mix = mix * np.float32(10.0 ** (rng.uniform(-12.0, 0.0) / 20.0))
        for note in chosen:
            mix = mix + normalised(np.resize(prepared.notes.waveform(int(note)), samples))
        mixes.append((mix / max(float(np.abs(mix).max()), 1.0)).astype(np.float32))
        sounds = together(instruments[chosen])
        told = (sounds == 1.0) | (~np.isnan(sounds) & covered & backing_known[row])
        right[told] = np.maximum(sounds, backing[row])[told]
    return Sounds(mixes, truth)
