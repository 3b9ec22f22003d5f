"""Where a model places tracks on scales, such as valence, is a number and never a tag."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tagger_app.catalog.store import open_catalog
from tagger_app.cli import run
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.policy import Policy, Strictness, suggest
from tagger_app.inference.model_store import load_model_file
from tagger_app.paths import AppFolders
from tests.cli.conftest import Tagger
from tests.tiny_model import SCALED_CARD, SCALES, write_tiny_model
from training.datasets.readers import READERS

MODEL = ("--model", "scaled", "--coverage", "chunks:2", "--device", "cpu")
Records = dict[str, dict[str, Any]]


@pytest.fixture
def heard(tagger: Tagger, folders: AppFolders, music: Path) -> Records:
    """What the model with scales says of each file, by file name."""
    write_tiny_model(folders.models / "scaled.onnx", name="scaled", card=SCALED_CARD)
    code, records, _ = tagger("tag", *MODEL, music)
    assert code == 0
    return {Path(record["path"]).name: record for record in records}


def test_numbers_are_told_apart_from_scores(heard: Records) -> None:
    for record in heard.values():
        assert record["scales"].keys() == set(SCALES)
        assert all(0 <= value <= 1 for value in record["scales"].values())
        assert set(record["scores"]) == {category.value for category in TAG_CATEGORIES}
        told = {name for names in record["suggested"].values() for name in names}
        assert not told & set(SCALES)


def test_no_strictness_makes_a_suggestion_of_a_scale() -> None:
    for level in Strictness:
        policy = Policy(
            strictness=dict.fromkeys(Category, level), most_tags=dict.fromkeys(Category, 9)
        )
        suggested = suggest(SCALED_CARD, [1.0] * len(SCALED_CARD.tags), policy)
        names = {tag.name for tags in suggested.values() for tag in tags}
        assert names == {tag.name for tag in SCALED_CARD.tags} - set(SCALES)


def test_the_catalog_neither_counts_nor_sorts_by_scales(
    heard: Records, folders: AppFolders
) -> None:
    with open_catalog(folders.catalog) as catalog:
        [track, *_] = catalog.tracks.pages([1])
        prediction = catalog.predictions.of(track.id)
        assert prediction is not None
        numbers = prediction.scores[-len(SCALES) :]
        assert dict(zip(SCALES, numbers, strict=True)) == pytest.approx(
            heard[track.path.name]["scales"], abs=1e-3
        )
        model_id = catalog.predictions.register(
            "scaled", "1", _digest(folders), SCALED_CARD.to_json()
        )
        counted = {
            *catalog.search.counts(model_id).suggested,
            *catalog.facets.counts(model_id).tags,
        }
        assert counted
        assert Category.OTHER not in {category for category, _ in counted}


def _digest(folders: AppFolders) -> str:
    return load_model_file(folders.models / "scaled.onnx").digest


def test_tracks_are_found_by_a_range_of_a_scale(tagger: Tagger, heard: Records) -> None:
    values = {name: record["scales"]["valence"] for name, record in heard.items()}
    middle = sorted(values.values())[1]
    queries: tuple[tuple[str, Callable[[float], bool]], ...] = (
        (f"valence>{middle + 0.0005:.4f}", lambda value: value > middle + 0.0005),
        (f"-valence>{middle + 0.0005:.4f}", lambda value: value <= middle + 0.0005),
        ("valence:0..100%", lambda value: value <= 1),
    )
    for query, fits in queries:
        code, found, _ = tagger("find", query, "--model", "scaled")
        assert code == 0
        assert {Path(one["path"]).name for one in found} == {
            name for name, value in values.items() if fits(value)
        }
        for one in found if not query.startswith("-") else ():
            assert one["scales"] == {"valence": pytest.approx(values[Path(one["path"]).name])}
    assert tagger("find", "arousal>=0", "--model", "tiny")[1] == []
    assert tagger("find", "valence:much", "--model", "scaled")[0] != 0


def test_exports_have_the_numbers_and_training_takes_none_for_a_label(
    tagger: Tagger, heard: Records, music: Path, tmp_path: Path
) -> None:
    table, lines = tmp_path / "all.csv", tmp_path / "all.json"
    tagger("export", "csv", "-o", table, "--model", "scaled")
    with table.open(newline="", encoding="utf-8") as stream:
        rows = {Path(row["path"]).name: row for row in csv.DictReader(stream)}
    tagger("export", "json", "-o", lines, "--model", "scaled")
    entries = json.loads(lines.read_text(encoding="utf-8"))
    for entry in entries:
        name = Path(entry["path"]).name
        assert entry["scales"] == pytest.approx(heard[name]["scales"], abs=1e-3)
        assert {key: float(rows[name][key]) for key in SCALES} == pytest.approx(
            entry["scales"], abs=1e-3
        )
        assert entry["tags"].keys() == {category.value for category in TAG_CATEGORIES}
    tagger("apply", "--genre", "Rock", music / "a.flac")
    tagger("export", "json", "-o", lines, "--model", "scaled")
    [recording] = READERS["catalog"].read(lines).recordings
    assert {word for words in recording.labels.values() for word in words} == {"Rock"}


def test_a_model_without_scales_has_no_columns_for_them(
    tagger: Tagger, music: Path, tmp_path: Path
) -> None:
    tagger("scan", music)
    table = tmp_path / "all.csv"
    tagger("export", "csv", "-o", table, "--model", "tiny")
    assert not set(SCALES) & set(table.read_text(encoding="utf-8").splitlines()[0].split(","))


@pytest.mark.usefixtures("heard")
def test_inspecting_a_model_calls_no_scale_a_tag_that_is_too_often_wrong(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["models", "inspect", "scaled"]) == 0
    told = capsys.readouterr().out
    assert "never suggested: valence, arousal" in told
    assert "too often wrong" not in told
