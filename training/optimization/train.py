"""The training loop."""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch

from tagger_app.core.errors import TaggerError
from training.configuration import Training
from training.models.network import Network
from training.optimization import checkpoint
from training.optimization.distributed import (
    batch_normalisation_over_all,
    device_here,
    share_here,
    told_by_first,
)
from training.optimization.objective import Objective, Share, device_of
from training.optimization.precision import bears_channels_last
from training.optimization.run import Run

logger = logging.getLogger(__name__)

CHECKPOINT_SECONDS = 300.0
NetworkT = TypeVar("NetworkT", bound=Network)
Validate = Callable[[Network], float]


@dataclass(frozen=True, slots=True)
class Epoch:
    """What is known when an epoch is over.

    `number` counts from 1, `step` from the start of training. `network` is in evaluation mode, on
    the device it learns on, and the averaged one where there is an average.
    """

    number: int
    step: int
    learning_rate: float
    train_loss: float
    validation_loss: float | None
    seconds: float
    network: Network


def fit(
    network: NetworkT,
    objective: Objective,
    options: Training,
    *,
    seed: int,
    steps_per_epoch: int,
    validate: Validate | None = None,
    checkpoint_path: Path | None = None,
    checkpoint_seconds: float = CHECKPOINT_SECONDS,
    after_epoch: Callable[[Epoch], None] | None = None,
) -> NetworkT:
    """Train a network on this process's GPU, or the CPU, and return it in evaluation mode.

    With the best weights on validation, or their moving average where the options ask for one.
    Under torchrun (see `training.optimization.distributed.joined`) only rank 0 validates, writes
    checkpoints and tells of epochs, and all return the same network.

    Args:
        network: trained in place; back on its own device at the end.
        objective: the loss of a step.
        options: how it learns. `initialisation` is for whoever makes the network, see
            `training.optimization.initialisation`.
        seed: of dropout; the objective has its own. All that is random in a step follows from the
            seed and the step's number.
        steps_per_epoch: at least 1.
        validate: the validation loss of a network in evaluation mode, without gradients.
        checkpoint_path: written after every epoch and every so many seconds, and gone on from. An
            uninterrupted run and one that was killed end with equal weights on the CPU.
        checkpoint_seconds: longest time between two checkpoints.
        after_epoch: called before the epoch's checkpoint is written, so that no epoch stays
            untold; a run that was killed in between tells the same epoch again.

    Raises:
        TaggerError: a loss is not finite; the options contradict each other; the checkpoint cannot
            be read or written, or is of another run.
    """
    home, share = device_of(network), share_here()
    _check(options, steps_per_epoch, validate, share)
    device = device_here()
    network.to(device)
    if options.channels_last and bears_channels_last(network, device, options.mixed_precision):
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # not in stubs
    run = Run(network, options, seed, steps_per_epoch)
    if checkpoint_path is not None and (state := checkpoint.load(checkpoint_path)) is not None:
        run.load_state(state, str(checkpoint_path))
        logger.info("going on after step %d", run.step)
    run.agree()
    saved = time.monotonic()

    def save() -> None:
        nonlocal saved
        if checkpoint_path is not None and share.rank == 0:
            checkpoint.save(checkpoint_path, run.state())
            saved = time.monotonic()

    with (
        torch.random.fork_rng([device] if device.type == "cuda" else []),
        torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True),
        batch_normalisation_over_all(network),
    ):
        while not run.finished:
            run.start_epoch()
            network.train()
            while run.steps_in_epoch < steps_per_epoch:
                run.learn(objective, share)
                if time.monotonic() - saved > checkpoint_seconds:
                    save()
            epoch = _end_of_epoch(run, validate, share.rank)
            if after_epoch is not None and share.rank == 0:
                after_epoch(epoch)
            run.next_epoch(epoch.validation_loss)
            save()
    run.load_result()
    network.to(home).to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    return network.eval()


def trained(network: NetworkT, options: Training, checkpoint_path: Path) -> NetworkT | None:
    """The network as a run left it in its checkpoint, finished or not; None without a checkpoint.

    Args:
        network: gets the weights.
        options: of the run.
        checkpoint_path: of the run.

    Raises:
        TaggerError: the checkpoint cannot be read, or is of another run.
    """
    state = checkpoint.load(checkpoint_path)
    if state is None:
        return None
    run = Run(network, options, int(state["seed"]), int(state["steps_per_epoch"]))
    run.load_state(state, str(checkpoint_path))
    run.load_result()
    return network.eval()


def expect_consistent(options: Training) -> None:
    """Refuse options that contradict each other, whatever is to be learned.

    Raises:
        TaggerError: they do.
    """
    if options.schedule.name == "reference" and options.average_decay > 0:
        raise TaggerError(
            "The schedule 'reference' goes on from the best weights, and this recipe averages"
            " weights (average_decay); choose another schedule or recipe."
        )


def _check(
    options: Training, steps_per_epoch: int, validate: Validate | None, share: Share
) -> None:
    if options.batch < share.processes:
        raise TaggerError(
            f"A batch of {options.batch} is too small for {share.processes} processes; each learns"
            " from at least one of its rows."
        )
    if steps_per_epoch < 1:
        raise TaggerError("There is nothing to learn from: an epoch has no step.")
    if validate is None and (
        options.patience > 0 or options.schedule.name in {"plateau", "reference"}
    ):
        raise TaggerError(
            "Early stopping and the schedules 'plateau' and 'reference' need recordings to"
            " validate with."
        )
    expect_consistent(options)


def _end_of_epoch(run: Run, validate: Validate | None, rank: int) -> Epoch:
    judged = run.judged.eval()
    loss = None
    if validate is not None:
        with torch.no_grad():
            loss = validate(judged) if rank == 0 else 0.0
        loss = told_by_first(loss, run.device)
        if not math.isfinite(loss):
            raise TaggerError(f"The validation loss after step {run.step} is {loss}. {run.REMEDY}")
    epoch = Epoch(
        run.epoch + 1,
        run.step,
        run.learning_rate,
        run.train_loss,
        loss,
        run.seconds,
        judged,
    )
    told = "" if loss is None else f", validation loss {loss:.4f}"
    logger.info(
        "epoch %d: loss %.4f%s, %.0f s", epoch.number, epoch.train_loss, told, epoch.seconds
    )
    return epoch
