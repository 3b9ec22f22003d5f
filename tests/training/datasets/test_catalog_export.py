"""What the app exports is what training reads."""

import shutil
from pathlib import Path

import pytest

from tagger_app.cli import run
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.paths import AppFolders
from tests.samples import write_piece
from training.datasets.readers import READERS
from training.datasets.recording import FaultKind


def test_the_apps_own_export_is_read(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home" / variable))
    folders = AppFolders.of_this_user()
    folders.models.mkdir(parents=True)
    shutil.copy(tiny_model, folders.models / "tiny.onnx")
    music = tmp_path / "music"
    music.mkdir()
    tagged, bare = (write_piece(music / f"{n}.flac", seed=n, seconds=2.0) for n in range(2))
    assert run(["apply", "--genre", "Rock; Pop", "--mood", "Calm", str(tagged)]) == 0
    assert run(["tag", "--model", "tiny", str(music)]) == 0
    out = tmp_path / "library.json"
    assert run(["export", "json", str(music), "-o", str(out), "--model", "tiny"]) == 0

    data = READERS["catalog"].read(out)
    (recording,) = data.recordings
    assert recording.path == tagged
    assert set(recording.labels[Category.GENRE]) == {"Rock", "Pop"}
    assert recording.labels[Category.MOOD] == ("Calm",)
    assert recording.seconds == pytest.approx(2.0, abs=0.1)
    (fault,) = data.faults  # suggestions of the model are nobody's labels
    assert (fault.kind, fault.where) == (FaultKind.UNLABELLED, str(bare))


@pytest.mark.parametrize(
    ("text", "message"),
    [('[{"path": "a.wav"}]', "track 1: .*tagger-app export json"), ("{}", "no list of tracks")],
)
def test_another_list_than_the_apps_is_a_clear_error(
    text: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "library.json").write_text(text)
    with pytest.raises(TaggerError, match=message):
        READERS["catalog"].read(tmp_path / "library.json")
