"""A training run in a process of its own: `worker.py FOLDER RUN`; says each step and epoch."""

import sys
from collections.abc import Callable
from pathlib import Path

import torch

from tests.training.optimization.bands import BandCNN, objective
from training.configuration import OptimizerOptions, ScheduleOptions, Training
from training.models.network import Network
from training.optimization.distributed import joined, share_here
from training.optimization.objective import Loss, Share
from training.optimization.train import fit

RUNS = {
    "averaged": Training(
        epochs=5,
        optimizer=OptimizerOptions("adamw", 1e-2, weight_decay=0.1),
        schedule=ScheduleOptions("cosine", warm_up=0.5),
        average_decay=0.9,
        clip=0.5,
        channels_last=True,
    ),
    "steady": Training(epochs=3, optimizer=OptimizerOptions("momentum", 5e-2, weight_decay=1e-3)),
    "unsteady": Training(  # whose validation loss rises again
        epochs=6,
        optimizer=OptimizerOptions("momentum", 0.5, weight_decay=1e-3),
        schedule=ScheduleOptions("plateau", patience=1),
        patience=3,
    ),
    "reference": Training(
        epochs=84,
        optimizer=OptimizerOptions("adam", 1e-2),
        schedule=ScheduleOptions("reference"),
    ),
}
STEPS = 12


def network(dropout: float = 0.2) -> BandCNN:
    torch.manual_seed(5)
    return BandCNN(dropout=dropout)


def validation_loss(judging: Network) -> float:
    with torch.no_grad():
        return float(objective(judging, 1_000_000, Share()).mean())


def run_in(folder: Path, run: str, tell: Callable[[str], None]) -> BandCNN:
    """On one thread, which shares of a sum depend on."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    def told(learning: Network, step: int, share: Share) -> Loss:
        tell(f"step {step}")
        return objective(learning, step, share)

    try:
        return fit(
            network(dropout=0.0 if share_here().processes > 1 else 0.2),
            told,
            RUNS[run],
            seed=9,
            steps_per_epoch=STEPS,
            validate=validation_loss,
            checkpoint_path=folder / "checkpoint.pt",
            checkpoint_seconds=0.0,
            after_epoch=lambda epoch: tell(f"epoch {epoch.train_loss} {epoch.validation_loss}"),
        )
    finally:
        torch.set_num_threads(threads)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    with joined() as part:
        learned = run_in(place, sys.argv[2], say)
        torch.save(learned.state_dict(), place / f"weights-{part.rank}.pt")
