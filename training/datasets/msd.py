"""Million Song Dataset with the 50 most frequent musical tags of Last.fm.

Layout: the lists of the repository keunwoochoi/MSD_split_for_tagging, `train_x_msd_id.txt`,
`valid_x_msd_id.txt` and `test_x_msd_id.txt`, one track id per line; `lastfm_tags.db` of the Last.fm
dataset; audio below `audio/`, either `A/B/C/TRABC….mp3` or, with the lists `…_x_filename.txt`, the
7digital previews at paths such as `3/6/36122424.clip.mp3`. `unique_tracks.txt` tells the artists.
Newer lists of the same split are pickles, which can run any code; none is ever loaded.
"""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, first_folder, read_lines
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    checked,
)

TOP_50 = (
    *("rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s"),
    *("alternative rock", "jazz", "beautiful", "metal", "chillout", "male vocalists"),
    *("classic rock", "soul", "indie rock", "Mellow", "electronica", "80s", "folk", "90s", "chill"),
    *("instrumental", "punk", "oldies", "blues", "hard rock", "ambient", "acoustic"),
    *("experimental", "female vocalist", "guitar", "Hip-Hop", "70s", "party", "country"),
    *("easy listening", "sexy", "catchy", "funk", "electro", "heavy metal", "Progressive rock"),
    *("60s", "rnb", "indie pop", "sad", "House", "happy"),
)
"""By frequency, the order in which published networks have them."""
MOOD = ("beautiful", "Mellow", "chill", "party", "sexy", "catchy", "sad", "happy")
INSTRUMENT = ("female vocalists", "male vocalists", "female vocalist", "guitar")
OTHER = ("00s", "90s", "80s", "70s", "60s", "instrumental")
LEAST_VALUE = 50.0
"""Last.fm weighs a tag from 0 to 100; as in Choi et al. 2016 only what is above counts."""
PARTS = {TRAIN: "train", VALIDATION: "valid", TEST: "test"}
_REMEDY = (
    "Fetch the lists *_x_msd_id.txt from the repository keunwoochoi/MSD_split_for_tagging;"
    " lists that are pickles (.cP, .pkl) are not read, since a pickle can run any code."
)


def category_of(word: str) -> Category:
    """The category of one of the 50 tags; decades and "instrumental" are OTHER."""
    if word in MOOD:
        return Category.MOOD
    if word in INSTRUMENT:
        return Category.INSTRUMENT
    return Category.OTHER if word in OTHER else Category.GENRE


TAGS: tuple[Tag, ...] = tuple((category_of(word), word) for word in TOP_50)
_ASKED = {
    category: frozenset(word for own, word in TAGS if own is category) for category, _ in TAGS
}


def read(folder: Path) -> DataSet:
    """The tracks of the lists with at least one of the 50 tags.

    The split keeps tracks apart, not artists. Clips shorter than 29.1 s, which some papers leave
    out, are in.

    Raises:
        TaggerError: a list or the database is missing or broken, or a track is in two lists.
    """
    words = _words(folder / "lastfm_tags.db")
    names = _names(folder / "unique_tracks.txt")
    tree = AudioTree(first_folder(folder / "audio", folder))
    faults: list[Fault] = []
    recordings = []
    for split, part in PARTS.items():
        ids = folder / f"{part}_x_msd_id.txt"
        lines = read_lines(ids, _REMEDY)
        previews = _previews(folder / f"{part}_x_filename.txt", ids, len(lines))
        for (line, track), preview in zip(lines, previews, strict=True):
            if len(track) != 18 or not track.startswith("TR"):
                raise TaggerError(f"{ids}, line {line}: {track!r} is not a track id. {_REMEDY}")
            place = f"{track[2]}/{track[3]}/{track[4]}/{track}"
            others = [track, *([f"{preview}.clip", preview] if preview else [])]
            path = tree.take(faults, place, *others, row=f"{ids.name}, line {line}")
            if path and track not in words:
                faults.append(Fault(FaultKind.UNLABELLED, str(path), "none of the 50 tags"))
            elif path:
                artist, title = names.get(track, ("", ""))
                recordings.append(
                    Recording(path, track, split, words[track], _ASKED, artist=artist, title=title)
                )
    return checked("MSD", recordings, TAGS, (*faults, *tree.unlisted()))


def _words(path: Path) -> dict[str, dict[Category, tuple[str, ...]]]:
    """{track id: labels} from the tables tids, tags and tid_tag, which refer to row ids."""
    if not path.is_file():
        raise TaggerError(f"{path} is not there. Fetch it from the page of the Last.fm dataset.")
    query = (
        "SELECT tids.tid, tags.tag FROM tid_tag JOIN tids ON tids.ROWID = tid_tag.tid"
        " JOIN tags ON tags.ROWID = tid_tag.tag WHERE tid_tag.val > ?"
    )
    found: dict[str, dict[Category, tuple[str, ...]]] = defaultdict(dict)
    known = frozenset(TOP_50)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            for track, word in database.execute(query, (LEAST_VALUE,)):
                if word in known:
                    labels = found[track]
                    category = category_of(word)
                    labels[category] = (*labels.get(category, ()), word)
    except sqlite3.Error as error:
        raise TaggerError(f"{path} is not the tag database of Last.fm ({error}).") from None
    return dict(found)


def _names(path: Path) -> dict[str, tuple[str, str]]:
    """{track id: (artist, title)}, empty without the file."""
    if not path.is_file():
        return {}
    names = {}
    for line, text in read_lines(path, _REMEDY):
        cells = text.split("<SEP>")
        if len(cells) != 4:
            raise TaggerError(f"{path}, line {line}: not track<SEP>song<SEP>artist<SEP>title.")
        names[cells[0]] = (cells[2], cells[3])
    return names


def _previews(path: Path, ids: Path, count: int) -> list[str]:
    """Paths of the previews without suffix, one per track; empty texts without the file."""
    if not path.is_file():
        return [""] * count
    lines = read_lines(path, _REMEDY)
    if len(lines) != count:
        raise TaggerError(
            f"{path}: {len(lines)} lines beside {count} track ids in {ids.name}. {_REMEDY}"
        )
    return [text.rpartition(".")[0] for _, text in lines]
