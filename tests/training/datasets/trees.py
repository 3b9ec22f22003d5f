"""Small data sets in their official layouts; every recording holds the same short sound."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from training.datasets import magnatagatune
from training.datasets.emotify_ratings import EMOTIONS

Build = Callable[[Path, bytes], Path]
"""Writes a data set below a folder, given the sound, and returns what a reader is handed."""


def put(folder: Path, sound: bytes, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sound)


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join((*lines, "")), encoding="utf-8")


def gtzan(folder: Path, sound: bytes) -> Path:
    names = [f"{genre}/{genre}.{n:05d}" for genre in ("blues", "jazz") for n in range(3)]
    put(folder / "genres", sound, *(f"{name}.au" for name in names))
    for number, part in enumerate(("train", "valid", "test")):
        write(folder / f"{part}_filtered.txt", *(f"{names[i]}.wav" for i in (number, number + 3)))
    return folder


def mirex(folder: Path, sound: bytes, *, genres: tuple[str, str]) -> Path:
    put(folder, sound, *(f"audio/{n}.wav" for n in range(3)))
    write(folder / "train.txt", f"audio/0.wav\t{genres[0]}", f"audio/1.wav\t{genres[1]}")
    write(folder / "test.txt", f"audio/2.wav\t{genres[0]}")
    return folder


def nsynth(folder: Path, sound: bytes) -> Path:
    parts = {"train": "bass_synthetic_033", "valid": "organ_acoustic_001"}
    for part, instrument in {**parts, "test": "organ_acoustic_001"}.items():
        names = [f"{instrument}-{pitch:03d}-050" for pitch in (22, 23)]
        put(folder / f"nsynth-{part}/audio", sound, *(f"{name}.wav" for name in names))
        family = instrument.partition("_")[0]
        notes = {
            name: {
                "note_str": name,
                "instrument_str": instrument,
                "instrument_family_str": family,
                "pitch": 22,
            }
            for name in names
        }
        write(folder / f"nsynth-{part}/examples.json", json.dumps(notes))
    return folder


def tinysol(folder: Path, sound: bytes) -> Path:
    header = (
        "Path,Fold,Family,Instrument (abbr.),Instrument (in full),Technique (abbr.),"
        "Technique (in full),Pitch,Pitch ID,Dynamics,Dynamics ID,Instance ID,"
        "String ID (if applicable),Needed digital retuning"
    )
    rows = []
    for fold in range(5):
        name = f"Brass/Bass_Tuba/ordinario/BTb-ord-F#{fold}-pp-N-N.wav"
        rows.append(f"{name},{fold},Brass,BTb,Bass Tuba,ord,ordinario,F#1,30,pp,0,0,,False")
        put(folder / "TinySOL", sound, name)
    write(folder / "TinySOL_metadata.csv", header, *rows)
    return folder


def irmas(folder: Path, sound: bytes) -> Path:
    training = folder / "IRMAS-TrainingData"
    put(training, sound, "cel/[cel][cla]0001__1.wav", "cel/[cel][cla]0001__2.wav")
    put(training, sound, "gel/008__[gel][dru][pop_roc]0830__1.wav")
    testing = folder / "IRMAS-TestingData-Part1/Part1"
    put(testing, sound, "(02) dont kill the whale-1.wav")
    write(testing / "(02) dont kill the whale-1.txt", "gel\t", "voi\t")
    return folder


def openmic(folder: Path, sound: bytes) -> Path:
    put(folder, sound, "audio/000/000046_3840.ogg", "audio/000/000135_483840.ogg")
    put(folder, sound, "audio/123/123456_0.ogg")
    write(
        folder / "openmic-2018-aggregated-labels.csv",
        "sample_key,instrument,relevance,num_responses",
        "000046_3840,clarinet,0.17105,3",
        "000046_3840,flute,0.95,3",
        "000135_483840,drums,0.85,3",
        "123456_0,voice,1.0,4",
    )
    write(
        folder / "openmic-2018-metadata.csv",
        "track_id,artist_name,sample_key,start_time",
        "46,One,000046_3840,0.04",
        '135,"Two, Three",000135_483840,5.04',
        "123456,One,123456_0,0",
    )
    write(folder / "partitions/split01_train.csv", "000046_3840", "000135_483840")
    write(folder / "partitions/split01_test.csv", "123456_0")
    return folder


def emotify(folder: Path, sound: bytes) -> Path:
    put(folder, sound, "emotifymusic/classical/1.mp3", "emotifymusic/rock/100.mp3")
    marks = {"1,classical": [(1, 0), (1, 1), (0, 1), (0, 0)], "200,rock": [(0, 0)]}
    rows = [
        f"{track}, {amazed}, {solemn}, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 21, 1, English"
        for track, listeners in marks.items()
        for amazed, solemn in listeners
    ]
    header = ", ".join(EMOTIONS)
    write(
        folder / "data.csv",
        f"track id,genre, {header}, mood, liked, disliked, age, gender, mother tongue",
        *rows,
    )
    return folder


def deam(folder: Path, sound: bytes) -> Path:
    put(folder, sound, "MEMD_audio/2.mp3", "MEMD_audio/2001.mp3")
    tables = folder / "annotations/annotations averaged per song/song_level"
    header = "song_id, valence_mean, valence_std, arousal_mean, arousal_std"
    write(tables / "static_annotations_averaged_songs_1_2000.csv", header, "2,3.0,0.9,9.0,0.1")
    write(tables / "static_annotations_averaged_songs_2000_2058.csv", header, "2001,5,1,1,1")
    return folder


def magna(folder: Path, sound: bytes) -> Path:
    clips = {
        "1": ("f/one-first-01-song-0-29.mp3", "One", "First", {"guitar", "slow"}),
        "2": ("0/two-second-01-song-0-29.mp3", "Two", "Second", {"techno", "no vocals"}),
        "3": ("c/two-third-01-song-0-29.mp3", "Two", "Third", {"flute"}),
    }
    words = (*magnatagatune.TOP_50, "bongos")
    info = ["clip_id\ttrack_number\ttitle\tartist\talbum\turl\tsegmentStart\tmp3_path"]
    rows = ["\t".join(f'"{name}"' for name in ("clip_id", *words, "mp3_path"))]
    for clip, (path, artist, album, tags) in clips.items():
        put(folder, sound, path)
        info.append(f'"{clip}"\t"1"\t"Song"\t"{artist}"\t"{album}"\t"/{album}/"\t"0"\t"{path}"')
        cells = (clip, *(str(int(word in tags)) for word in words), path)
        rows.append("\t".join(f'"{cell}"' for cell in cells))
    write(folder / "annotations_final.csv", *rows)
    write(folder / "clip_info_final.csv", *info)
    return folder


def msd(folder: Path, sound: bytes) -> Path:
    ids = ["TRAAAAW128F429D538", "TRBBBBW128F429D538", "TRCCCCW128F429D538"]
    for part, track in zip(("train", "valid", "test"), ids, strict=True):
        write(folder / f"{part}_x_msd_id.txt", track)
        write(folder / f"{part}_x_filename.txt", f"3/6/{track[:5]}.npy")
    put(folder / "audio", sound, f"A/A/A/{ids[0]}.mp3", f"B/B/B/{ids[1]}.mp3")
    put(folder / "audio", sound, "3/6/TRCCC.clip.mp3")
    write(folder / "unique_tracks.txt", *(f"{track}<SEP>SO1<SEP>Artist<SEP>Title" for track in ids))
    with closing(sqlite3.connect(folder / "lastfm_tags.db")) as database, database:
        database.execute("CREATE TABLE tids (tid TEXT)")
        database.execute("CREATE TABLE tags (tag TEXT)")
        database.execute("CREATE TABLE tid_tag (tid INT, tag INT, val FLOAT)")
        database.executemany("INSERT INTO tids VALUES (?)", [(track,) for track in ids])
        database.executemany("INSERT INTO tags VALUES (?)", [("rock",), ("sad",), ("seen live",)])
        database.executemany(
            "INSERT INTO tid_tag VALUES (?, ?, ?)",
            [(1, 1, 100), (1, 2, 50), (1, 3, 100), (2, 2, 80), (3, 1, 51)],
        )
    return folder


def fma(folder: Path, sound: bytes, *, subset: str) -> Path:
    metadata = folder / "fma_metadata"
    write(
        metadata / "tracks.csv",
        ",artist,artist,set,set,track,track,track,track",
        ",id,name,split,subset,duration,genre_top,genres_all,title",
        "track_id,,,,,,,,",
        '2,1,AWOL,training,small,168,Hip-Hop,"[21]",Food',
        '3,2,Kurt,test,small,20,Rock,"[12, 25]","A title,\nover two lines"',
        '140,3,Nicky,validation,medium,200,Rock,"[12]",Third',
        '141,3,Nicky,validation,large,200,,"[25]",Fourth',
    )
    write(
        metadata / "genres.csv",
        "genre_id,#tracks,parent,title,top_level",
        "12,9,0,Rock,12",
        "21,9,0,Hip-Hop,21",
        "25,9,12,Punk,12",
    )
    tracks = {"small": 2, "medium": 3}.get(subset, 4)
    names = ("000/000002.mp3", "000/000003.mp3", "000/000140.mp3", "000/000141.mp3")
    put(folder / f"fma_{subset}", sound, *names[:tracks])
    return folder


def jamendo(folder: Path, sound: bytes, *, subset: str) -> Path:
    categories = {"instrument": "instrument", "moodtheme": "mood/theme"}
    category = categories.get(subset, "genre")
    rows = {
        "train": "track_0000214\tartist_000014\talbum_000031\t14/214.mp3\t124.6",
        "validation": "track_0000241\tartist_000005\talbum_000033\t41/241.mp3\t340.1",
        "test": "track_0000382\tartist_000020\talbum_000046\t82/382.mp3\t211.1",
    }
    for part, row in rows.items():
        write(
            folder / f"data/splits/split-0/autotagging_{subset}-{part}.tsv",
            "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS",
            f"{row}\t{category}---second\t{category}---first",
        )
    put(folder / "audio", sound, "14/214.mp3", "41/241.low.mp3", "82/382.mp3")
    return folder


def audioset(folder: Path, sound: bytes) -> Path:
    ontology = [
        ("/m/music", "Music", ["/m/genre", "/m/mood", "/m/inst"]),
        ("/m/genre", "Music genre", ["/m/rock", "/m/dub"]),
        ("/m/dub", "Dub", []),
        ("/m/rock", "Rock music", ["/m/punk"]),
        ("/m/punk", "Punk rock", []),
        ("/m/mood", "Music mood", ["/m/sad"]),
        ("/m/sad", "Sad music", []),
        ("/m/inst", "Musical instrument", ["/m/flute"]),
        ("/m/flute", "Flute", []),
        ("/m/dog", "Dog", []),
    ]
    entries = [
        {"id": i, "name": n, "child_ids": c, "restrictions": ["blacklist"] if n == "Dub" else []}
        for i, n, c in ontology
    ]
    write(folder / "ontology.json", json.dumps(entries))
    comments = ("# Segments csv created Sun", "# num_ytids=2", "# YTID, start_seconds, …")
    write(
        folder / "balanced_train_segments.csv",
        *comments,
        '--video_one, 30.000, 40.000, "/m/punk,/m/rock,/m/music"',
        '--video_two, 0.000, 10.000, "/m/dog"',
    )
    write(
        folder / "eval_segments.csv",
        *comments,
        '-video_three, 0.000, 9.000, "/m/flute,/m/sad,/m/dog"',
    )
    put(folder, sound, "audio/train/--video_one_30000.flac", "audio/eval/Y-video_three.wav")
    return folder


def folders(folder: Path, sound: bytes) -> Path:
    put(folder, sound, "train/genre/rock/Artist One/1.wav", "train/genre/rock/Artist One/1.flac")
    put(folder, sound, "val/mood/calm/2.wav", "test/genre/jazz/3.wav")
    return folder


def manifest(folder: Path, sound: bytes) -> Path:
    put(folder, sound, "x/a.wav", "x/b.wav")
    path = folder / "clips.csv"
    header = "path,labels_genre,split,group,seconds"
    write(path, header, "x/a.wav,rock|pop,train,one,0.2", "x/b.wav,,val,two,0.2")
    return path


def catalog(folder: Path, sound: bytes) -> Path:
    tracks = [("One", "accepted"), ("One", "in-file"), ("", "suggested"), ("", "added")]
    lines = []
    for number, (artist, status) in enumerate(tracks):
        put(folder, sound, f"Music/{number}.wav")
        chips = [
            {"tag": "Rock", "status": status, "score": 0.9},
            {"tag": "Jazz", "status": "scored", "score": 0.2},
        ]
        if number == 3:
            chips.append({"tag": "Folk", "status": "rejected", "score": 0.6})
        entry = {
            "path": str(folder / f"Music/{number}.wav"),
            "state": "reviewed",
            "title": None,
            "artist": artist or None,
            "album": None,
            "duration": 0.2,
            "failure": None,
            "tags": {"genre": chips, "mood": [], "instrument": []},
        }
        lines.append(json.dumps(entry))
    path = folder / "library.json"
    write(path, "[", ",\n".join(lines), "]")
    return path


def _mirex(*genres: str) -> Build:
    return lambda folder, sound: mirex(folder, sound, genres=(genres[0], genres[1]))


def _fma(subset: str) -> Build:
    return lambda folder, sound: fma(folder, sound, subset=subset)


def _jamendo(subset: str) -> Build:
    return lambda folder, sound: jamendo(folder, sound, subset=subset)


BUILDERS: dict[str, Build] = {
    "audioset": audioset,
    "catalog": catalog,
    "deam": deam,
    "emotify": emotify,
    "fma-full": _fma("full"),
    "fma-large": _fma("large"),
    "fma-medium": _fma("medium"),
    "fma-small": _fma("small"),
    "folders": folders,
    "gtzan": gtzan,
    "gtzan-filtered": gtzan,
    "irmas": irmas,
    "jamendo-genre": _jamendo("genre"),
    "jamendo-instrument": _jamendo("instrument"),
    "jamendo-moodtheme": _jamendo("moodtheme"),
    "jamendo-top50": _jamendo("top50tags"),
    "magnatagatune": magna,
    "manifest": manifest,
    "mirex-k-pop": _mirex("R&B", "trot"),
    "mirex-latin": _mirex("Forró", "AXÉ"),
    "mirex-us-pop": _mirex("Country/Western", "hard rock metal"),
    "msd": msd,
    "nsynth": nsynth,
    "openmic": openmic,
    "tinysol": tinysol,
}
"""By the name of the reader, the table of `training.datasets.readers`."""
