"""From clips, labels and a teacher to a model file."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from tests.samples import write_piece
from training.configuration import (
    Distillation,
    Imitation,
    OptimizerOptions,
    TeacherSource,
    Training,
)
from training.datasets.emotify import read_shares
from training.datasets.manifest import read_manifest
from training.distillation.distill import Sources, prepare, with_held_out
from training.distillation.finish import finish
from training.distillation.judging.judge import judge
from training.distillation.judging.page import as_markdown
from training.distillation.learn import complete, learn, learned, objective_of, student
from training.evaluation import calibrate
from training.evaluation.hear import ModelFile
from training.models.musicnn import MusiCNN
from training.optimization.objective import Share

TAGS = (
    (Category.GENRE, "Rock"),
    (Category.GENRE, "Jazz"),
    (Category.MOOD, "Calm"),
    (Category.INSTRUMENT, "Piano"),
    (Category.INSTRUMENT, "Oboe"),
)
VOCABULARY = Vocabulary.from_mapping(
    {
        "genre": {"Rock": ["rock music"], "Jazz": []},
        "mood": {"Calm": []},
        "instrument": {"Piano": [], "Oboe": []},
    }
)
RECIPE = Distillation(
    name="tiny",
    architecture="mel_resnet",
    tags=TAGS,
    teachers=(TeacherSource("radio", "musicnn", "radio50"),),
    learning=Training(epochs=1, steps=2, batch=4, average_decay=0.5, mixed_precision=True),
    least_shares=dict.fromkeys((Category.GENRE, Category.MOOD, Category.INSTRUMENT), 0.3),
    variants=1,
    notes_source="notes",
    not_music=12,
    mixtures=6,
    least_positives=1,
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    folder = tmp_path_factory.mktemp("music")
    rows = ["path,source,licence,labels_genre,labels_mood,labels_instrument,seconds,split,group"]
    shares = ["path," + ",".join(SHARES)]
    for number in range(8):
        write_piece(folder / f"{number}.flac", seed=number, seconds=4.5)
        genre, split = ("rock music", "jazz")[number % 2], "val" if number > 4 else "train"
        rows.append(f"{number}.flac,radio,CC0,{genre},,piano,4.5,{split},artist:{number}")
        shares.append(f"{number}.flac," + ",".join(["0.6"] * len(SHARES)))
    for number in range(4):
        write_piece(folder / f"n{number}.flac", seed=50 + number, seconds=2.0)
        split = "val" if number > 1 else "train"
        rows.append(f"n{number}.flac,notes,CC0,,,oboe,2.0,{split},note:{number}")
    (folder / "m.csv").write_text("\n".join(rows) + "\n")
    (folder / "shares.csv").write_text("\n".join(shares) + "\n")
    torch.manual_seed(3)
    torch.save(MusiCNN(5).state_dict(), folder / "radio.pth")
    words = ["rock", "jazz", "calm", "piano", "loud"]
    (folder / "tag-lists.json").write_text(json.dumps({"radio50": words}))
    return Sources(
        read_manifest(folder / "m.csv"),
        read_shares(folder / "shares.csv"),
        VOCABULARY,
        folder,
        folder / "scratch",
    )


SHARES = (
    "solemnity",
    "tenderness",
    "nostalgia",
    "calmness",
    "power",
    "joyful_activation",
    "tension",
    "sadness",
)


def test_a_student_becomes_a_model_file(
    sources: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.distillation.tag_choice.LEAST_AUC", 0.0)
    prepared = prepare(RECIPE, sources)
    assert prepared.truth[0].tolist()[:2] == [1.0, pytest.approx(np.nan, nan_ok=True)]
    assert np.isnan(prepared.margins[:, :, 4]).all()
    again = prepare(RECIPE, sources)
    np.testing.assert_array_equal(prepared.margins, again.margins)
    checkpoint = tmp_path / "tiny.checkpoint"
    with pytest.raises(ModelError, match="distill"):
        learned(RECIPE, prepared, checkpoint)
    network = learn(RECIPE, prepared, checkpoint)
    for name, tensor in learned(RECIPE, prepared, checkpoint).state_dict().items():
        torch.testing.assert_close(tensor, network.state_dict()[name])
    path = tmp_path / "tiny.onnx"
    recipe = replace(RECIPE, known_failures=("heard in the dark",))
    card = finish(recipe, sources, prepared, network, "1", path)
    model = ModelFile(path)
    assert model.card == card
    left_out = set(card.training["learned but left out"])
    *tags, valence, arousal = card.tags
    assert {tag.name for tag in tags} == {name for _, name in TAGS} - left_out
    assert (valence.name, arousal.name) == ("valence", "arousal")
    assert valence.activation == arousal.activation == "linear"
    assert valence.threshold == arousal.threshold == calibrate.NEVER
    assert card.training["clips"] == {"train": 7, "val": 5}
    assert all(tag.metrics is not None for tag in tags)
    scores = model.scores(prepared.corpus.waveform(0))
    assert scores.shape == (len(card.tags),)
    assert card.metrics["validation pieces"] == 3
    assert "heard in the dark" in card.known_failures
    (judged,) = judge(recipe, sources, [model], renders=None, repeats=10)
    assert [part.pieces for part in judged.figures.parts] == [3]
    told = [figure.name for figure in judged.figures.parts[0].figures]
    assert "Spearman to the averaged teachers, mean over tags" in told
    assert all(error.score >= error.threshold for found in judged.errors for error in found.given)
    page = as_markdown([judged.figures], [judged.errors])
    assert "with held-out artists: 3 pieces of 3 artists" in page


def test_a_smaller_student_learns_what_its_parent_says(sources: Sources, tmp_path: Path) -> None:
    prepared = prepare(RECIPE, sources)
    learn(RECIPE, prepared, tmp_path / "parent.checkpoint")
    parent = complete(RECIPE, prepared, tmp_path / "parent.checkpoint")
    recipe = replace(
        RECIPE,
        name="small",
        options={"width": 8},
        front_end=replace(RECIPE.front_end, hop_length=512),
        imitation=Imitation(odds=0.0),  # hardly anything differs between these few pieces
        learning=Training(epochs=1, steps=20, batch=8, optimizer=OptimizerOptions("adam", 3e-3)),
    )
    learn(recipe, prepared, tmp_path / "small.checkpoint", parent)
    taught = complete(recipe, prepared, tmp_path / "small.checkpoint")
    untaught = student(recipe, prepared.words)
    wanted = objective_of(recipe, prepared, parent)
    with torch.inference_mode():
        before, after = (
            float(wanted(one.train(), 0, Share()).mean()) for one in (untaught, taught)
        )
    assert after < 0.97 * before


def test_held_out_artists_join_the_validation_part(sources: Sources) -> None:
    recipe = replace(RECIPE, held_out=1.0, complete_groups=frozenset({"artist:1"}))
    splits = [with_held_out(clip, recipe).split for clip in sources.clips]
    assert splits == ["val", "train", *["val"] * 6, "train", "train", "val", "val"]
