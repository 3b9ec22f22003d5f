"""A training run between two steps: all that the next step depends on."""

import math
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tagger_app.core.errors import TaggerError
from training.configuration import Training
from training.models.network import Network
from training.optimization.distributed import (
    share_weights,
    sum_gradients,
    summed,
    told_by_first,
)
from training.optimization.objective import Loss, Objective, Share, device_of
from training.optimization.optimizers import optimizer_of
from training.optimization.precision import Precision
from training.optimization.schedules import phases, rate_factor


class Run:
    """Learns step by step; its state can be saved and loaded after any of them.

    Args:
        network: trained in place, on its device.
        options: how it learns.
        seed: of what torch draws.
        steps_per_epoch: at least 1.
    """

    REMEDY = (
        "The network has diverged: lower the learning rate, lengthen the warm-up or clip the"
        " gradients; and see that the labels are numbers."
    )

    def __init__(
        self, network: Network, options: Training, seed: int, steps_per_epoch: int
    ) -> None:
        self.step = 0
        self.epoch = 0
        self.device = device_of(network)
        self.learning_rate = math.nan
        self._network = network
        self._options = options
        self._seed = seed
        self._steps_per_epoch = steps_per_epoch
        self._phases = phases(options)
        self._phase = 0
        self._optimizer = optimizer_of(network, self._phases[0].optimizer)
        self._precision = Precision(self.device, options.mixed_precision)
        self._average = _average(network, options.average_decay)
        self._validation_losses: list[float] = []
        self._best: dict[str, Tensor] = {}
        self._sum = _Sum()

    @property
    def finished(self) -> bool:
        """Whether all epochs are over, or too many without a lower validation loss."""
        losses, patience = self._validation_losses, self._options.patience
        stale = len(losses) - 1 - losses.index(min(losses)) if losses else 0
        return self.epoch >= self._options.epochs or 0 < patience <= stale

    @property
    def steps_in_epoch(self) -> int:
        """Steps done of the epoch that is not over."""
        return self.step - self.epoch * self._steps_per_epoch

    @property
    def train_loss(self) -> float:
        """The mean over all that was known in the epoch."""
        return self._sum.total / self._sum.weight if self._sum.weight > 0 else 0.0

    @property
    def seconds(self) -> float:
        """Spent on learning in the epoch."""
        return self._sum.seconds

    @property
    def judged(self) -> Network:
        """The network to validate: the average, where there is one."""
        if self._average is None:
            return self._network
        network = self._average.module
        assert isinstance(network, Network)  # noqa: S101 - torch types it as any Module
        return network

    def start_epoch(self) -> None:
        """Change the optimizer if it is time to, after going back to the best weights."""
        due = sum(phase.start <= self.epoch for phase in self._phases) - 1
        if due == self._phase:
            return
        self._phase = due
        self._network.load_state_dict(self._best)
        self._optimizer = optimizer_of(self._network, self._phases[due].optimizer)

    def learn(self, objective: Objective, share: Share) -> None:
        """One step.

        Raises:
            TaggerError: the loss or its gradient is not finite.
        """
        started = time.monotonic()
        torch.manual_seed(_torch_seed(self._seed, self.step, share.rank))
        self._set_learning_rate()
        with self._precision.autocast():
            loss = objective(self._network, self.step, share)
        whole = Loss(*summed(torch.stack([loss.total, loss.weight])))
        self._expect_finite(float(whole.total), "loss")
        self._optimizer.zero_grad(set_to_none=True)
        scaler = self._precision.scaler
        scaler.scale(loss._replace(weight=whole.weight).mean()).backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self._sum_and_clip()
        scaler.step(self._optimizer)
        scaler.update()
        if self._average is not None:
            self._average.update_parameters(self._network)
        self.step += 1
        self._sum.total += float(whole.total)
        self._sum.weight += float(whole.weight)
        self._sum.seconds += time.monotonic() - started

    def next_epoch(self, validation_loss: float | None) -> None:
        """Note how the epoch went and keep the best weights, where they count."""
        self.epoch += 1
        self._sum = _Sum()
        if validation_loss is None:
            return
        if self._average is None and validation_loss < min(
            self._validation_losses, default=math.inf
        ):
            state = self._network.state_dict()
            self._best = {name: value.detach().cpu().clone() for name, value in state.items()}
        self._validation_losses.append(validation_loss)

    def load_result(self) -> None:
        """Give the network the weights that count: the average, else the best, else the last."""
        if self._average is not None:
            self._network.load_state_dict(self.judged.state_dict())
        elif self._best:
            self._network.load_state_dict(self._best)

    def state(self) -> dict[str, Any]:
        """Everything the rest of the run depends on."""
        return {
            **self._identity(),
            "step": self.step,
            "epoch": self.epoch,
            "phase": self._phase,
            "network": self._network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "scaler": self._precision.scaler.state_dict(),
            "average": self._average.state_dict() if self._average is not None else {},
            "best": self._best,
            "validation_losses": self._validation_losses,
            "sum": asdict(self._sum),
        }

    def load_state(self, state: dict[str, Any], source: str) -> None:
        """Go on from a state.

        Args:
            state: see `state`.
            source: where it comes from, for the message.

        Raises:
            TaggerError: it is of another network or of other options.
        """
        identity = self._identity()
        different = [name for name, value in identity.items() if state.get(name) != value]
        if different:
            raise TaggerError(
                f"{source} is of a run with other settings ({', '.join(different)}). Choose another"
                " folder, or remove it to start from the beginning."
            )
        try:
            self._network.load_state_dict(state["network"])
            if self._average is not None:
                self._average.load_state_dict(state["average"])
        except RuntimeError as error:
            raise TaggerError(f"{source} is of another network: {error}") from None
        self._phase = int(state["phase"])
        self._optimizer = optimizer_of(self._network, self._phases[self._phase].optimizer)
        self._optimizer.load_state_dict(state["optimizer"])
        self._precision.scaler.load_state_dict(state["scaler"])
        self._best = dict(state["best"])
        self._validation_losses = list(state["validation_losses"])
        self._sum = _Sum(**state["sum"])
        self.step, self.epoch = int(state["step"]), int(state["epoch"])

    def agree(self) -> None:
        """Let all processes start from the first one's weights.

        Raises:
            TaggerError: they did not find the same checkpoint.
        """
        if told_by_first(self.step, self.device) != self.step:
            raise TaggerError("Not all processes see the same checkpoint; put it where they do.")
        share_weights(self._network)

    def _identity(self) -> dict[str, Any]:
        """What must not change in the middle of a run; more epochs may be added to one."""
        options = repr(replace(self._options, epochs=0))
        return {
            "seed": self._seed,
            "steps_per_epoch": self._steps_per_epoch,
            "options": options,
        }

    def _set_learning_rate(self) -> None:
        options = self._options
        factor = rate_factor(
            options.schedule,
            self.step / self._steps_per_epoch,
            options.epochs,
            self._validation_losses,
        )
        self.learning_rate = self._phases[self._phase].optimizer.learning_rate * factor
        for group in self._optimizer.param_groups:
            group["lr"] = self.learning_rate

    def _sum_and_clip(self) -> None:
        parameters = [p for group in self._optimizer.param_groups for p in group["params"]]
        sum_gradients(parameters)
        self._precision.scaler.unscale_(self._optimizer)
        norm = torch.nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None])
        if not self._precision.scaler.is_enabled():
            self._expect_finite(float(norm), "gradient")
        if self._options.clip > 0:
            torch.nn.utils.clip_grads_with_norm_(parameters, self._options.clip, norm)

    def _expect_finite(self, value: float, name: str) -> None:
        if not math.isfinite(value):
            raise TaggerError(f"The {name} of step {self.step + 1} is {value}. {self.REMEDY}")


@dataclass(slots=True)
class _Sum:
    """Of the epoch so far."""

    total: float = 0.0
    weight: float = 0.0
    seconds: float = 0.0


def _average(network: Network, decay: float) -> AveragedModel | None:
    if decay <= 0:
        return None
    mean = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return AveragedModel(network, multi_avg_fn=mean, use_buffers=True)


def _torch_seed(seed: int, step: int, rank: int) -> int:
    return int(np.random.SeedSequence([seed, step, rank]).generate_state(1, np.uint64)[0] >> 1)
