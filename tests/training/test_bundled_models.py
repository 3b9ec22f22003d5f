"""Every model the program ships keeps the contract and knows when there is nothing to hear."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tagger_app.core.fields import Category
from tagger_app.core.model_card import METADATA_KEY, SPEED, ModelCard
from tagger_app.core.vocabulary import Vocabulary
from tests.samples import RATE, STYLES, piece
from training.datasets.generated import not_music
from training.evaluation.hear import ModelFile

RESOURCES = Path(__file__).parents[2] / "resources"
MODELS = sorted((RESOURCES / "models").glob("*.onnx"))
MEGABYTES = 30
LEAST_FACTOR = 2.0
"""Between the lowest and the highest odds of a tag over sounds that have little in common."""


def test_a_model_is_bundled() -> None:
    assert MODELS


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_graph_and_card_keep_the_contract(path: Path) -> None:
    assert path.stat().st_size <= MEGABYTES * 2**20
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    card = ModelCard.from_json(session.get_modelmeta().custom_metadata_map[METADATA_KEY])
    assert [(i.name, i.type) for i in session.get_inputs()] == [("waveform", "tensor(float)")]
    generator = np.random.default_rng(0)
    batch = generator.uniform(-0.3, 0.3, (3, card.chunk_samples)).astype(np.float32)
    names = ["scores", "embedding", "spectrogram"]
    scores, embedding, spectrogram = session.run(names, {"waveform": batch})
    assert scores.shape == (3, len(card.tags))
    assert embedding.shape == (3, card.embedding_width)
    assert spectrogram.shape[:2] == (3, card.front_end.n_mels)
    for output in (scores, embedding, spectrogram):
        assert output.dtype == np.float32
        assert np.isfinite(output).all()
    assert scores.min() >= 0.0
    assert scores.max() <= 1.0
    alone = session.run(["scores"], {"waveform": batch[1:2]})[0]
    np.testing.assert_allclose(alone[0], scores[1], atol=1e-4)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_the_card_tells_what_a_person_needs(path: Path) -> None:
    card = ModelFile(path).card
    vocabulary = Vocabulary.from_mapping(
        json.loads((RESOURCES / "vocabulary.json").read_text(encoding="utf-8"))
    )
    for category in (Category.GENRE, Category.MOOD, Category.INSTRUMENT):
        assert any(tag.threshold <= 1.0 for _, tag in card.tags_of(category))
    assert [tag.name for tag in card.tags if tag.is_scale] == ["valence", "arousal"]
    for tag in card.tags:
        assert tag.is_scale or vocabulary.canonical(tag.category, tag.name) == tag.name
        assert tag.careful_threshold >= tag.threshold
        assert tag.metrics is not None or tag.is_scale
    assert card.metrics[SPEED] > 0
    assert card.licence
    assert card.known_failures
    assert {"data", "split", "seed", "recipe", "software"} <= set(card.training)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_sounds_that_are_no_music_get_no_tag(path: Path) -> None:
    model = ModelFile(path)
    limits = np.asarray([tag.threshold for tag in model.card.tags])
    rate = model.card.sample_rate
    sounds = [*not_music(24, 8.0, rate, 4_711), ("silence", np.zeros(rate * 8, dtype=np.float32))]
    given = [
        (kind, tag.name)
        for kind, waveform in sounds
        for tag, score, limit in zip(model.card.tags, model.scores(waveform), limits, strict=True)
        if score >= limit
    ]
    assert given == []


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_scores_follow_what_sounds(path: Path) -> None:
    model = ModelFile(path)
    rate = model.card.sample_rate
    pieces = [mono(piece(seed, 8.0, style=style), rate) for seed, style in enumerate(STYLES)]
    sounds = [*pieces, *(waveform for _, waveform in not_music(6, 8.0, rate, 5))]
    scores = np.stack([model.scores(waveform) for waveform in sounds]).clip(1e-9, 1.0 - 1e-6)
    odds = np.log(scores / (1.0 - scores))
    same = [
        tag.name
        for tag, spread in zip(model.card.tags, np.ptp(odds, axis=0), strict=True)
        if spread < np.log(LEAST_FACTOR)
    ]
    assert same == []


def mono(waveform: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """[channels, samples] at the samples' rate → [samples] at another."""
    mixed = waveform.mean(axis=0)
    return np.asarray(resample_poly(mixed, rate, RATE), dtype=np.float32)
