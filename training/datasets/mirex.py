"""Genre collections of MIREX: US pop 2007, the Latin Music Database and K-pop 2013.

Layout: the audio is not public, the format of the lists is: one `path<TAB>class` per line, in the
list for training and in the ground truth of the test; `path<TAB>artist<TAB>class` as in 2005 will
do. A folder holds `train.txt` and `test.txt`, and `valid.txt` if there is one; paths are relative
to it. MIREX filters by artist: with the artist given, an artist in two lists is refused.
"""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import tag_key
from training.datasets.index_files import AudioTree, read_lines
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    Recording,
    checked,
    in_category,
)

# The classes of the task descriptions, in their order.
US_POP = (
    *("Blues", "Jazz", "Country/Western", "Baroque", "Classical", "Romantic", "Electronica"),
    *("Hip-Hop", "Rock", "HardRock/Metal"),
)
LATIN = (
    *("Axe", "Bachata", "Bolero", "Forro", "Gaucha", "Merengue", "Pagode", "Salsa"),
    *("Sertaneja", "Tango"),
)
K_POP = ("Ballad", "Dance", "Folk", "Hip-hop", "R&B", "Rock", "Trot")

LISTS = {TRAIN: "train.txt", VALIDATION: "valid.txt", TEST: "test.txt"}
_REMEDY = "A MIREX folder holds train.txt and test.txt, one path<TAB>class per line."


def read_us_pop(folder: Path) -> DataSet:
    """US pop; see `read`."""
    return read(folder, "MIREX US pop", US_POP)


def read_latin(folder: Path) -> DataSet:
    """Latin music; see `read`."""
    return read(folder, "MIREX Latin", LATIN)


def read_k_pop(folder: Path) -> DataSet:
    """K-pop with the genres of one annotator; see `read`."""
    return read(folder, "MIREX K-pop", K_POP)


def read(folder: Path, name: str, classes: Sequence[str]) -> DataSet:
    """A MIREX folder whose classes are those given; case, accents and blanks do not count.

    Raises:
        TaggerError: a list is missing, a line has no class or an unknown one, or an artist or a
            file is in two lists.
    """
    known = {_key(word): word for word in classes}
    tree = AudioTree(folder)
    faults: list[Fault] = []
    recordings = []
    for split, list_name in LISTS.items():
        path = folder / list_name
        if split == VALIDATION and not path.is_file():
            continue
        for line, text in read_lines(path, _REMEDY):
            cells = [cell.strip() for cell in text.split("\t")]
            genre = known.get(_key(cells[-1])) if len(cells) in {2, 3} else None
            if genre is None:
                raise TaggerError(
                    f"{path}, line {line}: {text!r} does not end with a tab and one of"
                    f" {', '.join(classes)}. {_REMEDY}"
                )
            found = tree.take(faults, cells[0], row=f"{list_name}, line {line}")
            if found:
                artist = cells[1] if len(cells) == 3 else ""
                recordings.append(
                    Recording(
                        found,
                        group=f"artist {artist}" if artist else cells[0],
                        split=split,
                        labels={Category.GENRE: (genre,)},
                        asked={Category.GENRE: frozenset(classes)},
                        artist=artist,
                    )
                )
    faults += tree.unlisted()
    tags = in_category(Category.GENRE, classes)
    return checked(name, recordings, tags, faults, exclusive=[Category.GENRE])


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFD", word)
    return tag_key("".join(letter for letter in plain if not unicodedata.combining(letter)))
