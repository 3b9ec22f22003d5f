"""What `train` is told instead of a recipe: every choice learns, and what is impossible is told."""

import csv
from itertools import cycle
from pathlib import Path

import pytest

from tests.samples import write_piece
from training.__main__ import main
from training.configuration import ScheduleOptions, Training
from training.optimization.initialisation import INITIALISATIONS
from training.optimization.losses import LOSSES
from training.optimization.optimizers import OPTIMIZERS
from training.optimization.schedules import SCHEDULES
from training.runs.folder import open_run

CHOICES = list(
    zip(
        SCHEDULES,
        (*OPTIMIZERS, "adam", "sgd"),
        (name for name, _ in zip(cycle(INITIALISATIONS), SCHEDULES, strict=False)),
        (name for name, _ in zip(cycle(LOSSES), SCHEDULES, strict=False)),
        strict=True,
    )
)
"""Schedule, optimizer, initialisation and loss of as few runs as there can be."""


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pieces of two genres, two of them to validate with."""
    folder = tmp_path_factory.mktemp("music")
    path = folder / "manifest.csv"
    with path.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["path", "labels_genre", "split", "group"])
        for number, genre in enumerate(("Folk", "Electronic") * 2):
            write_piece(folder / f"{number}.flac", number, 0.6)
            rows.writerow([f"{number}.flac", genre, "val" if number > 1 else "train", number])
    return path


def command(music: Path, run: Path, *more: str) -> list[str]:
    own = ["--recipe", "frames_1024", "--data", str(music), "--cache", str(music.parent / "cache")]
    short = ["--epochs", "1", "--batch", "2", "--exclusive", "genre"]
    return ["--threads", "1", "train", *own, *short, *more, "-o", str(run)]


def test_every_choice_is_made_by_some_run() -> None:
    schedules, optimizers, initialisations, losses = map(set, zip(*CHOICES, strict=True))
    assert schedules == set(SCHEDULES)
    assert optimizers == set(OPTIMIZERS)
    assert initialisations == set(INITIALISATIONS)
    assert losses == set(LOSSES)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(("schedule", "optimizer", "initialisation", "loss"), CHOICES)
def test_every_choice_learns(
    schedule: str, optimizer: str, initialisation: str, loss: str, music: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "report.html").touch()  # a page that is there is not written again
    more = ["--optimizer", optimizer, "--learning-rate", "1e-3", "--initialisation", initialisation]
    more += ["--schedule", f"{schedule}:factor=0.4", "--loss", f"genre={loss}", "--patience", "2"]
    more += ["--weight-decay", "1e-3", "--mixed-precision"]
    assert main(command(music, folder, *more)) == 0
    run = open_run(folder)
    learning = run.recipe.learning
    assert isinstance(learning, Training)
    assert learning.schedule == ScheduleOptions(schedule, factor=0.4)
    told = (learning.optimizer.name, learning.initialisation, *learning.losses.values())
    assert told == (optimizer, initialisation, loss)
    assert (learning.optimizer.learning_rate, learning.optimizer.weight_decay) == (1e-3, 1e-3)
    assert (learning.patience, learning.mixed_precision) == (2, True)
    before, after = run.fresh_network().state_dict(), run.network().state_dict()
    assert any(not before[name].equal(after[name]) for name in before if name.endswith("weight"))
    (row,) = run.history()
    assert row.val_loss > 0.0


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--optimizer", "lion"], "invalid choice: 'lion'"),
        (["--initialisation", "zero"], "invalid choice: 'zero'"),
        (["--learning-rate", "0"], "0 is not a number above 0"),
        (["--weight-decay", "-1"], "-1 is not a number from 0 on"),
        (["--patience", "-1"], "-1 is not a number from 0 on"),
        (["--checkpoint-seconds", "nan"], "nan is not a number above 0"),
        (["--schedule", "steps"], "there is no schedule 'steps'; there are constant, step,"),
        (["--schedule", "step:length=3"], "a schedule has no 'length'; it has warm_up, factor,"),
        (["--schedule", "step:period=0"], "0 is not a number above 0"),
        (["--schedule", "plateau:patience=x"], "x is not a number from 1 on"),
        (["--schedule", "cyclic:lowest=2"], "2 is not a number from 0 to 1"),
        (["--loss", "genre=triplet"], "there is no loss 'triplet'; there are sigmoid,"),
    ],
)
def test_what_cannot_be_chosen_is_told(
    more: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(command(Path("music.csv"), Path("run"), *more))
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("recipe", "more", "told"),
    [
        ("mel_resnet", ["--schedule", "reference"], "averages weights"),
        ("mel_statistics", ["--optimizer", "adam"], "leave --optimizer out"),
        ("mel_statistics", ["--mixed-precision", "--patience", "0"], "--patience, --mixed-pr"),
    ],
)
def test_what_contradicts_the_recipe_is_told_before_anything_is_written(
    recipe: str,
    more: list[str],
    told: str,
    music: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = ["--recipe", recipe, "--data", str(music), *more, "-o", str(tmp_path / "run")]
    assert main(["train", *own]) == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_schedule_is_told_with_its_parameters(music: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run/report.html").touch()
    told = "cosine_restarts:period=3,growth=1.5,warm_up=0"
    assert main(command(music, tmp_path / "run", "--schedule", told, "--no-mixed-precision")) == 0
    learning = open_run(tmp_path / "run").recipe.learning
    assert isinstance(learning, Training)
    assert learning.schedule == ScheduleOptions("cosine_restarts", period=3.0, growth=1.5)
