"""Every reader on a small tree in the official layout: what it says, and what it refuses."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tests.training.datasets.trees import BUILDERS, put, write
from training.datasets.readers import READERS
from training.datasets.recording import DataSet, FaultKind, target_array

SPLITS = {
    "audioset": {"train": 1, "test": 1},
    "catalog": {"": 3},
    "deam": {"train": 1, "test": 1},
    "emotify": {"": 2},
    "fma-full": {"train": 1, "val": 2, "test": 1},
    "fma-large": {"train": 1, "val": 2, "test": 1},
    "fma-medium": {"train": 1, "val": 1, "test": 1},
    "fma-small": {"train": 1, "test": 1},
    "folders": {"train": 2, "val": 1, "test": 1},
    "gtzan": {"": 6},
    "gtzan-filtered": {"train": 2, "val": 2, "test": 2},
    "irmas": {"train": 3, "test": 1},
    "jamendo-genre": {"train": 1, "val": 1, "test": 1},
    "jamendo-instrument": {"train": 1, "val": 1, "test": 1},
    "jamendo-moodtheme": {"train": 1, "val": 1, "test": 1},
    "jamendo-top50": {"train": 1, "val": 1, "test": 1},
    "magnatagatune": {"train": 1, "val": 1, "test": 1},
    "manifest": {"train": 1, "val": 1},
    "mirex-k-pop": {"train": 2, "test": 1},
    "mirex-latin": {"train": 2, "test": 1},
    "mirex-us-pop": {"train": 2, "test": 1},
    "msd": {"train": 1, "val": 1, "test": 1},
    "nsynth": {"train": 2, "val": 2, "test": 2},
    "openmic": {"train": 2, "test": 1},
    "tinysol": {"train": 3, "val": 1, "test": 1},
}
WALKED = {"folders", "gtzan", "irmas"}
"""Readers without an index: nobody can tell that a file of theirs is missing."""


def read(name: str, folder: Path, sound: bytes) -> DataSet:
    return READERS[name].read(BUILDERS[name](folder, sound))


def test_every_reader_has_a_tree() -> None:
    assert set(BUILDERS) == set(SPLITS) == set(READERS)
    for reader in READERS.values():
        assert "Layout" in reader.layout


@pytest.mark.parametrize("name", READERS)
def test_the_official_layout_and_splits_are_read(name: str, tmp_path: Path, sound: bytes) -> None:
    data = read(name, tmp_path, sound)
    assert Counter(r.split for r in data.recordings) == SPLITS[name]
    assert all(r.path.read_bytes() == sound for r in data.recordings)
    assert len({r.path for r in data.recordings}) == len(data.recordings)
    kinds = {fault.kind for fault in data.faults}
    assert kinds <= {FaultKind.UNLABELLED, FaultKind.TOLERATED}
    known = set(data.tags)
    assert all(
        (category, word) in known
        for r in data.recordings
        for category, words in r.labels.items()
        for word in words
    )
    targets = target_array(data.recordings, data.tags)
    assert np.nanmin(targets) >= 0.0
    assert np.nanmax(targets) <= 1.0
    for category in data.exclusive:
        columns = [i for i, (own, _) in enumerate(data.tags) if own is category]
        assert (targets[:, columns].sum(axis=1) == 1.0).all()


@pytest.mark.parametrize("name", READERS)
def test_missing_and_empty_files_are_counted_and_named(
    name: str, tmp_path: Path, sound: bytes
) -> None:
    data = read(name, tmp_path, sound)
    first, *_, last = (r.path for r in data.recordings)
    first.unlink()
    if len(data.recordings) > 2:
        last.write_bytes(b"")
    place = tmp_path / "clips.csv" if name == "manifest" else tmp_path
    place = tmp_path / "library.json" if name == "catalog" else place
    found = READERS[name].read(place)
    faults = {fault.kind: fault for fault in found.faults}
    if len(data.recordings) > 2:
        assert last.name in faults[FaultKind.EMPTY].where
    assert len(found.recordings) == max(len(data.recordings) - 2, 1)
    assert name in WALKED or FaultKind.MISSING in faults


@pytest.mark.parametrize("name", READERS)
def test_another_folder_is_a_clear_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(TaggerError, match=str(tmp_path) + r"|no recording was found"):
        READERS[name].read(tmp_path)


LEAKS = [
    ("gtzan-filtered", "test_filtered.txt", "blues/blues.00000.wav", "blues/blues.00000"),
    ("mirex-latin", "test.txt", "audio/0.wav\tSalsa", "audio/0.wav"),
    ("openmic", "partitions/split01_test.csv", "000046_3840", "000046"),
    ("msd", "test_x_msd_id.txt", "TRAAAAW128F429D538", "TRAAAAW128F429D538"),
    (
        "jamendo-top50",
        "data/splits/split-0/autotagging_top50tags-test.tsv",
        "track_0000999\tartist_000014\talbum_000031\t14/214.mp3\t124.6\tgenre---first",
        "artist_000014",
    ),
    (
        "fma-small",
        "fma_metadata/tracks.csv",
        '3,1,AWOL,test,small,20,Rock,"[12]",Again',
        "artist 1",
    ),
    ("audioset", "eval_segments.csv", '--video_one, 30.000, 40.000, "/m/flute"', "--video_one"),
    ("manifest", "clips.csv", "x/b.wav,rock,test,one,1.0", "one"),
]


@pytest.mark.parametrize(("name", "index", "row", "group"), LEAKS, ids=[leak[0] for leak in LEAKS])
def test_a_group_in_two_splits_is_refused_and_named(
    name: str, index: str, row: str, group: str, tmp_path: Path, sound: bytes
) -> None:
    place = BUILDERS[name](tmp_path, sound)
    (tmp_path / "test_x_filename.txt").unlink(missing_ok=True)
    with (tmp_path / index).open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(TaggerError, match=f"group '{group}' is in the splits"):
        READERS[name].read(place)


def test_an_artist_or_instrument_in_two_splits_is_refused(tmp_path: Path, sound: bytes) -> None:
    put(tmp_path / "f", sound, "train/rock/One/1.wav", "test/rock/One/2.wav")
    with pytest.raises(TaggerError, match="'rock/One' is in the splits test and train"):
        READERS["folders"].read(tmp_path / "f")
    put(tmp_path / "m", sound, "1.wav", "2.wav")
    write(tmp_path / "m/train.txt", "1.wav\tBand\tRock")
    write(tmp_path / "m/test.txt", "2.wav\tBand\tBlues")
    with pytest.raises(TaggerError, match="'artist Band' is in the splits"):
        READERS["mirex-us-pop"].read(tmp_path / "m")
    BUILDERS["nsynth"](tmp_path / "n", sound)
    (tmp_path / "n/nsynth-test").rename(tmp_path / "n/unused")
    for part in ("audio", "examples.json"):
        (tmp_path / "n/unused" / part).rename(tmp_path / "n/nsynth-train" / f"{part}.other")
    (tmp_path / "n/nsynth-train/examples.json.other").replace(
        tmp_path / "n/nsynth-train/examples.json"
    )
    put(tmp_path / "n/nsynth-train/audio", sound, "organ_acoustic_001-022-050.wav")
    with pytest.raises(TaggerError, match="'organ_acoustic_001' is in the splits"):
        READERS["nsynth"].read(tmp_path / "n")


BROKEN = [
    ("gtzan-filtered", "train_filtered.txt", "polka/polka.00001.wav", "line 3"),
    ("mirex-k-pop", "train.txt", "audio/1.wav\tSamba", "line 3.*Ballad"),
    ("mirex-k-pop", "train.txt", "audio/1.wav Dance", "line 3.*tab"),
    ("tinysol", "TinySOL_metadata.csv", "a.wav,0", "line 7: 2 cells instead of 14"),
    (
        "tinysol",
        "TinySOL_metadata.csv",
        "a.wav,nine,Brass,BTb,Bass Tuba,,,,,,,,,",
        "line 7: 'nine' in column Fold is not a number",
    ),
    ("tinysol", "TinySOL_metadata.csv", "a.wav,5,Brass,B,Bass Tuba,,,,,,,,,", "line 7: fold 5"),
    (
        "openmic",
        "openmic-2018-aggregated-labels.csv",
        "000046_3840,theremin,0.5,3",
        "line 6: 'theremin'",
    ),
    (
        "openmic",
        "openmic-2018-aggregated-labels.csv",
        "000046_3840,flute,1.5,3",
        "line 6: 'flute' with relevance 1.5",
    ),
    ("openmic", "partitions/split01_test.csv", "a,b,c", "line 2"),
    ("emotify", "data.csv", "1,rock" + ", 0" * 14 + ", English", "line 7: 'rock'"),
    ("emotify", "data.csv", "1,classical, 2" + ", 0" * 13 + ", English", "line 7: 2 in column"),
    (
        "deam",
        "annotations/annotations averaged per song/song_level/"
        "static_annotations_averaged_songs_1_2000.csv",
        "3,9.5,0.9,9.0,0.1",
        "line 3: valence 9.5",
    ),
    ("msd", "train_x_msd_id.txt", "SOXYZ", "lines beside 2 track ids"),
    ("msd", "unique_tracks.txt", "TRAAAAW128F429D538", "line 4"),
    ("fma-large", "fma_metadata/tracks.csv", "9,1,A,training,large,20,,x,T", "line 9: track/genre"),
    ("fma-small", "fma_metadata/tracks.csv", "9,1,A,training,small", "line 9: 5 cells"),
    (
        "fma-small",
        "fma_metadata/tracks.csv",
        "2,1,A,dev,small,1,Rock,[],T",
        "line 9: unknown split",
    ),
    (
        "jamendo-top50",
        "data/splits/split-0/autotagging_top50tags-test.tsv",
        "track_1\tartist_1\talbum_1\t14/214.mp3\t12.0\trock",
        "line 3: 'rock' is not like genre---rock",
    ),
    (
        "jamendo-top50",
        "data/splits/split-0/autotagging_top50tags-test.tsv",
        "track_1\tartist_1",
        "line 3: 2 cells instead of 6 or more",
    ),
    ("audioset", "eval_segments.csv", "abc, 0.0", "line 5: 2 cells instead of 4"),
    ("audioset", "eval_segments.csv", 'abc, zero, 1, "/m/flute"', "line 5: 'zero'"),
    ("irmas", "IRMAS-TestingData-Part1/Part1/(02) dont kill the whale-1.txt", "kazoo", "line 3"),
    ("catalog", "library.json", "{", "line 7"),
    ("manifest", "clips.csv", "x/a.wav,rock,train,one,long", "line 4"),
]


@pytest.mark.parametrize(("name", "index", "row", "message"), BROKEN)
def test_a_broken_index_is_an_error_that_names_file_and_line(
    name: str, index: str, row: str, message: str, tmp_path: Path, sound: bytes
) -> None:
    place = BUILDERS[name](tmp_path, sound)
    with (tmp_path / index).open("a", encoding="utf-8") as stream:
        stream.write(row + "\n")
    with pytest.raises(TaggerError, match=message) as caught:
        READERS[name].read(place)
    assert Path(index).name in str(caught.value)


def test_missing_columns_and_bytes_that_are_no_text_are_told(tmp_path: Path, sound: bytes) -> None:
    BUILDERS["deam"](tmp_path, sound)
    table = next(tmp_path.rglob("*_1_2000.csv"))
    table.write_text("song_id,mean\n1,2\n")
    with pytest.raises(TaggerError, match="line 1: no column named valence_mean, arousal_mean"):
        READERS["deam"].read(tmp_path)
    table.write_bytes(b"song_id\xff\n")
    with pytest.raises(TaggerError, match="cannot be read"):
        READERS["deam"].read(tmp_path)
    BUILDERS["fma-small"](tmp_path, sound)
    (tmp_path / "fma_metadata/tracks.csv").write_text("a,b\n")
    with pytest.raises(TaggerError, match=r"tracks.csv, lines 1 to 3"):
        READERS["fma-small"].read(tmp_path)
    BUILDERS["nsynth"](tmp_path, sound)
    (tmp_path / "nsynth-train/examples.json").write_text('{"a":\n 1,}')
    with pytest.raises(TaggerError, match=r"examples.json, line 2"):
        READERS["nsynth"].read(tmp_path)
    (tmp_path / "nsynth-train/examples.json").write_text('{"a": {}}')
    with pytest.raises(TaggerError, match="note 'a'"):
        READERS["nsynth"].read(tmp_path)
    BUILDERS["msd"](tmp_path, sound)
    (tmp_path / "lastfm_tags.db").write_bytes(b"no database" * 100)
    with pytest.raises(TaggerError, match=r"lastfm_tags.db is not the tag database"):
        READERS["msd"].read(tmp_path)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("gtzan", "genres/blues/extra/x.wav"),
        ("mirex-latin", "audio/x.wav"),
        ("openmic", "audio/000/x.ogg"),
        ("jamendo-top50", "audio/00/x.mp3"),
        ("magnatagatune", "a/x.mp3"),
        ("irmas", "IRMAS-TrainingData/cel/x.wav"),
        ("emotify", "emotifymusic/pop/1.mp3"),
    ],
)
def test_files_without_a_row_are_counted_and_named(
    name: str, file: str, tmp_path: Path, sound: bytes
) -> None:
    BUILDERS[name](tmp_path, sound)
    put(tmp_path, sound, file)
    (fault,) = READERS[name].read(tmp_path).faults
    assert fault.where == str(tmp_path / file)
    assert fault.kind in {FaultKind.UNLISTED, FaultKind.UNLABELLED}


def test_labels_values_and_what_is_unknown_are_told_apart(tmp_path: Path, sound: bytes) -> None:
    openmic = read("openmic", tmp_path / "o", sound)
    first = openmic.recordings[0]
    assert first.labels[Category.INSTRUMENT] == ("flute",)
    tags = [(Category.INSTRUMENT, word) for word in ("clarinet", "flute", "piano")]
    expected = np.asarray([0.17105, 0.95, np.nan])
    np.testing.assert_allclose(target_array([first], tags)[0], expected.astype(np.float32))
    assert openmic.recordings[1].artist == "Two, Three"

    deam = read("deam", tmp_path / "d", sound)
    np.testing.assert_array_equal(target_array(deam.recordings, deam.tags), [[0.25, 1], [0.5, 0]])

    emotify = read("emotify", tmp_path / "e", sound)
    moods = [(Category.MOOD, "amazement"), (Category.MOOD, "sadness")]
    np.testing.assert_array_equal(target_array(emotify.recordings, moods), [[0.5, 0], [0, 0]])
    assert emotify.recordings[0].labels[Category.MOOD] == ("amazement", "solemnity")

    magna = read("magnatagatune", tmp_path / "m", sound)
    by_split = {r.split: r for r in magna.recordings}
    assert by_split["test"].labels == {
        Category.INSTRUMENT: ("guitar",),
        Category.MOOD: ("slow",),
    }
    assert by_split["train"].labels[Category.OTHER] == ("no vocals",)
    assert by_split["val"].group == "/Third/"
    assert [word for _, word in magna.tags][:3] == ["guitar", "classical", "slow"]

    irmas = read("irmas", tmp_path / "i", sound)
    drummed = next(r for r in irmas.recordings if "dru" in r.path.name)
    assert set(drummed.labels[Category.INSTRUMENT]) == {"electric guitar", "drums"}
    cello = next(r for r in irmas.recordings if r.path.name.endswith("0001__1.wav"))
    drums = [(Category.INSTRUMENT, "drums"), (Category.INSTRUMENT, "piano")]
    np.testing.assert_array_equal(target_array([cello], drums), [[np.nan, 0.0]])
    assert cello.labels[Category.GENRE] == ("classical",)

    catalog = read("catalog", tmp_path / "c", sound)
    words = [(Category.GENRE, word) for word in ("Rock", "Folk", "Jazz")]
    np.testing.assert_array_equal(
        target_array(catalog.recordings[-1:], words), [[1.0, 0.0, np.nan]]
    )
    assert [r.group for r in catalog.recordings[:2]] == ["artist One"] * 2


def test_tags_keep_the_order_of_published_networks(tmp_path: Path, sound: bytes) -> None:
    msd = read("msd", tmp_path / "m", sound)
    assert len(msd.tags) == 50
    assert msd.tags[0] == (Category.GENRE, "rock")
    assert [r.labels for r in msd.recordings] == [
        {Category.GENRE: ("rock",)},
        {Category.MOOD: ("sad",)},
        {Category.GENRE: ("rock",)},
    ]
    assert msd.recordings[2].path.name == "TRCCC.clip.mp3"
    jamendo = read("jamendo-moodtheme", tmp_path / "j", sound)
    assert jamendo.tags == ((Category.MOOD, "first"), (Category.MOOD, "second"))
    audioset = read("audioset", tmp_path / "a", sound)
    assert audioset.tags == (
        (Category.GENRE, "Rock music"),
        (Category.GENRE, "Punk rock"),
        (Category.MOOD, "Sad music"),
        (Category.INSTRUMENT, "Flute"),
    )
    (passed_over,) = audioset.faults
    assert "1 segments" in passed_over.detail
    fma = read("fma-large", tmp_path / "f", sound)
    assert [word for _, word in fma.tags] == ["Rock", "Hip-Hop", "Punk"]
    assert [r.seconds for r in fma.recordings] == [30.0, 20.0, 30.0, 30.0]


def test_a_pickled_list_is_not_read_but_explained(tmp_path: Path, sound: bytes) -> None:
    BUILDERS["msd"](tmp_path, sound)
    (tmp_path / "train_x_msd_id.txt").rename(tmp_path / "filtered_list_train.cP")
    with pytest.raises(TaggerError, match="pickle can run any code"):
        READERS["msd"].read(tmp_path)
