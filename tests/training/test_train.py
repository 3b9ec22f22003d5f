"""`train` and `export`: from a data set to a model file, on real files."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from tagger_app.audio.decode import decode
from tagger_app.core.fields import Category
from tagger_app.inference.model_store import load_model_file
from tests.samples import write_piece
from training.__main__ import main
from training.commands.inputs import read
from training.configuration import OptimizerOptions, Recipe, Training
from training.datasets.cache import ArrayCache
from training.datasets.corpus import Waveform
from training.datasets.selection import Selection, selected
from training.datasets.splits import with_validation
from training.distillation.recipes import DISTILLATIONS
from training.export import graph_of
from training.models.names import ARCHITECTURES
from training.runs.folder import open_run
from training.runs.train import train_system

STYLES = {"folk": "Folk", "electronic": "Electronic"}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight pieces of two genres; two are to validate with, and of each something is felt.

    A ninth cannot be heard.
    """
    folder = tmp_path_factory.mktemp("music")
    path, shares = folder / "manifest.csv", folder / "shares.csv"
    felt = ("solemnity", "tenderness", "nostalgia", "calmness", "power", "joyful_activation")
    with path.open("w", newline="") as clips, shares.open("w", newline="") as listeners:
        rows, asked = csv.writer(clips), csv.writer(listeners)
        rows.writerow(["path", "labels_genre", "split", "group"])
        asked.writerow(["path", *felt, "tension", "sadness"])
        for number in range(8):
            style = list(STYLES)[number % 2]
            name = f"{number}.flac"
            write_piece(folder / name, number, 1.0, style=style)
            rows.writerow([name, style, "val" if number > 5 else "train", name])
            asked.writerow([name, *np.eye(8)[number % 4].tolist()])
        (folder / "broken.flac").write_bytes(b"no audio")
        rows.writerow(["broken.flac", "folk", "train", "broken"])
    return path


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def arguments(manifest: Path, cache: Path, run: Path, *more: str) -> list[str]:
    own = ["--recipe", "frames_1024", "--data", str(manifest), "--cache", str(cache)]
    return ["--threads", "1", "train", *own, "--exclusive", "genre", *more, "-o", str(run)]


def test_a_manifest_with_listeners_shares_becomes_a_model_file(
    manifest: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    shares = str(manifest.parent / "shares.csv")
    chosen = ("--shares", shares, "--categories", "genre,mood", "--augment", "white_noise,mixup")
    command = arguments(manifest, cache, folder, *chosen, "--epochs", "2", "--batch", "3")
    assert main(command) == 0
    model = Path(capsys.readouterr().out.strip())
    card = load_model_file(model).card
    assert {tag.name: tag.activation for tag in card.tags} == {
        "Electronic": "softmax",
        "Folk": "softmax",
        **dict.fromkeys(("Solemn", "Tender", "Nostalgic", "Calm"), "sigmoid"),
    }
    assert card.training["recordings"] == {"train": 6, "val": 2}
    assert card.training["left out, as they cannot be heard"] == 1
    run = open_run(folder)
    assert [(row.epoch, row.step) for row in run.history()] == [(1, 3), (2, 6)]
    found = run.validation()
    assert found.scores.shape == found.truth.shape == (2, 6)
    np.testing.assert_allclose(found.scores[:, :2].sum(axis=1), 1.0, atol=1e-5)

    written = model.stat().st_mtime_ns
    assert main(command) == 0
    assert model.stat().st_mtime_ns == written
    capsys.readouterr()
    assert main(arguments(manifest, cache, folder, *chosen, "--epochs", "3")) == 1
    assert "another recipe (learning)" in capsys.readouterr().err
    assert main(arguments(manifest, cache, folder, "--epochs", "2", "--batch", "3")) == 1
    assert "another recipe (augmentations)" in capsys.readouterr().err

    again = tmp_path / "again.onnx"
    assert main(["export", str(folder), "--model-version", "7", "-o", str(again)]) == 0
    assert load_model_file(again).card.version == "7"

    judged = ["evaluate", "--model", str(model), "--manifest", str(manifest), "--repeats", "10"]
    assert main([*judged, "--split", "val"]) == 0
    assert "chose thresholds and calibration on its part val" in capsys.readouterr().err


def test_other_data_in_the_same_folder_is_refused(
    manifest: Path, cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(manifest, cache, tmp_path / "run", "--epochs", "1")) == 0
    fewer = tmp_path / "fewer.csv"
    lines = manifest.read_text().splitlines()
    paths = [line if "path" in line else str(manifest.parent / line) for line in lines]
    fewer.write_text("\n".join(paths[:6] + paths[7:]))
    assert main(arguments(fewer, cache, tmp_path / "run", "--epochs", "1")) == 1
    assert "other data" in capsys.readouterr().err


def test_valence_and_arousal_are_learned_as_positions(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "MEMD_audio").mkdir()
    rows = ["song_id, valence_mean, arousal_mean"]
    for song in range(6):
        write_piece(tmp_path / f"MEMD_audio/{song}.flac", song, 1.0)
        rows.append(f"{song}, {2 + song}, {8 - song}")
    (tmp_path / "static_annotations_averaged_songs.csv").write_text("\n".join(rows))
    own = ["--recipe", "frames_1024", "--data", str(tmp_path), "--reader", "deam"]
    more = ["--loss", "other=l2", "--epochs", "1", "--steps", "1", "--cache", str(cache)]
    assert main(["--threads", "1", "train", *own, *more, "-o", str(tmp_path / "run")]) == 0
    card = load_model_file(Path(capsys.readouterr().out.strip())).card
    assert [tag.activation for tag in card.tags] == ["linear", "linear"]
    assert all(tag.threshold > 1.0 for tag in card.tags)  # a position is no suggestion
    truth = open_run(tmp_path / "run").validation().truth
    assert set(np.unique(truth)) <= {np.float32((mean - 1) / 8) for mean in range(2, 9)}


def test_a_run_that_is_not_finished_has_no_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path), "-o", str(tmp_path / "model.onnx")]) == 1
    assert "holds no run" in capsys.readouterr().err


