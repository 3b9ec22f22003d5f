"""Sample files, made once and copied for every test."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.formats.files import KIND_BY_NAME, KINDS, Kind

State = str
"""empty, full or unparseable."""
MakeFile = Callable[[Kind | str, State], Path]
SmallDisk = Callable[[int], Path]


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Mounts a file system of so many bytes."""
    disk = tmp_path / "disk"

    def mounted(size: int) -> Path:
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            pytest.skip("mounting a disk needs the superuser")
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this machine does not allow mounting")
        return disk

    yield mounted
    if disk.is_mount():
        subprocess.run(["umount", str(disk)], check=True)
