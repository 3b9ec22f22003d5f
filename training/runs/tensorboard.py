"""Logs that TensorBoard shows while a system learns and after."""

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from torch.utils.tensorboard import SummaryWriter

from training.runs.folder import EpochRow

NAMES = {
    "train_loss": "loss/training",
    "val_loss": "loss/validation",
    "learning_rate": "learning rate",
    "val_roc_auc": "validation/ROC-AUC",
    "val_pr_auc": "validation/PR-AUC",
    "seconds": "seconds an epoch",
}
"""Figure of an epoch → what TensorBoard calls it."""


class TensorBoardLog:
    """Writes every epoch's figures; the horizontal axis is the epoch.

    After a resumed run tells an epoch again, TensorBoard shows what was told last.

    Args:
        folder: of the logs, made with the first epoch.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer: SummaryWriter | None = None

    def write(self, row: EpochRow) -> None:
        """Add an epoch; what was not measured is left out. It is on the disk afterwards."""
        if self._writer is None:
            self._writer = SummaryWriter(self._folder, purge_step=row.epoch)
        for field, name in NAMES.items():
            value = getattr(row, field)
            if not np.isnan(value):
                self._writer.add_scalar(name, value, row.epoch)
        self._writer.flush()

    def close(self) -> None:
        """Let go of the files."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
