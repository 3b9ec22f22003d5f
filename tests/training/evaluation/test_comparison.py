"""Models stand side by side on any CSV with labels."""

import json
from dataclasses import replace
from pathlib import Path

import onnx
import pytest

from tests.samples import write_piece
from tests.tiny_model import CARD
from tests.tiny_model import tiny_model as model_of
from training.__main__ import main


def test_models_with_other_words_are_compared_on_a_manifest(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.onnx"
    _write_other(other)
    rows = ["path,labels_genre,group"]
    for number, genre in enumerate(["folk music", "ambient", "Folk", "electronic", "Ambient"]):
        write_piece(tmp_path / f"{number}.flac", seed=number, seconds=1.5)
        rows.append(f"{number}.flac,{genre},{number}")
    manifest = tmp_path / "m.csv"
    manifest.write_text("\n".join(rows) + "\n")
    arguments = ["evaluate", "--model", str(tiny_model), "--model", str(other)]
    arguments += ["--manifest", str(manifest), "--repeats", "20"]
    assert main(arguments) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].count("ROC-AUC") == 2
    folk = next(line for line in told if line.startswith("| genre | Folk | 2 |"))
    assert folk.endswith("|  |  |"), "the other model does not know it"
    assert any(line.startswith("| mean over the tags all have") for line in told)
    counts = [line.split(" | ")[1] for line in told if line.startswith("| all | ")]
    assert counts == ["3", "2"]
    assert main([*arguments, "--json"]) == 0
    objects = json.loads(capsys.readouterr().out)
    assert [one["model"] for one in objects] == ["tiny", "other"]
    assert [tag["known"] for tag in objects[0]["tags"]] == [5, 5, 5]
    assert main([*arguments, "--no-complete", "--json"]) == 0
    known = [tag["known"] for tag in json.loads(capsys.readouterr().out)[0]["tags"]]
    assert known == [2, 2, 1]


def _write_other(path: Path) -> None:
    """The tiny model with another word for one tag and without another."""
    tags = tuple(
        replace(tag, name={"Folk": "Polka", "Ambient": "ambient"}.get(tag.name, tag.name))
        for tag in CARD.tags
    )
    onnx.save_model(model_of(replace(CARD, name="other", tags=tags)), str(path))
