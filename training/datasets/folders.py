"""A folder tree of one's own: what the folders are called is the label.

Layout: `[SPLIT/][CATEGORY/]LABEL/[GROUP/]FILE`. SPLIT is train, val or test, CATEGORY genre, mood
or instrument (genre if it is left out); a folder between label and file, such as an artist's, is
the group of its files, and may be in one split only.
"""

from pathlib import Path, PurePosixPath

from tagger_app.core.fields import TAG_CATEGORIES, Category
from training.datasets.index_files import AudioTree
from training.datasets.recording import (
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    checked,
)
from training.datasets.splits import SPLITS


def read(folder: Path) -> DataSet:
    """Every audio file below a label's folder; it has that label and none of its category else.

    Raises:
        TaggerError: there is no audio file, or a group is in two splits.
    """
    tree = AudioTree(folder)
    faults: list[Fault] = []
    places = []
    for key, path in tree.items():
        place = _place(key)
        if place is None:
            detail = "it lies in no folder that could be its label"
            faults.append(Fault(FaultKind.UNLABELLED, str(path), detail))
        elif tree.take(faults, key):
            places.append((path, *place))
    tags = sorted({(category, label) for _, _, category, label, _ in places}, key=_order)
    asked = {
        category: {category: frozenset(label for own, label in tags if own is category)}
        for category in TAG_CATEGORIES
    }
    recordings = [
        Recording(path, group, split, {category: (label,)}, asked[category])
        for path, split, category, label, group in places
    ]
    categories = {category for category, _ in tags}
    exclusive = categories if len(categories) == 1 else set()
    return checked(folder.name, recordings, tags, faults, exclusive=exclusive)


def _place(key: str) -> tuple[str, Category, str, str] | None:
    """(split, category, label, group) of a path; None without a label."""
    folders = list(PurePosixPath(key).parts[:-1])
    split = SPLITS[folders.pop(0).lower()] if folders and folders[0].lower() in SPLITS else ""
    category = Category.GENRE
    if folders and folders[0].lower() in TAG_CATEGORIES:
        category = Category(folders.pop(0).lower())
    if not folders:
        return None
    label, *inner = folders
    group = "/".join((label, *inner)) if inner else key
    return split, category, label, group


def _order(tag: Tag) -> tuple[int, str]:
    return TAG_CATEGORIES.index(tag[0]), tag[1]
