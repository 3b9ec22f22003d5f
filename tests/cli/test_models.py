"""Which model listens on the command line, and what is told of those there are."""

from pathlib import Path

from tagger_app.core.model_card import SPEED
from tagger_app.paths import AppFolders
from tagger_app.pipeline.resources import DEFAULT_MODEL
from tagger_app.settings import update_settings
from tests.cli.conftest import Tagger


def test_a_model_that_was_chosen_once_and_is_gone_is_replaced_with_a_word(
    tagger: Tagger, folders: AppFolders, music: Path
) -> None:
    update_settings(folders.settings, model="gone")
    code, records, messages = tagger("tag", "--coverage", "chunks:1", music / "a.flac")
    assert code == 0
    assert f"Warning: There is no model called “gone”; there are: {DEFAULT_MODEL}" in messages
    assert f"{DEFAULT_MODEL} listens in its place" in messages
    assert records[0]["error"] is None


def test_a_model_that_is_asked_for_by_name_is_never_replaced(tagger: Tagger, music: Path) -> None:
    code, records, messages = tagger("tag", "--model", "gone", music)
    assert code != 0
    assert not records
    assert "There is no model called “gone”" in messages


def test_models_are_listed_with_what_they_cost(tagger: Tagger, folders: AppFolders) -> None:
    _, listed, _ = tagger("models", "list")
    usual = [model["name"] for model in listed if model["default"]]
    assert usual == [DEFAULT_MODEL]
    [tiny] = [model for model in listed if model["name"] == "tiny"]
    assert tiny["size"] == (folders.models / "tiny.onnx").stat().st_size
    assert tiny["tags"] == 8
    assert tiny[SPEED] is None
