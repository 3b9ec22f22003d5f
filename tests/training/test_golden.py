"""The reference networks give the outputs of the published ones.

Weights made by a rule need no download, so every architecture is compared; what was published and
can be had is compared too, where `TAGGER_GOLDEN` and `TAGGER_CHECKPOINTS` name its folders.
"""

import os
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tagger_app.inference.session import open_session
from tests.training.rule_weights import set_rule_weights
from tests.training.store_golden_logits import STORE, STORED, rule_made_logits
from training.__main__ import main
from training.front_ends import compress
from training.import_published import load_published, read_words
from training.models.choi_crnn import ChoiCRNN
from training.models.harmonic import HarmonicCNN
from training.models.names import ARCHITECTURES
from training.models.network import MelNetwork

REFERENCE = {
    "fcn": ("fcn", 447_732),
    "musicnn": ("musicnn", 784_300),
    "crnn": ("crnn", 394_100),
    "sample_cnn": ("sample", 1_869_874),
    "sample_cnn_se": ("se", 6_951_858),
    "harmonic_cnn": ("hcnn", 3_631_551),
    "attention": ("attention", 10_521_652),
    "short_chunk": ("short", 3_687_348),
    "short_chunk_res": ("short_res", 12_104_244),
}
"""Architecture → its name among the golden outputs, and its number of parameters."""
CLIPS = ("brahms", "joram", "jazzpiano")
PUBLISHED = {
    "mtat_fcn.pth": ("fcn", "mtat_top50"),
    "msd_fcn.pth": ("fcn", "msd_top50"),
    "jamendo_fcn.pth": ("fcn", "jamendo_top50"),
    "mtat_crnn.pth": ("crnn", "mtat_top50"),
    "msd_crnn.pth": ("crnn", "msd_top50"),
    "jamendo_crnn.pth": ("crnn", "jamendo_top50"),
    "mtat_musicnn.pth": ("musicnn", "mtat_top50"),
    "jamendo_musicnn.pth": ("musicnn", "jamendo_top50"),
    "jamendo_moodtheme56_fcn.pth": ("fcn_elu", "jamendo_moodtheme56"),
    "pons_MTT_musicnn.h5": ("musicnn_pons", "mtat_top50"),
    "pons_MSD_musicnn.h5": ("musicnn_pons", "msd_top50"),
    "pons_MTT_vgg.h5": ("vgg_pons", "mtat_top50"),
    "pons_MSD_vgg.h5": ("vgg_pons", "msd_top50"),
    "choi_crnn_msd.h5": ("crnn_choi", "msd_top50"),
}
"""File → architecture and the name of its tag list."""
REFERENCE_FILES = [name for name, (kind, _) in PUBLISHED.items() if kind in REFERENCE]
PONS_FILES = [name for name in PUBLISHED if name.startswith("pons_")]


def folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} names no folder")
    return Path(value)


def cut(waveform: NDArray[np.float32], starts: NDArray[np.int64], samples: int) -> torch.Tensor:
    return torch.from_numpy(np.stack([waveform[start : start + samples] for start in starts]))


def assert_near(logits: NDArray[np.float32], expected: NDArray[np.float32]) -> None:
    """Equal to a ten-thousandth of the largest logit."""
    np.testing.assert_allclose(logits, expected, rtol=0, atol=1e-4 * np.abs(expected).max())


@pytest.mark.parametrize("architecture", STORED)
def test_rule_made_weights_give_the_stored_logits(architecture: str) -> None:
    with np.load(STORE) as stored:
        assert_near(rule_made_logits(architecture), stored[architecture])


@pytest.mark.parametrize("architecture", REFERENCE)
def test_a_reference_network_has_as_many_parameters_as_published(architecture: str) -> None:
    network = ARCHITECTURES[architecture](50)
    assert sum(weights.numel() for weights in network.parameters()) == REFERENCE[architecture][1]


