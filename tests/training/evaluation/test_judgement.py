"""All figures of a model on a data set."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from tagger_app.core.fields import Category
from tests.samples import write_piece
from training.__main__ import main
from training.datasets.recording import DataSet, Recording
from training.evaluation.evaluate import known_before
from training.evaluation.hear import ModelFile
from training.evaluation.judgement import as_markdown, judge

TAGS = [
    (Category.GENRE, "Rock"),
    (Category.GENRE, "Jazz"),
    (Category.MOOD, "Calm"),
    (Category.MOOD, "Sad"),
]


def test_every_figure_is_there_and_right() -> None:
    rng = np.random.default_rng(0)
    genre = rng.integers(2, size=300)
    truth = np.zeros((300, 4), dtype=np.float32)
    truth[np.arange(300), genre] = 1.0
    truth[:, 2] = rng.random(300) < 0.3
    truth[:, 3] = np.nan
    noise = rng.random((300, 4)).astype(np.float32)
    scores = (0.3 * np.nan_to_num(truth) + 0.7 * noise).astype(np.float32)
    judgement = judge(
        truth,
        scores,
        TAGS,
        np.full(4, 0.5, np.float32),
        exclusive=[Category.GENRE],
        repeats=100,
    )
    rock, _, calm, sad = judgement.tags
    assert rock.roc_auc.estimate == pytest.approx(roc_auc_score(truth[:, 0], scores[:, 0]))
    assert calm.pr_auc.estimate == pytest.approx(average_precision_score(truth[:, 2], scores[:, 2]))
    assert calm.pr_auc.low < calm.pr_auc.estimate <= calm.pr_auc.high
    assert (sad.known, sad.positives) == (0, 0)
    assert np.isnan(sad.roc_auc.estimate)
    genres, moods, everything = judgement.categories
    assert (genres.category, moods.category, everything.category) == ("genre", "mood", "all")
    assert moods.measured_tags == 1
    assert moods.roc_auc.estimate == pytest.approx(calm.roc_auc.estimate)
    measured = [t.roc_auc.estimate for t in judgement.tags[:3]]
    assert everything.roc_auc.estimate == pytest.approx(np.mean(measured))
    (confusion,) = judgement.confusions
    right = (scores[:, :2].argmax(axis=1) == genre).mean()
    assert confusion.accuracy.estimate == pytest.approx(right)
    assert np.trace(np.asarray(confusion.matrix)) == round(right * 300)
    assert judgement.retrieval["precision_at_k"] > 0.6
    assert 0.0 < judgement.calibration_error < 0.5
    text = as_markdown(judgement)
    assert "| mood | Sad | 0 | 0 |  |  |" in text
    assert "genre: accuracy" in text
    told = json.loads(judgement.to_json())
    assert told["tags"][3]["roc_auc"]["estimate"] is None
    assert sum(count for _, _, count in told["reliability"]) == 900


def test_positions_on_a_scale_are_neither_right_nor_wrong() -> None:
    rng = np.random.default_rng(0)
    truth = np.stack([rng.random(200) > 0.5, rng.random(200)], axis=1).astype(np.float32)
    scores = np.clip(truth + rng.normal(0.0, 0.1, truth.shape), 0.0, 1.0).astype(np.float32)
    tags = [(Category.MOOD, "Calm"), (Category.OTHER, "valence")]
    judgement = judge(truth, scores, tags, np.full(2, 0.5, np.float32), scales=[1], repeats=20)
    assert judgement.scales["valence"].r2 > 0.8
    calm, valence = judgement.tags
    assert (calm.known, valence.known) == (200, 0)
    everything = judgement.categories[-1]
    assert everything.roc_auc.estimate == calm.roc_auc.estimate
    assert f"| valence | 200 | {judgement.scales['valence'].r2:.3f} |" in as_markdown(judgement)


def test_a_model_file_is_judged_on_a_data_set(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for style in ("folk", "ambient", "polka"):
        for number in range(3):
            path = tmp_path / "music/test" / style / f"{number}.flac"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_piece(path, seed=number, seconds=1.5)
    (tmp_path / "music/test/folk/broken.flac").write_bytes(b"no audio")
    arguments = ["evaluate", "--model", str(tiny_model), "--data", str(tmp_path / "music")]
    arguments += ["--reader", "folders", "--repeats", "50"]
    assert main([*arguments, "--split", "test", "--json"]) == 0
    captured = capsys.readouterr()
    assert "broken.flac" in captured.err
    told = json.loads(captured.out)
    assert told["recordings"] == 9
    assert [(tag["tag"], tag["positives"]) for tag in told["tags"]] == [("Folk", 3), ("Ambient", 3)]
    (confusion,) = told["confusions"]
    assert sum(map(sum, confusion["matrix"])) == 6
    assert main([*arguments, "--split", "train"]) == 1
    assert "its splits: test" in capsys.readouterr().err
    assert main(arguments) == 0
    assert "| genre | Folk | 9 | 3 |" in capsys.readouterr().out


def test_labels_may_be_assumed_to_be_complete(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = ["path,labels_genre"]
    for number, genre in enumerate(["folk music", "ambient", "Folk", ""]):
        write_piece(tmp_path / f"{number}.flac", seed=number, seconds=1.5)
        rows.append(f"{number}.flac,{genre}")
    manifest = tmp_path / "m.csv"
    manifest.write_text("\n".join(rows) + "\n")
    arguments = ["evaluate", "--model", str(tiny_model), "--data", str(manifest), "--json"]
    arguments += ["--repeats", "20"]
    assert main(arguments) == 0
    known = [tag["known"] for tag in json.loads(capsys.readouterr().out)["tags"]]
    assert known == [2, 1]
    assert main([*arguments, "--complete"]) == 0
    folk, ambient = json.loads(capsys.readouterr().out)["tags"]
    assert (folk["known"], folk["positives"], ambient["known"]) == (3, 2, 3)


@pytest.mark.parametrize(
    ("told", "splits", "warning"),
    [
        ("GTZAN", ("train", "val"), "it learned from its part train and chose thresholds"),
        ("GTZAN", ("val",), "it chose thresholds and calibration on its part val"),
        ("GTZAN", ("",), "of which none is set aside for tests"),
        ("GTZAN", ("test",), ""),
        ("DEAM", ("train",), ""),
        (None, ("train",), ""),
        ([{"licence": "CC0", "clips": 3, "sources": ["gtzan"]}], ("train",), "learned from"),
    ],
)
def test_a_model_is_not_judged_in_silence_on_what_it_knows(
    told: object, splits: tuple[str, ...], warning: str, tiny_model: Path
) -> None:
    card = replace(ModelFile(tiny_model).card, training={"data": told} if told else {})
    recordings = [Recording(Path(f"{split}.wav"), split, split) for split in splits]
    found = known_before(card, DataSet("GTZAN", recordings, []))
    assert warning in found
    assert bool(warning) == bool(found)


def test_without_a_tag_in_common_there_is_nothing_to_judge(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "polka").mkdir()
    write_piece(tmp_path / "polka/1.flac", seed=1, seconds=1.0)
    arguments = ["evaluate", "--model", str(tiny_model), "--data", str(tmp_path)]
    assert main([*arguments, "--reader", "folders"]) == 1
    assert "no tag in common" in capsys.readouterr().err
