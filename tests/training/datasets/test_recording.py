"""Groups, splits of our own, and the index of audio files."""

from collections import Counter
from pathlib import Path

import pytest

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tests.training.datasets.trees import BUILDERS, put
from training.datasets.index_files import AudioTree
from training.datasets.readers import READERS
from training.datasets.recording import DataSet, Fault, FaultKind, Recording, checked
from training.datasets.splits import split_by_group


def recordings(*places: tuple[str, str]) -> list[Recording]:
    return [Recording(Path(f"{n}.wav"), group, split) for n, (group, split) in enumerate(places)]


def test_shared_groups_are_refused_unless_the_authors_meant_them() -> None:
    found = recordings(("one", "train"), ("two", "val"), ("two", "test"))
    with pytest.raises(TaggerError, match="group 'two' is in the splits test and val"):
        checked("Set", found, [], [])
    data = checked("Set", found, [], [], tolerated=[frozenset(("val", "test"))])
    assert [fault.kind for fault in data.faults] == [FaultKind.TOLERATED]
    with pytest.raises(TaggerError, match=r"no recording .* First of 1 faults: x.wav"):
        checked("Set", [], [], [Fault(FaultKind.MISSING, "x.wav")])


def test_a_file_in_two_splits_is_refused_and_one_listed_twice_counts_once() -> None:
    one = Recording(Path("a.wav"), "one", "train", labels={Category.GENRE: ("rock",)})
    again = Recording(Path("a.wav"), "two", "train")
    data = checked("Set", [one, again, again], [], [])
    assert list(data.recordings) == [one]
    assert [fault.kind for fault in data.faults] == [FaultKind.LISTED_TWICE] * 2
    with pytest.raises(TaggerError, match=r"a.wav is in the splits train and test"):
        checked("Set", [one, Recording(Path("a.wav"), "two", "test")], [], [])


def test_our_own_split_keeps_groups_together_and_never_moves_them() -> None:
    places = [(f"group {n % 400}", "") for n in range(800)]
    data = DataSet("Set", recordings(*places), ())
    split = split_by_group(data, validation=0.2, test=0.1)
    counts = Counter(r.split for r in split.recordings)
    assert 100 < counts["val"] < 220
    assert 40 < counts["test"] < 120
    assert checked("Set", split.recordings, [], []).recordings == split.recordings
    fewer = split_by_group(DataSet("Set", data.recordings[:100], ()), validation=0.2, test=0.1)
    assert list(fewer.recordings) == list(split.recordings[:100])
    assert split_by_group(split, validation=0.9) is split
    assert split_by_group(data, seed=1).recordings != split_by_group(data).recordings


def test_files_are_found_whatever_their_suffix_and_links_are_followed(
    tmp_path: Path, sound: bytes
) -> None:
    put(tmp_path / "a", sound, "x.1.wav", "y.flac", "y.mp3", ".hidden/z.wav", "notes.txt")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/link").symlink_to(tmp_path / "a")
    (tmp_path / "a/loop").symlink_to(tmp_path / "a")
    tree = AudioTree(tmp_path / "b")
    assert len(tree) == 3
    faults: list[Fault] = []
    assert tree.take(faults, "link/x.1.au") == tmp_path / "b/link/x.1.wav"
    assert tree.take(faults, "link/y.mp3") == tmp_path / "b/link/y.mp3"
    assert tree.take(faults, "link/z", row="line 7") is None
    assert faults == [Fault(FaultKind.MISSING, str(tmp_path / "b/link/z"), "line 7")]
    assert [fault.where for fault in tree.unlisted()] == [str(tmp_path / "b/link/y.flac")]


def test_an_unsplit_data_set_can_be_split(tmp_path: Path, sound: bytes) -> None:
    data = READERS["gtzan"].read(BUILDERS["gtzan"](tmp_path, sound))
    split = split_by_group(data, validation=0.0, test=0.5)
    assert {r.split for r in split.recordings} <= {"train", "test"}
    assert split.tags == data.tags
