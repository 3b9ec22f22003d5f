"""What the loop learns, keeps, restores and refuses."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from tagger_app.core.errors import TaggerError
from tests.training.optimization.bands import BandCNN, objective
from tests.training.optimization.worker import RUNS, network, validation_loss
from training.configuration import OptimizerOptions, Training
from training.models.network import Network
from training.optimization import checkpoint
from training.optimization.objective import Loss, Share
from training.optimization.train import Epoch, fit, trained

OPTIONS = Training(epochs=3, optimizer=OptimizerOptions("adam", 1e-2))
REFERENCE = replace(RUNS["reference"], epochs=122)


def assert_equal_weights(one: Network, other: Network) -> None:
    weights = other.state_dict()
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, weights[name]), name


def weights_of(learning: Network) -> Tensor:
    return torch.nn.utils.parameters_to_vector(learning.parameters()).detach().clone()


def test_learns_what_is_to_be_learned() -> None:
    before = validation_loss(network().eval())
    epochs: list[Epoch] = []
    learned = fit(
        network(),
        objective,
        replace(OPTIONS, epochs=6),
        seed=1,
        steps_per_epoch=8,
        validate=validation_loss,
        after_epoch=epochs.append,
    )
    assert not learned.training
    best = min(epoch.validation_loss or math.inf for epoch in epochs)
    assert validation_loss(learned) == best < 0.5 * before
    assert [(epoch.number, epoch.step) for epoch in epochs[:3]] == [(1, 8), (2, 16), (3, 24)]
    assert epochs[-1].train_loss < epochs[0].train_loss


def test_the_seed_decides_and_nothing_drawn_outside_is_disturbed() -> None:
    torch.manual_seed(1)
    undisturbed = torch.rand(3)
    first = fit(network(), objective, OPTIONS, seed=1, steps_per_epoch=2)
    torch.manual_seed(1)
    second_start = network()
    torch.manual_seed(1)
    second = fit(second_start, objective, OPTIONS, seed=1, steps_per_epoch=2)
    assert torch.equal(torch.rand(3), undisturbed)
    assert_equal_weights(first, second)
    other = fit(network(), objective, OPTIONS, seed=2, steps_per_epoch=2)
    assert not torch.equal(weights_of(first), weights_of(other))


class KilledError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize(
    ("run", "steps", "kill_at"),
    [
        *(("averaged", 6, step) for step in (1, 6, 13)),
        *(("unsteady", 6, step) for step in (1, 6, 13, 23)),
        ("reference", 1, 82),
    ],
)
def test_goes_on_from_any_step(run: str, steps: int, kill_at: int, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    told: list[tuple[float, float | None]] = []

    def tell(epoch: Epoch) -> None:
        told.append((epoch.train_loss, epoch.validation_loss))

    def killed(learning: Network, step: int, share: Share) -> Loss:
        if step == kill_at:
            raise KilledError
        return objective(learning, step, share)

    whole = fit(
        network(),
        objective,
        RUNS[run],
        seed=9,
        steps_per_epoch=steps,
        validate=validation_loss,
        after_epoch=tell,
    )
    expected, told = told, []
    for ask in (killed, objective):
        start = network()
        try:
            resumed = fit(
                start,
                ask,
                RUNS[run],
                seed=9,
                steps_per_epoch=steps,
                validate=validation_loss,
                checkpoint_path=path,
                checkpoint_seconds=0.0,
                after_epoch=tell,
            )
        except KilledError:
            continue
    assert_equal_weights(whole, resumed)
    assert told == expected
    loaded = trained(network(), RUNS[run], path)
    assert loaded is not None
    assert_equal_weights(whole, loaded)


def test_a_run_that_is_over_is_not_trained_again(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    first = fit(network(), objective, OPTIONS, seed=1, steps_per_epoch=2, checkpoint_path=path)

    def never(_: Network, step: int, __: Share) -> Loss:
        raise AssertionError(step)

    again = fit(network(), never, OPTIONS, seed=1, steps_per_epoch=2, checkpoint_path=path)
    assert_equal_weights(first, again)


def test_stops_early_and_restores_the_best_weights() -> None:
    given = iter([0.5, 0.3, 0.4, 0.3, 0.35])
    seen: list[Tensor] = []

    def validate(judged: Network) -> float:
        assert not judged.training
        seen.append(weights_of(judged))
        return next(given)

    learned = fit(
        network(),
        objective,
        replace(OPTIONS, epochs=50, patience=3),
        seed=1,
        steps_per_epoch=2,
        validate=validate,
    )
    assert len(seen) == 5
    assert torch.equal(weights_of(learned), seen[1])


def test_the_reference_reloads_the_best_weights_before_each_sgd() -> None:
    losses = [1.0 / (1 + abs(epoch - best)) for best in (70, 95) for epoch in range(100)]
    judged: list[Tensor] = []
    starts: dict[int, Tensor] = {}
    rates: list[float] = []

    def noting(learning: Network, step: int, share: Share) -> Loss:
        starts[step] = weights_of(learning)
        return objective(learning, step, share)

    def validate(network: Network) -> float:
        judged.append(weights_of(network))
        return -losses[len(judged) - 1] - (1.0 if len(judged) == 91 else 0.0)

    fit(
        network(),
        noting,
        REFERENCE,
        seed=1,
        steps_per_epoch=1,
        validate=validate,
        after_epoch=lambda epoch: rates.append(epoch.learning_rate),
    )
    assert torch.equal(starts[79], judged[78])
    assert torch.equal(starts[80], judged[70])
    for step in (100, 120):
        assert torch.equal(starts[step], judged[90])
    assert [rates[i] for i in (79, 80, 99, 100, 119, 120)] == [1e-2, 1e-3, 1e-3, 1e-4, 1e-4, 1e-5]


def test_the_moving_average_counts_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    after: list[Tensor] = []

    def noting(learning: Network, step: int, share: Share) -> Loss:
        after.append(weights_of(learning))
        return objective(learning, step, share)

    options = replace(OPTIONS, epochs=1, average_decay=0.75)
    averaged = fit(network(), noting, options, seed=1, steps_per_epoch=2, checkpoint_path=path)
    last = network()
    state = checkpoint.load(path)
    assert state is not None
    last.load_state_dict(state["network"])
    expected = 0.75 * after[1] + 0.25 * weights_of(last)
    torch.testing.assert_close(weights_of(averaged), expected)


def test_clipped_gradients_move_the_weights_no_farther() -> None:
    start = weights_of(network())
    options = Training(1, optimizer=OptimizerOptions("sgd", 1.0), clip=1e-3)
    learned = fit(network(), objective, options, seed=1, steps_per_epoch=1)
    assert float((weights_of(learned) - start).norm()) == pytest.approx(1e-3, rel=1e-3)


def test_mixed_precision_and_channels_last_end_where_they_began() -> None:
    seen: list[tuple[torch.dtype, bool]] = []

    def noting(learning: Network, step: int, share: Share) -> Loss:
        assert isinstance(learning, BandCNN)
        first = learning.get_parameter("convolutions.4.weight")
        channels_last = first.is_contiguous(memory_format=torch.channels_last)
        seen.append(((first.sum(0) @ first.sum(0)).dtype, channels_last))
        return objective(learning, step, share)

    options = replace(OPTIONS, epochs=4, mixed_precision=True, channels_last=True)
    before = validation_loss(network().eval())
    learned = fit(network(), noting, options, seed=1, steps_per_epoch=8)
    assert set(seen) == {(torch.bfloat16, True)}
    assert all(p.is_contiguous() and p.dtype == torch.float32 for p in learned.parameters())
    assert validation_loss(learned) < 0.7 * before


@pytest.mark.parametrize(("channels", "last"), [(15, False), (16, True)])
def test_channels_stay_first_where_the_gradient_would_be_written_past_its_end(
    channels: int, last: bool
) -> None:
    strided = BandCNN()
    strided.convolutions = nn.Sequential(
        nn.Conv2d(1, channels, 3),
        nn.Conv2d(channels, channels, 3),
        nn.Conv2d(channels, 8, 1, stride=2),
    )
    strided.dense = nn.Linear(8 * 6, 8)
    seen: list[bool] = []

    def noting(learning: Network, step: int, share: Share) -> Loss:
        kernels = learning.get_parameter("convolutions.1.weight")
        seen.append(kernels.is_contiguous(memory_format=torch.channels_last))
        return objective(learning, step, share)

    options = replace(OPTIONS, epochs=1, mixed_precision=True, channels_last=True)
    fit(strided, noting, options, seed=1, steps_per_epoch=2)
    assert set(seen) == {last}


def spoilt(learning: Network, step: int, share: Share) -> Loss:
    loss = objective(learning, step, share)
    return loss._replace(total=loss.total * (math.inf if step == 3 else 1.0))


def bent(learning: Network, step: int, share: Share) -> Loss:
    """A finite loss whose gradient is not."""
    loss = objective(learning, step, share)
    nothing = sum(p.sum() * 0.0 for p in learning.parameters())
    return loss._replace(total=loss.total + (torch.as_tensor(nothing).sqrt() if step == 3 else 0))


@pytest.mark.parametrize(("ask", "name"), [(spoilt, "loss"), (bent, "gradient")])
def test_a_step_that_is_not_finite_ends_the_run_before_its_checkpoint(
    ask: object, name: str, tmp_path: Path
) -> None:
    assert callable(ask)
    path = tmp_path / "checkpoint.pt"
    with pytest.raises(TaggerError, match=f"{name} of step 4 is (inf|nan).*learning rate"):
        fit(
            network(),
            ask,
            OPTIONS,
            seed=1,
            steps_per_epoch=6,
            checkpoint_path=path,
            checkpoint_seconds=0.0,
        )
    state = checkpoint.load(path)
    assert state is not None
    assert state["step"] == 3
    assert all(torch.isfinite(tensor).all() for tensor in state["network"].values())


def test_a_validation_loss_that_is_no_number_ends_the_run() -> None:
    with pytest.raises(TaggerError, match="validation loss after step 2 is nan"):
        fit(network(), objective, OPTIONS, seed=1, steps_per_epoch=2, validate=lambda _: math.nan)


@pytest.mark.parametrize(
    ("options", "steps", "words"),
    [
        (replace(OPTIONS, patience=1), 1, "validate"),
        (REFERENCE, 1, "validate"),
        (OPTIONS, 0, "no step"),
    ],
)
def test_what_cannot_work_is_refused_at_once(options: Training, steps: int, words: str) -> None:
    with pytest.raises(TaggerError, match=words):
        fit(network(), objective, options, seed=1, steps_per_epoch=steps)


def test_a_checkpoint_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"

    def run(learning: Network, options: Training, seed: int = 1) -> None:
        fit(learning, objective, options, seed=seed, steps_per_epoch=1, checkpoint_path=path)

    run(network(), OPTIONS)
    with pytest.raises(TaggerError, match=r"other settings \(options\)"):
        run(network(), replace(OPTIONS, clip=1.0))
    with pytest.raises(TaggerError, match=r"other settings \(seed\)"):
        run(network(), OPTIONS, seed=2)
    with pytest.raises(TaggerError, match="another network"):
        run(BandCNN(tags=3), OPTIONS)
    run(network(), replace(OPTIONS, epochs=4))
    state = checkpoint.load(path)
    assert state is not None
    assert state["epoch"] == 4
    path.write_bytes(path.read_bytes()[:1_000])
    with pytest.raises(TaggerError, match="cannot be read"):
        run(network(), OPTIONS)
    path.unlink()
    path.mkdir()
    with pytest.raises(TaggerError, match="cannot be written"):
        run(network(), OPTIONS)
