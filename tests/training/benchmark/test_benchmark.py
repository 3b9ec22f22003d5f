"""Systems are trained, judged and put into one table; what is finished is not done again."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import torch

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tests.samples import write_piece
from training.benchmark.benchmark import Setting, run_benchmark
from training.benchmark.competitors import Trained, Transferred
from training.benchmark.folds import judged_part
from training.benchmark.table import Row
from training.benchmark.trial import Learned, Studio, System
from training.configuration import Linear, OptimizerOptions, Recipe, Training
from training.datasets.recording import DataSet, Recording
from training.models.names import ARCHITECTURES

STYLES = {"ambient": "ambient", "folk": "folk"}
ARTISTS = 8
SETTING = Setting(folds=2, minutes=0.001, chunks=2)
BASELINE = Trained(Recipe("plain", "Plain statistics", "mel_statistics", Linear(0.1)))
NETWORK = Trained(
    Recipe(
        "frames",
        "Frames",
        "frames_1024",
        Training(epochs=2, batch=2, optimizer=OptimizerOptions("adamw", 1e-3)),
        options={"width": 8},
    )
)
BROKEN = Trained(Recipe("broken", "Broken", "frames_1024", Training(epochs=1), options={"no": 1}))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    folder = tmp_path_factory.mktemp("music")
    recordings = [
        Recording(
            write_piece(folder / f"{style}{artist}.wav", artist, 1.0, style=style),
            group=f"{style} {artist}",
            labels={Category.GENRE: (style,), Category.MOOD: ("calm",) if artist % 2 else ()},
            asked={Category.GENRE: tuple(STYLES), Category.MOOD: ("calm",)},
        )
        for style in STYLES
        for artist in range(ARTISTS)
    ]
    tags = [*((Category.GENRE, style) for style in STYLES), (Category.MOOD, "calm")]
    return DataSet("pieces", recordings, tags, exclusive=frozenset({Category.GENRE}))


def run(data: DataSet, folder: Path, *systems: System, jobs: int = 0) -> list[Row]:
    return run_benchmark(
        systems,
        data,
        folder,
        SETTING,
        cache=folder / "cache",
        decode=decode,
        baseline="plain",
        jobs=jobs,
        repeats=50,
    )


def test_a_table_of_all_systems_that_goes_on_where_it_stopped(
    data: DataSet, tmp_path: Path
) -> None:
    folder = tmp_path / "benchmark"
    plain, broken = run(data, folder, BASELINE, BROKEN)
    assert plain.facts is not None
    assert plain.facts.times_real_time > 1.0
    assert plain.figures["accuracy"].estimate >= 0.8  # drones and plucked strings
    assert "unexpected keyword" in broken.why
    models = sorted(folder.glob("plain/fold_*/model.onnx"))
    assert len(models) == SETTING.folds
    written = [path.stat().st_mtime_ns for path in models]

    torch.manual_seed(0)
    torch.save(ARCHITECTURES["frames_1024"](7).state_dict(), tmp_path / "heard_much.pth")
    transferred = Transferred(
        "heard_much", "Heard much", tmp_path / "heard_much.pth", "frames_1024", 7, Linear(0.1)
    )
    plain_again, network, other, broken = run(data, folder, BASELINE, NETWORK, transferred, BROKEN)
    assert other.facts is not None
    assert other.figures["accuracy"].estimate > 0.5
    assert plain_again.facts == plain.facts
    assert [path.stat().st_mtime_ns for path in models] == written
    assert network.facts is not None
    assert network.facts.epochs == 2
    assert network.facts.steps >= 2
    text = (folder / "table.md").read_text(encoding="utf-8")
    assert "16 recordings judged, 16 groups, 2 folds" in text
    assert text.index("(`plain`)") < text.index("(`frames`)") < text.index("(`broken`)")
    told = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    assert [system["name"] for system in told["systems"]] == [
        *("plain", "frames", "heard_much", "broken")
    ]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"tags": [(Category.GENRE, "folk"), (Category.GENRE, "ambient")]}, "tags, fingerprint"),
        ({"exclusive": frozenset[Category]()}, "exclusive"),
        ({"name": "others"}, "data"),
    ],
)
def test_a_folder_holds_one_benchmark(
    changed: dict[str, Any], named: str, data: DataSet, tmp_path: Path
) -> None:
    assert run(data, tmp_path) == []
    assert run(data, tmp_path) == []
    with pytest.raises(TaggerError, match=rf"another setting \({named}\)"):
        run(replace(data, **changed), tmp_path)
    fewer = replace(data, recordings=[*data.recordings[1:], replace(data.recordings[0], labels={})])
    with pytest.raises(TaggerError, match=r"\(fingerprint\)"):
        run(fewer, tmp_path)
    (tmp_path / "setting.json").write_text('{"folds": 2}')
    with pytest.raises(TaggerError, match=r"minutes, chunks, seed, .*tags"):
        run(data, tmp_path)


@dataclass(frozen=True)
class Finished:
    """A system that has learned already."""

    model: Path
    name: str = "finished"
    title: str = "Finished"

    def learn(self, fold: DataSet, folder: Path, studio: Studio) -> Learned:
        assert judged_part(fold)
        assert studio.chunks == SETTING.chunks
        folder.mkdir(parents=True, exist_ok=True)
        if not self.model.is_file():
            raise FileNotFoundError(2, "No such file", str(self.model))
        return Learned(self.model, 1)


def test_what_cannot_be_heard_is_told(data: DataSet, tmp_path: Path, tiny_model: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no audio")
    recordings = [replace(data.recordings[0], path=broken), *data.recordings[1:]]
    system = Finished(tmp_path / "model.onnx")
    (row,) = run(data, tmp_path / "own", system)
    assert row.why == f"FileNotFoundError: [Errno 2] No such file: '{system.model}'"
    failure = tmp_path / "own/finished/failure.txt"
    assert failure.is_file()
    shutil.copy(tiny_model, system.model)
    known = replace(data, recordings=recordings)
    (row,) = run(known, tmp_path / "other", system)
    assert row.facts is not None
    assert row.facts.unheard == 1
    assert "1 of these recordings cannot be heard" in (tmp_path / "other/table.md").read_text()
    run(data, tmp_path / "own", system)
    assert not failure.exists()
    silent = replace(data, recordings=[replace(r, path=broken) for r in recordings])
    (row,) = run(silent, tmp_path / "silent", system)
    assert "Not one of the 8 recordings to judge by can be heard" in row.why
    assert "broken.wav" in row.why


def test_a_system_that_breaks_in_its_process_is_told(data: DataSet, tmp_path: Path) -> None:
    (row,) = run(data, tmp_path, BROKEN, jobs=1)
    assert "unexpected keyword" in row.why
    assert "unexpected keyword" in (tmp_path / "broken" / "log.txt").read_text(encoding="utf-8")
