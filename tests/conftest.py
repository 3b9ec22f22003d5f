"""What tests of several packages share."""

import signal
from pathlib import Path

import pytest

from tests.tiny_model import write_tiny_model

# A shell lets what it runs in the background ignore Ctrl-C, and all it starts inherits that: the
# programs that tests start are to be stopped by it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real model file with genre, mood and instrument tags."""
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny.onnx")