@pytest.mark.parametrize("architecture", REFERENCE)
def test_rule_made_weights_give_the_outputs_of_the_reference_classes(architecture: str) -> None:
    golden = folder("TAGGER_GOLDEN")
    name = REFERENCE[architecture][0]
    network = ARCHITECTURES[architecture](50).eval()
    total = set_rule_weights(network)
    waveform = np.load(golden / "clip_jazzpiano.npz")["wav16k"]
    with np.load(golden / "synthetic_weights_outputs.npz") as stored:
        assert total == pytest.approx(float(stored[f"{name}_wsum"]), rel=1e-9)
        starts = stored[f"{name}_jazzpiano_starts"]
        expected = stored[f"{name}_jazzpiano_logits"]
    with torch.inference_mode():
        logits = network(cut(waveform, starts, network.chunk_samples)).logits.numpy()
    assert_near(logits, expected)


@pytest.mark.parametrize("architecture", REFERENCE)
def test_state_dicts_have_the_published_names_and_shapes(architecture: str) -> None:
    listed = (folder("TAGGER_CHECKPOINTS") / "state-dict-keys.txt").read_text(encoding="utf-8")
    names = [block.split(maxsplit=1)[0].partition("(")[0] for block in listed.split("=====")[1:]]
    block = listed.split("=====")[1 + names.index(REFERENCE[architecture][0])]
    state = ARCHITECTURES[architecture](50).state_dict()
    found = {name: tuple(tensor.shape) for name, tensor in state.items()}
    expected = {
        name: tuple(int(size) for size in re.findall(r"\d+", shape))
        for name, shape in re.findall(r"KEY (\S+) (\(.*\))", block)
    }
    assert found == expected


def test_front_ends_are_those_of_the_reference() -> None:
    with np.load(folder("TAGGER_GOLDEN") / "frontend_jazzpiano_59049.npz") as stored:
        waveform = torch.from_numpy(stored["x"]).unsqueeze(0)
        harmonic = HarmonicCNN(50)
        with torch.no_grad():
            filters = harmonic.hstft.filters().numpy()
            decibels = harmonic.hstft(harmonic.listen(waveform))[0].numpy()
        np.testing.assert_allclose(filters, stored["harm_fb"], atol=1e-5)
        loud = stored["harm_db"] > -40
        np.testing.assert_allclose(decibels[loud], stored["harm_db"][loud], atol=1e-2)
        for architecture, bands in (("fcn", 96), ("short_chunk", 128)):
            network = ARCHITECTURES[architecture](50)
            assert isinstance(network, MelNetwork)
            filters = network.get_buffer("spec.mel_scale.fb").numpy()
            np.testing.assert_allclose(filters, stored[f"mel{bands}_fb"], atol=2e-5)
            power = network.listen(waveform)[0].numpy()
            expected = stored[f"mel{bands}_power"]
            np.testing.assert_allclose(power, expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("published", REFERENCE_FILES)
def test_published_checkpoints_give_the_published_probabilities(published: str) -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    network = load_published(checkpoints / published, PUBLISHED[published][0], 50)
    for clip in CLIPS:
        waveform = np.load(golden / f"clip_{clip}.npz")["wav16k"]
        with np.load(golden / f"sota_{Path(published).stem}.npz") as stored:
            starts, expected = stored[f"{clip}_starts"][::5], stored[f"{clip}_probs"][::5]
        with torch.inference_mode():
            outputs = network(cut(waveform, starts, network.chunk_samples))
        probabilities = torch.sigmoid(outputs.logits).numpy()
        np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-4)


