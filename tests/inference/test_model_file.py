"""Model files that keep their contract are taken, all others are refused with their name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tagger_app.core.errors import ModelError
from tagger_app.core.model_card import METADATA_KEY, ModelCard
from tagger_app.inference.model_store import ModelStore, load_model_file
from tests.tiny_model import CARD, tiny_model, write_tiny_model

Breaking = Callable[[onnx.ModelProto], object]


def test_a_model_tells_its_card_and_digest(tmp_path: Path) -> None:
    model = load_model_file(write_tiny_model(tmp_path / "tiny.onnx"))
    assert model.card == CARD
    assert len(model.digest) == 64
    assert model.digest != load_model_file(write_tiny_model(tmp_path / "b.onnx", name="b")).digest


def external(model: onnx.ModelProto) -> None:
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../secret")


def external_constant(model: onnx.ModelProto) -> None:
    tensor = TensorProto(data_type=TensorProto.FLOAT, dims=[1])
    tensor.external_data.add(key="location", value="/etc/passwd")
    model.graph.node.append(helper.make_node("Constant", [], ["unused"], value=tensor))


def endless(model: onnx.ModelProto) -> None:
    body = helper.make_graph([], "body", [], [])
    model.graph.node.append(helper.make_node("Loop", ["", ""], ["unused"], body=body))


def foreign(model: onnx.ModelProto) -> None:
    model.graph.node.append(helper.make_node("Run", ["scores"], ["unused"], domain="evil.example"))


def huge(model: onnx.ModelProto) -> None:
    tensor = numpy_helper.from_array(np.zeros(1, np.float32), "huge")
    tensor.dims[:] = [2**30]
    model.graph.initializer.append(tensor)


def function(model: onnx.ModelProto) -> None:
    node = helper.make_node("Neg", ["x"], ["y"])
    opsets = [helper.make_opsetid("", 17)]
    model.functions.append(helper.make_function("", "Own", ["x"], ["y"], [node], opsets))


def second_input(model: onnx.ModelProto) -> None:
    model.graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]))


def no_embedding(model: onnx.ModelProto) -> None:
    del model.graph.output[1]


def more_tags(model: onnx.ModelProto) -> None:
    model.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 9


def fixed_batch(model: onnx.ModelProto) -> None:
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1


def integers(model: onnx.ModelProto) -> None:
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.INT64


def no_card(model: onnx.ModelProto) -> None:
    del model.metadata_props[:]


def broken_card(model: onnx.ModelProto) -> None:
    model.metadata_props[0].value = "{"


def other_card(model: onnx.ModelProto) -> None:
    model.metadata_props[0].value = replace(CARD, chunk_samples=8_000).to_json()


@pytest.mark.parametrize(
    ("breaking", "message"),
    [
        (external, "other files"),
        (external_constant, "other files"),
        (endless, "loops"),
        (foreign, "not a standard"),
        (huge, "too large"),
        (function, "functions of its own"),
        (second_input, "its input"),
        (no_embedding, "its outputs"),
        (more_tags, "scores has shape"),
        (fixed_batch, "batch size is fixed"),
        (integers, "waveform has shape"),
        (no_card, "no model card"),
        (broken_card, "not valid JSON"),
        (other_card, "waveform has shape"),
    ],
)
def test_a_model_that_breaks_its_contract_is_refused(
    breaking: Breaking, message: str, tmp_path: Path
) -> None:
    model = tiny_model()
    breaking(model)
    path = tmp_path / "broken.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(ModelError, match=message) as caught:
        load_model_file(path)
    assert str(path) in str(caught.value)


def test_bytes_that_are_no_model_are_refused(tmp_path: Path) -> None:
    content = write_tiny_model(tmp_path / "tiny.onnx").read_bytes()
    rng = np.random.default_rng(1)
    broken = tmp_path / "broken.onnx"
    variants = [b"", b"words", rng.bytes(5_000), content[: len(content) // 2], content[:-3]]
    for variant in variants:
        broken.write_bytes(variant)
        with pytest.raises(ModelError, match=r"broken\.onnx"):
            load_model_file(broken)
    with pytest.raises(ModelError, match=r"gone\.onnx"):
        load_model_file(tmp_path / "gone.onnx")


def test_no_flipped_byte_leads_to_another_error_than_a_refusal(tmp_path: Path) -> None:
    content = write_tiny_model(tmp_path / "tiny.onnx").read_bytes()
    rng = np.random.default_rng(2)
    path = tmp_path / "flipped.onnx"
    refused = 0
    for place in rng.integers(0, len(content), 300):
        flipped = bytearray(content)
        flipped[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        try:
            load_model_file(path)
        except ModelError:
            refused += 1
    assert refused > 5


def test_the_store_finds_models_and_names_the_broken_ones(tmp_path: Path) -> None:
    bundled, added = tmp_path / "bundled", tmp_path / "added"
    bundled.mkdir()
    added.mkdir()
    write_tiny_model(bundled / "b-first.onnx", name="Bee")
    write_tiny_model(bundled / "c-second.onnx", name="Cat")
    write_tiny_model(added / "a-mine.onnx", name="Ape")
    (added / "broken.onnx").write_bytes(b"?")
    (added / "notes.txt").write_text("no model")
    store = ModelStore([bundled, added, tmp_path / "gone"])
    assert [model.card.name for model in store.list()] == ["Bee", "Cat", "Ape"]
    assert store.default().card.name == "Bee"
    assert store.find("Ape") == store.find("a-mine") == store.find("a-mine.onnx")
    (problem,) = store.problems()
    assert "broken.onnx" in str(problem)
    with pytest.raises(ModelError, match="Ape, Bee, Cat"):
        store.find("Dog")


def test_an_empty_store_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        ModelStore([tmp_path]).default()


def test_the_card_survives_the_file(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "tiny.onnx")
    (entry,) = onnx.load(str(path)).metadata_props
    assert entry.key == METADATA_KEY
    assert ModelCard.from_json(entry.value) == load_model_file(path).card
