"""A manifest that people wrote by hand."""

from pathlib import Path

import pytest

from tagger_app.core.errors import TaggerError
from training.datasets.listed import read


def manifest(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    for name in ("a", "b", "c"):
        (folder / f"{name}.flac").write_bytes(b"not heard here")
    path = folder / "m.csv"
    path.write_text("\n".join(["path,labels_genre,split", *rows]), encoding=encoding)
    return path


def test_splits_have_the_names_people_use(tmp_path: Path) -> None:
    rows = ("a.flac,rock,Training", "b.flac,rock,valid", "c.flac,rock, test")
    data = read(manifest(tmp_path, *rows))
    assert [recording.split for recording in data.recordings] == ["train", "val", "test"]


def test_an_unknown_split_is_refused_and_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match=r"line 3: the split 'dev' is none of train, "):
        read(manifest(tmp_path, "a.flac,rock,train", "b.flac,rock,dev"))


def test_a_recording_without_a_split_beside_others_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match=r"b\.flac is in no split while others are"):
        read(manifest(tmp_path, "a.flac,rock,train", "b.flac,rock,"))


def test_a_row_without_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match="line 2: the path is empty"):
        read(manifest(tmp_path, ",rock,train"))


def test_what_a_spreadsheet_writes_is_read(tmp_path: Path) -> None:
    data = read(manifest(tmp_path, "a.flac,rock,train", encoding="utf-8-sig"))
    assert len(data.recordings) == 1
