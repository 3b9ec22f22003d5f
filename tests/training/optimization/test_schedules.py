"""Learning rates, compared with torch's own schedulers where it has them."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
import torch
from torch.optim import lr_scheduler

from tagger_app.core.errors import TaggerError
from training.configuration import OptimizerOptions, ScheduleOptions, Training
from training.optimization.schedules import SCHEDULES, phases, rate_factor

LENGTH = 24


def optimizer() -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)


def rates(scheduler: lr_scheduler.LRScheduler) -> list[float]:
    found = []
    for _ in range(LENGTH):
        found.append(float(scheduler.get_last_lr()[0]))
        scheduler.optimizer.step()
        scheduler.step()
    return found


TORCH: Mapping[str, Callable[[torch.optim.Optimizer], lr_scheduler.LRScheduler]] = {
    "step": lambda o: lr_scheduler.StepLR(o, 6, gamma=0.3),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, 0.3),
    "inverse_time": lambda o: lr_scheduler.LambdaLR(o, lambda t: 1.0 / (1.0 + t / 6.0)),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, LENGTH),
    "cosine_restarts": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 6, 2),
    "cyclic": lambda o: lr_scheduler.CyclicLR(o, 0.2, 1.0, 3, 3, cycle_momentum=False),
}


@pytest.mark.parametrize("name", sorted(TORCH))
def test_equals_the_scheduler_of_torch(name: str) -> None:
    options = ScheduleOptions(name, factor=0.3, period=6.0, growth=2.0, lowest=0.2)
    found = [rate_factor(options, float(epoch), LENGTH) for epoch in range(LENGTH)]
    np.testing.assert_allclose(found, rates(TORCH[name](optimizer())), atol=1e-9)


def test_on_a_plateau_the_rate_falls_and_waits_again() -> None:
    options = ScheduleOptions("plateau", factor=0.5, patience=2)
    losses = [1.0, 0.9, 0.95, 0.9, 0.9, 0.9, 0.5, 0.6]
    found = [rate_factor(options, float(n), 99, losses[:n]) for n in range(len(losses) + 1)]
    assert found == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.25]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_warm_up_precedes_any_schedule(name: str) -> None:
    options = ScheduleOptions(name, warm_up=2.0, lowest=1.0)
    found = [rate_factor(options, epochs, 10.0) for epochs in (0.0, 0.5, 1.0, 1.5, 2.0)]
    assert found == pytest.approx([0.001, 0.25, 0.5, 0.75, 1.0])


def test_a_cosine_ends_at_nothing_after_its_warm_up() -> None:
    options = ScheduleOptions("cosine", warm_up=4.0)
    assert rate_factor(options, 7.0, 10.0) == pytest.approx(0.5)
    assert rate_factor(options, 10.0, 10.0) == pytest.approx(0.0, abs=1e-12)


def test_the_reference_goes_from_adam_to_ever_slower_sgd() -> None:
    adam = OptimizerOptions("adam", 1e-4, weight_decay=1e-4)
    found = phases(Training(200, optimizer=adam, schedule=ScheduleOptions("reference")))
    told = [(p.start, p.optimizer.name, p.optimizer.learning_rate) for p in found]
    assert told == [
        (0, "adam", 1e-4),
        (80, "nesterov", 1e-3),
        (100, "nesterov", 1e-4),
        (120, "nesterov", 1e-5),
    ]
    assert {p.optimizer.weight_decay for p in found} == {1e-4}


def test_an_unknown_schedule_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TaggerError, match=r"'linear'.*cosine_restarts.*reference"):
        rate_factor(ScheduleOptions("linear"), 0.0, 1.0)
