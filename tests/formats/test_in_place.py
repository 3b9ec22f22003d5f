"""Writing into files with several names: an interruption never costs the content."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import Reason, TagReadError, WriteRefusedError
from tagger_app.formats import SUFFIXES, cover, identity_of, read_tags
from tagger_app.formats.replace import WriteOptions, is_temporary, sweep_orphans, write_tags
from tests.formats.conftest import MakeFile, SmallDisk
from tests.formats.failing_disk import FailingDisk

GENRE = "Jazz" * 10_000
"""Longer than any padding, so that the audio moves and half a file is no file."""
CHANGE = ChangeSet((FieldChange("genre", (), (GENRE,)),))
IN_PLACE = WriteOptions(hard_links="in-place")


@pytest.fixture(params=["flac", "mp3-2.4", "m4a"])
def path(request: pytest.FixtureRequest, make_file: MakeFile) -> Path:
    """A file with a second name in another folder."""
    path = make_file(request.param, "empty")
    twin = path.parent.parent / "twin"
    twin.hardlink_to(path)
    return path


@pytest.fixture
def wanted(path: Path) -> bytes:
    """What the file will be."""
    copy = Path(shutil.copy(path, path.parent.parent / f"copy{path.suffix}"))
    write_tags(copy, CHANGE)
    return copy.read_bytes()


def rescue_beside(path: Path) -> Path:
    """The only other file in the folder."""
    (rescue,) = (entry for entry in path.parent.iterdir() if entry != path)
    return rescue


def kill_halfway(path: Path) -> None:
    """Write, and be killed when half is written."""
    program = (
        "from pathlib import Path\n"
        "from tagger_app.formats.replace import write_tags\n"
        "from tests.formats.failing_disk import FailingDisk\n"
        "from tests.formats.test_in_place import CHANGE, IN_PLACE\n"
        f"path = Path({str(path)!r})\n"
        "Path.open = FailingDisk(path, None, 1).opener()\n"
        "write_tags(path, CHANGE, IN_PLACE)\n"
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", program], cwd=root, check=False)
    assert ended.returncode == -9


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_write_that_fails_once_is_tried_again(
    path: Path, wanted: bytes, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FailingDisk(path, code, failures=1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", disk.opener())
        assert write_tags(path, CHANGE, IN_PLACE) == identity_of(path)
    assert disk.failures == 0
    assert path.read_bytes() == wanted
    assert (path.parent.parent / "twin").samefile(path)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_write_that_keeps_failing_names_the_whole_copy(
    path: Path, wanted: bytes, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FailingDisk(path, code, failures=100)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", disk.opener())
        with pytest.raises(WriteRefusedError) as refusal:
            write_tags(path, CHANGE, IN_PLACE)

    rescue = rescue_beside(path)
    assert rescue.read_bytes() == wanted
    assert path.read_bytes() != wanted
    assert refusal.value.reason == Reason.INTERRUPTED
    assert str(rescue) in refusal.value.detail
    assert "damaged" in refusal.value.detail
    assert "over" in refusal.value.detail


def test_a_damaged_file_says_so_until_it_is_put_right(path: Path, wanted: bytes) -> None:
    kill_halfway(path)
    rescue = rescue_beside(path)
    half = path.read_bytes()
    link = path.with_name(f"link{path.suffix}")
    link.symlink_to(path)

    for name in (path, link):
        for refuse in (read_tags, cover, lambda name: write_tags(name, CHANGE, IN_PLACE)):
            with pytest.raises((TagReadError, WriteRefusedError)) as error:
                refuse(name)
            assert error.value.reason == Reason.INTERRUPTED
            assert str(rescue) in error.value.detail
    link.unlink()
    assert path.read_bytes() == half
    assert rescue.read_bytes() == wanted

    shutil.copyfile(rescue, path)

    assert read_tags(path).tags == {"genre": (GENRE,)}
    rescue.unlink()
    assert read_tags(path).tags == {"genre": (GENRE,)}
    write_tags(path, CHANGE.inverse(), IN_PLACE)
    assert list(path.parent.iterdir()) == [path]


def test_the_whole_copy_is_seen_by_people_and_left_by_the_scan(path: Path, wanted: bytes) -> None:
    kill_halfway(path)
    rescue = rescue_beside(path)
    assert rescue.name == f"{path.name}.tagger-rescue"
    assert rescue.suffix not in SUFFIXES
    assert not is_temporary(rescue)
    assert sweep_orphans([path.parent]) == []
    assert rescue.read_bytes() == wanted


@pytest.mark.parametrize("keep", [False, True])
def test_the_same_write_tried_again_finishes_what_was_killed(
    path: Path, wanted: bytes, keep: bool
) -> None:
    long_ago = 1_000_000_000_000_000_000
    os.utime(path, ns=(long_ago, long_ago))
    reviewed = identity_of(path)
    kill_halfway(path)
    options = WriteOptions(keep_modification_time=keep, expected=reviewed, hard_links="in-place")

    assert write_tags(path, CHANGE, options) == identity_of(path)

    assert path.read_bytes() == wanted
    assert (path.stat().st_mtime_ns == long_ago) is keep
    assert (path.parent.parent / "twin").samefile(path)
    assert list(path.parent.iterdir()) == [path]


def test_another_write_does_not_take_an_interrupted_one_for_its_own(path: Path) -> None:
    kill_halfway(path)
    half = path.read_bytes()
    options = WriteOptions(expected=identity_of(path), hard_links="in-place")
    with pytest.raises(WriteRefusedError) as refusal:
        write_tags(path, CHANGE, options)
    assert refusal.value.reason == Reason.INTERRUPTED
    assert path.read_bytes() == half


def test_a_write_killed_when_all_was_written_counts_as_done(path: Path, wanted: bytes) -> None:
    reviewed = identity_of(path)
    rescue = path.with_name(f"{path.name}.tagger-rescue")
    rescue.write_bytes(wanted)
    os.utime(rescue, ns=(0, reviewed.mtime_ns))
    path.write_bytes(wanted)

    assert read_tags(path).tags == {"genre": (GENRE,)}
    options = WriteOptions(expected=reviewed, hard_links="in-place")
    assert write_tags(path, CHANGE, options) == identity_of(path)
    assert list(path.parent.iterdir()) == [path]


def test_the_longest_name_has_a_rescue_too(make_file: MakeFile) -> None:
    path = make_file("flac", "empty")
    path = path.rename(path.with_name("x" * 250 + ".flac"))
    path.parent.parent.joinpath("twin").hardlink_to(path)
    kill_halfway(path)
    rescue = rescue_beside(path)
    with pytest.raises(TagReadError) as error:
        read_tags(path)
    assert str(rescue) in error.value.detail


def test_a_disk_without_room_for_the_larger_file_changes_nothing(
    path: Path, small_disk: SmallDisk
) -> None:
    """There is room for the copy, but then none for the file to grow."""
    disk = small_disk(2 << 20)
    full = Path(shutil.copy(path, disk / path.name))
    disk.joinpath("twin").hardlink_to(full)
    data, before = full.read_bytes(), identity_of(full)
    growth = ChangeSet((FieldChange("genre", (), ("Jazz" * 280_000,)),))
    with pytest.raises(WriteRefusedError) as refusal:
        write_tags(full, growth, IN_PLACE)
    assert refusal.value.reason == Reason.DISK_FULL
    assert full.read_bytes() == data
    assert identity_of(full) == before
    assert sorted(entry.name for entry in disk.iterdir()) == sorted([full.name, "twin"])
