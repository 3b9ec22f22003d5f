"""What tests of several packages share."""

from pathlib import Path

import pytest

from tests.tiny_model import write_tiny_model


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real model file with genre, mood and instrument tags."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny.onnx")
