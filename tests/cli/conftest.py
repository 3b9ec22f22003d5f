import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tagger_app.cli import run
from tagger_app.paths import AppFolders
from tests.samples import write_piece

Record = dict[str, Any]
Tagger = Callable[..., tuple[int, list[Record], str]]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppFolders:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home" / variable))
    return AppFolders.of_this_user()


@pytest.fixture
def tagger(folders: AppFolders, tiny_model: Path, capsys: pytest.CaptureFixture[str]) -> Tagger:
    """Runs one command as JSON: exit code, records on stdout, text on stderr.

    Records stand a line each, or, exported, in one list.
    """
    folders.models.mkdir(parents=True)
    shutil.copy(tiny_model, folders.models / "tiny.onnx")

    def call(command: str, *arguments: object) -> tuple[int, list[Record], str]:
        code = run([command, "--json", *map(str, arguments)])
        printed = capsys.readouterr()
        one = printed.out.startswith("[")
        records = json.loads(printed.out) if one else map(json.loads, printed.out.splitlines())
        return code, list(records), printed.err

    return call


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    for seed, name in enumerate(("a.flac", "b.mp3", "c.ogg")):
        write_piece(folder / name, seed, 4.0)
    return folder
