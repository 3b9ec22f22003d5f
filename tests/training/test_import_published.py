"""Checkpoints that others published become model files, or a clear error."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.core.errors import ModelError
from tagger_app.core.fields import Category
from training.__main__ import main
from training.evaluation.hear import ModelFile
from training.import_published import load_published, read_words
from training.models.musicnn import MusiCNN

TAGS = [f"tag {number}" for number in range(48)]


def checkpoint(folder: Path, changes: dict[str, torch.Tensor | None] | None = None) -> Path:
    torch.manual_seed(0)
    state = dict(MusiCNN(50).state_dict())
    for key, tensor in (changes or {}).items():
        if tensor is None:
            del state[key]
        else:
            state[key] = tensor
    path = folder / "published.pth"
    torch.save(state, path, _use_new_zipfile_serialization=False)
    return path


def tag_file(folder: Path, words: list[str]) -> Path:
    path = folder / "tags.txt"
    path.write_text("\n".join(words) + "\n", encoding="utf-8")
    return path


def test_a_checkpoint_becomes_a_complete_model_file(tmp_path: Path) -> None:
    path, tags = checkpoint(tmp_path), tag_file(tmp_path, ["hiphop", "acousticguitar", *TAGS])
    output = tmp_path / "model.onnx"
    arguments = ["--architecture", "musicnn", "--tags", str(tags), "-o", str(output)]
    assert main(["import-published", str(path), *arguments]) == 0
    model = ModelFile(output)
    assert [(t.category, t.name) for t in model.card.tags[:3]] == [
        (Category.GENRE, "Hip-Hop"),
        (Category.INSTRUMENT, "Acoustic Guitar"),
        (Category.OTHER, "tag 0"),
    ]
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 100_000).astype(np.float32)
    network = load_published(path, "musicnn", 50)
    with torch.inference_mode():
        expected = torch.sigmoid(network(torch.from_numpy(noise[None, :48_000])).logits)[0]
    np.testing.assert_allclose(model.chunk_scores(noise)[0], expected, atol=1e-4)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"dense1.bias": None}, "dense1.bias is missing"),
        ({"extra.weight": torch.zeros(1)}, "extra.weight is unexpected"),
        ({"layer2.conv.bias": torch.zeros(7)}, r"layer2.conv.bias has shape \(7,\)"),
    ],
)
def test_a_tensor_that_does_not_fit_is_named(
    tmp_path: Path, changes: dict[str, torch.Tensor | None], message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_published(checkpoint(tmp_path, changes), "musicnn", 50)


def test_too_few_tags_are_an_error_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, tags = checkpoint(tmp_path), tag_file(tmp_path, TAGS)
    output = tmp_path / "model.onnx"
    arguments = ["--architecture", "musicnn", "--tags", str(tags), "-o", str(output)]
    assert main(["import-published", str(path), *arguments]) == 1
    assert "dense2.weight has shape (50, 200) instead of (48, 200)" in capsys.readouterr().err
    assert not output.exists()


def test_another_architecture_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not fit architecture fcn"):
        load_published(checkpoint(tmp_path), "fcn", 50)


def test_a_file_that_is_no_checkpoint_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.pth"
    path.write_bytes(b"not a checkpoint")
    with pytest.raises(ModelError, match=r"broken\.pth"):
        load_published(path, "fcn", 50)
    with pytest.raises(ModelError, match="cannot be read"):
        load_published(tmp_path / "missing.pth", "fcn", 50)


def test_tags_are_read_from_json_by_key(tmp_path: Path) -> None:
    path = tmp_path / "lists.json"
    path.write_text(json.dumps({"a": ["x", "y"], "b": [{"tag": "z", "category": "genre"}]}))
    assert read_words(f"{path}:a") == ("x", "y")
    assert read_words(f"{path}:b") == ("z",)
    with pytest.raises(ModelError, match="KEY one of a, b"):
        read_words(str(path))
    with pytest.raises(ModelError, match="cannot be read"):
        read_words(f"{path}:c")


def test_dead_filters_do_not_slow_the_cpu_down(tmp_path: Path) -> None:
    weak = torch.full((64,), 1e-39)
    network = load_published(checkpoint(tmp_path, {"layer1.conv.bias": weak}), "musicnn", 50)
    assert not network.get_parameter("layer1.conv.bias").any()


def test_jamendo_words_must_stand_in_the_order_of_the_outputs(tmp_path: Path) -> None:
    good = ["genre---rock", "instrument---piano", "mood/theme---happy"]
    assert read_words(str(tag_file(tmp_path, good))) == ("rock", "piano", "happy")
    with pytest.raises(ModelError, match="alphabetical"):
        read_words(str(tag_file(tmp_path, good[::-1])))
