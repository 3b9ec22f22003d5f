"""The command line of training, on real files."""

from pathlib import Path

import pytest

from training.__main__ import main


def test_what_is_missing_is_named(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--data", str(tmp_path / "no.csv"), "--model"]
    assert main([*arguments, str(tmp_path / "no.onnx")]) == 1
    assert "no.onnx" in capsys.readouterr().err
    assert main([*arguments, str(tiny_model)]) == 1
    assert "no.csv" in capsys.readouterr().err
