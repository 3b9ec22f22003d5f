"""Tests of training."""

import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Small batches on a busy machine: waiting for a second thread costs more than it brings."""
    torch.set_num_threads(1)