def test_the_mood_checkpoint_gives_the_published_probabilities() -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    words = read_words(f"{checkpoints / 'tag-lists.json'}:jamendo_moodtheme56")
    path = checkpoints / "jamendo_moodtheme56_fcn.pth"
    network = load_published(path, "fcn_elu", len(words))
    with np.load(golden / "mtgjamendo_moodtheme56_fcn.npz") as stored:
        waveform, expected = stored["jazzpiano_wav12k"], stored["jazzpiano_probs"]
    with torch.inference_mode():
        logits = network(torch.from_numpy(waveform).unsqueeze(0)).logits[0]
    np.testing.assert_allclose(torch.sigmoid(logits).numpy(), expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("published", PONS_FILES)
def test_networks_of_pons_give_the_published_probabilities(published: str) -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    network = load_published(checkpoints / published, PUBLISHED[published][0], 50)
    name = Path(published).stem.removeprefix("pons_")
    for clip in CLIPS:
        # Half a window of silence: the published front end centres its first frame on the start.
        waveform = np.pad(np.load(golden / f"clip_{clip}.npz")["wav16k"], 256)
        with np.load(golden / "pons_musicnn_f32.npz") as stored:
            starts, expected = 256 * stored[f"frame_starts_{clip}"], stored[f"{name}_{clip}_probs"]
            embedding = stored.get(f"{name}_{clip}_penultimate")
        with torch.inference_mode():
            outputs = network(cut(waveform, starts, network.chunk_samples))
        probabilities = torch.sigmoid(outputs.logits).numpy()
        np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-4)
        if embedding is not None:
            np.testing.assert_allclose(outputs.embedding, embedding, rtol=0, atol=1e-4)
        with np.load(golden / "peer_musicnn010_tf.npz") as stored:
            expected = stored[f"{name}_{clip}_taggram"]
        np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-4)


def test_the_network_of_choi_gives_the_published_probabilities() -> None:
    checkpoints, golden = folder("TAGGER_CHECKPOINTS"), folder("TAGGER_GOLDEN")
    network = load_published(checkpoints / "choi_crnn_msd.h5", "crnn_choi", 50)
    assert isinstance(network, ChoiCRNN)
    with np.load(golden / "choi_crnn_msd.npz") as stored:
        level, expected = torch.from_numpy(stored["melgram_db"]), stored["probs"]
    # The sound was not published, only its spectrogram; so go back to the power it came from.
    power = 10.0 ** (level[:, 0] / 20.0)
    with torch.inference_mode():
        compressed = compress(power, network.options.compression)
        probabilities = torch.sigmoid(network.from_mel_power(power).logits).numpy()
    np.testing.assert_allclose(compressed, level[:, 0], rtol=0, atol=1e-3)
    np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_published_checkpoint_becomes_a_model_that_the_app_opens(
    published: str, tmp_path: Path
) -> None:
    checkpoints = folder("TAGGER_CHECKPOINTS")
    architecture, tags = PUBLISHED[published]
    source, model = f"{checkpoints / 'tag-lists.json'}:{tags}", tmp_path / "model.onnx"
    options = ["--architecture", architecture, "--tags", source, "-o", str(model)]
    assert main(["import-published", str(checkpoints / published), *options]) == 0
    session = open_session(model, "cpu", threads=2)
    words = read_words(source)
    assert len(session.card.tags) == len(words)
    network = load_published(checkpoints / published, architecture, len(words))
    waveform = np.load(folder("TAGGER_GOLDEN") / "clip_jazzpiano.npz")["wav16k"]
    for batch in (1, 16):
        starts = np.arange(batch) * 1_000
        chunks = cut(waveform, starts, network.chunk_samples)
        with torch.inference_mode():
            expected = torch.sigmoid(network(chunks).logits).numpy()
        scores = session.run(chunks.numpy()).scores
        np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-4)


def test_the_front_end_of_choi_gives_the_published_spectrogram() -> None:
    network = ARCHITECTURES["crnn_choi"](50)
    assert isinstance(network, ChoiCRNN)
    golden = folder("TAGGER_GOLDEN")
    # The clip is a part of the song that he published; here begins what both have.
    waveform = resample_poly(np.load(golden / "clip_jazzpiano.npz")["wav16k"], 3, 4)[17_736:]
    with np.load(golden / "choi_crnn_msd.npz") as stored:
        expected = stored["melgram_db"][list(stored["clips"]).index("thejazzpiano"), 0]
    with torch.inference_mode():
        power = network.listen(torch.from_numpy(waveform.astype(np.float32)).unsqueeze(0))
        found = compress(power, network.options.compression)[0].numpy()
    inner = slice(2, min(found.shape[1], expected.shape[1]) - 2)
    found, expected = found[:, inner], expected[:, inner]
    loud = expected > expected.min() + 20
    assert np.median(np.abs(found - expected)[loud]) < 0.05
    assert np.corrcoef(found[loud], expected[loud])[0, 1] > 0.9999
