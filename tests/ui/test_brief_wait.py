"""Reading that takes longer than the window waits."""

import threading
from collections.abc import Sequence

import pytest

from tagger_app.catalog.store import Catalog
from tagger_app.core.errors import CatalogBusyError
from tagger_app.core.policy import Policy
from tagger_app.core.vocabulary import Vocabulary
from tagger_app.pipeline.review import Reviewer, ReviewTrack
from tagger_app.ui import brief_wait
from tagger_app.ui.brief_wait import BriefWait
from tests.tiny_model import CARD
from tests.ui.tracks import add_tracks, register


class SlowDisk:
    """Reads nothing until it may; knows what was asked for."""

    def __init__(self, catalog: Catalog) -> None:
        self._reviewer = Reviewer(catalog, register(catalog), CARD, Policy(), Vocabulary({}))
        self.may_read = threading.Event()
        self.has_read = threading.Event()
        self.asked: list[list[int]] = []

    def read(self, ids: Sequence[int]) -> list[ReviewTrack]:
        self.asked.append(list(ids))
        self.may_read.wait(60)
        found = self._reviewer.load(ids)
        self.has_read.set()
        return found


@pytest.fixture
def ids(catalog: Catalog) -> list[int]:
    return add_tracks(catalog, 4)


@pytest.fixture
def disk(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    monkeypatch.setattr(brief_wait, "_SECONDS", 0.01)
    return SlowDisk(catalog)


def read_late(wait: BriefWait, disk: SlowDisk, ids: Sequence[int], version: int) -> list[int]:
    """What is there once the disk has read: asked for until then, as the table does."""
    disk.may_read.set()
    while True:
        disk.has_read.wait(60)
        try:
            return [review.track.id for review in wait.read(disk.read, ids, version)]
        except CatalogBusyError:
            continue


def test_what_came_late_is_not_read_again(disk: SlowDisk, ids: list[int]) -> None:
    wait = BriefWait()
    with pytest.raises(CatalogBusyError):
        wait.read(disk.read, ids, 1)
    with pytest.raises(CatalogBusyError):
        wait.read(disk.read, ids[:2], 1)
    assert read_late(wait, disk, ids[1:3], 1) == ids[1:3]
    assert disk.asked == [ids]


def test_what_came_late_and_may_be_out_of_date_is_read_again(
    disk: SlowDisk, ids: list[int]
) -> None:
    wait = BriefWait()
    with pytest.raises(CatalogBusyError):
        wait.read(disk.read, ids, 1)
    assert read_late(wait, disk, ids, 2) == ids
    assert disk.asked[0] == disk.asked[1] == ids


def test_others_than_those_that_came_late_are_read(disk: SlowDisk, ids: list[int]) -> None:
    wait = BriefWait()
    with pytest.raises(CatalogBusyError):
        wait.read(disk.read, ids[:2], 1)
    assert read_late(wait, disk, ids[1:], 1) == ids[1:]
    assert disk.asked[1] == ids[1:]
