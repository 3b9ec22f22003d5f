"""The command line of training, on real files."""

import json
from pathlib import Path

import pytest

from tests.samples import write_piece
from training.__main__ import main


def manifest(folder: Path) -> Path:
    rows = ["path,labels_genre,split"]
    for number, genre in enumerate(["folk music", "ambient", "Folk", ""]):
        write_piece(folder / f"{number}.flac", seed=number, seconds=2.0)
        rows.append(f"{number}.flac,{genre},val")
    (folder / "broken.flac").write_bytes(b"no audio at all")
    path = folder / "m.csv"
    path.write_text("\n".join([*rows, "broken.flac,folk,val", "0.flac,folk,train"]) + "\n")
    return path


def test_evaluate_measures_every_tag_with_labels(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--model", str(tiny_model), "--manifest", str(manifest(tmp_path))]
    assert main([*arguments, "--split", "val", "--json"]) == 0
    captured = capsys.readouterr()
    assert "broken.flac" in captured.err
    results = [json.loads(line) for line in captured.out.splitlines()]
    folk = next(r for r in results if r["name"] == "Folk")
    assert (folk["clips"], folk["positives"]) == (3, 2)
    assert 0.0 <= folk["roc_auc"] <= 1.0
    assert all(r["clips"] == 0 for r in results if r["category"] == "mood")
    assert main([*arguments, "--split", "val"]) == 0
    assert "| genre | Folk | 3 | 2 |" in capsys.readouterr().out


def test_what_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", "--model", str(tmp_path / "no.onnx"), "--manifest"]
    assert main([*arguments, str(tmp_path / "no.csv")]) == 1
    assert "no.csv" in capsys.readouterr().err
    assert main([*arguments, str(manifest(tmp_path))]) == 1
    assert "no.onnx" in capsys.readouterr().err
