"""The safe write: what is refused, what is kept, and what a failure leaves behind."""

import contextlib
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import FileError, Reason, TagReadError, WriteRefusedError
from tagger_app.formats import cover, identity_of, read_tags
from tagger_app.formats.replace import (
    TEMPORARY_MARKER,
    WriteOptions,
    is_temporary,
    sweep_orphans,
    write_tags,
)
from tests.formats.conftest import MakeFile, SmallDisk

JAZZ = ChangeSet((FieldChange("genre", (), ("Jazz",)),))
KINDS = ("mp3-2.4", "flac", "opus", "m4a", "wav", "wma", "wv")

is_root = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, make_file: MakeFile) -> Path:
    return make_file(request.param, "empty")


@pytest.fixture
def mp3(make_file: MakeFile) -> Path:
    return make_file("mp3-2.4", "empty")


def assert_refused(path: Path, reason: Reason, options: WriteOptions | None = None) -> None:
    """Writing is refused for this reason, the file is the same file with the same bytes."""
    data, before = path.read_bytes(), identity_of(path)
    neighbours = sorted(path.parent.iterdir())
    with pytest.raises(WriteRefusedError) as refusal:
        write_tags(path, JAZZ, options or WriteOptions())
    assert refusal.value.reason == reason
    assert refusal.value.detail.endswith(".")
    assert path.read_bytes() == data
    assert identity_of(path) == before
    assert sorted(path.parent.iterdir()) == neighbours


def test_the_new_identity_is_the_files(path: Path) -> None:
    before = identity_of(path)
    after = write_tags(path, JAZZ, WriteOptions(expected=before))
    assert after == identity_of(path)
    assert after != before


def test_writing_twice_is_writing_once(path: Path) -> None:
    once = write_tags(path, JAZZ)
    assert write_tags(path, JAZZ) == once
    assert identity_of(path) == once


def test_a_file_changed_since_the_review_is_not_written(path: Path) -> None:
    reviewed = identity_of(path)
    os.utime(path, ns=(0, reviewed.mtime_ns + 1))
    assert_refused(path, Reason.CHANGED_OUTSIDE, WriteOptions(expected=reviewed))


def test_a_field_changed_since_the_review_is_not_written(path: Path) -> None:
    write_tags(path, ChangeSet((FieldChange("genre", (), ("Somebody's",)),)))
    assert_refused(path, Reason.CHANGED_OUTSIDE)
    assert read_tags(path).tags == {"genre": ("Somebody's",)}


def test_a_read_only_file_is_refused(path: Path) -> None:
    path.chmod(0o444)
    assert_refused(path, Reason.READ_ONLY)


def test_a_hard_linked_file_is_refused_unless_in_place_is_chosen(path: Path) -> None:
    twin = path.with_name("twin")
    twin.hardlink_to(path)
    assert_refused(path, Reason.HARD_LINKED)

    write_tags(path, JAZZ, WriteOptions(hard_links="in-place"))

    assert path.samefile(twin)
    assert read_tags(twin).tags == {"genre": ("Jazz",)}
    assert sorted(path.parent.iterdir()) == sorted([path, twin])


def test_a_symbolic_link_stays_one(path: Path, tmp_path: Path) -> None:
    link = tmp_path / f"link{path.suffix}"
    link.symlink_to(path)
    assert write_tags(link, JAZZ) == identity_of(path)
    assert link.is_symlink()
    assert read_tags(path).tags == {"genre": ("Jazz",)}
    assert list(tmp_path.glob("*" + path.suffix)) == [link]


def test_mode_owner_and_attributes_are_kept(path: Path) -> None:
    path.chmod(0o640)
    if is_root:
        os.chown(path, 1234, 2345)
    attributes = True
    try:
        os.setxattr(path, "user.origin", b"vinyl")
    except (AttributeError, OSError):
        attributes = False
    before = path.stat()
    write_tags(path, JAZZ)
    after = path.stat()
    assert stat.S_IMODE(after.st_mode) == 0o640
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
    if attributes:
        assert os.getxattr(path, "user.origin") == b"vinyl"


@pytest.mark.parametrize("keep", [False, True])
def test_the_modification_time_follows_the_preference(path: Path, keep: bool) -> None:
    long_ago = 1_000_000_000_000_000_000
    os.utime(path, ns=(long_ago, long_ago))
    write_tags(path, JAZZ, WriteOptions(keep_modification_time=keep))
    assert (path.stat().st_mtime_ns == long_ago) is keep


