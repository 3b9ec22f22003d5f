"""Tests of training."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Small batches on a busy machine: waiting for a second thread costs more than it brings."""
    torch.set_num_threads(1)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Model files are compared with torch at batch 2, for tests of something else than export."""
    monkeypatch.setattr("training.parity.BATCHES", (1, 2))
