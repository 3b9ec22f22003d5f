"""State dicts of every reference network are imported whole, with the categories of their tags."""

import json
from pathlib import Path

import pytest
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from tagger_app.inference.model_store import load_model_file
from tests.training.rule_weights import set_rule_weights
from training.__main__ import main
from training.import_published import load_published, read_tags
from training.models.musicnn import MusiCNN
from training.models.names import ARCHITECTURES
from training.models.network import Network

REFERENCE = (
    "fcn",
    "musicnn",
    "crnn",
    "sample_cnn",
    "sample_cnn_se",
    "harmonic_cnn",
    "attention",
    "short_chunk",
    "short_chunk_res",
)


def published(folder: Path, network: Network, without: tuple[str, ...] = ()) -> Path:
    set_rule_weights(network)
    state = {name: t for name, t in network.state_dict().items() if name not in without}
    path = folder / "published.pth"
    torch.save(state, path, _use_new_zipfile_serialization=False)
    return path


@pytest.mark.parametrize("architecture", REFERENCE)
def test_a_state_dict_is_taken_whole(architecture: str, tmp_path: Path) -> None:
    network = ARCHITECTURES[architecture](7)
    found = load_published(published(tmp_path, network), architecture, 7)
    for name, tensor in network.state_dict().items():
        torch.testing.assert_close(found.state_dict()[name], tensor, rtol=0, atol=0)


def test_the_wide_network_trained_on_msd_is_recognised(tmp_path: Path) -> None:
    network = MusiCNN(50, channels=512, dense=500)
    found = load_published(published(tmp_path, network), "musicnn", 50)
    assert sum(weights.numel() for weights in found.parameters()) == 7_972_000


@pytest.mark.parametrize("architecture", ["short_chunk", "harmonic_cnn"])
def test_the_front_end_may_be_left_out(architecture: str, tmp_path: Path) -> None:
    network = ARCHITECTURES[architecture](7)
    window = {"harmonic_cnn": "hstft.spec.window"}.get(architecture, "spec.spectrogram.window")
    path = published(tmp_path, network, (window, "spec.mel_scale.fb"))
    found = load_published(path, architecture, 7).state_dict()
    torch.testing.assert_close(found[window], network.state_dict()[window])


def test_another_front_end_is_an_error(tmp_path: Path) -> None:
    network = ARCHITECTURES["short_chunk"](7)
    network.get_buffer("spec.spectrogram.window").copy_(torch.ones(512))
    with pytest.raises(ModelError, match=r"spec\.spectrogram\.window is of another front end"):
        load_published(published(tmp_path, network), "short_chunk", 7)


def test_weights_that_are_not_numbers_are_an_error(tmp_path: Path) -> None:
    network = MusiCNN(7)
    path = published(tmp_path, network)
    state = torch.load(path, weights_only=True)
    state["dense2.bias"][3] = torch.nan
    torch.save(state, path)
    with pytest.raises(ModelError, match=r"dense2\.bias has values that are not numbers"):
        load_published(path, "musicnn", 7)


def test_tags_keep_the_categories_of_their_list(tmp_path: Path) -> None:
    tags = tmp_path / "tags.json"
    words = [
        {"tag": "rock", "category": "genre"},
        {"tag": "zzz", "category": "genre"},
        {"tag": "voice", "category": "instrument"},
        {"tag": "happy", "category": "mood/theme"},
        {"tag": "zzz", "category": "mood/theme"},
    ]
    tags.write_text(json.dumps(words))
    assert read_tags(str(tags))[4] == (Category.MOOD, "zzz")
    path, model = published(tmp_path, MusiCNN(5)), tmp_path / "model.onnx"
    options = ["--architecture", "musicnn", "--tags", str(tags), "-o", str(model)]
    assert main(["import-published", str(path), *options]) == 0
    assert [(tag.category, tag.name) for tag in load_model_file(model).card.tags] == [
        (Category.GENRE, "Rock"),
        (Category.GENRE, "zzz"),
        (Category.INSTRUMENT, "Voice"),
        (Category.MOOD, "Happy"),
        (Category.MOOD, "zzz"),
    ]


def test_the_category_can_be_told_for_a_list_without(tmp_path: Path) -> None:
    tags = tmp_path / "tags.txt"
    tags.write_text("dark\nambient\n")
    path, model = published(tmp_path, MusiCNN(2)), tmp_path / "model.onnx"
    options = ["--architecture", "musicnn", "--tags", str(tags), "-o", str(model)]
    assert main(["import-published", str(path), *options, "--category", "mood"]) == 0
    categories = [tag.category for tag in load_model_file(model).card.tags]
    assert categories == [Category.MOOD, Category.MOOD]