@pytest.mark.parametrize(
    "name", ["-", "--help", "a\nb", "日本語 ß ﬁ", "sp ace'\"$(id);&|", "%s%n", "x" * 240, "\udce9"]
)
def test_odd_names_are_written(mp3: Path, name: str) -> None:
    odd = mp3.rename(mp3.with_name(name + ".mp3"))
    write_tags(odd, JAZZ)
    assert read_tags(odd).tags == {"genre": ("Jazz",)}


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (os.mkfifo, Reason.NOT_REGULAR),
        (lambda path: path.symlink_to("/dev/zero"), Reason.NOT_REGULAR),
        (lambda path: path.symlink_to(path.name), Reason.NOT_REGULAR),
        (lambda path: path.mkdir(), Reason.NOT_REGULAR),
        (bool, Reason.MISSING),
        (lambda path: path.write_bytes(b""), Reason.UNSUPPORTED),
        (lambda path: path.write_text("#EXTM3U\nsong.mp3\n"), Reason.UNSUPPORTED),
    ],
    ids=["fifo", "device", "loop", "folder", "missing", "empty", "playlist"],
)
def test_what_is_no_music_file_is_never_opened_for_long(
    tmp_path: Path, make: Callable[[Path], object], reason: Reason
) -> None:
    path = tmp_path / "odd.mp3"
    make(path)
    for refuse in (read_tags, cover):
        with pytest.raises(TagReadError) as reading:
            refuse(path)
        assert reading.value.reason == reason
    with pytest.raises(WriteRefusedError) as writing:
        write_tags(path, JAZZ)
    assert writing.value.reason == reason


def test_text_that_begins_like_mpeg_audio_is_not_tagged(tmp_path: Path) -> None:
    text = tmp_path / "letter.mp3"
    text.write_text("a letter, in UTF-16", encoding="utf-16")
    assert_refused(text, Reason.UNPROVEN)


def test_identity_needs_a_regular_file(tmp_path: Path) -> None:
    with pytest.raises(FileError) as missing:
        identity_of(tmp_path / "missing.mp3")
    assert missing.value.reason == Reason.MISSING
    with pytest.raises(FileError) as folder:
        identity_of(tmp_path)
    assert folder.value.reason == Reason.NOT_REGULAR


@contextlib.contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Files of this process can't grow past ``size`` bytes: its log either, so keep it short."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_no_room_for_the_copy_or_for_its_tag_changes_nothing(path: Path, share: float) -> None:
    """The copy itself does not fit, or it fits and the larger tag does not."""
    data = path.read_bytes()
    long = ChangeSet((FieldChange("genre", (), ("Jazz" * 20_000,)),))
    with files_no_larger_than(int(share * len(data))), pytest.raises(WriteRefusedError) as refusal:
        write_tags(path, long)
    assert refusal.value.reason == Reason.DISK_FULL
    assert path.read_bytes() == data
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_changes_nothing(path: Path, small_disk: SmallDisk) -> None:
    disk = small_disk(256 << 10)
    full = disk / path.name
    full.write_bytes(path.read_bytes())
    with (disk / "ballast").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    assert_refused(full, Reason.DISK_FULL)


def test_a_read_only_disk_changes_nothing(path: Path, small_disk: SmallDisk) -> None:
    disk = small_disk(256 << 10)
    frozen = disk / path.name
    frozen.write_bytes(path.read_bytes())
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert_refused(frozen, Reason.READ_ONLY)


@pytest.mark.skipif(is_root, reason="the superuser may write into every folder")
def test_a_read_only_folder_changes_nothing(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        assert_refused(path, Reason.NO_PERMISSION)
    finally:
        path.parent.chmod(0o755)


@pytest.mark.parametrize("moment", ["copystat", "fsync"])
def test_another_program_that_writes_meanwhile_wins(
    mp3: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It replaces the file after it was copied, or just before the copy is renamed."""
    others = mp3.read_bytes() + b"\0"
    home = shutil if moment == "copystat" else os
    real = getattr(home, moment)

    def interfere(*arguments: object) -> None:
        replacement = mp3.with_name("other")
        replacement.write_bytes(others)
        replacement.replace(mp3)
        real(*arguments)

    monkeypatch.setattr(home, moment, interfere)
    with pytest.raises(WriteRefusedError) as refusal:
        write_tags(mp3, JAZZ)
    assert refusal.value.reason == Reason.CHANGED_OUTSIDE
    assert mp3.read_bytes() == others
    assert list(mp3.parent.iterdir()) == [mp3]


def test_a_killed_write_leaves_the_file_and_a_copy_that_the_sweep_removes(mp3: Path) -> None:
    data = mp3.read_bytes()
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from tagger_app.formats.temporary import hidden_copy\n"
        f"with hidden_copy(Path({str(mp3)!r})):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False)
    orphans = [entry for entry in mp3.parent.iterdir() if is_temporary(entry)]
    assert len(orphans) == 1
    assert orphans[0].name.startswith(TEMPORARY_MARKER)
    assert orphans[0].suffix == mp3.suffix
    missing = mp3.parent / "missing"

    assert sweep_orphans([missing, mp3.parent]) == orphans

    assert list(mp3.parent.iterdir()) == [mp3]
    assert mp3.read_bytes() == data


def test_the_sweep_leaves_a_running_write_and_everything_else_alone(mp3: Path) -> None:
    link = mp3.with_name(f"{TEMPORARY_MARKER}link.mp3")
    link.symlink_to(mp3)
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tagger_app.formats.temporary import hidden_copy\n"
        f"with hidden_copy(Path({str(mp3)!r})) as copy:\n"
        "    print(copy, flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        running = Path(writer.stdout.readline().strip())
        assert sweep_orphans([mp3.parent]) == []
        assert running.exists()
        assert link.is_symlink()
        writer.communicate("go on\n")
    assert not running.exists()
    assert mp3.exists()
