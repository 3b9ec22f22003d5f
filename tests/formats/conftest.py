"""Sample files, made once and copied for every test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats.files import KIND_BY_NAME, KINDS, Kind

State = str
"""empty, full or unparseable."""
MakeFile = Callable[[Kind | str, State], Path]


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every kind of file in every state."""
    folder = tmp_path_factory.mktemp("originals")
    for kind in KINDS:
        empty = folder / f"{kind.name}-empty{kind.suffix}"
        kind.make(empty)
        full = Path(shutil.copy(empty, folder / f"{kind.name}-full{kind.suffix}"))
        kind.fill(full)
        damaged = folder / f"{kind.name}-unparseable{kind.suffix}"
        damaged.write_bytes(kind.damage(full.read_bytes()))
    return folder


@pytest.fixture
def make_file(originals: Path, tmp_path: Path) -> MakeFile:
    """Makes a fresh file of a kind in a state, the only one in its folder."""

    def make(kind: Kind | str, state: State) -> Path:
        kind = KIND_BY_NAME[kind] if isinstance(kind, str) else kind
        name = f"{kind.name}-{state}{kind.suffix}"
        folder = tmp_path / "music"
        folder.mkdir(exist_ok=True)
        return Path(shutil.copy(originals / name, folder / f"track{kind.suffix}"))

    return make
