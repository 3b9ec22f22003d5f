"""How the learning rate goes.

The rate is a function of the time since the start and of the validation losses so far. Nothing
else need be kept for a run to go on where it stopped, and a warm-up may precede any schedule;
torch's schedulers, which count steps themselves, allow neither simply.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tagger_app.core.errors import TaggerError
from training.configuration import OptimizerOptions, ScheduleOptions, Training

LEAST_WARM_UP = 1e-3
"""Of the learning rate, in the very first step of a warm-up."""


@dataclass(frozen=True, slots=True)
class Phase:
    """From an epoch on, counted from 0, this optimizer; the best weights are loaded before."""

    start: int
    optimizer: OptimizerOptions


REFERENCE = tuple(
    Phase(start, OptimizerOptions("nesterov", rate, weight_decay=1e-4, momentum=0.9))
    for start, rate in ((80, 1e-3), (100, 1e-4), (120, 1e-5))
)
"""Won et al. 2020, `solver.py` of their repository, after 80 epochs of Adam. The counter there is
not reset by an improvement, so that the epochs are fixed."""


def phases(options: Training) -> tuple[Phase, ...]:
    """The optimizers of a run, in turn."""
    first = Phase(0, options.optimizer)
    return (first, *REFERENCE) if options.schedule.name == "reference" else (first,)


def _constant(_: ScheduleOptions, __: float, ___: float) -> float:
    return 1.0


def _step(options: ScheduleOptions, epochs: float, _: float) -> float:
    # A start in the middle of a period must not fall short of its end by a rounding error.
    periods = math.floor(epochs / options.period + 1e-9)
    return math.pow(options.factor, periods)


def _exponential(options: ScheduleOptions, epochs: float, _: float) -> float:
    return math.pow(options.factor, epochs)


def _inverse_time(options: ScheduleOptions, epochs: float, _: float) -> float:
    return 1.0 / (1.0 + epochs / options.period)


def _cosine(_: ScheduleOptions, epochs: float, length: float) -> float:
    return 0.5 * (1.0 + math.cos(math.pi * min(epochs / length, 1.0)))


def _cosine_restarts(options: ScheduleOptions, epochs: float, _: float) -> float:
    start, cycle = 0.0, options.period
    while epochs - start >= cycle - 1e-9:
        start, cycle = start + cycle, cycle * options.growth
    return 0.5 * (1.0 + math.cos(math.pi * max(epochs - start, 0.0) / cycle))


def _cyclic(options: ScheduleOptions, epochs: float, _: float) -> float:
    distance = abs((epochs / options.period) % 1.0 - 0.5) * 2.0
    return options.lowest + (1.0 - options.lowest) * (1.0 - distance)


_BY_TIME: Mapping[str, Callable[[ScheduleOptions, float, float], float]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "inverse_time": _inverse_time,
    "cosine": _cosine,
    "cosine_restarts": _cosine_restarts,
    "cyclic": _cyclic,
}
SCHEDULES = (*_BY_TIME, "plateau", "reference")


def _plateau(options: ScheduleOptions, validation_losses: Sequence[float]) -> float:
    factor, best, waited = 1.0, math.inf, 0
    for loss in validation_losses:
        best, waited = (loss, 0) if loss < best else (best, waited + 1)
        if waited >= max(options.patience, 1):
            factor, waited = factor * options.factor, 0
    return factor


def rate_factor(
    options: ScheduleOptions, epochs: float, length: float, validation_losses: Sequence[float] = ()
) -> float:
    """What the optimizer's learning rate is multiplied with.

    The schedule's own time starts after the warm-up.

    Args:
        options: the schedule.
        epochs: since the start; whole and a fraction.
        length: of the whole run, in epochs.
        validation_losses: of the epochs so far.

    Raises:
        TaggerError: there is no such schedule.
    """
    if options.name not in SCHEDULES:
        raise TaggerError(
            f"There is no schedule {options.name!r}; there are {', '.join(SCHEDULES)}."
        )
    if epochs < options.warm_up:
        return max(epochs / options.warm_up, LEAST_WARM_UP)
    if options.name == "reference":
        return 1.0
    if options.name == "plateau":
        return _plateau(options, validation_losses)
    rest = max(length - options.warm_up, 1e-9)
    return _BY_TIME[options.name](options, epochs - options.warm_up, rest)
