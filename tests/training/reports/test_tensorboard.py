"""TensorBoard reads what was logged."""

from dataclasses import replace
from pathlib import Path

import pytest
from tensorboard.backend.event_processing.event_accumulator import (  # type: ignore[import-untyped]  # ships no types
    EventAccumulator,
)

from training.runs.folder import EpochRow, Run
from training.runs.tensorboard import NAMES, TensorBoardLog

ROW = EpochRow(1, 10, 1e-3, 0.7, 0.8, 0.6, float("nan"), 2.0)


def read_back(folder: Path) -> dict[str, dict[int, float]]:
    events = EventAccumulator(str(folder)).Reload()
    return {
        tag: {event.step: event.value for event in events.Scalars(tag)}
        for tag in events.Tags()["scalars"]
    }


def test_every_epoch_of_a_run_is_logged(run: Run) -> None:
    logged, history = read_back(run.tensorboard_path), run.history()
    assert len(history) == 2
    for field, name in NAMES.items():
        assert logged[name] == pytest.approx({row.epoch: getattr(row, field) for row in history})


def test_what_was_not_measured_is_left_out(tmp_path: Path) -> None:
    with TensorBoardLog(tmp_path) as log:
        log.write(ROW)
    logged = read_back(tmp_path)
    assert "validation/PR-AUC" not in logged
    assert logged["loss/training"] == pytest.approx({1: 0.7})


def test_a_resumed_run_tells_an_epoch_once(tmp_path: Path) -> None:
    with TensorBoardLog(tmp_path) as log:
        log.write(ROW)
        log.write(replace(ROW, epoch=2, train_loss=0.5))
    with TensorBoardLog(tmp_path) as log:
        log.write(replace(ROW, epoch=2, train_loss=0.4))
        log.write(replace(ROW, epoch=3, train_loss=0.3))
    told = read_back(tmp_path)["loss/training"]
    assert told == pytest.approx({1: 0.7, 2: 0.4, 3: 0.3})
