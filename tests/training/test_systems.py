"""Every system learns, trains from its recipe, becomes a model file, and tags in the program."""

import inspect
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.audio.decode import decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.fields import Category
from tagger_app.core.prediction import Coverage
from tagger_app.inference.engine import Engine, HeardFile
from tagger_app.inference.heard import Heard
from tagger_app.inference.session import open_session
from tagger_app.inference.tagger import Tagger
from tests.samples import RATE, piece
from training.configuration import Linear, Recipe, Training
from training.datasets.cache import ArrayCache
from training.datasets.recording import DataSet, Recording, checked
from training.features.linear import fit_linear
from training.models.names import ARCHITECTURES
from training.optimization.losses import columns_of, loss_of
from training.recipes import RECIPES
from training.runs.folder import Run
from training.runs.measuring import activation_of, targets
from training.runs.train import train_system

FRAMES = {
    "crnn": 192,
    "crnn_128": 192,
    "fcn": 1_280,
    "fcn_128": 1_280,
    "fcn_elu": 1_280,
    "fcn4": 1_280,
    "k1c2": 1_280,
    "k2c1": 1_280,
    "k2c2": 1_280,
    "musicnn": 64,
    "musicnn_128": 64,
    "musicnn_pons": 64,
    "musicnn_pons_t": 64,
    "musicnn_pons_f": 64,
    "dieleman": 160,
    "attention": 64,
}
"""The least a network's pooling leaves anything of, where a whole chunk takes long."""
NARROW = {
    "atoms": 32,
    "channels": 8,
    "codewords": 16,
    "components": 16,
    "dense": 20,
    "filters": 4,
    "units": 16,
    "width": 8,
}
"""What an architecture has of these options."""
APART = {"mel_statistics", "frames_1024", "mel_resnet"}
"""Systems that are heard in a process of their own: one of features, of waveforms, of mels."""
KNOWN = 0.1
"""Loss of a batch known by heart; without hearing anything it is 0.69 at best."""
STYLES = {"folk": "calm", "electronic": "lively"}


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """Two genres, of which each recording has one, and a mood of which not all tell."""
    folder = tmp_path_factory.mktemp("music")
    recordings = []
    for number in range(6):
        style, told = list(STYLES)[number % 2], number not in {2, 3}
        path = folder / f"{number}.wav"
        write_audio(path, piece(number, 2.0, style=style)[:, ::2], RATE // 2)
        recordings.append(
            Recording(
                path,
                group=path.name,
                split="val" if number >= 4 else "train",
                labels={Category.GENRE: [style], Category.MOOD: [STYLES[style]] if told else []},
                asked={Category.GENRE: list(STYLES), Category.MOOD: ["calm"] if told else []},
            )
        )
    tags = [(Category.GENRE, "folk"), (Category.GENRE, "electronic"), (Category.MOOD, "calm")]
    return checked("tiny", recordings, tags, [], exclusive=[Category.GENRE])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> ArrayCache:
    return ArrayCache(tmp_path_factory.mktemp("cache"), 10**9)


def small(recipe: Recipe) -> Recipe:
    """The recipe for a narrow network and one short epoch."""
    options = inspect.signature(ARCHITECTURES[recipe.architecture]).parameters
    learning = recipe.learning
    if isinstance(learning, Training):
        learning = replace(learning, epochs=1, steps=1, batch=2)
    return replace(
        recipe,
        learning=learning,
        options={name: n for name, n in NARROW.items() if name in options},
        unsupervised=recipe.unsupervised and replace(recipe.unsupervised, frames=1_000, epochs=1),
    )


def test_every_architecture_has_a_recipe() -> None:
    assert {make().architecture for make in RECIPES.values()} == set(ARCHITECTURES)
    assert all(make().name == name for name, make in RECIPES.items())


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("name", RECIPES)
def test_a_system_trains_from_its_recipe_learns_by_heart_and_tags_in_the_program(
    name: str, music: DataSet, cache: ArrayCache, tmp_path: Path
) -> None:
    recipe = small(RECIPES[name]())
    run = train_system(recipe, music, tmp_path / "run", cache=cache, decode=decode)
    (row,) = run.history()
    assert row.epoch == 1
    assert math.isfinite(row.train_loss)
    assert math.isfinite(row.val_loss)

    assert loss_by_heart(run, music) < KNOWN

    path = music.recordings[0].path
    heard = heard_in_the_program(run.model_path, path, apart=name in APART)
    network = run.network()
    chunk = np.resize(decode(path, network.sample_rate), network.chunk_samples)
    with torch.inference_mode():
        logits = network(torch.from_numpy(chunk[np.newaxis])).logits
        expected = activation_of(run)(logits)[0].numpy()
    np.testing.assert_allclose(heard.prediction.chunk_scores[0], expected, atol=1e-3)


def heard_in_the_program(model: Path, path: Path, *, apart: bool) -> Heard:
    """What the program's engine hears, or what its child processes do, which takes less long."""
    if not apart:
        return Tagger(open_session(model, "cpu")).hear(path, Coverage(None))
    with Engine(model, "cpu", workers=1) as engine:
        (news,) = (n for n in engine.hear([path], Coverage(None)) if n is not None)
    assert isinstance(news, HeardFile)
    return news.heard


def loss_by_heart(run: Run, music: DataSet) -> float:
    """The loss of a batch of two, after a system was taught nothing else."""
    network = run.network()
    waveforms = [decode(r.path, network.sample_rate) for r in music.recordings[:2]]
    batch = torch.from_numpy(np.stack([np.resize(w, network.chunk_samples) for w in waveforms]))
    values, weights = (torch.from_numpy(a) for a in targets(music.recordings[:2], music))
    losses = columns_of([category for category, _ in run.tags], run.facts.exclusive, run.losses)
    with torch.no_grad():
        heard = network.listen(batch)[..., : FRAMES.get(run.recipe.architecture)]
    if isinstance(run.recipe.learning, Linear):
        with torch.no_grad():
            embeddings = network.judge(heard).embedding
        groups = [group.columns for group in losses if group.loss == "softmax"]
        weight, bias = fit_linear(embeddings.numpy(), values.numpy(), weights.numpy(), groups, 1e4)
        logits = embeddings @ torch.from_numpy(weight).T + torch.from_numpy(bias)
        return float(loss_of(logits, values, weights, losses).mean())
    for module in network.train().modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    optimizer = torch.optim.Adam((p for p in network.parameters() if p.requires_grad), lr=1e-2)
    loss = torch.tensor(math.inf)
    for _ in range(100):
        loss = loss_of(network.judge(heard).logits, values, weights, losses).mean()
        if float(loss.detach()) < KNOWN:
            break
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
    return float(loss.detach())