def interrupted_after(calls: int) -> Callable[[Path, int], Waveform]:
    left = iter(range(calls))

    def decode_for_a_while(path: Path, sample_rate: int) -> Waveform:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return decode(path, sample_rate)

    return decode_for_a_while


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("name", ["frames_1024", "multi_scale"])
def test_a_run_that_was_stopped_ends_like_one_that_was_not(
    name: str, manifest: Path, tmp_path: Path
) -> None:
    data = with_validation(
        selected(read("manifest", manifest), Selection(exclusive=frozenset({Category.GENRE})))
    )
    scales = ("segments_18",) if name == "multi_scale" else ()
    learning = Training(2, steps=1, batch=2, optimizer=OptimizerOptions("adam", 1e-3))
    options = {"width": 4, "dense": 8} if scales else {"width": 4}
    recipe = Recipe(name, "", name, learning, options, scales=scales)
    uncached = ArrayCache(tmp_path / "cache", 0)  # so that every chunk is decoded
    straight = train_system(recipe, data, tmp_path / "straight", cache=uncached, decode=decode)
    stopped = 0
    for calls in range(11, 200, 13):
        try:
            train_system(
                recipe, data, tmp_path / "run", cache=uncached, decode=interrupted_after(calls)
            )
        except KeyboardInterrupt:
            stopped += 1
        else:
            break
    run = open_run(tmp_path / "run")
    assert stopped
    expected = straight.network().state_dict()
    assert all(torch.equal(expected[key], own) for key, own in run.network().state_dict().items())
    assert [row.val_loss for row in run.history()] == [r.val_loss for r in straight.history()]


def test_recipes_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[:3] == ["fcn", "447,732", "fcn"] for line in lines)
    assert main(["recipes", "fcn"]) == 0
    told = capsys.readouterr().out
    assert "Won et al. 2020" in told
    assert json.loads(told[told.index("{") :])["learning"]["epochs"] == 200
    assert main(["recipes", "no"]) == 1
    assert "no recipe 'no'" in capsys.readouterr().err


def test_speed_is_told_of_sizes_that_no_recipe_has(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, narrow = tmp_path / "tiny.onnx", "frames_1024:width=8"
    taught = f"{next(iter(DISTILLATIONS))}:width=8"
    file.write_bytes(graph_of(ARCHITECTURES["frames_1024"](3, width=8).eval()).SerializeToString())
    assert main(["--threads", "1", "recipes", "--speed", narrow, taught, str(file)]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()[1:]]
    assert [row[0] for row in rows] == [narrow, taught, str(file)]
    assert rows[0][-1] == "1.00"
    assert all(float(value) > 0 for row in rows for value in row[-3:])
    for wrong in ("frames_1024:width=x", "frames_1024:wide=8", "frames_1024:width"):
        assert main(["recipes", "--speed", wrong]) == 1
        assert "keys are" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--augment", "echo_chamber"], "echo_chamber"),
        (["--recipe", "mel_statistics", "--epochs", "3"], "leave --epochs out"),
        (["--recipe", "none"], "no recipe 'none'"),
    ],
)
def test_what_cannot_be_trained_is_told(
    more: list[str],
    message: str,
    manifest: Path,
    cache: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(arguments(manifest, cache, tmp_path / "run", *more)) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "run").exists()
