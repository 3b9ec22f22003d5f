"""The reference networks give the outputs of the published ones."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.training.rule_weights import golden_clip, set_rule_weights
from training.import_published import load_published, read_words
from training.models.names import ARCHITECTURES

DATA = Path(__file__).parents[1] / "data"
STORED = ("fcn", "crnn", "musicnn", "short_chunk")
CLIPS = ("brahms", "joram", "jazzpiano")
PUBLISHED = (
    "mtat_fcn",
    "msd_fcn",
    "jamendo_fcn",
    "mtat_crnn",
    "msd_crnn",
    "jamendo_crnn",
    "mtat_musicnn",
    "jamendo_musicnn",
)


def folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} names no folder")
    return Path(value)


@pytest.mark.parametrize("architecture", STORED)
def test_rule_made_weights_give_the_stored_logits(architecture: str) -> None:
    network = ARCHITECTURES[architecture](50).eval()
    set_rule_weights(network)
    with torch.inference_mode():
        logits = network(golden_clip(network.chunk_samples, batch=2)).logits.numpy()
    with np.load(DATA / "golden_logits.npz") as stored:
        np.testing.assert_allclose(logits, stored[architecture], atol=1e-4)


@pytest.mark.parametrize("architecture", STORED)
def test_rule_made_weights_give_the_outputs_of_the_reference_classes(architecture: str) -> None:
    golden = folder("TAGGER_GOLDEN")
    name = {"short_chunk": "short"}.get(architecture, architecture)
    network = ARCHITECTURES[architecture](50).eval()
    total = set_rule_weights(network)
    waveform = np.load(golden / "clip_jazzpiano.npz")["wav16k"]
    with np.load(golden / "synthetic_weights_outputs.npz") as stored:
        assert total == pytest.approx(float(stored[f"{name}_wsum"]), rel=1e-9)
        starts = stored[f"{name}_jazzpiano_starts"]
        expected = stored[f"{name}_jazzpiano_logits"]
    chunks = np.stack([waveform[s : s + network.chunk_samples] for s in starts])
    with torch.inference_mode():
        logits = network(torch.from_numpy(chunks)).logits.numpy()
    np.testing.assert_allclose(logits, expected, atol=1e-4)


@pytest.mark.parametrize("published", PUBLISHED)
def test_published_checkpoints_give_the_published_probabilities(published: str) -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    data_set, architecture = published.split("_")
    network = load_published(checkpoints / f"{published}.pth", architecture, 50)
    for clip in CLIPS:
        waveform = np.load(golden / f"clip_{clip}.npz")["wav16k"]
        with np.load(golden / f"sota_{data_set}_{architecture}.npz") as stored:
            starts, expected = stored[f"{clip}_starts"][::5], stored[f"{clip}_probs"][::5]
        chunks = np.stack([waveform[s : s + network.chunk_samples] for s in starts])
        with torch.inference_mode():
            probabilities = torch.sigmoid(network(torch.from_numpy(chunks)).logits).numpy()
        np.testing.assert_allclose(probabilities, expected, atol=1e-4)


def test_the_mood_checkpoint_gives_the_published_probabilities() -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    words = read_words(f"{checkpoints / 'tag-lists.json'}:jamendo_moodtheme56")
    path = checkpoints / "jamendo_moodtheme56_fcn.pth"
    network = load_published(path, "fcn_elu", len(words))
    with np.load(golden / "mtgjamendo_moodtheme56_fcn.npz") as stored:
        waveform, expected = stored["jazzpiano_wav12k"], stored["jazzpiano_probs"]
    with torch.inference_mode():
        logits = network(torch.from_numpy(waveform).unsqueeze(0)).logits[0]
    np.testing.assert_allclose(torch.sigmoid(logits).numpy(), expected, atol=1e-4)
